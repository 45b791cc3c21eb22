"""Who held which role on a day, and which seats were empty."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dialogwerk.apps.people.services import published_names

from ..models import Bench, Body, Tenure
from ..periods import Certainty


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody held on a day, certainly or perhaps.

    Attributes:
        name: of the person, where it may be shown; empty for bodies and whoever is not named.
    """

    tenure: Tenure
    certainty: Certainty
    name: str = ""

    @property
    def is_certain(self) -> bool:
        return self.certainty is Certainty.YES


@dataclass(frozen=True, slots=True)
class BenchOnDay:
    """A bench on a day: who sat there, and how many seats nobody held."""

    bench: Bench
    certainty: Certainty
    held: Sequence[Held]

    @property
    def certain(self) -> int:
        return sum(one.is_certain for one in self.held)

    @property
    def empty(self) -> int | None:
        """Seats that certainly nobody held; None if nobody knows how many there are."""
        return None if self.bench.seats is None else max(0, self.bench.seats - len(self.held))

    @property
    def perhaps_empty(self) -> int | None:
        """Seats that are empty unless everybody sat there who perhaps did."""
        if self.bench.seats is None:
            return None
        return max(0, self.bench.seats - self.certain) - (self.empty or 0)

    @property
    def is_empty(self) -> bool:
        """Nobody sat there, as far as the record goes."""
        return not self.held


def held_on(
    body: Body, day: date, *, role: str = "", names: Mapping[int, str] | None = None
) -> list[Held]:
    """Who held a role in the body on this day, each with yes or perhaps; the certain ones first.

    Args:
        role: only this one of `Tenure.Role`; all if empty.
        names: by person, for readers who may see them; otherwise only published ones are shown.
    """
    tenures = body.tenures.perhaps_on(day).in_full()
    if role:
        tenures = tenures.filter(role=role)
    return held(tenures.in_time(), day, names=names)


def held(
    tenures: Iterable[Tenure], day: date, *, names: Mapping[int, str] | None = None
) -> list[Held]:
    """The same of roles that were fetched already; what was not held on that day is left out."""
    rows = list(tenures)
    of = naming(rows, names)
    found = [
        Held(row, certainty, of(row))
        for row in rows
        if (certainty := row.certainty(day)) is not Certainty.NO
    ]
    return sorted(found, key=lambda one: not one.is_certain)


def naming(
    tenures: Iterable[Tenure], names: Mapping[int, str] | None = None
) -> Callable[[Tenure], str]:
    """Gives the name of whoever holds a role, where it may be shown; one query.

    Without ``names`` it is shown only for roles whose entry says on what ground; somebody may be
    named in one role and not in another.
    """
    if names is not None:
        return lambda tenure: names.get(tenure.person_id or 0, "")
    wanted = {one.person_id for one in tenures if one.person_id and one.name_is_public}
    published = published_names(wanted) if wanted else {}
    return lambda tenure: published.get(tenure.person_id or 0, "") if tenure.name_is_public else ""


def benches_on(benches: Iterable[Bench], holders: Sequence[Held], day: date) -> list[BenchOnDay]:
    """The benches that there were on this day, in their order, with who sat there."""
    found = []
    for bench in benches:
        certainty = bench.certainty(day)
        if certainty is not Certainty.NO:
            on_it = [one for one in holders if one.tenure.bench_id == bench.pk]
            found.append(BenchOnDay(bench, certainty, on_it))
    return found
