"""Several typesetters side by side: letters set by processes of their own, in the order asked for.

A process holds its fonts (about 80 MiB) and knows neither database nor settings. It ends when the
one that started it has gone, however that happened.
"""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import Final

from dialogwerk.documents.letters import reply_letter
from dialogwerk.documents.values import ReplyLetter

AT_ONCE: Final = 5
"""Letters that a process is handed together."""

Waiting = Callable[[], list[bytes]]
"""Gives the files, in order, once they are set; waits for them if need be."""

Typesetter = Callable[[Sequence[ReplyLetter]], Waiting]


@contextmanager
def typesetters(processes: int) -> Iterator[Typesetter]:
    """Something that sets letters, with so many processes; with fewer than two in this one.

    >>> with typesetters(1) as set_letters:
    ...     set_letters([])()
    []
    """
    if processes < 2:
        yield lambda letters: lambda: [reply_letter(one) for one in letters]
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, initializer=_end_with_parent) as pool:

        def begin(letters: Sequence[ReplyLetter]) -> Waiting:
            portions = [letters[at : at + AT_ONCE] for at in range(0, len(letters), AT_ONCE)]
            under_way = [pool.submit(_set, portion) for portion in portions]
            return lambda: [file for one in under_way for file in one.result()]

        yield begin


def _set(letters: Sequence[ReplyLetter]) -> list[bytes]:
    return [reply_letter(one) for one in letters]


def _end_with_parent() -> None:
    """A killed parent says goodbye to nobody; without this its processes would stay for ever."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
