"""Spatial plans (Raumordnungspläne): participation under § 9 ROG."""

from __future__ import annotations

from datetime import date

from ..case import Case
from ..counting import end_of_day_start_period
from ..declaring import After, Choice, Condition, Order, ProcedureType, StepRule
from ..steps import Step
from ..wording import EMPTY, Text, short_date
from .participation import all_of, applies, begun_before, event, not_, recorded
from .spatial import DISPLAY, PUBLICATION, REFORM, ROUND_EVENTS, internet, land_law

ID = "raumordnung"
_RENUMBERED = date(2017, 11, 29)
_plan_change = all_of(lambda case: case.has("plan_change"), recorded("display_end"))

EVENTS = (
    event(
        "plan_resolution",
        ("Unterrichtung über die Aufstellung", "Notice that the plan is drawn up"),
        (
            "Tag, an dem das Verfahren förmlich eingeleitet wurde",
            "Day on which the procedure formally began",
        ),
    ),
    *ROUND_EVENTS,
    event(
        "decision",
        ("Beschluss über den Plan", "Adoption of the plan"),
        ("Tag des Beschlusses", "Day of the resolution"),
    ),
    event(
        "in_force",
        ("Bekanntmachung des Plans", "Notice of the plan"),
        ("Tag, an dem der Plan wirksam wird", "Day on which the plan takes effect"),
    ),
)

ORDER = (
    Order("plan_resolution", "display_start", "§ 9 Abs. 1 ROG"),
    Order("published", "display_start", "§ 9 Abs. 2 ROG"),
    Order("display_start", "display_end", strict=False),
    Order("display_end", "objections_end", strict=False),
    Order("display_start", "decision", "§ 9 Abs. 2 ROG"),
    Order("objections_end", "decision", "§ 9 Abs. 2 ROG"),
    Order("display_end", "decision", "§ 9 Abs. 2 ROG"),
    Order("decision", "in_force", "§ 10 ROG", strict=False),
)

AFTER = (After("objections", "objections_end", "decision", "§ 9 Abs. 2 ROG", unless="plan_change"),)
"""Comments come first even if their last day is only computed."""


def called(case: Case, day: date) -> Text:
    """Publication on the internet since 2023, display before."""
    return PUBLICATION if day >= REFORM else DISPLAY


def begins(case: Case, start: date) -> Text:
    """When the publication or display begins."""
    word = called(case, start)
    return Text(f"Die {word.de} beginnt am {{trigger}}.", f"The {word.en} begins on {{trigger}}.")


def notice_lead(case: Case, start: date) -> Text:
    """A whole week before."""
    return begins(case, start) + Text(
        "Ihr Ort oder ihre Internetadresse und ihre Dauer sind mindestens {period_acc} vorher "
        "öffentlich bekannt zu machen ({norms}).",
        "Its place or internet address and its length have to be announced at least {period} "
        "before ({norms}).",
    )


def longest_comments(case: Case, step: Step) -> Text:
    """The period for comments should not exceed three months."""
    start = step.first_day
    if start is None or not applies("longest_comments", start, case):
        return EMPTY
    rule = case.rule("longest_comments", start)
    limit = end_of_day_start_period(start, rule.period)
    if step.last_day <= case.shifted(limit):
        return EMPTY
    return Text(
        f"Die Frist soll drei Monate nicht übersteigen, also am {short_date(limit, 'de')} enden "
        f"({rule.norm}).",
        f"The period should not exceed three months, that is end on {short_date(limit, 'en')} "
        f"({rule.norm}).",
    )


def exclusion(case: Case, step: Step) -> Text:
    """Late comments are excluded; since 2017 by law, if the notice says so."""
    if step.last_day < _RENUMBERED:
        return EMPTY
    norm = "§ 9 Abs. 2 Satz 4 Nr. 3 ROG" if step.last_day >= REFORM else "§ 9 Abs. 2 Satz 4 ROG"
    return Text(
        "Mit Ablauf der Frist sind alle Stellungnahmen ausgeschlossen, die nicht auf besonderen "
        f"privatrechtlichen Titeln beruhen; darauf muss die Bekanntmachung hinweisen ({norm}).",
        "With the end of the period all comments are excluded that do not rest on special titles "
        f"under private law; the notice has to say so ({norm}).",
    )


def transition(case: Case, step: Step) -> Text:
    """Which law holds for procedures that began before the reform of 2023."""
    begun = begun_before(case, REFORM, "plan_resolution")
    if not begun or step.first_day is None or step.first_day < REFORM:
        return EMPTY
    return Text(
        "Das Verfahren hat vor dem 28.09.2023 begonnen und wird nach bisherigem Recht zu Ende "
        "geführt; noch nicht begonnene Schritte dürfen nach neuem Recht erfolgen (§ 27 Abs. 1 "
        "ROG). Die Längen sind in beiden Fassungen gleich.",
        "The procedure began before 28 September 2023 and is finished under the former law; steps "
        "not yet begun may follow the new law (§ 27 Abs. 1 ROG). The lengths are the same in both.",
    )


def _is_old(case: Case) -> bool:
    """Before the renumbering of 2017."""
    day = case.events.get("display_start") or case.events.get("display_end")
    return day is not None and day < _RENUMBERED


def _comments(norm: str, condition: Condition) -> StepRule:
    """Comments are possible at least as long as the draft is published."""
    return StepRule(
        step="objections",
        name=Text("Stellungnahmen", "Comments"),
        actor="public",
        kind="right",
        count="on",
        trigger=("public_display", "display_end"),
        norms=(norm,),
        lead=Text(
            "Die Frist für Stellungnahmen entspricht mindestens der Veröffentlichung, läuft also "
            "wenigstens bis {trigger} ({norms}).",
            "The period for comments is at least as long as the publication, so it runs at least "
            "until {trigger} ({norms}).",
        ),
        recorded="objections_end",
        first="display_start",
        when=condition,
        of_round=True,
        hints=(exclusion, longest_comments),
        arrival=True,
    )


STEPS = (
    StepRule(
        step="notice",
        name=Text("Bekanntmachung", "Notice"),
        actor="authority",
        kind="minimum",
        count="before",
        trigger=("display_start",),
        law="notice",
        lead=notice_lead,
        recorded="published",
        of_round=True,
        hints=(land_law,),
    ),
    StepRule(
        step="public_display",
        name=Text("Veröffentlichung des Planentwurfs", "Publication of the draft plan"),
        actor="authority",
        kind="minimum",
        count="span",
        trigger=("display_start",),
        law="public_display",
        lead=begins,
        recorded="display_end",
        when=not_(_plan_change),
        of_round=True,
        hints=(internet, transition),
        called=called,
    ),
    StepRule(
        step="public_display",
        name=Text("Veröffentlichung der Änderung", "Publication of the change"),
        actor="authority",
        kind="minimum",
        count="on",
        trigger=("display_end",),
        norms=("§ 9 Abs. 3 Satz 2 ROG",),
        lead=Text(
            "Der geänderte Teil ist bis {trigger} veröffentlicht. Die Dauer kann angemessen "
            "verkürzt werden ({norms}); eine Zahl nennt das Gesetz nicht.",
            "The changed part is published until {trigger}. The length may be shortened "
            "appropriately ({norms}); the law names no number.",
        ),
        first="display_start",
        when=_plan_change,
        of_round=True,
    ),
    _comments("§ 9 Abs. 2 ROG", not_(_is_old)),
    _comments("§ 10 Abs. 1 ROG", _is_old),
)

TYPE = ProcedureType(
    id=ID,
    name=Text("Raumordnungsplan", "Spatial plan"),
    variants=(Choice("plan", Text("Aufstellung eines Plans", "Drawing up a plan"), "§ 9 ROG"),),
    circumstances=(
        Choice(
            "plan_change",
            Text("Entwurf nach der Beteiligung geändert", "Draft changed after participation"),
            "§ 9 Abs. 3 ROG",
        ),
    ),
    events=EVENTS,
    order=ORDER,
    after=AFTER,
    steps=STEPS,
    has_eia=False,
)
