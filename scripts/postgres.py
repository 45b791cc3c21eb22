"""Run a command with DATABASE_URL naming a temporary PostgreSQL: scripts/postgres.py -- COMMAND.

The server lives in a temporary folder on a port of its own and is gone afterwards. As root it runs
under a system user, because PostgreSQL refuses root. With --durable it keeps its promises after a
crash (fsync), which benchmarks and the kill test need; tests are faster without. With --keep FOLDER
the data stay in that folder, and the next call finds them again.
"""

import argparse
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

USER = "dialogwerk-postgres"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--durable", action="store_true", help="keep fsync on")
    parser.add_argument("--keep", type=Path, help="folder in which the data stay")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        parser.error("name the command to run after --")
    programs = find_programs()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="dialogwerk-postgres-"))
    folder.mkdir(parents=True, exist_ok=True)
    prefix = as_other_user(folder)
    port = free_port()
    try:
        start(programs, folder, prefix, port, durable=options.durable)
        url = f"postgres://postgres@127.0.0.1:{port}/postgres"
        environment = {**os.environ, "DATABASE_URL": url}
        return subprocess.run(command, check=False, env=environment).returncode
    finally:
        how = "fast" if options.keep else "immediate"
        subprocess.run(
            [*prefix, programs / "pg_ctl", "-D", folder / "data", "-m", how, "stop"],
            check=False,
            stdout=subprocess.DEVNULL,
        )
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path:
    """The folder with initdb and pg_ctl: on the path, or where Debian puts them."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not versions:
        sys.exit("No PostgreSQL server programs found (Debian, Ubuntu: apt install postgresql).")
    return versions[-1].parent


def as_other_user(folder: Path) -> list[str]:
    """What to put before a command so that it does not run as root; nothing for other users."""
    if os.geteuid() != 0:
        return []
    try:
        user = pwd.getpwnam(USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", USER], check=True)
        user = pwd.getpwnam(USER)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def start(programs: Path, folder: Path, prefix: list[str], port: int, *, durable: bool) -> None:
    data = folder / "data"
    initdb = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    if not data.exists():
        subprocess.run(
            [*prefix, *initdb, "--no-sync", "--locale=C.UTF-8"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
    flags = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=60"
    if not durable:
        flags += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    pg_ctl = [programs / "pg_ctl", "-D", data, "-o", flags, "-l", folder / "log", "-w", "start"]
    subprocess.run([*prefix, *pg_ctl], check=True, stdout=subprocess.DEVNULL, cwd=folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    sys.exit(main())
