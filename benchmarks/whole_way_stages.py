"""The stages of `whole_way.py`, each as it runs in a process of its own."""

import argparse
import os
import resource
import time
from collections.abc import Callable

import whole_way_work as work

SLUG = "windpark-hohe-heide"
CLERK = "sachbearbeitung@example.org"
ACTOR = "user:1"


def run(name: str, options: argparse.Namespace) -> dict:
    """Do one stage; its figures with seconds, work and the peak of this process."""
    import django

    django.setup()
    started, worked = time.perf_counter(), time.process_time()
    found = STAGES[name](options)
    found.setdefault("seconds", round(time.perf_counter() - started, 1))
    found["work_s"] = round(time.process_time() - worked, 1)
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


def link_persons(_options: argparse.Namespace) -> dict:
    """Who sent what, over all letters; certain links are made, the others are listed."""
    from dialogwerk.apps.statements.services.person_runs import tell_persons_apart

    return dict(tell_persons_apart(procedure(), by=ACTOR))


def board(_options: argparse.Namespace) -> dict:
    """The overview and the list of campaigns, computed for the first time."""
    base = f"/werkbank/{SLUG}/"
    client = clerk()
    seconds = Stopwatch()
    for name, rest in (("overview", "ueberblick/"), ("campaigns", "kampagnen/")):
        answer = client.get(base + rest, headers={"host": "localhost"})
        if answer.status_code != 200:
            raise SystemExit(f"{base}{rest} answered {answer.status_code}.")
        seconds.lap(name)
    return dict(seconds.laps)


def pages(options: argparse.Namespace) -> dict:
    """Server time of every page, after a change and again, in milliseconds."""
    import page_times

    return page_times.every_page_timed(options.rounds)


SOUGHT = ("Biogasanlage", "Rotmilan Horst", '"nicht hinnehmbar"', "Grundwasser*", "Lärm -Wald")


def search(options: argparse.Namespace) -> dict:
    """Words in all letters, as the inbox asks for its first page, and with LIKE as the peer."""
    from dialogwerk.apps.statements.paging import PER_PAGE, KeyedPages, in_order
    from dialogwerk.apps.statements.services import search as searching

    letters = procedure().statements
    ours: dict[str, float] = {}
    peer: dict[str, float] = {}
    for text in SOUGHT:
        took = []
        for _round in range(options.rounds):
            started = time.perf_counter()
            found = searching.found(letters.all(), text, sees_names=True)
            pages = KeyedPages(found, ("-received_at", "-pk"), count=searching.count(found))
            in_order(letters.all(), pages.get_page(1).object_list)
            took.append((time.perf_counter() - started) * 1000)
        ours[text] = round(sorted(took)[len(took) // 2], 1)
        word = text.strip('"*').split(" -")[0]
        started = time.perf_counter()
        list(letters.filter(text__icontains=word).order_by("-received_at", "-pk")[:PER_PAGE])
        letters.filter(text__icontains=word).count()
        peer[text] = round((time.perf_counter() - started) * 1000, 1)
    return {"median_ms": ours, "worst_ms": max(ours.values()), "peer_like_ms": peer}


def clerk():
    from django.test import Client

    from dialogwerk.apps.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email=CLERK))
    return client


STAGES: dict[str, Callable[[argparse.Namespace], dict]] = {
    "prepare": prepare,
    "import": take_in,
    "group": group,
    "link persons": link_persons,
    "board": board,
    "group again": group_again,
    "pages at first": pages,
    "answer": work.tie_and_answer,
    "read": work.read,
    "replies": work.replies,
    "hand over": work.hand_over,
    "redact": work.redact,
    "arrivals": work.arrivals,
    "pages": pages,
    "search": search,
}
