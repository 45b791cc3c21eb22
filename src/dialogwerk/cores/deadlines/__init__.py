"""What is due when, and why: counting, holidays, dated law, schedules.

Plain Python without a clock. For now the public display and the objection period of plan approval
(Planfeststellung) in North Rhine-Westphalia.
"""

from .counting import Period, WorkingDay
from .errors import DeadlineError
from .holidays import working_days
from .in_time import is_in_time
from .schedule import schedule
from .steps import Schedule, Step

__all__ = [
    "DeadlineError",
    "Period",
    "Schedule",
    "Step",
    "WorkingDay",
    "is_in_time",
    "schedule",
    "working_days",
]
