"""Server time of pages, anew, after a change and again, in-process through all middleware."""

import time
from collections.abc import Iterable
from statistics import median

import every_page

CLERK, DEVELOPER = "sachbearbeitung@example.org", "vorhabentraeger@example.org"
ADMINISTRATOR = "verwaltung@example.org"
LED_BACK, NOT_THERE = 303, (403, 404)
BAR_MS = 200


def every_page_timed(rounds: int) -> dict:
    """Every page of the house: the slowest, those above the bar, and what could not be opened."""
    timed: dict[str, dict] = {}
    without: list[str] = []
    changes = 0
    for address in every_page.addresses():
        found = timed_page(address, rounds)
        if found["status"] == LED_BACK:
            changes += 1
        elif found["status"] in NOT_THERE:
            without.append(address.name)
        elif not address.is_file:
            timed[address.name] = found
    return {
        "pages": len(timed),
        "take_only_changes": changes,
        "nothing_to_show": without,
        **summed_up(timed),
    }


def summed_up(timed: dict[str, dict]) -> dict:
    worst = sorted(timed, key=lambda name: -timed[name]["changed_ms"])
    kinds = ("anew", "changed", "again")
    return {
        **{
            f"worst_{kind}_ms": max(page[f"{kind}_ms"] for page in timed.values()) for kind in kinds
        },
        "most_queries": max(page["queries"] for page in timed.values()),
        "above_bar": [name for name in worst if timed[name]["changed_ms"] > BAR_MS],
        "above_bar_anew": sum(page["anew_ms"] > BAR_MS for page in timed.values()),
        "slowest": {name: timed[name] for name in worst[:12]},
    }


def timed_page(address: every_page.Address, rounds: int) -> dict:
    """One page: with everything counted anew, as one caller meets it now and then (``anew``), after
    something was done in the procedure (``changed``), and again (``again``)."""
    from django.core.cache import caches
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_for(address.path)
    first, _work, status = asked(client, address.path)
    if status in (LED_BACK, *NOT_THERE):
        return {"status": status}
    if status >= 500:
        raise SystemExit(f"{address.path} answered {status}.")
    caches["near"].clear()
    with CaptureQueriesContext(connection) as queries:
        asked(client, address.path)
        number = len(queries)
    anew, changed, again = [], [], []
    for _round in range(1 if address.is_file else rounds):
        caches["near"].clear()
        anew.append(asked(client, address.path))
        something_done()
        changed.append(asked(client, address.path))
        again.append(asked(client, address.path))
    return {
        "status": status,
        "first_ms": round(first, 1),
        **figures("anew", anew),
        **figures("changed", changed),
        **figures("again", again),
        "queries": number,
    }


def something_done() -> None:
    """An entry in the journal, as everything leaves one that changes a figure."""
    from dialogwerk.apps.base.journal import record

    record("benchmark.asked", subject="benchmark", actor="system:benchmark")


def figures(name: str, rounds: Iterable[tuple[float, float, int]]) -> dict[str, float]:
    """Median time and median work of this process, in milliseconds."""
    times, work, _status = zip(*rounds, strict=True)
    return {
        f"{name}_ms": round(median(times), 1),
        f"{name}_least_ms": round(min(times), 1),
        f"{name}_work_ms": round(median(work), 1),
    }


def asked(client, path: str) -> tuple[float, float, int]:
    """Milliseconds by the clock and of this process's work until the answer is there, and its
    status; what a file streams afterwards is left."""
    started, worked = time.perf_counter(), time.process_time()
    answer = client.get(path, headers={"host": "localhost"})
    took = (time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000
    answer.close()
    return *took, answer.status_code


def client_for(path: str):
    """Logged in as who uses this page: the developer, an administrator, or the clerk."""
    from django.test import Client

    from dialogwerk.apps.accounts.models import User

    if path.startswith("/vorhabentraeger/"):
        email = DEVELOPER
    elif path.startswith(("/werkbank/konten/", "/werkbank/einsichten/", "/werkbank/personen/")):
        email = ADMINISTRATOR
    else:
        email = CLERK
    client = Client(raise_request_exception=True)
    client.force_login(User.objects.get(email=email))
    return client
