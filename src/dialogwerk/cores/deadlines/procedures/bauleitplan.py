"""Urban land-use planning (Bauleitplanung, BauGB): participation, approval, plan defects."""

from __future__ import annotations

from ..case import Case
from ..declaring import Choice, Order, ProcedureType, StepRule
from ..wording import Text
from . import bauleitplan_rules as rules
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

ID = "bauleitplan"
_consent = in_variant("consent")
_formal = not_(_consent)
_free_end = all_of(rules.is_free, recorded("display_end"))
_free_agencies = all_of(rules.is_free, recorded("agencies_end"))

VARIANTS = (
    Choice("regular", Text("Regelverfahren", "Regular procedure"), "§§ 2 bis 10 BauGB"),
    Choice("simplified", Text("Vereinfachtes Verfahren", "Simplified procedure"), "§ 13 BauGB"),
    Choice(
        "accelerated",
        Text("Bebauungsplan der Innenentwicklung", "Plan for inner development"),
        "§ 13a BauGB",
    ),
    Choice("renewed", Text("Erneute Beteiligung", "Renewed participation"), "§ 4a Abs. 3 BauGB"),
    Choice(
        "consent", Text("Zustimmung der Gemeinde", "Consent of the municipality"), "§ 36a BauGB"
    ),
)

CIRCUMSTANCES = (
    Choice(
        "more_than_50",
        Text("mehr als 50 gleiche Stellungnahmen", "more than 50 like comments"),
        "§ 3 Abs. 2 BauGB",
    ),
    Choice("land_use_plan", Text("Flächennutzungsplan", "Preparatory land-use plan"), "§ 5 BauGB"),
    Choice(
        "participation",
        Text(
            "Gemeinde gibt Gelegenheit zur Stellungnahme", "Municipality asks the affected public"
        ),
        "§ 36a Abs. 2 BauGB",
    ),
)

EVENTS = (
    event(
        "plan_resolution",
        ("Aufstellungsbeschluss", "Resolution to draw up the plan"),
        (
            "Tag der ortsüblichen Bekanntmachung; damit ist das Verfahren förmlich eingeleitet",
            "Day of its public notice; with it the procedure has formally begun",
        ),
    ),
    event(
        "early_start",
        ("Beginn der frühzeitigen Beteiligung", "Start of early participation"),
        ("§ 3 Abs. 1 BauGB", "§ 3 Abs. 1 BauGB"),
        starts=True,
    ),
    event(
        "early_end",
        ("Ende der frühzeitigen Beteiligung", "End of early participation"),
        AS_ANNOUNCED,
        starts=True,
    ),
    round_event(
        "published",
        ("Bekanntmachung der Veröffentlichung", "Notice of the publication"),
        ("Tag der ortsüblichen Bekanntmachung", "Day of the public notice"),
    ),
    round_event(
        "display_start",
        ("Erster Tag der Veröffentlichung", "First day of the publication"),
        (
            "Beginn der Veröffentlichung im Internet, vor Juli 2023 der Auslegung",
            "Start of the publication on the internet, before July 2023 of the display",
        ),
        starts=True,
    ),
    round_event(
        "display_end",
        ("Letzter Tag der Veröffentlichung", "Last day of the publication"),
        AS_ANNOUNCED,
        starts=True,
    ),
    round_event(
        "objections_end",
        ("Letzter Tag für Stellungnahmen", "Last day for comments"),
        (
            "nur, wenn er später liegt als das Ende der Veröffentlichung",
            "only if it is later than the end of the publication",
        ),
    ),
    AGENCIES_ASKED,
    AGENCIES_END,
    event(
        "consent_requested",
        ("Ersuchen um Zustimmung eingegangen", "Request for consent received"),
        (
            "Eingang des Ersuchens der Genehmigungsbehörde bei der Gemeinde",
            "Receipt of the building authority's request by the municipality",
        ),
        starts=True,
    ),
    event(
        "consent_decided",
        ("Über die Zustimmung entschieden", "Consent decided"),
        ("Tag der Entscheidung der Gemeinde", "Day of the municipality's decision"),
    ),
    event(
        "decision",
        ("Satzungs- oder Feststellungsbeschluss", "Adoption of the plan"),
        ("Tag des Beschlusses", "Day of the resolution"),
    ),
    event(
        "approval_requested",
        ("Genehmigung beantragt", "Approval applied for"),
        (
            "Eingang des vollständigen Antrags bei der höheren Verwaltungsbehörde",
            "Receipt of the complete application by the higher authority",
        ),
        starts=True,
    ),
    event("approved", ("Genehmigung erteilt", "Approval given")),
    event(
        "in_force",
        ("Bekanntmachung des Plans", "Notice of the plan"),
        (
            "Tag, an dem der Plan mit seiner Bekanntmachung wirksam wird",
            "Day on which the plan takes effect with its notice",
        ),
        starts=True,
    ),
)

ORDER = (
    Order("plan_resolution", "early_start", "§ 3 Abs. 1 BauGB", strict=False),
    Order("plan_resolution", "display_start", "§ 3 Abs. 2 BauGB"),
    Order("early_start", "early_end", strict=False),
    Order("early_start", "display_start", "§ 3 Abs. 1 BauGB"),
    Order("early_end", "display_start", "§ 3 Abs. 1 BauGB"),
    Order("published", "display_start", "§ 3 Abs. 2 BauGB"),
    Order("display_start", "display_end", strict=False),
    Order("display_end", "objections_end", strict=False),
    Order("agencies_asked", "agencies_end", strict=False),
    Order("consent_requested", "consent_decided", "§ 36a Abs. 1 BauGB", strict=False),
    Order("consent_requested", "display_start", "§ 36a Abs. 2 BauGB", strict=False),
    Order("display_end", "consent_decided", "§ 36a Abs. 2 BauGB"),
    Order("display_end", "decision", "§ 3 Abs. 2 BauGB"),
    Order("objections_end", "decision", "§ 3 Abs. 2 BauGB"),
    Order("agencies_end", "decision", "§ 4 Abs. 2 BauGB"),
    Order("decision", "approval_requested", "§ 6 Abs. 1 BauGB", strict=False),
    Order("approval_requested", "approved", "§ 6 Abs. 4 BauGB", strict=False),
    Order("approved", "in_force", "§ 6 Abs. 5 BauGB", strict=False),
    Order("decision", "in_force", "§ 10 Abs. 3 BauGB", strict=False),
)


def early_lead(case: Case, day: object) -> Text:
    """From when to when, or only its beginning."""
    if "early_end" in case.events:
        return Text(
            "Die frühzeitige Beteiligung ({norms}) dauert bis {trigger}.",
            "Early participation ({norms}) lasts until {trigger}.",
        )
    return Text(
        "Die frühzeitige Beteiligung ({norms}) beginnt am {trigger}; ein Ende ist nicht "
        "eingetragen.",
        "Early participation ({norms}) begins on {trigger}; no end is recorded.",
    )


_DISPLAY_NAME = Text("Veröffentlichung des Planentwurfs", "Publication of the draft plan")
_COMMENTS = Text("Stellungnahmen", "Comments")
_AGENCIES = Text("Stellungnahmen der Behörden", "Comments of public agencies")

_EARLY = (
    StepRule(
        step="early_participation",
        name=Text("Frühzeitige Beteiligung", "Early participation"),
        actor="municipality",
        kind="duty",
        count="on",
        trigger=("early_end", "early_start"),
        norms=("§ 3 Abs. 1 BauGB",),
        lead=early_lead,
        first="early_start",
        when=_formal,
        hints=(rules.early_hint,),
    ),
    StepRule(
        step="notice",
        name=Text("Bekanntmachung", "Notice"),
        actor="municipality",
        kind="minimum",
        count="before",
        trigger=("display_start",),
        law=rules.notice_bases,
        lead=rules.notice_lead,
        recorded="published",
        when=_formal,
        of_round=True,
        hints=(rules.transition_hint,),
    ),
)

_DISPLAY = (
    StepRule(
        step="public_display",
        name=_DISPLAY_NAME,
        actor="municipality",
        kind="minimum",
        count="span",
        trigger=("display_start",),
        law=rules.display_bases,
        lead=rules.display_lead,
        recorded="display_end",
        when=all_of(_formal, not_(_free_end)),
        of_round=True,
        hints=(rules.shortened_hint, rules.transition_hint),
        longer_norm="§ 3 Abs. 2 Satz 1 BauGB",
        called=rules.called,
    ),
    StepRule(
        step="public_display",
        name=_DISPLAY_NAME,
        actor="municipality",
        kind="minimum",
        count="on",
        trigger=("display_end",),
        lead=Text(
            "Bekannt gemacht ist als letzter Tag {trigger}. Die Frist muss nur angemessen sein; "
            "eine feste Dauer schreibt das Gesetz hier nicht vor.",
            "The last day announced is {trigger}. The period only has to be appropriate; here the "
            "law sets no fixed length.",
        ),
        norms=("§ 4a Abs. 3 BauGB",),
        first="display_start",
        when=_free_end,
        of_round=True,
        hints=(rules.shortened_hint,),
    ),
    StepRule(
        step="public_display",
        name=Text("Beteiligung der betroffenen Öffentlichkeit", "Asking the affected public"),
        actor="municipality",
        kind="duty",
        count="span",
        trigger=("display_start",),
        law="consent_participation",
        lead=Text(
            "Die Gemeinde gibt der betroffenen Öffentlichkeit ab {trigger} Gelegenheit zur "
            "Stellungnahme, höchstens {period_acc} lang ({norms}).",
            "From {trigger} the municipality gives the affected public a period for comments, of "
            "at most {period} ({norms}).",
        ),
        when=all_of(_consent, not_(recorded("display_end"))),
        shifts=False,
        of_round=True,
        called=Text("Beteiligung", "participation"),
    ),
    StepRule(
        step="public_display",
        name=Text("Beteiligung der betroffenen Öffentlichkeit", "Asking the affected public"),
        actor="municipality",
        kind="duty",
        count="on",
        trigger=("display_end",),
        norms=("§ 36a Abs. 2 BauGB",),
        lead=Text(
            "Die Gemeinde gibt der betroffenen Öffentlichkeit bis {trigger} Gelegenheit zur "
            "Stellungnahme ({norms}).",
            "Until {trigger} the municipality gives the affected public a period for comments "
            "({norms}).",
        ),
        first="display_start",
        when=all_of(_consent, recorded("display_end")),
        of_round=True,
        hints=(rules.consent_participation_hint,),
    ),
)

_RESPONSES = (
    StepRule(
        step="objections",
        name=_COMMENTS,
        actor="public",
        kind="right",
        count="on",
        trigger=("public_display", "display_end"),
        norms=("§ 3 Abs. 2 BauGB",),
        lead=Text(
            "Stellungnahmen können während der Veröffentlichung oder Auslegung abgegeben werden, "
            "also bis {trigger} ({norms}); eine weitere Frist gibt es nicht.",
            "Comments can be made during the publication or display, that is until {trigger} "
            "({norms}); there is no further period.",
        ),
        recorded="objections_end",
        first="display_start",
        when=_formal,
        of_round=True,
        hints=(rules.late_comments, rules.many_answers),
        arrival=True,
    ),
    StepRule(
        step="objections",
        name=_COMMENTS,
        actor="public",
        kind="right",
        count="on",
        trigger=("public_display", "display_end"),
        norms=("§ 36a Abs. 2 BauGB",),
        lead=Text(
            "Die betroffene Öffentlichkeit kann bis {trigger} Stellung nehmen ({norms}).",
            "The affected public can comment until {trigger} ({norms}).",
        ),
        recorded="objections_end",
        first="display_start",
        when=_consent,
        of_round=True,
        arrival=True,
    ),
    StepRule(
        step="agencies",
        name=_AGENCIES,
        actor="agencies",
        kind="minimum",
        count="after",
        trigger=("agencies_asked",),
        law=rules.agency_bases,
        lead=Text(
            "Die Behörden sind am {trigger} um Stellungnahme gebeten. Sie haben dafür "
            "{period_acc} Zeit ({norms}); aus wichtigem Grund soll die Gemeinde die Frist "
            "verlängern.",
            "The agencies were asked for comments on {trigger}. They have {period} for that "
            "({norms}); for an important reason the municipality should prolong it.",
        ),
        recorded="agencies_end",
        first="next",
        when=all_of(_formal, not_(_free_agencies)),
        of_round=True,
        longer_norm="§ 4 Abs. 2 Satz 2 BauGB",
    ),
    StepRule(
        step="agencies",
        name=_AGENCIES,
        actor="agencies",
        kind="minimum",
        count="on",
        trigger=("agencies_end",),
        norms=("§ 4a Abs. 3 BauGB",),
        lead=Text(
            "Die Behörden können bis {trigger} Stellung nehmen. Die Frist muss nur angemessen "
            "sein; eine feste Dauer schreibt das Gesetz hier nicht vor.",
            "The agencies can comment until {trigger}. The period only has to be appropriate; here "
            "the law sets no fixed length.",
        ),
        when=_free_agencies,
        of_round=True,
    ),
)

_CONSENT = (
    StepRule(
        step="consent",
        name=Text("Zustimmung der Gemeinde gilt als erteilt", "Consent counts as given"),
        actor="municipality",
        kind="fiction",
        count="after",
        trigger=("consent_requested",),
        law=rules.consent_bases,
        lead=Text(
            "Das Ersuchen ist am {trigger} bei der Gemeinde eingegangen. Sie kann die Zustimmung "
            "binnen {period_dat} verweigern ({norms}).",
            "The municipality received the request on {trigger}. It can refuse its consent within "
            "{period} ({norms}).",
        ),
        recorded="consent_decided",
        first="next",
        when=_consent,
        hints=(rules.consent_hint,),
    ),
)

_RESULT = (
    StepRule(
        step="approval",
        name=Text("Genehmigung des Plans", "Approval of the plan"),
        actor="authority",
        kind="fiction",
        count="after",
        trigger=("approval_requested",),
        law="approval",
        lead=Text(
            "Der Plan liegt der höheren Verwaltungsbehörde seit dem {trigger} vor. Sie entscheidet "
            "binnen {period_dat} ({norms}).",
            "The plan has been with the higher authority since {trigger}. It decides within "
            "{period} ({norms}).",
        ),
        recorded="approved",
        first="next",
        when=_formal,
        hints=(rules.approval_hint,),
    ),
    StepRule(
        step="defects",
        name=Text("Rüge von Mängeln des Plans", "Raising defects of the plan"),
        actor="public",
        kind="right",
        count="after",
        trigger=("in_force",),
        law="defects",
        lead=Text(
            "Der Plan ist am {trigger} bekannt gemacht. Mängel sind binnen {period_dat} danach "
            "schriftlich gegenüber der Gemeinde geltend zu machen ({norms}); darauf muss die "
            "Bekanntmachung hinweisen.",
            "The plan was announced on {trigger}. Defects have to be raised with the municipality "
            "in writing within {period} ({norms}); the notice has to say so.",
        ),
        first="next",
        when=rules.defects_apply,
        shift_norm="§ 193 BGB",
        norms=("§ 215 Abs. 2 BauGB",),
    ),
    StepRule(
        step="lawsuit",
        name=Text("Normenkontrolle", "Judicial review"),
        actor="public",
        kind="right",
        count="after",
        trigger=("in_force",),
        law="judicial_review",
        lead=Text(
            "Der Plan ist am {trigger} bekannt gemacht. Ein Antrag auf Normenkontrolle ist binnen "
            "{period_dat} danach möglich ({norms}).",
            "The plan was announced on {trigger}. Judicial review can be applied for within "
            "{period} ({norms}).",
        ),
        first="next",
        when=all_of(rules.review_applies, not_(rules.is_land_use_plan)),
        shift_norm="§ 57 Abs. 2 VwGO, § 222 Abs. 2 ZPO",
    ),
)

TYPE = ProcedureType(
    id=ID,
    name=Text("Bauleitplanung", "Urban land-use planning"),
    variants=VARIANTS,
    circumstances=CIRCUMSTANCES,
    events=EVENTS,
    order=ORDER,
    steps=(*_EARLY, *_DISPLAY, *_RESPONSES, *_CONSENT, *_RESULT),
    has_eia=False,
)
