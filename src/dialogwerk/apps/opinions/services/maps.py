"""Computing a map and keeping what pages, report and downloads show of it."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.dialogues.models import Format
from dialogwerk.cores.opinions.cautions import cautions_of
from dialogwerk.cores.opinions.representing import (
    Counts,
    Representative,
    counts_of,
    dividing,
    representative,
    uniting,
)
from dialogwerk.cores.opinions.results import DRAWS, MapSettings, Stability
from dialogwerk.cores.opinions.results import OpinionMap as Found
from dialogwerk.cores.opinions.votes import AGREE, DISAGREE, PASS, Votes

from ..errors import NothingToCount
from ..models import OpinionMap
from .choices import choices_of
from .matrix import Matrix, matrix_of
from .places import packed

MANY, DRAWS_OF_MANY = 20_000, 10
FEWEST = 10
"""People who must have voted enough before positions are shown: fewer could be recognised."""


def compute_map(*, round: Format, now: datetime, by: str) -> OpinionMap:
    """Compute the map of a round anew and keep it; older ones stay.

    Args:
        by: the actor, as in the journal.

    Raises:
        NothingToCount: nobody has voted yet.
    """
    # Kernels take 50 MiB: only who computes loads them, never the server that takes votes.
    from dialogwerk.cores.opinions.mapping import opinion_map
    from dialogwerk.cores.opinions.stability import stability_of

    choices = choices_of(round)
    settings = MapSettings(smallest_group=choices.smallest_group, most_groups=choices.most_groups)
    matrix = matrix_of(round)
    if not len(matrix.votes.value):
        raise NothingToCount(_("Nobody has voted yet, so there is no map."))
    found = opinion_map(matrix.votes, rejected=matrix.rejected, settings=settings)
    draws = DRAWS if matrix.votes.participants <= MANY else DRAWS_OF_MANY
    stability = stability_of(matrix.votes, found, draws=draws, settings=settings)
    parameters = {
        "smallest_group": settings.smallest_group,
        "most_groups": settings.most_groups,
        "enough_votes": settings.enough_votes,
        "draws": draws,
    }
    return _keep(round, matrix, found, stability, parameters, now, by)


@transaction.atomic
def _keep(
    round: Format, matrix: Matrix, found: Found, stability: Stability,
    parameters: dict[str, Any], now: datetime, by: str,
) -> OpinionMap:  # fmt: skip
    result = result_of(matrix, found, stability)
    stored = OpinionMap.objects.create(
        round=round,
        computed_at=now,
        parameters=parameters,
        votes=len(matrix.votes.value),
        participants=matrix.votes.participants,
        result=result,
        places=packed(matrix.voters, found, stability),
    )
    payload = {
        "format": round.pk,
        "votes": stored.votes,
        "participants": stored.participants,
        "groups": result["shown"],
        "sha256": hashlib.sha256(json.dumps(result, sort_keys=True).encode()).hexdigest(),
    }
    record("opinion_map.computed", subject=round.process.code, actor=by, payload=payload)
    return stored


def result_of(matrix: Matrix, found: Found, stability: Stability) -> dict[str, Any]:
    """What is shown of a map, JSON-able; statements by number, groups largest first."""
    votes, numbers = matrix.votes, [one.number for one in matrix.statements]
    counts = counts_of(votes, found.group, found.groups)
    known = stability.person[~np.isnan(stability.person)]
    is_shown = len(found.placed) >= FEWEST
    typical = representative(counts, rejected=found.rejected)
    groups = [
        {**_group(one, found, stability, counts, is_shown), "typical": _typical(some, numbers)}
        for one, some in enumerate(typical)
    ]
    return {
        "columns": numbers,
        "shown": found.groups,
        "placed": len(found.placed),
        "too_small": found.too_small,
        "unseen_share": _short(votes.unseen_share),
        "counts": _totals(votes),
        "groups": groups,
        "uniting": [_common(one, numbers) for one in uniting(counts, rejected=found.rejected)],
        "dividing": [_common(one, numbers) for one in dividing(counts, rejected=found.rejected)],
        "points": _points(found) if is_shown else [],
        "stability": _short(float(known.mean())) if len(known) else None,
        "numbers_in_draws": {str(k): _short(share) for k, share in stability.number.items()},
        "structure": {
            "is_there": found.structure.is_there,
            "observed": _short(found.structure.observed[0]) if found.structure.observed else 0,
            "by_chance": _short(found.structure.by_chance),
        },
        "separation": {
            "is_there": found.separation.is_there,
            "observed": _short(found.separation.observed),
            "of_one_cloud": _short(found.separation.of_one_cloud),
        },
        "cautions": [one.code for one in cautions_of(votes, found, stability)],
        "axes": _axes(found),
    }


def _totals(votes: Votes) -> dict[str, list[int]]:
    return {
        name: np.bincount(
            votes.statement[votes.value == value], minlength=votes.statements
        ).tolist()
        for name, value in (("agrees", AGREE), ("passes", PASS), ("disagrees", DISAGREE))
    }


def _group(
    one: int, found: Found, stability: Stability, counts: Counts, is_shown: bool
) -> dict[str, Any]:
    person = stability.person[(found.group == one) & ~np.isnan(stability.person)]
    return {
        "size": int(found.sizes[one]),
        "stability": _short(float(person.mean())) if len(person) else None,
        "agrees": counts.agrees[one].astype(int).tolist(),
        "disagrees": counts.disagrees[one].astype(int).tolist(),
        "seen": counts.seen[one].astype(int).tolist(),
        "hull": hull_of(found.positions[found.group == one]) if is_shown else [],
    }


def _typical(some: Sequence[Representative], numbers: list[int]) -> list[dict[str, Any]]:
    return [_common(one, numbers) for one in some]


def _common(one: Any, numbers: list[int]) -> dict[str, Any]:
    return {**_plain(vars(one)), "statement": numbers[one.statement]}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: [_short(part) for part in value] if isinstance(value, tuple) else _short(value)
        for name, value in values.items()
    }


def _short(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else value


def hull_of(points: NDArray[np.float64]) -> list[list[float]]:
    """Corners of the smallest convex outline of these points, in their order around it."""
    from scipy.spatial import ConvexHull, QhullError

    points = np.unique(points, axis=0)
    try:
        corners = points[ConvexHull(points).vertices] if len(points) > 2 else points
    except QhullError:  # all on one line
        corners = points[[0, -1]]
    return [[_short(float(x)), _short(float(y))] for x, y in corners]


def _points(found: Found) -> list[list[float]]:
    """Base clusters: x, y, people, group (-1 none); the position is the mean of their people."""
    where = found.projection.positions[:, :2]
    group = found.group[found.placed]
    points = []
    for base in np.unique(found.base):
        mine = found.base == base
        labels, counts = np.unique(group[mine], return_counts=True)
        x, y = where[mine].mean(axis=0)
        most = int(labels[counts.argmax()])
        points.append([_short(float(x)), _short(float(y)), int(mine.sum()), most])
    return points


def _axes(found: Found) -> dict[str, Any]:
    """What places single voters until the map is computed anew."""
    used = found.centres.shape[1]
    groups = int(found.known.max(initial=-1)) + 1
    where = found.projection.positions[:, :used]
    centres = [where[found.known == one].mean(axis=0).tolist() for one in range(groups)]
    return {
        "used": used,
        "components": [[round(x, 6) for x in row] for row in found.projection.components.tolist()],
        "means": [round(x, 6) for x in found.projection.means.tolist()],
        "centres": [[round(x, 6) for x in row] for row in centres],
        "rejected": np.flatnonzero(found.rejected).tolist(),
    }


def newest_map(one: Format) -> OpinionMap | None:
    """The map that is shown; without the places of single voters until they are asked for."""
    found = OpinionMap.objects.filter(round=one).defer("places").order_by("-computed_at", "-pk")
    return found.first()
