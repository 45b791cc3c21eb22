"""Handing over 2,000 arguments raised in many letters; one JSON line.

    python benchmarks/hand_over.py [--letters 50000] [--arguments 2000]

Letters of 140 campaigns, one in ten with a passage of its own, tied to that many arguments, on the
database of DATABASE_URL (a temporary SQLite file if unset; with --postgres a temporary PostgreSQL).
Measured: the first hand-over, the second one after one letter in a hundred was added, the sheet,
and the pages of both sides. Peer in the same run: only counting the people of every argument.
"""

import argparse
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CAMPAIGNS, PASSAGES = 140, 12
CHUNK = 5_000


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--letters", type=int, default=50_000)
    parser.add_argument("--arguments", type=int, default=2_000)
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
    procedure = procedure_with_accounts()
    arguments = make_arguments(procedure, options.arguments)
    segments = make_campaigns(procedure, arguments)
    add_letters(procedure, arguments, segments, options.letters)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    before = peak_mib()
    found = {
        "benchmark": "hand over",
        "database": connection.vendor,
        "letters": options.letters,
        "arguments": options.arguments,
        "peer_counting_s": timed(lambda: count_people(procedure)),
        "first_s": timed(lambda: hand_over(procedure)),
    }
    add_letters(procedure, arguments, segments, options.letters // 100)
    found["second_s"] = timed(lambda: hand_over(procedure))
    found["sheet_s"] = timed(lambda: write_sheet(procedure))
    found["pages_ms"] = pages(procedure, arguments[0])
    return {**found, "peak_mib_before": before, "peak_mib": peak_mib(), **figures(procedure)}


def procedure_with_accounts():
    from dialogwerk.apps.accounts.models import User
    from dialogwerk.apps.people.models import Organisation
    from dialogwerk.apps.schemes.models import Procedure, Scheme

    office = Organisation.objects.create(name="Bezirksamt Musterhausen", kind="authority")
    scheme = Scheme.objects.create(
        slug="hohe-heide", title="Windpark", developer=office, place_name="Musterhausen"
    )
    for role in ("developer", "case_worker"):
        user = User.objects.create_user(f"{role}@beispiel.example", None)
        user.role_assignments.create(role=role)
        scheme.team.create(user=user, role=role)
    return Procedure.objects.create(
        scheme=scheme, slug="hohe-heide", title="Planfeststellung", authority=office
    )


def make_arguments(procedure, count):
    from dialogwerk.apps.statements.models import Argument

    return Argument.objects.bulk_create(
        Argument(procedure=procedure, number=n, title=f"Argument {n}", created_by="user:0")
        for n in range(1, count + 1)
    )


def make_campaigns(procedure, arguments):
    """The tied passages of each campaign."""
    from django.utils import timezone

    from dialogwerk.apps.statements.models import Campaign, Segment

    campaigns = Campaign.objects.bulk_create(
        Campaign(procedure=procedure, number=n, title=f"Kampagne {n}", template=TEXT * PASSAGES)
        for n in range(1, CAMPAIGNS + 1)
    )
    made = Segment.objects.bulk_create(
        Segment(
            procedure=procedure,
            campaign=campaign,
            start=place * len(TEXT),
            end=(place + 1) * len(TEXT),
            text=TEXT,
            state="tied",
            argument=arguments[(number * PASSAGES + place) % len(arguments)],
            made_by="system:segments",
            decided_at=timezone.now(),
        )
        for number, campaign in enumerate(campaigns)
        for place in range(PASSAGES)
    )
    return [made[at : at + PASSAGES] for at in range(0, len(made), PASSAGES)]


TEXT = "Der Lärm der Anlagen raubt uns in der Nacht den Schlaf, und niemand hört uns zu. "


def add_letters(procedure, arguments, segments, count):
    for start in range(0, count, CHUNK):
        _add_some(procedure, arguments, segments, min(CHUNK, count - start))


def _add_some(procedure, arguments, segments, count):
    from django.db import transaction
    from django.utils import timezone

    from dialogwerk.apps.people.models import Identity, Person
    from dialogwerk.apps.statements.models import Occurrence, Original, Segment, Statement

    now = timezone.now()
    with transaction.atomic():
        people = Person.objects.bulk_create(Person() for _ in range(max(1, count // 60)))
        Identity.objects.bulk_create(
            Identity(person=one, name=f"Erika Beispiel {one.pk}", street=f"Musterweg {one.pk}")
            for one in people
        )
        original = Original.objects.create(
            sha256="0" * 64, body=b"", media_type="text/plain", received_at=now, channel="web"
        )
        letters = Statement.objects.bulk_create(
            Statement(
                procedure=procedure,
                original=original,
                person=people[n % len(people)],
                text=TEXT * PASSAGES,
                campaign_id=segments[n % CAMPAIGNS][0].campaign_id,
                read_at=now,
            )
            for n in range(count)
        )
        points = [
            Occurrence(segment=segment, statement=letter)
            for n, letter in enumerate(letters)
            for segment in segments[n % CAMPAIGNS]
        ]
        own = Segment.objects.bulk_create(
            Segment(
                procedure=procedure,
                statement=letter,
                start=0,
                end=80,
                text=TEXT,
                state="tied",
                argument=arguments[letter.pk % len(arguments)],
                made_by="user:0",
                decided_at=now,
            )
            for letter in letters[::10]
        )
        points += [Occurrence(segment=one, statement_id=one.statement_id) for one in own]
        Occurrence.objects.bulk_create(points, batch_size=10_000)


def hand_over(procedure):
    from dialogwerk.apps.handover.services.handing_over import hand_over as service

    service(procedure=procedure, by="user:0")


def count_people(procedure):
    from dialogwerk.apps.statements.services.synopsis import arguments_of, counts_of

    found = list(arguments_of(procedure))
    for start in range(0, len(found), 200):
        counts_of(found[start : start + 200])


def write_sheet(procedure):
    from dialogwerk.apps.handover.services.sheets import write_sheet as service

    service(io.BytesIO(), procedure.hand_overs.get(number=1), everything=True)


def pages(procedure, argument):
    from django.test import Client
    from django.urls import reverse

    from dialogwerk.apps.accounts.models import User

    asked = {
        "developer-arguments": ("developer", []),
        "developer-argument": ("developer", [argument.number]),
        "handovers": ("case_worker", []),
        "argument": ("case_worker", [argument.number]),
    }
    found = {}
    for name, (role, more) in asked.items():
        client = Client()
        client.force_login(User.objects.get(email=f"{role}@beispiel.example"))
        address = reverse(name, args=[procedure.slug, *more])
        assert client.get(address, HTTP_HOST="localhost").status_code == 200, address
        times = [timed(lambda: client.get(address, HTTP_HOST="localhost")) for _ in range(7)]  # noqa: B023
        found[name] = round(sorted(times)[3] * 1000)
    return found


def figures(procedure):
    from dialogwerk.apps.handover.models import HandedPassage
    from dialogwerk.apps.statements.models import Occurrence

    first, second = procedure.hand_overs.order_by("number")
    return {
        "points": Occurrence.objects.count(),
        "passages": HandedPassage.objects.count(),
        "first": [first.arguments_total, first.letters],
        "second": [second.arguments_total, second.letters],
    }


def timed(work):
    started = time.perf_counter()
    work()
    return round(time.perf_counter() - started, 3)


def peak_mib():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
