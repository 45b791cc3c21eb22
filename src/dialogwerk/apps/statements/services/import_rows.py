"""From a row of a table to a letter, with everything noticed on the way."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from dialogwerk.apps.people.models import Person
from dialogwerk.apps.people.services import IdentityDraft
from dialogwerk.cores.statements.linking_records import read_day
from dialogwerk.cores.tables import Row

from ..models.letters import Channel
from . import import_findings as kinds
from .import_fields import Mapped, folded, private_columns
from .import_findings import ERROR, Finding, Kind
from .intake import Letter

_LIMITS = {
    **dict.fromkeys(("name", "organisation"), 250),
    **dict.fromkeys(("street", "place", "id", "signature_list"), 200),
    "postal_code": 12,
    "city": 100,
    "phone": 50,
    "email": 254,
    "title": 300,
    "url": 500,
}
_HTML = re.compile(
    r"</?(?:a|b|body|br|div|em|font|form|h[1-6]|html|i|iframe|img|input|li|object|ol|p|pre|script"
    r"|span|strong|style|svg|table|td|tr|u|ul)\b[^<>]*>",
    re.IGNORECASE,
)
_CHANNELS = {
    Channel.WEB: "web online internet portal onlineformular formular webformular website",
    Channel.COUNTER: "counter niederschrift zurniederschrift persoenlich schalter vorort",
    Channel.PHONE: "phone telefon telefonisch fernmuendlich",
    Channel.POST: "post brief postalisch schriftlich letter mailpost fax telefax",
    Channel.EMAIL: "email mail elektronisch",
    Channel.IMPORT: "import tabelle",
}
_CHANNEL_OF = {word: channel for channel, words in _CHANNELS.items() for word in words.split()}
_DATE_FORMATS = (
    *("%d.%m.%Y", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y, %H:%M", "%d.%m.%Y, %H:%M Uhr"),
    *("%d.%m.%y", "%d.%m.%y %H:%M", "%Y-%m-%d %H:%M", "%Y/%m/%d", "%d/%m/%Y", "%d/%m/%Y %H:%M"),
)
_EARLIEST_YEAR = 1950
MOMENTS_KEPT = 10_000
"""So many dates of a table are read once, however many of its rows have them."""
Moment = Callable[[str], datetime | None]
_YES = frozenset({"ja", "j", "yes", "y", "true", "wahr", "1", "x"})


@dataclass(slots=True)
class Reading:
    """What was read from one row; ``letter`` is None if the row cannot be taken in."""

    row: int
    key: str
    letter: Letter | None
    findings: list[Finding]
    external_id: str = ""
    list_title: str = ""

    @property
    def is_refused(self) -> bool:
        return any(finding.severity == ERROR for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for rows that do not say it themselves."""

    received_at: datetime
    channel: str
    source: str
    now: datetime


class RowReader:
    """Reads the rows of one table in their order, remembering the numbers seen so far.

    A row is recognised by the number in its source, or else by its content and how many rows
    with the same content came before it: so equal rows of one file stay apart, and the same file
    sent again adds nothing.
    """

    def __init__(self, mapping: Mapped, defaults: Defaults) -> None:
        self._columns = {name: col for name, col in mapping.items() if isinstance(col, str)}
        self._private = private_columns(mapping)
        self._defaults = defaults
        self._limit = settings.STATEMENT_MAX_CHARACTERS
        self._ids: dict[str, tuple[int, bytes]] = {}
        self._contents: Counter[bytes] = Counter()
        self._moment = lru_cache(MOMENTS_KEPT)(read_moment)

    def read(self, row: Row) -> Reading:
        """The letter in this row, its key, and what a person should know about it."""
        cells = _Cells(row, self._columns, self._moment)
        cells.findings += [Finding.of_problem(problem, row.number) for problem in row.problems]
        text = cells.text()
        self._check_text(cells, text)
        external_id = cells.short("id")
        key = self._key(cells, external_id, text)
        letter = self._letter(cells, text, key, external_id)
        reading = Reading(row.number, key, letter, cells.findings, external_id)
        reading.list_title = cells.short("signature_list")
        if reading.is_refused or not key:
            reading.letter = None
        return reading

    def _check_text(self, cells: "_Cells", text: str) -> None:
        if len(text) > self._limit:
            cells.note(kinds.TOO_LONG, "text", length=len(text), limit=self._limit)
        elif "<" in text and _HTML.search(text):
            cells.note(kinds.HTML, "text")

    def _key(self, cells: "_Cells", external_id: str, text: str) -> str:
        """What makes this row recognisable; empty if the file has it already."""
        if not external_id:
            return self._key_by_content(cells.row)
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        first = self._ids.setdefault(external_id, (cells.row.number, digest))
        if first[0] != cells.row.number:
            kind = kinds.REPEATED_ID if first[1] == digest else kinds.CLASHING_ID
            cells.note(kind, "id", id=external_id, first=first[0])
            return ""
        return key_of_id(external_id)

    def _key_by_content(self, row: Row) -> str:
        content = canonical(row.values)
        digest = hashlib.sha256(content).digest()
        self._contents[digest] += 1
        return f"row:{digest.hex()}#{self._contents[digest]}"

    def _letter(self, cells: "_Cells", text: str, key: str, external_id: str) -> Letter:
        longitude, latitude = cells.place()
        kept = {name: v for name, v in cells.row.values.items() if name not in self._private}
        return Letter(
            text=text,
            received_at=cells.received(self._defaults),
            channel=cells.channel(self._defaults.channel),
            sender=cells.sender(),
            title=cells.short("title"),
            body=canonical(kept),
            media_type="application/json",
            source=f"{self._defaults.source[:280]}, {cells.row.number}",
            submission_key=key,
            external_id=external_id,
            source_url=cells.url(),
            place_name=cells.short("place"),
            longitude=longitude,
            latitude=latitude,
            withholds_identity=folded(cells.get("withholds_identity")) in _YES,
        )


def canonical(values: Mapping[str, str]) -> bytes:
    """A row as JSON that is the same however its columns are ordered; empty cells left out."""
    filled = {name: value for name, value in values.items() if value}
    text = json.dumps(filled, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def key_of_id(external_id: str) -> str:
    """The submission key for a number in the source; long numbers by their checksum."""
    if len(external_id) <= 70:
        return f"id:{external_id}"
    return f"id#{hashlib.sha256(external_id.encode()).hexdigest()}"


class _Cells:
    """The cells of one row by our field names, and what was noticed in them."""

    def __init__(self, row: Row, columns: Mapping[str, str], moment: Moment) -> None:
        self.row = row
        self._columns = columns
        self._moment = moment
        self.findings: list[Finding] = []

    def note(self, kind: Kind, field: str, **params: object) -> None:
        self.findings.append(Finding.of(kind, self.row.number, field, **params))

    def get(self, name: str) -> str:
        column = self._columns.get(name)
        return self.row.values[column].strip() if column else ""

    def text(self) -> str:
        """The text as it stands; some people write all they have to say as the subject."""
        text = self.row.values[self._columns["text"]]
        if text.strip():
            return text
        title = self.get("title")
        self.note(kinds.ONLY_TITLE if title else kinds.EMPTY, "text")
        return title

    def short(self, name: str) -> str:
        """A value on one line, cut to what the database holds."""
        return self._cut(name, " ".join(self.get(name).split()))

    def _cut(self, name: str, value: str) -> str:
        limit = _LIMITS[name]
        if len(value) > limit:
            self.note(kinds.SHORTENED, name, length=len(value), limit=limit)
        return value[:limit]

    def sender(self) -> IdentityDraft:
        parts = (self.get("name"), self.get("given_name"), self.get("family_name"))
        name = self._cut("name", " ".join(" ".join(filter(None, parts)).split()))
        street = self._cut("street", f"{self.get('street')} {self.get('house_number')}".strip())
        organisation = self.short("organisation")
        natural = name or not organisation
        return IdentityDraft(
            name=name,
            organisation=organisation,
            street=street,
            postal_code=self.short("postal_code"),
            city=self.short("city"),
            email=self._email(),
            phone=self.short("phone"),
            birth_date=self._birth_date(),
            kind=Person.Kind.NATURAL if natural else Person.Kind.ORGANISATION,
        )

    def _email(self) -> str:
        value = self.short("email")
        if value:
            try:
                validate_email(value)
            except ValidationError:
                self.note(kinds.BAD_EMAIL, "email")
        return value

    def _birth_date(self) -> date | None:
        """As people write it; what is no date of the past is left out, with a note."""
        value = self.get("birth_date")
        if not value:
            return None
        day = read_day(value)
        try:
            born = date.fromisoformat(day) if day else None
        except ValueError:
            born = None
        if born is None or born > timezone.localdate():
            self.note(kinds.BAD_BIRTH_DATE, "birth_date")
            return None
        return born

    def received(self, defaults: Defaults) -> datetime:
        value = self.get("received_on")
        if not value:
            return defaults.received_at
        moment = self._moment(value)
        if moment is None:
            self.note(kinds.BAD_DATE, "received_on", value=value)
        elif moment > defaults.now:
            self.note(kinds.FUTURE_DATE, "received_on", value=value)
        return moment or defaults.received_at

    def channel(self, otherwise: str) -> str:
        value = self.get("channel")
        if not value:
            return otherwise
        channel = _CHANNEL_OF.get(folded(value))
        if channel is None:
            self.note(kinds.BAD_CHANNEL, "channel", value=value, instead=Channel(otherwise).label)
        return channel or otherwise

    def url(self) -> str:
        value = self.get("url")
        if value and (not is_web_address(value) or len(value) > _LIMITS["url"]):
            self.note(kinds.BAD_URL, "url", value=value)
            return ""
        return value

    def place(self) -> tuple[float | None, float | None]:
        given = (self.get("longitude"), self.get("latitude"))
        if not any(given):
            return None, None
        longitude, latitude = _degrees(given[0], 180), _degrees(given[1], 90)
        if longitude is None or latitude is None:
            self.note(kinds.BAD_PLACE, "longitude", value=" / ".join(given))
            return None, None
        return longitude, latitude


def is_web_address(value: str) -> bool:
    """Only http and https: other schemes can run scripts when clicked.

    >>> is_web_address("https://beispiel.example/1"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and " " not in value


def _degrees(value: str, limit: int) -> float | None:
    try:
        degrees = float(value.replace(",", "."))
    except ValueError:
        return None
    return degrees if abs(degrees) <= limit else None


def read_moment(value: str) -> datetime | None:
    """A date with or without time as people write it; None if it is none.

    A day without time counts from its first second, in the time zone of the site. A time with
    an offset is taken as it stands.
    """
    moment = _parsed(" ".join(value.split()))
    if moment is None or moment.year < _EARLIEST_YEAR:
        return None
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _parsed(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        pass
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(value, form)  # noqa: DTZ007 - made aware by the caller
        except ValueError:
            continue
    return None


def end_of_day(moment: datetime) -> datetime:
    """The last second of this day: a letter dated today is not from the future."""
    local = timezone.localtime(moment)
    return timezone.make_aware(datetime.combine(local.date() + timedelta(days=1), time()))
