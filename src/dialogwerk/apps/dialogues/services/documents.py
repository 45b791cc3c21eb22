"""Texts and sheets published for commenting; each stands in the journal with its checksum."""

import hashlib
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record

from ..documents import current_version
from ..errors import NotCommentable
from ..models import Format, Paragraph, Sheet, TextVersion
from ..paragraphs import pieces, threads
from .document_files import Picture


@transaction.atomic
def publish_text(
    *,
    format: Format,
    title: str,
    text: str,
    changes: str = "",
    source: str = "",
    now: datetime,
    by: User,
) -> TextVersion:
    """Publish a text as the next version; comments stay beside paragraphs that did not change.

    Args:
        text: paragraphs parted by empty lines, headings marked with ``#``.

    Raises:
        UnfitText: nothing in it, or too much.
    """
    cut = pieces(text)
    locked = Format.objects.select_for_update().get(pk=format.pk)
    before = current_version(locked)
    known = Paragraph.objects.filter(version__format=locked).aggregate(last=Max("thread"))
    old = list(before.paragraphs.values_list("thread", "text")) if before else []
    numbers = threads(old, [piece.text for piece in cut], (known["last"] or 0) + 1)
    version = TextVersion.objects.create(
        format=locked,
        number=before.number + 1 if before else 1,
        title=title.strip(),
        changes=changes.strip(),
        source=source[:200],
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        at=now,
        by=by.actor,
    )
    Paragraph.objects.bulk_create(
        [
            Paragraph(
                version=version,
                number=number,
                thread=thread,
                level=piece.level,
                text=piece.text,
            )
            for number, (piece, thread) in enumerate(zip(cut, numbers, strict=True), start=1)
        ],
        batch_size=500,
    )
    payload = {"number": version.number, "sha256": version.sha256, "paragraphs": len(cut)}
    _say("document.published", format, by, payload)
    return version


@transaction.atomic
def publish_sheet(
    *, format: Format, title: str, description: str, picture: Picture, now: datetime, by: User
) -> Sheet:
    """Publish a plan sheet behind the others."""
    locked = Format.objects.select_for_update().get(pk=format.pk)
    last = locked.sheets.aggregate(last=Max("number"))["last"] or 0
    digest = hashlib.sha256(picture.content).hexdigest()
    sheet = Sheet.objects.create(
        format=locked,
        number=last + 1,
        title=title.strip(),
        description=description.strip(),
        file=ContentFile(picture.content, name=digest),
        width=picture.width,
        height=picture.height,
        sha256=digest,
        at=now,
        by=by.actor,
    )
    _say("sheet.published", format, by, {"number": sheet.number, "sha256": digest})
    return sheet


def anchor_of_paragraph(paragraph: Paragraph) -> dict[str, Any]:
    """What a comment on this paragraph is tied to.

    Raises:
        NotCommentable: it is not of the newest version.
    """
    version = paragraph.version
    newest = current_version(version.format)
    if newest is None or newest.pk != version.pk:
        raise NotCommentable(_("There is a newer version of the text. Please comment on that one."))
    return {
        "paragraph": paragraph.number,
        "version": version.number,
        "thread": paragraph.thread,
    }


def anchor_of_place(
    sheet: Sheet, *, x: float | None = None, y: float | None = None, square: str = ""
) -> dict[str, Any]:
    """What a comment on a place of the sheet is tied to.

    Args:
        x, y: percent of width and height, from the left and from the top.
        square: of the grid, such as C4; its middle, where no place was pointed at.

    Raises:
        NotCommentable: neither a place on the sheet nor one of its squares.
    """
    if x is not None and y is not None and 0 <= x <= 100 and 0 <= y <= 100:
        return {
            "sheet": sheet.pk,
            "x": round(x, 2),
            "y": round(y, 2),
            "square": sheet.square_at(x, y),
        }
    centre = sheet.centre_of(square)
    if centre is None:
        raise NotCommentable(
            _("Please choose a square from A1 to %(last)s.")
            % {"last": f"{sheet.columns[-1]}{sheet.rows}"}
        )
    return {"sheet": sheet.pk, "x": centre[0], "y": centre[1], "square": square.strip().upper()}


def _say(action: str, format: Format, by: User, payload: dict[str, Any]) -> None:
    details = {**payload, "id": format.pk}
    record(action, subject=format.process.code, actor=by.actor, payload=details)
