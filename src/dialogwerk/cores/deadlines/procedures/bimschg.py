"""Permits under immission control law (BImSchG § 10, § 19), with the 9. BImSchV."""

from __future__ import annotations

from ..declaring import ProcedureType, StepRule
from ..wording import Text
from . import bimschg_hints as hints
from . import bimschg_rules as rules
from .bimschg_facts import AFTER, CIRCUMSTANCES, EVENTS, ORDER, VARIANTS
from .participation import (
    all_of,
    in_variant,
    not_,
    recorded,
)

ID = "bimschg"
_public = in_variant("full", "ied")

_PARTICIPATION = (
    StepRule(
        step="notice",
        name=Text("Bekanntmachung des Vorhabens", "Notice of the project"),
        actor="authority",
        kind="target",
        count="before",
        trigger=("display_start",),
        law="notice",
        lead=Text(
            "Die Auslegung beginnt am {trigger}. Zwischen Bekanntmachung und Auslegung soll "
            "{period} liegen ({norms}); bekannt zu machen ist jedenfalls vorher.",
            "The display begins on {trigger}. Between notice and display there should be {period} "
            "({norms}); in any case the notice has to come before.",
        ),
        recorded="published",
        when=_public,
        norms=("§ 10 Abs. 3 Satz 1 BImSchG",),
        of_round=True,
        must=False,
        hints=(hints.notice_contents,),
    ),
    StepRule(
        step="public_display",
        name=Text("Auslegung von Antrag und Unterlagen", "Display of application and documents"),
        actor="authority",
        kind="minimum",
        count="span",
        trigger=("display_start",),
        law="public_display",
        lead=Text("Die Auslegung beginnt am {trigger}.", "The display begins on {trigger}."),
        recorded="display_end",
        when=_public,
        of_round=True,
        hints=(hints.internet_display, hints.change_hint),
    ),
    StepRule(
        step="objections",
        name=Text("Einwendungen", "Objections"),
        actor="public",
        kind="right",
        count="after",
        trigger=("public_display", "display_end"),
        law=rules.objection_bases,
        lead=Text(
            "Die Auslegung endet am {trigger}. Einwendungen sind bis {period_acc} nach ihrem "
            "Ablauf möglich ({norms}).",
            "The display ends on {trigger}. Objections are possible until {period} after its end "
            "({norms}).",
        ),
        recorded="objections_end",
        first="display_start",
        when=_public,
        after_span=True,
        of_round=True,
        hints=(hints.transition_hint, hints.exclusion_hint),
        too_short=rules.too_short,
        arrival=True,
    ),
)

_HEARING = (
    StepRule(
        step="hearing",
        name=Text("Erörterungstermin", "Hearing"),
        actor="authority",
        kind="target",
        count="after",
        trigger=("objections", "objections_end"),
        law="hearing",
        lead=Text(
            "Die Einwendungsfrist endet am {trigger}. Wird erörtert, soll der Termin spätestens "
            "{period} danach stattfinden ({norms}).",
            "The objection period ends on {trigger}. If there is a hearing, it should take place "
            "no later than {period} afterwards ({norms}).",
        ),
        recorded="hearing",
        first="next",
        when=all_of(_public, rules.hearing_has_target),
        norms=("§ 10 Abs. 6 Satz 1 BImSchG",),
        hints=(hints.hearing_hint,),
    ),
    StepRule(
        step="hearing",
        name=Text("Erörterungstermin", "Hearing"),
        actor="authority",
        kind="duty",
        count="on",
        trigger=("hearing",),
        norms=("§ 10 Abs. 6 Satz 1 BImSchG",),
        lead=Text(
            "Erörtert wird am {trigger} ({norms}). Eine Frist dafür ist nicht hinterlegt.",
            "The hearing is on {trigger} ({norms}). No period for it is on file.",
        ),
        first="same",
        when=all_of(_public, not_(rules.hearing_has_target)),
        hints=(hints.hearing_hint,),
    ),
    StepRule(
        step="hearing_notice",
        name=Text("Bekanntmachung, ob erörtert wird", "Notice whether there is a hearing"),
        actor="authority",
        kind="minimum",
        count="before",
        trigger=("hearing",),
        law="hearing_notice",
        lead=Text(
            "Die Erörterung beginnt am {trigger}. Vorher ist öffentlich bekannt zu machen, ob sie "
            "stattfindet ({norms}); den Tag nennt schon die Bekanntmachung des Vorhabens (§ 10 "
            "Abs. 4 Nr. 3 BImSchG).",
            "The hearing begins on {trigger}. Before that it has to be announced whether it takes "
            "place ({norms}); its day is already named in the notice of the project (§ 10 Abs. 4 "
            "Nr. 3 BImSchG).",
        ),
        recorded="hearing_published",
        when=all_of(_public, recorded("hearing")),
    ),
    StepRule(
        step="online_consultation",
        name=Text("Onlinekonsultation", "Online consultation"),
        actor="authority",
        kind="minimum",
        count="span",
        trigger=("online_start",),
        law="online_consultation",
        lead=Text(
            "Die Onlinekonsultation beginnt am {trigger}. Ihre Frist ist vorher bekannt zu machen "
            "und soll mindestens {period_acc} betragen ({norms}).",
            "The online consultation begins on {trigger}. Its period has to be announced before "
            "and should be at least {period} ({norms}).",
        ),
        recorded="online_end",
        when=_public,
        must=False,
        called=Text("Onlinekonsultation", "online consultation"),
    ),
)

_DECISION = (
    StepRule(
        step="decision",
        name=Text("Entscheidung über den Antrag", "Decision on the application"),
        actor="authority",
        kind="target",
        count="after",
        trigger=("complete", "completeness"),
        law=rules.decision_bases,
        lead=rules.decision_lead,
        recorded="decision",
        first="next",
        hints=(hints.decision_hint, hints.without_public),
    ),
    StepRule(
        step="decision_display",
        name=Text("Auslegung des Bescheids", "Display of the permit"),
        actor="authority",
        kind="minimum",
        count="span",
        trigger=("decision_published",),
        law="decision_display",
        lead=Text(
            "Die Entscheidung ist am {trigger} bekannt gemacht. Der Bescheid ist vom Tag danach an "
            "{period_acc} auszulegen ({norms}).",
            "The decision was announced on {trigger}. The permit has to be displayed from the next "
            "day for {period} ({norms}).",
        ),
        recorded="decision_display_end",
        first="next",
        when=all_of(_public, recorded("decision_published"), rules.starts_the_day_after),
    ),
    StepRule(
        step="decision_display",
        name=Text("Auslegung des Bescheids", "Display of the permit"),
        actor="authority",
        kind="minimum",
        count="span",
        trigger=("decision_display_start",),
        law="decision_display",
        lead=Text(
            "Die Auslegung des Bescheids beginnt am {trigger}.",
            "The display of the permit begins on {trigger}.",
        ),
        recorded="decision_display_end",
        when=all_of(_public, not_(rules.starts_the_day_after)),
        hints=(hints.display_should_follow_notice,),
    ),
    StepRule(
        step="service",
        name=Text("Zustellung an alle Übrigen", "Service on everyone else"),
        actor="authority",
        kind="fiction",
        count="on",
        trigger=("decision_display", "decision_display_end"),
        norms=("§ 10 Abs. 8 BImSchG",),
        lead=Text(
            "Mit dem Ende der Auslegung ({trigger}) gilt der Bescheid auch gegenüber Dritten, die "
            "keine Einwendungen erhoben haben, als zugestellt ({norms}), wenn die Bekanntmachung "
            "darauf hinweist.",
            "With the end of the display ({trigger}) the permit also counts as served on third "
            "parties who raised no objections ({norms}), if the notice says so.",
        ),
        first="same",
        when=_public,
    ),
    StepRule(
        step="lawsuit",
        name=Text("Frist für Klage oder Widerspruch", "Period for a lawsuit or objection"),
        actor="public",
        kind="right",
        count="after",
        trigger=("service", "decision_served"),
        law="lawsuit",
        lead=rules.lawsuit_lead,
        recorded="lawsuit_end",
        first="next",
        shift_norm="§ 57 Abs. 2 VwGO, § 222 Abs. 2 ZPO",
        hints=(hints.preliminary_objection, hints.own_service, hints.expiry_hint),
    ),
)

_EARLY = StepRule(
    step="early_participation",
    name=Text("Frühe Öffentlichkeitsbeteiligung", "Early public participation"),
    actor="developer",
    kind="target",
    count="on",
    trigger=("application",),
    law="early_participation",
    lead=Text(
        "Der Antrag ist am {trigger} eingegangen. Das Ergebnis der frühen Beteiligung soll "
        "spätestens mit dem Antrag mitgeteilt sein ({norms}).",
        "The application was received on {trigger}. The result of early participation should be "
        "given at the latest with the application ({norms}).",
    ),
    recorded="result_handed_over",
    first="early_start",
    when=rules.has_early,
)

STEPS = (
    _EARLY,
    StepRule(
        step="completeness",
        name=Text("Prüfung auf Vollständigkeit", "Check of completeness"),
        actor="authority",
        kind="duty",
        count="after",
        trigger=("application",),
        law=rules.completeness_bases,
        lead=Text(
            "Der Antrag ist am {trigger} eingegangen. Die Behörde prüft binnen {period_dat}, ob er "
            "vollständig ist ({norms}).",
            "The application was received on {trigger}. The authority checks within {period} "
            "whether it is complete ({norms}).",
        ),
        recorded="complete",
        first="next",
        hints=(hints.electronic_hint, hints.without_public),
    ),
    StepRule(
        step="agencies",
        name=Text("Stellungnahmen der Behörden", "Comments of public agencies"),
        actor="agencies",
        kind="duty",
        count="after",
        trigger=("agencies_asked",),
        law=rules.agency_bases,
        lead=Text(
            "Die Behörden sind am {trigger} zur Stellungnahme aufgefordert. Sie haben dafür "
            "{period_acc} Zeit ({norms}).",
            "The agencies were asked for comments on {trigger}. They have {period} for that "
            "({norms}).",
        ),
        recorded="agencies_end",
        first="next",
        of_round=True,
        hints=(hints.agency_hint,),
    ),
    *_PARTICIPATION,
    *_HEARING,
    *_DECISION,
)

TYPE = ProcedureType(
    id=ID,
    name=Text("Immissionsschutzrechtliche Genehmigung", "Immission control permit"),
    variants=VARIANTS,
    circumstances=CIRCUMSTANCES,
    events=EVENTS,
    order=ORDER,
    after=AFTER,
    steps=STEPS,
)
