"""What was handed over to the developer of a scheme, and what the developer says on it."""

from .comments import Comment, CommentSheet, CommentVersion, Submission, SubmittedComment
from .handovers import HandedArgument, HandedPassage, HandedStatement, HandOver

__all__ = [
    "Comment",
    "CommentSheet",
    "CommentVersion",
    "HandOver",
    "HandedArgument",
    "HandedPassage",
    "HandedStatement",
    "Submission",
    "SubmittedComment",
]
