"""What being late means, in words that are true: by type, law, assessment and day.

The rule that guides every sentence: to be excluded in the procedure is one thing, to be shut out of
court another. Which of both holds has changed on 2 June 2017, and differs by type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from . import consequence_sentences as say
from .citing import cite
from .errors import UnknownVariant
from .holidays import LAENDER
from .law import FEDERAL
from .procedures import procedure_type as find_type
from .wording import EMPTY, Text

UMWRG_REFORM = date(2017, 6, 2)
"""No preclusion in court for decisions of the UVP type since then, § 7 Abs. 4 UmwRG."""
UVPG_REFORM = date(2017, 7, 29)
BAUGB_DIGITAL = date(2023, 7, 7)
BIMSCHG_2024 = date(2024, 7, 9)
RVP_BEGINS = date(2023, 9, 28)

_COURT_OPEN = ("§ 7 Abs. 4 UmwRG", "§ 5 UmwRG")
_LATE = "§ 73 Abs. 4 Satz 3 {VwVfG}"
_NOTICE = "§ 73 Abs. 4 Satz 4 {VwVfG}"
_REINSTATEMENT = "§ 32 {VwVfG}"


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from being in time or late.

    Attributes:
        in_time: what a letter in time brings.
        late: what being late means in this procedure.
        court: what it means in court.
        now: what one can still do.
        norms: on what all this rests.
        is_excluded: late letters are shut out of this procedure, if the notice said so.
        court_stays_open: True if being late costs nothing in court, False if it may, None if it
            depends on something that is not known.
    """

    in_time: Text
    late: Text
    court: Text
    now: Text
    norms: tuple[str, ...]
    is_excluded: bool
    court_stays_open: bool | None

    @property
    def once_sent(self) -> Text:
        """What one can still do when the letter is there already."""
        send = say.send_it_anyway()
        return Text(
            self.now.de.removeprefix(send.de).strip(), self.now.en.removeprefix(send.en).strip()
        )

    def as_dict(self) -> dict[str, object]:
        """Values for JSON."""
        texts = {"in_time": self.in_time, "late": self.late, "court": self.court, "now": self.now}
        return {
            **{f"{name}_de": text.de for name, text in texts.items()},
            **{f"{name}_en": text.en for name, text in texts.items()},
            "norms": list(self.norms),
            "is_excluded": self.is_excluded,
            "court_stays_open": self.court_stays_open,
        }


@dataclass(frozen=True, slots=True)
class _Facts:
    variant: str
    eia: bool | None
    land: str
    day: date
    circumstances: frozenset[str]

    def cited(self, norm: str) -> str:
        return cite(norm, self.land)


def consequence(
    procedure_type: str,
    *,
    day: date,
    land: str,
    eia: bool | None,
    variant: str = "",
    circumstances: Iterable[str] = (),
) -> Consequence:
    """What being late means.

    Args:
        procedure_type: such as "planfeststellung".
        day: last day of the period; the law of that day is described.
        land: code, or several joined by "/"; the first one's act is cited.
        eia: with environmental impact assessment; None if not known, then both are said.
        variant: special law; "" for the general one.
        circumstances: facts on record.

    Raises:
        DeadlineError: there is no such type or variant.

    >>> found = consequence("planfeststellung", day=date(2026, 4, 15), land="NW", eia=True)
    >>> found.is_excluded, found.court_stays_open, "§ 7 Abs. 4 UmwRG" in found.norms
    (True, True, True)
    """
    declared = find_type(procedure_type)
    known = [choice.id for choice in declared.variants]
    chosen = variant.strip().casefold() or known[0]
    if chosen not in known:
        raise UnknownVariant(type=declared.id, given=variant, known=", ".join(known))
    first = land.replace(",", "/").split("/")[0].strip().upper()
    facts = _Facts(
        chosen,
        eia,
        first if first in LAENDER else FEDERAL,
        day,
        frozenset(circumstances),
    )
    return _DESCRIBE.get(declared.id, _unregulated)(facts)


def _plan_approval(facts: _Facts) -> Consequence:
    if facts.variant == "bundesfachplanung":
        return _federal_sector_planning(facts)
    late_norm, notice_norm = _exclusion_of_plan_approval(facts)
    open_, court, norms = _court_of_plan_approval(facts)
    reinstated = facts.cited(_REINSTATEMENT)
    return Consequence(
        in_time=say.in_time_objection(facts.cited("§ 73 Abs. 6 Satz 1 {VwVfG}")),
        late=say.excluded(late_norm, notice_norm),
        court=court,
        now=say.send_it_anyway() + say.reinstatement(reinstated) + say.private_titles(late_norm),
        norms=_once((late_norm, notice_norm, *norms, reinstated)),
        is_excluded=True,
        court_stays_open=open_,
    )


def _exclusion_of_plan_approval(facts: _Facts) -> tuple[str, str]:
    if facts.eia and facts.day >= UVPG_REFORM:
        return "§ 21 Abs. 4 UVPG", "§ 21 Abs. 4 UVPG"
    if facts.eia is None and facts.day >= UVPG_REFORM:
        both = f"{facts.cited(_LATE)}; § 21 Abs. 4 UVPG"
        return both, f"{facts.cited(_NOTICE)}; § 21 Abs. 4 UVPG"
    return facts.cited(_LATE), facts.cited(_NOTICE)


def _court_of_plan_approval(facts: _Facts) -> tuple[bool | None, Text, tuple[str, ...]]:
    if facts.day < UMWRG_REFORM:
        return _court_before_reform(facts)
    if facts.eia:
        return True, say.court_open(), _COURT_OPEN
    late = facts.cited(_LATE)
    norms = (*_COURT_OPEN, "§ 1 Abs. 1 Satz 1 Nr. 1 bis 2b UmwRG", late)
    return None, say.court_depends(late, known=facts.eia is False), norms


def _court_before_reform(facts: _Facts) -> tuple[bool | None, Text, tuple[str, ...]]:
    late = facts.cited(_LATE)
    if facts.eia is False:
        return False, say.court_closed(late), (late,)
    return None, say.court_before_reform(late), (late, "§ 2 Abs. 3 UmwRG")


def _federal_sector_planning(facts: _Facts) -> Consequence:
    reinstated = facts.cited(_REINSTATEMENT)
    return Consequence(
        in_time=say.in_time_comment(),
        late=say.may_be_late("§ 9 NABEG, § 42 UVPG"),
        court=say.court_of_plans(),
        now=say.send_it_anyway() + say.say_again_in_approval() + say.reinstatement(reinstated),
        norms=("§ 9 NABEG", "§ 42 UVPG", "§ 7 Abs. 3 UmwRG", reinstated),
        is_excluded=False,
        court_stays_open=None,
    )


def _immission_control(facts: _Facts) -> Consequence:
    if facts.variant == "simplified":
        return _no_participation()
    recent = facts.day >= BIMSCHG_2024
    late = "§ 10 Abs. 3 Satz 9 BImSchG" if recent else "§ 10 Abs. 3 BImSchG"
    notice = "§ 10 Abs. 4 Nr. 2 BImSchG"
    open_, court, norms = _court_of_immission_control(facts, late)
    reinstated = facts.cited(_REINSTATEMENT)
    return Consequence(
        in_time=say.in_time_objection("§ 10 Abs. 6 BImSchG"),
        late=say.excluded(late, notice),
        court=court,
        now=say.send_it_anyway() + say.reinstatement(reinstated) + say.ordinary_courts(),
        norms=_once((late, notice, *norms, reinstated)),
        is_excluded=True,
        court_stays_open=open_,
    )


def _court_of_immission_control(
    facts: _Facts, late: str
) -> tuple[bool | None, Text, tuple[str, ...]]:
    if facts.day >= UMWRG_REFORM:
        return True, say.court_open_after_immission_control(late), (late, *_COURT_OPEN)
    if facts.eia is False and facts.variant != "ied":
        return False, say.court_closed(late), (late,)
    return None, say.court_before_reform(late), (late, "§ 2 Abs. 3 UmwRG")


def _no_participation() -> Consequence:
    norm = "§ 19 Abs. 2 BImSchG"
    return Consequence(
        in_time=say.no_participation(norm),
        late=say.no_participation(norm),
        court=say.court_without_participation(),
        now=say.write_any_time(),
        norms=(norm, "§ 70 VwGO", "§ 74 VwGO"),
        is_excluded=False,
        court_stays_open=True,
    )


def _land_use_plan(facts: _Facts) -> Consequence:
    if facts.variant == "consent":
        return _consent()
    late = "§ 4a Abs. 5 BauGB" if facts.day >= BAUGB_DIGITAL else "§ 4a Abs. 6 BauGB"
    notice = "§ 3 Abs. 2 Satz 4 BauGB" if facts.day >= BAUGB_DIGITAL else "§ 3 Abs. 2 Satz 2 BauGB"
    open_, court, court_norms = _court_of_land_use_plan(facts)
    return Consequence(
        in_time=say.in_time_local_plan(),
        late=say.may_be_left_out(late, notice),
        court=court,
        now=say.send_it_anyway() + say.council_still_weighs(),
        norms=(late, notice, *court_norms),
        is_excluded=False,
        court_stays_open=open_,
    )


def _court_of_land_use_plan(facts: _Facts) -> tuple[bool | None, Text, tuple[str, ...]]:
    if facts.day < UMWRG_REFORM:
        return None, say.court_of_development_plans_before_reform(), ("§ 47 Abs. 2a VwGO",)
    defects = "§ 215 BauGB"
    preparatory = ("§ 3 Abs. 3 BauGB", "§ 7 Abs. 2 UmwRG", defects)
    if "land_use_plan" in facts.circumstances:
        return None, say.court_of_preparatory_plans() + say.defects(), preparatory
    text = say.court_of_development_plans() + say.court_of_preparatory_plans() + say.defects()
    return True, text, ("§ 7 Abs. 3 Satz 2 UmwRG", *preparatory)


def _consent() -> Consequence:
    return Consequence(
        in_time=say.in_time_consent(),
        late=say.late_consent(),
        court=say.court_unaffected(),
        now=say.send_it_anyway(),
        norms=("§ 36a Abs. 2 BauGB",),
        is_excluded=False,
        court_stays_open=True,
    )


def _spatial_plan(facts: _Facts) -> Consequence:
    norm = "§ 9 Abs. 2 ROG"
    reinstated = facts.cited(_REINSTATEMENT)
    return Consequence(
        in_time=say.in_time_comment(),
        late=say.excluded(norm, norm),
        court=say.court_of_plans(),
        now=say.send_it_anyway() + say.reinstatement(reinstated),
        norms=(norm, "§ 7 Abs. 3 UmwRG", reinstated),
        is_excluded=True,
        court_stays_open=None,
    )


def _spatial_impact(facts: _Facts) -> Consequence:
    norm = "§ 15 Abs. 3 ROG"
    return Consequence(
        in_time=say.in_time_comment() + say.say_again_in_approval(),
        late=say.late_without_preclusion(norm, is_rvp=facts.day >= RVP_BEGINS),
        court=say.court_later(),
        now=say.send_it_anyway() + say.say_again_in_approval(),
        norms=(norm, "§ 15 Abs. 5 und 6 ROG"),
        is_excluded=False,
        court_stays_open=True,
    )


def _parliamentary_question(_facts: _Facts) -> Consequence:
    return Consequence(
        in_time=say.in_time_answer(),
        late=say.late_answer(),
        court=EMPTY,
        now=say.ask_parliament(),
        norms=("§ 92 Abs. 3 GO LT NRW",),
        is_excluded=False,
        court_stays_open=None,
    )


def _unregulated(_facts: _Facts) -> Consequence:
    return Consequence(
        in_time=say.in_time_comment(),
        late=say.unregulated(),
        court=EMPTY,
        now=say.send_it_anyway(),
        norms=(),
        is_excluded=False,
        court_stays_open=None,
    )


def _once(norms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for norm in norms for part in norm.split("; ")))


_DESCRIBE: dict[str, Callable[[_Facts], Consequence]] = {
    "planfeststellung": _plan_approval,
    "bimschg": _immission_control,
    "bauleitplan": _land_use_plan,
    "raumordnung": _spatial_plan,
    "raumvertraeglichkeit": _spatial_impact,
    "kleine_anfrage": _parliamentary_question,
}
