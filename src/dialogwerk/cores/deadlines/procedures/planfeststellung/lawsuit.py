"""Lawsuit and expiry, § 74 VwGO, § 75 VwVfG."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ...case import Case
from ...declaring import StepRule
from ...wording import Text
from .conditions import CORRIDOR, both, not_under, recorded, under
from .decision_hints import interim_relief, may_be_prolonged, one_year, reasons_of_the_suit

_YEARS = {60: ("fünf Jahren", "five years"), 120: ("zehn Jahren", "ten years")}


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

STEPS = (_LAWSUIT, _LAWSUIT_SERVED, _LAENDER, _EXPIRY, _CORRIDOR_EXPIRY)
