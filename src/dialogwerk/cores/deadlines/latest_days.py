"""The latest day of one event, found by computing forwards from many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from .declaring import ProcedureType, StepRule
from .errors import CalendarEnds, DeadlineError
from .planning_errors import NoDayFits, WishImpossible
from .schedule import schedule
from .steps import Schedule, Step

YEARS_BACK = 8
SLACK = 21
"""By how many days more than the start an end can move: weekends, holidays, short months."""
PROBE_DAYS_BEFORE = 200


@dataclass(frozen=True, slots=True)
class Link:
    """An event, and the steps that must be over before a goal.

    Attributes:
        root: event whose day is looked for.
        goal: what it has to lead to, and
        on: when.
        until: step whose end decides.
        strict: it must end before the day of the goal, not on it.
    """

    root: str
    goal: str
    on: date
    until: str
    strict: bool

    @property
    def bound(self) -> date:
        """Until when everything before the goal must be over."""
        return earlier(self.on, 1) if self.strict else self.on


@dataclass(frozen=True, slots=True)
class Forwards:
    """A procedure, what is fixed in it, and the schedules computed so far."""

    declared: ProcedureType
    case: Mapping[str, Any]
    fixed: Mapping[str, date]
    cache: dict[tuple[tuple[str, date], ...], Schedule | DeadlineError] = field(
        default_factory=dict
    )

    @property
    def facts(self) -> frozenset[str]:
        """Circumstances on record."""
        return frozenset(self.case["circumstances"])

    def compute(self, events: Mapping[str, date]) -> Schedule | DeadlineError:
        """The schedule, or the reason why there is none."""
        key = tuple(sorted(events.items()))
        if key not in self.cache:
            try:
                self.cache[key] = schedule(self.declared.id, events=events, **self.case)
            except DeadlineError as error:
                self.cache[key] = error
        return self.cache[key]

    def from_root(self, root: str, day: date) -> Schedule | DeadlineError:
        """The schedule from one event, and from what is fixed before it."""
        return self.compute({**self.given_before(root), root: day})

    def given_before(self, name: str) -> dict[str, date]:
        """What is fixed and lies before the event in the order of the procedure."""
        order = [event.id for event in self.declared.events]
        if name not in order:
            return {}
        at = order.index(name)
        return {
            one: day for one, day in self.fixed.items() if one in order and order.index(one) < at
        }

    def links(self, rule: StepRule, goal: str, on: date, order: bool | None) -> Iterator[Link]:
        """Ways from an event to the goal through this step, the declared ones in their order.

        Args:
            order: None if the goal is what the step records; else whether the goal must come
                strictly after it.
        """
        for root in dict.fromkeys(self._roots(rule.trigger, {rule.step})):
            if root == goal:
                continue
            start = self.fixed.get(root, earlier(on, PROBE_DAYS_BEFORE))
            found = self.from_root(root, start)
            if isinstance(found, DeadlineError) or not found.has(rule.step):
                continue
            before = found.step(rule.step).trigger
            is_after = order is None and rule.kind == "target" and found.has(before)
            if is_after and before != root:
                yield Link(root, goal, on, before, strict=True)
            else:
                yield Link(root, goal, on, rule.step, strict=bool(order))

    def _roots(self, trigger: tuple[str, ...], seen: set[str]) -> Iterator[str]:
        """Events from which the trigger is computed."""
        events = {event.id for event in self.declared.events}
        for name in trigger:
            if name in events:
                yield name
                continue
            for rule in self.declared.steps:
                if rule.step == name and rule.step not in seen:
                    yield from self._roots(rule.trigger, seen | {rule.step})

    def latest(self, link: Link) -> date:
        """The latest day of the root with which everything is over in time.

        Walks back from the goal; far from it by more than a day at once, but never so far that a
        later day could have done.

        Raises:
            NoDayFits: none within years.
        """
        tried, oldest = link.on, earlier(link.on, 366 * YEARS_BACK)
        problem: DeadlineError | None = None
        while tried >= oldest:
            end = self.end(link, tried)
            if isinstance(end, DeadlineError):
                problem, over = end, 1
            else:
                over = (end - link.bound).days
            if over <= 0:
                return tried
            tried = earlier(tried, max(1, over - SLACK))
        if isinstance(problem, CalendarEnds):
            raise problem
        raise NoDayFits(event=link.root, wish=link.goal, day=link.on)

    def check(self, link: Link, day: date) -> None:
        """Raises `WishImpossible` if a fixed day does not lead to the goal in time."""
        end = self.end(link, day)
        if isinstance(end, DeadlineError):
            raise end
        if end > link.bound:
            first = end + (link.on - link.bound)
            raise WishImpossible(
                wish=link.goal, day=link.on, event=link.root, given=day, earliest=first
            )

    def end(self, link: Link, day: date) -> date | DeadlineError:
        """Last day of what must be over before the goal, computed forwards."""
        found = self.from_root(link.root, day)
        if isinstance(found, DeadlineError):
            return found
        return max((step.accept_until for step in self.chain(link, found)), default=day)

    def chain(self, link: Link, found: Schedule) -> tuple[Step, ...]:
        """The steps from the event to the goal."""
        chain: list[Step] = []
        name = link.until
        while found.has(name) and name not in [step.step for step in chain]:
            step = found.step(name)
            chain.insert(0, step)
            if step.trigger == link.root:
                break
            name = step.trigger
        return tuple(chain)


def earlier(day: date, days: int) -> date:
    """So many days before.

    Raises:
        CalendarEnds: that is before the first year.
    """
    try:
        return day - timedelta(days=days)
    except OverflowError:
        raise CalendarEnds(year=0, first=1, last=date.max.year) from None
