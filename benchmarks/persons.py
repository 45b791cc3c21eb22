"""How long finding the persons behind rehearsed letters takes, and how right it is, as JSON.

    python benchmarks/persons.py [--letters 440000] [--persons 6650] [--seed 1]

Beside it, on the same rows and in the same run: the exact key of name and address that intake uses,
and names at one postcode that are alike (rapidfuzz, Jaro-Winkler of at least 0.92). The bars: 20 s,
precision 0.999, recall 0.98, no two members of a household put together.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import accumulate
from random import Random
from typing import Any

from rapidfuzz.distance import JaroWinkler

from dialogwerk.cores.statements.linking import link
from dialogwerk.cores.statements.linking_given_names import plain
from dialogwerk.cores.statements.quality import pairwise
from dialogwerk.cores.statements.rehearsal_people import RehearsedPerson, people

COLUMNS = ("name", "street", "postal_code", "city", "email", "birth_date")
LIKE = 0.92
Table = dict[str, Sequence[str]]


def senders(letters: int, persons: int, seed: int) -> tuple[list[RehearsedPerson], Table]:
    """Who sent each letter, and how it shows them; some people send very many."""
    random = Random(seed)
    everyone = people(persons, random)
    weights = list(accumulate(1 / (rank + 3) for rank in range(persons)))
    sent = [*everyone, *random.choices(everyone, cum_weights=weights, k=letters - persons)]
    random.shuffle(sent)
    columns = zip(*(person.as_written(random) for person in sent), strict=True)
    return sent, dict(zip(COLUMNS, columns, strict=True))


def ours(table: Table) -> list[int]:
    found: list[int] = link(table).person.tolist()
    return found


def exact_key(table: Table) -> list[int]:
    """Same name at the same address, or with the same mailbox where there is no address."""
    numbers: dict[tuple[str, ...], int] = {}
    rows = zip(*(table[name] for name in COLUMNS[:5]), strict=True)
    return [
        numbers.setdefault(
            (plain(name), plain(street), plain(city)) if street else (plain(name), email),
            len(numbers),
        )
        for name, street, _code, city, email in rows
    ]


def alike(table: Table) -> list[int]:
    """Names at one postcode that are alike; each with the first that is."""
    heads: dict[str, list[tuple[str, int]]] = defaultdict(list)
    known: dict[tuple[str, str], int] = {}
    for name, code in zip(table["name"], table["postal_code"], strict=True):
        if (name, code) in known:
            continue
        for head, number in heads[code]:
            if JaroWinkler.similarity(name, head) >= LIKE:
                known[name, code] = number
                break
        else:
            known[name, code] = len(known)
            heads[code].append((name, known[name, code]))
    return [known[one] for one in zip(table["name"], table["postal_code"], strict=True)]


def measured(
    find: Callable[[Table], list[int]], table: Table, sent: Sequence[RehearsedPerson]
) -> dict[str, Any]:
    started, cpu = time.perf_counter(), time.process_time()
    found = find(table)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    agreement = pairwise([person.number for person in sent], found)
    homes: dict[tuple[int, int], set[int]] = defaultdict(set)
    for number, person in zip(found, sent, strict=True):
        homes[number, person.household].add(person.number)
    return {
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu, 1),
        "persons": len(set(found)),
        "precision": round(agreement.precision, 5),
        "recall": round(agreement.recall, 4),
        "households_merged": sum(len(members) > 1 for members in homes.values()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=440_000)
    parser.add_argument("--persons", type=int, default=6_650)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    sent, table = senders(chosen.letters, chosen.persons, chosen.seed)
    result = {"letters": chosen.letters, "persons": chosen.persons, "seed": chosen.seed}
    for name, find in (("dialogwerk", ours), ("exact_key", exact_key), ("alike", alike)):
        result[name] = measured(find, table, sent)  # type: ignore[assignment]
    json.dump(result, sys.stdout)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
