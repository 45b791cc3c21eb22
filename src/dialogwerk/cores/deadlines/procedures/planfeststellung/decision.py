"""From the decision to the day on which it lapses, §§ 74 and 75 VwVfG, § 74 VwGO."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ...case import Case
from ...declaring import Bases, StepRule
from ...wording import Text
from .conditions import CORRIDOR, both, not_under, recorded, under
from .hints import (
    interim_relief,
    may_be_prolonged,
    no_lawsuit,
    old_way_possible,
    one_year,
    print_decides,
    reasons_of_the_suit,
    two_weeks_since,
)

_YEARS = {60: ("fünf Jahren", "five years"), 120: ("zehn Jahren", "ten years")}


def _online(case: Case, day: date) -> bool:
    """The decision is displayed on the website, and so served on objectors as well."""
    return case.has_rule("service_on_all", case.events.get("decision_display_start", day))


def service_bases(case: Case, display_end: date) -> Bases:
    """On whom the end of the display counts as service, and by which norm."""
    if _online(case, display_end):
        start = case.events.get("decision_display_start", display_end)
        return case.bases("service_on_all", start)
    many = case.has("more_than_50")
    return case.bases("service_on_many" if many else "service", display_end)


def _service(case: Case, display_end: date) -> Text:
    german, english = _served(case, display_end)
    return Text(
        f"Mit dem Ende der Auslegung ({{trigger}}) gilt der Beschluss {german} als zugestellt "
        "({norms}), wenn die Bekanntmachung darauf hinweist.",
        f"With the end of the display ({{trigger}}) the decision counts as served on {english} "
        "({norms}), if the notice says so.",
    )


def _served(case: Case, display_end: date) -> tuple[str, str]:
    if _online(case, display_end):
        return (
            "den Betroffenen und denen, die Einwendungen erhoben haben,",
            "those affected and on those who objected",
        )
    if case.has("more_than_50"):
        return (
            "auch denen gegenüber, die Einwendungen erhoben haben,",
            "everyone concerned, those who objected included,",
        )
    return "den übrigen Betroffenen gegenüber", "everyone else concerned"


def _expiry(case: Case, final: date) -> Text:
    german, english = _YEARS[case.rule("expiry", final).period.value]
    how = (
        (
            "Unanfechtbar wurde der Beschluss am {trigger}.",
            "The decision became final on {trigger}.",
        )
        if "final" in case.events
        else (
            "Die Klagefrist endet am {trigger}; klagt niemand, ist der Beschluss damit "
            "unanfechtbar.",
            "The period for a lawsuit ends on {trigger}; if nobody sues, the decision is then "
            "final.",
        )
    )
    return Text(
        f"{how[0]} Er tritt außer Kraft, wenn mit der Durchführung nicht binnen {german} danach "
        "begonnen wird ({norms}).",
        f"{how[1]} It lapses if work is not begun within {english} of that ({{norms}}).",
    )


_DECISION = StepRule(
    step="decision",
    name=Text("Planfeststellungsbeschluss", "Decision"),
    actor="authority",
    kind="duty",
    count="on",
    trigger=("decision",),
    norms=("§ 74 Abs. 1 {VwVfG}",),
    lead=Text(
        "Der Planfeststellungsbeschluss ist am {trigger} ergangen ({norms}).",
        "The decision was taken on {trigger} ({norms}).",
    ),
    first="same",
    when=not_under(CORRIDOR),
)

_CORRIDOR_DECISION = StepRule(
    step="decision",
    name=Text("Entscheidung über die Bundesfachplanung", "Decision on the corridor"),
    actor="authority",
    kind="duty",
    count="after",
    trigger=("complete",),
    law="decision",
    lead=Text(
        "Vollständig lagen die Unterlagen vor am {trigger}. Binnen {period_dat} ist die "
        "Bundesfachplanung abzuschließen ({norms}).",
        "The documents were complete on {trigger}. Within {period} the corridor planning has to be "
        "finished ({norms}).",
    ),
    recorded="decision",
    when=under(CORRIDOR),
    hints=(no_lawsuit,),
)

_NOTICE = StepRule(
    step="decision_notice",
    name=Text("Bekanntmachung des Beschlusses", "Notice of the decision"),
    actor="municipality",
    kind="minimum",
    count="before",
    trigger=("decision_display_start",),
    law="decision_notice",
    lead=Text(
        "Die Auslegung des Beschlusses beginnt am {trigger}. Sie ist bekannt zu machen ({norms}), "
        "und zwar spätestens am Tag davor, damit sie allen in voller Länge offensteht.",
        "The display of the decision begins on {trigger}. It has to be announced ({norms}), at the "
        "latest the day before, so that all can use its full length.",
    ),
    recorded="decision_published",
    when=not_under(CORRIDOR),
)

_CORRIDOR_NOTICE = replace(
    _NOTICE,
    actor="authority",
    lead=Text(
        "Die Veröffentlichung der Entscheidung beginnt am {trigger}. Sie ist mindestens "
        "{period_acc} vorher bekannt zu machen ({norms}).",
        "The publication of the decision begins on {trigger}. It has to be announced at least "
        "{period} before ({norms}).",
    ),
    when=under(CORRIDOR),
)

_DISPLAY = StepRule(
    step="decision_display",
    name=Text("Auslegung des Beschlusses", "Display of the decision"),
    actor="municipality",
    kind="minimum",
    count="span",
    trigger=("decision_display_start",),
    law="decision_display",
    lead=Text(
        "Die Auslegung des Beschlusses beginnt am {trigger}.",
        "The display of the decision begins on {trigger}.",
    ),
    recorded="decision_display_end",
    when=not_under(CORRIDOR),
)

_CORRIDOR_DISPLAY = replace(
    _DISPLAY,
    actor="authority",
    name=Text("Veröffentlichung der Entscheidung", "Publication of the decision"),
    lead=Text(
        "Die Veröffentlichung der Entscheidung im Internet beginnt am {trigger}.",
        "The publication of the decision on the internet begins on {trigger}.",
    ),
    when=under(CORRIDOR),
    hints=(no_lawsuit,),
    called=Text("Veröffentlichung", "publication"),
)

_SERVICE = StepRule(
    step="service",
    name=Text("Zustellung durch die Auslegung", "Service by the display"),
    actor="authority",
    kind="fiction",
    count="on",
    trigger=("decision_display", "decision_display_end"),
    law=service_bases,
    lead=_service,
    first="same",
    when=not_under(CORRIDOR),
    hints=(print_decides, old_way_possible, two_weeks_since),
)

_POSTED = StepRule(
    step="individual_service",
    name=Text("Zustellung im Einzelfall", "Individual service"),
    actor="authority",
    kind="fiction",
    count="after",
    trigger=("decision_posted",),
    law="individual_service",
    lead=Text(
        "Zur Post ging der Beschluss am {trigger}. Er gilt nach {period_dat} als bekannt gegeben "
        "({norms}), es sei denn, er kam nicht oder später an.",
        "The decision was posted on {trigger}. After {period} it counts as notified ({norms}), "
        "unless it did not arrive or arrived later.",
    ),
    first="same",
    when=both(not_under(CORRIDOR), lambda case: "decision_served" not in case.events),
    shifts=False,
    shift_open=True,
)

_SERVED = StepRule(
    step="individual_service",
    name=_POSTED.name,
    actor="authority",
    kind="fiction",
    count="on",
    trigger=("decision_served",),
    norms=("§ 74 Abs. 4 Satz 1 {VwVfG}",),
    lead=Text(
        "Dem Vorhabenträger und denen, über deren Einwendungen entschieden wurde, ist der "
        "Beschluss einzeln zuzustellen ({norms}); zugestellt wurde er am {trigger}.",
        "On the developer and on those whose objections were decided on the decision has to be "
        "served individually ({norms}); it was served on {trigger}.",
    ),
    first="same",
    when=both(not_under(CORRIDOR), recorded("decision_served")),
)

_LAWSUIT = StepRule(
    step="lawsuit",
    name=Text("Klagefrist", "Period for a lawsuit"),
    actor="public",
    kind="right",
    count="after",
    trigger=("service", "individual_service"),
    law="lawsuit",
    lead=Text(
        "Der Beschluss gilt am {trigger} als zugestellt. Klage ist binnen {period_dat} danach "
        "möglich ({norms}).",
        "The decision counts as served on {trigger}. A lawsuit is possible within {period} of that "
        "({norms}).",
    ),
    recorded="lawsuit_end",
    first="next",
    when=not_under(CORRIDOR),
    shift_norm="§ 57 Abs. 2 VwGO, § 222 Abs. 2 ZPO",
    hints=(one_year, interim_relief, reasons_of_the_suit),
)

_LAWSUIT_SERVED = replace(
    _LAWSUIT,
    step="lawsuit_served",
    name=Text("Klagefrist nach einzelner Zustellung", "Period for a lawsuit if served singly"),
    trigger=("individual_service",),
    lead=Text(
        "Denen, die den Beschluss einzeln bekommen, gilt er als zugestellt am {trigger}. Für sie "
        "endet die Klagefrist {period_acc} danach ({norms}).",
        "On those who get the decision individually it counts as served on {trigger}. For them the "
        "period for a lawsuit ends {period} later ({norms}).",
    ),
    recorded="",
    when=both(not_under(CORRIDOR), lambda case: "service" in case.found),
)

_LAENDER = StepRule(
    step="laender_objections",
    name=Text("Einwendungen der Länder", "Objections of the Länder"),
    actor="government",
    kind="right",
    count="after",
    trigger=("decision_served",),
    law="laender_objections",
    lead=Text(
        "Die Entscheidung wurde den betroffenen Ländern am {trigger} übermittelt. Sie können "
        "binnen {period_dat} danach Einwendungen erheben ({norms}).",
        "The decision was sent to the Länder concerned on {trigger}. They may object within "
        "{period} of that ({norms}).",
    ),
    first="next",
    when=under(CORRIDOR),
)

_EXPIRY = StepRule(
    step="expiry",
    name=Text("Beschluss tritt außer Kraft", "Decision lapses"),
    actor="developer",
    kind="duty",
    count="after",
    trigger=("final", "lawsuit"),
    law="expiry",
    lead=_expiry,
    recorded="construction_started",
    when=not_under(CORRIDOR),
    shifts=False,
    hints=(may_be_prolonged,),
)

_CORRIDOR_EXPIRY = replace(
    _EXPIRY,
    name=Text("Geltungsdauer der Bundesfachplanung", "Term of the corridor decision"),
    trigger=("decision",),
    lead=Text(
        "Die Entscheidung vom {trigger} gilt zehn Jahre ({norms}).",
        "The decision of {trigger} holds for ten years ({norms}).",
    ),
    recorded="",
    when=both(under(CORRIDOR), recorded("decision")),
)


def _by_planning_authority(rule: StepRule) -> tuple[StepRule, StepRule]:
    """A step of the municipality, or of the planning authority on its website."""

    def is_online(case: Case) -> bool:
        day = case.events.get("decision_display_start")
        return day is not None and case.has_rule("service_on_all", day)

    return (
        replace(rule, when=both(rule.when, lambda case: not is_online(case))),
        replace(rule, actor="authority", when=both(rule.when, is_online)),
    )


STEPS = (
    _DECISION,
    _CORRIDOR_DECISION,
    *_by_planning_authority(_NOTICE),
    _CORRIDOR_NOTICE,
    *_by_planning_authority(_DISPLAY),
    _CORRIDOR_DISPLAY,
    _SERVICE,
    _POSTED,
    _SERVED,
    _LAWSUIT,
    _LAWSUIT_SERVED,
    _LAENDER,
    _EXPIRY,
    _CORRIDOR_EXPIRY,
)
