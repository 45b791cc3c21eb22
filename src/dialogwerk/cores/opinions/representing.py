"""Which statements represent a group, unite all groups, or divide them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.opinions.results import Floats
from dialogwerk.cores.opinions.votes import Votes

SURE = 1.2816
"""One-sided 90 % of the normal distribution."""
MOST = 5
_PORTION = 1 << 19


@dataclass(frozen=True, eq=False)
class Counts:
    """Votes by group and statement; each of shape (groups, statements)."""

    agrees: Floats
    disagrees: Floats
    seen: Floats


@dataclass(frozen=True)
class Representative:
    """A statement by which a group differs from all others.

    Attributes:
        statement: column.
        agrees: whether the group agrees with it; otherwise it disagrees.
        share: probability of this vote in the group, (votes + 1) / (seen + 2).
        ratio: this probability by that outside of the group.
        votes: such votes in the group.
        seen: people of the group who have seen it.
    """

    statement: int
    agrees: bool
    share: float
    ratio: float
    votes: int
    seen: int


@dataclass(frozen=True)
class Common:
    """A statement with its shares in every group.

    Attributes:
        statement: column.
        agrees: direction.
        score: what it is ranked by.
        shares: probability of this vote in each group.
    """

    statement: int
    agrees: bool
    score: float
    shares: tuple[float, ...]


def counts_of(votes: Votes, group: NDArray[np.int64], groups: int) -> Counts:
    """How each group voted; those in none (-1) are left out.

    Args:
        votes: of all participants.
        group: shape (participants,).
        groups: number of groups.
    """
    size = votes.statements * 3
    label = np.repeat((group + 1) * size, votes.cast)
    flat = np.zeros((groups + 1) * size, np.int64)
    for start in range(0, len(label), _PORTION):
        part = slice(start, start + _PORTION)
        place = label[part] + votes.statement[part].astype(np.int64) * 3 + votes.value[part] + 1
        flat += np.bincount(place, minlength=len(flat))
    table: Floats = flat.reshape(groups + 1, votes.statements, 3)[1:].astype(np.float64)
    seen: Floats = table.sum(axis=-1)
    return Counts(table[..., 2], table[..., 0], seen)


def share(votes: Floats, seen: Floats) -> Floats:
    """Probability of a vote, (votes + 1) / (seen + 2). Source: Polis (Small et al. 2021)."""
    return (votes + 1) / (seen + 2)


def proportion_test(votes: Floats, seen: Floats) -> Floats:
    """z of a share against one half, 2·sqrt(n + 1)·((s + 1) / (n + 1) - 0.5). Source: Polis."""
    return 2 * np.sqrt(seen + 1) * ((votes + 1) / (seen + 1) - 0.5)


def two_proportions_test(votes: Floats, seen: Floats, others: Floats, unseen: Floats) -> Floats:
    """z of the difference of two shares, pooled, with 1 added to every count. Source: Polis."""
    votes, seen, others, unseen = votes + 1, seen + 1, others + 1, unseen + 1
    pooled = (votes + others) / (seen + unseen)
    spread = np.sqrt(np.maximum(pooled * (1 - pooled) * (1 / seen + 1 / unseen), 0))
    difference = votes / seen - others / unseen
    return np.where(spread > 0, difference / np.where(spread > 0, spread, 1), 0.0)


def representative(
    counts: Counts, *, rejected: NDArray[np.bool_]
) -> list[tuple[Representative, ...]]:
    """For each group at most five statements, agreements first.

    Both tests must exceed 1.2816; ranked by ratio · z of the ratio · share · z of the share. If
    none does, the best one remains; the best-agreed one comes first. Source: Polis (Small et al.
    2021).
    """
    return [_typical_of(counts, group, rejected) for group in range(len(counts.seen))]


def _typical_of(
    counts: Counts, group: int, rejected: NDArray[np.bool_]
) -> tuple[Representative, ...]:
    """Agreements stand in the first row of each table, disagreements in the second."""
    tables = np.stack((counts.agrees, counts.disagrees))
    votes, seen = tables[:, group], counts.seen[group]
    others, unseen = tables.sum(axis=1) - votes, counts.seen.sum(axis=0) - seen
    inside = share(votes, seen)
    ratio = inside / share(others, unseen)
    z_share = proportion_test(votes, seen)
    z_ratio = two_proportions_test(votes, seen, others, unseen)
    is_sure = (z_share > SURE) & (z_ratio > SURE) & ~rejected
    order = np.argsort(-(ratio * z_ratio * inside * z_share).ravel(), kind="stable")
    chosen = order[is_sure.ravel()[order]][:MOST]
    if not len(chosen):
        is_likely = np.tile((seen > 0) & ~rejected, 2)
        chosen = order[is_likely[order]][:1]
    places = [divmod(one, len(seen)) for one in chosen.tolist()]
    found = [
        Representative(
            statement, side == 0, float(inside[side, statement]), float(ratio[side, statement]),
            int(votes[side, statement]), int(seen[statement]),
        )
        for side, statement in sorted(places, key=lambda place: place[0])
    ]  # fmt: skip
    return tuple(_best_agreed_first(found))


def _best_agreed_first(chosen: list[Representative]) -> list[Representative]:
    agreed = [one for one in chosen if one.agrees]
    if not agreed:
        return chosen
    best = max(agreed, key=lambda one: one.share)
    return [best, *(one for one in chosen if one is not best)]


def uniting(counts: Counts, *, rejected: NDArray[np.bool_]) -> list[Common]:
    """Statements that every group agrees with, or every group disagrees with.

    Share above one half in each group and z above 1.2816 over all; ranked by the product of the
    shares over the groups (group-aware consensus), at most five each way. Source: Polis (Small et
    al. 2021).
    """
    found = []
    for agrees, table in ((True, counts.agrees), (False, counts.disagrees)):
        shares = share(table, counts.seen)
        surely = proportion_test(table.sum(axis=0), counts.seen.sum(axis=0)) > SURE
        fits = surely & (shares > 0.5).all(axis=0) & ~rejected
        if len(shares):
            found += _ranked(shares, shares.prod(axis=0), fits, agrees)
    return found


def dividing(counts: Counts, *, rejected: NDArray[np.bool_]) -> list[Common]:
    """Statements on which two groups differ most.

    Ranked by the difference of the highest and the lowest share of agreement; one group mostly
    agrees, another mostly does not, and the two differ with z above 1.2816.
    """
    if len(counts.seen) < 2:
        return []
    shares = share(counts.agrees, counts.seen)
    high, low = shares.argmax(axis=0), shares.argmin(axis=0)
    columns = np.arange(shares.shape[1])
    z = two_proportions_test(
        counts.agrees[high, columns], counts.seen[high, columns],
        counts.agrees[low, columns], counts.seen[low, columns],
    )  # fmt: skip
    apart = shares[high, columns] - shares[low, columns]
    fits = (z > SURE) & (shares[high, columns] > 0.5) & (shares[low, columns] < 0.5) & ~rejected
    return _ranked(shares, apart, fits, True)


def _ranked(shares: Floats, score: Floats, fits: NDArray[np.bool_], agrees: bool) -> list[Common]:
    order = np.argsort(-score, kind="stable")
    chosen = order[fits[order]][:MOST].tolist()
    return [
        Common(one, agrees, float(score[one]), tuple(shares[:, one].tolist())) for one in chosen
    ]
