"""What legal counsel lets stand in a notice: the finding as it was seen, and nothing else.

A waiver falls away when the law, the severity or the printed day is another one, when the paragraph
in which it was found changes, or, for a hint that is missing, when any paragraph that was read then
is gone or changed: the reason may have been that it says so in other words. What is added does no
harm.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from dialogwerk.cores.deadlines.notices import NoticeFacts, NoticeFinding
from dialogwerk.cores.deadlines.notices.facts import day_names

from ..models import Notice, NoticeWaiver


@dataclass(frozen=True, slots=True)
class Seen:
    """What was looked at: the text, and the facts beside which it was checked."""

    text: str
    facts: NoticeFacts


@dataclass(frozen=True, slots=True)
class Checked:
    """A finding in a notice, and whether legal counsel lets it stand.

    Attributes:
        finding: what was found.
        waiver: why it may stand; None if nobody said so.
        seen: what was checked, and the day that the calendar has for it.
    """

    finding: NoticeFinding
    waiver: NoticeWaiver | None
    seen: Seen

    @property
    def key(self) -> str:
        """What it is about, the same as long as it is found as it was seen."""
        return key_of(self.finding, self.seen)

    @property
    def hint(self) -> str:
        """Id of the hint that is missing, "" for other findings."""
        return self.finding.subject if self.finding.code == "missing_hint" else ""

    @property
    def blocks(self) -> bool:
        """Whether the notice cannot be published because of it."""
        return self.finding.blocks and self.waiver is None


def whole_text(notice: Notice) -> str:
    """Title and text, as they are checked and as they are published."""
    return f"{notice.title}\n\n{notice.text}"


def key_of(finding: NoticeFinding, seen: Seen) -> str:
    """Name of a finding as it is seen: what it says, its norms, the paragraph around it, and the
    day that the calendar has."""
    around = _paragraph_at(seen.text, finding.where) if finding.where else ""
    day = str(seen.facts.day(finding.subject)) if finding.subject in day_names() else ""
    parts = [finding.severity, finding.text.de, *finding.norms, around, day]
    return f"{finding.code}:{finding.subject}"[:43] + ":" + _digest("\0".join(parts))


def paragraphs_seen(finding: NoticeFinding, text: str) -> list[str]:
    """The paragraphs that have to stay for a waiver to hold; none if the finding has a place."""
    return [] if finding.where else sorted(_digests(text))


def waiver_of(
    finding: NoticeFinding, seen: Seen, waivers: Iterable[NoticeWaiver]
) -> NoticeWaiver | None:
    """The waiver that holds for a finding in this text."""
    key, there = key_of(finding, seen), _digests(seen.text)
    fitting = (one for one in waivers if one.finding == key)
    return next((one for one in fitting if there >= set(one.paragraphs)), None)


def _paragraph_at(text: str, where: tuple[int, int]) -> str:
    start = text.rfind("\n\n", 0, where[0])
    end = text.find("\n\n", where[1])
    paragraph = text[max(start, 0) : end if end >= 0 else len(text)]
    return f"{_tidy(paragraph)}\0{text[slice(*where)]}"


def _digests(text: str) -> set[str]:
    return {_digest(_tidy(one)) for one in text.split("\n\n") if one.strip()}


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
