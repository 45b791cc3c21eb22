"""Who sent what: letters of one person found by name, address, e-mail address and date of birth.

>>> linking = link({
...     "name": ["Erika Muster", "Muster, Erika", "Max Muster"],
...     "street": ["Probestr. 3", "Probestraße 3", "Probestraße 3"],
...     "postal_code": ["99001"] * 3, "city": ["Musterhausen"] * 3})
>>> linking.person.tolist(), len(linking.refused)
([0, 0, 1], 1)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from dialogwerk.cores.statements.linking_comparing import Field, Finding
from dialogwerk.cores.statements.linking_exact import Groups, join_exactly
from dialogwerk.cores.statements.linking_joining import Comparison, Joiner
from dialogwerk.cores.statements.linking_records import Sender, senders
from dialogwerk.cores.statements.linking_units import (
    NamesInUse,
    Unit,
    frequencies,
    in_order,
    unit_of,
)
from dialogwerk.cores.statements.linking_weights import WORTH_ASKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST_PROPOSALS = 3
_MOST_REFUSALS = 8


@dataclass(frozen=True, slots=True)
class Reason:
    """What comparing one field has shown; the words are for the reader of a page to find."""

    field: Field
    finding: Finding


@dataclass(frozen=True, slots=True)
class Link:
    """Two rows, each standing for its person, and how they relate.

    Attributes:
        row, other: row of the person with more letters, and of the other.
        score: bits beyond what a certain link needs; negative if something is missing to it.
        reasons: what agrees, differs or is missing, field by field.
        is_ambiguous: the letter fits more than one person.
    """

    row: int
    other: int
    score: float
    reasons: tuple[Reason, ...]
    is_ambiguous: bool = False


@dataclass(frozen=True)
class Linking:
    """Who sent which row.

    Attributes:
        person: shape (rows,), int64: a number for each person, counted from 0 in the order of
            rows; -1 where nothing says who wrote.
        proposals: links that a person has to decide.
        refused: pairs that look alike, with what rules them out.
    """

    person: NDArray[np.int64]
    proposals: tuple[Link, ...]
    refused: tuple[Link, ...]
    _findings: _Findings = field(repr=False)

    @cached_property
    def certain(self) -> tuple[Link, ...]:
        """Links that were made: between a person's most frequent form and each other one."""
        return tuple(self._findings.certain())


def link(
    table: Mapping[str, Sequence[str]],
    *,
    letters: Sequence[int] | None = None,
    together: Iterable[tuple[int, int]] = (),
    apart: Iterable[tuple[int, int]] = (),
) -> Linking:
    """Find the persons behind the rows of a table.

    The order of rows does not matter. Links follow Fellegi and Sunter (1969), see
    ``linking_weights``; what is less than certain is proposed, never made.

    Args:
        table: any of the columns name (or given_name and family_name), organisation, street or
            address (in one field), postal_code, city, email, birth_date; equally long; empty
            where nothing is given.
        letters: how many letters each row stands for; one if not given.
        together: pairs of rows that somebody decided to be one person's.
        apart: pairs of rows that somebody decided to be two people's.

    Raises:
        LengthMismatch: the columns do not have the same length.
    """
    known, count = senders(table, letters)
    sender_of = [-1] * count
    for at, sender in enumerate(known):
        for row in sender.rows:
            sender_of[row] = at
    groups = Groups(known, _by_sender(apart, sender_of))
    for one, other in _by_sender(together, sender_of):
        groups.join(one, other)
    join_exactly(groups)
    units = _units(groups)
    joiner = Joiner(groups, NamesInUse(units), frequencies(units))
    people = joiner.join(units)
    return _Findings(known, joiner, people).linking(count)


def _by_sender(pairs: Iterable[tuple[int, int]], sender_of: Sequence[int]) -> list[tuple[int, int]]:
    found = ((sender_of[one], sender_of[other]) for one, other in pairs)
    return [(one, other) for one, other in found if one != other]


def _units(groups: Groups) -> list[Unit]:
    """What the first stage has put together, where anything says who it is."""
    left_over = {groups.root(at) for at in groups.left_over}
    rivals = {groups.root(at) for at in groups.rivals}
    units = [unit_of(*pair, groups.senders) for pair in groups.members().items()]
    for unit in units:
        unit.is_left_over, unit.is_rival = unit.number in left_over, unit.number in rivals
    return [unit for unit in units if _is_identified(unit, groups.senders)]


def _is_identified(unit: Unit, known: Sequence[Sender]) -> bool:
    return any(known[at].is_identified for at in unit.members)


class _Findings:
    """Turns people and comparisons into what the caller gets."""

    def __init__(self, known: Sequence[Sender], joiner: Joiner, people: Sequence[Unit]) -> None:
        self.known = known
        self.joiner = joiner
        self.people = people

    def linking(self, count: int) -> Linking:
        proposals, refused = self._open()
        return Linking(self._numbers(count), proposals, refused, self)

    def _numbers(self, count: int) -> NDArray[np.int64]:
        """Rows numbered by person.

        Letters that two people can have written (a bare name, an initial in a household) are
        each a person of their own: together they could join the two.
        """
        import numpy as np

        labels = np.full(count, -1, np.int64)
        fresh = len(self.known)
        for person in self.people:
            rows = [row for at in person.members for row in self.known[at].rows]
            if self.joiner.names.is_one(person) or len(rows) == 1:
                labels[rows] = person.number
            else:
                labels[rows] = range(fresh, fresh + len(rows))
                fresh += len(rows)
        return _counted_by_row(labels)

    def certain(self) -> Iterable[Link]:
        for person in self.people:
            if len(person.members) == 1:
                continue
            head = self._alone(self._head(person))
            for at in sorted(person.members):
                if at != head.number:
                    found = self.joiner.compare(self._alone(at), head)
                    if found is not None:
                        yield self._link(found)

    def _head(self, person: Unit) -> int:
        return min(person.members, key=lambda at: (self.known[at] is not person.seed, at))

    def _alone(self, at: int) -> Unit:
        return unit_of(at, [at], self.known)

    def _open(self) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
        proposals: dict[frozenset[int], Link] = {}
        refused: dict[frozenset[int], Link] = {}
        for person in in_order(self.people):
            asked = vetoed = 0
            candidates = self.joiner.candidates(person)
            fitting = sum(one.bits > -WORTH_ASKING and not one.is_vetoed for one in candidates)
            for one in candidates:
                pair = frozenset((one.unit.number, one.person.number))
                if one.bits <= -WORTH_ASKING:
                    continue
                if one.is_vetoed and vetoed < _MOST_REFUSALS:
                    vetoed += 1
                    refused.setdefault(pair, self._link(one))
                elif not one.is_vetoed and asked < _MOST_PROPOSALS:
                    asked += 1
                    proposals.setdefault(pair, self._link(one, is_ambiguous=fitting > 1))
        return tuple(proposals.values()), tuple(refused.values())

    def _link(self, found: Comparison, *, is_ambiguous: bool = False) -> Link:
        first, second = found.person, found.unit
        if (first.letters, second.number) < (second.letters, first.number):
            first, second = second, first
        reasons = tuple(Reason(*pair) for pair in found.evidence.findings.items())
        return Link(
            *(first.seed.rows[0], second.seed.rows[0], round(found.bits, 1), reasons), is_ambiguous
        )


def _counted_by_row(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same groups, numbered in the order in which rows first show them."""
    import numpy as np

    kept = labels >= 0
    _values, first, inverse = np.unique(labels[kept], return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    numbers = np.full(len(labels), -1, np.int64)
    numbers[kept] = rank[inverse]
    return numbers
