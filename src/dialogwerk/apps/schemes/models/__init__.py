"""Schemes (Vorhaben), procedures and rounds, the calendar, notices, and the dialogue beside."""

from .calendar import ProcedureEvent, ScheduledStep, StepOverride
from .dialogue import DialogueDate
from .notices import Notice, NoticeWaiver
from .procedures import Procedure, Round
from .reminders import CalendarSettings, Reminder
from .schemes import Document, Scheme, TeamMember, document_path, new_scheme_code

__all__ = [
    "CalendarSettings",
    "DialogueDate",
    "Document",
    "Notice",
    "NoticeWaiver",
    "Procedure",
    "ProcedureEvent",
    "Reminder",
    "Round",
    "ScheduledStep",
    "Scheme",
    "StepOverride",
    "TeamMember",
    "document_path",
    "new_scheme_code",
]
