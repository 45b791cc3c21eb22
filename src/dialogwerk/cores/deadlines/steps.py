"""The result of a calculation: steps with their days and legal ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .wording import EMPTY, Text


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the law where several are open, with the day to which it leads.

    Attributes:
        last_day: end of the step under this reading.
        norm: on what it rests.
        text: what it says, in both languages.
        chosen: True for the one that the step follows: the one that is safe for the public.
    """

    last_day: date
    norm: str
    text: Text
    chosen: bool = False

    def as_dict(self) -> dict[str, object]:
        """Values for JSON, days in ISO 8601."""
        return {
            "last_day": self.last_day.isoformat(),
            "norm": self.norm,
            "text_de": self.text.de,
            "text_en": self.text.en,
            "chosen": self.chosen,
        }


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure.

    Attributes:
        step: stable id, such as "public_display".
        first_day: first day, included; None if the law sets none.
        last_day: last day, included: as overridden, else as recorded, else as computed and
            recommended.
        kind: "right" of the public, "duty", "minimum", "target" without sanction, "fiction".
        norms: legal grounds as cited.
        explanation_de: why this day, in German.
        explanation_en: why this day, in English.
        minimum_last_day: the earliest lawful end; a recorded end may not be earlier.
        accept_until: what arrives up to this day is in time; later than ``last_day`` only if the
            announced day is no working day (§ 31 Abs. 3 Satz 1 VwVfG).
        recorded: True if the last day was recorded, False if computed.
        name: what the step is called, in both languages.
        actor: whose step it is: "public", "authority", "municipality", "developer", "agencies",
            "court", "government".
        trigger: event or step from which it counts.
        computed_last_day: what the law and the events alone lead to; differs from ``last_day`` if
            somebody has overridden it.
        overridden: True if ``last_day`` was set by hand.
        readings: where the law is uncertain, all readings.
        hints: what to mind, such as a target that was missed.
        law_from: first day of the version of the law that was applied.
        confidence: of that version, "A" to "C".
        of_round: True for steps of one round of participation, False for those of the procedure.
    """

    step: str
    first_day: date | None
    last_day: date
    kind: str
    norms: tuple[str, ...]
    explanation_de: str
    explanation_en: str
    minimum_last_day: date
    accept_until: date
    recorded: bool = False
    name: Text = EMPTY
    actor: str = ""
    trigger: str = ""
    computed_last_day: date | None = None
    overridden: bool = False
    readings: tuple[Reading, ...] = ()
    hints: tuple[Text, ...] = ()
    law_from: date | None = None
    confidence: str = ""
    of_round: bool = False

    def as_dict(self) -> dict[str, object]:
        """Values for JSON, days in ISO 8601."""
        computed = self.computed_last_day or self.last_day
        return {
            "step": self.step,
            "first_day": self.first_day.isoformat() if self.first_day else None,
            "last_day": self.last_day.isoformat(),
            "kind": self.kind,
            "norms": list(self.norms),
            "explanation_de": self.explanation_de,
            "explanation_en": self.explanation_en,
            "name_de": self.name.de,
            "name_en": self.name.en,
            "actor": self.actor,
            "trigger": self.trigger,
            "minimum_last_day": self.minimum_last_day.isoformat(),
            "computed_last_day": computed.isoformat(),
            "accept_until": self.accept_until.isoformat(),
            "recorded": self.recorded,
            "overridden": self.overridden,
            "readings": [reading.as_dict() for reading in self.readings],
            "hints_de": [hint.de for hint in self.hints],
            "hints_en": [hint.en for hint in self.hints],
            "law_from": self.law_from.isoformat() if self.law_from else None,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Schedule:
    """The steps of one procedure, computed from its events.

    Attributes:
        procedure_type: such as "planfeststellung".
        land: code of the Land, such as "NW"; several joined by "/".
        eia: with environmental impact assessment (UVP), without, or not yet known (None).
        events: the recorded days the steps were computed from.
        steps: in the order of the procedure.
        variant: the special law that applies, such as "fstrg".
        circumstances: facts that change the course, such as "more_than_50".
    """

    procedure_type: str
    land: str
    eia: bool | None
    events: Mapping[str, date]
    steps: tuple[Step, ...]
    variant: str = ""
    circumstances: frozenset[str] = frozenset()

    def step(self, name: str) -> Step:
        """The step of that id.

        Raises:
            KeyError: this procedure has no such step.
        """
        for step in self.steps:
            if step.step == name:
                return step
        raise KeyError(name)

    def has(self, name: str) -> bool:
        """Whether the step of that id could be computed."""
        return any(step.step == name for step in self.steps)
