"""The whole way of very many letters: taken in, grouped, read, searched; one JSON line.

    python benchmarks/whole_way.py [--letters 440000] [--persons 6650] [--templates 140]
                                   [--postgres] [--table FILE] [--stages import,group,...]

Rehearses a table of that many letters (or takes one that was rehearsed before), then imports it,
groups it, tells the persons apart, ties and answers passages of the largest templates, and asks for
every page of the workbench and for words in all letters. Each stage is a process of its own, so
that its memory is its own. On the SQLite file or the database of DATABASE_URL; with --postgres on a
temporary server. Peer in the same run: the same words sought with LIKE.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import whole_way_stages

ROOT = Path(__file__).resolve().parents[1]
STAGES = whole_way_stages.STAGES
UNTIL_THE_BOARD = ("import", "group", "link persons", "board")


def main() -> int:
    options = parse(sys.argv[1:])
    if options.postgres and "postgres" not in os.environ.get("DATABASE_URL", ""):
        script = [sys.executable, str(ROOT / "scripts/postgres.py"), "--durable", "--"]
        return subprocess.call([*script, sys.executable, *sys.argv])
    os.environ["DJANGO_SETTINGS_MODULE"] = "dialogwerk.config.settings.dev"
    if options.stage:
        print(json.dumps(whole_way_stages.run(options.stage, options)))
        return 0
    with tempfile.TemporaryDirectory(prefix="dialogwerk-whole-way-") as temporary:
        folder = options.folder or Path(temporary)
        os.environ.setdefault("DIALOGWERK_VAR", str(folder))
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'whole-way.sqlite3'}")
        print(json.dumps(whole(options, folder)))
    return 0


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--letters", type=int, default=440_000)
    parser.add_argument("--persons", type=int, default=6_650)
    parser.add_argument("--templates", type=int, default=140)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=7, help="how often each page is asked for")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--table", type=Path, help="rehearsed before; else it is rehearsed now")
    parser.add_argument("--folder", type=Path, help="keeps database and files; else removed")
    parser.add_argument("--stages", default=",".join(STAGES), help="which, in this order")
    parser.add_argument("--stage", help=argparse.SUPPRESS)
    return parser.parse_args(words)


def whole(options: argparse.Namespace, folder: Path) -> dict:
    """All stages, each with its seconds, the memory of its process and of the database server."""
    found: dict = {
        "benchmark": "whole way",
        "database": os.environ["DATABASE_URL"].partition(":")[0],
        "letters": options.letters,
        "persons": options.persons,
        "templates": options.templates,
    }
    if options.table is None:
        options.table = rehearse(options, folder)
    stages: dict[str, dict] = {}
    wanted = [name for name in options.stages.split(",") if name]
    for name in wanted:
        with PeakOfServer() as server:
            stages[name] = staged(name, options)
        stages[name]["server_peak_mib"] = server.peak_mib
        print(json.dumps({name: stages[name]}), file=sys.stderr, flush=True)
    bar = [stages[name]["seconds"] for name in UNTIL_THE_BOARD if name in stages]
    return found | {"until_the_board_is_ready_s": round(sum(bar), 1), "stages": stages}


def rehearse(options: argparse.Namespace, folder: Path) -> Path:
    table = folder / "letters.csv"
    sizes = {"letters": options.letters, "persons": options.persons}
    arguments = [f"--{name}={size}" for name, size in sizes.items()]
    arguments += [f"--templates={options.templates}", f"--seed={options.seed}", f"--out={table}"]
    program = "from dialogwerk.cli import main; main()"
    command = [sys.executable, "-c", program, "rehearse", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return table


def staged(name: str, options: argparse.Namespace) -> dict:
    """What a process of its own tells of one stage."""
    given = {"letters": options.letters, "rounds": options.rounds, "table": options.table}
    arguments = [f"--{key}={value}" for key, value in given.items()]
    command = [sys.executable, __file__, f"--stage={name}", *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


class PeakOfServer:
    """Most memory of all PostgreSQL processes together (each shared page once), sampled."""

    def __init__(self) -> None:
        self.peak_mib = 0
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> "PeakOfServer":
        if "postgres" in os.environ["DATABASE_URL"]:
            self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ends.set()
        if self._thread.ident:
            self._thread.join()

    def _sample(self) -> None:
        while not self._ends.wait(2):
            self.peak_mib = max(self.peak_mib, sum(map(proportional, server_processes())) // 1024)


def server_processes() -> list[Path]:
    return [one.parent for one in Path("/proc").glob("[0-9]*/comm") if said(one) == "postgres\n"]


def proportional(process: Path) -> int:
    """Memory of one process in KiB, with its part of what it shares."""
    lines = said(process / "smaps_rollup").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def said(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


if __name__ == "__main__":
    sys.exit(main())
