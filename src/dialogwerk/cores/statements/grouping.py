"""Campaigns: which letters are the same form, whatever each person has changed or added.

>>> form = "Der Windpark zerstört unseren Wald und vertreibt den Rotmilan aus dem ganzen Tal. "
>>> found = group([form + "Erika Beispiel", "Mir ist es recht, nur leiser, bitte sehr.", form])
>>> found.campaign.tolist()
[1, -1, 1]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np

from dialogwerk.cores.statements import assignment
from dialogwerk.cores.statements.bodies import Bodies, Ints, read, usable_processors
from dialogwerk.cores.statements.corrections import corrected
from dialogwerk.cores.statements.kernels.columns import TextColumn
from dialogwerk.cores.statements.model import Placing
from dialogwerk.cores.statements.pools import pools
from dialogwerk.cores.statements.quotation import quote, usual_letters
from dialogwerk.cores.statements.rounds import grouped, members
from dialogwerk.cores.statements.settings import DEFAULT, GroupingSettings

__all__ = ["DEFAULT", "Campaign", "Grouping", "GroupingSettings", "group", "group_bodies"]


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
        bodies: the letters as numbers, for whoever goes on working with them.
        texts: the letters.
    """

    campaign: Ints
    bodies: Bodies = field(repr=False, compare=False)
    texts: TextColumn = field(repr=False, compare=False)

    @cached_property
    def sizes(self) -> Ints:
        """Number of letters of campaign 1, 2, 3, …"""
        inside = self.campaign[self.campaign > 0]
        return np.bincount(inside - 1) if len(inside) else np.empty(0, np.int64)

    @cached_property
    def campaigns(self) -> tuple[Campaign, ...]:
        """All campaigns, sorted by number; their templates are quoted on the first call."""
        return _campaigns(self.bodies, self.campaign, self.texts) if len(self.sizes) else ()

    @property
    def individuals(self) -> tuple[int, ...]:
        """Places of the individual letters, ascending."""
        return tuple(np.flatnonzero(self.campaign == -1).tolist())


def group(
    texts: Iterable[str] | TextColumn,
    *,
    settings: GroupingSettings = DEFAULT,
    threads: int | None = None,
    fixed: Sequence[int] | None = None,
    known: Sequence[int] | None = None,
) -> Grouping:
    """Find the campaigns among letters.

    The result depends neither on the order of the texts nor on the number of threads. Campaigns are
    numbered by size, then by the smallest hash among their letters.

    Args:
        texts: the letters as received; empty ones are individual. A `TextColumn` is taken as it
            is; anything else is read once, one letter after the other.
        threads: how many may work at once; as many as there are processors if unset.
        fixed: what a clerk has said, one mark a letter; see `corrections`.
        known: the campaign of each letter so far, for what a clerk has said to be read beside it.

    Raises:
        LengthMismatch: there is not one mark for each letter.
    """
    column = texts if isinstance(texts, TextColumn) else TextColumn.of(texts)
    bodies = read(column, threads=threads)
    return group_bodies(
        bodies, column, settings=settings, threads=threads, fixed=fixed, known=known
    )


def group_bodies(
    bodies: Bodies,
    texts: TextColumn,
    *,
    settings: GroupingSettings = DEFAULT,
    threads: int | None = None,
    fixed: Sequence[int] | None = None,
    known: Sequence[int] | None = None,
    placing: Placing | None = None,
) -> Grouping:
    """Find the campaigns among letters that have been read.

    Args:
        bodies: what was read from ``texts``.
        placing: who places bodies beside groups, if not the threads of this machine.
    """
    if not len(texts):
        return Grouping(np.empty(0, np.int64), bodies, texts)
    body_group = grouped(bodies, settings, placing or Placing(threads or usable_processors()))
    found = body_group[bodies.entry]
    if fixed is not None:
        found = corrected(bodies, found, fixed, settings, known)
    campaign = _numbered_by_size(bodies, found, settings.minimum_size)
    return Grouping(campaign, bodies, texts)


def _campaigns(bodies: Bodies, campaign: Ints, texts: TextColumn) -> tuple[Campaign, ...]:
    inside = np.flatnonzero(campaign > 0)
    body_group = np.full(len(bodies), len(bodies), np.int64)
    np.minimum.at(body_group, bodies.entry[inside], campaign[inside] - 1)
    body_group[body_group == len(bodies)] = -1
    chosen = members(bodies, body_group, np.empty(0, np.int64))
    found = pools(chosen.corpus, chosen.group)
    letters = usual_letters(bodies, chosen.corpus.body, texts)
    by_group = np.argsort(chosen.group, kind="stable")
    cuts = np.searchsorted(chosen.group[by_group], np.arange(found.groups + 1))
    return tuple(
        Campaign(
            number + 1,
            places,
            quote(chosen.corpus, found, number, by_group[begin:end], letters),
        )
        for number, (places, (begin, end)) in enumerate(
            zip(_members(campaign, found.groups), pairwise(cuts.tolist()), strict=True)
        )
    )


def _members(campaign: Ints, count: int) -> list[tuple[int, ...]]:
    order = np.argsort(campaign, kind="stable")
    bounds = np.searchsorted(campaign[order], np.arange(1, count + 2))
    return [tuple(order[a:b].tolist()) for a, b in pairwise(bounds.tolist())]


def _numbered_by_size(bodies: Bodies, found: Ints, minimum_size: int) -> Ints:
    """Per letter the number of its campaign, the largest first, from 1; or -1."""
    group = assignment.numbered(found)
    inside = np.flatnonzero(group >= 0)
    size = np.bincount(group[inside])
    first = np.full(len(size), len(bodies), np.int64)
    np.minimum.at(first, group[inside], bodies.entry[inside])
    order = np.lexsort((first, -size))
    order = order[size[order] >= minimum_size]
    number = np.full(len(size) + 1, -1, np.int64)
    number[order] = 1 + np.arange(len(order))
    return np.where(group >= 0, number[group], -1)
