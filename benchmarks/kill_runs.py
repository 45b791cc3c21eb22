"""Kill test of long work: import and grouping killed with SIGKILL again and again, then finished.

Afterwards every row of the table has to be in the database and in the journal once, and each letter
in the campaign, with the own words and gaps, in which a grouping without any disturbance puts it.
On SQLite in a temporary folder, or on the PostgreSQL server that DATABASE_URL names.

    python benchmarks/kill_runs.py [--letters 3000] [--kills 4]
    python scripts/postgres.py --durable -- python benchmarks/kill_runs.py

Prints one line of JSON; ends with code 1 if anything was lost, doubled or came out otherwise.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import whole_way
import whole_way_stages
from own_database import own_database

SECONDS_AT_LEAST = 0.2
PORTION = 100
"""Rows and letters in one transaction, so that a kill falls between some and into others."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--letters", type=int, default=3_000)
    parser.add_argument("--kills", type=int, default=4, help="of the import, and of the grouping")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", choices=WORK, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "dialogwerk.config.settings.dev"
    if options.work:
        WORK[options.work]()
        return 0
    with tempfile.TemporaryDirectory(prefix="dialogwerk-kill-") as folder:
        os.environ["DIALOGWERK_VAR"] = folder
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/kill.sqlite3")
        with own_database():
            found = killed(options, Path(folder))
    print(json.dumps(found))
    return 0 if found["holds"] else 1


def killed(options: argparse.Namespace, folder: Path) -> dict:
    options.persons, options.templates = max(1, options.letters // 3), 6
    table = whole_way.rehearse(options, folder)
    staged(table)
    rng = random.Random(options.seed)
    imports = until_done("import", options.kills, rng)
    groupings = until_done("group", options.kills, rng)
    return {
        "benchmark": "kill runs",
        "database": os.environ["DATABASE_URL"].partition(":")[0],
        "letters": options.letters,
        "import_killed": imports,
        "grouping_killed": groupings,
        **compared(options.letters),
    }


def staged(table: Path) -> None:
    """A procedure with the table, checked and waiting."""
    import django
    from django.core.management import call_command

    django.setup()
    from dialogwerk.apps.people.models import Organisation
    from dialogwerk.apps.schemes.models import Procedure, Scheme
    from dialogwerk.apps.statements.services import imports

    call_command("migrate", verbosity=0)
    office = Organisation.objects.create(name="Bezirksregierung Musterhausen")
    scheme = Scheme.objects.create(slug="s", title="Windpark", developer=office, place_name="X")
    slug = whole_way_stages.SLUG
    procedure = Procedure.objects.create(scheme=scheme, slug=slug, title="P", authority=office)
    with table.open("rb") as file:
        batch = imports.stage(procedure=procedure, file=file, name=table.name, by="user:1")
    imports.check(batch)


def until_done(work: str, kills: int, rng: random.Random) -> int:
    """Start the work, kill it, start it again; at last let it finish. How often it was killed."""
    died = 0
    for _kill in range(kills):
        worker = begun(work)
        worker.stdout.readline()  # it has begun
        try:
            worker.wait(SECONDS_AT_LEAST + rng.random())
        except subprocess.TimeoutExpired:
            worker.send_signal(signal.SIGKILL)
            died += 1
        worker.wait()
    last = begun(work)
    if last.wait():
        raise SystemExit(f"{work} did not finish after it had been killed.")
    return died


def begun(work: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, __file__, "--work", work], stdout=subprocess.PIPE)


def take_in() -> None:
    ready()
    from dialogwerk.apps.statements.models import ImportBatch
    from dialogwerk.apps.statements.services import import_portions, imports

    import_portions.ROWS_PER_TRANSACTION = PORTION
    batch = ImportBatch.objects.get()
    if batch.state != ImportBatch.State.DONE:
        print("begun", flush=True)
        imports.take_in_rows(batch, by="user:1")


def group() -> None:
    ready()
    from dialogwerk.apps.statements.services import grouping, membership

    membership.CHUNK = PORTION
    print("begun", flush=True)
    grouping.regroup(whole_way_stages.procedure(), by="user:1")


WORK = {"import": take_in, "group": group}


def ready() -> None:
    import django

    django.setup()


def compared(letters: int) -> dict:
    """Letters, originals and journal, each row once; campaigns as if nothing had happened."""
    from django.utils import timezone

    from dialogwerk.apps.base.audit import verify
    from dialogwerk.apps.base.journal import seal_all
    from dialogwerk.apps.base.models import JournalEntry
    from dialogwerk.apps.statements.models import ImportBatch, Original, Statement
    from dialogwerk.apps.statements.services import campaigns

    batch = ImportBatch.objects.get()
    keys = Counter(Statement.objects.values_list("submission_key", flat=True))
    received = JournalEntry.objects.with_action("statement.received")
    entries = Counter(received.values_list("subject", flat=True))
    seal_all(timezone.now(), thorough=True)
    wrong = {
        "lost": letters - len(keys),
        "doubled": sum(count > 1 for count in (*keys.values(), *entries.values())),
        "originals_without_letter": Original.objects.filter(statements=None).count(),
        "letters_without_entry": len(keys) - len(entries),
        "miscounted": abs(batch.rows_done - letters) + abs(batch.added - letters),
        "campaigns_miscounted": campaigns.recount(whole_way_stages.procedure()),
        "otherwise_grouped": otherwise_grouped(),
    }
    intact = verify().is_intact
    return {**wrong, "journal_is_intact": intact, "holds": intact and not any(wrong.values())}


def otherwise_grouped() -> int:
    """Letters that a grouping from scratch, in memory, puts elsewhere or compares otherwise."""
    from dialogwerk.apps.statements.services.grouping import found_among
    from dialogwerk.apps.statements.services.membership import deviations_from

    procedure = whole_way_stages.procedure()
    rows = list(
        procedure.statements.order_by("pk").values_list(
            "text", "campaign__number", "campaign__template", "own_words", "left_out"
        )
    )
    wrong = 0
    grouped = set()
    for one in found_among([row[0] for row in rows]):
        grouped.update(one.members)
        numbers = Counter(rows[at][1] for at in one.members)
        [(number, alike)] = numbers.most_common(1)
        wrong += len(one.members) - (alike if number is not None else 0)
        template = rows[one.members[0]][2]
        expected = deviations_from(template, {at: rows[at][0] for at in one.members})
        wrong += sum(list(expected[at]) != list(rows[at][3:]) for at in one.members)
    return wrong + sum(row[1] is not None for at, row in enumerate(rows) if at not in grouped)


if __name__ == "__main__":
    sys.exit(main())
