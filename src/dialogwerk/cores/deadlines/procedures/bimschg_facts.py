"""Variants, circumstances, events and their order in the permit under immission control law."""

from __future__ import annotations

from ..declaring import After, Choice, Order
from ..wording import Text
from .participation import AGENCIES_ASKED, AGENCIES_END, AS_ANNOUNCED, event, round_event

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
    Choice(
        "plan_change",
        Text("Vorhaben während des Verfahrens geändert", "Project changed during the procedure"),
        "§ 8 Abs. 2 9. BImSchV",
    ),
    Choice(
        "transboundary",
        Text("Auswirkungen in einem Nachbarstaat", "Effects in a neighbouring state"),
        "§ 11a 9. BImSchV",
    ),
)

EVENTS = (
    event(
        "early_start",
        ("Beginn der frühen Öffentlichkeitsbeteiligung", "Start of early participation"),
        (
            "Tag, an dem der Vorhabenträger die Öffentlichkeit zum ersten Mal unterrichtet hat",
            "Day on which the developer first informed the public",
        ),
    ),
    event(
        "early_end",
        ("Ende der frühen Öffentlichkeitsbeteiligung", "End of early participation"),
        (
            "letzter Tag, an dem sich die Öffentlichkeit äußern konnte",
            "last day on which the public could comment",
        ),
    ),
    event(
        "result_handed_over",
        ("Ergebnis der frühen Beteiligung übergeben", "Result of early participation given"),
        (
            "Tag, an dem das Ergebnis der Behörde und der Öffentlichkeit mitgeteilt wurde",
            "Day on which authority and public were told the result",
        ),
    ),
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
        "display_start",
        ("Erster Tag der Auslegung", "First day of the display"),
        AS_ANNOUNCED,
        starts=True,
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
        AS_ANNOUNCED,
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
    event(
        "lawsuit_end",
        ("Ende der Klagefrist", "End of the period for a lawsuit"),
        ("wie in der Rechtsbehelfsbelehrung genannt", "as named in the instruction on remedies"),
    ),
)

_HEARING = "§ 10 Abs. 6 Satz 1 BImSchG"
_DECISION = "§ 20 Abs. 1 9. BImSchV"

ORDER = (
    Order("early_start", "early_end", strict=False),
    Order("application", "complete", "§ 7 9. BImSchV", strict=False),
    Order("application", "published", "§ 10 Abs. 3 Satz 1 BImSchG"),
    Order("application", "display_start", "§ 10 Abs. 3 BImSchG"),
    Order("complete", "published", "§ 10 Abs. 3 Satz 1 BImSchG", strict=False),
    Order("published", "display_start", "§ 10 Abs. 3 Satz 2 BImSchG"),
    Order("display_start", "display_end", strict=False),
    Order("display_end", "objections_end", strict=False),
    Order("agencies_asked", "agencies_end", strict=False),
    Order("display_start", "hearing", _HEARING, unless="plan_change"),
    Order("objections_end", "hearing", _HEARING, unless="plan_change"),
    Order("display_end", "hearing", _HEARING, unless="plan_change"),
    Order("hearing_published", "hearing", "§ 12 Abs. 1 Satz 5 9. BImSchV"),
    Order("objections_end", "online_start", _HEARING, unless="plan_change"),
    Order("online_start", "online_end", strict=False),
    Order("application", "decision", "§ 10 Abs. 6a BImSchG"),
    Order("display_start", "decision", _DECISION, unless="plan_change"),
    Order("display_start", "decision_display_start", _DECISION, unless="plan_change"),
    Order("hearing", "decision_display_start", _DECISION, unless="plan_change"),
    Order("objections_end", "decision", _DECISION),
    Order("hearing", "decision", _DECISION),
    Order("decision", "decision_published", "§ 10 Abs. 7 BImSchG", strict=False),
    Order("decision", "decision_served", "§ 10 Abs. 7 Satz 1 BImSchG", strict=False),
    Order("decision_published", "decision_display_start", "§ 10 Abs. 8 Satz 3 BImSchG"),
    Order("decision_display_start", "decision_display_end", strict=False),
    Order("decision_served", "lawsuit_end", "§ 74 Abs. 1 VwGO"),
)

AFTER = (
    After("objections", "objections_end", "hearing", _HEARING, unless="plan_change"),
    After("objections", "objections_end", "online_start", _HEARING, unless="plan_change"),
    After("objections", "objections_end", "decision", _DECISION, unless="plan_change"),
    After(
        "objections", "objections_end", "decision_display_start", _DECISION, unless="plan_change"
    ),
)
"""Objections come first even if their last day is only computed."""
