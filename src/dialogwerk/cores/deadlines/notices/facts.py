"""What a notice has to say: the scheme, the places, the days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from ..steps import Schedule
from ..wording import Text

_DEFAULT_VARIANT = {
    "planfeststellung": "vwvfg",
    "bimschg": "full",
    "bauleitplan": "regular",
    "raumordnung": "plan",
    "raumvertraeglichkeit": "regular",
}
# name of a day → (step, first or last day of it), then the event that records it
_DAYS: dict[str, tuple[str, str, str]] = {
    "display_start": ("public_display", "first_day", "display_start"),
    "display_end": ("public_display", "last_day", "display_end"),
    "objections_end": ("objections", "last_day", "objections_end"),
    "hearing": ("hearing", "last_day", "hearing"),
    "online_start": ("online_consultation", "first_day", "online_start"),
    "online_end": ("online_consultation", "last_day", "online_end"),
    "early_start": ("early_participation", "first_day", "early_start"),
    "early_end": ("early_participation", "last_day", "early_end"),
    "decision": ("decision", "last_day", "decision"),
    "decision_display_start": ("decision_display", "first_day", "decision_display_start"),
    "decision_display_end": ("decision_display", "last_day", "decision_display_end"),
    "lawsuit_end": ("lawsuit", "last_day", "lawsuit_end"),
}
_SET_BY_HAND = frozenset({"hearing", "decision"})
_TRANSITION_EVENTS = ("scoping", "application")


@dataclass(frozen=True, slots=True)
class Authority:
    """Who signs.

    Attributes:
        name: such as "Bezirksregierung Musterland".
        address: street and town, in one line.
        email: where letters may be sent.
    """

    name: str = ""
    address: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class DisplayPlace:
    """Where the documents can be seen.

    Attributes:
        name: such as "Stadt Musterhausen, Rathaus".
        address: street and room.
        hours: when it is open, in words.
    """

    name: str
    address: str = ""
    hours: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.address, self.hours) if part)


@dataclass(frozen=True, slots=True)
class Lodging:
    """Where objections and comments go.

    Attributes:
        bodies: the bodies that receive them, each with its address, in the accusative or dative
            as it stands after "bei", such as "der Stadt Musterhausen, Rathausplatz 1".
        electronic: address for electronic ones: web form or e-mail.
    """

    bodies: tuple[str, ...] = ()
    electronic: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the notice of a decision says of it.

    Attributes:
        reference: file number.
        operative_part: what is decided, in words.
        conditions: True if the decision contains conditions (Auflagen, Nebenbestimmungen).
        court: where a lawsuit is to be brought, such as "dem Verwaltungsgericht Musterstadt, …".
        remedy: "Klage" or "Widerspruch".
    """

    reference: str = ""
    operative_part: str = ""
    conditions: bool = True
    court: str = ""
    remedy: str = "Klage"


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """All that is known of a notice that is drafted or checked.

    Attributes:
        procedure_type, variant, land, eia, circumstances: as for the schedule.
        publish_on: day of publication, which decides the version of the law.
        scheme_title: the scheme, such as "Neubau der Ortsumgehung Musterhausen".
        procedure_title: the procedure, such as "Planfeststellungsverfahren nach dem StrWG NRW".
        place: where the scheme lies: municipalities, or the area of a plan.
        authority: who signs.
        developer: who plans.
        display_places: where the documents can be seen besides the internet.
        website: where they are published.
        lodging: where objections go.
        documents: reports and recommendations that matter for the decision.
        environmental_information: kinds of it that are available.
        hearing_time: such as "10:00 Uhr".
        hearing_place: hall and address.
        contact: where one may ask for another access: telephone or e-mail.
        decision: what was decided.
        schedule: the computed days.
    """

    procedure_type: str
    variant: str
    land: str
    eia: bool | None
    circumstances: frozenset[str]
    publish_on: date | None
    schedule: Schedule
    scheme_title: str = ""
    procedure_title: str = ""
    place: str = ""
    authority: Authority = field(default_factory=Authority)
    developer: str = ""
    display_places: tuple[DisplayPlace, ...] = ()
    website: str = ""
    lodging: Lodging = field(default_factory=Lodging)
    documents: tuple[str, ...] = ()
    environmental_information: tuple[str, ...] = ()
    hearing_time: str = ""
    hearing_place: str = ""
    contact: str = ""
    decision: Decision = field(default_factory=Decision)

    @property
    def effective_variant(self) -> str:
        """The variant, or the first named one of the type."""
        return self.variant or _DEFAULT_VARIANT.get(self.procedure_type, "")

    @property
    def begun(self) -> date | None:
        """When scoping or the application began the procedure, for transition rules."""
        events = self.schedule.events
        return min((events[name] for name in _TRANSITION_EVENTS if name in events), default=None)

    def day(self, name: str) -> date | None:
        """A day of the schedule by name, such as "display_end"; None if it is not known."""
        if name == "comments_end":
            return self.day("objections_end") or self.day("display_end")
        step, end, event = _DAYS[name]
        recorded = self.schedule.events.get(event)
        if not self.schedule.has(step):
            return recorded
        found = self.schedule.step(step)
        if name in _SET_BY_HAND and not (found.recorded or found.overridden):
            return recorded  # the step holds a target only
        day: date | None = getattr(found, end)
        return day


def facts_from(
    schedule: Schedule,
    *,
    publish_on: date | None = None,
    circumstances: Iterable[str] = (),
    **told: object,
) -> NoticeFacts:
    """The facts of a notice whose days come from a schedule.

    Args:
        schedule: gives type, variant, Land, assessment, circumstances and days.
        publish_on: day of publication; by default the recorded event "published".
        circumstances: further ones that matter for notices only.
        told: the other attributes of ``NoticeFacts`` by name.
    """
    return NoticeFacts(
        procedure_type=schedule.procedure_type,
        variant=schedule.variant,
        land=schedule.land,
        eia=schedule.eia,
        circumstances=schedule.circumstances | frozenset(circumstances),
        publish_on=publish_on or schedule.events.get("published"),
        schedule=schedule,
        **told,  # type: ignore[arg-type]
    )


def day_names() -> dict[str, Text]:
    """The days a notice may announce, and what they are called."""
    return _DAY_NAMES


_DAY_NAMES = {
    "display_start": Text("erster Tag der Auslegung", "first day of the display"),
    "display_end": Text("letzter Tag der Auslegung", "last day of the display"),
    "objections_end": Text("letzter Tag für Einwendungen", "last day for objections"),
    "comments_end": Text("letzter Tag für Stellungnahmen", "last day for comments"),
    "hearing": Text("Tag der Erörterung", "day of the hearing"),
    "online_start": Text("erster Tag der Onlinekonsultation", "first day of the consultation"),
    "online_end": Text("letzter Tag der Onlinekonsultation", "last day of the consultation"),
    "early_start": Text("erster Tag der frühen Beteiligung", "first day of early participation"),
    "early_end": Text("letzter Tag der frühen Beteiligung", "last day of early participation"),
    "decision": Text("Tag der Entscheidung", "day of the decision"),
    "decision_display_start": Text(
        "erster Tag der Auslegung der Entscheidung", "first day of the decision's display"
    ),
    "decision_display_end": Text(
        "letzter Tag der Auslegung der Entscheidung", "last day of the decision's display"
    ),
    "lawsuit_end": Text("letzter Tag für eine Klage", "last day for a lawsuit"),
}
