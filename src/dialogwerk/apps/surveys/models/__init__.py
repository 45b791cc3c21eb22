"""Surveys: what is asked, and what was answered."""

from .answers import Reply, Submission
from .versions import SurveyQuestion, SurveyVersion

__all__ = ["Reply", "Submission", "SurveyQuestion", "SurveyVersion"]
