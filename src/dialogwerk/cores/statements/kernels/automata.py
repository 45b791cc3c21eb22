"""Regular expressions as tables that a kernel can run, one step a character.

The expressions stay in `sender_block`, where people read them; here they become deterministic
automata (M. O. Rabin, D. Scott: Finite Automata and Their Decision Problems, 1959). What looks at a
neighbouring character only (``\\b``, ``$``, a lookahead of one character) is a condition on the
characters before and behind a place. An automaton finds the longest match where Python finds the
first that its order of trying gives; the expressions are such that the two are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.statements.kernels import alphabet
from dialogwerk.cores.statements.kernels.alphabet import PLANE

Marks = NDArray[np.bool_]


class Automaton(NamedTuple):
    """One regular expression over classes of characters; the class after the last is the edge."""

    step: NDArray[np.int16]  #: shape (states, classes): next state, or -1
    accepts: Marks  #: shape (states, classes + 1): whether a match may end before this class
    start: NDArray[np.int16]  #: shape (classes + 1,): first state behind a character of this class


@dataclass
class _Net:
    """A nondeterministic automaton: edges without a character, with one, and with a condition."""

    free: list[list[int]] = field(default_factory=list)
    reading: list[list[tuple[bytes, int]]] = field(default_factory=list)
    guarded: list[list[tuple[int, int]]] = field(default_factory=list)

    def node(self) -> int:
        for edges in (self.free, self.reading, self.guarded):
            edges.append([])
        return len(self.free) - 1


class _Sets:
    """Sets of characters as they occur in the expressions."""

    def __init__(self) -> None:
        kind = alphabet.alphabet().kind
        word = (kind & alphabet.ALNUM > 0) | (np.arange(PLANE) == ord("_"))
        self.word = word
        self.categories = {
            op.CATEGORY_WORD: word,
            op.CATEGORY_NOT_WORD: ~word,
            op.CATEGORY_DIGIT: kind & alphabet.DIGIT > 0,
            op.CATEGORY_NOT_DIGIT: kind & alphabet.DIGIT == 0,
            op.CATEGORY_SPACE: kind & alphabet.SPACE > 0,
            op.CATEGORY_NOT_SPACE: kind & alphabet.SPACE == 0,
        }
        self.known: dict[bytes, Marks] = {}

    def keep(self, marks: Marks) -> bytes:
        key = np.packbits(marks).tobytes()
        self.known[key] = marks
        return key

    def one(self, code: Any, value: Any, flags: int) -> Marks:
        marks = np.zeros(PLANE, np.bool_)
        if code is op.LITERAL:
            marks[_variants(value, flags)] = True
        elif code is op.NOT_LITERAL:
            marks[_variants(value, flags)] = True
            marks = ~marks
        elif code is op.ANY:
            marks[:] = True
            marks[ord("\n")] = False
        elif code is op.IN:
            marks = self._several(value, flags)
        else:
            raise NotImplementedError(f"{code} in a regular expression for kernels")
        return marks

    def _several(self, items: Iterable[tuple[Any, Any]], flags: int) -> Marks:
        marks = np.zeros(PLANE, np.bool_)
        negated = False
        for code, value in items:
            if code is op.NEGATE:
                negated = True
            elif code is op.CATEGORY:
                marks |= self.categories[value]
            elif code is op.RANGE:
                for character in range(value[0], value[1] + 1):
                    marks[_variants(character, flags)] = True
            else:
                marks[_variants(value, flags)] = True
        return ~marks if negated else marks


def _variants(code: int, flags: int) -> list[int]:
    if not flags & re.IGNORECASE:
        return [code]
    letter = chr(code)
    like = {letter, letter.lower(), letter.upper()} | {"s": {"ſ"}, "k": {"K"}}.get(
        letter.lower(), set()
    )
    return [ord(one) for one in like if len(one) == 1]


class Book:
    """Several expressions over one division of all characters into classes."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._sets = _Sets()
        self._net = _Net()
        self._conditions: list[tuple[str, bytes]] = []
        ends = [self._expression(pattern) for pattern in patterns]
        self._sets.keep(self._sets.word)
        keys = list(self._sets.known)
        table = np.packbits(np.stack([self._sets.known[key] for key in keys]), axis=0).T
        view = np.ascontiguousarray(table).view([("", np.uint8, table.shape[1])]).ravel()
        _, example, inverse = np.unique(view, return_index=True, return_inverse=True)
        self.classes = len(example)
        self.class_of = inverse.astype(np.uint8)
        members = {key: self._sets.known[key][example] for key in keys}
        guards = [self._guard(kind, key, members) for kind, key in self._conditions]
        self.automata = [
            _determined(self._net, begin, end, members, guards, self.classes) for begin, end in ends
        ]

    def _expression(self, pattern: re.Pattern[str]) -> tuple[int, int]:
        begin = self._net.node()
        parsed = parser.parse(pattern.pattern, pattern.flags)
        return begin, self._sequence(parsed, begin, pattern.flags)

    def _sequence(self, items: Iterable[tuple[Any, Any]], at: int, flags: int) -> int:
        for code, value in items:
            at = self._item(code, value, at, flags)
        return at

    def _item(self, code: Any, value: Any, at: int, flags: int) -> int:
        if code is op.SUBPATTERN:
            _number, added, removed, inside = value
            return self._sequence(inside, at, (flags | added) & ~removed)
        if code is op.BRANCH:
            end = self._net.node()
            for way in value[1]:
                self._net.free[self._sequence(way, at, flags)].append(end)
            return end
        if code in (op.MAX_REPEAT, op.MIN_REPEAT):
            return self._repeated(value, at, flags)
        if code in (op.AT, op.ASSERT, op.ASSERT_NOT):
            return self._condition(code, value, at, flags)
        end = self._net.node()
        self._net.reading[at].append((self._sets.keep(self._sets.one(code, value, flags)), end))
        return end

    def _repeated(self, value: Any, at: int, flags: int) -> int:
        least, most, inside = value
        for _time in range(least):
            at = self._sequence(inside, at, flags)
        if most is op.MAXREPEAT:
            loop = self._net.node()
            self._net.free[at].append(loop)
            self._net.free[self._sequence(inside, loop, flags)].append(loop)
            return loop
        end = self._net.node()
        for _time in range(most - least):
            self._net.free[at].append(end)
            at = self._sequence(inside, at, flags)
        self._net.free[at].append(end)
        return end

    def _condition(self, code: Any, value: Any, at: int, flags: int) -> int:
        end = self._net.node()
        nothing = self._sets.keep(np.zeros(PLANE, np.bool_))
        if code is op.AT:
            kinds = {
                op.AT_BEGINNING: "begin",
                op.AT_BEGINNING_STRING: "begin",
                op.AT_END: "end",
                op.AT_END_STRING: "end",
                op.AT_BOUNDARY: "boundary",
            }
            found = [(kinds[value], nothing)]
        else:
            direction, inside = value
            side = "next" if direction == 1 else "previous"
            negated = code is op.ASSERT_NOT
            found = list(self._neighbours(inside, side, negated, flags))
        for one in found:
            self._conditions.append(one)
            self._net.guarded[at].append((len(self._conditions) - 1, end))
        return end

    def _neighbours(
        self, inside: Any, side: str, negated: bool, flags: int
    ) -> Iterable[tuple[str, bytes]]:
        """The one character that a lookahead or lookbehind asks for; or the edge of the text."""
        (code, value), *more = list(inside)
        if more:
            raise NotImplementedError("a lookaround of more than one character")
        if code is op.BRANCH:
            for way in value[1]:
                yield from self._neighbours(way, side, negated, flags)
        elif code is op.AT:
            yield "end", self._sets.keep(np.zeros(PLANE, np.bool_))
        else:
            marks = self._sets.one(code, value, flags)
            yield f"not {side}" if negated else side, self._sets.keep(marks)

    def _guard(self, kind: str, key: bytes, members: dict[bytes, Marks]) -> Marks:
        """Shape (classes + 1, classes + 1): whether the condition holds between two classes."""
        count = self.classes
        guard = np.zeros((count + 1, count + 1), np.bool_)
        here = np.r_[members[key], False]
        if kind == "begin":
            guard[count, :] = True
        elif kind == "end":
            guard[:, count] = True
        elif kind == "boundary":
            word = np.r_[members[self._sets.keep(self._sets.word)], False]
            guard = word[:, None] != word[None, :]
        elif kind.startswith("not "):
            guard[:] = ~here[None, :] if kind.endswith("next") else ~here[:, None]
        else:
            guard[:] = here[None, :] if kind == "next" else here[:, None]
        return guard


def _determined(
    net: _Net, begin: int, end: int, members: dict[bytes, Marks], guards: list[Marks], classes: int
) -> Automaton:
    known: dict[tuple[frozenset[int], bytes], int] = {}
    waiting: list[tuple[frozenset[int], int]] = []
    steps: list[NDArray[np.int16]] = []
    accepts: list[Marks] = []

    def state(nodes: frozenset[int], previous: int) -> int:
        asked = sorted({guard for node in nodes for guard, _target in net.guarded[node]})
        if asked:
            asked = sorted(_asked_later(net, nodes) | set(asked))
        key = nodes, b"".join(guards[guard][previous].tobytes() for guard in asked)
        if key not in known:
            known[key] = len(known)
            waiting.append((nodes, previous))
        return known[key]

    closures: dict[frozenset[int], frozenset[int]] = {}

    def closed(nodes: frozenset[int]) -> frozenset[int]:
        if nodes not in closures:
            closures[nodes] = _closed(net, nodes)
        return closures[nodes]

    first = _closed(net, {begin})
    start = np.array([state(first, previous) for previous in range(classes + 1)], np.int16)
    places = {key: np.flatnonzero(marks).tolist() for key, marks in members.items()}
    while len(steps) < len(known):
        nodes, previous = waiting[len(steps)]
        step = np.full(classes, -1, np.int16)
        accept = np.zeros(classes + 1, np.bool_)
        steps.append(step)
        accepts.append(accept)
        for now, followings in _by_what_follows(net, nodes, previous, guards, classes):
            accept[followings] = end in now
            allowed = None if len(followings) > classes else set(followings)
            targets: dict[int, set[int]] = {}
            for node in now:
                for key, target in net.reading[node]:
                    for following in places[key]:
                        if allowed is None or following in allowed:
                            targets.setdefault(following, set()).add(target)
            for following, reached in targets.items():
                step[following] = state(closed(frozenset(reached)), following)
    return Automaton(np.stack(steps), np.stack(accepts), start)


def _by_what_follows(
    net: _Net, nodes: frozenset[int], previous: int, guards: list[Marks], classes: int
) -> Iterable[tuple[frozenset[int], list[int]]]:
    """The nodes that hold at a place, with the classes behind it for which they do."""
    if not any(net.guarded[node] for node in nodes):
        return [(nodes, list(range(classes + 1)))]
    found: dict[frozenset[int], list[int]] = {}
    asked = _asked_later(net, nodes) | {g for node in nodes for g, _target in net.guarded[node]}
    same: dict[bytes, frozenset[int]] = {}
    answers = np.stack([guards[guard][previous] for guard in sorted(asked)], axis=1)
    for following in range(classes + 1):
        key = answers[following].tobytes()
        if key not in same:
            same[key] = _resolved(net, nodes, previous, following, guards)
        found.setdefault(same[key], []).append(following)
    return list(found.items())


def _asked_later(net: _Net, nodes: frozenset[int]) -> set[int]:
    """Conditions that stand behind other conditions at the same place."""
    found: set[int] = set()
    waiting = [target for node in nodes for _guard, target in net.guarded[node]]
    seen: set[int] = set()
    while waiting:
        for node in _closed(net, {waiting.pop()}):
            if node not in seen:
                seen.add(node)
                found |= {guard for guard, _target in net.guarded[node]}
                waiting += [target for _guard, target in net.guarded[node]]
    return found


def _closed(net: _Net, nodes: Iterable[int]) -> frozenset[int]:
    found = set(nodes)
    waiting = list(found)
    while waiting:
        for target in net.free[waiting.pop()]:
            if target not in found:
                found.add(target)
                waiting.append(target)
    return frozenset(found)


def _resolved(
    net: _Net, nodes: frozenset[int], previous: int, following: int, guards: list[Marks]
) -> frozenset[int]:
    """The nodes with those behind conditions that hold here."""
    found = set(nodes)
    waiting = list(found)
    while waiting:
        node = waiting.pop()
        targets = [
            target for guard, target in net.guarded[node] if guards[guard][previous, following]
        ]
        for target in (*targets, *net.free[node]):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return frozenset(found)
