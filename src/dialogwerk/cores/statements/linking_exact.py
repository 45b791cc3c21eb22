"""The first stage of linking: the same full name with the same address, mailbox or date of birth.

Where two dates of birth (or jun. and sen.) show father and son under one name, letters that do not
say which of the two wrote stay apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from dialogwerk.cores.statements.linking_comparing import Finding, birth_dates
from dialogwerk.cores.statements.linking_names import Kind
from dialogwerk.cores.statements.linking_records import Sender
from dialogwerk.cores.statements.linking_shortened import possibly_shortened

_CLEARLY_MORE = 50
"""Times as many letters one of two namesakes at a door must have sent for a letter without a date
of birth to be taken for theirs."""

Marks = tuple[frozenset[str], frozenset[str]]
"""Dates of birth, and whether jun. or sen. is said."""


class Groups:
    """Senders put together so far, and the pairs that must stay apart."""

    def __init__(self, senders: Sequence[Sender], apart: Iterable[tuple[int, int]] = ()) -> None:
        self.senders = senders
        self._parent = list(range(len(senders)))
        self._births = [frozenset({one.birth} - {""}) for one in senders]
        self._generations = [frozenset({one.name.generation} - {""}) for one in senders]
        self.letters = [one.letters for one in senders]
        self.left_over: set[int] = set()
        self.rivals: set[int] = set()
        self._apart: dict[int, set[int]] = defaultdict(set)
        for one, other in apart:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def root(self, at: int) -> int:
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at

    def marks(self, root: int) -> Marks:
        return self._births[root], self._generations[root]

    def may_join(self, one: int, other: int) -> bool:
        """Whether nobody decided otherwise and no date of birth contradicts."""
        if self.are_kept_apart(one, other):
            return False
        return _agree(self.marks(one), self.marks(other))

    def are_kept_apart(self, one: int, other: int) -> bool:
        return any(
            self.root(stranger) == self.root(other) for stranger in self._apart[self.root(one)]
        )

    def join(self, one: int, other: int) -> int:
        """Put two together; the number of the group."""
        one, other = sorted((self.root(one), self.root(other)))
        if one != other:
            self._parent[other] = one
            self._births[one] |= self._births[other]
            self._generations[one] |= self._generations[other]
            self.letters[one] += self.letters[other]
            self._apart[one] |= self._apart.pop(other, set())
        return one

    def members(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for at in range(len(self.senders)):
            found[self.root(at)].append(at)
        return dict(found)


def join_exactly(groups: Groups) -> None:
    """Put senders together who agree in everything that matters, as far as they give it."""
    of_several = _mailboxes_of_several(groups.senders)
    unclear = possibly_shortened(groups.senders)
    for keys_of in (_by_birth, _by_mailbox, _by_postcode, _by_town):
        by_home = keys_of in (_by_postcode, _by_town)
        buckets: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for at, sender in enumerate(groups.senders):
            if by_home and (sender.email in of_several or at in unclear):
                continue
            for key in keys_of(sender):
                buckets[key].append(at)
        for bucket in buckets.values():
            if len(bucket) > 1:
                _join_bucket(groups, bucket, one_place=keys_of is _by_town)
    groups.rivals.update(unclear)
    groups.left_over.update(unclear)


def _mailboxes_of_several(senders: Sequence[Sender]) -> frozenset[str]:
    """Mailboxes used under more than one name: Karl-Heinz may have left out the Heinz, and Karl
    lives with him. Where they live does not say who it was; the second stage weighs it."""
    names: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for sender in senders:
        if sender.email and sender.name.is_full:
            names[sender.email].add(sender.name.given)
    return frozenset(email for email, given in names.items() if len(given) > 1)


def _who(sender: Sender) -> tuple[object, ...] | None:
    """Full name and organisation, if both are what they seem."""
    if sender.name.is_full:
        return (*sender.name.key, sender.organisation)
    if sender.name.kind is Kind.NOBODY and sender.organisation:
        return (sender.organisation,)
    return None


def _by_birth(sender: Sender) -> Iterator[tuple[object, ...]]:
    who = _who(sender)
    if who and sender.birth and sender.address.place:
        yield (*who, sender.birth, sender.address.place)


def _by_mailbox(sender: Sender) -> Iterator[tuple[object, ...]]:
    who = _who(sender)
    if who and sender.email:
        yield (*who, sender.email)
    elif sender.email and sender.name.kind is Kind.NOBODY:
        yield ("mailbox", sender.email)


def _by_postcode(sender: Sender) -> Iterator[tuple[object, ...]]:
    who = _who(sender)
    if who and sender.address.is_whole and sender.address.postcode:
        yield (*who, *sender.address.door, sender.address.postcode)


def _by_town(sender: Sender) -> Iterator[tuple[object, ...]]:
    who = _who(sender)
    if who and sender.address.is_whole:
        yield (*who, *sender.address.door, sender.address.city)


def _join_bucket(groups: Groups, bucket: list[int], *, one_place: bool) -> None:
    if one_place and len({groups.senders[at].address.postcode for at in bucket} - {""}) > 1:
        return
    roots = sorted({groups.root(at) for at in bucket}, key=lambda at: (-groups.letters[at], at))
    if len(roots) == 1:
        return
    marked = [root for root in roots if any(groups.marks(root))]
    heads = _join_marked(groups, marked)
    if _are_rivals(groups, heads):
        groups.rivals.update(heads)
    for root in roots:
        if any(groups.marks(groups.root(root))) or root in heads:
            continue
        head = _head_of(groups, heads, root)
        if head is not None:
            groups.join(head, root)
        elif not heads:
            heads.append(root)
        else:
            (groups.left_over if len(heads) > 1 else groups.rivals).add(root)


def _join_marked(groups: Groups, roots: list[int]) -> list[int]:
    """Those with a date of birth (or jun., sen.) among themselves; one head for each person.

    Where there are two people, "jun." and a date of birth do not say that they belong together;
    and whoever writes "jun." says that there are two.
    """
    are_two = any(groups.marks(root)[1] for root in roots) or any(
        not _agree(groups.marks(one), groups.marks(other)) for one in roots for other in roots
    )
    heads: list[int] = []
    for root in roots:
        fitting = [
            head
            for head in heads
            if groups.may_join(head, root)
            and (not are_two or share_a_mark(groups.marks(head), groups.marks(root)))
        ]
        if len(fitting) == 1:
            groups.join(fitting[0], root)
        elif not fitting:
            heads.append(root)
    return heads


def _are_rivals(groups: Groups, heads: list[int]) -> bool:
    """Whether there are father and son rather than one wrong date of birth among many."""
    if any(groups.marks(groups.root(head))[1] for head in heads):
        return True
    letters = sorted((groups.letters[groups.root(head)] for head in heads), reverse=True)
    return len(letters) > 1 and letters[0] < _CLEARLY_MORE * letters[1]


def _head_of(groups: Groups, heads: list[int], root: int) -> int | None:
    """The one person who can have written what carries no date of birth."""
    free = [head for head in heads if not groups.are_kept_apart(head, root)]
    if not free:
        return None
    by_letters = sorted(free, key=lambda head: -groups.letters[groups.root(head)])
    if len(by_letters) == 1:
        says_two = bool(groups.marks(groups.root(by_letters[0]))[1])
        return None if says_two else by_letters[0]
    first, second = (groups.letters[groups.root(head)] for head in by_letters[:2])
    return by_letters[0] if first >= _CLEARLY_MORE * second else None


def share_a_mark(one: Marks, other: Marks) -> bool:
    """Whether the same date of birth, or both times jun. or sen., is given."""
    births = {birth_dates(a, b) for a in one[0] for b in other[0]}
    return bool(births & {Finding.SAME, Finding.CLOSE}) or bool(one[1] & other[1])


def _agree(one: Marks, other: Marks) -> bool:
    births = {birth_dates(a, b) for a in one[0] for b in other[0]}
    if births and not births & {Finding.SAME, Finding.CLOSE}:
        return False
    return not (one[1] and other[1] and one[1] != other[1])
