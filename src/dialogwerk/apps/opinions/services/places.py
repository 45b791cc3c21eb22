"""Where each voter stood on a map: kept beside it, and asked for one person at a time."""

from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.opinions.live import LiveMap, Placement
from dialogwerk.cores.opinions.results import (
    NO_SEPARATION,
    NOBODY,
    MapSettings,
    Projection,
    Stability,
    Structure,
)
from dialogwerk.cores.opinions.results import OpinionMap as Found
from dialogwerk.cores.opinions.votes import votes_of

from ..models import OpinionMap
from .voting import Ballot


@dataclass(frozen=True, eq=False)
class Places:
    """Group, position and stability of each voter on a map; by primary key, ascending."""

    voters: NDArray[np.int64]
    group: NDArray[np.int8]
    position: NDArray[np.float32]
    stability: NDArray[np.float32]

    def row(self, voter: int) -> int | None:
        """The row of this voter; None for whoever came later."""
        place = int(np.searchsorted(self.voters, voter))
        found = place < len(self.voters) and self.voters[place] == voter
        return place if found else None


def packed(voters: NDArray[np.int64], found: Found, stability: Stability) -> bytes:
    """As it is kept."""
    order = np.argsort(voters)
    stream = BytesIO()
    np.savez_compressed(
        stream,
        voters=voters[order],
        group=found.group[order].astype(np.int8),
        position=found.positions[order].astype(np.float32),
        stability=stability.person[order].astype(np.float32),
    )
    return stream.getvalue()


def unpacked(kept: bytes | memoryview) -> Places:
    """As it was."""
    with np.load(BytesIO(bytes(kept)), allow_pickle=False) as arrays:
        return Places(arrays["voters"], arrays["group"], arrays["position"], arrays["stability"])


def place_of(stored: OpinionMap, ballot: Ballot, numbers: dict[int, int]) -> Placement | None:
    """Where somebody stands by their votes of this moment, on the axes of this map.

    Args:
        stored: the map.
        ballot: the votes of this person.
        numbers: number of each statement by its primary key.

    Returns:
        None for whoever has not voted enough.
    """
    if ballot.voter_id is None or not stored.result["axes"]["components"]:
        return None
    places = unpacked(stored.places)
    row = places.row(ballot.voter_id)
    was_placed = row is not None and not np.isnan(places.position[row]).any()
    columns = {number: place for place, number in enumerate(stored.result["columns"])}
    values = {
        columns[numbers[pk]]: value
        for pk, value in ballot.votes.items()
        if numbers.get(pk) in columns
    }
    found = _placed(stored, values, was_placed)
    return None if np.isnan(found.x) else found


def _placed(stored: OpinionMap, values: dict[int, int], was_placed: bool) -> Placement:
    axes = stored.result["axes"]
    centres = np.array(axes["centres"], np.float64).reshape(-1, axes["used"])
    groups, size = len(centres), len(stored.result["columns"])
    mine = np.array(sorted(values), np.int64)
    said = np.array([values[one] for one in mine.tolist()], np.int64)
    votes = votes_of(
        np.full(len(mine), groups), mine, said,
        participants=groups + 1, statements=size,
    )  # fmt: skip
    enough = MapSettings(enough_votes=stored.parameters["enough_votes"])
    live = LiveMap(votes, _as_found(stored, centres, groups, was_placed), settings=enough)
    return live.place(groups)


def _as_found(stored: OpinionMap, centres: NDArray, groups: int, was_placed: bool) -> Found:
    """The map with one person in the middle of each group, and the one who is to be placed."""
    axes = stored.result["axes"]
    components = np.array(axes["components"], np.float64)
    standing = np.vstack([centres, np.zeros((1, centres.shape[1]))])
    standing = np.pad(standing, ((0, 0), (0, len(components) - standing.shape[1])))
    shown = np.where(np.arange(groups) < stored.result["shown"], np.arange(groups), NOBODY)
    placed = groups + 1 if was_placed else groups
    rejected = np.zeros(len(stored.result["columns"]), bool)
    rejected[axes["rejected"]] = True
    return Found(
        group=np.append(shown, NOBODY),
        positions=np.full((groups + 1, 2), np.nan),
        silhouettes={},
        structure=Structure((), 0.0, groups > 0, max(centres.shape[1], 2), 0),
        separation=NO_SEPARATION,
        too_small=0,
        rejected=rejected,
        projection=Projection(
            standing[:placed], components, np.zeros(len(components)), np.array(axes["means"])
        ),
        placed=np.arange(placed),
        known=np.append(np.arange(groups), NOBODY)[:placed],
        base=np.zeros(placed, np.int64),
        centres=centres,
    )
