"""The kernels of the grouping: what they are made from, and where they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dialogwerk.cores.compiling import Kernels

_HERE = Path(__file__).parent
_RULES = ("deviations.py", "sender_block.py", "sentences.py", "words.py")


def _sources() -> Iterator[Path]:
    """The files in this folder, and those beside it that kernels come from."""
    for path in sorted((*_HERE.glob("*.py"), *_HERE.parent.glob("*.py"))):
        is_source = path.parent == _HERE or b"compiling import" in path.read_bytes()
        if is_source or path.name in _RULES:
            yield path


KERNELS = Kernels("statements", _HERE, _sources())
FOLDER = KERNELS.folder
kernel, inner, leaf = KERNELS.kernel, KERNELS.inner, KERNELS.leaf
