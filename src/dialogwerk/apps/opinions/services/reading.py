"""A stored map as people read it: groups, what they stand for, what unites and divides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dialogwerk.cores.opinions.portraits import Sentence, portrait
from dialogwerk.cores.opinions.representing import Representative

from ..models import OpinionMap, OpinionStatement
from ..wording import group_name
from .figures import Share, share_of


@dataclass(frozen=True, slots=True)
class Line:
    """A statement with what is said of it; ``shares`` by group."""

    number: int
    text: str
    agrees: bool
    shares: Sequence[float] = ()
    votes: int = 0
    seen: int = 0


@dataclass(frozen=True, slots=True)
class GroupRead:
    """A group: its letter, size, how sure it is, what represents it, its portrait (German).

    What all groups share stands beside them once, and in no portrait.
    """

    name: str
    size: int
    share: float
    stability: float | None
    typical: Sequence[Line]
    portrait: Sequence[Sentence]


@dataclass(frozen=True, slots=True)
class MapRead:
    """What the page of a map says, beside the drawing."""

    stored: OpinionMap
    groups: Sequence[GroupRead]
    uniting: Sequence[Line]
    dividing: Sequence[Line]

    @property
    def result(self) -> Mapping[str, Any]:
        return dict(self.stored.result)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement in the report: its counts, the share that agrees or disagrees, by group too."""

    number: int
    text: str
    is_meta: bool
    agrees: int
    disagrees: int
    passes: int
    agreeing: Share | None
    disagreeing: Share | None
    groups: Sequence[Share | None]

    @property
    def seen(self) -> int:
        return self.agrees + self.disagrees + self.passes


def public_texts(stored: OpinionMap) -> dict[int, str]:
    """Texts by number; of what was taken out since, nothing is quoted."""
    rows = OpinionStatement.objects.public().filter(round_id=stored.round_id)
    return dict(rows.values_list("number", "text"))


def read_map(stored: OpinionMap) -> MapRead:
    """The map in words."""
    texts, result = public_texts(stored), stored.result
    groups = []
    for one, group in enumerate(result["groups"]):
        typical = [Representative(**row) for row in group["typical"] if row["statement"] in texts]
        groups.append(
            GroupRead(
                name=group_name(one),
                size=group["size"],
                share=group["size"] / max(result["placed"], 1),
                stability=group["stability"],
                typical=[
                    Line(row.statement, texts[row.statement], row.agrees,
                         votes=row.votes, seen=row.seen)
                    for row in typical
                ],
                portrait=portrait(one, typical, (), texts=texts),
            )
        )  # fmt: skip
    return MapRead(
        stored, groups, _lines(result["uniting"], texts), _lines(result["dividing"], texts)
    )


def _lines(rows: Sequence[Mapping[str, Any]], texts: Mapping[int, str]) -> list[Line]:
    return [
        Line(row["statement"], texts[row["statement"]], row["agrees"], row["shares"])
        for row in rows
        if row["statement"] in texts
    ]


def statement_rows(stored: OpinionMap) -> list[StatementRow]:
    """All public statements with the votes that the map counted."""
    result, counts = stored.result, stored.result["counts"]
    column = {number: place for place, number in enumerate(result["columns"])}
    rows = OpinionStatement.objects.public().filter(round_id=stored.round_id)
    found = []
    for number, text, is_meta in rows.order_by("number").values_list("number", "text", "is_meta"):
        place = column.get(number)
        if place is None:
            found.append(StatementRow(number, text, is_meta, 0, 0, 0, None, None, ()))
            continue
        agrees, passes, disagrees = (
            counts[name][place] for name in ("agrees", "passes", "disagrees")
        )
        seen = agrees + passes + disagrees
        by_group = [share_of(one["agrees"][place], one["seen"][place]) for one in result["groups"]]
        found.append(
            StatementRow(
                number, text, is_meta, agrees, disagrees, passes,
                share_of(agrees, seen), share_of(disagrees, seen), by_group,
            )
        )  # fmt: skip
    return found
