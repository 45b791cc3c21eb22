"""Events of a plan approval, its special laws and circumstances."""

from __future__ import annotations

from ...declaring import Choice, EventRule
from ...wording import EMPTY, Text

AS_ANNOUNCED = Text("wie bekannt gemacht", "as announced")

VARIANTS = (
    Choice("vwvfg", Text("nur VwVfG", "VwVfG only"), "§§ 72–78 VwVfG"),
    Choice("fstrg", Text("Bundesfernstraße (FStrG)", "Federal road (FStrG)"), "§§ 17–17e FStrG"),
    Choice("aeg", Text("Eisenbahn (AEG)", "Railway (AEG)"), "§§ 18–18e AEG"),
    Choice("enwg", Text("Energieleitung (EnWG)", "Energy line (EnWG)"), "§§ 43–43e EnWG"),
    Choice(
        "nabeg",
        Text("Länderübergreifende Stromleitung (NABEG)", "Power line across Land borders (NABEG)"),
        "§§ 18–24 NABEG",
    ),
    Choice(
        "bundesfachplanung",
        Text("Bundesfachplanung (NABEG)", "Federal corridor planning (NABEG)"),
        "§§ 4–15 NABEG",
        federal=True,
    ),
    Choice("pbefg", Text("Straßenbahn (PBefG)", "Tramway (PBefG)"), "§§ 28–29 PBefG"),
    Choice("strwg", Text("Landesstraße (Straßengesetz des Landes)", "Road of the Land")),
    Choice("whg", Text("Gewässerausbau (WHG)", "Waters (WHG)"), "§§ 68–70 WHG"),
    Choice("luftvg", Text("Flughafen (LuftVG)", "Airport (LuftVG)"), "§§ 8–10 LuftVG"),
    Choice(
        "wastrg",
        Text("Bundeswasserstraße (WaStrG)", "Federal waterway (WaStrG)"),
        "§§ 14–14e WaStrG",
        federal=True,
    ),
)

CIRCUMSTANCES = (
    Choice(
        "no_display",
        Text("Auf die Auslegung wird verzichtet", "There is no display"),
        "§ 73 Abs. 3, Abs. 4 Satz 2 VwVfG",
    ),
    Choice(
        "more_than_50",
        Text(
            "Mehr als 50 Benachrichtigungen oder Zustellungen, ersetzt durch Bekanntmachung",
            "More than 50 individual notices or services, replaced by public notice",
        ),
        "§ 73 Abs. 6 Satz 4 und 5, § 74 Abs. 5 VwVfG",
    ),
    Choice(
        "hearing_waived",
        Text("Auf die Erörterung wird verzichtet", "There is no hearing"),
        "§ 17a Abs. 5 FStrG, § 18a Abs. 5 AEG, § 43a Abs. 8 EnWG, § 10 Abs. 3 NABEG",
    ),
    Choice(
        "online_consultation",
        Text("Onlinekonsultation statt Erörterungstermin", "Online consultation, not a hearing"),
        "§ 27c VwVfG",
    ),
    Choice(
        "plan_change",
        Text("Der ausgelegte Plan wird geändert", "The displayed plan is changed"),
        "§ 73 Abs. 8 VwVfG, § 22 UVPG",
    ),
)


def _event(
    id_: str, name: Text, help_: Text = EMPTY, *, of_round: bool = False, starts: bool = False
) -> EventRule:
    return EventRule(id_, name, help_, of_round=of_round, starts=starts)


EVENTS = (
    _event(
        "scoping",
        Text("Scoping", "Scoping"),
        Text(
            "Tag, an dem der Untersuchungsrahmen der UVP beantragt oder eingeleitet wurde",
            "Day on which scoping for the EIA was asked for or begun",
        ),
    ),
    _event(
        "early_start",
        Text("Beginn der frühen Öffentlichkeitsbeteiligung", "Start of early participation"),
        Text(
            "Tag, an dem der Vorhabenträger die Öffentlichkeit zum ersten Mal unterrichtet hat",
            "Day on which the developer first informed the public",
        ),
    ),
    _event(
        "early_end",
        Text("Ende der frühen Öffentlichkeitsbeteiligung", "End of early participation"),
        Text(
            "letzter Tag, an dem sich die Öffentlichkeit äußern konnte",
            "last day on which the public could comment",
        ),
    ),
    _event(
        "result_handed_over",
        Text("Ergebnis der frühen Beteiligung übergeben", "Result of early participation given"),
        Text(
            "Tag, an dem das Ergebnis der Behörde und der Öffentlichkeit mitgeteilt wurde",
            "Day on which authority and public were told the result",
        ),
    ),
    _event(
        "application",
        Text("Antrag eingereicht", "Application filed"),
        Text("Eingang des Plans bei der Behörde", "Receipt of the plan by the authority"),
    ),
    _event(
        "complete",
        Text("Plan vollständig", "Plan complete"),
        Text(
            "Tag, an dem der vollständige Plan vorlag; nach dem NABEG der Versand der Bestätigung",
            "Day on which the complete plan was there; under the NABEG when that was confirmed",
        ),
        starts=True,
    ),
    _event(
        "agencies_asked",
        Text("Behörden zur Stellungnahme aufgefordert", "Agencies asked for comments"),
        Text("Tag der Aufforderung", "Day of the request"),
        of_round=True,
        starts=True,
    ),
    _event(
        "agencies_end",
        Text("Letzter Tag für Stellungnahmen der Behörden", "Last day for the agencies' comments"),
        Text("wie in der Aufforderung gesetzt", "as set in the request"),
        of_round=True,
    ),
    _event(
        "plan_received",
        Text("Plan bei der auslegenden Stelle eingegangen", "Plan received where it is displayed"),
        Text(
            "in der Regel der Eingang bei der Gemeinde",
            "as a rule the receipt by the municipality",
        ),
        of_round=True,
        starts=True,
    ),
    _event(
        "published",
        Text("Bekanntmachung der Auslegung", "Notice of the display"),
        Text(
            "Tag der ortsüblichen Bekanntmachung; muss sie auch ins Internet, der Tag dort",
            "Day of the public notice; where it has to be on the website as well, the day there",
        ),
        of_round=True,
    ),
    _event(
        "display_start",
        Text("Erster Tag der Auslegung", "First day of the display"),
        AS_ANNOUNCED,
        of_round=True,
        starts=True,
    ),
    _event(
        "display_end",
        Text("Letzter Tag der Auslegung", "Last day of the display"),
        AS_ANNOUNCED,
        of_round=True,
        starts=True,
    ),
    _event(
        "change_notified",
        Text("Planänderung mitgeteilt", "Change of the plan notified"),
        Text(
            "Tag, an dem die Änderung ohne neue Auslegung den neu Betroffenen zugegangen ist",
            "Day on which those newly affected got word of a change that is not displayed anew",
        ),
        of_round=True,
    ),
    _event(
        "objections_end",
        Text("Letzter Tag für Einwendungen", "Last day for objections"),
        AS_ANNOUNCED,
        of_round=True,
    ),
    _event(
        "hearing_published",
        Text("Bekanntmachung der Erörterung", "Notice of the hearing"),
        Text(
            "Bei mehr als 50 Benachrichtigungen zählt der Tag des Amtsblatts",
            "With more than 50 individual notices the day of the gazette counts",
        ),
    ),
    _event(
        "hearing",
        Text("Erörterungstermin", "Hearing"),
        Text("Erster Tag der Erörterung", "First day of the hearing"),
        starts=True,
    ),
    _event(
        "hearing_closed",
        Text("Erörterung abgeschlossen", "Hearing closed"),
        Text("Letzter Tag der Erörterung", "Last day of the hearing"),
    ),
    _event(
        "online_start",
        Text("Beginn der Onlinekonsultation", "Start of the online consultation"),
        AS_ANNOUNCED,
        starts=True,
    ),
    _event(
        "online_end",
        Text("Ende der Onlinekonsultation", "End of the online consultation"),
        AS_ANNOUNCED,
    ),
    _event(
        "report_sent",
        Text("Stellungnahme der Anhörungsbehörde abgegeben", "Hearing authority's report given"),
        Text(
            "Tag, an dem sie mit den Unterlagen an die Planfeststellungsbehörde ging",
            "Day on which it went to the planning authority with the documents",
        ),
    ),
    _event(
        "decision",
        Text("Planfeststellungsbeschluss", "Decision"),
        Text("Datum des Beschlusses", "Date of the decision"),
        starts=True,
    ),
    _event(
        "decision_posted",
        Text("Beschluss zur Post gegeben", "Decision posted"),
        Text(
            "Tag der Aufgabe zur Post, an die, denen einzeln zugestellt wird",
            "Day of posting, to those who are served individually",
        ),
    ),
    _event(
        "decision_served",
        Text("Beschluss einzeln zugestellt", "Decision served individually"),
        Text("Tag laut Zustellungsnachweis", "Day by the record of service"),
        starts=True,
    ),
    _event(
        "decision_published",
        Text("Bekanntmachung des Beschlusses", "Notice of the decision"),
        Text(
            "Tag, an dem bekannt gemacht wurde, wo und wann der Beschluss ausliegt",
            "Day of the notice that says where and when the decision is displayed",
        ),
    ),
    _event(
        "decision_display_start",
        Text("Erster Tag der Auslegung des Beschlusses", "First day of the decision's display"),
        AS_ANNOUNCED,
        starts=True,
    ),
    _event(
        "decision_display_end",
        Text("Letzter Tag der Auslegung des Beschlusses", "Last day of the decision's display"),
        AS_ANNOUNCED,
        starts=True,
    ),
    _event(
        "lawsuit_end",
        Text("Letzter Tag der Klagefrist", "Last day for a lawsuit"),
        AS_ANNOUNCED,
    ),
    _event(
        "final",
        Text("Beschluss unanfechtbar", "Decision final"),
        Text(
            "Tag, an dem niemand mehr klagen kann oder das letzte Urteil rechtskräftig ist",
            "Day on which nobody can sue any more, or the last judgment is final",
        ),
    ),
    _event(
        "construction_started",
        Text("Beginn der Durchführung", "Work begun"),
        Text(
            "erste nach außen erkennbare, nicht nur geringfügige Tätigkeit",
            "first visible work that is more than slight",
        ),
    ),
)
