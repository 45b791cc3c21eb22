"""What a process that reads a stranger's file may do: little, for a short time, in one folder.

Called by that process itself, before it opens anything. Memory, processor time, size and number
of files are limited by the operating system (``setrlimit``). On Linux since 5.13 the kernel also
refuses to write outside one folder, to read outside a few and, since 6.7, to connect (Landlock);
a hook in the interpreter refuses the same everywhere, and starting programs.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446  # system calls, the same on all architectures
_NO_NEW_PRIVILEGES: Final = 38
_EXECUTE, _WRITE, _READ, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_ALL_BY_VERSION: Final = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1}
_TCP: Final = 0b11
_PATH_BENEATH: Final = 1
_FORBIDDEN: Final = frozenset(
    {"subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system"}
    | {"os.kill", "socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"}
    | {"os.chmod", "os.chown", "os.link", "os.symlink"}
)


class _Ruleset(ctypes.Structure):
    _fields_ = [("fs", ctypes.c_uint64), ("net", ctypes.c_uint64)]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("access", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def limit(memory: int, seconds: int, *, file_bytes: int | None = None, files: int = 64) -> None:
    """Bound this process; where the system has no such limits, nothing happens.

    Args:
        memory: address space in bytes.
        seconds: processor time.
        file_bytes: size of one file it writes.
        files: how many may be open.
    """
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if file_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))


def allow_more_time(seconds: int) -> None:
    """So many seconds of processor time from now on, for the next file."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + seconds + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def confine(writable: str, readable: Iterable[str] = ()) -> bool:
    """From now on write in one folder only, and read only there and in the given places.

    Returns:
        Whether the kernel enforces it; if not, only the interpreter does.
    """
    places = [sys.prefix, sys.base_prefix, "/usr", "/lib", "/lib64", "/etc", "/proc/self"]
    places += ["/dev/null", "/dev/urandom", *(p for p in sys.path if p), *readable]
    enforced = _by_kernel(writable, places)
    sys.addaudithook(_hook(os.path.realpath(writable)))
    return enforced


def _hook(folder: str) -> Any:
    def look(event: str, values: tuple[Any, ...]) -> None:
        if event in _FORBIDDEN:
            raise PermissionError(f"a reader may not: {event}")
        if event == "open" and _is_writing(values) and not _is_inside(values[0], folder):
            raise PermissionError("a reader writes in its own folder only")

    return look


def _is_writing(values: tuple[Any, ...]) -> bool:
    mode, flags = values[1], values[2]
    if isinstance(mode, str):
        return any(sign in mode for sign in "wax+")
    return bool(isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def _is_inside(path: Any, folder: str) -> bool:
    if isinstance(path, int) or path == os.devnull:
        return True
    return os.path.realpath(os.fsdecode(path)).startswith(folder + os.sep)


def _by_kernel(writable: str, readable: Iterable[str]) -> bool:
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE, None, 0, 1)
    if version < 1:
        return False
    handled = _ALL_BY_VERSION[min(version, 3)]
    rules = _Ruleset(handled, _TCP if version >= 4 else 0)
    size = ctypes.sizeof(rules) if version >= 4 else 8
    ruleset = libc.syscall(_CREATE, ctypes.byref(rules), size, 0)
    if ruleset < 0:
        return False
    _allow(libc, ruleset, writable, handled & ~_EXECUTE)
    for place in readable:
        _allow(libc, ruleset, place, _READ | _READ_DIR | _EXECUTE)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    done = bool(libc.syscall(_RESTRICT, ruleset, 0) == 0)
    os.close(ruleset)
    return done


def _allow(libc: Any, ruleset: int, place: str, access: int) -> None:
    try:
        parent = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not Path(place).is_dir():
        access &= _READ | _WRITE | _EXECUTE
    rule = _Beneath(access, parent)
    libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    os.close(parent)
