"""Bases, conditions and hints of the permit under immission control law."""

from __future__ import annotations

from datetime import date, timedelta

from .. import sentences as say
from ..case import Case
from ..declaring import Bases, Basis
from ..errors import DeadlineError, PeriodTooShort
from ..steps import Step
from ..wording import EMPTY, Text
from .participation import applies, begun_before

DIGITAL = date(2024, 7, 9)
"""First day of the reform of 2024: display on the website, hearing only if needed."""
ELECTRONIC = date(2025, 11, 21)
"""From this day permits for renewable energy run electronically, § 10a Abs. 5 BImSchG."""
TRANSITION_HINT_YEARS = 10
_WITHOUT_EIA = Text("ohne UVP", "without EIA")
_WITH_EIA = Text("mit UVP", "with EIA")


def objection_bases(case: Case, display_end: date) -> Bases:
    """Two weeks, one month for an IED installation (§ 10 Abs. 3) or with assessment (§ 12)."""
    without = Basis(case.rule("objections", display_end), label=_WITHOUT_EIA)
    if case.eia is False:
        return Bases((without,))
    with_eia = _eia_basis(case, display_end)
    if case.eia or with_eia.version.period == without.version.period:
        return Bases((with_eia if case.eia else without,))
    return Bases((without, with_eia), "open")


def _eia_basis(case: Case, display_end: date) -> Basis:
    """With assessment one month, unless the procedure began before the cut-off day."""
    plain = case.rule("objections", display_end)
    version = case.rule("objections_eia", display_end)
    if plain.period.unit == "month" or version.period == plain.period:
        return Basis(plain, label=_WITH_EIA)
    transition = case.rule("eia_transition", display_end)
    if begun_before(case, transition.begun_before, "application"):
        return Basis(plain, also=(transition.norm,), label=_WITH_EIA)
    return Basis(version, label=_WITH_EIA)


def transition_hint(case: Case, step: Step) -> Text:
    """A hint at the former ordinance while the age of the procedure is not known."""
    if "application" in case.events or "§ 12 Abs. 1 Satz 2 9. BImSchV" not in step.norms:
        return EMPTY
    transition = case.rule("eia_transition", step.last_day)
    cut_off = transition.begun_before
    if cut_off is None or step.last_day.year > cut_off.year + TRANSITION_HINT_YEARS:
        return EMPTY
    return say.transition(cut_off, transition.norm)


def too_short(case: Case, given: date, minimum: date, basis: Basis) -> DeadlineError:
    """The error for a period of objections that is too short."""
    return PeriodTooShort(
        event="objections_end", given=given, minimum=minimum, norm=case.cited(basis.version.norm)
    )


def exclusion_hint(case: Case, step: Step) -> Text:
    """What it means to be late: out of this procedure, not necessarily out of court."""
    norm = "§ 10 Abs. 3 Satz 9 BImSchG" if step.last_day >= DIGITAL else "§ 10 Abs. 3 BImSchG"
    return Text(
        f"Spätere Einwendungen sind für das Genehmigungsverfahren ausgeschlossen ({norm}), soweit "
        "sie nicht auf besonderen privatrechtlichen Titeln beruhen.",
        f"Later objections are excluded from the permit procedure ({norm}) unless they rest on "
        "special titles under private law.",
    )


def change_hint(case: Case, step: Step) -> Text:
    """A changed project is displayed again only if it may affect others."""
    if not case.has("plan_change"):
        return EMPTY
    return Text(
        "Nach einer Änderung des Vorhabens darf auf eine zusätzliche Auslegung verzichtet werden, "
        "wenn keine nachteiligen Auswirkungen für Dritte zu besorgen sind; sonst beschränken sich "
        "Einwendungen und Erörterung auf die Änderung (§ 8 Abs. 2 9. BImSchV). Eine kürzere Frist "
        "sieht die Verordnung nicht vor.",
        "After a change of the project a further display may be left out if no harm to third "
        "parties is to be feared; otherwise objections and hearing are limited to the change (§ 8 "
        "Abs. 2 9. BImSchV). The ordinance provides for no shorter period.",
    )


def has_early(case: Case) -> bool:
    """Early participation took place, and the law of that day knew it."""
    day = case.events.get("application")
    taken_place = {"early_start", "early_end", "result_handed_over"} & set(case.events)
    return bool(taken_place) and day is not None and case.has_rule("early_participation", day)


def internet_display(case: Case, step: Step) -> Text:
    """Where the documents have to be displayed today."""
    if step.first_day is None or step.first_day < DIGITAL:
        return EMPTY
    return Text(
        "Die Unterlagen sind auf der Internetseite der Behörde auszulegen; auf Verlangen ist ein "
        "anderer leicht erreichbarer Zugang zu geben (§ 10 Abs. 3 Satz 3 und 4 BImSchG).",
        "The documents have to be displayed on the authority's website; on request another way in "
        "that is easy to reach must be given (§ 10 Abs. 3 Satz 3 and 4 BImSchG).",
    )


def notice_contents(case: Case, step: Step) -> Text:
    """What the notice has to name so that the periods can be checked."""
    return _CONTENTS + _ABROAD if case.has("transboundary") else _CONTENTS


_ABROAD = Text(
    "Auf die grenzüberschreitende Beteiligung ist hinzuweisen (§ 9 Abs. 1 Satz 2, § 11a "
    "9. BImSchV).",
    "The notice has to mention the participation across the border (§ 9 Abs. 1 Satz 2, § 11a "
    "9. BImSchV).",
)
_CONTENTS = Text(
    "Die Bekanntmachung nennt den ersten und letzten Tag der Auslegungs- und der "
    "Einwendungsfrist (§ 9 Abs. 1 Satz 1 Nr. 2 9. BImSchV).",
    "The notice names the first and last day of the display and of the objection period (§ 9 "
    "Abs. 1 Satz 1 Nr. 2 9. BImSchV).",
)


def completeness_bases(case: Case, application: date) -> Bases:
    """One month, § 7 9. BImSchV; 45 or 30 days for renewable energy, § 10a Abs. 4 BImSchG."""
    special = _renewable_check(case)
    if special and applies(special, application, case):
        return Bases((Basis(case.rule(special, application)),))
    version = case.rule("completeness", application)
    if not case.has("check_extended"):
        return Bases((Basis(version),))
    return Bases((Basis(version, extension=case.rule("completeness_longer", application)),))


def _renewable_check(case: Case) -> str:
    if case.has("acceleration_area"):
        return "completeness_acceleration"
    return "completeness_renewable" if _is_renewable(case) else ""


def _is_renewable(case: Case) -> bool:
    return any(case.has(one) for one in ("renewable", "wind", "acceleration_area"))


def electronic_hint(case: Case, step: Step) -> Text:
    """Permits for renewable energy run electronically."""
    if not _is_renewable(case) or step.last_day < ELECTRONIC:
        return EMPTY
    return Text(
        "Das Verfahren ist seit dem 21.11.2025 elektronisch zu führen; für Einwendungen gilt das "
        "nicht (§ 10a Abs. 5 BImSchG).",
        "Since 21 November 2025 the procedure has to run electronically; this does not hold for "
        "objections (§ 10a Abs. 5 BImSchG).",
    )


def agency_bases(case: Case, asked: date) -> Bases:
    """One month, § 11 9. BImSchV; since 2024 once up to one month longer, § 10 Abs. 5."""
    version = case.rule("agencies", asked)
    if not _may_extend(case, asked):
        return Bases((Basis(version),))
    return Bases((Basis(version, extension=case.rule("agencies_longer", asked)),))


def _may_extend(case: Case, asked: date) -> bool:
    if not case.has("agencies_extended") or _is_renewable(case) or case.has("hydrogen"):
        return False
    return applies("agencies_longer", asked, case)


def agency_hint(case: Case, step: Step) -> Text:
    """Silence, and where an extension is not open."""
    silence = Text(
        "Äußert sich eine Behörde bis dahin nicht, ist davon auszugehen, dass sie sich nicht "
        "äußern will (§ 11 Satz 3 9. BImSchV).",
        "If an agency does not answer by then, it is taken to have no comment (§ 11 Satz 3 "
        "9. BImSchV).",
    )
    asked = case.day("agencies_asked")
    if not case.has("agencies_extended") or asked is None or _may_extend(case, asked):
        return silence
    return silence + Text(
        "Die Frist ist hier nicht verlängert: Vor dem 09.07.2024 sowie für erneuerbare Energien "
        "und grünen Wasserstoff sieht das Gesetz das nicht vor (§ 10 Abs. 5 Satz 3 BImSchG).",
        "The period is not extended here: the law does not provide for that before 9 July 2024, "
        "nor for renewable energy and green hydrogen (§ 10 Abs. 5 Satz 3 BImSchG).",
    )


def hearing_has_target(case: Case) -> bool:
    """Whether there is a target for the day of the hearing, and a hearing at all."""
    if case.has("hearing_waived") and "hearing" not in case.events:
        return False
    end = case.day("objections") or case.day("objections_end")
    return applies("hearing", end, case)


def hearing_hint(case: Case, step: Step) -> Text:
    """Whether there is a hearing is for the authority to decide."""
    if step.last_day < DIGITAL:
        return _DISCRETION
    if case.has("wind") or case.has("hydrogen"):
        return Text(
            "Auf den Erörterungstermin soll hier verzichtet werden, wenn ihn nicht der "
            "Antragsteller beantragt (§ 16 Abs. 1 Satz 3 9. BImSchV).",
            "Here the hearing should be left out unless the applicant asks for it (§ 16 Abs. 1 "
            "Satz 3 9. BImSchV).",
        )
    return _DISCRETION + Text(
        "Der Termin entfällt, wenn ihn der Vorhabenträger nicht beantragt und die Behörde ihn "
        "nicht für geboten hält (§ 16 Abs. 1 Satz 1 Nr. 5 9. BImSchV).",
        "There is none if the developer does not ask for it and the authority sees no need (§ 16 "
        "Abs. 1 Satz 1 Nr. 5 9. BImSchV).",
    )


_DISCRETION = Text(
    "Ob erörtert wird, entscheidet die Behörde nach Ermessen (§ 10 Abs. 6 Satz 1 BImSchG).",
    "It is for the authority to decide whether there is a hearing (§ 10 Abs. 6 Satz 1 BImSchG).",
)


def decision_bases(case: Case, complete: date) -> Bases:
    """Seven, six or three months, § 10 Abs. 6a, § 16 Abs. 3, § 10a Abs. 6 BImSchG."""
    parameter = "decision_change" if case.has("change_permit") else "decision"
    if case.has("acceleration_area") and applies("decision_acceleration", complete, case):
        parameter = "decision_acceleration"
    version = case.rule(parameter, complete)
    if not case.has("decision_extended"):
        return Bases((Basis(version),))
    return Bases((Basis(version, extension=case.rule("decision_longer", complete)),))


def decision_lead(case: Case, day: date) -> Text:
    """From which day the period for the decision counts."""
    return (_COMPLETE if "complete" in case.events else _CHECKED) + _TO_DECIDE


_COMPLETE = Text(
    "Die Unterlagen sind seit dem {trigger} vollständig.",
    "The documents have been complete since {trigger}.",
)
_CHECKED = Text(
    "Die Prüfung auf Vollständigkeit endet am {trigger}; mit ihrem Ablauf beginnt die Frist, wenn "
    "nichts nachgefordert wird (§ 7 Abs. 1 Satz 4 9. BImSchV).",
    "The check of completeness ends on {trigger}; with its end the period begins if nothing more "
    "is asked for (§ 7 Abs. 1 Satz 4 9. BImSchV).",
)
_TO_DECIDE = Text(
    "Über den Antrag ist binnen {period_dat} zu entscheiden ({norms}).",
    "The application has to be decided within {period} ({norms}).",
)


def decision_hint(case: Case, step: Step) -> Text:
    """What applies in acceleration areas only to some projects."""
    if "§ 10a Abs. 6 Satz 1 BImSchG" not in step.norms:
        return EMPTY
    return Text(
        "Das gilt für Repowering, Anlagen unter 150 Kilowatt und Speicher am selben Standort; "
        "sonst bleibt es bei der Frist des § 10 Abs. 6a BImSchG.",
        "This holds for repowering, installations below 150 kilowatts and storage at the same "
        "site; otherwise the period of § 10 Abs. 6a BImSchG stays.",
    )


def starts_the_day_after(case: Case) -> bool:
    """The display of the permit begins, as the law wants it, on the day after the notice."""
    published = case.events.get("decision_published")
    start = case.events.get("decision_display_start")
    return published is not None and start in (None, published + timedelta(days=1))


def display_should_follow_notice(case: Case, step: Step) -> Text:
    """The display began later than on the day after the notice."""
    if "decision_published" not in case.events:
        return EMPTY
    return Text(
        "Die Auslegung soll am Tag nach der Bekanntmachung beginnen (§ 10 Abs. 8 Satz 3 BImSchG); "
        "sie beginnt hier später und zählt ab ihrem wirklichen Beginn.",
        "The display should begin on the day after the notice (§ 10 Abs. 8 Satz 3 BImSchG); here "
        "it begins later and counts from when it really began.",
    )


def lawsuit_lead(case: Case, day: date) -> Text:
    """Served in person, or by the fiction of § 10 Abs. 8 BImSchG."""
    served = Text(
        "Der Bescheid ist am {trigger} zugestellt.", "The permit was served on {trigger}."
    )
    if "service" in case.found:
        served = Text(
            "Der Bescheid gilt am {trigger} als zugestellt.",
            "The permit counts as served on {trigger}.",
        )
    return served + Text(
        "Klage ist binnen {period_dat} danach möglich ({norms}).",
        "A lawsuit is possible within {period} ({norms}).",
    )


def without_public(case: Case, step: Step) -> Text:
    """The simplified procedure has no participation, so its events are without effect."""
    unused = {"published", "display_start", "display_end", "objections_end", "hearing"}
    if case.variant != "simplified" or not unused & set(case.events):
        return EMPTY
    return Text(
        "Im vereinfachten Verfahren gibt es weder Auslegung noch Einwendungen noch Erörterung (§ "
        "19 Abs. 2 BImSchG); die dazu eingetragenen Tage bleiben ohne Wirkung. Bitte prüfen Sie "
        "die Variante.",
        "In the simplified procedure there is no display, no objections and no hearing (§ 19 Abs. "
        "2 BImSchG); the days recorded for them have no effect. Please check the variant.",
    )


def preliminary_objection(case: Case, step: Step) -> Text:
    """Whether an objection under § 68 VwGO comes first differs by Land."""
    if case.laender[0] == "NW":
        return Text(
            "In Nordrhein-Westfalen entfällt das Widerspruchsverfahren in den meisten Fällen "
            "(§ 110 JustG NRW); maßgeblich ist die Rechtsbehelfsbelehrung.",
            "In North Rhine-Westphalia there is in most cases no preliminary objection (§ 110 "
            "JustG NRW); the instruction on remedies decides.",
        )
    return Text(
        "Ob zuerst Widerspruch einzulegen ist, richtet sich nach Landesrecht; auch dafür gilt ein "
        "Monat (§ 70 VwGO). Maßgeblich ist die Rechtsbehelfsbelehrung.",
        "Whether a preliminary objection comes first depends on the law of the Land; one month "
        "holds for that as well (§ 70 VwGO). The instruction on remedies decides.",
    )


def own_service(case: Case, step: Step) -> Text:
    """Who was served in person counts from that day."""
    if "service" not in case.found:
        return EMPTY
    return Text(
        "Wem der Bescheid selbst zugestellt wurde, für den zählt der Tag dieser Zustellung (§ 10 "
        "Abs. 7 Satz 1 BImSchG).",
        "For those on whom the permit was served in person, the day of that service counts (§ 10 "
        "Abs. 7 Satz 1 BImSchG).",
    )


def expiry_hint(case: Case, step: Step) -> Text:
    """A permit can expire."""
    return Text(
        "Die Genehmigung erlischt, wenn nicht binnen der gesetzten Frist begonnen wird oder die "
        "Anlage mehr als drei Jahre nicht betrieben wird (§ 18 Abs. 1 BImSchG).",
        "The permit expires if work has not begun within the period set, or if the installation "
        "has not been operated for more than three years (§ 18 Abs. 1 BImSchG).",
    )
