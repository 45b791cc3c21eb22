"""The format in which organisers hand in many letters: CSV, XLSX or JSON with the same fields."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.statements.services.import_fields import by_synonyms, label_of
from dialogwerk.cores.tables import Limits, TableError, read_table

from ..errors import IntakeError

FORMAT = "dialogwerk-letters-1"
SHOWN_FINDINGS = 50


@dataclass(frozen=True, slots=True)
class Column:
    """One field of the format.

    Attributes:
        name: in JSON.
        german: heading of the column in CSV and XLSX; the name works too.
        example: made up.
    """

    name: str
    german: str
    is_needed: bool
    longest: int
    meaning: str | Promise
    example: str


COLUMNS = (
    Column("text", "Text", True, 200_000, gettext_lazy("the whole letter of this person"),
           "Ich wende mich gegen den Windpark, weil er zu nah an unserem Haus steht."),
    Column("title", "Betreff", False, 300, gettext_lazy("subject"), "Einwendung"),
    Column("name", "Name", True, 250, gettext_lazy("given name and family name"), "Ina Beispiel"),
    Column("street", "Straße", True, 200, gettext_lazy("street and number"), "Am Anger 3"),
    Column("postal_code", "PLZ", True, 12, gettext_lazy("postal code"), "12345"),
    Column("city", "Ort", True, 100, gettext_lazy("town"), "Musterau"),
    Column("email", "E-Mail", False, 254,
           gettext_lazy("for receipt and reply; only with the person's consent"),
           "ina@beispiel.example"),
)  # fmt: skip
NAMES = tuple(column.name for column in COLUMNS)
NEEDED = tuple(column.name for column in COLUMNS if column.is_needed)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one row; ``row`` counts as the table or the list does, from 1."""

    row: int
    field: str
    sentence: str


class UnfitUpload(IntakeError):
    """The upload does not keep to the format; nothing of it was taken in."""

    def __init__(self, message: str, faults: Sequence[Fault] = (), total: int = 0) -> None:
        super().__init__(message)
        self.faults, self.total = tuple(faults), total


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the JSON form."""
    properties = {
        one.name: {"type": "string", "maxLength": one.longest, "description": str(one.meaning)}
        | ({"minLength": 1} if one.is_needed else {})
        | ({"format": "email"} if one.name == "email" else {})
        for one in COLUMNS
    }
    letter = {
        "type": "object",
        "properties": properties,
        "required": list(NEEDED),
        "additionalProperties": False,
    }
    letters = {"type": "array", "items": letter, "minItems": 1}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": FORMAT,
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "letters": {**letters, "maxItems": settings.BULK_MAX_LETTERS},
        },
        "required": ["format", "letters"],
        "additionalProperties": False,
    }


def example(ending: str) -> bytes:
    """A small file in the format: "csv", "xlsx" or "json"."""
    second = {"name": "Udo Muster", "email": ""}
    rows = [{one.name: one.example for one in COLUMNS}]
    rows.append({**rows[0], **second})
    if ending == "json":
        letters = [{key: value for key, value in row.items() if value} for row in rows]
        return json.dumps(
            {"format": FORMAT, "letters": letters}, ensure_ascii=False, indent=2
        ).encode()
    lines = [[one.german for one in COLUMNS], *([row[name] for name in NAMES] for row in rows)]
    return _xlsx(lines) if ending == "xlsx" else _csv(lines)


def _csv(lines: Sequence[Sequence[str]]) -> bytes:
    target = io.StringIO()
    csv.writer(target, delimiter=";", lineterminator="\r\n").writerows(lines)
    return target.getvalue().encode("utf-8-sig")


def _xlsx(lines: Sequence[Sequence[str]]) -> bytes:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Schreiben")
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, [str(cell) for cell in line])
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class Checked:
    """An upload that keeps to the format: as a table, with the column of each field."""

    table: BinaryIO
    name: str
    mapping: Mapping[str, str]
    letters: int


def checked(file: BinaryIO, name: str) -> Checked:
    """Read the whole upload before anything of it is taken in.

    Raises:
        UnfitUpload: with the first faults, row by row.
    """
    file.seek(0)
    start = file.read(200).lstrip(b"\xef\xbb\xbf \t\r\n")
    file.seek(0)
    table = _from_json(file) if start.startswith((b"{", b"[")) else file
    try:
        return _checked(table, name)
    except TableError as error:
        from dialogwerk.apps.base.table_words import table_sentence

        raise UnfitUpload(table_sentence(error)) from error


def _from_json(file: BinaryIO) -> BinaryIO:
    """The letters of the JSON form as a table with our names as its header."""
    try:
        found = json.loads(file.read(settings.BULK_MAX_BYTES + 1))
    except (ValueError, RecursionError) as error:
        raise UnfitUpload(_("This is not valid JSON: %(error)s.") % {"error": error}) from error
    letters = found.get("letters") if isinstance(found, dict) else None
    if not isinstance(letters, list) or found.get("format") != FORMAT:
        raise UnfitUpload(
            _("The JSON needs “format”: “%(format)s” and “letters”, a list.") % {"format": FORMAT}
        )
    faults = [fault for row, one in enumerate(letters, 1) if (fault := _shape_fault(row, one))]
    if faults:
        raise _unfit(faults)
    rows = ([one.get(name, "") for name in NAMES] for one in letters)
    return io.BytesIO(_csv([NAMES, *rows]))


def _shape_fault(row: int, letter: Any) -> Fault | None:
    if not isinstance(letter, dict):
        return Fault(row, "", _("It is no object with fields."))
    for key, value in letter.items():
        if key not in NAMES:
            return Fault(row, key, _("There is no such field."))
        if not isinstance(value, str):
            return Fault(row, key, _("It has to be a text in quotation marks."))
    return None


def _checked(file: BinaryIO, name: str) -> Checked:
    table = read_table(
        file, name=name, limits=Limits(max_bytes=settings.BULK_MAX_BYTES, max_columns=100)
    )
    found = by_synonyms(table.header)
    mapping = {
        key: column for key, column in found.items() if key in NAMES and isinstance(column, str)
    }
    missing = [label_of(key) for key in NEEDED if key not in mapping]
    if missing:
        raise UnfitUpload(
            _("These columns are missing: %(names)s.") % {"names": ", ".join(missing)}
        )
    faults: list[Fault] = []
    count = 0
    for count, row in enumerate(table.rows(), start=1):
        if count > settings.BULK_MAX_LETTERS:
            raise UnfitUpload(
                _("At most %(limit)s letters can be handed in at once. Please split the file.")
                % {"limit": settings.BULK_MAX_LETTERS}
            )
        faults += _row_faults(row.number, {key: row.values[col] for key, col in mapping.items()})
    if not count:
        raise UnfitUpload(_("There is no letter in it."))
    if faults:
        raise _unfit(faults)
    return Checked(file, name, mapping, count)


def _row_faults(row: int, values: Mapping[str, str]) -> Iterator[Fault]:
    for column in COLUMNS:
        value = values.get(column.name, "").strip()
        longest = settings.STATEMENT_MAX_CHARACTERS if column.name == "text" else column.longest
        if column.is_needed and not value:
            yield Fault(row, label_of(column.name), _("It is missing."))
        elif len(value) > longest:
            yield Fault(
                row,
                label_of(column.name),
                _("It has %(length)s characters; at most %(limit)s are possible.")
                % {"length": len(value), "limit": longest},
            )
    if (email := values.get("email", "").strip()) and not _is_email(email):
        yield Fault(row, label_of("email"), _("This is no e-mail address."))


def _is_email(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True


def _unfit(faults: Sequence[Fault]) -> UnfitUpload:
    message = _("Nothing was taken in. Please correct the rows below and hand the file in again.")
    return UnfitUpload(message, faults[:SHOWN_FINDINGS], len(faults))
