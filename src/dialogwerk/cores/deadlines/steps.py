"""The result of a calculation: steps with their days and legal ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure.

    Attributes:
        step: stable id, such as "public_display".
        first_day: first day, included; None if the law sets none.
        last_day: last day, included: as recorded, else as computed and recommended.
        kind: "right" of the public, "duty", "minimum", "target" without sanction, "fiction".
        norms: legal grounds as cited.
        explanation_de: why this day, in German.
        explanation_en: why this day, in English.
        minimum_last_day: the earliest lawful end; a recorded end may not be earlier.
        accept_until: what arrives up to this day is in time; later than ``last_day`` only if the
            announced day is no working day (§ 31 Abs. 3 Satz 1 VwVfG).
        recorded: True if the last day was recorded, False if computed.
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

    def as_dict(self) -> dict[str, object]:
        """Values for JSON, days in ISO 8601."""
        return {
            "step": self.step,
            "first_day": self.first_day.isoformat() if self.first_day else None,
            "last_day": self.last_day.isoformat(),
            "kind": self.kind,
            "norms": list(self.norms),
            "explanation_de": self.explanation_de,
            "explanation_en": self.explanation_en,
        }


@dataclass(frozen=True, slots=True)
class Schedule:
    """The steps of one procedure, computed from its events.

    Attributes:
        procedure_type: such as "planfeststellung".
        land: code of the Land, such as "NW".
        eia: with environmental impact assessment (UVP), without, or not yet known (None).
        events: the recorded days the steps were computed from.
        steps: in the order of the procedure.
    """

    procedure_type: str
    land: str
    eia: bool | None
    events: Mapping[str, date]
    steps: tuple[Step, ...]

    def step(self, name: str) -> Step:
        """The step of that id.

        Raises:
            KeyError: this procedure has no such step.
        """
        for step in self.steps:
            if step.step == name:
                return step
        raise KeyError(name)
