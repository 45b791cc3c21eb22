"""What staff type about projects, procedures, rounds, calendars and teams, checked."""

from .places import parse_geometry
from .procedures import ProcedureForm, RoundForm
from .schemes import DocumentForm, SchemeForm, TeamForm

__all__ = [
    "DocumentForm",
    "ProcedureForm",
    "RoundForm",
    "SchemeForm",
    "TeamForm",
    "parse_geometry",
]
