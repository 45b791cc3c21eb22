"""Planning backwards: the latest days that still lead to a wished one.

Nothing is counted backwards here. A day counts as the latest if the schedule computed forwards from
it meets the wish and the one from the day after does not; so the plan can be no more generous than
the law, and no stricter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from .declaring import Order, ProcedureType, StepRule
from .errors import DeadlineError, WrongDate
from .holidays import LAENDER, calendar_of, working_days
from .latest_days import SLACK, Forwards, Link, earlier
from .milestones import BackwardPlan, By, Milestone
from .planning_errors import NothingBefore, NoWish, WishImpossible, WishTooEarly, WishUnknown
from .procedures import procedure_type as find_type
from .steps import Schedule, Step
from .wording import EMPTY, Text, long_date, why_no_working_day

MOST_TRIES = 400
MUST_HAPPEN = frozenset({"application", "complete", "published", "hearing", "hearing_published"})
"""Events that every such procedure has; others are planned only if a period needs them."""
ALSO_BEFORE = {"plan_received": "agencies_asked", "decision": "report_sent"}
"""Goal → event whose own period has to be over by then, though no norm says so in as many words:
the plan reaches the municipalities when the authorities are asked (§ 73 Abs. 2 VwVfG), and the
decision rests on the report (§ 73 Abs. 9, § 74 Abs. 1 VwVfG)."""


def plan_backwards(
    procedure_type: str,
    *,
    land: str,
    eia: bool | None,
    variant: str = "",
    municipality: str = "",
    circumstances: Iterable[str] = (),
    events: Mapping[str, date] = MappingProxyType({}),
    wish: str = "",
    day: date | None = None,
    hearing: date | None = None,
    objections_end: date | None = None,
    decision: date | None = None,
    not_before: date | None = None,
) -> BackwardPlan:
    """The latest day of everything that has to come before a wished day.

    Exactly one wish: ``hearing``, ``objections_end`` or ``decision``, or any ``wish`` with its
    ``day``. Periods of duty are planned in full, as if everybody used up the time they have;
    of targets only that they come after the period from which they count.

    Args:
        events: what is fixed already.
        wish: event, or step without one of its own.
        not_before: nothing can be done before this day.

    Raises:
        DeadlineError: the wish cannot be met; the sentence names the earliest day.
    """
    wishes = {"hearing": hearing, "objections_end": objections_end, "decision": decision, wish: day}
    given = {name: one for name, one in wishes.items() if one is not None and name}
    if len(given) != 1 or (wish and day is None):
        raise NoWish()
    ((name, wished),) = given.items()
    if not isinstance(wished, date):
        raise WrongDate(event=name, given=str(wished))
    forwards = Forwards(
        find_type(procedure_type),
        {
            "land": land,
            "eia": eia,
            "variant": variant,
            "municipality": municipality,
            "circumstances": tuple(circumstances),
        },
        {key: on for key, on in events.items() if key != name},
    )
    question = _Question(forwards, not_before)
    plan = question.plan(name, wished)
    if not_before is not None:
        question.check_not_before(plan, not_before)
    return plan


@dataclass(frozen=True, slots=True)
class _Question:
    """What comes before a goal, step by step backwards."""

    forwards: Forwards
    not_before: date | None = None

    @property
    def declared(self) -> ProcedureType:
        """The type of procedure."""
        return self.forwards.declared

    def plan(self, wish: str, day: date) -> BackwardPlan:
        """All milestones before the wish, nearest first, then in the order of their days."""
        self._check_wish(wish)
        found: dict[str, Milestone] = {}
        behind: set[str] = set()
        waiting: list[tuple[str, date]] = [(wish, day)]
        while waiting:
            goal, on = waiting.pop(0)
            for milestone in self._before(goal, on):
                if milestone.event == wish:
                    continue
                if goal in self.forwards.fixed or goal in behind:
                    behind.add(milestone.event)
                known = found.get(milestone.event)
                if known is None or milestone.latest < known.latest:
                    found[milestone.event] = milestone
                    waiting.append((milestone.event, milestone.latest))
        if not found:
            raise NothingBefore(wish=wish)
        ahead = [one for one in found.values() if not self._is_history(one, behind)]
        milestones = tuple(sorted(ahead, key=lambda one: one.latest))
        return self._plan(wish, day, milestones)

    def _is_history(self, milestone: Milestone, behind: Collection[str]) -> bool:
        """Whether it had to happen before a recorded day and its own day has passed.

        It cannot be planned any more, and no later wish would change that.
        """
        over = self.not_before is not None and milestone.latest < self.not_before
        return over and milestone.event in behind and not milestone.is_fixed

    def check_not_before(self, plan: BackwardPlan, not_before: date) -> None:
        """Raises `WishTooEarly` if something would have to happen earlier than possible."""
        early = self._earliest(plan, not_before)
        if early is None:
            return
        day, at = plan.day, plan
        for _ in range(MOST_TRIES):
            missing = self._earliest(at, not_before)
            if missing is None:
                break
            behind = (not_before - missing.latest).days
            day += timedelta(days=max(1, behind - SLACK))
            at = self.plan(plan.wish, day)
        raise WishTooEarly(
            wish=plan.wish,
            day=plan.day,
            event=early.event,
            latest=early.latest,
            not_before=not_before,
            earliest=day,
        )

    @staticmethod
    def _earliest(plan: BackwardPlan, not_before: date) -> Milestone | None:
        open_ = [one for one in plan.milestones if not one.is_fixed and one.latest < not_before]
        return open_[0] if open_ else None

    def _check_wish(self, wish: str) -> None:
        known = [one.id for one in self.declared.events]
        if wish not in (*known, *(rule.step for rule in self.declared.steps)):
            raise WishUnknown(given=wish, known=", ".join(known))

    def _plan(self, wish: str, day: date, milestones: tuple[Milestone, ...]) -> BackwardPlan:
        events = {**self.forwards.fixed, **{one.event: one.latest for one in milestones}}
        if wish in (event.id for event in self.declared.events):
            events[wish] = day
        found = self.forwards.compute(events)
        if isinstance(found, DeadlineError):
            raise found
        name = self._name(wish)
        text = Text(
            f"„{name.de}“ am {long_date(day, 'de')} ist möglich, wenn die folgenden Tage "
            "eingehalten werden. Jeder ist der letzte, mit dem es noch geht.",
            f"“{name.en}” on {long_date(day, 'en')} is possible if the following days are kept. "
            "Each is the last one that will do.",
        )
        return BackwardPlan(wish, day, milestones, found, text, self._hints(wish, day))

    def _hints(self, wish: str, day: date) -> tuple[Text, ...]:
        place = self._place()
        if working_days(place)(day):
            return ()
        name = self._name(wish)
        return (
            Text(
                f"Der Tag für „{name.de}“ ist {why_no_working_day(day, place, 'de')}.",
                f"The day for “{name.en}” is {why_no_working_day(day, place, 'en')}.",
            ),
        )

    def _place(self) -> str:
        codes = tuple(one.strip().upper() for one in str(self.forwards.case["land"]).split("/"))
        return calendar_of(
            LAENDER if codes == ("DE",) else codes, str(self.forwards.case["municipality"])
        )

    def _name(self, name: str) -> Text:
        for event in self.declared.events:
            if event.id == name:
                return event.name
        return next(rule.name for rule in self.declared.steps if rule.step == name)

    # --- what comes before one goal -----------------------------------------------------------

    def _before(self, goal: str, on: date) -> Iterator[Milestone]:
        """What has to come before the goal: periods, notices, mere order."""
        also = ALSO_BEFORE.get(goal)
        if also:
            yield from self._by_period(self._recording(also), goal, on, False)
        recorded = self._recording(goal)
        named = [rule for rule in self.declared.steps if rule.step == goal]
        yield from self._by_period(recorded or named, goal, on, None)
        yield from self._by_notice(goal, on)
        for order in self.declared.order:
            if order.later == goal and order.unless not in self.forwards.facts:
                yield from self._by_order(order, goal, on)

    def _recording(self, event: str) -> list[StepRule]:
        return [rule for rule in self.declared.steps if rule.recorded == event]

    def _by_period(
        self, rules: Iterable[StepRule], goal: str, on: date, order: bool | None
    ) -> Iterator[Milestone]:
        """The event from which the period runs that leads to the goal."""
        for rule in rules:
            if rule.count == "before":
                continue
            link = next(self.forwards.links(rule, goal, on, order), None)
            if link is not None:
                yield self._milestone(link)
                return

    def _milestone(self, link: Link) -> Milestone:
        fixed = self.forwards.fixed.get(link.root)
        if fixed is not None:
            self.forwards.check(link, fixed)
        day = fixed or self.forwards.latest(link)
        found = self.forwards.from_root(link.root, day)
        assert isinstance(found, Schedule)  # noqa: S101 - just computed
        steps = self.forwards.chain(link, found)
        text = EMPTY
        for step in steps:
            text += Text(
                f"{step.name.de}: bis {long_date(step.last_day, 'de')}.",
                f"{step.name.en}: until {long_date(step.last_day, 'en')}.",
            )
        if fixed is None:
            text += self._one_day_later(link, day)
        return self._made(link.root, day, link.goal, link.on, "period", steps, text)

    def _one_day_later(self, link: Link, day: date) -> Text:
        if day >= link.on:
            return EMPTY
        end = self.forwards.end(link, day + timedelta(days=1))
        if isinstance(end, DeadlineError):
            return Text(
                f"Einen Tag später: {end.sentence('de')}", f"One day later: {end.sentence('en')}"
            )
        return Text(
            f"Einen Tag später begonnen, liefe es bis {long_date(end, 'de')}, also zu lange.",
            f"Begun one day later, it would run until {long_date(end, 'en')}, which is too long.",
        )

    def _by_notice(self, goal: str, on: date) -> Iterator[Milestone]:
        """What has to be announced a full period ahead."""
        found = self.forwards.compute({**self.forwards.fixed, goal: on})
        if isinstance(found, DeadlineError):
            found = self.forwards.compute({**self.forwards.given_before(goal), goal: on})
        if isinstance(found, DeadlineError):
            return
        for rule in self.declared.steps:
            if rule.count != "before" or not rule.recorded or not found.has(rule.step):
                continue
            step = found.step(rule.step)
            if step.trigger == goal:
                day = self.forwards.fixed.get(rule.recorded) or step.last_day
                text = Text(step.explanation_de, step.explanation_en)
                yield self._made(rule.recorded, day, goal, on, "notice", (step,), text)

    def _by_order(self, order: Order, goal: str, on: date) -> Iterator[Milestone]:
        """What the law wants to come before the goal: a period that has run, or an event."""
        periods = [one for one in self._recording(order.earlier) if one.kind != "target"]
        if any(rule.count != "before" for rule in periods):
            yield from self._by_period(periods, goal, on, order.strict)
            return
        if order.earlier not in MUST_HAPPEN or not self._is_in_course(order.earlier, on):
            return
        latest = earlier(on, 1) if order.strict else on
        fixed = self.forwards.fixed.get(order.earlier)
        if fixed is not None and fixed > latest:
            first = fixed + (on - latest)
            raise WishImpossible(
                wish=goal, day=on, event=order.earlier, given=fixed, earliest=first
            )
        name = self._name(goal)
        text = Text(
            f"Muss {'vor' if order.strict else 'spätestens mit'} „{name.de}“ "
            f"({long_date(on, 'de')}) liegen.",
            f"Must come {'before' if order.strict else 'with or before'} “{name.en}” "
            f"({long_date(on, 'en')}).",
        )
        yield self._made(order.earlier, fixed or latest, goal, on, "order", (), text)

    def _is_in_course(self, event: str, on: date) -> bool:
        """Whether this procedure has it at all; a hearing may have been waived."""
        rules = self._recording(event)
        if event != "hearing" or not rules:
            return True
        return any(
            next(self.forwards.links(rule, "", on, None), None) is not None for rule in rules
        )

    def _made(
        self,
        event: str,
        day: date,
        goal: str,
        on: date,
        by: By,
        steps: tuple[Step, ...],
        text: Text,
    ) -> Milestone:
        working = working_days(self._place())
        before = day
        while not working(before):
            before = earlier(before, 1)
        is_fixed = event in self.forwards.fixed
        return Milestone(event, self._name(event), day, before, goal, on, by, steps, is_fixed, text)
