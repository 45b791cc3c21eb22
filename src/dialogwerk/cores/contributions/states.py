"""What the states of other systems mean here; those that mean nothing definite give no outcome."""

from __future__ import annotations

from typing import Final

from .values import Outcome

ADOPTED: Final = frozenset({"accepted", "angenommen", "akzeptiert", "umgesetzt"})
REFUSED: Final = frozenset({"rejected", "abgelehnt", "nicht angenommen", "zurückgewiesen"})
WITHDRAWN: Final = frozenset({"withdrawn", "zurückgezogen"})
OPEN: Final = frozenset(
    {
        *("", "not_answered", "evaluating", "published", "none"),
        *("under consideration", "wird geprüft", "in prüfung", "in bearbeitung"),
        *("qualified for next phase", "qualifiziert für die nächste phase"),
    }
)
"""Nothing was decided yet: no outcome, and nothing to tell either."""


def outcome_of(state: str) -> Outcome | None:
    """The outcome that means the same, or None.

    >>> outcome_of("accepted"), outcome_of("Abgelehnt"), outcome_of("evaluating")
    ('adopted', 'refused', None)
    """
    word = state.strip().casefold()
    if word in ADOPTED:
        return "adopted"
    return "refused" if word in REFUSED else None


def is_withdrawn(state: str) -> bool:
    """Whether the author took it back there."""
    return state.strip().casefold() in WITHDRAWN


def is_known(state: str) -> bool:
    """Whether we know what the state means."""
    return state.strip().casefold() in ADOPTED | REFUSED | WITHDRAWN | OPEN
