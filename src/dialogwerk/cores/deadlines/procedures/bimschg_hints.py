"""What to mind in the permit under immission control law."""

from __future__ import annotations

from datetime import date

from .. import sentences as say
from ..case import Case
from ..steps import Step
from ..wording import EMPTY, Text
from .bimschg_rules import DIGITAL, is_renewable, may_extend

ELECTRONIC = date(2025, 11, 21)
"""From this day permits for renewable energy run electronically, § 10a Abs. 5 BImSchG."""
TRANSITION_HINT_YEARS = 10


def transition_hint(case: Case, step: Step) -> Text:
    """A hint at the former ordinance while the age of the procedure is not known."""
    if "application" in case.events or "§ 12 Abs. 1 Satz 2 9. BImSchV" not in step.norms:
        return EMPTY
    transition = case.rule("eia_transition", step.last_day)
    cut_off = transition.begun_before
    if cut_off is None or step.last_day.year > cut_off.year + TRANSITION_HINT_YEARS:
        return EMPTY
    return say.transition(cut_off, transition.norm)


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


def electronic_hint(case: Case, step: Step) -> Text:
    """Permits for renewable energy run electronically."""
    if not is_renewable(case) or step.last_day < ELECTRONIC:
        return EMPTY
    return Text(
        "Das Verfahren ist seit dem 21.11.2025 elektronisch zu führen; für Einwendungen gilt das "
        "nicht (§ 10a Abs. 5 BImSchG).",
        "Since 21 November 2025 the procedure has to run electronically; this does not hold for "
        "objections (§ 10a Abs. 5 BImSchG).",
    )


def agency_hint(case: Case, step: Step) -> Text:
    """Silence, and where an extension is not open."""
    silence = Text(
        "Äußert sich eine Behörde bis dahin nicht, ist davon auszugehen, dass sie sich nicht "
        "äußern will (§ 11 Satz 3 9. BImSchV).",
        "If an agency does not answer by then, it is taken to have no comment (§ 11 Satz 3 "
        "9. BImSchV).",
    )
    asked = case.day("agencies_asked")
    if not case.has("agencies_extended") or asked is None or may_extend(case, asked):
        return silence
    return silence + Text(
        "Die Frist ist hier nicht verlängert: Vor dem 09.07.2024 sowie für erneuerbare Energien "
        "und grünen Wasserstoff sieht das Gesetz das nicht vor (§ 10 Abs. 5 Satz 3 BImSchG).",
        "The period is not extended here: the law does not provide for that before 9 July 2024, "
        "nor for renewable energy and green hydrogen (§ 10 Abs. 5 Satz 3 BImSchG).",
    )


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
