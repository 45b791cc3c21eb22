"""A column of letters as bytes, as the kernels want it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.statements.kernels.compiling import kernel

if TYPE_CHECKING:
    import polars


@dataclass(frozen=True)
class TextColumn:
    """Texts as UTF-8, one after the other; text ``i`` is ``data[offsets[i]:offsets[i + 1]]``."""

    data: NDArray[np.uint8]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, place: int) -> str:
        raw = self.data[self.offsets[place] : self.offsets[place + 1]].tobytes()
        return raw.decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(len(self)))

    @classmethod
    def of(cls, texts: Iterable[str]) -> TextColumn:
        """Texts one by one, kept as bytes only."""
        data = bytearray()
        ends = [0]
        for text in texts:
            data += text.encode("utf-8", "surrogatepass")
            ends.append(len(data))
        return cls(np.frombuffer(data, np.uint8), np.array(ends, np.int64))

    @classmethod
    def of_series(
        cls, series: polars.Series, room: Callable[[int], NDArray[np.uint8]] | None = None
    ) -> TextColumn:
        """A column of strings of polars; missing ones are empty.

        Args:
            room: gives memory for so many bytes, if they shall not lie in memory of their own.
        """
        import polars

        from dialogwerk.cores.statements.kernels.arrow import contiguous

        return cls(*contiguous(series.cast(polars.String).fill_null(""), room or _own_room))


def _own_room(size: int) -> NDArray[np.uint8]:
    return np.empty(size, np.uint8)


def raw_hashes(texts: TextColumn, chosen: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A hash of the bytes of some texts; equal texts have equal ones."""
    hashes = np.empty(len(chosen), np.uint64)
    _hash_raw(texts.data, texts.offsets, chosen, hashes)
    return hashes


@kernel
def _hash_raw(data, offsets, chosen, hashes):
    for place in range(len(chosen)):
        hashed = np.uint64(0xCBF29CE484222325)
        for at in range(offsets[chosen[place]], offsets[chosen[place] + 1]):
            hashed = (hashed ^ np.uint64(data[at])) * np.uint64(0x100000001B3)
        hashes[place] = hashed
