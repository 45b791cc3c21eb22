"""Variants, circumstances, events and their order in urban land-use planning."""

from __future__ import annotations

from ..declaring import After, Choice, Order
from ..wording import Text
from .participation import AGENCIES_ASKED, AGENCIES_END, AS_ANNOUNCED, event, round_event

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
    Choice(
        "preparatory_plan", Text("Flächennutzungsplan", "Preparatory land-use plan"), "§ 5 BauGB"
    ),
    Choice(
        "participation",
        Text(
            "Gemeinde gibt Gelegenheit zur Stellungnahme", "Municipality asks the affected public"
        ),
        "§ 36a Abs. 2 BauGB",
    ),
    Choice(
        "plan_change",
        Text("Entwurf nach der Beteiligung geändert", "Draft changed after participation"),
        "§ 4a Abs. 3 BauGB",
    ),
    Choice(
        "transboundary",
        Text("Auswirkungen in einem Nachbarstaat", "Effects in a neighbouring state"),
        "§ 4a Abs. 4 BauGB",
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
    event(
        "approved",
        ("Genehmigung erteilt", "Approval given"),
        ("Tag, an dem über die Genehmigung entschieden wurde", "Day of the decision"),
    ),
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
    Order("display_start", "decision", "§ 3 Abs. 2 BauGB", unless="plan_change"),
    Order("display_start", "in_force", "§ 3 Abs. 2 BauGB", unless="plan_change"),
    Order("display_end", "decision", "§ 3 Abs. 2 BauGB"),
    Order("objections_end", "decision", "§ 3 Abs. 2 BauGB"),
    Order("agencies_end", "decision", "§ 4 Abs. 2 BauGB"),
    Order("decision", "approval_requested", "§ 6 Abs. 1 BauGB", strict=False),
    Order("approval_requested", "approved", "§ 6 Abs. 4 BauGB", strict=False),
    Order("approved", "in_force", "§ 6 Abs. 5 BauGB", strict=False),
    Order("decision", "in_force", "§ 10 Abs. 3 BauGB", strict=False),
)

AFTER = (
    After("objections", "objections_end", "decision", "§ 3 Abs. 2 BauGB", unless="plan_change"),
    After("objections", "objections_end", "in_force", "§ 3 Abs. 2 BauGB", unless="plan_change"),
)
"""Comments come first even if their last day is only computed."""
