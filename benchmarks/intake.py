"""Intake: mails a second, an XLSX table of many rows, and what a SIGKILL in the middle does.

    python benchmarks/intake.py mails [--letters 5000]
    python benchmarks/intake.py table [--letters 1000000]
    python benchmarks/intake.py kill [--letters 600] [--kills 3]

Peers in the same run: Python's ``mailbox`` and ``email`` alone, calamine alone. Each has a process
of its own, whose peak memory is given. Prints one line of JSON; `kill` ends with code 1 if
a mail was lost or doubled. On SQLite in a temporary folder, or where DATABASE_URL points.
"""

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from email.message import EmailMessage
from pathlib import Path

from own_database import own_database

SENTENCES = (
    "Die Anlagen stehen zu nah an unserem Haus.",
    "Der Schlagschatten trifft am Abend die Terrasse.",
    "Im Wald daneben brütet seit Jahren der Rotmilan.",
    "Die Zufahrt ist für schwere Fahrzeuge nicht gebaut.",
    "Das Gutachten zum Lärm rechnet mit falschen Abständen.",
    "Unser Brunnen liegt im selben Grundwasserleiter.",
)
SENTENCES_A_LETTER = 28  # about 1.4 kB
PORTION = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=WORK)
    parser.add_argument("--letters", type=int, default=0)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "dialogwerk.config.settings.dev"
    if options.folder:
        os.environ["DIALOGWERK_VAR"] = str(options.folder)
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{options.folder}/intake.sqlite3")
        began = time.perf_counter()
        found = WORK[options.what](options)
        print(json.dumps({"seconds": round(time.perf_counter() - began, 2), **found, **peak()}))
        return 0
    with tempfile.TemporaryDirectory(prefix="dialogwerk-intake-") as folder:
        options.folder = Path(folder)
        with own_database():
            found = WORK[options.what](options)
    print(json.dumps({"benchmark": f"intake {options.what}", **found}))
    return 0 if found.get("holds", True) else 1


def peak() -> dict[str, int]:
    mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    readers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"peak_mib": max(mine, readers) // 1024}


def measured(what: str, options: argparse.Namespace) -> dict:
    """One piece of work in a process of its own."""
    command = [sys.executable, __file__, what, "--folder", str(options.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


# Mails


def write_mails(path: Path, count: int) -> None:
    """A mailbox file of different letters, every tenth with a text file attached."""
    rng = random.Random(1)
    with path.open("wb") as out:
        for number in range(count):
            mail = EmailMessage()
            mail["Received"] = (
                "from relay.example by mx.behoerde.example; Mon, 02 Mar 2026 10:11:12 +0100"
            )
            mail["From"] = f"Person {number} <p{number}@beispiel.example>"
            mail["Subject"] = "Einwendung gegen den Windpark"
            mail["Message-ID"] = f"<{number}@beispiel.example>"
            words = [rng.choice(SENTENCES) for _ in range(SENTENCES_A_LETTER)]
            mail.set_content(f"Brief {number}.\n" + "\n".join(words))
            if number % 10 == 0:
                mail.add_attachment(b"Eine Anlage zum Brief.\n", maintype="text", subtype="plain",
                                    filename="anlage.txt")  # fmt: skip
            out.write(b"From p@beispiel.example Mon Mar  2 10:11:12 2026\n")
            out.write(mail.as_bytes().rstrip(b"\n") + b"\n\n")


def mails(options: argparse.Namespace) -> dict:
    count = options.letters or 5_000
    write_mails(options.folder / "post.mbox", count)
    prepared(options.folder)
    peer, read, taken = (
        measured(what, options) for what in ("peer-mails", "read-mails", "take-in-mails")
    )
    return {
        "mails": count,
        "peer_mailbox_seconds": peer["seconds"],
        "read_confined_seconds": read["seconds"],
        "read_confined_mails_a_second": round(count / read["seconds"]),
        "taken_in_seconds": taken["seconds"],
        "taken_in_mails_a_second": round(count / taken["seconds"]),
        "taken_in_peak_mib": taken["peak_mib"],
        "letters": taken["letters"],
    }


def peer_mails(options: argparse.Namespace) -> dict:
    import mailbox

    size = 0
    for message in mailbox.mbox(options.folder / "post.mbox"):
        for part in message.walk():
            if part.get_content_type() == "text/plain":
                size += len(part.get_payload(decode=True).decode("utf-8", "replace"))
    return {"characters": size}


def read_mails(options: argparse.Namespace) -> dict:
    from dialogwerk.cores.files.reader import Reader
    from dialogwerk.cores.incoming import Limits, messages
    from dialogwerk.cores.incoming.jobs import MODULE

    path, limits = options.folder / "post.mbox", Limits().as_json()
    size = 0
    with Reader(MODULE, readable=[str(path)]) as reader, path.open("rb") as stream:
        for offset, length in messages(stream):
            found = reader.ask("read", path=str(path), name="x", limits=limits, offset=offset,
                               length=length, escaped=True)  # fmt: skip
            size += len(found["text"])
    return {"characters": size}


def prepared(folder: Path) -> None:
    """A database with a procedure and the mailbox file handed over."""
    os.environ["DIALOGWERK_VAR"] = str(folder)
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/intake.sqlite3")
    import django
    from django.core.management import call_command

    django.setup()
    from dialogwerk.apps.intake.services import deliveries
    from dialogwerk.apps.people.models import Organisation
    from dialogwerk.apps.schemes.models import Procedure, Scheme

    call_command("migrate", verbosity=0)
    office = Organisation.objects.create(name="Bezirksregierung Musterhausen")
    scheme = Scheme.objects.create(slug="s", title="Windpark", developer=office, place_name="X")
    procedure = Procedure.objects.create(scheme=scheme, slug="p", title="P", authority=office)
    with (folder / "post.mbox").open("rb") as file:
        deliveries.deliver(procedure=procedure, files=[("post.mbox", file)], by="user:1")


def take_in_mails(options: argparse.Namespace) -> dict:
    import django

    django.setup()
    from dialogwerk.apps.intake.models import Delivery
    from dialogwerk.apps.intake.services import deliveries
    from dialogwerk.apps.statements.models import Statement

    deliveries.take_in(Delivery.objects.get(), by="user:1")
    return {"letters": Statement.objects.count()}


# A table


def table(options: argparse.Namespace) -> dict:
    rows = options.letters or 1_000_000
    write_table(options.folder / "briefe.xlsx", rows)
    peer, read = measured("peer-table", options), measured("read-table", options)
    return {
        "rows": rows,
        "file_mb": (options.folder / "briefe.xlsx").stat().st_size // 10**6,
        "peer_calamine_seconds": peer["seconds"],
        "peer_calamine_peak_mib": peer["peak_mib"],
        "seconds": read["seconds"],
        "peak_mib": read["peak_mib"],
        "rows_read": read["rows"],
    }


def write_table(path: Path, rows: int) -> None:
    import xlsxwriter

    rng = random.Random(1)
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Nr", "Name", "Einwendung"])
        for row in range(1, rows + 1):
            words = " ".join(rng.choice(SENTENCES) for _ in range(6))
            sheet.write_row(row, 0, [str(row), f"Person {row}", words])


def peer_table(options: argparse.Namespace) -> dict:
    import python_calamine

    book = python_calamine.load_workbook(str(options.folder / "briefe.xlsx"))
    return {"rows": sum(1 for _row in book.get_sheet_by_index(0).iter_rows()) - 1}


def read_table(options: argparse.Namespace) -> dict:
    from dialogwerk.cores.tables import Limits
    from dialogwerk.cores.tables import read_table as read

    path = options.folder / "briefe.xlsx"
    limits = Limits(max_bytes=512 * 1024**2, max_columns=500)
    with path.open("rb") as stream:
        return {"rows": sum(1 for _row in read(stream, name=path.name, limits=limits).rows())}


# Killed


def kill(options: argparse.Namespace) -> dict:
    count = options.letters or 600
    write_mails(options.folder / "post.mbox", count)
    prepared(options.folder)
    rng, died = random.Random(1), 0
    for _kill in range(options.kills):
        worker = subprocess.Popen(
            [sys.executable, __file__, "work", "--folder", str(options.folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert worker.stdout is not None
        worker.stdout.readline()  # a portion is stored
        try:
            worker.wait(rng.random() * 0.3)
        except subprocess.TimeoutExpired:
            worker.send_signal(signal.SIGKILL)
            died += 1
        worker.communicate()
    measured("work", options)
    return {"mails": count, "killed": died, **compared(count)}


def work(_options: argparse.Namespace) -> dict:
    """Take in by small portions, saying so, so that a kill falls into the middle."""
    import django

    django.setup()
    from dialogwerk.apps.intake.models import Delivery
    from dialogwerk.apps.intake.services import deliveries, portions

    portions.MOST_ITEMS = PORTION

    class Aloud:
        def advance(self, done: int, message: str = "", *, total: int | None = None) -> None:
            print("stored", flush=True)

        def should_stop(self) -> bool:
            return False

    delivery = Delivery.objects.get()
    if delivery.done_at is None:
        deliveries.take_in(delivery, by="user:1", progress=Aloud())
    return {}


def compared(count: int) -> dict:
    """Every mail once: as letter, as item, in the journal."""
    from dialogwerk.apps.base.models import JournalEntry
    from dialogwerk.apps.intake.models import Item
    from dialogwerk.apps.statements.models import Statement

    letters = list(Statement.objects.values_list("text", flat=True))
    numbers = [text.partition(".")[0] for text in letters]
    journal = JournalEntry.objects.filter(action="statement.received").count()
    items = Item.objects.taken_in().count()
    found = {
        "lost": count - len(set(numbers)),
        "doubled": len(numbers) - len(set(numbers)),
        "items": items,
        "journal": journal,
    }
    return {**found, "holds": not found["lost"] + found["doubled"] and items == journal == count}


WORK = {
    "mails": mails,
    "table": table,
    "kill": kill,
    "work": work,
    "peer-mails": peer_mails,
    "read-mails": read_mails,
    "take-in-mails": take_in_mails,
    "peer-table": peer_table,
    "read-table": read_table,
}

if __name__ == "__main__":
    sys.exit(main())
