"""Plan approval (Planfeststellung), §§ 72–78 VwVfG, with the special laws that modify it."""

from __future__ import annotations

from datetime import date

from .. import sentences as say
from ..case import Case
from ..declaring import Bases, Basis, Choice, EventRule, Order, ProcedureType, StepRule
from ..errors import DeadlineError, PeriodTooShort, PeriodTooShortUnlessOld
from ..law import Version
from ..steps import Step
from ..wording import EMPTY, Text

ID = "planfeststellung"
TRANSITION_HINT_YEARS = 10
_WITHOUT_EIA = Text("ohne UVP", "without EIA")
_WITH_EIA = Text("mit UVP", "with EIA")


def objection_bases(case: Case, display_end: date) -> Bases:
    """Two weeks, § 73 Abs. 4 Satz 1 VwVfG; with assessment one month, § 21 Abs. 2 and 5 UVPG.

    If it is not known whether there is an assessment, both are open.
    """
    without = Basis(case.rule("objections", display_end), label=_WITHOUT_EIA)
    if case.eia is False:
        return Bases((without,))
    with_eia = _eia_basis(case, display_end)
    if case.eia or with_eia.version.period == without.version.period:
        return Bases((with_eia if case.eia else without,))
    return Bases((without, with_eia), "open")


def _eia_basis(case: Case, display_end: date) -> Basis:
    """With assessment: by § 21 UVPG, unless the procedure began before the cut-off day."""
    version = case.rule("objections_eia", display_end)
    if not _is_uvpg(version):
        return Basis(version, label=_WITH_EIA)
    transition = case.rule("eia_transition", display_end)
    if _begun_before(case, transition.begun_before):
        old = case.rule("objections", display_end)
        return Basis(old, also=(transition.norm,), label=_WITH_EIA)
    return Basis(version, also=("§ 21 Abs. 5 UVPG",), label=_WITH_EIA)


def _begun_before(case: Case, cut_off: date | None) -> bool:
    begun = [case.events[name] for name in ("scoping", "application") if name in case.events]
    return bool(begun and cut_off and min(begun) < cut_off)


def _is_uvpg(version: Version) -> bool:
    return version.norm.endswith("UVPG")


def _age_is_known(case: Case) -> bool:
    return bool({"scoping", "application"} & set(case.events))


def transition_hint(case: Case, step: Step) -> Text:
    """A hint at the former law while procedures of that age are still to be expected."""
    if _age_is_known(case) or not any(norm.endswith("UVPG") for norm in step.norms):
        return EMPTY
    transition = case.rule("eia_transition", step.last_day)
    cut_off = transition.begun_before
    if cut_off is None or step.last_day.year > cut_off.year + TRANSITION_HINT_YEARS:
        return EMPTY
    return say.transition(cut_off, transition.norm)


def _too_short(case: Case, given: date, minimum: date, basis: Basis) -> DeadlineError:
    """The error, with a hint at the former law where that may be the explanation."""
    facts = {
        "event": "objections_end",
        "given": given,
        "minimum": minimum,
        "norm": case.cited(basis.version.norm),
    }
    if not _is_uvpg(basis.version) or _age_is_known(case):
        return PeriodTooShort(**facts)
    cut_off = case.rule("eia_transition", given).begun_before
    return PeriodTooShortUnlessOld(**facts, cut_off=cut_off)


EVENTS = (
    EventRule(
        "scoping",
        Text("Scoping", "Scoping"),
        Text(
            "Tag, an dem der Untersuchungsrahmen der UVP beantragt oder eingeleitet wurde",
            "Day on which scoping for the EIA was asked for or begun",
        ),
    ),
    EventRule(
        "application",
        Text("Antrag eingereicht", "Application filed"),
        Text("Eingang des Plans bei der Behörde", "Receipt of the plan by the authority"),
        starts=True,
    ),
    EventRule(
        "published",
        Text("Bekanntmachung der Auslegung", "Notice of the display"),
        Text("Tag der ortsüblichen Bekanntmachung", "Day of the public notice"),
        of_round=True,
    ),
    EventRule(
        "display_start",
        Text("Erster Tag der Auslegung", "First day of the display"),
        of_round=True,
        starts=True,
    ),
    EventRule(
        "display_end",
        Text("Letzter Tag der Auslegung", "Last day of the display"),
        Text("wie bekannt gemacht", "as announced"),
        of_round=True,
        starts=True,
    ),
    EventRule(
        "objections_end",
        Text("Letzter Tag für Einwendungen", "Last day for objections"),
        Text("wie bekannt gemacht", "as announced"),
        of_round=True,
    ),
    EventRule(
        "hearing_published",
        Text("Bekanntmachung der Erörterung", "Notice of the hearing"),
        Text(
            "Bei mehr als 50 Benachrichtigungen zählt der Tag des Amtsblatts",
            "With more than 50 individual notices the day of the gazette counts",
        ),
    ),
    EventRule(
        "hearing",
        Text("Erörterungstermin", "Hearing"),
        Text("Erster Tag der Erörterung", "First day of the hearing"),
        starts=True,
    ),
    EventRule(
        "decision_display_start",
        Text("Erster Tag der Auslegung des Beschlusses", "First day of the decision's display"),
        starts=True,
    ),
    EventRule(
        "decision_display_end",
        Text("Letzter Tag der Auslegung des Beschlusses", "Last day of the decision's display"),
        Text("wie bekannt gemacht", "as announced"),
        starts=True,
    ),
)

ORDER = (
    Order("application", "display_start", "§ 73 Abs. 1 bis 3 {VwVfG}"),
    Order("published", "display_start", "§ 73 Abs. 5 Satz 1 {VwVfG}"),
    Order("display_start", "display_end", strict=False),
    Order("display_end", "objections_end", strict=False),
    Order("decision_display_start", "decision_display_end", strict=False),
)

STEPS = (
    StepRule(
        step="public_display",
        name=Text("Auslegung der Planunterlagen", "Display of the plan"),
        actor="municipality",
        kind="minimum",
        count="span",
        trigger=("display_start",),
        law="public_display",
        lead=Text("Die Auslegung beginnt am {trigger}.", "The display begins on {trigger}."),
        recorded="display_end",
        of_round=True,
    ),
    StepRule(
        step="objections",
        name=Text("Einwendungen", "Objections"),
        actor="public",
        kind="right",
        count="after",
        trigger=("public_display", "display_end"),
        law=objection_bases,
        lead=Text(
            "Die Auslegung endet am {trigger}. Einwendungen sind bis {period_acc} nach ihrem "
            "Ablauf möglich ({norms}).",
            "The display ends on {trigger}. Objections are possible until {period} after its end "
            "({norms}).",
        ),
        recorded="objections_end",
        first="display_start",
        after_span=True,
        of_round=True,
        hints=(transition_hint,),
        too_short=_too_short,
        longer_norm="§ 21 Abs. 3 UVPG",
        arrival=True,
    ),
    StepRule(
        step="hearing",
        name=Text("Erörterungstermin", "Hearing"),
        actor="authority",
        kind="target",
        count="after",
        trigger=("objections",),
        law="hearing",
        lead=Text(
            "Die Einwendungsfrist endet am {trigger}. Die Erörterung soll binnen {period_dat} "
            "danach abgeschlossen sein ({norms}).",
            "The objection period ends on {trigger}. The hearing is to be finished within {period} "
            "({norms}).",
        ),
        recorded="hearing",
        first="next",
    ),
    StepRule(
        step="hearing_notice",
        name=Text("Bekanntmachung der Erörterung", "Notice of the hearing"),
        actor="municipality",
        kind="minimum",
        count="before",
        trigger=("hearing",),
        law="hearing_notice",
        lead=Text(
            "Die Erörterung beginnt am {trigger}. Sie ist mindestens {period_acc} vorher bekannt "
            "zu machen ({norms}).",
            "The hearing begins on {trigger}. It has to be announced at least {period} before "
            "({norms}).",
        ),
        recorded="hearing_published",
        when=lambda case: "hearing" in case.events,
    ),
    StepRule(
        step="decision_display",
        name=Text("Auslegung des Beschlusses", "Display of the decision"),
        actor="municipality",
        kind="minimum",
        count="span",
        trigger=("decision_display_start",),
        law="decision_display",
        lead=Text(
            "Die Auslegung des Beschlusses beginnt am {trigger}.",
            "The display of the decision begins on {trigger}.",
        ),
        recorded="decision_display_end",
    ),
    StepRule(
        step="service",
        name=Text("Zustellung an alle Übrigen", "Service on everyone else"),
        actor="authority",
        kind="fiction",
        count="on",
        trigger=("decision_display", "decision_display_end"),
        norms=("§ 74 Abs. 4 Satz 3 {VwVfG}",),
        lead=Text(
            "Mit dem Ende der Auslegung ({trigger}) gilt der Beschluss den übrigen Betroffenen "
            "gegenüber als zugestellt ({norms}), wenn die Bekanntmachung darauf hinweist.",
            "With the end of the display ({trigger}) the decision counts as served on everyone "
            "else concerned ({norms}), if the notice says so.",
        ),
        first="same",
    ),
    StepRule(
        step="lawsuit",
        name=Text("Klagefrist", "Period for a lawsuit"),
        actor="public",
        kind="right",
        count="after",
        trigger=("service",),
        law="lawsuit",
        lead=Text(
            "Der Beschluss gilt am {trigger} als zugestellt. Klage ist binnen {period_dat} danach "
            "möglich ({norms}).",
            "The decision counts as served on {trigger}. A lawsuit is possible within {period} "
            "({norms}).",
        ),
        recorded="lawsuit_end",
        first="next",
        shift_norm="§ 57 Abs. 2 VwGO, § 222 Abs. 2 ZPO",
    ),
)

TYPE = ProcedureType(
    id=ID,
    name=Text("Planfeststellung", "Plan approval"),
    variants=(Choice("vwvfg", Text("nur VwVfG", "VwVfG only"), "§§ 72–78 VwVfG"),),
    circumstances=(),
    events=EVENTS,
    order=ORDER,
    steps=STEPS,
)
