"""Plan approval (Planfeststellung), §§ 72–78 VwVfG, with the special laws that modify it."""

from __future__ import annotations

from ...declaring import ProcedureType
from ...wording import Text
from . import decision, display, hearing, lawsuit, objections
from .events import CIRCUMSTANCES, EVENTS, VARIANTS
from .order import AFTER, ORDER

ID = "planfeststellung"

TYPE = ProcedureType(
    id=ID,
    name=Text("Planfeststellung", "Plan approval"),
    variants=VARIANTS,
    circumstances=CIRCUMSTANCES,
    events=EVENTS,
    order=ORDER,
    after=AFTER,
    steps=(
        *display.STEPS,
        *objections.STEPS,
        *display.AGENCIES,
        *hearing.STEPS,
        *decision.STEPS,
        *lawsuit.STEPS,
    ),
)
