"""Latest days of what has to come before a wished day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .steps import Schedule, Step
from .wording import Text

By = Literal["period", "notice", "order"]


@dataclass(frozen=True, slots=True)
class Milestone:
    """The latest day of something that has to come before the wish.

    Attributes:
        event: id.
        name: what it is called.
        latest: latest day that still meets the wish.
        latest_working_day: that day or the last working day before it.
        leads_to: event or step for which it is needed, and
        leads_on: its day.
        by: "period" that runs in between, "notice" that has to come ahead, or mere "order".
        steps: the steps in between, as computed forwards.
        is_fixed: the day was on record and is early enough.
        text: the reason.
    """

    event: str
    name: Text
    latest: date
    latest_working_day: date
    leads_to: str
    leads_on: date
    by: By
    steps: tuple[Step, ...]
    is_fixed: bool
    text: Text

    def as_dict(self) -> dict[str, object]:
        """Values for JSON."""
        return {
            "event": self.event,
            "name_de": self.name.de,
            "name_en": self.name.en,
            "latest": self.latest.isoformat(),
            "latest_working_day": self.latest_working_day.isoformat(),
            "leads_to": self.leads_to,
            "leads_on": self.leads_on.isoformat(),
            "by": self.by,
            "steps": [step.step for step in self.steps],
            "is_fixed": self.is_fixed,
            "text_de": self.text.de,
            "text_en": self.text.en,
        }


@dataclass(frozen=True, slots=True)
class BackwardPlan:
    """The latest days of everything before a wished one.

    Attributes:
        wish: event or step that is wished.
        day: when.
        milestones: in the order of their days.
        schedule: computed forwards from these days.
        text: the wish and how to meet it, in a sentence.
        hints: what to mind, such as a wish on a holiday.
    """

    wish: str
    day: date
    milestones: tuple[Milestone, ...]
    schedule: Schedule
    text: Text
    hints: tuple[Text, ...] = ()

    @property
    def latest(self) -> Mapping[str, date]:
        """Event → latest day."""
        return {one.event: one.latest for one in self.milestones}

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps that follow from these days."""
        return self.schedule.steps

    def as_dict(self) -> dict[str, object]:
        """Values for JSON."""
        return {
            "wish": self.wish,
            "day": self.day.isoformat(),
            "latest": {name: day.isoformat() for name, day in self.latest.items()},
            "milestones": [one.as_dict() for one in self.milestones],
            "steps": [step.as_dict() for step in self.steps],
            "text_de": self.text.de,
            "text_en": self.text.en,
            "hints_de": [hint.de for hint in self.hints],
            "hints_en": [hint.en for hint in self.hints],
        }
