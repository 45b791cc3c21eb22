"""How well and how fast published answers to inquiries are read, as one line of JSON.

    python benchmarks/inquiries.py FILE.json

FILE is a list of documents with ``full_text`` and what their parliament lists of them:
``drucksache``, ``title``, ``anfragende`` ("A und B (PARTY)") and, where known, ``antwortdatum``,
e.g. ``$DIALOGWERK_DATA/inquiries/niedersachsen-2026.json``. For each field: how many were right, of
how many the list has; a field that was read otherwise counts as wrong. Peer in the same run: the
first match of one plain pattern for each field, which knows no pages, no broken words, no lists.
It passes when each field is right in 95 of 100 and no document takes more than a second.
"""

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dialogwerk.cores.inquiries.answers import as_json
from dialogwerk.cores.inquiries.reading import read_paper

SHARE, SECONDS = 0.95, 1.0
Fields = dict[str, Any]


def listed(document: Mapping[str, Any]) -> Fields:
    """What the parliament says of a document."""
    names, party = re.match(r"(.*) \(([^()]*)\)$", document["anfragende"]).groups()  # type: ignore[union-attr]
    asked = re.search(r"eingegangen\s+am\s+(\d\d)\.(\d\d)\.(\d{4})", document["full_text"])
    numbers = re.findall(r"(?m)^ *(\d{1,3})\. +\S", document["full_text"])
    last = 0
    for number in map(int, numbers):
        last = number if number == last + 1 else last
    fields = {
        "paper": document["drucksache"],
        "title": document["title"],
        "askers": re.split(", | und ", names),
        "party": party,
        "questions": last,
    }
    if asked:
        fields["asked_on"] = "-".join(reversed(asked.groups()))
    if "antwortdatum" in document:
        fields["answered_on"] = "-".join(reversed(document["antwortdatum"].split(".")))
    return fields


def ours(text: str) -> Fields:
    told = as_json(read_paper(text))
    return {
        "paper": told["paper"],
        "title": told["title"],
        "askers": [one["name"] for one in told["askers"]],
        "party": "/".join(dict.fromkeys(one["party"] for one in told["askers"])),
        "questions": len(told["questions"]),
        "asked_on": told["asked_on"],
        "answered_on": told["answered_on"],
    }


def plain(text: str) -> Fields:
    """One pattern for each field, first match."""

    def first(pattern: str) -> str | None:
        found = re.search(pattern, text, re.DOTALL)
        return found[1] if found else None

    day = first(r"eingegangen am (\d\d\.\d\d\.\d{4})")
    answered = first(r"Landesregierung vom (\d\d\.\d\d\.\d{4})")
    who = first(r"Abgeordneten (.+?) \(") or ""
    return {
        "paper": first(r"Drucksache (\d+/\d+)"),
        "title": first(r"Landesregierung\s*\n(.+?)\s*\nAnfrage"),
        "askers": re.split(", | und ", who),
        "party": first(r"Abgeordneten .+?\((\w+)\)"),
        "questions": len(re.findall(r"(?m)^\d+\. ", text)),
        "asked_on": "-".join(reversed(day.split("."))) if day else None,
        "answered_on": "-".join(reversed(answered.split("."))) if answered else None,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Quality and time of reading inquiries.")
    parser.add_argument("file", type=Path)
    documents = json.loads(parser.parse_args().file.read_text(encoding="utf-8"))
    right: dict[str, Counter[str]] = {"ours": Counter(), "plain": Counter()}
    known: Counter[str] = Counter()
    slowest = {"ours": 0.0, "plain": 0.0}
    for document in documents:
        truth = listed(document)
        known.update(truth.keys())
        for name, read in (("ours", ours), ("plain", plain)):
            began = time.perf_counter()
            found = read(document["full_text"])
            slowest[name] = max(slowest[name], time.perf_counter() - began)
            right[name].update(field for field, value in truth.items() if found[field] == value)
    print(
        json.dumps(
            {
                "benchmark": "inquiries",
                "documents": len(documents),
                "passed": slowest["ours"] <= SECONDS
                and all(right["ours"][field] >= SHARE * count for field, count in known.items()),
                "known": dict(known),
                "right": {
                    name: {field: found[field] for field in known} for name, found in right.items()
                },
                "slowest_seconds": {name: round(seconds, 3) for name, seconds in slowest.items()},
            }
        )
    )


if __name__ == "__main__":
    main()
