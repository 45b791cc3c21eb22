"""Server time of every page of the workbench with 10,000 letters; one JSON line.

    python benchmarks/workbench.py [--letters 10000] [--rounds 20]

The rehearsed procedure with that many letters on the database of DATABASE_URL (a temporary SQLite
file if unset; with --postgres a temporary PostgreSQL), asked in-process through all middleware.
Peer in the same run: the health page, which does one query.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
SLUG = "windpark-hohe-heide"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    if options.postgres and "postgres" not in os.environ.get("DATABASE_URL", ""):
        script = [sys.executable, str(ROOT / "scripts/postgres.py"), "--durable", "--"]
        return subprocess.call([*script, sys.executable, *sys.argv])
    with tempfile.TemporaryDirectory(prefix="dialogwerk-bench-") as folder:
        os.environ.setdefault("DIALOGWERK_VAR", folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "dialogwerk.config.settings.dev"
        print(json.dumps(measure(options)))
    return 0


def measure(options: argparse.Namespace) -> dict:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, not a file
        call_command("seed_demo", letters=options.letters, stdout=nowhere)
    seeded = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what the database does by itself after a while
    pages = {name: timed(address, options.rounds) for name, address in addresses().items()}
    return {
        "benchmark": "workbench",
        "database": connection.vendor,
        "letters": options.letters,
        "seeding_s": round(seeded, 1),
        "worst_p95_ms": max(page["p95_ms"] for page in pages.values()),
        "most_queries": max(page["queries"] for page in pages.values()),
        "pages": pages,
    }


PAGES = {
    "inbox": "",
    "inbox, last page": "?page=last",
    "inbox, own words": "?state=own",
    "inbox, unread": "?state=unread",
    "inbox, individual letters": "?campaign=none",
    "inbox, late": "?late=yes",
    "inbox, by campaign": "?sort=campaign",
    "inbox, words searched": "?q=Biogasanlage",
    "inbox, code searched": "?q=E-0000",
    "campaigns": "kampagnen/",
    "campaign": "kampagnen/1/",
    "arguments": "argumente/",
    "argument": "argumente/1/",
    "ledger": "nachweis/",
    "ledger, last page": "nachweis/?page=last",
    "ledger, unanswered": "nachweis/?state=unanswered",
    "ledger, unwritten": "nachweis/?state=unwritten",
    "ledger, unsent": "nachweis/?state=unsent",
    "ledger, sent": "nachweis/?state=sent",
    "ledger, outdated": "nachweis/?state=outdated",
    "ledger, returned": "nachweis/?state=returned",
    "ledger, without points": "nachweis/?state=nothing",
    "ledger, words searched": "nachweis/?q=Rotmilan",
    "ledger, of a campaign": "nachweis/?campaign=1",
    "replies": "antworten/",
    "replies, to be written": "antworten/?state=unwritten",
    "replies, ready": "antworten/?state=written",
    "replies, sent": "antworten/?state=sent",
    "replies, outdated": "antworten/?state=outdated",
    "replies, waiting": "antworten/?state=waiting",
    "replies, to send": "antworten/versand/email/",
    "prints": "antworten/druck/",
    "conclusion": "abschluss/",
    "synopsis": "synopse/",
    "capture": "erfassen/",
    "imports": "import/",
    "runs": "vorgaenge/",
}
"""Pages of the procedure in the workbench, by what stands behind its address."""


def addresses() -> dict[str, str]:
    from dialogwerk.apps.statements.models import Reply, Statement

    base = f"/werkbank/{SLUG}/"
    letters = Statement.objects.filter(procedure__slug=SLUG).order_by("pk")
    individual = letters.filter(campaign=None).first()
    replies = Reply.objects.filter(procedure__slug=SLUG)
    found = {
        "health (peer)": "/health/",
        "public procedure": f"/verfahren/{SLUG}/",
        "public standing": f"/verfahren/{SLUG}/stand/",
        "receipt": f"/beleg/{letters[0].receipt}/",
        "workbench": "/werkbank/",
        **{name: base + rest for name, rest in PAGES.items()},
        "reader": f"{base}eingang/{letters[0].code}/",
    }
    if individual:
        found["reader, individual letter"] = f"{base}eingang/{individual.code}/"
    for name, reply in {"sent": replies.sent().first(), "unsent": replies.unsent().first()}.items():
        if reply:
            found[f"reply, {name}"] = f"{base}antworten/{reply.code}/"
    return found


def timed(address: str, rounds: int) -> dict:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from dialogwerk.apps.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email="sachbearbeitung@example.org"))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, headers={"host": "localhost"})
    asked = len(queries)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}.")
    times = []
    for _round in range(rounds):
        started = time.perf_counter()
        client.get(address, headers={"host": "localhost"})
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return {
        "median_ms": round(median(times), 1),
        "p95_ms": round(times[max(0, int(len(times) * 0.95) - 1)], 1),
        "queries": asked,
    }


if __name__ == "__main__":
    sys.exit(main())
