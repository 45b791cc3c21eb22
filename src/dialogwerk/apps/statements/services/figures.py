"""Figures kept near at hand until something they count has changed."""

import hashlib
from collections.abc import Callable
from time import monotonic as clock
from typing import Any, NamedTuple, TypeVar, cast

from django.core.cache import caches
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import (
    Aggregate,
    Count,
    IntegerField,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import RawSQL

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.schemes.models import Procedure

from ..models import Dispatch, PrintedLetter, Reply, Statement

KEPT_FOR = 20
"""Seconds after which figures are counted again even if nothing seems to have changed, for what
leaves no trace in :func:`stamp` (a new address) or came to the journal late."""

SLOW = 0.03
"""Seconds. What is counted within is always up to date."""
OLD_BY = 100
"""What takes longer to count may be older: by so many times the time that counting it takes, so
that a busy office spends a hundredth of its time on it, however many letters there are."""
OLDEST = 120
"""But never older than so many seconds."""
RENEWED_WITHIN = 15
"""Seconds in which one caller renews a figure while all others read on."""

Figures = TypeVar("Figures")


class _Entry(NamedTuple):
    at: str
    counted: float
    took: float
    value: Any

    def holds(self, at: str, now: float, may_be_old: float) -> bool:
        age = now - self.counted
        return age < may_be_old or (at != "" and at == self.at and age < KEPT_FOR)

    @property
    def slow(self) -> float:
        """For how many seconds it holds because counting it takes long."""
        return min(OLDEST, OLD_BY * self.took) if self.took > SLOW else 0


def kept(
    name: str,
    procedure: Procedure,
    compute: Callable[[], Figures],
    *,
    at: str = "",
    may_be_old: float = 0,
    of_all: bool = False,
) -> Figures:
    """What ``compute`` counts, kept by each process for itself until something has changed.

    Of what takes long to count, one caller counts and all others read on meanwhile.

    Args:
        name: what is counted.
        at: the :func:`stamp` of the procedure, or of what the figures depend on.
        may_be_old: seconds for which they hold in any case.
        of_all: they tell how much there is altogether, and nobody looks there for their own deed:
            when they take long to count they may be older, see `OLD_BY`.
    """
    cache, now = caches["near"], clock()
    key = f"kept:{procedure.pk}:{hashlib.sha256(name.encode()).hexdigest()}"
    known: _Entry | None = cache.get(key)
    if known is not None:
        may_be_old = max(may_be_old, known.slow if of_all else 0)
        holds = known.holds(at, now, may_be_old)
        if holds or (may_be_old and not cache.add(f"{key}:renewing", True, timeout=RENEWED_WITHIN)):
            return cast("Figures", known.value)
    try:
        value = compute()
        cache.set(key, _Entry(at, now, clock() - now, value), timeout=3600)
    finally:
        cache.delete(f"{key}:renewing")
    return value


class Counted(Paginator):
    """Pages of rows whose number is known already."""

    def __init__(self, rows: QuerySet[Any], per_page: int, *, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count  # type: ignore[misc]


def stamp(procedure: Procedure) -> str:
    """Another one as soon as a letter, a point, an answer, a reply or a dispatch has changed.

    What is done stands in the journal; that a reply was made, written or laid into a print file,
    or is being handed to the mail server, does not, and is looked at beside it. One query.
    """
    replies = Reply.objects.filter(procedure=OuterRef("pk"))
    attempts = Dispatch.objects.all()
    found = Procedure.objects.filter(pk=procedure.pk).values_list(
        Subquery(JournalEntry.objects.order_by("-pk").values("uid")[:1]),
        figure(replies, Max("pk")),
        figure(replies, Count("generated_at")),
        figure(replies, Max("generated_at")),
        figure(attempts, Max("at")),
        figure(PrintedLetter.objects.all(), Max("pk")),
        figure(attempts.filter(state=Dispatch.State.SENDING), Count("*")),
    )
    return str(found.get())


_JUMPS = """(
    WITH RECURSIVE jump(person) AS (
        SELECT MIN(person_id) FROM {table} WHERE {rows}
        UNION ALL
        SELECT (SELECT MIN(person_id) FROM {table} WHERE {rows} AND person_id > jump.person)
        FROM jump WHERE jump.person IS NOT NULL
    ) SELECT COUNT(person) FROM jump
)"""


def people_of(procedure: Procedure, *, unread: bool = False) -> RawSQL:
    """How many people wrote, or wait for a reader; for use inside another query.

    Jumps in an index from each person to the next, where counting what is different would sort all
    letters.
    """
    rows = "procedure_id = %s AND read_at IS NULL" if unread else "procedure_id = %s"
    sql = _JUMPS.format(table=connection.ops.quote_name(Statement._meta.db_table), rows=rows)
    return RawSQL(sql, [procedure.pk, procedure.pk], output_field=IntegerField())  # noqa: S611


def figure(rows: QuerySet[Any], figure: Aggregate) -> Subquery:
    """One figure of all these rows, for use inside another query."""
    together = rows.order_by().annotate(all_in_one=Value(1)).values("all_in_one")
    return Subquery(together.annotate(figure=figure).values("figure"))
