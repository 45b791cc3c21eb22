"""Who signed, read from typed lines or from a table, and what of it cannot be read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from django.utils.translation import gettext as _

from dialogwerk.apps.people.services import IdentityDraft
from dialogwerk.cores.tables import Limits, Row, read_table

from ..errors import StatementError
from ..models import UnclearSignature
from .import_fields import by_synonyms, folded

_TOWN = re.compile(r"(?P<postal_code>[A-Z]{0,2}-?\d{4,5})\s+(?P<city>\S.*)")
_UNREADABLE = {"unleserlich", "unlesbar", "illegible", "unreadable", "x"}
_REPRESENTATIVE = {"vertreter", "vertreterin", "vertretung", "representative", "ansprechperson"}
_YES = {"ja", "j", "x", "yes", "y", "1", "true", "wahr"}
LIST_LIMITS = Limits(max_bytes=64 * 1024**2, max_columns=100)


@dataclass(frozen=True, slots=True)
class LineError:
    """A line of a pasted list that cannot be read; ``line`` counts from 1."""

    line: int
    text: str
    reason: str


class UnreadableSignatures(StatementError):
    """Some lines of the list cannot be read; nothing was taken in."""

    def __init__(self, errors: Sequence[LineError]) -> None:
        self.errors = tuple(errors)
        super().__init__(
            _("%(count)s lines of the signature list cannot be read.") % {"count": len(errors)}
        )


@dataclass(frozen=True, slots=True)
class SignedTable:
    """A list read from a table: who signed, and the one marked as representative, if any."""

    signatories: tuple[IdentityDraft, ...]
    representative: str = ""


def lack_of(draft: IdentityDraft) -> str:
    """What a signature lacks (§ 17 Abs. 2 Satz 3 VwVfG), one of ``UnclearSignature.Lack``; else "".

    A name or an address that somebody took down as "unleserlich" or as question marks is lacking.
    """
    if is_unreadable(draft.name) and is_unreadable(draft.organisation):
        return str(UnclearSignature.Lack.NAME)
    if is_unreadable(draft.street) or is_unreadable(draft.city):
        return str(UnclearSignature.Lack.ADDRESS)
    return ""


def is_unreadable(words: str) -> bool:
    """Nothing, only signs, or the word "unleserlich".

    >>> is_unreadable(" (unleserlich) "), is_unreadable("???"), is_unreadable("Ida Muster")
    (True, True, False)
    """
    plain = folded(words)
    return (not plain and not any(char.isalnum() for char in words)) or plain in _UNREADABLE


def read_signatures(text: str) -> list[IdentityDraft]:
    """Names and addresses from lines like ``Name; Straße; PLZ Ort`` (or pasted with tabs).

    Street and town may be missing; empty lines are left out.

    Raises:
        UnreadableSignatures: with every line that has no name or more than an address.
    """
    drafts: list[IdentityDraft] = []
    errors: list[LineError] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip(" \t;"):
            continue
        read = _signature(line)
        if isinstance(read, str):
            errors.append(LineError(number, line.strip()[:80], read))
        else:
            drafts.append(read)
    if errors:
        raise UnreadableSignatures(errors)
    return drafts


def _signature(line: str) -> IdentityDraft | str:
    """Who signed, or what is wrong with the line."""
    parts = [" ".join(part.split()) for part in re.split(r"[;\t]", line)]
    while parts and not parts[-1]:
        parts.pop()
    if len(parts) == 4 and re.fullmatch(r"[A-Z]{0,2}-?\d{4,5}", parts[2]):
        parts[2:] = [f"{parts[2]} {parts[3]}"]
    if not parts[0]:
        return _("The name is missing; write “unleserlich” if it cannot be read.")
    if len(parts) > 3:
        return _(
            "There is more than name, street and town;"
            " please write: Name; street; postcode and town."
        )
    name, street, town = (*parts, "", "")[:3]
    if len(name) > 250 or len(street) > 200 or len(town) > 100:
        return _("The line is too long; perhaps several people stand in it.")
    found = _TOWN.fullmatch(town)
    if town and not found and any(char.isdigit() for char in town):
        return _("“%(town)s” is not a postcode with a town.") % {"town": town}
    postal_code, city = (found["postal_code"], found["city"]) if found else ("", town)
    return IdentityDraft(name=name, street=street, postal_code=postal_code, city=city)


def read_signature_table(file: BinaryIO, *, name: str) -> SignedTable:
    """Who signed, from a CSV, .xlsx, .xls or .ods table with names and addresses in columns.

    Columns are recognised by their names, as for tables of letters. A column "Vertreter" marks the
    representative with "ja" or "x". Rows without a readable name or address are kept; `lack_of`
    says what they lack.

    Raises:
        TableError: the file is not a table that can be read.
        UnreadableSignatures: no column holds names, or none of the rows holds anything.
    """
    table = read_table(file, name=name, limits=LIST_LIMITS)
    columns = {
        field: column
        for field, column in by_synonyms(table.header).items()
        if isinstance(column, str)
    }
    if not {"name", "given_name", "family_name", "organisation"} & set(columns):
        reason = _("No column holds names. Call one of them “Name”, or “Vorname” and “Nachname”.")
        raise UnreadableSignatures([LineError(1, "; ".join(table.header)[:80], reason)])
    marked = next((one for one in table.header if folded(one) in _REPRESENTATIVE), "")
    read = [(_draft(row, columns), _is_marked(row, marked)) for row in _filled(table.rows())]
    if not read:
        raise UnreadableSignatures([LineError(2, "", _("Nobody stands in the list."))])
    named = next((draft.name for draft, is_marked in read if is_marked), "")
    return SignedTable(tuple(draft for draft, _is in read), named)


def _filled(rows: Iterator[Row]) -> Iterator[Row]:
    return (row for row in rows if any(value.strip() for value in row.values.values()))


def _is_marked(row: Row, column: str) -> bool:
    return bool(column) and folded(row.values.get(column, "")) in _YES


def _draft(row: Row, columns: dict[str, str]) -> IdentityDraft:
    def cell(field: str) -> str:
        return " ".join(row.values.get(columns.get(field, ""), "").split())

    name = cell("name") or f"{cell('given_name')} {cell('family_name')}".strip()
    draft = IdentityDraft(
        name=name[:250],
        organisation=cell("organisation")[:250],
        street=f"{cell('street')} {cell('house_number')}".strip()[:200],
        postal_code=cell("postal_code")[:12],
        city=cell("city")[:100],
        email=_address(cell("email")),
        phone=cell("phone")[:50],
    )
    town = _TOWN.fullmatch(draft.city)
    if town and not draft.postal_code:
        return replace(draft, postal_code=town["postal_code"], city=town["city"])
    return draft


def _address(text: str) -> str:
    return text if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) and len(text) <= 254 else ""
