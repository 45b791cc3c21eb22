"""Bases, conditions and leads of the permit under immission control law."""

from __future__ import annotations

from datetime import date, timedelta

from ..case import Case
from ..declaring import Bases, Basis
from ..errors import DeadlineError, PeriodTooShort, PeriodTooShortUnlessOld
from ..wording import Text
from .participation import applies, begun_before

DIGITAL = date(2024, 7, 9)
"""First day of the reform of 2024: display on the website, hearing only if needed."""
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


def too_short(case: Case, given: date, minimum: date, basis: Basis) -> DeadlineError:
    """The error, with a hint at the former law where that may be the explanation."""
    facts = {
        "event": "objections_end",
        "given": given,
        "minimum": minimum,
        "norm": case.cited(basis.version.norm),
    }
    if "application" in case.events or basis.version.norm != "§ 12 Abs. 1 Satz 2 9. BImSchV":
        return PeriodTooShort(**facts)
    old = case.rule("eia_transition", given)
    return PeriodTooShortUnlessOld(
        **facts, cut_off=old.begun_before, begun="application", transition=old.norm
    )


def has_early(case: Case) -> bool:
    """Early participation took place, and the law of that day knew it."""
    day = case.events.get("application")
    taken_place = {"early_start", "early_end", "result_handed_over"} & set(case.events)
    return bool(taken_place) and day is not None and case.has_rule("early_participation", day)


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
    return "completeness_renewable" if is_renewable(case) else ""


def is_renewable(case: Case) -> bool:
    return any(case.has(one) for one in ("renewable", "wind", "acceleration_area"))


def agency_bases(case: Case, asked: date) -> Bases:
    """One month, § 11 9. BImSchV; since 2024 once up to one month longer, § 10 Abs. 5."""
    version = case.rule("agencies", asked)
    if not may_extend(case, asked):
        return Bases((Basis(version),))
    return Bases((Basis(version, extension=case.rule("agencies_longer", asked)),))


def may_extend(case: Case, asked: date) -> bool:
    if not case.has("agencies_extended") or is_renewable(case) or case.has("hydrogen"):
        return False
    return applies("agencies_longer", asked, case)


def hearing_has_target(case: Case) -> bool:
    """Whether there is a target for the day of the hearing, and a hearing at all."""
    if case.has("hearing_waived") and "hearing" not in case.events:
        return False
    end = case.day("objections") or case.day("objections_end")
    return applies("hearing", end, case)


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


def starts_the_day_after(case: Case) -> bool:
    """The display of the permit begins, as the law wants it, on the day after the notice."""
    published = case.events.get("decision_published")
    start = case.events.get("decision_display_start")
    return published is not None and start in (None, published + timedelta(days=1))


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
