"""What is due when, and why: dated law, counting, holidays, schedules, explanations.

Plain Python without a clock. `schedule` turns the recorded events of a procedure into its steps;
`procedure_types` says which procedures, events and steps there are.
"""

from .counting import Period, WorkingDay
from .declaring import Choice, EventRule, ProcedureType
from .errors import DeadlineError
from .holidays import working_days
from .in_time import is_in_time
from .procedures import procedure_type, procedure_types
from .schedule import schedule
from .steps import Reading, Schedule, Step
from .wording import Text

__all__ = [
    "Choice",
    "DeadlineError",
    "EventRule",
    "Period",
    "ProcedureType",
    "Reading",
    "Schedule",
    "Step",
    "Text",
    "WorkingDay",
    "is_in_time",
    "procedure_type",
    "procedure_types",
    "schedule",
    "working_days",
]
