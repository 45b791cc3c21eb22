"""Server time of every page of the workbench with 10,000 letters; one JSON line.

    python benchmarks/workbench.py [--letters 10000] [--rounds 20]

The rehearsed procedure with that many letters, and ten procedures with the calendars of years, on
the database of DATABASE_URL (a temporary SQLite file if unset; with --postgres a temporary
PostgreSQL), asked in-process through all middleware. Beside the times stands what this process
worked, since a busy machine lengthens only the former. Peer in the same run: the health page, which
does one query.
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

import calendars

ROOT = Path(__file__).resolve().parents[1]
SLUG = "windpark-hohe-heide"
CLERK = "sachbearbeitung@example.org"


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
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, not a file
        call_command("seed_demo", letters=options.letters, stdout=nowhere)
    seeded = time.perf_counter() - started
    busy = calendars.fill(CLERK, timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what the database does by itself after a while
    asked = {**addresses(), **calendar_addresses(busy[0])}
    pages = {name: timed(address, options.rounds) for name, address in asked.items()}
    return {
        "benchmark": "workbench",
        "database": connection.vendor,
        "letters": options.letters,
        "calendar": calendars.counted(busy[0]),
        "recalculating": recalculating(busy[0], options.rounds),
        "seeding_s": round(seeded, 1),
        "worst_p95_ms": max(page["p95_ms"] for page in pages.values()),
        "worst_work_p95_ms": max(page["work_p95_ms"] for page in pages.values()),
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
    "overview": "ueberblick/",
    "inbox, a phrase searched": "?q=%22nicht+hinnehmbar%22",
    "campaigns": "kampagnen/",
    "campaign": "kampagnen/1/",
    "persons": "personen/",
    "proposals": "vorschlaege/",
    "quality of proposals": "vorschlaege/guete/",
    "redaction": "schwaerzung/",
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


CALENDAR_PAGES = {
    "calendar": "fristen/",
    "calendar, table": "fristen/tabelle/csv/",
    "what if": "fristen/was-waere-wenn/",
    "what if, a later display": "fristen/was-waere-wenn/?event=display_start&days=1",
    "new event": "fristen/ereignis/neu/",
    "procedure": "angaben/",
    "next round": "runde/neu/",
    "notices": "bekanntmachungen/",
    "new notice": "bekanntmachungen/neu/hearing/",
    "check of a notice": "bekanntmachungen/pruefen/",
}
"""Pages of a procedure's dates, by what stands behind its address."""


def calendar_addresses(slug: str) -> dict[str, str]:
    """The same with the calendar of years, and what shows the dates of all procedures."""
    from dialogwerk.apps.accounts.models import User
    from dialogwerk.apps.schemes.models import Procedure, ScheduledStep
    from dialogwerk.apps.schemes.services.feeds import renew_address

    base = f"/werkbank/verfahren/{slug}/"
    scheme = Procedure.objects.get(slug=slug).scheme.slug
    step = ScheduledStep.objects.standing().filter(procedure__slug=slug, step="hearing_notice")
    token = renew_address(user=User.objects.get(email=CLERK)).token
    return {
        "due dates": "/werkbank/fristen/",
        "due dates, mine": "/werkbank/fristen/?show=mine",
        "due dates, overdue": "/werkbank/fristen/?show=overdue",
        "reminders": "/werkbank/fristen/einstellungen/",
        **{f"dates: {name}": base + rest for name, rest in CALENDAR_PAGES.items()},
        "dates: set by hand": f"{base}fristen/{step.get().pk}/abweichen/",
        "dates: dialogue": f"/werkbank/vorhaben/{scheme}/dialog/",
        "public procedure, long calendar": f"/verfahren/{slug}/",
        "public project, long calendar": f"/vorhaben/{scheme}/",
        "calendar file of a procedure": f"/verfahren/{slug}/kalender.ics",
        "calendar file of a person": f"/kalender/{token}.ics",
    }


def recalculating(slug: str, rounds: int) -> dict[str, float]:
    """Bringing the longest calendar in line, of which nothing changes."""
    from dialogwerk.apps.schemes.models import Procedure
    from dialogwerk.apps.schemes.services import recalculate

    procedure = Procedure.objects.get(slug=slug)
    times, work = [], []
    for _round in range(rounds):
        started, worked = time.perf_counter(), time.process_time()
        recalculate(procedure=procedure, by="system:benchmark")
        times.append((time.perf_counter() - started) * 1000)
        work.append((time.process_time() - worked) * 1000)
    return {"p95_ms": p95(times), "work_p95_ms": p95(work)}


def timed(address: str, rounds: int) -> dict:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from dialogwerk.apps.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email=CLERK))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, headers={"host": "localhost"})
    asked = len(queries)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}.")
    times, work = [], []
    for _round in range(rounds):
        started, worked = time.perf_counter(), time.process_time()
        client.get(address, headers={"host": "localhost"})
        times.append((time.perf_counter() - started) * 1000)
        work.append((time.process_time() - worked) * 1000)
    return {
        "median_ms": round(median(times), 1),
        "p95_ms": p95(times),
        "work_p95_ms": p95(work),
        "queries": asked,
    }


def p95(times: list[float]) -> float:
    return round(sorted(times)[max(0, int(len(times) * 0.95) - 1)], 1)


if __name__ == "__main__":
    sys.exit(main())
