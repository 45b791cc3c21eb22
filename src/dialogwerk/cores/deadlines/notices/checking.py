"""Checking a notice: mandatory hints, printed days, lead time, wrong statements."""

from __future__ import annotations

from collections.abc import Iterator

from ..wording import Text
from .catalogue import MUST, Hint, mandatory_hints
from .facts import NoticeFacts
from .findings import ERROR, WARNING, NoticeFinding
from .folding import Folded, fold
from .leads import too_late
from .mistakes import find_mistakes
from .printed import compare_dates, where_printed
from .recognising import find, names

MOST_FINDINGS = 100
"""More than anybody mends one by one."""


def check(kind: str, text: str, facts: NoticeFacts) -> tuple[NoticeFinding, ...]:
    """Check the text of a notice against the law in force and against the schedule.

    Args:
        kind: which notice it is.
        text: the notice, also as pasted from a PDF: hyphenation and line breaks do no harm.
        facts: what the notice is about; places and authority help to recognise hints.

    Returns:
        What is missing and what is wrong: errors first, then warnings, then advice; of a text
        that is no notice at all, the first `MOST_FINDINGS`.

    Raises:
        UnknownNotice: the procedure has no such notice.
    """
    folded = fold(text)
    findings = [
        *_missing(kind, folded, facts),
        *compare_dates(kind, facts, folded),
        *too_late(kind, facts),
        *find_mistakes(kind, facts, folded),
    ]
    order = {"error": 0, "warning": 1, "advice": 2}
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda finding: order[finding.severity])[:MOST_FINDINGS])


def recognised_hints(kind: str, text: str, facts: NoticeFacts) -> dict[str, tuple[int, int]]:
    """Where in the text each hint was found, by its id."""
    folded = fold(text)
    found: dict[str, tuple[int, int]] = {}
    for hint in mandatory_hints(kind, facts):
        where = _where(hint, folded, facts)
        if where:
            found[hint.id] = where
    return found


def _missing(kind: str, text: Folded, facts: NoticeFacts) -> Iterator[NoticeFinding]:
    for hint in mandatory_hints(kind, facts):
        if _where(hint, text, facts) is None:
            yield _missing_hint(hint, open_=hint.eia is not None and facts.eia is None)


def _where(hint: Hint, text: Folded, facts: NoticeFacts) -> tuple[int, int] | None:
    """Where in the original the hint stands; None if it does not."""
    if hint.printed:
        printed = where_printed(hint.printed, text, facts)
        if printed:
            return printed
    found = find(hint.recognised, hint.unless, text, names(facts))
    return text.where(*found) if found else None


def _missing_hint(hint: Hint, *, open_: bool) -> NoticeFinding:
    """The finding; a warning only while it is open whether the hint is due at all."""
    is_due = hint.weight == MUST and not open_
    norms = ", ".join(hint.norms)
    return NoticeFinding(
        "missing_hint",
        ERROR if is_due else WARNING,
        hint.id,
        Text(
            f"Es fehlt: {hint.name.de} ({norms}). {hint.why.de} Bitte ergänzen Sie den Hinweis.",
            f"Missing: {hint.name.en} ({norms}). {hint.why.en} Please add the hint.",
        ),
        hint.norms,
    )
