"""How many pages and letters a second the real server serves; one JSON line.

    python benchmarks/web.py [--seconds 8] [--letters 2000]

gunicorn with 2 workers of 4 threads and the production settings, PostgreSQL with fsync, 8 clients
that open a new connection for every request, all on this machine. The letters go through the public
form with a real (if easy) proof of work. Peer in the same run: a bare Django view.
"""

import argparse
import base64
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CLIENTS = 8
HOST = "beteiligung.example"
PUBLIC_PAGE = "/verfahren/windpark-hohe-heide/"
FORM = "/verfahren/ortsumgehung-musterhausen/stellungnahme/"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--letters", type=int, default=2000)
    options = parser.parse_args()
    if "postgres" not in os.environ.get("DATABASE_URL", ""):
        script = [sys.executable, str(ROOT / "scripts/postgres.py"), "--durable", "--"]
        return subprocess.call([*script, sys.executable, *sys.argv])
    with tempfile.TemporaryDirectory(prefix="dialogwerk-bench-") as folder:
        print(json.dumps(measure(Path(folder), options)))
    return 0


def measure(folder: Path, options: argparse.Namespace) -> dict:
    environment = production(folder)
    manage = [sys.executable, str(ROOT / "manage.py")]
    for command in (["migrate", "-v", "0"], ["collectstatic", "--noinput", "-v", "0"]):
        subprocess.run([*manage, *command], check=True, env=environment)
    seed = [*manage, "seed_demo", "--letters", str(options.letters)]
    subprocess.run(seed, check=True, env=environment, stdout=subprocess.DEVNULL)
    figures: dict = {"benchmark": "web", "clients": CLIENTS, "letters_in_database": options.letters}
    with Server("dialogwerk.config.wsgi", environment) as server:
        first_view(server, figures)
        figures["public_page"] = server.load(lambda: get(PUBLIC_PAGE), options.seconds)
        figures["receipt_lookup_page"] = server.load(lambda: get("/beleg/"), options.seconds / 2)
        posts = letters(environment, int(options.seconds * 400))
        figures["letters_accepted"] = server.load(posts.__next__, options.seconds, expect=302)
        figures["worker_mib"] = server.memory()
    with Server(
        "bare:application", {**environment, "PYTHONPATH": str(bare_view(folder))}
    ) as server:
        figures["bare_django_view"] = server.load(lambda: get("/"), options.seconds / 2)
    return figures


def production(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "dialogwerk.config.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(40),
        "ALTCHA_HMAC_KEY": secrets.token_urlsafe(40),
        "ALLOWED_HOSTS": HOST,
        "DIALOGWERK_BASE_URL": f"https://{HOST}",
        "EMAIL_URL": "dummymail://",
        "DIALOGWERK_VAR": str(folder),
    }


def bare_view(folder: Path) -> Path:
    """The peer: Django, one view, no database, no middleware."""
    (folder / "bare.py").write_text(
        "import django\n"
        "from django.conf import settings\n"
        "settings.configure(ALLOWED_HOSTS=['*'], ROOT_URLCONF='bare', SECRET_KEY='bench',"
        " MIDDLEWARE=[])\n"
        "django.setup()\n"
        "from django.core.wsgi import get_wsgi_application\n"
        "from django.http import HttpResponse\n"
        "from django.urls import path\n"
        "urlpatterns = [path('', lambda request: HttpResponse('bare'))]\n"
        "application = get_wsgi_application()\n"
    )
    return folder


class Server:
    """gunicorn on a port of its own."""

    def __init__(self, application: str, environment: dict[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            application,
            "--workers",
            "2",
            "--threads",
            "4",
        ]
        command += ["--bind", f"127.0.0.1:{self.port}", "--log-level", "warning"]
        self.process = subprocess.Popen(command, env=environment, cwd=ROOT)

    def __enter__(self) -> "Server":
        for _attempt in range(300):
            try:
                exchange(self.port, get("/health/"))
                return self
            except OSError:
                time.sleep(0.1)
        raise SystemExit("The server did not start.")

    def __exit__(self, *_details: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)

    def load(self, request: Callable[[], bytes], seconds: float, expect: int = 200) -> dict:
        """The times of `load`, and how long the workers computed for each answer."""
        before = self.worked()
        figures = load(self.port, request, seconds, expect)
        work = (self.worked() - before) / figures["requests"]
        return {**figures, "work_ms": round(work * 1000, 2)}

    def worked(self) -> float:
        """Seconds that the workers computed so far; a busy machine does not lengthen them."""
        ticks = 0
        for pid in self._of_workers("pid"):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self) -> list[float]:
        """Resident MiB of each worker after the load."""
        return [round(int(size) / 1024, 1) for size in self._of_workers("rss")]

    def _of_workers(self, what: str) -> list[str]:
        command = ["ps", "--ppid", str(self.process.pid), "-o", f"{what}="]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


COMMON = f"Host: {HOST}\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n"


def get(path: str, accept: str = "identity") -> bytes:
    return f"GET {path} HTTP/1.1\r\n{COMMON}Accept-Encoding: {accept}\r\n\r\n".encode()


def exchange(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def load(port: int, request: Callable[[], bytes], seconds: float, expect: int = 200) -> dict:
    """Requests a second by all clients together, and the times of single ones in ms."""
    times: list[float] = []
    wrong: list[bytes] = []
    until = time.perf_counter() + seconds

    def client() -> None:
        while (started := time.perf_counter()) < until:
            try:
                words = request()
            except StopIteration:
                return
            answer = exchange(port, words)
            times.append(time.perf_counter() - started)
            if not answer.startswith(f"HTTP/1.1 {expect}".encode()):
                wrong.append(answer)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - started
    if wrong:
        raise SystemExit(
            f"{len(wrong)} of {len(times)} answers were not {expect}: {wrong[0][:2000]!r}"
        )
    times.sort()
    return {
        "per_second": round(len(times) / elapsed, 1),
        "median_ms": round(times[len(times) // 2] * 1000, 1),
        "p95_ms": round(times[int(len(times) * 0.95)] * 1000, 1),
        "requests": len(times),
    }


def letters(environment: dict[str, str], count: int):
    """Posts of the public form, prepared beforehand so that the clients do not compute."""
    os.environ.update(environment)
    import django

    django.setup()
    from django.utils import timezone

    from dialogwerk.apps.base.protection import new_token

    place = FORM.split("/")[2]
    now = timezone.now()
    prepared = []
    for number in range(count):
        key = uuid.uuid4()
        fields = {
            "text": f"Schreiben {number}: Ich bitte um ein Gutachten zum Lärm. " * 20,
            "kind": "natural",
            "name": f"Erika Beispiel{number}",
            "street": f"Probeweg {number}",
            "postal_code": "99001",
            "city": "Musterhausen",
            "submission_key": str(key),
            "token": new_token(key, place=place),
            "proof": proof(key, place, now),
            "csrfmiddlewaretoken": "b" * 32,
        }
        prepared.append(post(FORM, fields))
    lock = threading.Lock()
    iterator = iter(prepared)

    class Prepared:
        def __next__(self) -> bytes:
            with lock:
                return next(iterator)

    return Prepared()


def proof(key: uuid.UUID, place: str, now) -> str:
    """A solved puzzle; an easy one, since the server's work does not depend on its difficulty."""
    import altcha
    from django.conf import settings

    settings.PROOF_OF_WORK_MAX_NUMBER = 10
    from dialogwerk.apps.base.protection import new_challenge

    challenge = new_challenge(key, place=place, now=now)
    solution = altcha.solve_challenge(
        challenge["challenge"], challenge["salt"], challenge["algorithm"], 10, 0
    )
    payload = {**{k: challenge[k] for k in ("algorithm", "challenge", "salt", "signature")}}
    payload["number"] = solution.number
    return base64.b64encode(json.dumps(payload).encode()).decode()


def post(path: str, fields: dict[str, str]) -> bytes:
    body = urllib.parse.urlencode(fields).encode()
    head = (
        f"POST {path} HTTP/1.1\r\n{COMMON}Referer: https://{HOST}{path}\r\n"
        f"Cookie: __Host-csrftoken={'b' * 32}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def first_view(server: Server, figures: dict) -> None:
    """Bytes of the first visit as transferred: page, styles, scripts and fonts without the map."""
    page = exchange(server.port, get(PUBLIC_PAGE, "br, gzip"))
    plain = exchange(server.port, get(PUBLIC_PAGE)).partition(b"\r\n\r\n")[2].decode()
    sizes = {"page": len(page)}
    linked = set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg|woff2))"', plain))
    linked |= fonts(server, [path for path in linked if "/css/app" in path])
    for path in sorted(linked):
        if "leaflet" in path:
            continue
        answer = exchange(server.port, get(path, "br, gzip"))
        sizes[path.rsplit("/", 1)[1]] = len(answer)
    figures["first_view_kb"] = round(sum(sizes.values()) / 1000, 1)
    figures["first_view_parts_kb"] = {name: round(size / 1000, 1) for name, size in sizes.items()}


def fonts(server: Server, sheets: list[str]) -> set[str]:
    """The Latin fonts that the style sheet names; a German page needs no others."""
    found = set()
    for sheet in sheets:
        text = exchange(server.port, get(sheet)).decode()
        for name in re.findall(r'url\("?([^")]+-latin-\d+[^")]*\.woff2)"?\)', text):
            found.add(str(Path(os.path.normpath(str(Path(sheet).parent / name)))))
    return found


if __name__ == "__main__":
    sys.exit(main())
