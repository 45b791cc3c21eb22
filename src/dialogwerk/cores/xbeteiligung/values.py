"""What a message says, as values: the only thing that is written and that comes from reading.

Moments are aware; days are local calendar dates. Texts are plain text. Identifiers are tokens: not
empty, without white space at the ends or twice in a row (XML Schema, ``xs:token``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from .errors import WrongValue


class Procedure(StrEnum):
    """Kinds of procedures, by the element in which a statement names its step."""

    PLAN_APPROVAL = "verfahrensschrittPlanfeststellung"
    MUNICIPAL = "verfahrensschrittKommunal"
    SPATIAL = "verfahrensschrittRaumordnung"


class Status(StrEnum):
    """Code list ``statusderstellungnahme`` 1.0."""

    NEW = "1000"
    IN_WORK = "2000"
    PROCESSED = "3000"
    ANSWERED = "4000"


class Naming(StrEnum):
    """Code list ``artderstellungnahme`` 1.0: whether the author is named."""

    ANONYMOUS = "1000"
    NAMED = "2000"
    OTHER = "9999"


class Severity(StrEnum):
    """Code list ``fehlerart`` 1.0."""

    INFORMATION = "1000"
    WARNING = "2000"
    ERROR = "3000"


@dataclass(frozen=True, slots=True)
class Code:
    """A code and the version of its list, where the standard leaves the list's version open."""

    code: str
    version: str

    def __post_init__(self) -> None:
        check_token("code", self.code)
        check_token("listVersionID", self.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """An authority as reader or author of a message (``BehoerdeType``).

    Attributes:
        directory: code of the directory in which it is listed, e.g. ``DVDV`` as its list has it.
        key: its key in that directory; for DVDV prefix and key, ``psw:01003110``.
        name: its name.
    """

    directory: Code
    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of a message (``nachrichtenkopf.g2g``).

    Attributes:
        uuid: of the message, RFC 4122; a message sent again keeps it.
        created_at: when it was made, to the millisecond; not when it was sent.
    """

    uuid: str
    created_at: datetime
    reader: Agency
    author: Agency


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote a statement (``Verfasser``); every field may be empty.

    Attributes:
        family_name, given_name: a name of one word is a family name.
    """

    family_name: str = ""
    given_name: str = ""
    organisation: str = ""
    unit: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    email: str = ""
    phone: str = ""
    is_private: bool = False

    @property
    def name(self) -> str:
        """Given and family name, as one writes them."""
        return " ".join(filter(None, (self.given_name, self.family_name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that belongs to a statement (``MetadatenAnlage``).

    Attributes:
        document_id: unique within the message.
        content: the file, if it travels inside the message; None if beside it or not at all.
        size: in bytes; None if not told.
        sha256: as hexadecimal digits; empty if not told.
        link: where the file can be fetched, instead of being sent along; empty otherwise.
    """

    document_id: str
    name: str
    media_type: str
    content: bytes | None = field(default=None, repr=False)
    size: int | None = None
    sha256: str = ""
    title: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A point, WGS 84 in degrees."""

    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement (``Stellungnahme``).

    Attributes:
        id, plan_id, participation_id: as the message that opened the participation gave them.
        procedure: which kind, with ``step`` from the list of steps of that kind.
        substep: the part of the step (``Verfahrensteilschritt``) in which it was made.
        round: number of the round of that part, from 1.
        day: of the statement.
        keywords: ``schlagwort``.
        text: its words, all of them; those that the standard's character set cannot hold travel in
            an attachment, which reading takes back in.
    """

    id: str
    plan_id: str
    participation_id: str
    procedure: Procedure
    step: Code
    substep: Code
    text: str
    status: Status = Status.NEW
    title: str = ""
    author: Author | None = None
    round: int = 1
    day: date | None = None
    naming: Naming | None = None
    place: Place | None = None
    keywords: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        for name in ("id", "plan_id", "participation_id"):
            check_token(name, getattr(self, name))
        if self.round < 1:
            raise WrongValue(name="durchgang", value=self.round)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementMessage:
    """A statement on its way: new (0701), or updated (0702).

    Attributes:
        process_id: of the procedure, as 0201, 0301 or 0401 gave it (``vorgangsID``).
    """

    head: Head
    process_id: str
    statement: Statement
    is_update: bool = False

    def __post_init__(self) -> None:
        check_token("vorgangsID", self.process_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Acknowledges a statement: OK (0711, 0712) without errors, NOK (0721, 0722) with them."""

    head: Head
    process_id: str
    statement_id: str
    errors: tuple[str, ...] = ()
    is_update: bool = False

    def __post_init__(self) -> None:
        check_token("vorgangsID", self.process_id)
        check_token("stellungnahmeID", self.statement_id)

    @property
    def is_ok(self) -> bool:
        return not self.errors


Message = StatementMessage | Receipt


def check_token(name: str, value: str) -> None:
    """Refuse what is no token: empty, or with white space at an end or twice in a row.

    Raises:
        WrongValue: it is none.
    """
    is_plain = value.isascii() and value.isprintable()
    if not value or not is_plain or " ".join(value.split()) != value:
        raise WrongValue(name=name, value=value)
