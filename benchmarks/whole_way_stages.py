"""The stages of `whole_way.py`, each as it runs in a process of its own."""

import argparse
import os
import resource
import time
from collections.abc import Callable

SLUG = "windpark-hohe-heide"
CLERK = "sachbearbeitung@example.org"
ACTOR = "user:1"


def run(name: str, options: argparse.Namespace) -> dict:
    """Do one stage; its figures with seconds and the peak of this process."""
    import django

    django.setup()
    started = time.perf_counter()
    found = STAGES[name](options)
    found.setdefault("seconds", round(time.perf_counter() - started, 1))
    found["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return found


def prepare(_options: argparse.Namespace) -> dict:
    """A procedure with its team, and a notice that has long begun."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, not a file
        call_command("seed_demo", letters=0, stdout=nowhere)
    return {}


def take_in(options: argparse.Namespace) -> dict:
    """The table as an upload: kept, every row checked in the dry run, taken in."""
    from dialogwerk.apps.statements.services import imports

    seconds = Stopwatch()
    with options.table.open("rb") as file:
        batch = imports.stage(procedure=procedure(), file=file, name="letters.csv", by=ACTOR)
    seconds.lap("staging")
    imports.check(batch)
    seconds.lap("dry_run")
    imports.take_in_rows(batch, by=ACTOR)
    seconds.lap("taking_in")
    return {"added": batch.added, "refused": batch.refused, **seconds.laps}


class Stopwatch:
    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[f"{name}_s"] = round(now - self._last, 1)
        self._last = now


def procedure():
    from dialogwerk.apps.schemes.models import Procedure

    return Procedure.objects.get(slug=SLUG)


def group(_options: argparse.Namespace) -> dict:
    from dialogwerk.apps.statements.services.grouping import regroup

    outcome = regroup(procedure(), by=ACTOR)
    return {"campaigns": outcome.campaigns, "joined": outcome.joined}


def group_again(_options: argparse.Namespace) -> dict:
    """Without new letters: nothing changes."""
    from dialogwerk.apps.statements.services.grouping import regroup

    outcome = regroup(procedure(), by=ACTOR)
    return {"campaigns": outcome.campaigns, "joined": outcome.joined}


STAGES: dict[str, Callable[[argparse.Namespace], dict]] = {
    "prepare": prepare,
    "import": take_in,
    "group": group,
    "group again": group_again,
}
