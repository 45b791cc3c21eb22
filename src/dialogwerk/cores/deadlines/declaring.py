"""How a type of procedure is declared: its events, and its steps with actor, trigger, rule, norms.

The declarations in `procedures` read like the table in a commentary; `engine` works through them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .law import Version
from .wording import EMPTY, Text

if TYPE_CHECKING:
    from datetime import date

    from .case import Case
    from .errors import DeadlineError
    from .steps import Step

Kind = Literal["right", "duty", "minimum", "target", "fiction"]
Actor = Literal[
    "public", "authority", "municipality", "developer", "agencies", "court", "government"
]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several: a special law (variant) or a fact that changes the course (circumstance).

    Attributes:
        id: stable name.
        name: what it is called.
        norm: where it is written.
        federal: federal authorities run it, so the federal act on procedure applies in each Land.
    """

    id: str
    name: Text
    norm: str = ""
    federal: bool = False


@dataclass(frozen=True, slots=True)
class EventRule:
    """An event that can be recorded.

    Attributes:
        id: stable name, such as "display_start".
        name: what it is called.
        help: what day is meant.
        of_round: it belongs to one round of participation, not to the procedure.
        starts: dates can be computed from this event alone.
    """

    id: str
    name: Text
    help: Text = EMPTY
    of_round: bool = False
    starts: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """One event must not come before another.

    Attributes:
        earlier: event that comes first.
        later: the other one.
        norm: where that is written.
        strict: not on the same day either.
        unless: a circumstance under which they may come in either order.
    """

    earlier: str
    later: str
    norm: str = ""
    strict: bool = True
    unless: str = ""


@dataclass(frozen=True, slots=True)
class After:
    """An event must come after the earliest lawful end of a step.

    Attributes:
        step: the step that has to be over, such as "objections".
        end: event that would record its last day; names it in the message.
        later: the event that comes after it.
        norm: where that is written.
        unless: a circumstance under which it may come before.
    """

    step: str
    end: str
    later: str
    norm: str
    unless: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """A version of the law on which a period rests.

    Attributes:
        version: period and norm.
        also: further norms.
        label: names this reading where several are open.
        extension: a period that is added at the end of the first one, § 190 BGB.
    """

    version: Version
    also: tuple[str, ...] = ()
    label: Text = EMPTY
    extension: Version | None = None


@dataclass(frozen=True, slots=True)
class Bases:
    """All versions that matter for one step.

    Attributes:
        items: at least one.
        mode: "all": each has to be met, the latest end decides (one month, at least 30 days).
            "open": it is uncertain which applies; the latest end is shown, the earliest is the
            minimum. Of backward periods the earliest day is shown, and only the latest is enforced.
    """

    items: tuple[Basis, ...]
    mode: Literal["all", "open"] = "all"


FindBases = Callable[["Case", "date"], Bases]
FindText = Callable[["Case", "date"], Text]
Hint = Callable[["Case", "Step"], Text]
Condition = Callable[["Case"], bool]
TooShort = Callable[["Case", "date", "date", Basis], "DeadlineError"]


DISPLAY = Text("Auslegung", "display")


def always(_case: Case) -> bool:
    """No condition."""
    return True


@dataclass(frozen=True, slots=True)
class StepRule:
    """A declared step.

    Attributes:
        step: stable id.
        name: what it is called.
        actor: whose step it is.
        kind: right, duty, minimum, target or fiction.
        count: how it counts: "span" (the first day counts), "after" (the day of the trigger does
            not), "before" (backwards, full days in between), "on" (the day itself).
        trigger: events or steps from which it counts; the first one known is taken.
        law: parameter on file, or a function that finds the bases; with "on" only for its norm.
        lead: first sentence(s); placeholders {trigger}, {period}, {period_acc}, {period_dat},
            {norms}. Or a function of the case and the day of the trigger that returns it.
        recorded: event that records its (last) day.
        first: event whose day is the first day; "next" for the day after the trigger; "same" for a
            step of a single day; "" for none. A "span" begins on its trigger, or on the next day.
        when: condition under which there is such a step.
        norms: further norms.
        shifts: whether an end on a weekend or holiday moves (§ 31 Abs. 3 VwVfG).
        shift_norm: where the shift is written, "{VwVfG}" for the act of the Land.
        shift_open: it is uncertain whether the end moves; both readings are given, and the earlier
            day is chosen.
        after_span: the trigger is the end of a display, so the end of a month is read in two ways.
        of_round: belongs to one round of participation.
        must: a notice that is too late, or an end that is too early, is an error, not only a hint.
        hints: functions that add what to mind.
        too_short: makes the error for a recorded end that is too early.
        longer_norm: where it is written that a longer period may be set.
        arrival: say that arrival counts, until midnight.
        ceiling: the period is the longest that may be set; a recorded end may come earlier.
        called: what the span is called, a German feminine noun; or a function that finds it.
    """

    step: str
    name: Text
    actor: Actor
    kind: Kind
    count: Literal["span", "after", "before", "on"]
    trigger: tuple[str, ...]
    law: str | FindBases = ""
    lead: Text | FindText = EMPTY
    recorded: str = ""
    first: str = ""
    when: Condition = always
    norms: tuple[str, ...] = ()
    shifts: bool = True
    shift_norm: str = "§ 31 Abs. 3 Satz 1 {VwVfG}"
    shift_open: bool = False
    after_span: bool = False
    of_round: bool = False
    must: bool = True
    hints: tuple[Hint, ...] = ()
    too_short: TooShort | None = None
    longer_norm: str = ""
    arrival: bool = False
    ceiling: bool = False
    called: Text | FindText = DISPLAY


@dataclass(frozen=True, slots=True)
class ProcedureType:
    """A type of procedure with everything that is declared of it.

    Attributes:
        id: such as "planfeststellung".
        name: what it is called.
        variants: special laws; the first is the default.
        circumstances: facts that change the course.
        events: in the order in which they happen.
        order: which event must not precede which.
        steps: in the order of the procedure.
        after: which event must not come before a step is over.
        has_rounds: with public participation in rounds.
        has_eia: an environmental impact assessment is possible.
        aliases: further names of variants, as people write them.
    """

    id: str
    name: Text
    variants: tuple[Choice, ...]
    circumstances: tuple[Choice, ...]
    events: tuple[EventRule, ...]
    order: tuple[Order, ...]
    steps: tuple[StepRule, ...]
    after: tuple[After, ...] = ()
    has_rounds: bool = True
    has_eia: bool = True

    def event(self, name: str) -> EventRule:
        """The event of that id.

        Raises:
            KeyError: there is none.
        """
        return next_or_key_error(self.events, name)


def next_or_key_error(rules: tuple[EventRule, ...], name: str) -> EventRule:
    """The rule of that id."""
    for rule in rules:
        if rule.id == name:
            return rule
    raise KeyError(name)
