"""Unpacking a workbook without trusting what it says about itself.

The central directory is checked before anything is unpacked; while unpacking, every file must
yield exactly as many bytes as it declares there.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from .errors import BrokenFile, SuspiciousArchive
from .limits import MIB, Limits
from .sources import Source

CHUNK = 64 * 1024
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_MAX_DIRECTORY = 4 * MIB


class _Careful:
    """A stream for zipfile that refuses to read a directory of absurd size at once."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        if size > _MAX_DIRECTORY:
            raise OverflowError
        return self._stream.read(size)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class Archive:
    """The files inside a zip archive, with sizes checked.

    Raises:
        BrokenFile: the directory is unreadable or ambiguous.
        SuspiciousArchive: it announces more than the limits allow.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        entries = self._directory()
        _check_totals(entries, source.name, source.limits)
        self._entries = {entry.filename: entry for entry in entries}
        if len(self._entries) < len(entries):
            raise self.broken("a file occurs twice inside")

    @property
    def names(self) -> frozenset[str]:
        """Names of the files inside."""
        return frozenset(self._entries)

    def size(self, name: str) -> int:
        """Unpacked size of a file in bytes, as declared (and enforced while unpacking)."""
        return self._entries[name].file_size

    def broken(self, reason: str, kind: str = "a workbook") -> BrokenFile:
        """The error for contents that make no sense."""
        return BrokenFile(name=self.source.name, format=kind, reason=reason)

    def read(self, name: str, limit: int = MIB) -> bytes:
        """A small file as a whole; empty if it does not exist.

        Raises:
            SuspiciousArchive: it is larger than ``limit``.
        """
        if name not in self._entries:
            return b""
        if self._entries[name].file_size > limit:
            raise SuspiciousArchive(name=self.source.name, reason=f"“{name}” inside is too large")
        return b"".join(self.inflate(name))

    def inflate(self, name: str) -> Iterator[bytes]:
        """The unpacked bytes in pieces.

        Raises:
            SuspiciousArchive: there are more than declared.
            BrokenFile: fewer, or not readable, or packed in an unusual way.
        """
        entry = self._entries[name]
        if entry.flag_bits & 0x1 or entry.compress_type not in (0, 8):
            raise self.broken(f"“{name}” inside is packed in an unusual way")
        total = 0
        for piece in self._pieces(entry):
            total += len(piece)
            if total > entry.file_size:
                reason = f"“{name}” inside is larger than it declares"
                raise SuspiciousArchive(name=self.source.name, reason=reason)
            yield piece
        if total < entry.file_size:
            raise self.broken(f"“{name}” inside is cut off")

    def _pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        with self.source.open() as stream:
            stream.seek(entry.header_offset)
            raw = stream.read(_LOCAL_HEADER.size)
            if len(raw) < _LOCAL_HEADER.size or raw[:4] != b"PK\x03\x04":
                raise self.broken(f"“{entry.filename}” inside is not where it should be")
            _, name_length, extra_length = _LOCAL_HEADER.unpack(raw)
            stream.seek(name_length + extra_length, 1)
            packed = _bounded(stream, entry.compress_size)
            yield from packed if entry.compress_type == 0 else self._unpacked(packed)

    def _unpacked(self, packed: Iterator[bytes]) -> Iterator[bytes]:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for piece in packed:
                while piece and not inflater.eof:
                    yield inflater.decompress(piece, CHUNK)
                    piece = inflater.unconsumed_tail
            while not inflater.eof and (rest := inflater.decompress(b"", CHUNK)):
                yield rest
        except zlib.error as error:
            raise self.broken("its contents cannot be unpacked") from error

    def _directory(self) -> list[zipfile.ZipInfo]:
        with self.source.open() as stream:
            try:
                with zipfile.ZipFile(_Careful(stream)) as archive:  # type: ignore[arg-type]
                    return archive.infolist()
            except OverflowError:
                reason = "it claims to contain far too many files"
                raise SuspiciousArchive(name=self.source.name, reason=reason) from None
            except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError) as error:
                raise self.broken("it is cut off or not a workbook") from error


def _bounded(stream: IO[bytes], size: int) -> Iterator[bytes]:
    while size > 0 and (piece := stream.read(min(CHUNK, size))):
        size -= len(piece)
        yield piece


def _check_totals(entries: list[zipfile.ZipInfo], name: str, limits: Limits) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > limits.max_archive_entries:
        reason = f"it contains {len(entries)} files"
    elif unpacked > limits.max_unpacked_bytes:
        reason = f"it would unpack to {unpacked // 10**6} MB"
    elif unpacked > limits.ratio_applies_from and unpacked > packed * limits.max_ratio:
        reason = f"it would unpack to {unpacked // packed} times its size"
    else:
        return
    raise SuspiciousArchive(name=name, reason=reason)
