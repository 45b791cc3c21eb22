"""Permits under immission control law (BImSchG § 10, § 19), with the 9. BImSchV."""

from __future__ import annotations

from ..declaring import Choice, Order, ProcedureType, StepRule
from ..wording import Text
from . import bimschg_rules as rules
from .participation import (
    AGENCIES_ASKED,
    AGENCIES_END,
    AS_ANNOUNCED,
    all_of,
    event,
    in_variant,
    not_,
    recorded,
    round_event,
)

ID = "bimschg"
_public = in_variant("full", "ied")

VARIANTS = (
    Choice(
        "full",
        Text("Verfahren mit Öffentlichkeitsbeteiligung", "Procedure with public participation"),
        "§ 10 BImSchG",
    ),
    Choice("simplified", Text("Vereinfachtes Verfahren", "Simplified procedure"), "§ 19 BImSchG"),
    Choice(
        "ied",
        Text(
            "Anlage nach der Industrieemissions-Richtlinie",
            "Installation under the Industrial Emissions Directive",
        ),
        "§ 10 Abs. 3 Satz 8 BImSchG",
    ),
)

CIRCUMSTANCES = (
    Choice(
        "check_extended",
        Text(
            "Prüfung der Vollständigkeit um zwei Wochen verlängert",
            "Check of completeness extended by two weeks",
        ),
        "§ 7 Abs. 1 Satz 2 9. BImSchV",
    ),
    Choice(
        "renewable",
        Text("Anlage für erneuerbare Energien", "Installation for renewable energy"),
        "§ 10a BImSchG",
    ),
    Choice(
        "acceleration_area",
        Text(
            "im Beschleunigungsgebiet für erneuerbare Energien",
            "in an acceleration area for renewable energy",
        ),
        "§ 10a Abs. 4, 6 BImSchG",
    ),
    Choice("wind", Text("Windenergieanlage an Land", "Onshore wind"), "§ 16 Abs. 1 9. BImSchV"),
    Choice(
        "hydrogen",
        Text("Wasserstoff aus erneuerbaren Energien", "Hydrogen from renewable energy"),
        "§ 16 Abs. 1 9. BImSchV",
    ),
    Choice(
        "change_permit",
        Text("Änderungsgenehmigung", "Permit for a change"),
        "§ 16 BImSchG",
    ),
    Choice(
        "agencies_extended",
        Text("Frist einer Behörde verlängert", "Period of an agency extended"),
        "§ 10 Abs. 5 Satz 3 BImSchG",
    ),
    Choice(
        "hearing_waived",
        Text("Erörterungstermin entfällt", "No hearing"),
        "§ 16 Abs. 1 9. BImSchV",
    ),
    Choice(
        "online_consultation",
        Text("Onlinekonsultation statt Termin", "Online consultation instead of a meeting"),
        "§ 10 Abs. 6 Satz 2 BImSchG",
    ),
    Choice(
        "decision_extended",
        Text("Entscheidungsfrist verlängert", "Period for the decision extended"),
        "§ 10 Abs. 6a Satz 2 BImSchG",
    ),
)

EVENTS = (
    event(
        "application",
        ("Antrag eingegangen", "Application received"),
        ("Eingang von Antrag und Unterlagen", "Receipt of application and documents"),
        starts=True,
    ),
    event(
        "complete",
        ("Unterlagen vollständig", "Documents complete"),
        (
            "Vollständigkeitsdatum: Eingang der letzten erforderlichen oder der erstmals "
            "nachgeforderten Unterlagen",
            "Date of completeness: receipt of the last document needed, or of those asked for "
            "first",
        ),
        starts=True,
    ),
    AGENCIES_ASKED,
    AGENCIES_END,
    round_event(
        "published",
        ("Bekanntmachung des Vorhabens", "Notice of the project"),
        (
            "Tag der zeitlich letzten Veröffentlichung (Amtsblatt, Internetseite)",
            "Day of the last of the publications (gazette, website)",
        ),
    ),
    round_event(
        "display_start", ("Erster Tag der Auslegung", "First day of the display"), starts=True
    ),
    round_event(
        "display_end",
        ("Letzter Tag der Auslegung", "Last day of the display"),
        AS_ANNOUNCED,
        starts=True,
    ),
    round_event(
        "objections_end",
        ("Letzter Tag für Einwendungen", "Last day for objections"),
        AS_ANNOUNCED,
        starts=True,
    ),
    event(
        "hearing_published",
        ("Bekanntmachung, ob erörtert wird", "Notice whether there is a hearing"),
        (
            "Tag, an dem die Entscheidung über den Erörterungstermin bekannt gemacht wurde",
            "Day on which the decision about the hearing was announced",
        ),
    ),
    event(
        "hearing",
        ("Erörterungstermin", "Hearing"),
        ("Erster Tag der Erörterung", "First day of the hearing"),
        starts=True,
    ),
    event(
        "online_start",
        ("Beginn der Onlinekonsultation", "Start of the online consultation"),
        starts=True,
    ),
    event(
        "online_end",
        ("Ende der Onlinekonsultation", "End of the online consultation"),
        AS_ANNOUNCED,
    ),
    event("decision", ("Entscheidung", "Decision"), ("Datum des Bescheids", "Date of the permit")),
    event(
        "decision_published",
        ("Bekanntmachung der Entscheidung", "Notice of the decision"),
        (
            "Tag der öffentlichen Bekanntmachung des Bescheids",
            "Day of the public notice of the permit",
        ),
        starts=True,
    ),
    event(
        "decision_display_start",
        ("Erster Tag der Auslegung des Bescheids", "First day of the permit's display"),
        ("Tag nach der Bekanntmachung", "The day after the notice"),
        starts=True,
    ),
    event(
        "decision_display_end",
        ("Letzter Tag der Auslegung des Bescheids", "Last day of the permit's display"),
        AS_ANNOUNCED,
        starts=True,
    ),
    event(
        "decision_served",
        ("Bescheid zugestellt", "Permit served"),
        (
            "Zustellung an die Person, für die die Klagefrist gerechnet wird",
            "Service on the person whose period for a lawsuit is counted",
        ),
        starts=True,
    ),
    event("lawsuit_end", ("Ende der Klagefrist", "End of the period for a lawsuit")),
)

ORDER = (
    Order("application", "complete", "§ 7 9. BImSchV", strict=False),
    Order("application", "published", "§ 10 Abs. 3 Satz 1 BImSchG"),
    Order("application", "display_start", "§ 10 Abs. 3 BImSchG"),
    Order("complete", "published", "§ 10 Abs. 3 Satz 1 BImSchG", strict=False),
    Order("published", "display_start", "§ 10 Abs. 3 Satz 2 BImSchG"),
    Order("display_start", "display_end", strict=False),
    Order("display_end", "objections_end", strict=False),
    Order("agencies_asked", "agencies_end", strict=False),
    Order("objections_end", "hearing", "§ 10 Abs. 6 Satz 1 BImSchG"),
    Order("display_end", "hearing", "§ 10 Abs. 6 Satz 1 BImSchG"),
    Order("hearing_published", "hearing", "§ 12 Abs. 1 Satz 5 9. BImSchV"),
    Order("objections_end", "online_start", "§ 10 Abs. 6 Satz 1 BImSchG"),
    Order("online_start", "online_end", strict=False),
    Order("application", "decision", "§ 10 Abs. 6a BImSchG"),
    Order("objections_end", "decision", "§ 20 Abs. 1 9. BImSchV"),
    Order("hearing", "decision", "§ 20 Abs. 1 9. BImSchV"),
    Order("decision", "decision_published", "§ 10 Abs. 7 BImSchG", strict=False),
    Order("decision", "decision_served", "§ 10 Abs. 7 Satz 1 BImSchG", strict=False),
    Order("decision_published", "decision_display_start", "§ 10 Abs. 8 Satz 3 BImSchG"),
    Order("decision_display_start", "decision_display_end", strict=False),
    Order("decision_served", "lawsuit_end", "§ 74 Abs. 1 VwGO"),
)


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
        hints=(rules.notice_contents,),
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
        hints=(rules.internet_display,),
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
        hints=(rules.transition_hint, rules.exclusion_hint),
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
        hints=(rules.hearing_hint,),
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
        hints=(rules.hearing_hint,),
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
        hints=(rules.decision_hint,),
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
        hints=(rules.display_should_follow_notice,),
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
        lead=Text(
            "Der Bescheid gilt am {trigger} als zugestellt oder ist es. Klage ist binnen "
            "{period_dat} danach möglich ({norms}).",
            "The permit was served, or counts as served, on {trigger}. A lawsuit is possible "
            "within {period} ({norms}).",
        ),
        recorded="lawsuit_end",
        first="next",
        shift_norm="§ 57 Abs. 2 VwGO, § 222 Abs. 2 ZPO",
        hints=(rules.preliminary_objection, rules.own_service, rules.expiry_hint),
    ),
)

STEPS = (
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
        hints=(rules.electronic_hint,),
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
        hints=(rules.agency_hint,),
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
    steps=STEPS,
)
