"""Who speaks for many: from the name in a list to a representative, step by step with its norm.

§§ 17–19 VwVfG. A list names somebody, or nobody; the authority looks whether the name holds; when
nobody speaks (any more) it may call for a joint representative, and appoint one when the time it
set has passed without an answer. A submission without a proper representative may be left out of
consideration, after a public notice. Every step is taken by a person; here stands which steps the
law knows from where, on which ground, and what has to be on file for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from .uniform import is_uniform


class Standing(StrEnum):
    """Who speaks at this moment."""

    UNNAMED = "unnamed"
    NAMED = "named"
    DOUBTFUL = "doubtful"
    CONFIRMED = "confirmed"
    CALLED = "called"
    APPOINTED = "appointed"
    ENDED = "ended"
    SET_ASIDE = "set_aside"


SPEAKS: Final = frozenset({Standing.CONFIRMED, Standing.APPOINTED})
"""Somebody represents the others, as far as the authority has looked."""


class Act(StrEnum):
    """What can be done about it."""

    NAME = "name"
    CONFIRM = "confirm"
    DOUBT = "doubt"
    CALL = "call"
    APPOINT = "appoint"
    END = "end"
    SET_ASIDE = "set_aside"
    TAKE_UP = "take_up"


@dataclass(frozen=True, slots=True)
class Step:
    """One act from one standing.

    Attributes:
        to: the standing it leads to.
        norms: its legal ground.
        needs: what has to be on file: "person", "reason", "answer_by" (the time set),
            "published_on" (day of the public notice).
    """

    to: Standing
    norms: tuple[str, ...]
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Record:
    """What somebody puts on file for an act; what the act does not need may be missing."""

    day: date
    has_person: bool = False
    is_natural_person: bool = True
    reason: str = ""
    answer_by: date | None = None
    published_on: date | None = None


_NAMED = ("§ 17 Abs. 1 Satz 1 VwVfG",)
_CHOSEN_AFTER_CALL = ("§ 17 Abs. 4 Satz 1 VwVfG", "§ 18 Abs. 1 Satz 1 VwVfG")
_CALL_AFTER_END = ("§ 17 Abs. 4 Satz 1 und 2 VwVfG",)
_CALL_SAME_INTEREST = ("§ 18 Abs. 1 Satz 1 VwVfG",)
_APPOINT = ("§ 17 Abs. 4 Satz 3 VwVfG", "§ 18 Abs. 1 Satz 2 VwVfG")
_END = ("§ 17 Abs. 3 Satz 1 VwVfG", "§ 18 Abs. 2 Satz 1 VwVfG")
_SET_ASIDE = ("§ 17 Abs. 2 Satz 1 und 2 VwVfG",)
_DOUBT = ("§ 17 Abs. 1 Satz 2 VwVfG", "§ 17 Abs. 2 Satz 1 VwVfG")

_PERSON, _REASON = frozenset({"person"}), frozenset({"reason"})
_TIME = frozenset({"answer_by", "reason"})
_NOTICE = frozenset({"published_on", "reason"})

STEPS: Final[dict[tuple[Standing, Act], Step]] = {
    (Standing.UNNAMED, Act.NAME): Step(Standing.NAMED, _NAMED, _PERSON),
    (Standing.UNNAMED, Act.CALL): Step(Standing.CALLED, _CALL_SAME_INTEREST, _TIME),
    (Standing.UNNAMED, Act.SET_ASIDE): Step(Standing.SET_ASIDE, _SET_ASIDE, _NOTICE),
    (Standing.NAMED, Act.CONFIRM): Step(Standing.CONFIRMED, _NAMED),
    (Standing.NAMED, Act.DOUBT): Step(Standing.DOUBTFUL, _DOUBT, _REASON),
    (Standing.NAMED, Act.NAME): Step(Standing.NAMED, _NAMED, _PERSON),
    (Standing.DOUBTFUL, Act.NAME): Step(Standing.NAMED, _NAMED, _PERSON),
    (Standing.DOUBTFUL, Act.CALL): Step(Standing.CALLED, _CALL_SAME_INTEREST, _TIME),
    (Standing.DOUBTFUL, Act.SET_ASIDE): Step(Standing.SET_ASIDE, _SET_ASIDE, _NOTICE),
    (Standing.CONFIRMED, Act.END): Step(Standing.ENDED, _END, _REASON),
    (Standing.APPOINTED, Act.END): Step(Standing.ENDED, _END, _REASON),
    (Standing.ENDED, Act.NAME): Step(Standing.NAMED, _CHOSEN_AFTER_CALL, _PERSON),
    (Standing.ENDED, Act.CALL): Step(Standing.CALLED, _CALL_AFTER_END, _TIME),
    (Standing.CALLED, Act.NAME): Step(Standing.NAMED, _CHOSEN_AFTER_CALL, _PERSON),
    (Standing.CALLED, Act.CALL): Step(Standing.CALLED, ("§ 31 Abs. 7 VwVfG",), _TIME),
    (Standing.CALLED, Act.APPOINT): Step(Standing.APPOINTED, _APPOINT, _PERSON | _REASON),
    (Standing.SET_ASIDE, Act.TAKE_UP): Step(Standing.UNNAMED, (), _REASON),
}
"""Every step that there is; anything else is not possible from there."""


def possible(standing: Standing) -> tuple[Act, ...]:
    """The acts that can follow, in the order in which a clerk thinks of them."""
    return tuple(act for act in Act if (standing, act) in STEPS)


def obstacles(
    standing: Standing, act: Act, filed: Record, *, people: int, answer_by: date | None
) -> Sequence[str]:
    """What stands in the way of an act, as short keys; empty if nothing does.

    Args:
        people: behind the list or template; to call, appoint or set aside takes more than 50.
        answer_by: the last day of the time that was set with a call.

    Returns:
        Of these: "not_possible" from here; "too_few" people; "…_missing" for what the act needs;
        "not_natural" (§ 17 Abs. 1 Satz 2, § 18 Abs. 1 Satz 3 VwVfG); "time_runs" (appointed before
        the time set has passed); "time_is_past" (a time set that ends before it begins);
        "notice_ahead" (a public notice that is still to come).
    """
    step = STEPS.get((standing, act))
    if step is None:
        return ("not_possible",)
    found = [f"{name}_missing" for name in sorted(step.needs) if not _is_filed(name, filed)]
    if act in (Act.CALL, Act.APPOINT, Act.SET_ASIDE) and not is_uniform(people):
        found.append("too_few")
    if filed.has_person and "person" in step.needs and not filed.is_natural_person:
        found.append("not_natural")
    return (*found, *_wrong_days(act, filed, answer_by))


def _is_filed(name: str, filed: Record) -> bool:
    return {
        "person": filed.has_person,
        "reason": bool(filed.reason.strip()),
        "answer_by": filed.answer_by is not None,
        "published_on": filed.published_on is not None,
    }[name]


def _wrong_days(act: Act, filed: Record, answer_by: date | None) -> tuple[str, ...]:
    found = []
    if act is Act.APPOINT and answer_by is not None and filed.day <= answer_by:
        found.append("time_runs")
    if act is Act.CALL and filed.answer_by is not None and filed.answer_by <= filed.day:
        found.append("time_is_past")
    if filed.published_on is not None and filed.published_on > filed.day:
        found.append("notice_ahead")
    return tuple(found)
