"""Reading files of strangers in a process of its own, one after another.

Starting a process takes some 50 ms, reading a mail one: so a reader stays for many files, and is
replaced by a fresh one when a file brings it down. That file is refused with a sentence, and
nobody else notices. What a reader may do is said in `confinement`.
"""

from __future__ import annotations

import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from .errors import REASONS, Refused

MIB = 1024**2
FILES_PER_PROCESS = 2_000
"""Then a fresh process starts, so that nothing one file left behind lasts."""


def isolated(module: str, *arguments: str) -> list[str]:
    """The command that calls ``main`` of a module in an interpreter that takes no settings from
    the environment or the working folder."""
    home = str(Path(__file__).resolve().parents[3])
    start = f"import sys; sys.path.insert(0, {home!r}); from {module} import main; "
    return [sys.executable, "-I", "-c", start + "main(*sys.argv[1:])", *arguments]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What reading one file may take.

    Attributes:
        memory_bytes: address space of the process.
        cpu_seconds: processor time for one file.
        wall_seconds: time on the clock for one file.
        answer_bytes: what it may answer.
        file_bytes: size of one file it may write.
        folder_bytes: size of all files it may write for one answer.
    """

    memory_bytes: int = 1024 * MIB
    cpu_seconds: int = 30
    wall_seconds: float = 60
    answer_bytes: int = 16 * MIB
    file_bytes: int = 256 * MIB
    folder_bytes: int = 512 * MIB


class Reader:
    """A confined process that does jobs on files; to be used in a ``with`` block.

    Args:
        jobs: module with a dictionary ``JOBS`` from names to functions ``(folder, **request)``
            that return something JSON-able, write files into the folder only, or raise `Refused`.
        readable: files and folders that it may read besides its own folder.
    """

    def __init__(
        self, jobs: str, *, bounds: Bounds = Bounds(), readable: Sequence[str] = ()
    ) -> None:
        self.bounds = bounds
        self._jobs, self._readable = jobs, [os.path.realpath(path) for path in readable]
        self._folder = Path(tempfile.mkdtemp(prefix="dialogwerk-reader-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._done = 0
        self._rest = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def folder(self) -> Path:
        """Where a job's files appear; emptied before the next one. Input may be put here, too."""
        return self._folder / "work"

    def fresh_folder(self) -> Path:
        """The folder, emptied."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        return self.folder

    def ask(self, job: str, **request: Any) -> Any:
        """Do one job; its answer.

        Raises:
            Refused: by the job, or because it took too much of something or broke down.
        """
        self.folder.mkdir(exist_ok=True)
        process = self._running()
        line = json.dumps({"job": job, "request": request}).encode() + b"\n"
        try:
            assert process.stdin is not None  # noqa: S101
            process.stdin.write(line)
            process.stdin.flush()
        except OSError:
            raise self._ended(process) from None
        answer = self._answer(process)
        self._done += 1
        if self._done >= FILES_PER_PROCESS or answer.get("last"):
            self._stop()
        if "refused" in answer:
            raise _refusal(answer)
        return answer["value"]

    def close(self) -> None:
        """End the process and remove its folder."""
        self._stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._process = self._started()
            self._done, self._rest = 0, b""
        return self._process

    def _started(self) -> subprocess.Popen[bytes]:
        bounds = self.bounds
        setting = {
            "jobs": self._jobs,
            "writable": str(self._folder),
            "readable": self._readable,
            "memory": bounds.memory_bytes,
            "seconds": bounds.cpu_seconds,
            "file_bytes": bounds.file_bytes,
        }
        return subprocess.Popen(
            isolated("dialogwerk.cores.files.reader_process", json.dumps(setting)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            env={"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "TMPDIR": str(self._folder)},
            start_new_session=True,
        )

    def _answer(self, process: subprocess.Popen[bytes]) -> dict[str, Any]:
        """The next line of the process, awaited no longer and taken no larger than allowed."""
        assert process.stdout is not None  # noqa: S101
        ends, pieces, size = time.monotonic() + self.bounds.wall_seconds, [self._rest], 0
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while b"\n" not in pieces[-1]:
                if not selector.select(min(0.5, max(0.0, ends - time.monotonic()))):
                    self._check(process, ends)
                    continue
                piece = _some(process.stdout)
                if not piece:
                    raise self._ended(process)
                pieces.append(piece)
                size += len(piece)
                if size > self.bounds.answer_bytes:
                    self._stop()
                    raise Refused("too_much_output", limit_mb=self.bounds.answer_bytes // MIB)
        line, _newline, self._rest = b"".join(pieces).partition(b"\n")
        self._check_folder()
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _check(self, process: subprocess.Popen[bytes], ends: float) -> None:
        if time.monotonic() >= ends:
            self._stop()
            raise Refused("too_slow", seconds=round(self.bounds.wall_seconds))
        self._check_folder()

    def _check_folder(self) -> None:
        size = sum(entry.stat(follow_symlinks=False).st_size for entry in _entries(self.folder))
        if size > self.bounds.folder_bytes:
            self._stop()
            self.fresh_folder()
            raise Refused("too_much_output", limit_mb=self.bounds.folder_bytes // MIB)

    def _ended(self, process: subprocess.Popen[bytes]) -> Refused:
        """Why the process ended by itself."""
        code = process.wait()
        self._stop()
        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            return Refused("too_slow", seconds=self.bounds.cpu_seconds)
        if code == -signal.SIGXFSZ:
            return Refused("too_much_output", limit_mb=self.bounds.file_bytes // MIB)
        return Refused("crashed")

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.communicate()


def _some(stream: IO[bytes]) -> bytes:
    return os.read(stream.fileno(), 1024 * 256)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except FileNotFoundError:
        return []


def _refusal(answer: Mapping[str, Any]) -> Refused:
    code = answer["refused"]
    try:
        return Refused(code if code in REASONS else "crashed", **answer.get("params", {}))
    except (KeyError, TypeError, ValueError):
        return Refused("crashed")
