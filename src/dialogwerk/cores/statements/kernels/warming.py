"""Compile every kernel once, so that nobody's first grouping waits for it."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Any

from dialogwerk.cores.statements.kernels.compiling import KERNELS


def compile_kernels() -> float:
    """Group a few invented letters in every way there is; gives back how long it took, in seconds.

    What is compiled is kept (see `compiling`), what is outdated removed; with all of it kept
    already this takes about a second. Where nothing is kept yet, two processes share the work:
    compiling holds a lock, so that threads could not.
    """
    started = time.perf_counter()
    if KERNELS.folder.exists():
        compare()
    else:
        with subprocess.Popen([sys.executable, "-c", _COMPARE]) as other:
            group()
        if other.returncode:
            compare()
    group()
    KERNELS.remove_outdated()
    return time.perf_counter() - started


_COMPARE = f"from {__name__} import compare; compare()"


def compare() -> None:
    """Find the own words of a letter.

    What reads letters is wanted for this as well as for grouping; it comes last, when the process
    that groups has compiled it.
    """
    from numba import int64, typeof

    from dialogwerk.cores.statements.kernels import comparing
    from dialogwerk.cores.statements.kernels.book import room_for
    from dialogwerk.cores.statements.kernels.rules import rules
    from dialogwerk.cores.statements.many_deviations import Forms
    from dialogwerk.cores.statements.own_words import spans_for

    book, room = typeof(Forms(_FORMS).book), typeof(room_for(1, 1))
    laid_beside: Any = comparing.laid_beside
    laid_beside.compile((typeof(rules()), book, int64, room, int64, int64, int64))
    spans_for(_FORMS[0], [_FORMS[1]])


def group() -> int:
    """Group form letters, letters with own words, and one that no kernel reads; how many groups."""
    import polars

    from dialogwerk.cores.statements import grouping
    from dialogwerk.cores.statements.kernels.columns import TextColumn

    letters = [f"{form} {word} {number}." for form in _FORMS for number, word in enumerate(_WORDS)]
    own = [f"Über {number} mal {number * 7} schreibe ich Zeile {number}." for number in range(90)]
    column = TextColumn.of_series(polars.Series([*letters, *letters[:40], *own, "ἀλλά"]))
    return len(grouping.group(column, settings=grouping.GroupingSettings(sample=100)).campaigns)


_WORDS = tuple(f"wort{number}" for number in range(40))
_FORMS = tuple(
    " ".join(f"{word}{form} steht in den Unterlagen." for word in _WORDS) for form in range(3)
)
