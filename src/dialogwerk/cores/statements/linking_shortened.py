"""Letters of a home where Karl lives with Karl-Heinz: a bare "Karl" may be either of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from dialogwerk.cores.statements.linking_comparing import Finding, birth_dates
from dialogwerk.cores.statements.linking_records import Sender

_CLEARLY_MORE = 50
"""Times as many letters one must have sent for the other's not to be looked for among them."""

Home = tuple[object, ...]
Given = tuple[str, ...]


@dataclass(slots=True)
class _Namesakes:
    """What is known of one given name in one home."""

    letters: int = 0
    births: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    bare: list[int] = field(default_factory=list)

    def add(self, at: int, sender: Sender) -> None:
        self.letters += sender.letters
        self.births |= {sender.birth} - {""}
        self.emails |= {sender.email} - {""}
        if not (sender.birth or sender.email or sender.name.generation):
            self.bare.append(at)


def possibly_shortened(senders: Sequence[Sender]) -> frozenset[int]:
    """Senders of whom nothing but name and home is known, whose name may be short for another's.

    Only where the two are shown to be two people: by dates of birth that differ, or by mailboxes
    of which neither uses the other's. A clerk has to ask; nothing in the letter says who wrote.
    """
    homes: dict[Home, dict[Given, _Namesakes]] = defaultdict(lambda: defaultdict(_Namesakes))
    for at, sender in enumerate(senders):
        if sender.name.is_full and sender.address.is_whole:
            homes[_home(sender)][sender.name.given].add(at, sender)
    found = (at for names in homes.values() if len(names) > 1 for at in _unclear(names))
    return frozenset(found)


def _home(sender: Sender) -> Home:
    return (*sender.name.family, *sender.address.door, sender.address.place)


def _unclear(names: dict[Given, _Namesakes]) -> Iterator[int]:
    for (short, one), (long, other) in permutations(names.items(), 2):
        is_part = len(short) < len(long) and set(short) <= set(long)
        if is_part and _are_two(one, other) and other.letters * _CLEARLY_MORE > one.letters:
            yield from one.bare


def _are_two(one: _Namesakes, other: _Namesakes) -> bool:
    if one.births and other.births:
        findings = {birth_dates(a, b) for a in one.births for b in other.births}
        if not findings & {Finding.SAME, Finding.CLOSE}:
            return True
    return bool(one.emails and other.emails) and not one.emails & other.emails
