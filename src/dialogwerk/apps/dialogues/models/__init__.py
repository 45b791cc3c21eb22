"""Dialogue processes and what people contribute to them."""

from .contributions import Category, Channel, Contribution, Photo, State
from .documents import Paragraph, Sheet, TextVersion
from .handing_over import ResultHandedOver
from .imports import ContributionImport
from .lineage import CarriedSupport, DuplicatePair, Lineage, LineagePart
from .moderation import Appeal, Hold, ModerationDecision, ModerationSettings, Report
from .notices import AuthorNotice
from .outcomes import Outcome
from .participation import Comment, Following, Support
from .processes import Format, Phase, Process, ProcessMember
from .questions import Answer, AnswerMail, Call
from .report import ReportDraft, ReportVersion, TargetGroup
from .themes import Theme, ThemeAssignment, ThemeExample, ThemeModel, ThemeReview

__all__ = [
    "Answer",
    "AnswerMail",
    "Appeal",
    "AuthorNotice",
    "Call",
    "CarriedSupport",
    "Category",
    "Channel",
    "Comment",
    "Contribution",
    "ContributionImport",
    "DuplicatePair",
    "Following",
    "Format",
    "Hold",
    "Lineage",
    "LineagePart",
    "ModerationDecision",
    "ModerationSettings",
    "Outcome",
    "Paragraph",
    "Phase",
    "Photo",
    "Process",
    "ProcessMember",
    "Report",
    "ReportDraft",
    "ReportVersion",
    "ResultHandedOver",
    "Sheet",
    "State",
    "Support",
    "TargetGroup",
    "TextVersion",
    "Theme",
    "ThemeAssignment",
    "ThemeExample",
    "ThemeModel",
    "ThemeReview",
]
