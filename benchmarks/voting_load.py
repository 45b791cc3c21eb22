"""How an opinion round bears two hundred voters a second; one JSON line.

    python benchmarks/voting_load.py [--voters 200] [--seconds 60] [--only-votes]

gunicorn with 2 workers of 4 threads and the production settings on PostgreSQL with fsync, all on
this machine, the clients too. A voter arrives every 1/200 s whether the server keeps up or not
(open loop), is somebody new, opens a connection, gets the whole voting page, and sends one vote as
htmx does. So each voter is two requests: with 200 voters, 400 a second. A time of a page runs from
the moment the voter should have arrived, one of a vote from when it is sent, each to the last byte
of the answer. With --only-votes voters know the form already and send the vote alone.

Afterwards the votes in the database are compared with those that were acknowledged. Style sheets
and scripts are not fetched; browsers keep them. What others compute on the machine meanwhile shows
in ``all_cores_busy`` beside ``server_cores`` and ``client_cores``.
"""

import argparse
import json
import os
import re
import selectors
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from web import HOST, ROOT, Server, exchange, get, production

HEAD = f"Host: {HOST}\r\nX-Forwarded-Proto: https\r\n"
PATIENCE = 30.0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--voters", type=int, default=200, help="a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--only-votes", action="store_true", help="no page before the vote")
    parser.add_argument("--drive", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.drive:
        print(json.dumps(drive(options)))
        return 0
    if "postgres" not in os.environ.get("DATABASE_URL", ""):
        script = [sys.executable, str(ROOT / "scripts/postgres.py"), "--durable", "--"]
        return subprocess.call([*script, sys.executable, *sys.argv])
    with tempfile.TemporaryDirectory(prefix="dialogwerk-voting-") as folder:
        figures = measure(Path(folder), options)
    print(json.dumps(figures))
    return 0 if figures["is_met"] else 1


def measure(folder: Path, options: argparse.Namespace) -> dict:
    environment = {
        **production(folder),
        "DIALOGWERK_CLIENT_ADDRESS_HEADER": "X-Forwarded-For",
    }
    manage = [sys.executable, str(ROOT / "manage.py")]
    for command in (["migrate", "-v", "0"], ["collectstatic", "--noinput", "-v", "0"]):
        subprocess.run([*manage, *command], check=True, env=environment)
    os.environ.update(environment)
    path = prepare()
    before = counted()
    with Server("dialogwerk.config.wsgi", environment) as server:
        os.environ["VOTING_PATH"] = path
        command = [sys.executable, __file__, f"--voters={options.voters}"]
        command += [f"--seconds={options.seconds}", f"--drive={server.port}"]
        command += ["--only-votes"] * options.only_votes
        exchange_pages(server, path)
        worked, busy = server.worked(), busy_seconds()
        started = time.perf_counter()
        driven = subprocess.run(command, check=True, capture_output=True, text=True)
        elapsed = time.perf_counter() - started
        worked, busy = server.worked() - worked, busy_seconds() - busy
    figures = json.loads(driven.stdout)
    stored = {name: number - before[name] for name, number in counted().items()}
    lost = max(figures["acknowledged"] - stored["votes"], 0)
    doubled = max(stored["votes"] - figures.pop("sent"), 0)
    return {
        "benchmark": "voting_load",
        "what": "votes alone" if options.only_votes else "page and vote of each voter",
        **figures,
        "stored_votes": stored["votes"],
        "stored_voters": stored["voters"],
        "lost": lost,
        "doubled": doubled,
        "server_ms_per_voter": round(1000 * worked / max(figures["voters"], 1), 2),
        "server_cores": round(worked / elapsed, 2),
        "all_cores_busy": round(busy / elapsed, 2),
        "is_met": figures["errors"] == lost == doubled == 0
        and figures["vote_ms"]["p95"] <= 250
        and figures.get("page_ms", {"p95": 0})["p95"] <= 250,
    }


def exchange_pages(server: Server, path: str) -> None:
    """Let each worker import and compile what it does once, before anything is measured."""
    for _request in range(40):
        exchange(server.port, get(path))


def busy_seconds() -> float:
    """Seconds of work of all processors since the start, whoever caused it; 0 if unknown."""
    try:
        ticks = list(map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]))
    except OSError:
        return 0.0
    idle, waiting, steal = ticks[3], ticks[4], ticks[7]
    return (sum(ticks[:8]) - idle - waiting - steal) / os.sysconf("SC_CLK_TCK")


def prepare() -> str:
    """A public process with the round of the demo; gives the address of its voting page."""
    import django

    django.setup()
    from django.urls import reverse

    from dialogwerk.apps.accounts.models import Role, User
    from dialogwerk.apps.dialogues.models import Format, Process
    from dialogwerk.apps.opinions.demo import rehearse
    from dialogwerk.apps.opinions.services.choices import KIND

    slug = f"last-{Process.objects.count()}"
    process = Process.objects.create(
        slug=slug, title="Last", summary="–", goal="–", open_matters="–", decided_by="–",
        is_public=True,
    )  # fmt: skip
    Format.objects.create(process=process, kind=KIND, slug="runde", title="Runde", position=1)
    rehearse(process, {Role.OFFICE: User.objects.create(email=f"{slug}@example.org", name="Büro")})
    return reverse("opinions", args=[process.slug, "runde"])


def counted() -> dict[str, int]:
    """Votes and voters in the database."""
    from django.db import connection

    from dialogwerk.apps.opinions.models import Vote, Voter

    found = {"votes": Vote.objects.count(), "voters": Voter.objects.count()}
    connection.close()
    return found


# The load process: one thread, one selector, sockets that do not block.


class Visit:
    """One voter: connects, gets the page, sends a vote."""

    def __init__(self, number: int, due: float, options: argparse.Namespace, path: str) -> None:
        self.due, self.path, self.number = due, path, number
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.connect_ex(("127.0.0.1", options.drive))
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self.head = f"{HEAD}X-Forwarded-For: {address}\r\n"
        self.received = bytearray()
        self.length = -1
        self.is_vote = options.only_votes
        self.sending = self._vote(1 + number % 17, "", "b" * 32) if self.is_vote else self._page()
        self.sent = due

    def _page(self) -> bytes:
        return f"GET {self.path} HTTP/1.1\r\n{self.head}\r\n".encode()

    def _vote(self, statement: int, ticket: str, token: str, form: str = "") -> bytes:
        fields = {"statement": statement, "value": (1, -1, 0)[self.number % 3], "ticket": ticket}
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": form or token})
        return (
            f"POST {self.path}stimme/ HTTP/1.1\r\n{self.head}HX-Request: true\r\n"
            f"Referer: https://{HOST}{self.path}\r\nCookie: __Host-csrftoken={token}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()

    def answered(self, now: float) -> bool:
        """Take in what came; True when the answer is whole.

        Raises:
            ConnectionError: the server closed before that.
        """
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError("closed")
        self.received += part
        if self.length < 0 and (end := self.received.find(b"\r\n\r\n")) >= 0:
            found = re.search(rb"(?i)\r\ncontent-length: (\d+)", self.received[: end + 2])
            self.length = end + 4 + int(found[1]) if found else 1 << 30
        return 0 <= self.length <= len(self.received)

    def status(self) -> int:
        return int(self.received[9:12])

    def go_on(self, now: float) -> None:
        """Read the form of the page and send a vote."""
        token = re.search(rb"csrftoken=([^;]+);", self.received)[1].decode()
        form = re.search(rb'csrfmiddlewaretoken" value="([^"]+)', self.received)[1].decode()
        statement = int(re.search(rb'name="statement" value="(\d+)', self.received)[1])
        ticket = re.search(rb'name="ticket" value="([^"]+)', self.received)[1].decode()
        self.sending, self.sent = self._vote(statement, ticket, token, form), now
        self.received, self.length, self.is_vote = bytearray(), -1, True


def drive(options: argparse.Namespace) -> dict:
    """Let voters come at their times; gives what they met with."""
    path, chooser = os.environ["VOTING_PATH"], selectors.DefaultSelector()
    pages: list[float] = []
    votes: list[float] = []
    errors: Counter[str] = Counter()
    late = 0.0
    started = time.perf_counter() + 0.2
    arrivals = due_times(started, options)
    due = next(arrivals, None)
    number, open_visits, sent = 0, 0, 0
    while due is not None or open_visits:
        now = time.perf_counter()
        while due is not None and due <= now:
            late = max(late, now - due)
            visit = Visit(number, due, options, path)
            chooser.register(visit.socket, selectors.EVENT_WRITE, visit)
            number, open_visits, due = number + 1, open_visits + 1, next(arrivals, None)
        wait = max(due - now, 0) if due is not None else 1.0
        for key, _events in chooser.select(wait):
            visit = key.data
            try:
                is_over = step(chooser, visit, pages, votes)
            except (OSError, TypeError, ValueError) as error:
                errors[type(error).__name__] += 1
                is_over = True
            if is_over:
                sent += visit.is_vote
                if visit.received and visit.status() != 200:
                    errors[str(visit.status())] += 1
                chooser.unregister(visit.socket)
                visit.socket.close()
                open_visits -= 1
        if now - started > options.seconds + PATIENCE:
            errors["unanswered"] += open_visits
            sent += open_visits
            break
    figures = {
        "voters_per_second": options.voters,
        "seconds": options.seconds,
        "voters": number,
        "sent": sent,
        "acknowledged": len(votes),
        "errors": errors.total(),
        "errors_by_kind": dict(errors),
        "vote_ms": spread(votes),
        "arrived_late_ms": round(late * 1000, 1),
        "client_cores": round(time.process_time() / (time.perf_counter() - started), 2),
    }
    return figures if options.only_votes else {**figures, "page_ms": spread(pages)}


def due_times(started: float, options: argparse.Namespace) -> Iterator[float]:
    """When each voter arrives."""
    for number in range(int(options.voters * options.seconds)):
        yield started + number / options.voters


def step(
    chooser: selectors.BaseSelector, visit: Visit, pages: list[float], votes: list[float]
) -> bool:
    """What can be done for one voter now; True when the visit is over."""
    if visit.sending:
        visit.sending = visit.sending[visit.socket.send(visit.sending) :]
        if not visit.sending:
            chooser.modify(visit.socket, selectors.EVENT_READ, visit)
        return False
    now = time.perf_counter()
    if not visit.answered(now):
        return False
    if visit.status() != 200:
        return True
    if visit.is_vote:
        if b'class="opinion-said"' not in visit.received:
            raise ValueError("the answer acknowledges no vote")
        votes.append(now - visit.sent)
        return True
    pages.append(now - visit.sent)
    visit.go_on(now)
    chooser.modify(visit.socket, selectors.EVENT_WRITE, visit)
    return False


def spread(seconds: list[float]) -> dict[str, float]:
    """Median, p95, p99 and the longest in milliseconds."""
    ordered = sorted(seconds) or [0.0]
    at = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
    last = len(ordered) - 1
    return {name: round(ordered[int(share * last)] * 1000, 1) for name, share in at.items()}


if __name__ == "__main__":
    sys.exit(main())
