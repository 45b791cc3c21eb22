"""Filled sheets that come back: what each row would change, and taking it over.

A sheet is kept as it came. Looking at it changes nothing; taking it over adds versions and deletes
none, and taking the same sheet over again adds nothing.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.table_words import table_sentence
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.tables import Limits, Row, TableError, read_table
from dialogwerk.documents import comment_sheets as written

from ..errors import UnusableSheet
from ..models import Comment, CommentSheet, HandedArgument
from .comments import MOST_CHARACTERS, save_comment, submit, tidy
from .sheets import as_in_sheet, key_of
from .standing import comments_on

LIMITS = Limits(max_bytes=50 * 1024**2, max_unpacked_bytes=400 * 1024**2)
COMMENT_COLUMN, NUMBER_COLUMN = 7, 0


class Finding(StrEnum):
    """What a row of a returned sheet would do."""

    NEW = "new"
    CHANGED = "changed"
    STALE = "stale"
    CONFLICT = "conflict"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    EMPTIED = "emptied"
    TOO_LONG = "too_long"
    EDITED = "edited"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"


SENTENCES: Mapping[Finding, Any] = {
    Finding.NEW: gettext_lazy("new comment"),
    Finding.CHANGED: gettext_lazy("replaces the former comment, which is kept"),
    Finding.STALE: gettext_lazy(
        "the argument was handed over anew since; the comment is kept with the former state"
    ),
    Finding.CONFLICT: gettext_lazy(
        "another comment was saved since the sheet was written; it is taken only if you tick it"
    ),
    Finding.UNCHANGED: gettext_lazy("nothing new"),
    Finding.EMPTY: gettext_lazy("no comment"),
    Finding.EMPTIED: gettext_lazy("the cell is empty; the former comment stays"),
    Finding.TOO_LONG: gettext_lazy("longer than 30,000 characters; please shorten it"),
    Finding.EDITED: gettext_lazy(
        "number or key of the row were changed, so it is not clear which argument is meant"
    ),
    Finding.UNKNOWN: gettext_lazy("no such argument was handed over in this procedure"),
    Finding.WITHDRAWN: gettext_lazy("the argument was withdrawn since"),
}
TAKEN = frozenset({Finding.NEW, Finding.CHANGED, Finding.STALE})
NOT_TAKEN = frozenset({Finding.TOO_LONG, Finding.EDITED, Finding.UNKNOWN, Finding.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a returned sheet, and what it would do."""

    row: int
    number: str
    text: str
    finding: Finding
    handed: HandedArgument | None = None
    base: int = 0
    before: str = ""

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.finding])

    @property
    def is_problem(self) -> bool:
        return self.finding in NOT_TAKEN or self.finding == Finding.CONFLICT


def keep_sheet(*, procedure: Procedure, file: IO[bytes], name: str, by: User) -> CommentSheet:
    """Keep a returned sheet as it came; the same file of the same procedure is kept once.

    Raises:
        UnusableSheet: not the sheet of a hand-over of this procedure; the message says why.
    """
    content = file.read(LIMITS.max_bytes + 1)
    if len(content) > LIMITS.max_bytes:
        raise UnusableSheet(_("The file is larger than 50 MB. A sheet of ours never is."))
    digest = hashlib.sha256(content).hexdigest()
    known = procedure.comment_sheets.filter(sha256=digest).first()
    if known:
        return known
    sheet = CommentSheet(
        procedure=procedure, name=name[:250], sha256=digest, size=len(content), by=by
    )
    _check_origin(sheet, _origin(ContentFile(content)))
    sheet.file.save(digest, ContentFile(content), save=False)
    sheet.save()
    return sheet


def _origin(file: IO[bytes]) -> dict[str, str]:
    """What the hidden sheet says about where the file comes from."""
    try:
        table = read_table(file, name="", limits=LIMITS, sheet=written.ORIGIN, header_row=1)  # type: ignore[arg-type]
        return {row.values["name"]: row.values["value"] for row in table.rows()}
    except (TableError, KeyError) as error:
        raise UnusableSheet(
            _(
                "This is not the sheet of a hand-over, or its hidden part is missing. Please fill"
                " in the file that you were given, and save it as Excel workbook (.xlsx)."
            )
        ) from error


def _check_origin(sheet: CommentSheet, said: Mapping[str, str]) -> None:
    if said.get("format") != written.FORMAT:
        raise UnusableSheet(_("This is not the sheet of a hand-over."))
    if said.get("format_version") != str(written.FORMAT_VERSION):
        raise UnusableSheet(
            _("The sheet was written by another version of this software. Download a new one.")
        )
    if said.get("procedure") != sheet.procedure.slug:
        raise UnusableSheet(_("The sheet belongs to another procedure."))
    if not sheet.procedure.hand_overs.filter(code=said.get("hand_over", "")).exists():
        raise UnusableSheet(_("There was no such hand-over in this procedure."))


def lines_of(sheet: CommentSheet) -> list[Line]:
    """What each row of the sheet would do, in the order of its rows.

    Raises:
        UnusableSheet: the file cannot be read as a table.
    """
    rows = list(_rows(sheet))
    keys = {pk for row in rows if (pk := _key_number(row))}
    handed = _handed(sheet.procedure, keys)
    newest = _newest([one.argument_id for one in handed.values()])
    comments = comments_on([one.argument_id for one in handed.values()])
    return [_line(row, handed, newest, comments) for row in rows]


def _rows(sheet: CommentSheet) -> Iterator[Row]:
    try:
        with sheet.file.open("rb") as stream:
            table = read_table(
                stream.file, name=sheet.name, limits=LIMITS, sheet=written.ARGUMENTS, header_row=1
            )
            _check_columns(table.header)
            yield from table.rows()
    except TableError as error:
        raise UnusableSheet(table_sentence(error)) from error
    except FileNotFoundError as error:
        raise UnusableSheet(
            _("The file of this sheet is no longer there. Please upload it again.")
        ) from error


def _check_columns(header: Sequence[str]) -> None:
    if len(header) <= COMMENT_COLUMN or not {written.KEY, written.BASE} <= set(header):
        raise UnusableSheet(
            _("Columns of the sheet “%(name)s” are missing. Please fill in the file as it was.")
            % {"name": written.ARGUMENTS}
        )


def _key_number(row: Row) -> int:
    head, _dash, _check = row.values.get(written.KEY, "").partition("-")
    return int(head) if head.isascii() and head.isdecimal() and len(head) < 16 else 0


def _handed(procedure: Procedure, keys: set[int]) -> dict[int, HandedArgument]:
    found: dict[int, HandedArgument] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), 500):
        some = HandedArgument.objects.filter(
            pk__in=ordered[start : start + 500], hand_over__procedure=procedure
        ).select_related("hand_over", "argument__procedure")
        found.update({one.pk: one for one in some})
    return found


def _newest(arguments: Sequence[int]) -> dict[int, HandedArgument]:
    """Each argument as it was handed over last."""
    found = HandedArgument.objects.filter(argument__in=arguments).order_by("pk")
    return {one.argument_id: one for one in found.only("pk", "argument", "change")}


def _line(
    row: Row,
    handed: Mapping[int, HandedArgument],
    newest: Mapping[int, HandedArgument],
    comments: Mapping[int, Comment],
) -> Line:
    columns = list(row.values)
    text = tidy(row.values[columns[COMMENT_COLUMN]][: MOST_CHARACTERS + 1])
    number = row.values[columns[NUMBER_COLUMN]].strip()
    one = handed.get(_key_number(row))
    base = row.values[written.BASE].strip()
    known = int(base) if base.isascii() and base.isdecimal() and len(base) < 9 else -1
    latest = comments[one.argument_id].latest if one and one.argument_id in comments else None
    before = latest.text if latest else ""
    finding = _finding(row, number, text, one, newest)
    if finding is None:
        finding = _change(text, before, (latest.number if latest else 0) != known)
        is_stale = one is not None and newest[one.argument_id].pk != one.pk
        finding = Finding.STALE if is_stale and finding in TAKEN else finding
    return Line(row.number, number, text, finding, one, known, before)


def _finding(
    row: Row,
    number: str,
    text: str,
    one: HandedArgument | None,
    newest: Mapping[int, HandedArgument],
) -> Finding | None:
    """What is wrong with the row itself, if anything is."""
    key = row.values[written.KEY].strip()
    if not text and not key:
        return Finding.EMPTY
    if one is None:
        return Finding.UNKNOWN
    if key != key_of(one) or number != str(one.number):
        return Finding.EDITED
    if newest[one.argument_id].change == HandedArgument.Change.WITHDRAWN:
        return Finding.WITHDRAWN if text else Finding.EMPTY
    if len(row.values[list(row.values)[COMMENT_COLUMN]]) > MOST_CHARACTERS:
        return Finding.TOO_LONG
    return None


def _change(text: str, before: str, has_moved: bool) -> Finding:
    if not text:
        return Finding.EMPTIED if before else Finding.EMPTY
    if as_in_sheet(text) == as_in_sheet(before):
        return Finding.UNCHANGED
    if has_moved:
        return Finding.CONFLICT
    return Finding.CHANGED if before else Finding.NEW


@transaction.atomic
def take_over(
    *,
    sheet: CommentSheet,
    by: User,
    conflicts: Sequence[int] = (),
    at_once: bool = False,
) -> int:
    """Take the comments of a sheet over as versions; returns how many.

    Args:
        conflicts: numbers of the rows that are taken although another comment was saved since.
        at_once: submit them too, so that the authority sees them.

    Raises:
        UnusableSheet: the file cannot be read.
        WritingClosed: the weighing is closed.
    """
    Procedure.objects.select_for_update().get(pk=sheet.procedure_id)
    wanted = set(conflicts)
    taken = [
        line.handed.argument
        for line in lines_of(sheet)
        if line.handed
        and (line.finding in TAKEN or (line.finding == Finding.CONFLICT and line.row in wanted))
        and _take(line, sheet, by)
    ]
    sheet.taken += len(taken)
    sheet.taken_at = sheet.taken_at or timezone.now()
    sheet.save(update_fields=["taken", "taken_at"])
    record(
        "comments.taken_over",
        subject=sheet.code,
        actor=by.actor,
        procedure=sheet.procedure.slug,
        payload={"sha256": sheet.sha256, "comments": len(taken), "submitted": at_once},
    )
    if at_once and taken:
        submit(procedure=sheet.procedure, by=by, arguments=taken)
    return len(taken)


def _take(line: Line, sheet: CommentSheet, by: User) -> bool:
    handed = line.handed
    if handed is None:
        return False
    saved = save_comment(
        argument=handed.argument, text=line.text, by=by, handed=handed, sheet=sheet
    )
    return saved is not None
