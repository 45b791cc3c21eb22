"""How long grouping 10,000 rehearsed letters takes, and how right it is, as one line of JSON.

    python benchmarks/grouping.py [--letters 10000] [--templates 140] [--seed 1] [--without-peers]

Beside it, on the same letters and in the same run: datasketch and rensa, used as their makers show
it (three-word shingles, 128 permutations, candidates of the index joined into groups). Each runs in
a process of its own, so that the peak of memory is its own. The bar for us is 10 s.
"""

import argparse
import importlib.util
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from dialogwerk.cores.statements.deviations import compare
from dialogwerk.cores.statements.grouping import group
from dialogwerk.cores.statements.quality import pairwise
from dialogwerk.cores.statements.rehearsal import RehearsedLetter, rehearse

BAR_SECONDS = 10
THRESHOLD = 0.5
PERMUTATIONS = 128


def ours(texts: Sequence[str]) -> tuple[list[int], dict[str, float]]:
    """Campaigns as Dialogwerk finds them, and what comparing every letter costs on top."""
    found = group(texts)
    began = time.perf_counter()
    for text, number in zip(texts, found.campaign.tolist(), strict=True):
        if number > 0:
            compare(found.campaigns[number - 1].template, text)
    return found.campaign.tolist(), {"deviations_seconds": time.perf_counter() - began}


def datasketch(texts: Sequence[str]) -> tuple[list[int], dict[str, float]]:
    """Groups of all letters that datasketch's index gives back for each other."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    sketches = []
    for number, text in enumerate(texts):
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in shingles(text)])
        index.insert(number, sketch)
        sketches.append(sketch)
    return joined(len(texts), (index.query(sketch) for sketch in sketches)), {}


def rensa(texts: Sequence[str]) -> tuple[list[int], dict[str, float]]:
    """Groups of all letters that rensa's index gives back for each other."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=32)
    sketches = []
    for number, text in enumerate(texts):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update(shingles(text))
        index.insert(number, sketch)
        sketches.append(sketch)
    return joined(len(texts), (index.query(sketch) for sketch in sketches)), {}


METHODS: dict[str, Callable[[Sequence[str]], tuple[list[int], dict[str, float]]]] = {
    "ours": ours,
    "datasketch": datasketch,
    "rensa": rensa,
}


def shingles(text: str) -> list[str]:
    """Runs of three words, in lower case."""
    words = text.lower().split()
    return [" ".join(words[at : at + 3]) for at in range(max(1, len(words) - 2))]


def joined(count: int, neighbours: Iterable[Iterable[int]]) -> list[int]:
    """Group numbers when neighbours, and their neighbours, belong together; -1: alone."""
    root = list(range(count))

    def top(number: int) -> int:
        while root[number] != number:
            root[number] = number = root[root[number]]
        return number

    for number, others in enumerate(neighbours):
        for other in others:
            root[top(other)] = top(number)
    tops = [top(number) for number in range(count)]
    sizes = Counter(tops)
    return [one if sizes[one] > 1 else -1 for one in tops]


def letters_of(wanted: argparse.Namespace) -> list[RehearsedLetter]:
    persons = max(1, wanted.letters // 3)
    return list(
        rehearse(
            letters=wanted.letters, persons=persons, templates=wanted.templates, seed=wanted.seed
        )
    )


def measure(wanted: argparse.Namespace) -> dict[str, float]:
    """Seconds, peak memory and agreement with the truth of one method, in this process."""
    letters = letters_of(wanted)
    texts = [letter.text for letter in letters]
    before = peak_mib()
    began = time.perf_counter()
    found, more = METHODS[wanted.only](texts)
    seconds = time.perf_counter() - began - sum(more.values())
    agreement = pairwise([letter.campaign for letter in letters], found)
    return {
        "seconds": round(seconds, 2),
        **{name: round(value, 2) for name, value in more.items()},
        "peak_mib": peak_mib(),
        "letters_mib": before,
        "precision": round(agreement.precision, 5),
        "recall": round(agreement.recall, 5),
        "swallowed": agreement.swallowed,
    }


def peak_mib() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def in_own_process(name: str, arguments: Sequence[str]) -> dict[str, float]:
    command = [sys.executable, __file__, *arguments, "--only", name]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--templates", type=int, default=140)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--only", choices=METHODS, help="measure this method in this process")
    wanted = parser.parse_args()
    if wanted.only:
        print(json.dumps(measure(wanted)))
        return
    peers = [] if wanted.without_peers else ["datasketch", "rensa"]
    names = ["ours", *(name for name in peers if importlib.util.find_spec(name))]
    results = {name: in_own_process(name, sys.argv[1:]) for name in names}
    passed = results["ours"]["seconds"] <= BAR_SECONDS
    print(
        json.dumps(
            {
                "benchmark": "grouping",
                "letters": wanted.letters,
                "templates": wanted.templates,
                "seed": wanted.seed,
                "bar_seconds": BAR_SECONDS,
                "passed": passed,
                **results,
            }
        )
    )


if __name__ == "__main__":
    main()
