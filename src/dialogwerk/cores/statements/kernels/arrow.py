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
from dialogwerk.cores.statements.kernels.machine import copy_from

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
    np.cumsum(series.str.len_bytes().to_numpy(), out=offsets[1:])
    data = room(int(offsets[-1]))
    row = 0
    for array in _arrays(series.__arrow_c_stream__(None)):
        views = _buffer(array.buffers[1], (array.offset + array.length) * 16, np.int32)
        addresses = [array.buffers[2 + number] or 0 for number in range(array.n_buffers - 3)]
        _copy(
            views.reshape(-1, 4)[array.offset :],
            np.array(addresses, np.uint64),
            data,
            offsets[row : row + array.length + 1],
        )
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


@kernel
def _copy(views, addresses, data, offsets):
    """Copy the strings of some views, long ones from the buffers at the addresses."""
    for row in range(len(views)):
        size = np.int64(views[row, 0])
        if size > _INLINE:
            address = addresses[views[row, 2]] + np.uint64(views[row, 3])
            copy_from(data, offsets[row], address, size)
            continue
        for at in range(size):
            data[offsets[row] + at] = (views[row, 1 + at // 4] >> (8 * (at % 4))) & 0xFF
