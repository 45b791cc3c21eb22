"""What ./dw does. Standard library only: this runs before anything is installed."""

import argparse
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
VAR = Path(os.environ.get("DIALOGWERK_VAR", ROOT / "var"))
LOCKS = {"demo": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
COMPILED = ("statements", "opinions")
DEMO_LETTERS = 2000


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dw", description="Set up, try, test and check.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("setup", help="install everything into .venv, nothing else")
    demo = commands.add_parser("demo", help="set up and open the rehearsed procedure")
    demo.add_argument("--port", type=int, default=8000, help="8000, or the next free one")
    demo.add_argument("--fresh", action="store_true", help="throw the demo's data away first")
    demo.add_argument("--once", action="store_true", help="start, see that it answers, stop")
    test = commands.add_parser("test", help="set up and run the tests (arguments go to pytest)")
    test.add_argument("--postgres", action="store_true", help="on a temporary PostgreSQL")
    commands.add_parser("check", help="style, types, imports, templates, migrations, messages")
    commands.add_parser("lock", help="resolve the locks anew from pyproject.toml")
    options, rest = parser.parse_known_args()
    if rest and options.command != "test":
        parser.error(f"unknown: {' '.join(rest)}")
    keep_bytecode()
    try:
        return {
            "setup": lambda: setup("dev"),
            "demo": lambda: run_demo(options),
            "test": lambda: run_tests(rest, postgres=options.postgres),
            "check": run_checks,
            "lock": write_locks,
        }[options.command]()
    except subprocess.CalledProcessError as error:
        print(f"\nStopped: {' '.join(map(str, error.cmd))} ended with {error.returncode}.")
        return error.returncode or 1
    except KeyboardInterrupt:
        return 130


def keep_bytecode() -> None:
    """Let our processes keep what they compile of packages, all of it below this folder.

    Containers often forbid that for everything; then each of our many processes would compile
    Django, numpy and numba anew, three to five seconds each time.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def setup(kind: str, beside: Callable[[], None] = lambda: None) -> int:
    """Make .venv hold exactly what the lock names, the package itself and its built files.

    Kernels of the grouping and of opinion maps are compiled beside the rest, and beside what the
    caller wants done meanwhile.
    """
    make_venv()
    lock = LOCKS[kind]
    stamp = VENV / f".installed-{kind}"
    wanted = _digest(lock, ROOT / "pyproject.toml", extra=str(ROOT))
    dev_stamp = VENV / ".installed-dev"
    is_current = stamp.exists() and stamp.read_text() == wanted
    if kind == "demo" and not is_current and dev_stamp.exists():
        is_current = dev_stamp.read_text() == _digest(
            LOCKS["dev"], ROOT / "pyproject.toml", extra=str(ROOT)
        )
    if not is_current:
        say(f"Installing what {lock.name} names")
        install("--require-hashes", "-r", str(lock))
        install("--no-deps", "--no-build-isolation", "-e", str(ROOT))
        stamp.write_text(wanted)
    kernels = [
        subprocess.Popen([BIN / "dialogwerk", core, "compile"], cwd=ROOT) for core in COMPILED
    ]
    try:
        python("scripts/frontend.py")
        python("scripts/messages.py", "compile")
        beside()
    except BaseException:
        stop(kernels)
        raise
    for process in kernels:
        if process.wait():
            raise subprocess.CalledProcessError(process.returncode, process.args)
    return 0


def make_venv() -> None:
    if (BIN / "python").exists():
        return
    say("Making .venv")
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        sys.exit(
            "This Python has no venv. Install it (Debian, Ubuntu: apt install python3-venv)"
            " and call ./dw again."
        )
    try:
        venv.create(VENV, with_pip=True)
    except BaseException:
        shutil.rmtree(VENV, ignore_errors=True)
        raise


def install(*arguments: str) -> None:
    """With uv where it can be had (twice as fast), else with pip."""
    uv = BIN / "uv"
    if not uv.exists():
        subprocess.run([BIN / "python", "-m", "pip", "install", "-q", "uv"], check=False)
    if uv.exists():
        subprocess.run(
            [uv, "pip", "install", "-q", "--python", BIN / "python", *arguments], check=True
        )
    else:
        subprocess.run([BIN / "python", "-m", "pip", "install", "-q", *arguments], check=True)


def python(*arguments: str, **environment: str) -> None:
    subprocess.run(
        [BIN / "python", *arguments], check=True, cwd=ROOT, env={**os.environ, **environment}
    )


def run_demo(options: argparse.Namespace) -> int:
    """The rehearsed procedure on SQLite: server, worker and periodic work until Ctrl-C."""
    started = time.monotonic()
    folder = VAR / "demo"
    if options.fresh:
        shutil.rmtree(folder, ignore_errors=True)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "dialogwerk.config.settings.dev",
        "DIALOGWERK_DEMO": "1",
        "DIALOGWERK_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'dialogwerk.sqlite3'}",
    }
    setup("demo", lambda: migrate_demo(folder, environment))
    seed_demo(folder, environment)
    port = free_port(options.port)
    environment["DIALOGWERK_BASE_URL"] = f"http://localhost:{port}"
    processes = start_processes(port, environment, folder)
    try:
        wait_until_it_answers(port, processes)
        seconds = time.monotonic() - started
        print(f"\n  Dialogwerk answers: http://localhost:{port}/   (after {seconds:.0f} s)")
        print("  The page explains the way and names the accounts. Ctrl-C stops it.\n", flush=True)
        if options.once:
            return 0
        return watch(processes)
    finally:
        stop(processes)


def migrate_demo(folder: Path, environment: dict[str, str]) -> None:
    """The tables of the demo, made anew once the migrations are others than when it was seeded."""
    database = folder / "dialogwerk.sqlite3"
    if database.exists() and is_seeded(folder):
        return
    if database.exists():
        say("The tables have changed since, or it was never finished: making the demo anew")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    say("Preparing the database")
    python("manage.py", "migrate", "-v", "0", **environment)


def seed_demo(folder: Path, environment: dict[str, str]) -> None:
    """Its rehearsed procedure, made once for each state of the migrations."""
    if is_seeded(folder):
        return
    say(f"Rehearsing a procedure with {DEMO_LETTERS} letters")
    python("manage.py", "seed_demo", "--letters", str(DEMO_LETTERS), **environment)
    (folder / ".prepared").write_text(migrations())


def is_seeded(folder: Path) -> bool:
    stamp = folder / ".prepared"
    return stamp.exists() and stamp.read_text() == migrations()


def migrations() -> str:
    """What the tables come from."""
    return _digest(*sorted((ROOT / "src/dialogwerk/apps").glob("*/migrations/*.py")))


def start_processes(port: int, environment: dict[str, str], folder: Path) -> list[subprocess.Popen]:
    """Server, worker and periodic work; what the latter two say goes into ``demo/work.log``."""
    server = [
        *(BIN / "python", "-m", "gunicorn", "dialogwerk.config.wsgi"),
        *("--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"),
        *("--log-level", "warning"),
    ]
    worker = [BIN / "python", "manage.py", "db_worker", "--interval", "1"]
    periodic = [BIN / "python", "manage.py", "periodic"]
    with (folder / "work.log").open("ab") as log:
        return [
            subprocess.Popen(
                command, cwd=ROOT, env=environment, start_new_session=True, stdout=to, stderr=to
            )
            for command, to in ((server, None), (worker, log), (periodic, log))
        ]


def free_port(wanted: int) -> int:
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    sys.exit(f"No free port between {wanted} and {wanted + 49}; name one with --port.")


def wait_until_it_answers(port: int, processes: Sequence[subprocess.Popen]) -> None:
    for _attempt in range(600):
        if processes[0].poll() is not None:
            sys.exit("The server ended at once; its message stands above.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    sys.exit("The server did not answer within a minute.")


def watch(processes: Sequence[subprocess.Popen]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    while True:
        for process in processes:
            if process.poll() is not None:
                print(f"A process ended ({' '.join(map(str, process.args))}); stopping.")
                return 1
        time.sleep(0.5)


def stop(processes: Sequence[subprocess.Popen]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def run_tests(arguments: Sequence[str], *, postgres: bool) -> int:
    setup("dev")
    chosen = list(arguments) or ["-n", "auto", "-q"]
    command = [str(BIN / "python"), "-m", "pytest", *chosen]
    if postgres:
        command = [str(BIN / "python"), "scripts/postgres.py", "--", *command]
    return subprocess.run(command, check=False, cwd=ROOT).returncode


CHECKS = {
    "style": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "imports": ["lint-imports"],
    "types": ["mypy"],
    "templates": ["djlint", "--lint", "--quiet", "src/dialogwerk"],
}


def run_checks() -> int:
    """All checks, to the end, so that one run shows everything there is to mend."""
    setup("dev")
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "dialogwerk.config.settings.test"}
    commands = {name: [BIN / words[0], *words[1:]] for name, words in CHECKS.items()}
    manage = [BIN / "python", "manage.py"]
    commands["migrations"] = [*manage, "makemigrations", "--check", "--dry-run"]
    commands["messages"] = [BIN / "python", "scripts/messages.py", "check"]
    failed = []
    for name, command in commands.items():
        say(f"Checking {name}")
        if subprocess.run(command, check=False, cwd=ROOT, env=environment).returncode:
            failed.append(name)
    print(f"\nTo mend: {', '.join(failed)}." if failed else "\nAll checks passed.")
    return 1 if failed else 0


def write_locks() -> int:
    """Resolve anew; the locks carry hashes and no addresses."""
    make_venv()
    install("uv")
    extras = {"demo": ["setup"], "dev": ["setup", "cluster", "dev"]}
    for kind, lock in LOCKS.items():
        chosen = [word for extra in extras[kind] for word in ("--extra", extra)]
        subprocess.run(
            [
                *(BIN / "uv", "pip", "compile", "-q", "--universal", "--generate-hashes"),
                *("--no-emit-index-url", "--no-header", "--python-version", "3.11"),
                *(*chosen, "pyproject.toml", "-o", lock.name),
            ],
            check=True,
            cwd=ROOT,
        )
    return 0


def _digest(*paths: Path, extra: str = "") -> str:
    digest = hashlib.sha256(extra.encode())
    for path in paths:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def say(sentence: str) -> None:
    print(f"» {sentence} …", flush=True)


if __name__ == "__main__":
    sys.exit(main())
