"""Strings of polars as they lie in memory, through Arrow's C interface.

https://arrow.apache.org/docs/format/CStreamInterface.html and, for the layout of string views,
https://arrow.apache.org/docs/format/Columnar.html#variable-size-binary-view-layout. polars keeps
each string as 16 bytes: its length and, up to 12 bytes, the string itself, else the number of a
buffer and a place in it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.statements.kernels.compiling import kernel

if TYPE_CHECKING:
    import polars

_INLINE = 12


class _Array(ctypes.Structure):
    pass


_Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.c_void_p),
    ("dictionary", ctypes.c_void_p),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(_Array))),
    ("private_data", ctypes.c_void_p),
]


class _Stream(ctypes.Structure):
    pass


_Stream._fields_ = [
    ("get_schema", ctypes.c_void_p),
    (
        "get_next",
        ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Array)),
    ),
    ("get_last_error", ctypes.c_void_p),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(_Stream))),
    ("private_data", ctypes.c_void_p),
]


def contiguous(
    series: polars.Series, room: Callable[[int], NDArray[np.uint8]]
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The bytes of a column of strings one after the other, and where each begins (and the end).

    Args:
        series: of type String without missing values.
        room: memory for so many bytes.
    """
    offsets = np.zeros(len(series) + 1, np.int64)
    lengths = series.str.len_bytes().to_numpy()
    np.cumsum(lengths, out=offsets[1:])
    data = room(int(offsets[-1]))
    row = 0
    capsule = series.__arrow_c_stream__(None)
    for array in _arrays(capsule):
        _copy(array, data, offsets[row : row + array.length + 1])
        row += array.length
    return data, offsets


def _arrays(capsule: Any) -> Iterator[_Array]:
    pointer = ctypes.pythonapi.PyCapsule_GetPointer
    pointer.restype, pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    stream = _Stream.from_address(pointer(capsule, b"arrow_array_stream"))
    while True:
        array = _Array()
        if stream.get_next(ctypes.byref(stream), ctypes.byref(array)):
            raise MemoryError("The column could not be handed over; there is too little memory.")
        if not array.release:
            return
        try:
            yield array
        finally:
            array.release(ctypes.byref(array))


def _buffer(address: int, size: int, kind: Any) -> NDArray[Any]:
    if not size:
        return np.empty(0, kind)
    raw = (ctypes.c_uint8 * size).from_address(address)
    return np.asarray(np.frombuffer(memoryview(raw), kind))


def _copy(array: _Array, data: NDArray[np.uint8], offsets: NDArray[np.int64]) -> None:
    rows = array.offset + array.length
    views = _buffer(array.buffers[1], rows * 16, np.int32).reshape(-1, 4)[array.offset :]
    parts = array.n_buffers - 3
    sizes = _buffer(array.buffers[array.n_buffers - 1], parts * 8, np.int64)
    _copy_short(views, data, offsets)
    for number in range(parts):
        part = _buffer(array.buffers[2 + number], int(sizes[number]), np.uint8)
        rows = np.flatnonzero((views[:, 0] > _INLINE) & (views[:, 2] == number))
        if len(rows) and not _copied_at_once(views[rows], rows, part, data, offsets):
            _copy_long(views, number, part, data, offsets)


def _copied_at_once(
    views: NDArray[np.int32],
    rows: NDArray[np.int64],
    part: NDArray[np.uint8],
    data: NDArray[np.uint8],
    offsets: NDArray[np.int64],
) -> bool:
    """Copy a whole buffer whose strings lie there as they will lie here; False if they do not."""
    sizes, places = views[:, 0], views[:, 3]
    here = offsets[rows]
    if ((np.diff(places) != sizes[:-1]) | (np.diff(here) != sizes[:-1])).any():
        return False
    size = int(sizes.astype(np.int64).sum())
    data[here[0] : here[0] + size] = part[places[0] : places[0] + size]
    return True


@kernel
def _copy_short(views, data, offsets):
    for row in range(len(views)):
        if views[row, 0] <= _INLINE:
            for at in range(views[row, 0]):
                word = views[row, 1 + at // 4]
                data[offsets[row] + at] = (word >> (8 * (at % 4))) & 0xFF


@kernel
def _copy_long(views, number, part, data, offsets):
    for row in range(len(views)):
        size = views[row, 0]
        if size > _INLINE and views[row, 2] == number:
            place = views[row, 3]
            for at in range(size):
                data[offsets[row] + at] = part[place + at]
