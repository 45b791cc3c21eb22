"""Server time of pages, cold and warm, in-process through all middleware."""

import time
from collections.abc import Iterable
from statistics import median

import every_page

CLERK, DEVELOPER = "sachbearbeitung@example.org", "vorhabentraeger@example.org"
ADMINISTRATOR = "verwaltung@example.org"
REFUSED, NOT_THERE = 405, (403, 404)
BAR_MS = 200


def every_page_timed(rounds: int) -> dict:
    """Every page of the house: the slowest, those above the bar, and what could not be opened."""
    timed: dict[str, dict] = {}
    without: list[str] = []
    changes = 0
    for address in every_page.addresses():
        found = timed_page(address, rounds)
        if found["status"] == REFUSED:
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
    worst = sorted(timed, key=lambda name: -timed[name]["cold_ms"])
    return {
        "worst_cold_ms": timed[worst[0]]["cold_ms"],
        "worst_cold_work_ms": max(page["cold_work_ms"] for page in timed.values()),
        "worst_warm_ms": max(page["warm_ms"] for page in timed.values()),
        "most_queries": max(page["queries"] for page in timed.values()),
        "above_bar": [name for name in worst if timed[name]["cold_ms"] > BAR_MS],
        "slowest": {name: timed[name] for name in worst[:12]},
    }


def timed_page(address: every_page.Address, rounds: int) -> dict:
    """One page: as it is opened first, after a change (``cold``), and again (``warm``)."""
    from django.core.cache import caches
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_for(address.path)
    first, _work, status = asked(client, address.path)
    if status in (REFUSED, *NOT_THERE):
        return {"status": status}
    if status >= 500:
        raise SystemExit(f"{address.path} answered {status}.")
    caches["near"].clear()
    with CaptureQueriesContext(connection) as queries:
        asked(client, address.path)
        number = len(queries)
    cold, warm = [], []
    for _round in range(1 if address.is_file else rounds):
        caches["near"].clear()
        cold.append(asked(client, address.path))
        warm.append(asked(client, address.path))
    return {
        "status": status,
        "first_ms": round(first, 1),
        **figures("cold", cold),
        **figures("warm", warm),
        "queries": number,
    }


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
