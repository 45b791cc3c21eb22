"""A batch of reply letters whose worker is killed again and again; then what is there.

    python benchmarks/letter_batch.py [--letters 2000] [--kills 5]            on SQLite
    python scripts/postgres.py --durable -- python benchmarks/letter_batch.py    on PostgreSQL

Writes the letters of a synthetic procedure in the background as the house does it (`db_worker`),
kills the worker with SIGKILL, lets another one go on, and does the same while the print batch is
made. Afterwards every person must have exactly one letter, whole on disk and in exactly one file
of the batch, and every list must add up. Prints one line of JSON; ends with code 1 if a letter was
lost, doubled or damaged. With --whole it also measures the pages of one answer that touches 4,212
people, and says what 100,000 letters would take.
"""

import argparse
import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

import kill
import reply_database

ROOT = Path(__file__).resolve().parents[1]
BAR_HOURS = 8
SECONDS_AT_MOST = 3600
PAGES = {
    "answer": "argumente/{number}/",
    "people concerned": "argumente/{number}/betroffene/",
    "replies": "antworten/",
    "prints": "antworten/druck/",
    "uniform": "gleichfoermig/",
    "campaign's people": "gleichfoermig/kampagne/1/",
    "ledger": "nachweis/",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--letters", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=5, help="while writing; one more in printing")
    parser.add_argument("--seconds", type=float, default=4.0, help="of work between two kills")
    parser.add_argument("--part", type=int, default=500, help="letters in a print file")
    parser.add_argument("--whole", action="store_true", help="measure the pages too")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="dialogwerk-letters-") as folder,
        kill.own_database(Path(folder)) as url,
    ):
        prepare(Path(folder), url, options.letters)
        figures = {"benchmark": "letter_batch", "database": url.split(":")[0]}
        figures |= written(options)
        figures |= printed(options)
        figures |= compared(options.letters)
        if options.whole:
            figures |= measured_pages()
        print(json.dumps(figures))
        return 0 if figures["holds"] else 1


def prepare(folder: Path, url: str, letters: int) -> None:
    """Tables, and a procedure that only lacks its letters."""
    os.environ |= {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "dialogwerk.config.settings.dev",
        "DIALOGWERK_VAR": str(folder),
        "EMAIL_URL": "dummymail://",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    reply_database.fill(letters)


class Worker:
    """A worker process that is never stopped, only killed."""

    def __init__(self) -> None:
        command = [sys.executable, "manage.py", "db_worker", "--interval", "0.2"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def kill(self) -> None:
        """SIGKILL for this process alone; its typesetters have to notice by themselves."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def written(options: argparse.Namespace) -> dict:
    """Write all letters, killing the worker; the seconds of work, without the pauses."""
    from dialogwerk.apps.schemes.models import Procedure
    from dialogwerk.apps.statements.services import reply_runs

    procedure = Procedure.objects.get(slug=reply_database.SLUG)
    run = reply_runs.start_writing(procedure, by="user:1")
    seconds, kills = worked_off(run, kills=options.kills, pause=options.seconds)
    per_letter = seconds / options.letters
    return {
        "letters": options.letters,
        "kills_while_writing": kills,
        "writing_s": round(seconds, 1),
        "per_letter_ms": round(per_letter * 1000, 2),
        "hours_for_100000": round(per_letter * 100_000 / 3600, 2),
        "bar_hours": BAR_HOURS,
    }


def printed(options: argparse.Namespace) -> dict:
    """Make the print batch, killing the worker once."""
    from dialogwerk.apps.schemes.models import Procedure
    from dialogwerk.apps.statements.services import reply_runs

    procedure = Procedure.objects.get(slug=reply_database.SLUG)
    batch = reply_runs.start_printing(procedure, by="user:1", letters_a_part=options.part)
    batch.refresh_from_db()
    run = run_named(batch.run_code)
    seconds, kills = worked_off(run, kills=min(1, options.kills), pause=options.seconds / 2)
    return {
        "kills_while_printing": kills,
        "printing_s": round(seconds, 1),
        "parts": batch.parts.count(),
    }


def run_named(code: str):
    from dialogwerk.apps.base.models import Run

    return Run.objects.get(public_id=code)


def worked_off(run, *, kills: int, pause: float) -> tuple[float, int]:
    """Let workers do this run; each of the first is killed after a while. Seconds, and kills."""
    began, killed = time.monotonic(), 0
    worker = Worker()
    waited = 0.0
    while time.monotonic() < began + SECONDS_AT_MOST:
        begun = wait_until_it_works(run)
        left = pause if killed < kills else SECONDS_AT_MOST
        finished = wait_until_done(run, begun + left)
        if finished:
            worker.kill()
            return time.monotonic() - began - waited, killed
        worker.kill()
        killed += 1
        dead = time.monotonic()
        reap(run)
        worker = Worker()
        waited += time.monotonic() - dead
    raise SystemExit(f"The run is still at {run.done} of {run.total}.")


def wait_until_it_works(run) -> float:
    """Until a worker has taken the run and written its first sign of life."""
    while True:
        run.refresh_from_db()
        if run.is_finished or (run.state == "running" and run.done):
            return time.monotonic()
        time.sleep(0.1)


def wait_until_done(run, until: float) -> bool:
    while time.monotonic() < until:
        run.refresh_from_db()
        if run.is_finished:
            if run.state != "done":
                raise SystemExit(f"The run ended as {run.state}: {run.error}")
            return True
        time.sleep(0.1)
    return False


def reap(run) -> None:
    """What the periodic command does a minute after a worker's last sign of life, at once.

    Attempts count from one again: a run that crashed five times in a row is given up otherwise.
    """
    from datetime import timedelta

    from django.utils import timezone

    from dialogwerk.apps.base.runs import reap_runs

    reap_runs(timezone.now() + timedelta(seconds=1), stale_after=timedelta(0))
    type(run).objects.filter(pk=run.pk).update(attempt=1)


# What is there afterwards


def compared(letters: int) -> dict:
    """Every person's letter, on disk and in the files of the batch, against the lists."""
    from dialogwerk.apps.statements.models import PrintBatch, Reply

    replies = {one.code: one for one in Reply.objects.prefetch_related("points")}
    damaged = sum(not is_whole(one) for one in replies.values())
    folder = Path(os.environ["DIALOGWERK_VAR"])
    on_disk = sum(1 for _file in folder.rglob("replies/**/*.pdf"))
    batch = PrintBatch.objects.get()
    listed, sums_hold = listed_in(batch)
    doubled = sum(count > 1 for count in listed.values())
    lost = letters - len(replies.keys() & listed.keys())
    holds = not (damaged or doubled or lost) and on_disk == letters == len(replies) and sums_hold
    return {
        "people": letters,
        "letters_written": len(replies),
        "files_on_disk": on_disk,
        "in_print_files": sum(listed.values()),
        "lost": lost,
        "doubled": doubled,
        "damaged": damaged,
        "lists_add_up": sums_hold,
        "typesetters_left_behind": left_behind(),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 1),
        "holds": holds,
    }


def is_whole(reply) -> bool:
    """The file is there as its checksum says, and every point is noted."""
    with reply.pdf.open("rb") as file:
        content = file.read()
    told = len(reply.points.all())
    is_known = hashlib.sha256(content).hexdigest() == reply.sha256
    return is_known and told >= reply_database.POINTS


def listed_in(batch) -> tuple[Counter[str], bool]:
    """How often each letter stands in the parts; and whether all sums and checksums are right."""
    from dialogwerk.apps.statements.services.print_files import check_of

    listed: Counter[str] = Counter()
    with batch.file.open("rb") as file, zipfile.ZipFile(file) as archive:
        whole = json.loads(archive.read(f"{batch.code}.json"))
    sums_hold = True
    checks: list[str] = []
    for part, told in zip(batch.parts.order_by("number"), whole["parts"], strict=True):
        with part.file.open("rb") as file:
            content = file.read()
        sums_hold &= hashlib.sha256(content).hexdigest() == told["sha256"] == part.sha256
        with part.file.open("rb") as file, zipfile.ZipFile(file) as archive:
            name = f"{batch.code}-{part.number:03}"
            manifest = json.loads(archive.read(f"{name}.json"))
            pdf = hashlib.sha256(archive.read(f"{name}.pdf")).hexdigest()
        sums_hold &= pdf == manifest["pdf_sha256"]
        listed.update(one["letter"] for one in manifest["list"])
        checks += [one["sha256"] for one in manifest["list"]]
    sums_hold &= whole["check"] == check_of(checks) and whole["letters"] == sum(listed.values())
    return listed, sums_hold


def left_behind() -> int:
    """Typesetter processes of killed workers that are still there."""
    found = 0
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes().replace(b"\0", b" ")
            parent = int((entry.parent / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        found += b"multiprocessing.spawn" in command and parent == 1
    return found


# Pages


def measured_pages() -> dict:
    """Server time of the pages around an answer that touches thousands, and of saving it."""
    from dialogwerk.apps.accounts.models import User
    from dialogwerk.apps.schemes.models import Procedure
    from dialogwerk.apps.statements.services import answers

    procedure = Procedure.objects.get(slug=reply_database.SLUG)
    argument = procedure.arguments.get(number=1 + reply_database.POINTS)
    pages = {}
    for name, address in PAGES.items():
        pages[name] = asked(f"/werkbank/{reply_database.SLUG}/{address}", argument.number)
    started = time.perf_counter()
    version = answers.answer(
        argument=argument,
        result="followed",
        text=reply_database.answer(argument.number, 2),
        by=User.objects.get(email="sachbearbeitung@example.org"),
    )
    saved = (time.perf_counter() - started) * 1000
    return {
        "people_concerned": version.people_concerned,
        "saving_an_answer_ms": round(saved, 1),
        "pages_ms": pages,
    }


def asked(address: str, number: int) -> float:
    """The median of five requests, in milliseconds."""
    from django.test import Client

    from dialogwerk.apps.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email="sachbearbeitung@example.org"))
    times = []
    for _round in range(5):
        started = time.perf_counter()
        answer = client.get(address.format(number=number), headers={"host": "localhost"})
        times.append((time.perf_counter() - started) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}.")
    return round(sorted(times)[2], 1)


if __name__ == "__main__":
    sys.exit(main())
