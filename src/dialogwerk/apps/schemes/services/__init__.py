"""Changes to schemes, procedures and their calendars that have consequences."""

from .calendar import preview, recalculate, schedule_of
from .documents import display_document
from .events import record_event, withdraw_event
from .overrides import override_step, withdraw_override
from .procedures import Course, save_procedure
from .rounds import open_round, plan_round
from .schemes import (
    OrganisationDraft,
    free_slug,
    place_scheme,
    resolve_organisation,
    save_scheme,
)
from .teams import join_team, leave_team

__all__ = [
    "Course",
    "OrganisationDraft",
    "display_document",
    "free_slug",
    "join_team",
    "leave_team",
    "open_round",
    "override_step",
    "place_scheme",
    "plan_round",
    "preview",
    "recalculate",
    "record_event",
    "resolve_organisation",
    "save_procedure",
    "save_scheme",
    "schedule_of",
    "withdraw_event",
    "withdraw_override",
]
