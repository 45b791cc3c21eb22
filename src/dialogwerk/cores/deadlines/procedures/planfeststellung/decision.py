"""The decision, its display and its service, § 74 VwVfG."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ...case import Case
from ...declaring import Bases, StepRule
from ...wording import Text
from .conditions import CORRIDOR, both, not_under, recorded, under
from .decision_hints import (
    no_lawsuit,
    old_way_possible,
    print_decides,
    two_weeks_since,
)
from .hints import postal_law


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
    hints=(postal_law,),
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
        "The developer and those whose objections were decided on have to be served individually "
        "({norms}); this was done on {trigger}.",
    ),
    first="same",
    when=both(not_under(CORRIDOR), recorded("decision_served")),
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
)
