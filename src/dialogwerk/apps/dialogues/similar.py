"""Public contributions to a process that resemble what somebody is just writing.

Each server process keeps an index of each process of which it was asked lately; it grows by what
came in since, and is built anew after an hour, when what was withdrawn or blacked out leaves it.
What is found is looked up as it stands now, so nothing is shown that is not public any more.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from django.utils import timezone

from dialogwerk.cores.statements.alike import AlikeIndex, alike_index

from .models import Contribution, Process

MOST = 4
KEPT_FOR = timedelta(hours=1)
INDEXES_KEPT = 8
LEAST_LETTERS = 12
"""Shorter texts resemble everything."""


@dataclass(frozen=True, slots=True)
class _Kept:
    index: AlikeIndex
    last: int
    built_at: datetime


_kept: OrderedDict[int, _Kept] = OrderedDict()
_lock = Lock()


def similar_to(process: Process, text: str, *, but: int | None = None) -> list[Contribution]:
    """The public contributions that resemble this text most, the most alike first.

    Args:
        but: primary key of a contribution that is not looked for, such as the one itself.
    """
    if len("".join(text.split())) < LEAST_LETTERS:
        return []
    found = _index_of(process).nearest(text, most=MOST + 1)
    keys = [one.key for one in found if one.key != but]
    public = Contribution.objects.public().filter(process=process).select_related("category")
    rows = public.with_outcome().in_bulk(keys)
    return [rows[key] for key in keys if key in rows][:MOST]


def forget() -> None:
    """Build all indexes anew when they are asked next."""
    with _lock:
        _kept.clear()


def _index_of(process: Process) -> AlikeIndex:
    now = timezone.now()
    with _lock:
        kept = _kept.get(process.pk)
    if kept is None or now - kept.built_at > KEPT_FOR:
        keys, texts = _texts(process, after=0)
        kept = _Kept(alike_index(keys, texts), max(keys, default=0), now)
    else:
        keys, texts = _texts(process, after=kept.last)
        if keys:
            kept = _Kept(kept.index.grown(keys, texts), max(keys), kept.built_at)
    with _lock:
        _kept[process.pk] = kept
        _kept.move_to_end(process.pk)
        while len(_kept) > INDEXES_KEPT:
            _kept.popitem(last=False)
    return kept.index


def _texts(process: Process, *, after: int) -> tuple[list[int], list[str]]:
    public = process.contributions.public().filter(pk__gt=after).order_by("pk")
    fields = ("title", "text", "hidden", "redacted_title", "redacted_text")
    rows = list(public.only(*fields))
    return [one.pk for one in rows], [f"{one.shown_title}\n{one.shown_text}" for one in rows]
