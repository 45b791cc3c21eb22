"""How long one new letter takes beside all campaigns of very many letters, as one line of JSON.

    python benchmarks/placing.py LETTERS.parquet [--new 500] [--once] [--without-peers]

LETTERS.parquet comes from ``dialogwerk rehearse``. Some of its letters, spread over the file, are
left out; all others are grouped once, and an index is made of them. Then each of those left out is
placed, one after the other, as if it had just come. The bar: 5 ms in a million letters. Said as
well, unless ``--once``: whether grouping all letters together puts the same letters side by side.

Beside it, in the same run: rapidfuzz, which compares the letter with the template of each campaign
(``partial_ratio``), and datasketch, which is asked for near letters (three-word shingles, 128
permutations, threshold 0.5) among as many letters as fit into a minute of filling its index.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars

from dialogwerk.cores.statements.words import fold, raw_words

BAR_MS = 5.0
THRESHOLD, PERMUTATIONS, FILLING_SECONDS = 0.5, 128, 60.0
FEWEST_FOR_PEERS = 50


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("letters", type=Path)
    arguments.add_argument("--new", type=int, default=500)
    arguments.add_argument("--once", action="store_true")
    arguments.add_argument("--without-peers", action="store_true")
    options = arguments.parse_args()
    texts = polars.read_parquet(options.letters, columns=["text"])["text"]
    places = np.linspace(0, len(texts) - 1, options.new).astype(np.int64)
    new = texts[places].to_list()
    old = texts.filter(~polars.Series(np.isin(np.arange(len(texts)), places)))
    del texts
    result, templates = ours(old, new, once=options.once)
    if not options.without_peers:
        some = new[: max(FEWEST_FOR_PEERS, options.new // 10)]
        result["rapidfuzz"] = rapidfuzz_peer(templates, some)
        result["datasketch"] = datasketch_peer(old, some)
    print(json.dumps(result))


def ours(old: polars.Series, new: Sequence[str], *, once: bool) -> tuple[dict[str, Any], list[str]]:
    from dialogwerk.cores.statements.grouping import group
    from dialogwerk.cores.statements.index import CampaignIndex
    from dialogwerk.cores.statements.kernels.columns import TextColumn
    from dialogwerk.cores.statements.kernels.warming import compile_kernels

    compile_kernels()
    found = group(TextColumn.of_series(old))
    began = time.perf_counter()
    index = CampaignIndex.of(found)
    made = time.perf_counter()
    raw = index.to_bytes()
    kept = time.perf_counter()
    index = CampaignIndex.from_bytes(raw)
    loaded = time.perf_counter()
    placed, times = timed(index.place, new)
    same: dict[str, float] = {}
    if not once:
        together = group(TextColumn.of([*old.to_list(), *new])).campaign
        same = {"same_as_all_together": same_share(found.campaign, placed, together)}
    return {
        "letters": len(old),
        "campaigns": len(found.campaigns),
        "new": len(new),
        **times,
        "bar_ms": BAR_MS,
        "placed": sum(one is not None for one in placed),
        **same,
        "making_seconds": made - began,
        "keeping_seconds": kept - made,
        "loading_seconds": loaded - kept,
        "index_mib": len(raw) / 2**20,
    }, [campaign.template for campaign in found.campaigns]


def same_share(before: Any, placed: Sequence[Any], together: Any) -> float:
    """Share of new letters that are beside the same letters as when all are grouped."""
    same = 0
    for one, number in zip(placed, together[len(before) :].tolist(), strict=True):
        if one is None or number < 0:
            same += one is None and number < 0
        else:
            mine = together[: len(before)][before == one.campaign]
            same += bool(np.bincount(mine[mine > 0]).argmax() == number)
    return same / len(placed)


def timed(place: Callable[[str], Any], new: Sequence[str]) -> tuple[list[Any], dict[str, float]]:
    """What comes out for each letter; milliseconds for the usual and the slow ones."""
    place(new[0])
    found, times = [], []
    for text in new:
        began = time.perf_counter()
        found.append(place(text))
        times.append(1000 * (time.perf_counter() - began))
    p95 = statistics.quantiles(times, n=20)[-1]
    return found, {"median_ms": statistics.median(times), "p95_ms": p95, "slowest_ms": max(times)}


def rapidfuzz_peer(templates: Sequence[str], new: Sequence[str]) -> dict[str, float]:
    from rapidfuzz import fuzz, process

    return timed(lambda text: process.extractOne(text, templates, scorer=fuzz.partial_ratio), new)[
        1
    ]


def datasketch_peer(old: polars.Series, new: Sequence[str]) -> dict[str, float]:
    from datasketch import MinHash, MinHashLSH

    def sketch(text: str) -> Any:
        words = [fold(word) for word in raw_words(text)]
        shingles = {" ".join(words[at : at + 3]).encode() for at in range(max(1, len(words) - 2))}
        found = MinHash(num_perm=PERMUTATIONS)
        found.update_batch(list(shingles))
        return found

    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    began = time.perf_counter()
    filled = 0
    for text in old:
        if time.perf_counter() - began > FILLING_SECONDS:
            break
        index.insert(filled, sketch(text))
        filled += 1
    return {"letters": filled, **timed(lambda text: index.query(sketch(text)), new)[1]}


if __name__ == "__main__":
    main()
