"""Campaigns: which letters are the same form, whatever each person has changed or added.

>>> form = "Der Windpark zerstört unseren Wald und vertreibt den Rotmilan aus dem ganzen Tal. "
>>> found = group([form + "Erika Beispiel", "Mir ist es recht, nur leiser, bitte sehr.", form])
>>> found.campaign.tolist()
[1, -1, 1]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dialogwerk.cores.statements import assignment, sketches
from dialogwerk.cores.statements.corpus import Corpus, Ints, read
from dialogwerk.cores.statements.errors import SettingOutOfRange
from dialogwerk.cores.statements.pools import Marks, common, covered, pools
from dialogwerk.cores.statements.quotation import quote


@dataclass(frozen=True)
class GroupingSettings:
    """What counts as a campaign.

    Attributes:
        minimum_size: least number of letters (2 or more). Two: a couple's shared letter is already
            answered once; § 17 VwVfG (more than 50) counts later, from these groups.
        largest_own_share: a letter is individual if this share of it (words or characters, without
            address and greeting) or more is its own; in (0, 0.5].
        least_words: shorter letters ("Ich bin dagegen!") are a campaign only if they are the same
            word for word.
        likeness: common by all shared shingles (Jaccard) from which two letters begin a group.
    """

    minimum_size: int = 2
    largest_own_share: float = 0.5
    least_words: int = 8
    likeness: float = 0.6

    def __post_init__(self) -> None:
        if self.minimum_size < 2:
            raise SettingOutOfRange("minimum_size", self.minimum_size, "2 or more")
        if not 0 < self.largest_own_share <= 0.5:
            raise SettingOutOfRange("largest_own_share", self.largest_own_share, "in (0, 0.5]")
        if self.least_words < 3:
            raise SettingOutOfRange("least_words", self.least_words, "3 or more")
        if not 0 < self.likeness <= 1:
            raise SettingOutOfRange("likeness", self.likeness, "in (0, 1]")


@dataclass(frozen=True)
class Campaign:
    """Letters that are the same form.

    Attributes:
        number: 1, 2, 3, …; the largest campaign has 1.
        members: places of its letters in the texts that were grouped, ascending.
        template: the form as a clerk would quote it: what its letters share, without any person's
            name, address, greeting or additions.
    """

    number: int
    members: tuple[int, ...]
    template: str

    @property
    def size(self) -> int:
        """Number of letters."""
        return len(self.members)


@dataclass(frozen=True)
class Grouping:
    """Result of `group`.

    Attributes:
        campaign: shape (texts,): number of the campaign of each text, -1 for an individual letter.
        campaigns: sorted by number.
    """

    campaign: Ints
    campaigns: tuple[Campaign, ...]

    @property
    def individuals(self) -> tuple[int, ...]:
        """Places of the individual letters, ascending."""
        return tuple(np.flatnonzero(self.campaign == -1).tolist())


DEFAULT = GroupingSettings()
_ROUNDS = 6


def group(texts: Sequence[str], *, settings: GroupingSettings = DEFAULT) -> Grouping:
    """Find the campaigns among letters.

    The result does not depend on the order of the texts. Campaigns are numbered by size, then by
    the smallest hash among their letters.

    Args:
        texts: the letters as received; empty ones are individual.
    """
    if not texts:
        return Grouping(np.empty(0, np.int64), ())
    corpus = read(texts)
    body_group = _numbered_by_size(corpus, _bodies(corpus, settings), settings.minimum_size)
    campaign = np.where(body_group >= 0, body_group + 1, -1)[corpus.entry]
    found = pools(corpus, body_group)
    campaigns = tuple(
        Campaign(
            number + 1, members, quote(corpus, found, number, _letters(corpus, texts, members))
        )
        for number, members in enumerate(_members(campaign, found.groups))
    )
    return Grouping(campaign, campaigns)


def _members(campaign: Ints, count: int) -> list[tuple[int, ...]]:
    order = np.argsort(campaign, kind="stable")
    bounds = np.searchsorted(campaign[order], np.arange(1, count + 2))
    return [tuple(order[a:b].tolist()) for a, b in pairwise(bounds.tolist())]


def _letters(corpus: Corpus, texts: Sequence[str], members: Sequence[int]) -> dict[int, list[str]]:
    """The letters of each body of a campaign."""
    letters: dict[int, list[str]] = {}
    for member in members:
        letters.setdefault(int(corpus.entry[member]), []).append(texts[member])
    return letters


def _bodies(corpus: Corpus, settings: GroupingSettings) -> Ints:
    """Per body: some group number or -1."""
    share = settings.largest_own_share
    long = np.flatnonzero((corpus.words >= settings.least_words) & (corpus.shared > 0))
    group = _first_groups(corpus, long, settings)
    nothing = np.zeros(len(corpus.hashes) + 1, np.bool_)
    group = _merged(corpus, group, nothing)
    ignored = common(corpus, pools(corpus, group), _surely_individual(corpus, long))
    group = assignment.assigned(corpus, group, long, ignored, largest_own_share=share)
    group = assignment.settled(corpus, group, ignored)
    left = long[group[long] < 0]
    next_number = group.max(initial=-1) + 1
    for members in assignment.gathered(corpus, left, ignored, largest_own_share=share):
        group[members] = next_number
        next_number += 1
    for _round in range(_ROUNDS):
        before = group.max(initial=-1)
        group = _merged(corpus, group, ignored)
        if _round and group.max(initial=-1) == before:
            break
        group = assignment.assigned(corpus, group, long, ignored, largest_own_share=share)
        group = assignment.numbered(group)
    return _with_exact(corpus, group)


def _merged(corpus: Corpus, group: Ints, ignored: Marks) -> Ints:
    """Merge until nothing more belongs together: each merger widens a pool."""
    for _round in range(_ROUNDS):
        merged = assignment.merged(corpus, group, ignored)
        if merged.max(initial=-1) == assignment.numbered(group).max(initial=-1):
            break
        group = merged
    return merged


def _first_groups(corpus: Corpus, long: Ints, settings: GroupingSettings) -> Ints:
    leader = sketches.leaders(corpus, likeness=settings.likeness)
    letters = np.bincount(leader[long], corpus.weight[long], corpus.bodies)
    group = np.full(corpus.bodies, -1, np.int64)
    group[long] = np.where(letters[leader[long]] > 1, leader[long], -1)
    return group


def _surely_individual(corpus: Corpus, long: Ints) -> Ints:
    """Bodies of which less than half occurs anywhere else."""
    everything = np.ones(len(corpus.hashes) + 1, np.bool_)
    everything[-1] = False
    words, _ = covered(corpus, long, everything)
    return long[2 * words < corpus.words[long]]


def _with_exact(corpus: Corpus, group: Ints) -> Ints:
    """Letters that are the same word for word are a campaign, however short or common."""
    alone = np.flatnonzero((group < 0) & (corpus.weight > 1) & (corpus.words > 0))
    group = group.copy()
    group[alone] = group.max(initial=-1) + 1 + np.arange(len(alone))
    return group


def _numbered_by_size(corpus: Corpus, group: Ints, minimum_size: int) -> Ints:
    group = assignment.numbered(group)
    member = group >= 0
    size = np.bincount(group[member], corpus.weight[member]).astype(np.int64)
    first = np.full(len(size), corpus.bodies, np.int64)
    np.minimum.at(first, group[member], np.flatnonzero(member))
    order = np.lexsort((first, -size))
    order = order[size[order] >= minimum_size]
    place = np.full(len(size) + 1, -1, np.int64)
    place[order] = np.arange(len(order))
    return np.where(member, place[group], -1)
