"""Until when one may object or comment, § 73 Abs. 4 and 8 VwVfG, §§ 21, 22 and 74 UVPG."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ... import sentences as say
from ...case import Case
from ...counting import end_of_event_period
from ...declaring import Bases, Basis, StepRule
from ...errors import DeadlineError, PeriodTooShort, PeriodTooShortUnlessOld
from ...law import Version
from ...steps import Step
from ...wording import EMPTY, Text
from .conditions import CORRIDOR, GRID, both, not_under, runs, under
from .hints import (
    after_many_months,
    change_may_be_shorter,
    electronic_only,
    no_display_with_eia,
    once_more_only_changes,
    waiver,
)

TRANSITION_HINT_YEARS = 10
_WITHOUT_EIA = Text("ohne UVP", "without EIA")
_WITH_EIA = Text("mit UVP", "with EIA")
_NAME = Text("Einwendungen", "Objections")


def objection_bases(case: Case, display_end: date) -> Bases:
    """Two weeks, § 73 Abs. 4 Satz 1 VwVfG; with assessment one month, § 21 Abs. 2 and 5 UVPG.

    If it is not known whether there is an assessment, both are open. The NABEG has one period for
    both.
    """
    without = Basis(case.rule("objections", display_end), label=_WITHOUT_EIA)
    if case.eia is False:
        return Bases((without,))
    if case.variant in GRID:
        return Bases((Basis(without.version),))
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


def change_bases(case: Case, display_end: date) -> Bases:
    """Changed documents displayed again: two weeks under the NABEG, else as before or shorter."""
    if case.variant in GRID:
        return case.bases("change_display", display_end)
    bases = objection_bases(case, display_end)
    if len(bases.items) > 1:
        return bases
    return Bases((replace(bases.items[0], label=EMPTY),))


def _begun_before(case: Case, cut_off: date | None) -> bool:
    begun = [case.events[name] for name in ("scoping", "application") if name in case.events]
    return bool(begun and cut_off and min(begun) < cut_off)


def _is_uvpg(version: Version) -> bool:
    return version.norm.endswith("UVPG")


def _age_is_known(case: Case) -> bool:
    return "scoping" in case.events or "application" in case.events


def transition_hint(case: Case, step: Step) -> Text:
    """A hint at the former law while procedures of that age are still to be expected."""
    if _age_is_known(case) or not any(norm.endswith("UVPG") for norm in step.norms):
        return EMPTY
    transition = case.rule("eia_transition", step.last_day)
    cut_off = transition.begun_before
    if cut_off is None or step.last_day.year > cut_off.year + TRANSITION_HINT_YEARS:
        return EMPTY
    display = case.day("public_display") or case.day("display_end")
    weeks = case.rule("objections", step.last_day).period
    until = case.shifted(end_of_event_period(display, weeks)) if display else None
    return say.transition(cut_off, transition.norm, until)


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
    old = case.rule("eia_transition", given)
    return PeriodTooShortUnlessOld(
        **facts, cut_off=old.begun_before, begun="scoping, application", transition=old.norm
    )


_AFTER_DISPLAY = StepRule(
    step="objections",
    name=_NAME,
    actor="public",
    kind="right",
    count="after",
    trigger=("public_display", "display_end"),
    law=objection_bases,
    lead=Text(
        "Die Auslegung endet am {trigger}. Einwendungen sind bis {period_acc} nach ihrem Ablauf "
        "möglich ({norms}).",
        "The display ends on {trigger}. Objections are possible until {period} after its end "
        "({norms}).",
    ),
    recorded="objections_end",
    first="display_start",
    when=both(runs("display"), not_under(CORRIDOR)),
    after_span=True,
    of_round=True,
    hints=(transition_hint, after_many_months, electronic_only, waiver),
    too_short=_too_short,
    longer_norm="§ 21 Abs. 3 UVPG",
    arrival=True,
)

_ON_CORRIDOR = replace(
    _AFTER_DISPLAY,
    name=Text("Äußerungen", "Comments"),
    lead=Text(
        "Die Veröffentlichung endet am {trigger}. Jede Person kann sich bis {period_acc} nach "
        "ihrem Ablauf äußern ({norms}).",
        "The publication ends on {trigger}. Any person may comment until {period} after its end "
        "({norms}).",
    ),
    when=both(runs("display"), under(CORRIDOR)),
    called=Text("Veröffentlichung", "publication"),
    hints=(waiver,),
)

_AFTER_CHANGE = replace(
    _AFTER_DISPLAY,
    law=change_bases,
    lead=Text(
        "Die Auslegung der geänderten Unterlagen endet am {trigger}. Äußerungen zu den Änderungen "
        "sind in der Regel bis {period_acc} nach ihrem Ablauf möglich ({norms}).",
        "The display of the changed documents ends on {trigger}. Comments on the changes are, as a "
        "rule, possible until {period} after its end ({norms}).",
    ),
    when=runs("change"),
    must=False,
    hints=(transition_hint, once_more_only_changes, change_may_be_shorter, electronic_only, waiver),
)

_AFTER_NOTIFICATION = StepRule(
    step="objections",
    name=_NAME,
    actor="public",
    kind="right",
    count="after",
    trigger=("change_notified",),
    law="change_comments",
    lead=Text(
        "Die Änderung des Plans wurde am {trigger} denen mitgeteilt, die erstmals oder stärker als "
        "bisher berührt sind. Sie können binnen {period_dat} danach Einwendungen erheben und "
        "Stellung nehmen ({norms}).",
        "On {trigger} the change of the plan was notified to those who are touched by it for the "
        "first time or more strongly. They may object and comment within {period} ({norms}).",
    ),
    recorded="objections_end",
    first="next",
    when=runs("notified"),
    of_round=True,
    hints=(once_more_only_changes, electronic_only, waiver),
    arrival=True,
)

_SET_BY_AUTHORITY = StepRule(
    step="objections",
    name=_NAME,
    actor="public",
    kind="right",
    count="on",
    trigger=("objections_end",),
    norms=("§ 73 Abs. 4 Satz 2 {VwVfG}",),
    lead=Text(
        "Auf eine Auslegung wird verzichtet, weil der Kreis der Betroffenen und die Vereinigungen "
        "bekannt sind. Die Einwendungsfrist bestimmt dann die Anhörungsbehörde ({norms}); sie "
        "endet am {trigger}.",
        "There is no display, as those affected and the associations are known. The hearing "
        "authority then sets the period for objections ({norms}); it ends on {trigger}.",
    ),
    when=runs("set"),
    of_round=True,
    hints=(no_display_with_eia, waiver),
    arrival=True,
)

STEPS = (_AFTER_DISPLAY, _ON_CORRIDOR, _AFTER_CHANGE, _AFTER_NOTIFICATION, _SET_BY_AUTHORITY)
