"""Compile every kernel once, so that nobody's first map waits for it."""

from __future__ import annotations

import time

import numpy as np

from dialogwerk.cores.opinions.kernels.compiling import KERNELS


def compile_kernels() -> float:
    """Make maps of a few invented votes; gives back how long it took, in seconds.

    What is compiled is kept (see `compiling`), what is outdated removed; with all of it kept
    already this takes less than a second.
    """
    from dialogwerk.cores.opinions.mapping import opinion_map
    from dialogwerk.cores.opinions.stability import stability_of
    from dialogwerk.cores.opinions.votes import votes_of

    started, people = time.perf_counter(), 60
    for statements in (8, 40):
        who, what = np.divmod(np.arange(people * statements), statements)
        said = np.where((who % 2 == 0) == (what % 2 == 0), 1, who % 3 - 1)
        votes = votes_of(who, what, said, participants=people, statements=statements)
        stability_of(votes, opinion_map(votes), draws=1)
    KERNELS.remove_outdated()
    return time.perf_counter() - started
