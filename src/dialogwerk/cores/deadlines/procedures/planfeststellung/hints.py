"""What to mind besides the days: where the law leaves room, or has changed of late."""

from __future__ import annotations

from datetime import date, timedelta

from ...case import Case
from ...citing import ACTS
from ...counting import end_of_day_start_period
from ...steps import Step
from ...wording import EMPTY, Text, short_date
from .conditions import GRID, day_of

PLANSIG = (date(2020, 5, 29), date(2024, 12, 31))
"""First and last day on which steps could begin under the PlanSiG."""
REFORM = date(2024, 1, 1)
"""First day of §§ 27a to 27c VwVfG in federal law, BGBl. 2023 I Nr. 344."""
REFORM_SETTLED = date(2026, 1, 1)
POSTAL = date(2025, 1, 1)
"""Since then letters count as arrived on the fourth day, § 41 Abs. 2 VwVfG."""


def plansig(_case: Case, step: Step) -> Text:
    """The internet could replace the display while the PlanSiG ran."""
    first = step.first_day or step.last_day
    if not PLANSIG[0] <= first <= PLANSIG[1]:
        return EMPTY
    return Text(
        "Für Verfahren nach § 1 PlanSiG konnte die Auslegung durch eine Veröffentlichung im "
        "Internet ersetzt werden (§ 3 PlanSiG); an der Länge der Fristen ändert das nichts. "
        "Begonnene Schritte werden danach zu Ende geführt (§ 6 Abs. 2 PlanSiG).",
        "In procedures named in § 1 PlanSiG the display could be replaced by publication on the "
        "internet (§ 3 PlanSiG); the periods keep their length. Steps begun that way are finished "
        "that way (§ 6 Abs. 2 PlanSiG).",
    )


def land_reform(case: Case, step: Step) -> Text:
    """Whether the display is on the internet by the Land's own act, where that is uncertain."""
    first, land = step.first_day or step.last_day, case.laender[0]
    if not REFORM <= first < REFORM_SETTLED or land not in ACTS or case.variant in GRID:
        return EMPTY
    act = ACTS[land]
    if land == "NW":
        return _nrw_reform(first)
    return Text(
        f"Die Auslegung im Internet (§§ 27a bis 27c VwVfG des Bundes) gilt unter dem {act} erst, "
        "seit das Land sie übernommen hat. Bitte prüfen Sie, ab welchem Tag.",
        f"Display on the internet (§§ 27a to 27c of the federal VwVfG) holds under the {act} only "
        "since the Land took it over. Please check from which day.",
    )


def _nrw_reform(first: date) -> Text:
    if first < date(2025, 1, 1):
        return Text(
            "In Nordrhein-Westfalen galten die §§ 27a bis 27c VwVfG des Bundes 2024 noch nicht; "
            "maßgeblich ist die Auslegung in der Gemeinde.",
            "In North Rhine-Westphalia §§ 27a to 27c of the federal VwVfG did not yet hold in "
            "2024; what counts is the display in the municipality.",
        )
    return Text(
        "Angenommen ist, dass die §§ 27a bis 27c VwVfG NRW (Gesetz vom 10.12.2024, GV. NRW. 2024 "
        "Nr. 41) seit dem 01.01.2025 gelten. Bitte prüfen Sie das bei einem Schritt um diesen "
        "Tag.",
        "It is assumed that §§ 27a to 27c VwVfG NRW (act of 10.12.2024, GV. NRW. 2024 Nr. 41) "
        "have been in force since 1 January 2025. Please check this for a step around that day.",
    )


def after_many_months(case: Case, step: Step) -> Text:
    """A comment period may be extended to three months only, § 21 Abs. 3 UVPG."""
    start = case.events.get("display_start")
    if not step.recorded or start is None or case.eia is False or case.variant in GRID:
        return EMPTY
    if not case.has_rule("eia_longest", start):
        return EMPTY
    longest = end_of_day_start_period(start, case.rule("eia_longest", start).period)
    if step.last_day <= max(longest, case.shifted(longest)):
        return EMPTY
    return Text(
        f"§ 21 Abs. 3 UVPG erlaubt mit UVP höchstens drei Monate, vom Beginn der Auslegung an bis "
        f"{short_date(longest, 'de')}; ob so zu zählen ist, ist nicht geklärt. Für die "
        "Öffentlichkeit bleibt der bekannt gemachte Tag maßgeblich.",
        f"With an EIA § 21 Abs. 3 UVPG allows three months at most, from the start of the display "
        f"to {short_date(longest, 'en')}; whether to count in this way has not been settled. For "
        "the public the announced day stays binding.",
    )


def electronic_only(case: Case, step: Step) -> Text:
    """Energy lines: objections only electronically."""
    if case.variant != "enwg" or not case.has_rule("own_display", step.last_day):
        return EMPTY
    return Text(
        "Einwendungen sind elektronisch abzugeben; mündlich geht es nur zur elektronischen Eingabe "
        "bei der Anhörungsbehörde (§ 43a Abs. 6 EnWG). Die Bekanntmachung muss darauf hinweisen.",
        "Objections have to be lodged electronically; orally only with the hearing authority for "
        "electronic entry (§ 43a Abs. 6 EnWG). The notice has to say so.",
    )


def no_display_with_eia(case: Case, _step: Step) -> Text:
    """With an assessment there is always a display."""
    if case.eia is False:
        return EMPTY
    return Text(
        "Findet eine UVP statt, kann auf die Auslegung nicht verzichtet werden (§ 18 Abs. 1 Satz 4 "
        "UVPG).",
        "If there is an EIA, the display cannot be left out (§ 18 Abs. 1 Satz 4 UVPG).",
    )


def once_more_only_changes(case: Case, _step: Step) -> Text:
    """Renewed participation is confined to the change."""
    law = "§ 22 Abs. 1 UVPG" if case.eia else case.cited("§ 73 Abs. 8 Satz 1 {VwVfG}")
    return Text(
        f"Die erneute Beteiligung ist auf die Änderungen beschränkt ({law}). Was schon eingewandt "
        "wurde, bleibt eingewandt.",
        f"The renewed participation is confined to the changes ({law}). What was objected before "
        "stays on record.",
    )


def change_may_be_shorter(case: Case, step: Step) -> Text:
    """The comment period on a change may be shortened."""
    day = step.first_day or step.last_day
    if case.variant in GRID or not case.has_rule("eia_change", day):
        return EMPTY
    return Text(
        "Die Behörde darf die Frist angemessen verkürzen (§ 22 Abs. 1 Satz 2 UVPG). Eine Zahl "
        "nennt das Gesetz nicht; kürzer als zwei Wochen ist gewagt (Vergleich: § 73 Abs. 8 Satz 1 "
        "VwVfG).",
        "The authority may shorten the period appropriately (§ 22 Abs. 1 Satz 2 UVPG). The act "
        "gives no number; less than two weeks is risky (compare § 73 Abs. 8 Satz 1 VwVfG).",
    )


def waiver(case: Case, step: Step) -> Text:
    """Whether the law allows to do without a hearing."""
    if not case.has("hearing_waived"):
        return EMPTY
    if not case.has_rule("waiver", step.last_day):
        rule = case.cited("§ 73 Abs. 6 Satz 6, § 67 Abs. 2 Nr. 1 und 4 {VwVfG}")
        return Text(
            "Ein Verzicht auf die Erörterung nach Ermessen ist hier nicht hinterlegt; ohne sie "
            f"geht es dann nur in den Fällen von {rule}.",
            "A discretion to do without the hearing is not on file here; it can then be left out "
            f"only in the cases of {rule}.",
        )
    norm = case.cited(case.rule("waiver", step.last_day).norm)
    if case.variant == "luftvg":
        return Text(
            f"Auf die Erörterung darf nur bei Änderungen verzichtet werden ({norm}).",
            f"The hearing may be left out for changes only ({norm}).",
        )
    return Text(
        f"Auf die Erörterung darf die Behörde verzichten ({norm}).",
        f"The authority may do without the hearing ({norm}).",
    )


def online_law(case: Case, step: Step) -> Text:
    """On what an online consultation rests, where that is special or uncertain."""
    first = step.first_day or step.last_day
    if any(norm.endswith("PlanSiG") for norm in step.norms):
        return Text(
            "Das gilt für Verfahren nach § 1 PlanSiG. Eine Länge nennt § 5 PlanSiG nicht, nur eine "
            "angemessene Frist; die Woche ist ein Anhalt. Wer bis zum 31.12.2024 begonnen hat, "
            "führt den Schritt so zu Ende (§ 6 Abs. 2 PlanSiG).",
            "This holds for procedures named in § 1 PlanSiG. § 5 PlanSiG gives no length, only an "
            "appropriate period; the week is a guide. A step begun by 31 December 2024 is finished "
            "that way (§ 6 Abs. 2 PlanSiG).",
        )
    land = case.laender[0]
    if land == "NW" and first < REFORM_SETTLED:
        return _nrw_reform(first)
    return EMPTY if land in ("BW", "NW") else own_version(land, "§ 27c VwVfG")


def postal_law(case: Case, step: Step) -> Text:
    """Whether the Land's own act also counts four days since 2025."""
    land = case.laender[0]
    if land == "NW" or step.law_from is None or step.law_from < POSTAL:
        return EMPTY
    return own_version(land, "§ 41 Abs. 2 Satz 1 VwVfG")


def own_version(land: str, norm: str) -> Text:
    """The Land has an act of its own, and when it followed the federal one is not on file."""
    if land not in ACTS:
        return EMPTY
    act = ACTS[land]
    return Text(
        f"Gerechnet ist nach {norm} des Bundes. Ob und seit wann das {act} dem folgt, ist hier "
        "nicht hinterlegt. Bitte prüfen Sie das.",
        f"Counted is by {norm} of the federation. Whether and since when the {act} follows it is "
        "not on file here. Please check this.",
    )


def hearing_too_early(case: Case, _step: Step) -> Text:
    """The hearing comes after the objections."""
    held, until = case.events.get("hearing"), case.day("objections")
    if held is None or until is None or held > until or case.has("plan_change"):
        return EMPTY
    return Text(
        f"Die Erörterung beginnt, bevor die Einwendungsfrist am {short_date(until, 'de')} "
        f"abgelaufen ist; das Gesetz will es umgekehrt "
        f"({case.cited('§ 73 Abs. 6 Satz 1 {VwVfG}')}).",
        f"The hearing begins before the period for objections has ended on "
        f"{short_date(until, 'en')}; the law wants it the other way round "
        f"({case.cited('§ 73 Abs. 6 Satz 1 {VwVfG}')}).",
    )


def change_without_hearing(case: Case, _step: Step) -> Text:
    """Special laws want no hearing on a change."""
    if not case.has("plan_change") or not case.has_rule("waiver", _day(case)):
        return EMPTY
    return Text(
        "Wegen einer Änderung allein wird in der Regel nicht erneut erörtert; das Gesetz lässt den "
        "Verzicht zu.",
        "A change alone is, as a rule, not discussed in a hearing; the law allows to leave it out.",
    )


def _day(case: Case) -> date:
    return day_of(case, "objections", "hearing") or date.max - timedelta(days=1)


def with_the_display(case: Case, _step: Step) -> Text:
    """The hearing may have been announced with the display."""
    if "hearing_published" in case.events:
        return EMPTY
    norm = case.cited("§ 73 Abs. 7 {VwVfG}")
    return Text(
        f"Steht der Termin schon in der Bekanntmachung der Auslegung, genügt das ({norm}).",
        f"If the notice of the display already names the day, that is enough ({norm}).",
    )


def gazette_counts(case: Case, _step: Step) -> Text:
    """With many notices the day of the gazette counts."""
    if not case.has("more_than_50"):
        return EMPTY
    norm = case.cited("§ 73 Abs. 6 Satz 4 und 5 {VwVfG}")
    return Text(
        "Ersetzt die Bekanntmachung mehr als 50 Benachrichtigungen, zählt der Tag, an dem das "
        f"amtliche Veröffentlichungsblatt erscheint ({norm}). Örtliche Zeitungen kommen hinzu.",
        "If the notice replaces more than 50 individual ones, what counts is the day on which the "
        f"official gazette appears ({norm}); local newspapers come on top.",
    )


def week_is_open(_case: Case, _step: Step) -> Text:
    """Whether an online consultation has to be announced a week ahead is not settled."""
    return Text(
        "Ob die Wochenfrist für die Bekanntmachung auch bei einer Onlinekonsultation gilt, ist "
        "nicht geklärt; nach dem Wortlaut genügt es, sie vorher bekannt zu machen.",
        "Whether the week also holds for the notice of an online consultation has not been "
        "settled; by its wording the law is content with a notice beforehand.",
    )


def no_report_within_one_house(_case: Case, _step: Step) -> Text:
    """One authority for both needs no report to itself."""
    return Text(
        "Entfällt, wenn Anhörungs- und Planfeststellungsbehörde dieselbe sind.",
        "Not needed if the hearing and the planning authority are the same.",
    )
