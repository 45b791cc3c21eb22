"""Changes to promises that have consequences."""

from .evidence import EvidenceDraft
from .promises import Origin, amend_promise, make_promise
from .settling import (
    add_evidence,
    break_promise,
    keep_promise,
    move_due_date,
    reopen_promise,
    withdraw_promise,
)

__all__ = [
    "EvidenceDraft",
    "Origin",
    "add_evidence",
    "amend_promise",
    "break_promise",
    "keep_promise",
    "make_promise",
    "move_due_date",
    "reopen_promise",
    "withdraw_promise",
]
