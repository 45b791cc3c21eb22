"""Compile every kernel once, so that nobody's first grouping waits for it."""

from __future__ import annotations

import time


def compile_kernels() -> float:
    """Group a few invented letters in every way there is; gives back how long it took, in seconds.

    What is compiled is kept (see `compiling`), what is outdated removed; with all of it kept
    already this takes about a second.
    """
    import polars

    from dialogwerk.cores.statements.grouping import GroupingSettings, group
    from dialogwerk.cores.statements.kernels.columns import TextColumn
    from dialogwerk.cores.statements.kernels.compiling import remove_outdated
    from dialogwerk.cores.statements.own_words import spans_for

    started = time.perf_counter()
    forms = [
        " ".join(f"{word}{form} steht in den Unterlagen." for word in _WORDS) for form in range(3)
    ]
    letters = [f"{form} {word} {number}." for form in forms for number, word in enumerate(_WORDS)]
    own = [f"Über {number} mal {number * 7} schreibe ich Zeile {number}." for number in range(90)]
    column = TextColumn.of_series(polars.Series([*letters, *letters[:40], *own, "ἀλλά"]))
    campaigns = group(column, settings=GroupingSettings(sample=100)).campaigns
    spans_for(campaigns[0].template, [forms[1]])
    remove_outdated()
    return time.perf_counter() - started


_WORDS = tuple(f"wort{number}" for number in range(40))
