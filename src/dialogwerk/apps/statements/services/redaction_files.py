"""Files of a letter as an audience gets them: made anew at the release, kept under a checksum.

A PDF or picture becomes a PDF of pictures with the boxes burnt in, beside it the text that may be
read, for people who cannot read pictures. Other files (DOCX, plain text) are given as text only.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.people.disclosure import Audience, policy
from dialogwerk.cores.statements.redaction import Kind, Known, Mark, net, proposed, replaced
from dialogwerk.documents import reading
from dialogwerk.documents.errors import UnreadableFile
from dialogwerk.documents.papers import Paper, Section, paper
from dialogwerk.documents.redacting import (
    BELOW_CLOSING,
    Box,
    found_boxes,
    is_pdf,
    page_count,
    without,
)

from ..models import Attachment, RedactedFile, Redaction, Release, Statement
from ..models.redactions import MACHINE
from .masking import identities_to_hide, known_of
from .redaction import file_name_for

PICTURES = ("image/jpeg", "image/png", "image/tiff", "image/webp")


def overview(statement: Statement) -> list[dict[str, Any]]:
    """The files of a letter with how many boxes each has and the versions made of it."""
    files = list(statement.attachments.order_by("pk"))
    if not files:
        return []
    boxes: dict[int, int] = {}
    for row in Redaction.objects.on_pages().filter(statement=statement):
        if row.state != Redaction.State.REFUSED and row.attachment_id:
            boxes[row.attachment_id] = boxes.get(row.attachment_id, 0) + 1
    made = RedactedFile.objects.filter(
        attachment__in=files, release__withdrawn_at=None
    ).select_related("release")
    return [
        {
            "file": one,
            "boxes": boxes.get(one.pk, 0),
            "versions": [version for version in made if version.attachment_id == one.pk],
            "has_pages": has_pages(one),
        }
        for one in files
    ]


def has_pages(attachment: Attachment) -> bool:
    """Whether boxes can be drawn on it."""
    return attachment.media_type == "application/pdf" or attachment.media_type in PICTURES


def content_of(attachment: Attachment) -> bytes:
    with attachment.file.open("rb") as file:
        content: bytes = file.read()
    return content


def _known(statement: Statement) -> Known:
    identities = identities_to_hide([statement.person_id])
    return known_of(identities.get(statement.person_id))


@transaction.atomic
def propose_boxes(attachment: Attachment) -> int:
    """Boxes for what the text layer of a PDF tells; once for each file.

    Raises:
        UnreadableFile: the file cannot be read.
    """
    rows = Redaction.objects.filter(attachment=attachment)
    if rows.exists() or not has_pages(attachment):
        return rows.count()
    known = _known(attachment.statement)
    found = found_boxes(content_of(attachment), lambda text: proposed(text, [known]))
    made = Redaction.objects.bulk_create(
        Redaction(
            statement=attachment.statement,
            attachment=attachment,
            page=one.page,
            x=one.box[0],
            y=one.box[1],
            width=one.box[2],
            height=one.box[3],
            kind=one.kind.value,
            confidence=one.confidence,
            reason=one.reason,
            made_by=MACHINE,
        )
        for one in found
    )
    return len(made)


def open_file(attachment: Attachment, *, by: str) -> None:
    """Somebody looks at the pages: boxes are proposed, and the journal keeps the first look.

    A letter is released only after that, for a picture without text tells nothing by itself.
    """
    seen = JournalEntry.objects.about(attachment.statement.code)
    entries = seen.with_action("redaction.file_opened")
    if all(one.payload.get("file") != attachment.pk for one in entries):
        record(
            "redaction.file_opened",
            subject=attachment.statement.code,
            actor=by,
            procedure=attachment.statement.procedure.slug,
            payload={"file": attachment.pk},
        )
    propose_boxes(attachment)


def boxes_for(attachment: Attachment, audience: Audience) -> dict[int, list[Box]]:
    """The boxes that are burnt in for this audience, by page."""
    statement = attachment.statement
    rules = policy(audience, statement.procedure.kind)
    hidden = rules.hidden(asked=statement.withholds_identity)
    rows = Redaction.objects.filter(attachment=attachment).exclude(state=Redaction.State.REFUSED)
    found: dict[int, list[Box]] = {}
    for row in rows:
        if row.hides_from(audience, hidden):
            box = (row.x or 0.0, row.y or 0.0, row.width or 0.0, row.height or 0.0)
            found.setdefault(row.page or 1, []).append(box)
    return found


def make_files(release: Release) -> list[RedactedFile]:
    """The files of a released letter for its audience; what is there already is not made again.

    Raises:
        UnreadableFile: a file can neither be shown as pages nor read as text.
    """
    files = release.statement.attachments.order_by("pk")
    done = set(release.files.values_list("attachment", flat=True))
    made: list[RedactedFile] = []
    for number, attachment in enumerate(files, start=1):
        if attachment.pk not in done:
            made += _versions(release, attachment, number)
    return made


def _versions(release: Release, attachment: Attachment, number: int) -> Iterator[RedactedFile]:
    audience = Audience(release.audience)
    content = content_of(attachment)
    pages_made = False
    if has_pages(attachment):
        net = _net_boxes(attachment, content, audience)
        boxes = boxes_for(attachment, audience)
        both = {page: [*boxes.get(page, ()), *net.get(page, ())] for page in {*boxes, *net}}
        yield _keep(
            release,
            attachment,
            without(content, both),
            file_name_for("x.pdf", number, audience),
            "application/pdf",
        )
        pages_made = True
    text = _text(attachment, content, audience)
    if text:
        yield _keep(
            release,
            attachment,
            _as_paper(release, text, number),
            file_name_for("x.pdf", number, audience).replace(".pdf", " Text.pdf"),
            "application/pdf",
        )
    elif not pages_made:
        raise UnreadableFile("unknown")


def _hidden(attachment: Attachment, audience: Audience) -> frozenset[Kind]:
    statement = attachment.statement
    return policy(audience, statement.procedure.kind).hidden(asked=statement.withholds_identity)


def _net_boxes(
    attachment: Attachment, content: bytes, audience: Audience
) -> Mapping[int, Sequence[Box]]:
    """What the vault knows of the writer, wherever the text layer shows it."""
    if not is_pdf(content):
        return {}
    hidden, known = _hidden(attachment, audience), _known(attachment.statement)

    def only_known(text: str) -> list[Mark]:
        return [mark for mark in net(text, [known]) if mark.kind in hidden]

    boxes: dict[int, list[Box]] = {}
    for one in found_boxes(content, only_known):
        if one.reason != BELOW_CLOSING:
            boxes.setdefault(one.page, []).append(one.box)
    return boxes


def _text(attachment: Attachment, content: bytes, audience: Audience) -> str:
    """The words of the file without everything that is proposed; "" where there is no text."""
    if attachment.media_type in PICTURES:
        return ""
    try:
        text = reading.text_of(content)
    except UnreadableFile:
        return ""
    return replaced(
        text, proposed(text, [_known(attachment.statement)]), _hidden(attachment, audience)
    )


def _as_paper(release: Release, text: str, number: int) -> bytes:
    """The text as a tagged PDF, for people who cannot read pictures."""
    statement = release.statement
    with override("de"):
        title = _("Attachment %(number)s") % {"number": number}
        section = Section(heading=_("Text of the file, redacted"), text=text)
    return paper(
        Paper(
            title=title,
            subtitle=statement.code,
            date=timezone.localdate(release.released_at),
            sections=[section],
            footer=statement.code,
        )
    )


def _keep(
    release: Release, attachment: Attachment, content: bytes, name: str, media_type: str
) -> RedactedFile:
    digest = hashlib.sha256(content).hexdigest()
    made = RedactedFile(
        release=release,
        attachment=attachment,
        name=name,
        media_type=media_type,
        size=len(content),
        sha256=digest,
    )
    path = f"redacted/{digest[:2]}/{digest}"
    storage = made.file.storage
    is_there = storage.exists(path) and storage.size(path) == len(content)
    made.file.name = path if is_there else storage.save(path, ContentFile(content))
    made.save()
    return made


def pages_of(attachment: Attachment) -> int:
    """How many pages can be marked; 0 if the file cannot be shown."""
    try:
        return page_count(content_of(attachment)) if has_pages(attachment) else 0
    except UnreadableFile:
        return 0


def why_not(error: UnreadableFile) -> str:
    """Why a file could not be redacted, as a sentence."""
    if str(error) == "too_large":
        return _("The file has too many or too large pages to be redacted.")
    return _("The file cannot be shown as pages or read as text, so it cannot be redacted.")
