"""Dialogue processes and what people contribute to them."""

from .contributions import Category, Channel, Contribution, Photo, State
from .outcomes import Outcome
from .participation import Comment, Following, Support
from .processes import Format, Phase, Process, ProcessMember

__all__ = [
    "Category",
    "Channel",
    "Comment",
    "Contribution",
    "Following",
    "Format",
    "Outcome",
    "Phase",
    "Photo",
    "Process",
    "ProcessMember",
    "State",
    "Support",
]
