"""Figures kept near at hand until something they count has changed."""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.core.cache import caches
from django.core.paginator import Paginator
from django.db.models import Aggregate, Count, Max, OuterRef, QuerySet, Subquery, Value

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.schemes.models import Procedure

from ..models import Dispatch, PrintedLetter, Reply

KEPT_FOR = 20
"""Seconds after which figures are counted again even if nothing seems to have changed, for what
leaves no trace in :func:`stamp` (a new address) or came to the journal late."""

Figures = TypeVar("Figures")


def kept(name: str, procedure: Procedure, compute: Callable[[], Figures], *, at: str) -> Figures:
    """What ``compute`` counts, counted once for each stamp.

    Args:
        name: what is counted; values of the same name have to be the same at the same stamp.
        at: the :func:`stamp` of the procedure.
    """
    key = hashlib.sha256(f"{name}:{procedure.pk}:{at}".encode()).hexdigest()
    found = caches["near"].get_or_set(f"kept:{key}", compute, timeout=KEPT_FOR)
    return cast("Figures", found)


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
        figure(attempts.filter(state=Dispatch.State.SENDING), Count("pk")),
    )
    return str(found.get())


def figure(rows: QuerySet[Any], figure: Aggregate) -> Subquery:
    """One figure of all these rows, for use inside another query."""
    together = rows.order_by().annotate(all_in_one=Value(1)).values("all_in_one")
    return Subquery(together.annotate(figure=figure).values("figure"))
