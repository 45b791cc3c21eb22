"""What is known of one procedure while its schedule is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .citing import cite
from .counting import WorkingDay, next_working_day
from .declaring import Bases, Basis
from .law import Version, in_force, is_on_file, versions_for
from .steps import Step


@dataclass(frozen=True, slots=True)
class Case:
    """One procedure: what happened, and the steps found so far.

    Attributes:
        procedure_type: such as "planfeststellung".
        laender: codes; the first names the act that is cited.
        eia: with environmental impact assessment; None if not yet known.
        variant: special law.
        circumstances: facts that change the course.
        events: recorded days.
        overrides: last days set by hand, by step.
        is_working_day: calendar of the place where letters have to arrive.
        place: name of that calendar, for the reasons of a shift.
        found: steps computed so far, by id.
    """

    procedure_type: str
    laender: tuple[str, ...]
    eia: bool | None
    variant: str
    circumstances: frozenset[str]
    events: Mapping[str, date]
    overrides: Mapping[str, date]
    is_working_day: WorkingDay
    place: str
    found: dict[str, Step] = field(default_factory=dict)

    def day(self, name: str) -> date | None:
        """Day of an event, else the last day of a step, else None."""
        if name in self.events:
            return self.events[name]
        step = self.found.get(name)
        return step.last_day if step else None

    def has(self, circumstance: str) -> bool:
        """Whether this fact is on record."""
        return circumstance in self.circumstances

    def shifted(self, day: date) -> date:
        """The day or the next working day, § 31 Abs. 3 Satz 1 VwVfG."""
        return next_working_day(day, self.is_working_day)

    def rule(self, parameter: str, day: date) -> Version:
        """The version of a period in force on that day, for this Land and special law."""
        return in_force(
            self.procedure_type, parameter, laender=self.laender, variant=self.variant, day=day
        )

    def has_rule(self, parameter: str, day: date) -> bool:
        """Whether some version of a period is in force on that day."""
        return is_on_file(
            self.procedure_type, parameter, laender=self.laender, variant=self.variant, day=day
        )

    def first_day_of(self, parameter: str) -> date:
        """First day of the oldest version on file for this Land and special law."""
        versions = versions_for(
            self.procedure_type, parameter, laender=self.laender, variant=self.variant
        )
        return min(version.valid_from for version in versions)

    def bases(self, parameter: str, day: date) -> Bases:
        """One version alone."""
        return Bases((Basis(self.rule(parameter, day)),))

    def cited(self, norm: str) -> str:
        """A norm with the name of the Land's act on administrative procedure."""
        return cite(norm, self.laender[0])
