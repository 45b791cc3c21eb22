"""Kill test: letters arrive over HTTP at full speed while the server is killed again and again.

Every letter whose receipt was shown has to be in the database and in the journal afterwards, with
its words and its files, and none of them twice. Runs gunicorn (2 workers, 4 threads each) with the
production settings on a database of its own: SQLite in a temporary folder, or a fresh one on the
PostgreSQL server that DATABASE_URL names, which is dropped afterwards.

    python benchmarks/kill.py                                             on SQLite
    python scripts/postgres.py --durable -- python benchmarks/kill.py     on PostgreSQL

Prints one line of JSON; ends with code 1 if a letter was lost, doubled or damaged.
"""

import argparse
import base64
import hashlib
import http.client
import itertools
import json
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
HOST = "beteiligung.example"
SLUG = "hohe-heide"
FORM = f"/verfahren/{SLUG}/stellungnahme/"
CSRF = "b" * 32
EVERY_NTH_WITH_FILE = 5
PUZZLE_SIZE = 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=1.5, help="between start and kill, about")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="dialogwerk-kill-") as folder,
        own_database(Path(folder)) as url,
    ):
        prepare(Path(folder), url)
        figures = posted_and_killed(options)
        figures |= compared(figures.pop("shown"), figures.pop("sent"))
        print(json.dumps(figures))
        return 0 if figures["holds"] else 1


# The house


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """The address of an empty database that is gone afterwards."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{folder / 'kill.sqlite3'}"
        return
    import psycopg

    name = f"dialogwerk_kill_{secrets.token_hex(4)}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
        finally:
            from django.db import connections

            connections.close_all()
            close_pools(connections)
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def close_pools(connections) -> None:
    for one in connections.all():
        if hasattr(one, "close_pool"):
            one.close_pool()


def prepare(folder: Path, url: str) -> None:
    """Settings, tables, static files and an open procedure."""
    os.environ |= {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "dialogwerk.config.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(40),
        "ALTCHA_HMAC_KEY": secrets.token_urlsafe(40),
        "ALLOWED_HOSTS": HOST,
        "DIALOGWERK_BASE_URL": f"https://{HOST}",
        "EMAIL_URL": "dummymail://",
        "DIALOGWERK_VAR": str(folder),
        "DIALOGWERK_PROOF_OF_WORK_MAX_NUMBER": str(PUZZLE_SIZE),
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    open_procedure()


def open_procedure() -> None:
    from django.utils import timezone

    from dialogwerk.apps.people.models import Organisation
    from dialogwerk.apps.schemes.models import Procedure, Round, Scheme

    office = Organisation.objects.create(name="Bezirksregierung Musterhausen")
    scheme = Scheme.objects.create(
        slug=SLUG, title="Windpark Hohe Heide", developer=office, place_name="X", is_public=True
    )
    procedure = Procedure.objects.create(
        scheme=scheme, slug=SLUG, title="Planfeststellung Hohe Heide", authority=office
    )
    today = timezone.localdate()
    Round.objects.create(
        procedure=procedure,
        display_start=today - timedelta(days=10),
        display_end=today + timedelta(days=20),
        objections_until=today + timedelta(days=34),
    )


class Server:
    """gunicorn that is never stopped, only killed."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process: subprocess.Popen | None = None

    def start(self) -> float:
        """Start it; returns the seconds until it answered."""
        started = time.monotonic()
        command = [
            *(sys.executable, "-m", "gunicorn", "dialogwerk.config.wsgi"),
            *("--workers", "2", "--threads", "4", "--log-level", "error"),
            *("--bind", f"127.0.0.1:{self.port}"),
        ]
        self.process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
        while time.monotonic() < started + 60:
            try:
                if exchange(self.port, "GET", "/health/")[0] == 200:
                    return time.monotonic() - started
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
        raise SystemExit("The server did not answer within a minute.")

    def kill(self) -> None:
        """SIGKILL for the master and its workers at once."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


# The people who write


@dataclass
class Letter:
    """One form as a browser holds it: sent again unchanged until a receipt is shown."""

    number: int
    key: uuid.UUID = field(default_factory=uuid.uuid4)
    receipt: str = ""
    tries: int = 0

    @property
    def text(self) -> str:
        return f"Schreiben {self.number}: Der Lärm auf der Heide raubt uns den Schlaf. 🌙"

    @property
    def file(self) -> bytes:
        if self.number % EVERY_NTH_WITH_FILE:
            return b""
        return b"%PDF-1.4\n" + random.Random(self.number).randbytes(60_000)

    def body(self) -> tuple[bytes, str]:
        """The form as multipart, with a solved puzzle."""
        fields = {
            "text": self.text,
            "kind": "natural",
            "name": f"Erika Beispiel{self.number}",
            "street": f"Probeweg {self.number}",
            "postal_code": "99001",
            "city": "Musterhausen",
            "submission_key": str(self.key),
            "proof": proof(self.key),
            "csrfmiddlewaretoken": CSRF,
        }
        return multipart(fields, self.file)


def multipart(fields: dict[str, str], file: bytes) -> tuple[bytes, str]:
    border = uuid.uuid4().hex
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    if file:
        head = 'Content-Disposition: form-data; name="files"; filename="anlage.pdf"'
        parts.append(f"--{border}\r\n{head}\r\n\r\n".encode() + file + b"\r\n")
    return b"".join(parts) + f"--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"


def proof(key: uuid.UUID) -> str:
    """What the browser's script hands in: a puzzle solved in earnest, if an easy one."""
    import altcha
    from django.utils import timezone

    from dialogwerk.apps.base.protection import new_challenge

    puzzle = new_challenge(key, place=SLUG, now=timezone.now())
    solution = altcha.solve_challenge(
        puzzle["challenge"], puzzle["salt"], puzzle["algorithm"], PUZZLE_SIZE, 0
    )
    if solution is None:
        raise SystemExit("The puzzle has no solution.")
    kept = {name: puzzle[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps(kept | {"number": solution.number}).encode()).decode()


def exchange(
    port: int, method: str, path: str, body: bytes = b"", kind: str = ""
) -> tuple[int, str]:
    """Status and Location of one request over a connection of its own."""
    headers = {
        "Host": HOST,
        "X-Forwarded-Proto": "https",
        "Connection": "close",
        "Referer": f"https://{HOST}{path}",
        "Cookie": f"__Host-csrftoken={CSRF}",
    }
    if kind:
        headers["Content-Type"] = kind
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()


def send(letter: Letter, port: int, statuses: Counter[int]) -> None:
    """Send a letter until its receipt is shown, whatever happens to the server."""
    body, kind = letter.body()
    while not letter.receipt:
        letter.tries += 1
        try:
            status, location = exchange(port, "POST", FORM, body, kind)
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
            continue
        statuses[status] += 1
        if status == 302:
            letter.receipt = location.split("/beleg/")[1].split("/")[0]
        elif status < 500:
            raise SystemExit(f"The form was refused with status {status}.")


def posted_and_killed(options: argparse.Namespace) -> dict:
    """Let clients write while the server dies and comes back; what they sent and were shown."""
    server, numbers = Server(), itertools.count(1)
    sent: list[Letter] = []
    statuses: Counter[int] = Counter()
    ends, failures = threading.Event(), []

    def client() -> None:
        try:
            while not ends.is_set():
                letter = Letter(next(numbers))
                sent.append(letter)
                send(letter, server.port, statuses)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=client, daemon=True) for _ in range(options.clients)]
    try:
        starts = [server.start()]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        rng = random.Random(options.seed)
        for _kill in range(options.kills):
            time.sleep(options.seconds * rng.uniform(0.5, 1.5))
            server.kill()
            starts.append(server.start())
        time.sleep(options.seconds)
        ends.set()
        for thread in threads:
            thread.join(60)
        seconds = time.monotonic() - began
    finally:
        server.kill()
    if failures:
        raise SystemExit(f"A client gave up: {failures[0]}")
    return {
        "benchmark": "kill",
        "database": os.environ["DATABASE_URL"].split(":")[0],
        "kills": options.kills,
        "clients": options.clients,
        "seconds": round(seconds, 1),
        "seconds_until_it_answers": round(max(starts), 2),
        "letters_sent": len(sent),
        "sent_more_than_once": sum(letter.tries > 1 for letter in sent),
        "statuses": {str(status): count for status, count in sorted(statuses.items())},
        "shown": [letter for letter in sent if letter.receipt],
        "sent": sent,
    }


# What is there afterwards


def compared(shown: list[Letter], sent: list[Letter]) -> dict:
    """The letters whose receipt was shown against database, journal and files."""
    from django.utils import timezone

    from dialogwerk.apps.base.audit import verify
    from dialogwerk.apps.base.journal import seal_all
    from dialogwerk.apps.base.models import JournalEntry
    from dialogwerk.apps.statements.models import Statement

    kept = {one.submission_key: one for one in Statement.objects.prefetch_related("attachments")}
    entries = Counter(
        JournalEntry.objects.with_action("statement.received").values_list("subject", flat=True)
    )
    receipts = dict(
        JournalEntry.objects.with_action("statement.received").values_list("subject", "payload")
    )
    texts = Counter(Statement.objects.values_list("text", flat=True))
    lost = [one for one in shown if not is_kept(one, kept, receipts)]
    damaged = [one for one in shown if one not in lost and not is_whole(one, kept)]
    doubled = sum(count > 1 for count in (*texts.values(), *entries.values()))
    unasked = len(kept.keys() - {f"web:{one.key}" for one in sent})
    seal_all(timezone.now(), thorough=True)
    intact = verify().is_intact
    entered = sum(entries.values())
    holds = not (lost or damaged or doubled or unasked) and intact and entered == len(kept) > 0
    return {
        "receipts_shown": len(shown),
        "letters_in_database": len(kept),
        "letters_in_journal": entered,
        "with_file": sum(bool(one.file) for one in shown),
        "lost": len(lost),
        "damaged": len(damaged),
        "doubled": doubled,
        "journal_is_intact": intact,
        "holds": holds,
    }


def is_kept(letter: Letter, kept: dict, journal: dict) -> bool:
    """In the database under the receipt shown, and so in the journal."""
    statement = kept.get(f"web:{letter.key}")
    if statement is None or statement.receipt != letter.receipt:
        return False
    digest = hashlib.sha256(letter.receipt.encode()).hexdigest()
    return journal.get(statement.code, {}).get("receipt") == digest


def is_whole(letter: Letter, kept: dict) -> bool:
    """With every word and every byte of its file."""
    statement = kept[f"web:{letter.key}"]
    files = [one.file.read() for one in statement.attachments.all()]
    return statement.text == letter.text and files == ([letter.file] if letter.file else [])


if __name__ == "__main__":
    sys.exit(main())
