"""A round as voters meet it: its statements, whether it is open, what is worth showing next.

Each process keeps this for some seconds, so that a vote asks the database only for what concerns
its voter. A statement that was just moderated, or a round that was just closed, is therefore met
as before for that long (``OPINION_ROUND_KEPT_SECONDS``).
"""

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.dialogues.gates import is_open
from dialogwerk.apps.dialogues.models import Format, Process
from dialogwerk.cores.opinions.results import Projection
from dialogwerk.cores.opinions.routing import Choice, Priorities, next_statement, priorities_of
from dialogwerk.cores.opinions.votes import Votes

from ..errors import UnknownStatement
from ..models import OpinionMap, OpinionStatement, StatementState, Vote
from .choices import KIND, Choices, choices_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement on which one can vote; ``place`` is its column in the priorities."""

    pk: int
    number: int
    text: str
    is_meta: bool
    place: int


@dataclass(frozen=True, slots=True)
class Next:
    """The statement drawn for somebody, with the reasons of the draw."""

    statement: Shown
    choice: Choice


@dataclass(frozen=True, eq=False)
class Round:
    """What voters meet.

    Attributes:
        format: with its process.
        statements: the public ones, by number.
        priorities: how much each of them is worth showing, in the same order.
        has_map: whether a map was computed already.
    """

    format: Format
    choices: Choices
    is_open: bool
    statements: Sequence[Shown]
    priorities: Priorities
    has_map: bool

    def __post_init__(self) -> None:
        by_number = {one.number: one for one in self.statements}
        object.__setattr__(self, "_by_number", by_number)
        object.__setattr__(self, "_by_pk", {one.pk: one for one in self.statements})

    @property
    def process(self) -> Process:
        return self.format.process

    def statement(self, number: int) -> Shown:
        """The public statement of that number.

        Raises:
            UnknownStatement: there is none, or it is not shown any more.
        """
        found: Mapping[int, Shown] = self._by_number  # type: ignore[attr-defined]
        if number not in found:
            raise UnknownStatement(_("This statement is not up for a vote any more."))
        return found[number]

    def voted(self, ballot: Mapping[int, int]) -> list[Shown]:
        """The statements on which somebody has voted and still can.

        Args:
            ballot: votes by primary key of the statement.
        """
        found: Mapping[int, Shown] = self._by_pk  # type: ignore[attr-defined]
        return [found[pk] for pk in ballot if pk in found]

    def next_for(self, ballot: Mapping[int, int], *, seed: int) -> Next | None:
        """What somebody is shown next; None when they have voted on everything.

        The same seed and the same votes give the same statement, as long as the round is kept.
        """
        places = np.array([one.place for one in self.voted(ballot)], np.int64)
        choice = next_statement(self.priorities, places, seed=seed)
        return Next(self.statements[choice.statement], choice) if choice else None


_kept: dict[tuple[str, str], tuple[float, Round]] = {}
_lock = threading.Lock()


def public_round(process: str, slug: str) -> Round | None:
    """The round at that address, if everyone may see it; some seconds old at most.

    Args:
        process: slug of the process.
        slug: of the format in it.
    """
    key, now = (process, slug), time.monotonic()
    until, known = _kept.get(key, (0.0, None))
    if known is not None and now < until:
        return known
    if not _lock.acquire(blocking=known is None):
        return known  # somebody is looking already; what was known serves meanwhile
    try:
        return _renewed(key)
    finally:
        _lock.release()


def _renewed(key: tuple[str, str]) -> Round | None:
    until, known = _kept.get(key, (0.0, None))
    if known is not None and time.monotonic() < until:
        return known
    found = _find(*key)
    if found is None:
        _kept.pop(key, None)
        return None
    fresh = round_of(found)
    _kept[key] = (time.monotonic() + settings.OPINION_ROUND_KEPT_SECONDS, fresh)
    return fresh


def forget_rounds() -> None:
    """Look again at the next vote; other processes do so by themselves after some seconds."""
    _kept.clear()


def _find(process: str, slug: str) -> Format | None:
    found = Format.objects.shown().select_related("process", "process__scheme", "phase")
    public = Process.objects.public()
    wanted = found.filter(kind=KIND, slug=slug, process__slug=process, process__in=public)
    return cast("Format | None", wanted.first())


def round_of(one: Format) -> Round:
    """The round as it is now."""
    rows = OpinionStatement.objects.public().filter(round=one).order_by("number")
    listed = rows.values_list("pk", "number", "text", "is_meta")
    statements = [
        Shown(pk, number, text, is_meta, place)
        for place, (pk, number, text, is_meta) in enumerate(listed)
    ]
    newest = OpinionMap.objects.filter(round=one).defer("places").order_by("-computed_at").first()
    return Round(
        format=one,
        choices=choices_of(one),
        is_open=is_open(one, timezone.localdate()),
        statements=statements,
        priorities=_priorities(one, statements, newest),
        has_map=newest is not None,
    )


def _priorities(one: Format, statements: Sequence[Shown], newest: OpinionMap | None) -> Priorities:
    places = {statement.pk: statement.place for statement in statements}
    counted = (
        Vote.objects.filter(statement__round=one, statement__state=StatementState.PUBLIC)
        .values_list("statement_id", "value")
        .annotate(count=Count("pk"))
        .order_by()
    )
    cells = np.array(
        [(places[pk], value, count) for pk, value, count in counted if pk in places], np.int64
    ).reshape(-1, 3)
    return priorities_of(
        _single_votes(cells, len(statements)),
        _projection(statements, newest),
        rejected=np.zeros(len(statements), bool),
        meta=np.array([statement.is_meta for statement in statements], bool),
    )


def _single_votes(cells: np.ndarray, statements: int) -> Votes:
    """Votes by statement and value, each in a row of its own: who cast them plays no part here."""
    columns = np.repeat(cells[:, 0], cells[:, 2]).astype(np.int32)
    values = np.repeat(cells[:, 1], cells[:, 2]).astype(np.int8)
    return Votes(np.arange(len(columns) + 1), columns, values, statements)


def _projection(statements: Sequence[Shown], newest: OpinionMap | None) -> Projection:
    """Axes and means of the newest map for the present statements; 0 for those not in it."""
    size = len(statements)
    components, means = np.zeros((2, size)), np.zeros(size)
    if newest is not None:
        axes = newest.result["axes"]
        column = {number: place for place, number in enumerate(newest.result["columns"])}
        for one in statements:
            if (place := column.get(one.number)) is not None:
                means[one.place] = axes["means"][place]
                components[:, one.place] = [row[place] for row in axes["components"][:2]]
    return Projection(np.zeros((0, 2)), components, np.zeros(2), means)
