"""Dialogue processes and what people contribute to them."""

from .contributions import Category, Channel, Contribution, Photo, State
from .imports import ContributionImport
from .outcomes import Outcome
from .participation import Comment, Following, Support
from .processes import Format, Phase, Process, ProcessMember
from .questions import Answer, AnswerMail, Call

__all__ = [
    "Answer",
    "AnswerMail",
    "Call",
    "Category",
    "Channel",
    "Comment",
    "Contribution",
    "ContributionImport",
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
