"""What a document says, as values: the only thing the renderers of this package accept.

Everything an office sends out or hands over is described here with frozen dataclasses: no
models, no requests, no clock. Texts are plain text in the reader's language; paragraphs are
separated by an empty line. Texts are never read as markup.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

Lang = Literal["de", "en"]


class WeighingResult(StrEnum):
    """Outcome of the weighing (Abwägung) of one argument; its wording is in `wording`."""

    FOLLOWED = "followed"
    FOLLOWED_IN_PART = "followed_in_part"
    NOT_FOLLOWED = "not_followed"
    ALREADY_MET = "already_met"
    PASSED_ON = "passed_on"


class ArgumentKind(StrEnum):
    """What an argument is: a general argument, one person's concern, a demand for a study."""

    ARGUMENT = "argument"
    CONCERN = "concern"
    STUDY = "study"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an answer is founded: a document on display and, if known, its page(s).

    Attributes:
        document: title of the document as displayed.
        page: page or pages as one would cite them ("12", "12–14"); empty if not known.
    """

    document: str
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who writes: the authority or dialogue office in the letterhead.

    Attributes:
        name: full name, printed large.
        address: street, then postcode and place, one entry a line.
        department: unit in charge; optional.
        contact: name of the person in charge; optional.
        phone, email, web: as printed; optional.
    """

    name: str
    address: tuple[str, ...]
    department: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One letter that a person sent us.

    Attributes:
        received_on: local calendar date of receipt.
        receipt_code: the code (Beleg-Code) handed out for it.
        channel: how it came, in the reader's language ("Online-Formular", "Post").
    """

    received_on: date
    receipt_code: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One argument a person raised, and what the office answers.

    Attributes:
        title: title of the argument.
        quotes: what the person wrote; short passages, without quotation marks.
        result: outcome of the weighing.
        passed_to: who deals with it now; used with `WeighingResult.PASSED_ON`.
        answer: reasons, paragraphs separated by an empty line.
        sources: documents the answer relies on.
    """

    title: str
    quotes: tuple[str, ...]
    result: WeighingResult
    answer: str
    passed_to: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """Marks a letter as addition to, or correction of, an earlier one.

    Attributes:
        kind: "supplement" (Ergänzung) or "correction" (Berichtigung).
        letter_date: date of the earlier letter.
        reason: one or two sentences on what changed; optional.
    """

    kind: Literal["supplement", "correction"]
    letter_date: date
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyLetter:
    """The one letter in which a person gets all answers to all their letters.

    Attributes:
        office: the sender.
        recipient: address lines; empty if no address is known, the letter then says that
            it is fetched with the receipt code.
        reference: file number of the office (Aktenzeichen).
        code_number: number under which the person appears in published papers.
        date: date of the letter; also the timestamp inside the file.
        procedure: title of the procedure.
        submissions: the person's letters, oldest first.
        points: the person's points in the order they are answered; numbered from 1.
        lookup_url: page where the receipt code is entered.
        lookup_code: receipt code that opens this answer.
        salutation: "Sehr geehrte Frau Beispiel,"; empty for a neutral greeting.
        legal_notes: paragraphs on what the letter means in law (see `wording.legal_notes`).
        signature: name and function under the letter, one entry a line.
        supplement: set if only the changed points of an earlier letter are answered.
        represented: lists or campaigns for whose people this person speaks (§ 17 Abs. 1 VwVfG).
    """

    office: Office
    recipient: tuple[str, ...]
    reference: str
    code_number: str
    date: date
    procedure: str
    submissions: tuple[Submission, ...]
    points: tuple[Point, ...]
    lookup_url: str
    lookup_code: str
    salutation: str = ""
    legal_notes: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    supplement: Supplement | None = None
    represented: tuple[str, ...] = ()
    lang: Lang = "de"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """A file received with a letter: its name as sent, size in bytes, SHA-256 in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Proof that a letter arrived, and when (Eingangsbestätigung).

    Attributes:
        office: who received it.
        code: receipt code, printed large.
        received_at: moment of receipt, aware; printed to the second with its time zone.
        channel: how it came, in the reader's language.
        procedure: title of the procedure.
        sha256: checksum of the letter as kept, 64 hex digits.
        lookup_url: page where the code is entered.
        text: full text as kept; empty if only files were sent.
        files: files received with it.
        in_time: True in time, False late, None if no period applies.
        deadline: last day for objections, if one applies.
        consequence: what in time or late means; empty for the standard sentence.
    """

    office: Office
    code: str
    received_at: datetime
    channel: str
    procedure: str
    sha256: str
    lookup_url: str
    text: str = ""
    files: tuple[ReceivedFile, ...] = ()
    in_time: bool | None = None
    deadline: date | None = None
    consequence: str = ""
    lang: Lang = "de"

    def __post_init__(self) -> None:
        if self.received_at.tzinfo is None:
            raise ValueError(
                f"The receipt {self.code} has a time without a time zone "
                f"({self.received_at.isoformat()}); pass an aware datetime in local time."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What somebody wrote; `author` is a code number or a name, as the reader may see it."""

    text: str
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SynopsisRow:
    """One argument in the synopsis.

    Attributes:
        number: number of the argument as printed ("1", "2.3").
        title: title of the argument.
        kind: what it is.
        passages: who wrote what; the caller chooses how many are shown.
        persons: number of people who raised it.
        letters: number of letters it stands in.
        remark: what the developer of the scheme says on it (Erwiderung); empty if nothing.
        result: outcome of the weighing; None while undecided.
        passed_to: who deals with it now; used with `WeighingResult.PASSED_ON`.
        answer: reasons, paragraphs separated by an empty line; empty while open.
        sources: documents the answer relies on.
    """

    number: str
    title: str
    kind: ArgumentKind
    passages: tuple[Passage, ...]
    persons: int
    letters: int
    remark: str = ""
    result: WeighingResult | None = None
    passed_to: str = ""
    answer: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Synopsis:
    """All arguments of a procedure beside their answers (Abwägungstabelle).

    Attributes:
        title: title of the table.
        procedure: title of the procedure.
        as_of: day whose state is shown; also the timestamp inside the files.
        rows: the arguments; may be a generator, the table writers read it once.
        note: a sentence under the title, for instance who may read it; optional.
        has_remarks: whether the developer was asked, so that the remarks get a column.
    """

    title: str
    procedure: str
    as_of: date
    rows: Iterable[SynopsisRow] = field(repr=False)
    note: str = ""
    has_remarks: bool = False
    lang: Lang = "de"
