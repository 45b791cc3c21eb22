"""How many take part, and what is to be done; shares with how sure they are."""

from dataclasses import dataclass
from math import sqrt
from typing import cast

from django.core.cache import caches
from django.db.models import Count

from dialogwerk.apps.dialogues.models import Format

from ..models import OpinionStatement, StatementState, Vote

KEPT_SECONDS = 15
_SURE = 1.959964
"""Two-sided 95 % of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a round: people who voted, their votes, statements by state."""

    participants: int
    votes: int
    public: int
    waiting: int
    refused: int


def figures_of(one: Format) -> Figures:
    """Some seconds old at most, for everybody who looks at a card."""
    key = f"opinions:{one.pk}"
    found = caches["near"].get_or_set(key, lambda: _count(one), timeout=KEPT_SECONDS)
    return cast("Figures", found)


def _count(one: Format) -> Figures:
    votes = Vote.objects.of_round(one).aggregate(
        votes=Count("pk"), participants=Count("voter", distinct=True)
    )
    states = dict(
        OpinionStatement.objects.filter(round=one)
        .values_list("state")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return Figures(
        votes["participants"],
        votes["votes"],
        states.get(StatementState.PUBLIC, 0),
        states.get(StatementState.HELD, 0),
        states.get(StatementState.REFUSED, 0),
    )


@dataclass(frozen=True, slots=True)
class Share:
    """A share of people with the range in which it lies with 95 % certainty, each in [0, 1]."""

    value: float
    low: float
    high: float


def share_of(count: int, total: int) -> Share | None:
    """Share of ``count`` in ``total``; None of nothing. Source: Wilson 1927 (score interval).

    The range says how far chance alone would move the share if as many people were drawn; it
    does not heal that people chose themselves to take part.

    >>> share = share_of(30, 40)
    >>> round(share.value, 3), round(share.low, 3), round(share.high, 3)
    (0.75, 0.598, 0.858)
    """
    if not total:
        return None
    value, square = count / total, _SURE**2 / total
    middle = (value + square / 2) / (1 + square)
    half = _SURE / (1 + square) * sqrt(value * (1 - value) / total + square / total / 4)
    return Share(value, max(0.0, middle - half), min(1.0, middle + half))
