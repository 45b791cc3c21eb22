"""Rows of a file as contributions on their way in, recognised when they come again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import TypeVar

from django.utils import timezone

from dialogwerk.cores.contributions import Columns, Finding, Given, Reader, Reading, Source
from dialogwerk.cores.contributions.credits import host_of

from ..models import Category, Channel, Contribution, ContributionImport, Outcome
from ..places import Place
from .contributions import Said
from .import_files import FileRow
from .import_words import severity_of

ROWS_PER_TRANSACTION = 500
LONGEST_KEY = 80
Item = TypeVar("Item")


@dataclass(slots=True)
class Arriving:
    """A row on its way in; ``given`` is None where nothing of it is taken in."""

    row: int
    key: str
    given: Given | None
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return any(severity_of(one) == "error" for one in self.findings)

    def refuse(self, code: str, field: str, **params: object) -> None:
        """Leave it out and say why."""
        self.findings.append(Finding(self.row, field, code, dict(params)))
        self.given = None

    @property
    def sha256(self) -> str:
        """Of title and text, as the record keeps it."""
        return Said(text=self.given.text, title=self.given.title).sha256 if self.given else ""


def columns_of(one: ContributionImport) -> Columns:
    """The columns of an import as the core wants them."""
    kept = one.columns
    instead = {name: tuple(rest) for name, rest in kept.get("instead", {}).items()}
    return Columns(kept.get("of", {}), tuple(kept.get("themes", ())), instead)


def kept_columns(columns: Columns) -> dict[str, object]:
    """The same as it is kept."""
    return {
        "of": dict(columns.of),
        "themes": list(columns.themes),
        "instead": {name: list(rest) for name, rest in columns.instead.items()},
    }


class Arrivals:
    """Reads the rows of one file in their order.

    A row is recognised by its number in the source and the site it comes from, or else by its
    content and how many equal rows came before it.
    """

    def __init__(self, one: ContributionImport, now: datetime) -> None:
        self._import, self._now = one, now
        self._reader = Reader(columns_of(one), Source(one.source))
        self._seen: Counter[str] = Counter()

    def read(self, row: FileRow) -> Arriving:
        """The contribution in this row, and what a person should know about it."""
        reading = self._reader.read(row.number, row.values, row.problems)
        arriving = Arriving(row.number, "", reading.given, list(reading.findings))
        if arriving.given is None:
            return arriving
        arriving.key = self._key(arriving.given)
        self._check_moment(arriving, reading)
        self._check_day(arriving)
        return arriving

    def _key(self, given: Given) -> str:
        site = host_of(given.url) or self._import.source
        if given.external_id:
            return short_key(f"{site}:{given.external_id}")
        words = f"{given.title}\n{given.text}\n{given.url}".encode("utf-8", "surrogatepass")
        digest = hashlib.sha256(words).hexdigest()[:40]
        self._seen[digest] += 1
        return short_key(f"row:{digest}#{self._seen[digest]}")

    def _check_moment(self, arriving: Arriving, reading: Reading) -> None:
        said = reading.given.said_at if reading.given else None
        if said and aware(said) > self._now:
            arriving.refuse("future", "date", value=said.isoformat())

    def _check_day(self, arriving: Arriving) -> None:
        if arriving.given and arriving.given.decided and not self.day_of(arriving.given):
            arriving.findings.append(Finding(arriving.row, "decided_on", "no_day"))

    def day_of(self, given: Given) -> date | None:
        """When it was decided: as the source says, else as whoever imports it says."""
        return (given.decided.on if given.decided else None) or self._import.decided_on


def short_key(text: str) -> str:
    """A submission key; long ones by their checksum."""
    if len(text) <= LONGEST_KEY:
        return text
    return f"#{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def aware(moment: datetime) -> datetime:
    """In the time zone of the site where the source names none."""
    return moment if moment.tzinfo else timezone.make_aware(moment)


def portions(items: Iterable[Item]) -> Iterator[list[Item]]:
    """As many as one transaction takes, again and again."""
    iterator = iter(items)
    while portion := list(islice(iterator, ROWS_PER_TRANSACTION)):
        yield portion


def known_among(one: ContributionImport, arriving: Sequence[Arriving]) -> dict[str, Contribution]:
    """What the process holds already under the keys of these rows.

    Where the words differ the row is refused: what was received is never overwritten.
    """
    keys = [row.key for row in arriving if row.given]
    rows = Contribution.objects.filter(process=one.process, submission_key__in=keys)
    found = {str(row.submission_key): row for row in rows.order_by()}
    for row in arriving:
        known = found.get(row.key) if row.given else None
        if known and known.sha256 != row.sha256:
            row.refuse("conflict", "id", value=known.external_id or known.code)
    return found


def said_in(arriving: Arriving, one: ContributionImport, categories: dict[str, Category]) -> Said:
    """The row as a contribution on its way in."""
    given = arriving.given
    assert given is not None  # noqa: S101 - asked before
    return Said(
        text=given.text,
        title=given.title,
        category=categories.get(given.category),
        public_name=given.shown_as,
        channel=Channel.IMPORT,
        received_at=aware(given.said_at) if given.said_at else one.said_at or one.created_at,
        place=_point(given),
        place_name=given.place_name,
        submission_key=arriving.key,
        external_id=given.external_id,
        source_url=given.url,
        credit=one.credit_line,
    )


def _point(given: Given) -> Place | None:
    east, north = given.longitude, given.latitude
    if east is None or north is None:
        return None
    return Place({"type": "Point", "coordinates": [east, north]}, east, north, east, north)


KIND_OF = {"adopted": Outcome.Kind.ADOPTED, "refused": Outcome.Kind.REFUSED}
"""Outcome of the core → ours."""
