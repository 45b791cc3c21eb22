"""Strategies that several tests share: procedures of every kind with what lawfully happened."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from dialogwerk.cores.deadlines import DeadlineError, Schedule, procedure_types, schedule
from dialogwerk.cores.deadlines.holidays import LAENDER, MUNICIPAL

FIRST, LAST = date(1991, 1, 1), date(2090, 12, 31)
days = st.dates(FIRST, LAST)
recent_days = st.dates(date(2010, 1, 1), date(2030, 12, 31))
beginnings = st.one_of(recent_days, days)


@dataclass(frozen=True)
class Course:
    """What `schedule` is asked: a procedure and what happened in it."""

    type: str
    variant: str
    land: str
    municipality: str
    eia: bool | None
    circumstances: frozenset[str]
    events: dict[str, date] = field(default_factory=dict)
    overrides: dict[str, date] = field(default_factory=dict)

    def compute(self) -> Schedule:
        return schedule(
            self.type,
            land=self.land,
            eia=self.eia,
            events=self.events,
            variant=self.variant,
            municipality=self.municipality,
            circumstances=self.circumstances,
            overrides=self.overrides,
        )

    def with_event(self, name: str, day: date) -> "Course":
        return replace(self, events={**self.events, name: day})

    def without_event(self, name: str) -> "Course":
        return replace(self, events={k: v for k, v in self.events.items() if k != name})

    def computed(self) -> Schedule | None:
        """None if the events do not go together."""
        try:
            return self.compute()
        except DeadlineError:
            return None


places = st.one_of(
    st.tuples(st.sampled_from(["NW", *LAENDER, "DE", "SH/NI", "NW/NI", "BY/BW"]), st.just("")),
    st.sampled_from([(land, name) for land, names in MUNICIPAL.items() for name in names]),
)


@st.composite
def empty_courses(draw):
    """A procedure of any type, variant, Land and circumstances in which nothing has happened."""
    type_ = draw(st.sampled_from(procedure_types()))
    land, municipality = draw(places)
    facts = [one.id for one in type_.circumstances]
    return Course(
        type=type_.id,
        variant=draw(st.sampled_from([one.id for one in type_.variants])),
        land=land,
        municipality=municipality,
        eia=draw(st.sampled_from([True, False, None])),
        circumstances=draw(st.frozensets(st.sampled_from(facts), max_size=2))
        if facts
        else frozenset(),
    )


def starting_events(type_id):
    """Events from which dates can be computed alone."""
    (type_,) = [one for one in procedure_types() if one.id == type_id]
    return [event.id for event in type_.events if event.starts]


@st.composite
def started_courses(draw, begin=beginnings):
    """A procedure in which one event has happened."""
    course = draw(empty_courses())
    event = draw(st.sampled_from(starting_events(course.type)))
    return course.with_event(event, draw(begin))


@st.composite
def courses(draw, begin=beginnings, most=6):
    """A procedure in which several things happened, each lawfully: on time or later."""
    course = draw(started_courses(begin).filter(lambda one: one.computed() is not None))
    (type_,) = [one for one in procedure_types() if one.id == course.type]
    names = st.sampled_from([event.id for event in type_.events])
    for name in draw(st.lists(names, max_size=most, unique=True)):
        day = draw(st.sampled_from(_plausible_days(type_, course, name)))
        tried = course.with_event(name, day + timedelta(days=draw(st.integers(-2, 40))))
        if name not in course.events and tried.computed() is not None:
            course = tried
    return course


def _plausible_days(type_, course, name):
    """Ends of the steps that the event records, else days that play a part already."""
    plan = course.compute()
    recorded = {rule.step for rule in type_.steps if rule.recorded == name}
    ends = [step.minimum_last_day for step in plan.steps if step.step in recorded]
    return ends or [*course.events.values(), *(step.last_day for step in plan.steps)]
