"""Opinion maps beside red-dwarf, as JSON: agreement with Polis, speed, planted groups, no groups.

    python benchmarks/opinions.py agreement [--folder FOLDER]
    python benchmarks/opinions.py scale [--participants 100000] [--statements 1000] [--density 0.03]
    python benchmarks/opinions.py planted [--participants 5000] [--density 0.1]
    python benchmarks/opinions.py nothing [--participants 1000] [--density 0.1]
    python benchmarks/opinions.py clouds [--participants 60 500 5000] [--seeds 3]

One line each. `clouds` invents people spread along a line, in a normal cloud, skewed to agreement
and with some far outside, and groups of 50/50, 70/20/10 and four equal ones, at 3, 10 and 100 %
seen, and counts of how many it is said that groups stand apart. The peer runs where its package
can be imported and its time is bearable (up to 20,000 participants unless --peer asks for more);
otherwise the line says so. Times are the best of three runs of each side (of one above 20,000
participants), after kernels were loaded and the peer has run once on a small conversation.
Stability is not in them.
"""

import argparse
import json
import os
import resource
import sys
import time
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from dialogwerk.cores.opinions.agreement import adjusted_rand
from dialogwerk.cores.opinions.kernels.warming import compile_kernels
from dialogwerk.cores.opinions.live import LiveMap
from dialogwerk.cores.opinions.mapping import opinion_map
from dialogwerk.cores.opinions.polis_files import (
    Conversation,
    read_comments,
    read_participants_votes,
    rejected_of,
)
from dialogwerk.cores.opinions.representing import counts_of, dividing, representative, uniting
from dialogwerk.cores.opinions.results import OpinionMap
from dialogwerk.cores.opinions.votes import Votes, votes_of

HAS_PEER = find_spec("reddwarf") is not None
BEARABLE = 20_000
RUNS = 3


def warmed() -> None:
    """Load what is compiled, of both sides, so that no time includes it."""
    compile_kernels()
    if HAS_PEER:
        size = (200, 40, 0.5)
        peer(votes_along(leaning("blob", size, 1.0, 0), size, 0), np.zeros(40, bool))


def best(side: Callable[[Votes, Any], tuple[Any, float]], votes: Votes, rejected: Any) -> Any:
    """What one side finds, and its best time; every run finds the same."""
    runs = RUNS if votes.participants <= BEARABLE else 1
    return min((side(votes, rejected) for _run in range(runs)), key=lambda found: found[1])


def whole(votes: Votes, rejected: Any) -> tuple[OpinionMap, float]:
    """Map and statements, as a report needs them, and the seconds."""
    started = time.perf_counter()
    found = opinion_map(votes, rejected=rejected)
    counts = counts_of(votes, found.group, found.groups)
    for say in (representative, uniting, dividing):
        say(counts, rejected=found.rejected)
    return found, time.perf_counter() - started


def peer(votes: Votes, rejected: Any) -> tuple[Any, float]:
    """Group of each participant by red-dwarf, -1 for none, and the seconds."""
    warnings.simplefilter("ignore")
    from reddwarf.implementations.polis import run_pipeline  # type: ignore[import-not-found]

    columns = (votes.participant(), votes.statement, votes.value)
    keys = zip(*(one.tolist() for one in columns), strict=True)
    listed = [
        {"participant_id": who, "statement_id": what, "vote": value, "modified": 0}
        for who, what, value in keys
    ]
    seen = np.unique(votes.statement)
    gone = [int(one) for one in seen if rejected[one]]
    started = time.perf_counter()
    result = run_pipeline(votes=listed, mod_out_statement_ids=gone, random_state=0)
    seconds = time.perf_counter() - started
    group = np.full(votes.participants, -1)
    named = result.participants_df["cluster_id"].dropna()
    group[named.index.to_numpy(np.int64)] = named.to_numpy(np.int64)
    return group, seconds


def agreement_with(known: Any, group: Any) -> float:
    """Adjusted Rand index over the people that both group."""
    both = (known >= 0) & (group >= 0)
    return round(adjusted_rand(known[both], group[both]), 3)


def stated(conversation: Conversation) -> Any:
    """Polis' own groups, -1 for none."""
    return np.array([int(one) if one else -1 for one in conversation.groups])


def agreement(chosen: argparse.Namespace) -> dict[str, Any]:
    """Each conversation of a folder, moderation applied."""
    lines: dict[str, Any] = {}
    for folder in sorted(one for one in chosen.folder.iterdir() if one.is_dir()):
        conversation = read_participants_votes(folder / "participants-votes.csv")
        rejected = rejected_of(conversation, read_comments(folder / "comments.csv"))
        found, seconds = best(whole, conversation.votes, rejected)
        known = stated(conversation)
        line: dict[str, Any] = {
            "groups": found.groups,
            "stand_apart": found.separation.is_there,
            "ari": agreement_with(known, found.group),
            "seconds": round(seconds, 3),
        }
        if HAS_PEER:
            group, peer_seconds = best(peer, conversation.votes, rejected)
            line["peer_ari"] = agreement_with(known, group)
            line["peer_seconds"] = round(peer_seconds, 3)
            line["times_as_fast"] = round(peer_seconds / seconds, 1)
        lines[folder.name] = line
    return {"conversations": lines}


def invented(chosen: argparse.Namespace, groups: int) -> tuple[Votes, Any]:
    """Votes of people whose groups lean to one side on each statement; drawn in portions."""
    random = np.random.default_rng(chosen.seed)
    people, statements = chosen.participants, chosen.statements
    group = random.integers(0, groups, people)
    leaning = random.beta(0.7, 0.7, (groups, statements))
    rows, columns, values = [], [], []
    for start in range(0, people, 20_000):
        part = group[start : start + 20_000]
        seen = random.random((len(part), statements), dtype=np.float32) < chosen.density
        row, column = np.nonzero(seen)
        agrees = random.random(len(row)) < leaning[part[row], column]
        value = np.where(random.random(len(row)) < 0.15, 0, np.where(agrees, 1, -1))
        rows.append((row + start).astype(np.int32))
        columns.append(column.astype(np.int32))
        values.append(value.astype(np.int8))
    listed = (np.concatenate(some) for some in (rows, columns, values))
    return votes_of(*listed, participants=people, statements=statements), group


def measured(chosen: argparse.Namespace, groups: int) -> dict[str, Any]:
    """Time, memory and agreement with what was planted."""
    votes, known = invented(chosen, groups)
    before = memory()
    nothing = np.zeros(votes.statements, bool)
    found, seconds = best(whole, votes, nothing)
    line = {
        "participants": votes.participants,
        "statements": votes.statements,
        "votes": len(votes.value),
        "planted": groups,
        "groups": found.groups,
        "stand_apart": found.separation.is_there,
        "ari": agreement_with(known, found.group) if found.groups else None,
        "seconds": round(seconds, 2),
        "mib_with_votes_made": before,
        "mib_at_peak": memory(),
    }
    line |= single_votes(votes, found)
    if HAS_PEER and (votes.participants <= BEARABLE or chosen.peer):
        group, peer_seconds = best(peer, votes, nothing)
        line |= {
            "peer_groups": len(set(group[group >= 0].tolist())),
            "peer_ari": agreement_with(known, group),
            "peer_seconds": round(peer_seconds, 2),
            "times_as_fast": round(peer_seconds / seconds, 1),
        }
    return line


CLOUDS = ("line", "blob", "skewed", "heavy")
PLANTED = ((0.5, 0.5), (0.7, 0.2, 0.1), (0.25,) * 4)
SEEN = ((0.03, 1_000), (0.1, 300), (1.0, 40))


def clouds(chosen: argparse.Namespace) -> dict[str, Any]:
    """Of how many clouds, and of how many plantings, it is said that groups stand apart."""
    lines = {}
    for people in chosen.participants or (60, 500, 5_000):
        for density, statements in SEEN:
            size, apart, planted = (people, statements, density), 0, []
            for seed in range(chosen.seeds):
                for kind in CLOUDS:
                    for steep in (1.0, 3.0):
                        apart += is_apart(votes_along(leaning(kind, size, steep, seed), size, seed))
                for shares in PLANTED:
                    random = np.random.default_rng(seed)
                    group = random.choice(len(shares), people, p=shares)
                    sides = random.choice([0.15, 0.85], (len(shares), statements))
                    planted.append(is_apart(votes_along(sides[group], size, seed)))
            lines[f"{people} × {statements} at {density:.0%}"] = {
                "clouds": len(CLOUDS) * 2 * chosen.seeds,
                "clouds_apart": apart,
                "planted": len(planted),
                "planted_apart": sum(planted),
            }
    return {"sizes": lines}


def is_apart(votes: Votes) -> bool:
    """Whether the map has groups of which it says that they stand apart."""
    found = opinion_map(votes)
    return bool(found.groups and found.separation.is_there)


def leaning(kind: str, size: tuple[int, int, float], steep: float, seed: int) -> Any:
    """Probability of agreement of each person with each statement, by one cloud of opinions."""
    random, (people, statements, _density) = np.random.default_rng(seed), size
    opinion = {
        "line": lambda: random.uniform(-1.7, 1.7, (people, 1)),
        "blob": lambda: random.normal(size=(people, 2)),
        "skewed": lambda: 1 - random.gamma(1.5, 1, (people, 1)),
        "heavy": lambda: random.standard_t(4, (people, 2)),
    }[kind]()
    loading = random.normal(size=(statements, opinion.shape[1]))
    bias = 0.8 * random.normal(size=statements)
    if kind == "skewed":
        loading, bias = np.abs(loading), bias + 1.5
    lean = steep * opinion @ loading.T / np.sqrt(opinion.shape[1]) + bias
    return 1 / (1 + np.exp(-lean))


def votes_along(agreeing: Any, size: tuple[int, int, float], seed: int) -> Votes:
    """Votes with these probabilities of agreement; one in ten is a pass."""
    random, (people, statements, density) = np.random.default_rng(seed + 1_000), size
    row, column = np.nonzero(random.random(agreeing.shape, dtype=np.float32) < density)
    agrees = random.random(len(row)) < agreeing[row, column]
    value = np.where(random.random(len(row)) < 0.1, 0, np.where(agrees, 1, -1))
    return votes_of(row, column, value, participants=people, statements=statements)


def single_votes(votes: Votes, found: OpinionMap, many: int = 2_000) -> dict[str, float]:
    """How long a new vote takes until its person stands elsewhere, in milliseconds."""
    live, random = LiveMap(votes, found), np.random.default_rng(0)
    took = []
    for _vote in range(many):
        who, what = int(random.integers(votes.participants)), int(random.integers(votes.statements))
        started = time.perf_counter()
        live.vote(who, what, int(random.integers(-1, 2)))
        took.append((time.perf_counter() - started) * 1000)
    return {"vote_ms": round(float(np.median(took)), 3), "vote_ms_slowest": round(max(took), 3)}


def memory() -> int:
    """Largest memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["agreement", "scale", "planted", "nothing", "clouds"])
    data = Path(os.environ.get("DIALOGWERK_DATA", "."))
    parser.add_argument("--folder", type=Path, default=data / "opinions")
    parser.add_argument("--participants", type=int, nargs="+", help="several: only for clouds")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--statements", type=int, default=1_000)
    parser.add_argument("--density", type=float)
    parser.add_argument("--groups", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peer", action="store_true", help="also where it takes minutes")
    chosen = parser.parse_args()
    people, density = {"scale": (100_000, 0.03), "planted": (5_000, 0.1)}.get(
        chosen.what, (1_000, 0.1)
    )
    if chosen.what != "clouds":
        chosen.participants = chosen.participants[0] if chosen.participants else people
    chosen.density = chosen.density or density
    warmed()
    if chosen.what == "agreement":
        line = agreement(chosen)
    elif chosen.what == "clouds":
        line = clouds(chosen)
    else:
        line = measured(chosen, 1 if chosen.what == "nothing" else chosen.groups)
    json.dump(
        {"what": chosen.what, "peer": "red-dwarf" if HAS_PEER else "absent", **line}, sys.stdout
    )
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
