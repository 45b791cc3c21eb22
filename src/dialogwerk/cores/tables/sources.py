"""Bytes that can be read again and again, wherever they come from."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO

from .errors import FileTooLarge
from .limits import MIB, Limits

CHUNK = MIB // 4


class _Window(io.RawIOBase):
    """Reads a shared stream from a position of its own and leaves it open."""

    def __init__(self, stream: Any, start: int) -> None:
        self._stream, self._start, self._position = stream, start, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position}
        if whence == io.SEEK_END:
            base[whence] = self._stream.seek(0, io.SEEK_END) - self._start
        self._position = max(0, base[whence] + offset)
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._stream.seek(self._start + self._position)
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)


class _Rewindable:
    """Makes a stream that only runs forward seekable, by keeping what was read so far on disk."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._filled, self._position = stream, 0, 0
        self._spool: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=MIB)  # noqa: SIM115

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_END:
            self._fill(None)
            offset += self._filled
        self._position = offset
        return offset

    def read(self, size: int) -> bytes:
        self._fill(self._position + size)
        self._spool.seek(self._position)
        data = self._spool.read(size)
        self._position += len(data)
        return data

    def _fill(self, wanted: int | None) -> None:
        while wanted is None or self._filled < wanted:
            chunk = self._stream.read(CHUNK)
            if not chunk:
                return
            self._spool.seek(self._filled)
            self._filled += self._spool.write(chunk)


class Source:
    """A file or stream; every ``open()`` starts at its beginning.

    A stream that cannot seek is copied to a temporary file. Streams are not closed.

    Args:
        source: path, or binary stream that is read from its current position.
        name: shown in messages; the file's name by default.
    """

    def __init__(self, source: Path | BinaryIO, name: str | None, limits: Limits) -> None:
        self.limits = limits
        self._path = Path(source) if isinstance(source, str | Path) else None
        self.name = name or _name_of(source)
        self._stream = None if self._path else _seekable(source)
        self._start = self._stream.tell() if self._stream else 0

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes from the beginning, as a buffered binary stream."""
        if self._path is not None:
            with self._path.open("rb", buffering=CHUNK) as stream:
                yield stream
        else:
            with io.BufferedReader(_Window(self._stream, self._start), CHUNK) as stream:
                yield stream

    def chunks(self) -> Iterator[bytes]:
        """All bytes in pieces.

        Raises:
            FileTooLarge: there are more than the limit.
        """
        total = 0
        with self.open() as stream:
            while chunk := stream.read(CHUNK):
                total += len(chunk)
                if total > self.limits.max_bytes:
                    raise FileTooLarge(name=self.name, limit_mb=self.limits.max_bytes // 10**6)
                yield chunk

    def head(self, size: int = 64 * 1024) -> bytes:
        """The first bytes."""
        with self.open() as stream:
            return stream.read(size)


def _seekable(stream: Any) -> Any:
    can_seek = getattr(stream, "seekable", None)
    return stream if can_seek and can_seek() else _Rewindable(stream)


def _name_of(source: object) -> str:
    name = source if isinstance(source, str | Path) else getattr(source, "name", None)
    return Path(name).name if isinstance(name, str | Path) and str(name) else "table"
