"""How fast schedules are computed and the command starts, as one line of JSON.

    python benchmarks/deadlines.py [--seconds 3]

Schedules: all steps with explanations in both languages, a mixed set of types, Länder and days, on
one core, by the time that core worked, so that a busy machine does not count against anybody.
Beside it, in the same run: python-dateutil with the library `holidays`, doing nothing but the last
day of one display and of its objections, without norm, reading or sentence. The bars are 2,000
schedules a second and 0.5 s for the command, one schedule included.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import cycle
from random import Random

BAR_PER_SECOND = 2_000
BAR_START_SECONDS = 0.5
STARTS = 7
BATCH_LINES = 5_000
LAENDER = ("NW", "NI", "BY", "BW", "SH/NI")
ENTRY = (sys.executable, "-c", "from dialogwerk.cli import main; main()", "deadlines")

_HEARING = {"hearing": 120, "hearing_published": 110}
_DECISION = {"decision_display_start": 300}
KINDS: tuple[tuple[str, str, dict[str, int]], ...] = (
    ("planfeststellung", "vwvfg", {"display_start": 0}),
    ("planfeststellung", "vwvfg", {"display_start": 0, **_HEARING, **_DECISION}),
    ("planfeststellung", "fstrg", {"application": -60, "display_start": 0, **_HEARING}),
    ("planfeststellung", "enwg", {"display_start": 0}),
    ("bimschg", "full", {"complete": -30, "display_start": 0}),
    ("bimschg", "ied", {"display_start": 0}),
    ("bauleitplan", "regular", {"display_start": 0}),
    ("raumordnung", "plan", {"display_start": 0}),
    ("raumvertraeglichkeit", "regular", {"complete": -20, "display_start": 0}),
    ("kleine_anfrage", "kleine", {"transmitted": 0}),
)


def cases(count: int, seed: int = 1) -> list[dict[str, object]]:
    """Cases of all types with days between 2024 and 2029, the same ones for the same seed."""
    random = Random(seed)
    found = []
    for number, (type_, variant, offsets) in zip(range(count), cycle(KINDS)):
        start = date(2024, 3, 1) + timedelta(days=random.randrange(5 * 365))
        events = {name: start + timedelta(days=days) for name, days in offsets.items()}
        eia = random.choice((True, False, None))
        land = "NW" if type_ == "kleine_anfrage" else LAENDER[number // len(KINDS) % len(LAENDER)]
        found.append(
            {"type": type_, "variant": variant, "land": land, "eia": eia, "events": events}
        )
    return found


def ours(one: dict[str, object]) -> int:
    """All steps of a case, as they are printed."""
    from dialogwerk.cores.deadlines import schedule

    arguments = {key: value for key, value in one.items() if key != "type"}
    found = schedule(one["type"], **arguments)
    return len([step.as_dict() for step in found.steps])


def peer() -> Callable[[dict[str, object]], int]:
    """dateutil and holidays: two last days, by hand."""
    import holidays
    from dateutil.relativedelta import relativedelta

    calendars = {land: holidays.country_holidays("DE", subdiv=land) for land in ("NW", "BY")}

    def shifted(day: date, land: str) -> date:
        while day.weekday() > 4 or day in calendars[land]:
            day += timedelta(days=1)
        return day

    def compute(one: dict[str, object]) -> int:
        land = "BY" if one["land"] == "BY" else "NW"
        start = max(one["events"].values())
        display = shifted(start + relativedelta(months=1) - timedelta(days=1), land)
        return shifted(display + relativedelta(weeks=2), land).day

    return compute


def per_second(compute: Callable[[dict[str, object]], int], seconds: float) -> tuple[float, float]:
    """Cases a second after a warm-up, and results a case."""
    some = cases(2_000)
    for one in some[:200]:
        compute(one)
    done, results, began = 0, 0, time.process_time()
    for one in cycle(some):
        results += compute(one)
        done += 1
        if not done % 50 and time.process_time() - began >= seconds:
            break
    return done / (time.process_time() - began), results / done


def started() -> tuple[float, float]:
    """Seconds from the call to the printed schedule, and of work: the middle one of several."""
    call = (*ENTRY, "schedule", "--type", "planfeststellung", "--land", "NW", "--eia", "no")
    times = [*_timed((*call, "--event", "display_start=2026-03-02"))]
    return statistics.median(one for one, _ in times), statistics.median(one for _, one in times)


def _timed(call: tuple[str, ...]) -> Iterator[tuple[float, float]]:
    for _ in range(STARTS):
        began, worked = time.perf_counter(), _work_of_children()
        subprocess.run(call, capture_output=True, check=True)
        yield time.perf_counter() - began, _work_of_children() - worked


def _work_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def batch() -> tuple[float, float]:
    """Lines a second of work, start included, and the peak of memory in MiB."""
    lines = "".join(json.dumps(one, default=str) + "\n" for one in cases(BATCH_LINES))
    began = _work_of_children()
    answers = subprocess.run((*ENTRY, "batch"), input=lines.encode(), capture_output=True)
    seconds = _work_of_children() - began
    found = [json.loads(line) for line in answers.stdout.splitlines()]
    assert len(found) == BATCH_LINES
    assert not [one for one in found if "error" in one]
    return BATCH_LINES / seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=3)
    seconds = parser.parse_args().seconds
    start, work = started()
    lines, peak = batch()
    rate, steps = per_second(ours, seconds)
    peer_rate, _ = per_second(peer(), seconds)
    print(
        json.dumps(
            {
                "schedules_per_second": round(rate),
                "steps_per_schedule": round(steps, 1),
                "bar_per_second": BAR_PER_SECOND,
                "start_seconds": round(start, 3),
                "start_work_seconds": round(work, 3),
                "bar_start_seconds": BAR_START_SECONDS,
                "batch_lines_per_second": round(lines),
                "batch_peak_mib": round(peak, 1),
                "peer": "python-dateutil + holidays, two last days without reasons",
                "peer_per_second": round(peer_rate),
                "python": sys.version.split()[0],
            }
        )
    )


if __name__ == "__main__":
    main()
