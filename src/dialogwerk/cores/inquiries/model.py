"""What a parliamentary inquiry or its answer holds; every item knows its place in the source."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A place in the source.

    Attributes:
        start: code points before it.
        end: code points before what follows it.
        line: from 1.
        page: from 1; as far as page headers or form feeds tell.
    """

    start: int
    end: int
    line: int
    page: int


@dataclass(frozen=True, slots=True)
class Value:
    """Something found, as it should be read, and where it stands."""

    text: str
    span: Span


class Kind(StrEnum):
    """Whether a paper asks or answers."""

    QUESTION = "question"
    ANSWER = "answer"


class Speaker(StrEnum):
    """Who says something in a paper."""

    ASKER = "asker"
    GOVERNMENT = "government"
    UNKNOWN = "unknown"


class Gap(StrEnum):
    """Why a reference holds nothing."""

    NO_SUCH_QUESTION = "no_such_question"
    NO_ANSWER = "no_answer"
    CIRCLE = "circle"
    SAYS_NOTHING = "says_nothing"
    NO_PREFACE = "no_preface"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: a member of parliament, or a parliamentary group.

    Attributes:
        party: as printed; "" if the paper does not say.
    """

    name: str
    party: str
    span: Span


@dataclass(frozen=True, slots=True)
class DateOf:
    """A date of the paper itself; several may compete.

    Attributes:
        role: ``asked``, ``received``, ``forwarded``, ``answered``, ``issued`` or ``distributed``.
        date: ISO 8601.
    """

    role: str
    date: str
    span: Span


@dataclass(frozen=True, slots=True)
class Preface:
    """Remarks before the questions.

    Attributes:
        speaker: who makes them.
        heading: as printed.
    """

    speaker: Speaker
    heading: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reference:
    """A place where an answer points to another, instead of or beside saying something.

    Attributes:
        target: label of the question whose answer is meant; "" for a preface.
        text: the words that refer.
        gap: why it holds nothing; None if it holds.
    """

    target: str
    text: str
    span: Span
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-question (a, b, c …) with what was answered to it alone."""

    label: str
    text: str
    answer: str
    span: Span


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its answer.

    Attributes:
        label: number as printed, without full stop.
        text: the question.
        answer: what was answered; "" if nothing was.
        span: of the question.
        answer_span: of the answer; None if there is none.
        parts: sub-questions.
        together: labels of the questions that share this answer, this one included; else empty.
        references: places where the answer points to others.
    """

    label: str
    text: str
    answer: str
    span: Span
    answer_span: Span | None = None
    parts: tuple[Part, ...] = ()
    together: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def refers_to(self) -> tuple[str, ...]:
        """Questions to whose answers it points, each once."""
        return tuple(dict.fromkeys(one.target for one in self.references if one.target))

    @property
    def dangling(self) -> tuple[str, ...]:
        """Those of them where nothing of it is found."""
        gaps = (one.target for one in self.references if one.target and one.gap)
        return tuple(dict.fromkeys(gaps))


@dataclass(frozen=True, slots=True)
class Law:
    """A norm that is named.

    Attributes:
        section: "§ 46 Abs. 1", "Art. 24 Abs. 3 Satz 1".
        law: abbreviation or name; "" if the paper does not say in this place.
    """

    section: str
    law: str
    span: Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A date in the text.

    Attributes:
        edtf: ISO 8601-2 (EDTF): a day, a month or a year.
        text: as printed, with "Anfang" or "seit".
    """

    edtf: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that somebody asserts.

    Attributes:
        value: as a decimal number, scale included ("1,3 Millionen" is 1300000).
        unit: what is counted, or "%" or "Euro".
        modifier: "rund", "bis zu" …; "" if it is said to be exact.
        sourced: whether the sentence names where it is from.
    """

    value: str
    unit: str
    modifier: str
    text: str
    speaker: Speaker
    sourced: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote."""

    label: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Paper:
    """What was read of one document. What it does not say is None or empty."""

    kind: Kind
    instrument: str = ""
    inquiry_number: Value | None = None
    paper: Value | None = None
    inquiry_paper: Value | None = None
    term: Value | None = None
    title: Value | None = None
    askers: tuple[Asker, ...] = ()
    lead_ministry: Value | None = None
    agreeing_ministries: tuple[Value, ...] = ()
    dates_of_paper: tuple[DateOf, ...] = ()
    prefaces: tuple[Preface, ...] = ()
    questions: tuple[Question, ...] = ()
    annexes: tuple[Value, ...] = ()
    papers: tuple[Value, ...] = ()
    laws: tuple[Law, ...] = ()
    dates: tuple[Mention, ...] = ()
    figures: tuple[Figure, ...] = ()
    notes: tuple[Note, ...] = ()
    complaints: tuple[str, ...] = field(default=())

    @property
    def number(self) -> str | None:
        """The number of the inquiry."""
        return self.inquiry_number.text if self.inquiry_number else None

    def date_of(self, *roles: str) -> str | None:
        """The first date there is, of the roles in this order."""
        for role in roles:
            for one in self.dates_of_paper:
                if one.role == role:
                    return one.date
        return None
