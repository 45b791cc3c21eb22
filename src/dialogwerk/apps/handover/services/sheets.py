"""A hand-over as a sheet to be filled in: from the record to the value that is written."""

import hashlib
from collections.abc import Iterator
from typing import IO

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.documents import comment_sheets as written
from dialogwerk.documents.text import printable_lines
from dialogwerk.documents.values import Lang

from ..models import Comment, HandedArgument, HandedPassage, HandOver
from .standing import comments_on, in_hands

CHUNK = 500


def write_sheet(
    target: IO[bytes], hand_over: HandOver, *, everything: bool = False, lang: Lang = "de"
) -> None:
    """Write a hand-over as XLSX, with what was said on its arguments so far.

    Args:
        everything: all arguments in the developer's hands, not only those of this hand-over.
    """
    rows = in_hands(hand_over.procedure)
    if not everything:
        rows = rows.filter(hand_over=hand_over)
    passages = HandedPassage.objects.filter(handed__hand_over__procedure=hand_over.procedure)
    if not everything:
        passages = passages.filter(handed__hand_over=hand_over)
    value = written.CommentSheet(
        code=hand_over.code,
        number=hand_over.number,
        sha256=hand_over.sha256,
        procedure=hand_over.procedure.title,
        slug=hand_over.procedure.slug,
        handed_over_on=timezone.localtime(hand_over.at).date(),
        reply_due=hand_over.reply_due,
        note=hand_over.note,
        arguments=_arguments(rows, hand_over, lang),
        passages=_passages(passages),
        lang=lang,
    )
    written.write_comment_sheet(target, value)  # type: ignore[arg-type]


def as_in_sheet(text: str) -> str:
    """A comment as it stands in a cell."""
    return printable_lines(text)


def key_of(handed: HandedArgument) -> str:
    """What names a row of a sheet; the check behind the number shows a key that was edited."""
    secret = f"{handed.hand_over.sha256}:{handed.pk}"
    return f"{handed.pk}-{hashlib.sha256(secret.encode()).hexdigest()[:12]}"


def _arguments(
    rows: QuerySet[HandedArgument], hand_over: HandOver, lang: Lang
) -> Iterator[written.SheetArgument]:
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        some = list(rows.filter(pk__in=keys[start : start + CHUNK]))
        comments = comments_on([one.argument_id for one in some])
        with override(lang):
            yield from [_argument(one, comments.get(one.argument_id)) for one in some]
    yield from _withdrawn(hand_over, lang)


def _argument(handed: HandedArgument, comment: Comment | None) -> written.SheetArgument:
    latest = comment.latest if comment else None
    return written.SheetArgument(
        key=key_of(handed),
        number=handed.number,
        title=handed.title,
        kind=str(handed.get_kind_display()),
        change=str(handed.get_change_display()),
        people=handed.people,
        letters=handed.letters,
        summary=handed.summary,
        comment=latest.text if latest else "",
        base=latest.number if latest else 0,
    )


def _withdrawn(hand_over: HandOver, lang: Lang) -> Iterator[written.SheetArgument]:
    """The arguments that this hand-over takes back, so that nobody comments on them any more."""
    gone = hand_over.arguments.filter(change=HandedArgument.Change.WITHDRAWN)
    with override(lang):
        lines = [
            written.SheetArgument(
                key="",
                number=one.number,
                title=one.title,
                kind=str(one.get_kind_display()),
                change=str(one.get_change_display()),
                people=0,
                letters=0,
                summary=_("now in argument %(number)s") % {"number": one.merged_into}
                if one.merged_into
                else "",
            )
            for one in gone
        ]
    yield from lines


def _passages(passages: QuerySet[HandedPassage]) -> Iterator[written.SheetPassage]:
    rows = passages.order_by("handed__number", "pk").values_list(
        "handed__number", "author", "text", "letters", "is_withdrawn"
    )
    for number, author, text, letters, is_withdrawn in rows.iterator(2_000):
        yield written.SheetPassage(
            argument=number,
            author=author,
            text=text,
            letters=letters,
            is_withdrawn=is_withdrawn,
        )


def sheet_name(procedure: Procedure, hand_over: HandOver) -> str:
    """The name of the file; no person's."""
    return f"uebergabe-{hand_over.number}-{procedure.slug}.xlsx"
