"""The distinct senders of a table: many letters carry the same name and address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dialogwerk.cores.statements.errors import LengthMismatch
from dialogwerk.cores.statements.linking_addresses import Address, read_address
from dialogwerk.cores.statements.linking_given_names import known_given_names, plain
from dialogwerk.cores.statements.linking_names import NOBODY, Kind, Name, read_name

COLUMNS = (
    *("name", "given_name", "family_name", "organisation", "street", "address"),
    *("postal_code", "city", "email", "birth_date"),
)
_MAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")
_GERMAN_DAY = re.compile(r"(\d{1,2})\s?[./]\s?(\d{1,2})\s?[./]\s?(\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_SEEN_OFTEN = 5


@dataclass(slots=True)
class Sender:
    """One distinct way in which a sender appears.

    Attributes:
        birth: date of birth as eight digits YYYYMMDD, or empty.
        rows: rows of the table in which it appears, ascending.
        letters: how many letters these are.
    """

    name: Name
    organisation: str
    address: Address
    email: str
    birth: str
    rows: list[int] = field(default_factory=list)
    letters: int = 0

    @property
    def content(self) -> tuple[object, ...]:
        """Orders senders without regard to the order of the letters."""
        name, address = self.name, self.address
        return (
            *(*name.key, name.given, name.family, name.born, name.generation, self.organisation),
            *(*address.door, address.postcode, address.city, self.email, self.birth),
        )

    @property
    def is_identified(self) -> bool:
        """Whether anything says who this is."""
        return self.name.kind is not Kind.NOBODY or bool(self.email or self.organisation)


def senders(
    table: Mapping[str, Sequence[str]], letters: Sequence[int] | None = None
) -> tuple[list[Sender], int]:
    """The distinct senders of a table, in an order that depends on their content alone.

    Args:
        table: columns of equal length, see `linking.link`.
        letters: how many letters each row stands for; one if not given.

    Returns:
        The senders, and the number of rows.

    Raises:
        LengthMismatch: the columns do not have the same length.
    """
    columns = {name: table[name] for name in COLUMNS if name in table}
    lengths = {name: len(column) for name, column in columns.items()}
    if letters is not None:
        lengths["letters"] = len(letters)
    if len(set(lengths.values())) > 1:
        raise LengthMismatch(
            f"The columns have different lengths: {lengths}. Give one value a row in each."
        )
    count = next(iter(lengths.values()), 0)
    as_written = _same_rows(columns)
    return _distinct(list(columns), as_written, letters), count


def _same_rows(
    columns: Mapping[str, Sequence[str]],
) -> dict[tuple[str, ...], list[int]]:
    rows: dict[tuple[str, ...], list[int]] = {}
    for row, values in enumerate(zip(*columns.values(), strict=True)):
        found = rows.get(values)
        if found is None:
            rows[values] = [row]
        else:
            found.append(row)
    return rows


def _distinct(
    names: list[str], as_written: dict[tuple[str, ...], list[int]], letters: Sequence[int] | None
) -> list[Sender]:
    read = _Reader()
    found: dict[tuple[object, ...], Sender] = {}
    raw = [(dict(zip(names, values, strict=False)), rows) for values, rows in as_written.items()]
    turn = _Order(read.name(row) for row, _rows in raw)
    for row, rows in raw:
        sender = read.sender(row, turn)
        known = found.setdefault(sender.content, sender)
        known.rows.extend(rows)
        known.letters += len(rows) if letters is None else sum(letters[at] for at in rows)
    for sender in found.values():
        sender.rows.sort()
    return [found[content] for content in sorted(found)]


class _Reader:
    """Reads each distinct value once."""

    def __init__(self) -> None:
        self._names: dict[str, Name] = {}
        self._addresses: dict[tuple[str, str, str], Address] = {}

    def name(self, row: Mapping[str, str]) -> Name:
        text = row.get("name") or ""
        if not text and (row.get("given_name") or row.get("family_name")):
            family, given = row.get("family_name") or "", row.get("given_name") or ""
            text = f"{family}, {given}" if family and given else family or given
        known = self._names.get(text)
        if known is None:
            known = self._names[text] = read_name(text) if text else NOBODY
        return known

    def address(self, row: Mapping[str, str]) -> Address:
        street = row.get("street") or row.get("address") or ""
        key = (street, row.get("postal_code") or "", row.get("city") or "")
        known = self._addresses.get(key)
        if known is None:
            known = self._addresses[key] = read_address(*key)
        return known

    def sender(self, row: Mapping[str, str], order: _Order) -> Sender:
        name = order.mended(self.name(row))
        organisation = plain(row.get("organisation") or "")
        if name.kind is Kind.BODY and not organisation:
            name, organisation = NOBODY, name.family[0]
        return Sender(
            name,
            organisation,
            self.address(row),
            read_email(row.get("email") or ""),
            read_day(row.get("birth_date") or ""),
        )


class _Order:
    """Which words are given names here, to find "Muster Erika" written the wrong way round."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._given: Counter[str] = Counter()
        self._family: Counter[str] = Counter()
        for name in names:
            if name.kind is Kind.PERSON and name.given:
                self._given[name.given[0]] += 1
                self._family["".join(name.family)] += 1

    def mended(self, name: Name) -> Name:
        if name.kind is not Kind.PERSON or name.sure or not name.is_full:
            return name
        first, last = "".join(name.given), "".join(name.family)
        is_turned = self._is_given(name.family[0]) and not self._is_given(name.given[0])
        return name.turned() if is_turned and self._is_family(first, last) else name

    def _is_given(self, word: str) -> bool:
        before, behind = self._given[word], self._family[word]
        if word in known_given_names():
            return before >= behind or not before
        return before >= _SEEN_OFTEN and before > 5 * behind

    def _is_family(self, first: str, last: str) -> bool:
        """Whether the word in front stands at the end more often than the other does."""
        return self._family[first] >= self._given[first] and (
            self._family[first] > 0 or last in known_given_names()
        )


def read_email(text: str) -> str:
    """An e-mail address in the form in which they are compared; empty if it is none.

    >>> read_email(" Erika.Muster+wind@Googlemail.com")
    'erika.muster@gmail.com'
    """
    found = _MAIL.search(text.lower())
    if found is None:
        return ""
    local, _at, domain = found[0].partition("@")
    return f"{local.split('+')[0]}@{'gmail.com' if domain == 'googlemail.com' else domain}"


def read_day(text: str) -> str:
    """A date of birth as eight digits; empty if it is none.

    >>> read_day("3.4.1961"), read_day("1961-04-03"), read_day("unknown")
    ('19610403', '19610403', '')
    """
    text = text.strip()
    if found := _ISO_DAY.match(text):
        year, month, day = found.groups()
    elif found := _GERMAN_DAY.match(text):
        day, month, year = found.groups()
    else:
        return ""
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31 and 1850 <= int(year) <= 2100):
        return ""
    return f"{year}{int(month):02d}{int(day):02d}"
