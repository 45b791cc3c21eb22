"""What makes the machine hold something back until a person has looked: plain and told.

Nothing is refused by a machine and nothing vanishes. Why something was held back is shown to those
who moderate, and what is looked for can be set for each process.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dialogwerk.cores.statements.redaction_marks import Kind
from dialogwerk.cores.statements.redaction_patterns import pattern_marks

from ..models import Comment, Contribution, Hold, ModerationSettings, Process

LINK = re.compile(r"(?i)\bhttps?://|\bwww\.")
PERSONAL = frozenset({Kind.EMAIL, Kind.PHONE, Kind.BANK})
FAST_SECONDS = 5.0
FAST_CHARACTERS = 100
"""So much text within so few seconds was not written in this form. It may have been pasted, so a
person looks."""

LEAST_REPEATED = 20
"""Shorter texts ("Ja!") may well be said twice."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One reason to let a person look first."""

    cause: str
    detail: str = ""


def settings_of(process: Process) -> ModerationSettings:
    """What is looked for in this process; the defaults while nobody has chosen."""
    found = ModerationSettings.objects.filter(process=process).first()
    return found or ModerationSettings(process=process)


def suspicions(
    process: Process, *, title: str, text: str, sha256: str = "", seconds: float | None = None
) -> list[Suspicion]:
    """Why these words should wait for a person; empty if nothing speaks for it.

    Args:
        sha256: checksum under which equal words would be on file.
        seconds: how long the form was open; None if nobody knows.
    """
    chosen = settings_of(process)
    words = f"{title}\n{text}".strip()
    found = [
        _links(words, chosen.most_links),
        _repeated(process, words, sha256) if chosen.holds_repeated else None,
        _fast(words, seconds) if chosen.holds_fast else None,
        _personal(words) if chosen.holds_personal else None,
        _listed(words, chosen.word_list),
    ]
    return [one for one in found if one]


def note_holds(thing: Contribution | Comment, found: Iterable[Suspicion]) -> None:
    """Keep why it was held back, for those who moderate."""
    comment = thing if isinstance(thing, Comment) else None
    contribution = thing.contribution if isinstance(thing, Comment) else thing
    Hold.objects.bulk_create(
        Hold(
            contribution=contribution,
            comment=comment,
            cause=one.cause,
            detail=one.detail[:200],
        )
        for one in found
    )


def _links(words: str, most: int) -> Suspicion | None:
    count = len(LINK.findall(words))
    return Suspicion(Hold.Cause.LINKS, str(count)) if count > most else None


def _repeated(process: Process, words: str, sha256: str) -> Suspicion | None:
    if not sha256 or len(words) < LEAST_REPEATED:
        return None
    same = Contribution.objects.filter(process=process, sha256=sha256).order_by("pk")
    code = same.values_list("code", flat=True).first()
    if code is None:
        below = Comment.objects.filter(contribution__process=process, sha256=sha256)
        code = below.order_by("pk").values_list("contribution__code", flat=True).first()
    return Suspicion(Hold.Cause.REPEATED, code) if code else None


def _fast(words: str, seconds: float | None) -> Suspicion | None:
    if seconds is None or seconds >= FAST_SECONDS or len(words) < FAST_CHARACTERS:
        return None
    return Suspicion(Hold.Cause.FAST, f"{seconds:.0f}")


def _personal(words: str) -> Suspicion | None:
    kinds = sorted({mark.kind.value for mark in pattern_marks(words) if mark.kind in PERSONAL})
    return Suspicion(Hold.Cause.PERSONAL, ", ".join(kinds)) if kinds else None


def _listed(words: str, listed: Iterable[str]) -> Suspicion | None:
    folded = " ".join(words.casefold().split())
    for word in listed:
        if re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", folded):
            return Suspicion(Hold.Cause.WORD, word)
    return None
