"""Grouping on several machines with dask.distributed (extra ``cluster``): the same groups as here.

Workers fold the letters portion by portion. Their bodies travel by the first bits of their hash, so
that equal ones meet at one worker and are put together there. What is left, one entry for each
different body, is small; it comes here in the order of its hash, exactly as one machine would have
it. Groups are found in samples here, and bodies are placed beside them on the workers again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from dialogwerk.cores.statements.bodies import Bodies, Ints, read, usable_processors
from dialogwerk.cores.statements.kernels.columns import TextColumn
from dialogwerk.cores.statements.model import Model, Placing
from dialogwerk.cores.statements.settings import DEFAULT, GroupingSettings

if TYPE_CHECKING:
    from distributed import Client

    from dialogwerk.cores.statements.grouping import Grouping

_PORTION_BYTES = 1 << 25


@contextmanager
def workers(scheduler: str = "") -> Iterator[Client]:
    """The workers behind a scheduler; two processes of this machine if none is named.

    Raises:
        OSError: nothing answers at the address.
    """
    from distributed import Client, LocalCluster

    if scheduler:
        with Client(scheduler) as client:
            yield client
        return
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def group_on_cluster(
    texts: TextColumn, client: Client, *, settings: GroupingSettings = DEFAULT
) -> Grouping:
    """As `grouping.group`, with the workers of a client."""
    from dialogwerk.cores.statements.grouping import group_bodies

    bodies = read_on_cluster(texts, client)
    return group_bodies(bodies, texts, settings=settings, placing=_ClusterPlacing(client))


def read_on_cluster(texts: TextColumn, client: Client) -> Bodies:
    """The bodies of all letters, as `bodies.read` gives them."""
    workers = max(1, len(client.scheduler_info()["workers"]))
    portions = [client.submit(_read, *one, pure=False) for one in _portions(texts)]
    buckets = [
        client.submit(
            _put_together,
            [client.submit(_bucket, part, number, workers, pure=False) for part in portions],
            pure=False,
        )
        for number in range(workers)
    ]
    entries = client.gather([client.submit(_hash_by_letter, part, pure=False) for part in portions])
    return _joined(client.gather(buckets), entries)


def _portions(texts: TextColumn) -> list[tuple[Any, Ints]]:
    """Bytes and offsets of stretches of the column."""
    size = int(texts.offsets[-1])
    cuts = np.searchsorted(texts.offsets, np.arange(0, size, _PORTION_BYTES))
    cuts = np.unique(np.r_[0, cuts, len(texts)])
    return [
        (
            texts.data[texts.offsets[first] : texts.offsets[last]],
            texts.offsets[first : last + 1] - texts.offsets[first],
        )
        for first, last in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True)
    ]


def _read(data: Any, offsets: Ints) -> Bodies:
    return read(TextColumn(data, offsets), threads=1)


def _hash_by_letter(part: Bodies) -> Any:
    return part.hashes[part.entry]


def _bucket(part: Bodies, number: int, buckets: int) -> Bodies:
    """The bodies whose hash lies in one of equal ranges."""
    width = (1 << 64) // buckets + 1
    first, last = np.searchsorted(
        part.hashes, np.array([number * width, min((number + 1) * width, (1 << 64) - 1)], np.uint64)
    )
    if number == buckets - 1:
        last = len(part)
    return _chosen(part, np.arange(first, last))


def _chosen(part: Bodies, numbers: Ints) -> Bodies:
    """Some bodies with their words one after the other, without letters."""
    sizes = part.sizes[numbers]
    words = [part.words_of(number) for number in numbers.tolist()]
    starts = np.zeros(len(numbers), np.int64)
    np.cumsum(sizes[:-1], out=starts[1:])
    return Bodies(
        np.empty(0, np.int32),
        part.weight[numbers],
        starts,
        sizes,
        np.concatenate([np.empty(0, np.uint32), *words]),
        part.hashes[numbers],
    )


def _put_together(parts: Sequence[Bodies]) -> Bodies:
    """Bodies of several portions: equal ones are one, their letters added up."""
    hashes = np.concatenate([part.hashes for part in parts])
    known, first, place = np.unique(hashes, return_index=True, return_inverse=True)
    shift = np.cumsum([0, *(len(part.words) for part in parts[:-1])])
    starts = np.concatenate([part.starts + more for part, more in zip(parts, shift, strict=True)])
    weight = np.bincount(place, np.concatenate([part.weight for part in parts]), len(known))
    whole = Bodies(
        np.empty(0, np.int32),
        weight.astype(np.int64),
        starts[first],
        np.concatenate([part.sizes for part in parts])[first],
        np.concatenate([part.words for part in parts]),
        known,
    )
    return _chosen(whole, np.arange(len(known)))


def _joined(buckets: Sequence[Bodies], entries: Sequence[Any]) -> Bodies:
    """All buckets one after the other, and for each letter its body."""
    whole = _put_together(buckets)
    hashes = np.concatenate([np.empty(0, np.uint64), *entries])
    entry = np.searchsorted(whole.hashes, hashes).astype(np.int32)
    return Bodies(entry, whole.weight, whole.starts, whole.sizes, whole.words, whole.hashes)


class _ClusterPlacing(Placing):
    """Places bodies beside a model on the workers."""

    def __init__(self, client: Client) -> None:
        super().__init__(usable_processors())
        self._client = client

    def placed(self, model: Model, bodies: Bodies, chosen: Ints) -> Ints:
        workers = max(1, len(self._client.scheduler_info()["workers"]))
        there = self._client.scatter(model, broadcast=True)
        portions = [
            self._client.submit(_place, there, _chosen(bodies, some), pure=False)
            for some in np.array_split(chosen, 4 * workers)
        ]
        return np.concatenate([np.empty(0, np.int64), *self._client.gather(portions)])


def _place(model: Model, part: Bodies) -> Ints:
    return model.placed(part, np.arange(len(part)), threads=1)
