"""Promises, what happened to them, and who is told."""

from .following import TOLD_OF, Follower, PromiseReminder
from .history import Evidence, PromiseEvent
from .promises import KEPT_STATES, Promise

__all__ = [
    "KEPT_STATES",
    "TOLD_OF",
    "Evidence",
    "Follower",
    "Promise",
    "PromiseEvent",
    "PromiseReminder",
]
