"""Import of 10,000 letters on SQLite: seconds and memory, and the start of the subcommands.

    python benchmarks/import_letters.py [--letters 10000]

Works on a database in a temporary folder, with durable writes as in operation, and prints one line
of JSON. The same file a second time, in all of which nothing is new, is measured as well.
"""

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORDS = (
    "Lärm Verkehr Wald Artenschutz Schatten Infraschall Grundwasser Landschaft Abstand Rotmilan"
    " Fledermaus Tourismus Wertverlust Gesundheit Nachtruhe Brunnen Wege Baustelle Rückbau"
)
HEADER = ("Nr", "Vorname", "Nachname", "Straße", "Hausnummer", "PLZ", "Ort", "E-Mail", "Eingang")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--letters", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dialogwerk-import-") as folder:
        table = write_table(Path(folder) / "briefe.csv", options.letters)
        procedure = prepare(Path(folder))
        figures = {"benchmark": "import", "database": "sqlite", "letters": options.letters}
        figures |= {"first": imported(procedure, table), "again": imported(procedure, table)}
        usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        figures["peak_mib"] = round(usage / 1024, 1)
        figures["subcommand_starts_in_seconds"] = starts()
        print(json.dumps(figures))


def write_table(path: Path, letters: int) -> Path:
    """Letters of about 1,200 characters, in the encoding of a German spreadsheet program."""
    rng, words = random.Random(1), WORDS.split()
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([*HEADER, "Stellungnahme"])
        for number in range(letters):
            sender = number // 2
            address = ("Musterweg", sender, "99001", "Musterhausen")
            mail = f"erika{sender}@beispiel.example"
            text = " ".join(rng.choices(words, k=130))
            name = ("Erika", f"Beispiel{sender}")
            writer.writerow([number, *name, *address, mail, "12.02.2026", text])
    return path


def prepare(folder: Path):
    """An open procedure in a new database."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "dialogwerk.config.settings.dev",
        "DATABASE_URL": f"sqlite:///{folder / 'import.sqlite3'}",
        "DIALOGWERK_VAR": str(folder),
    }
    import django
    from django.core.management import call_command
    from django.utils import timezone

    django.setup()
    call_command("migrate", verbosity=0)
    from dialogwerk.apps.people.models import Organisation
    from dialogwerk.apps.schemes.models import Procedure, Round, Scheme

    office = Organisation.objects.create(name="Bezirksregierung Musterhausen")
    scheme = Scheme.objects.create(slug="s", title="Windpark", developer=office, place_name="X")
    procedure = Procedure.objects.create(scheme=scheme, slug="p", title="P", authority=office)
    today = timezone.localdate()
    Round.objects.create(
        procedure=procedure,
        display_start=today - timedelta(days=20),
        display_end=today,
        objections_until=today + timedelta(days=14),
    )
    return procedure


def imported(procedure, table: Path) -> dict[str, float | int]:
    """Seconds for staging with the dry run, and for taking in."""
    from dialogwerk.apps.statements.services import imports

    started, worked = time.perf_counter(), time.process_time()
    with table.open("rb") as file:
        batch = imports.stage(procedure=procedure, file=file, name=table.name, by="user:1")
    imports.check(batch)
    checked = time.perf_counter()
    imports.take_in_rows(batch, by="user:1")
    taken = time.perf_counter()
    return {
        "added": batch.added,
        "known": batch.known,
        "dry_run_seconds": round(checked - started, 2),
        "take_in_seconds": round(taken - checked, 2),
        "processor_seconds": round(time.process_time() - worked, 2),
    }


def starts() -> dict[str, float]:
    """The best of three starts of subcommands that need no database."""
    program = "from dialogwerk.cli import main; main()"
    calls = {"help": ["--help"], "group": ["statements", "group", "--help"]}
    return {name: min(seconds(program, call) for _ in range(3)) for name, call in calls.items()}


def seconds(program: str, call: list[str]) -> float:
    started = time.perf_counter()
    command = [sys.executable, "-c", program, *call]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return round(time.perf_counter() - started, 2)


if __name__ == "__main__":
    main()
