"""ZIP archives: what is in them, checked before anything is unpacked, and bounded while it is."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from dialogwerk.cores.files import Refused

from .limits import MIB, Limits
from .values import Box

CHUNK = 256 * 1024
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    UnicodeError,
    ValueError,
    OSError,
)
_NOISE = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def contents(stream: IO[bytes], limits: Limits) -> Box:
    """Names and sizes of the files in an archive.

    Raises:
        Refused: too many, too large when unpacked, encrypted or damaged.
    """
    entries = _entries(stream)
    if len(entries) > limits.max_members:
        raise Refused("too_many_files", files=len(entries), limit=limits.max_members)
    _check_sizes(entries, limits)
    files = [one for one in entries if not one.is_dir()]
    if files and all(one.flag_bits & 1 for one in files):
        raise Refused("encrypted")
    return Box(
        tuple("" if _is_noise(one) else one.filename for one in entries),
        tuple(one.file_size for one in entries),
    )


def _is_noise(entry: zipfile.ZipInfo) -> bool:
    """Folders, and what file managers leave behind."""
    return (
        entry.is_dir()
        or entry.filename.startswith(_NOISE[0])
        or entry.filename.endswith(_NOISE[1:])
    )


def _entries(stream: IO[bytes]) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(stream) as archive:
            return archive.infolist()
    except _DAMAGED as error:
        raise Refused("damaged") from error


def _check_sizes(entries: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    """Also per file: one bomb among many pictures does not show in the sum."""
    total = sum(one.file_size for one in entries)
    packed = max(1, sum(one.compress_size for one in entries))
    if total > limits.max_unpacked_bytes:
        raise Refused("unpacks_too_large", size_mb=total // MIB, ratio=total // packed)
    for one in entries:
        ratio = one.file_size // max(1, one.compress_size)
        if one.file_size > limits.ratio_applies_from and ratio > limits.max_ratio:
            raise Refused("unpacks_too_large", size_mb=one.file_size // MIB, ratio=ratio)


def unpack(stream: IO[bytes], index: int, target: Path, limits: Limits) -> int:
    """Write one file of the archive to ``target``; returns its size in bytes.

    Raises:
        Refused: larger than a file may be or than it declares, encrypted or damaged.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            entry = archive.infolist()[index]
            if entry.flag_bits & 1:
                raise Refused("encrypted")
            with archive.open(entry) as packed, target.open("wb") as out:
                return _copied(packed, out, entry.file_size)
    except (RuntimeError, *_DAMAGED) as error:
        raise Refused("damaged") from error


def _copied(packed: IO[bytes], out: IO[bytes], declared: int) -> int:
    size = 0
    while piece := packed.read(CHUNK):
        size += len(piece)
        if size > declared:
            raise Refused("longer_than_declared")
        out.write(piece)
    return size


def check_office(content: bytes, limits: Limits) -> None:
    """An office document unpacks to a sensible size.

    Raises:
        Refused: it does not, or is damaged.
    """
    entries = _entries(io.BytesIO(content))
    if len(entries) > 5_000:
        raise Refused("too_many_files", files=len(entries), limit=5_000)
    _check_sizes(entries, limits)
