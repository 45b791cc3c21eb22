"""How long 1,000 reply letters of five points each take, as one line of JSON.

    python benchmarks/letters.py [--letters 1000]

Beside it, on a sample: the same letters with a fresh typesetter each, as a command line call
for every letter would have it; and, where fpdf2 is installed, the same texts without layout,
tags and hyphenation, as the least that a PDF library does. The bar is 120 s for 1,000 letters.
"""

import argparse
import importlib.util
import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date

from dialogwerk.documents import pdf, wording
from dialogwerk.documents.letters import reply_letter
from dialogwerk.documents.values import (
    Office,
    Point,
    ReplyLetter,
    Source,
    Submission,
    WeighingResult,
)

BAR_SECONDS = 120
PEER_SAMPLE = 50
OFFICE = Office(
    name="Bezirksregierung Musterhausen",
    address=("Am Rathaus 1", "12345 Musterhausen"),
    contact="Petra Muster",
    phone="01234 567-890",
    email="dialog@musterhausen.example",
)
ANSWER = (
    "Der Hinweis ist richtig. Die Schallimmissionsprognose wurde überarbeitet; an den "
    "Immissionsorten IP 3 und IP 7 werden die Richtwerte der TA Lärm nachts um mindestens "
    "3 dB(A) unterschritten.\n\nDie Vorhabenträgerin hat zugesagt, die Anlagen WEA 2 und WEA 4 "
    "in der Zeit von 22 bis 6 Uhr schallreduziert zu betreiben."
)


def letter(number: int) -> ReplyLetter:
    """A letter that differs from all others in person and quotes, as real ones do."""
    return ReplyLetter(
        office=OFFICE,
        recipient=("Erika Beispiel", f"Heideweg {number}", "12345 Musterhausen"),
        reference="25.3-2026/017",
        code_number=f"E-{number:05d}",
        date=date(2026, 11, 22),
        procedure="Windpark Hohe Heide – Planfeststellung",
        submissions=(
            Submission(received_on=date(2026, 9, 1), receipt_code=f"K7-{number}", channel="Post"),
        ),
        points=tuple(point(number, index) for index in range(5)),
        lookup_url="https://dialog.musterhausen.example/beleg",
        lookup_code=f"K7-{number}",
        legal_notes=wording.legal_notes("de"),
    )


def point(number: int, index: int) -> Point:
    return Point(
        title=f"Argument {(number * 7 + index) % 200}",
        quotes=(f"Unser Hof am Heideweg {number} liegt {300 + index} m von der Anlage entfernt.",),
        result=list(WeighingResult)[index],
        answer=f"{ANSWER} Siehe Argument {(number * 7 + index) % 200}.",
        sources=(Source(document="Schallimmissionsprognose", page=str(index + 1)),),
    )


def seconds(make: Callable[[ReplyLetter], bytes], count: int) -> float:
    """Time to make letters one after another."""
    start = time.perf_counter()
    for number in range(count):
        assert make(letter(number)).startswith(b"%PDF")
    return time.perf_counter() - start


def with_fresh_typesetter(value: ReplyLetter) -> bytes:
    pdf.typesetter.cache_clear()
    pdf._fonts.cache_clear()
    return reply_letter(value)


def with_fpdf2(value: ReplyLetter) -> bytes:
    """The texts of the letter, set plainly and untagged."""
    from fpdf import FPDF

    document = FPDF()
    document.set_font("helvetica", size=10)
    document.add_page()
    for text in (value.procedure, *value.recipient, *value.legal_notes):
        plainly(document, text)
    for item in value.points:
        for text in (item.title, *item.quotes, str(item.result), item.answer):
            plainly(document, text)
    return bytes(document.output())


def plainly(document, text: str) -> None:
    text = text.replace("–", "-")
    document.multi_cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")


def plain_seconds(count: int) -> float:
    """Time of fpdf2 once it is loaded; 0 if it is not installed."""
    if not importlib.util.find_spec("fpdf"):
        return 0.0
    seconds(with_fpdf2, 1)
    return seconds(with_fpdf2, count)


def measure(count: int) -> dict[str, object]:
    first = seconds(reply_letter, 1)
    ours = seconds(reply_letter, count)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sample = min(PEER_SAMPLE, count)
    fresh = seconds(with_fresh_typesetter, sample) / sample
    plain = plain_seconds(sample) / sample
    return {
        "benchmark": "letters",
        "letters": count,
        "points_each": 5,
        "seconds": round(ours, 2),
        "per_letter_ms": round(ours / count * 1000, 2),
        "first_letter_ms": round(first * 1000, 1),
        "peak_mib": round(peak, 1),
        "peer_fresh_typesetter_per_letter_ms": round(fresh * 1000, 2),
        "peer_fpdf2_untagged_per_letter_ms": round(plain * 1000, 2) or None,
        "bar_seconds": BAR_SECONDS * count / 1000,
        "passed": ours <= BAR_SECONDS * count / 1000,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=1000)
    result = measure(parser.parse_args().letters)
    print(json.dumps(result))
    sys.exit(not result["passed"])
