"""What a parser does that a forged file has taken over; imported in the confined process."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from dialogwerk.cores.files import Refused


def prepare():
    pass


def eat_memory(folder):
    return len([bytearray(50 * 1024**2) for _ in range(1000)])


def burn(folder):
    while True:
        pass


def sleep(folder):
    time.sleep(60)


def die(folder):
    os.abort()


def dive(folder):
    return dive(folder)


def talk(folder):
    return "x" * 10_000_000


def fill(folder):
    for number in range(1000):
        (Path(folder) / f"part-{number}").write_bytes(b"x" * 10**6)
        time.sleep(0.002)


def one_big_file(folder):
    with (Path(folder) / "part").open("wb") as out:
        for _ in range(100):
            out.write(b"x" * 10**6)


def write(folder, *, path):
    Path(path).write_text("x")


def write_by_system_call(folder, *, path):
    """Past the interpreter's hook, as native code would."""
    import ctypes

    libc = ctypes.CDLL(None)
    return libc.open(path.encode(), os.O_CREAT | os.O_WRONLY, 0o600) >= 0


def read(folder, *, path):
    return Path(path).read_text()


def start_program(folder):
    subprocess.run(["true"], check=True)


def connect(folder):
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def environment(folder):
    return dict(os.environ)


def refuse(folder):
    raise Refused("too_many_pages", pages=10_000, limit=500)


def stumble(folder):
    raise RuntimeError("a library does not know what to do")


def fine(folder):
    return {"pid": os.getpid(), "path": sys.path[0]}


JOBS = {name: value for name, value in globals().items() if callable(value) and name.islower()}
