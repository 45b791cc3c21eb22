"""Senders put together so far, seen as one: what each is called, where it lives, its mailboxes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from dialogwerk.cores.statements.linking_addresses import Address
from dialogwerk.cores.statements.linking_comparing import (
    Finding,
    given_names,
    is_close,
    sound,
    spelling,
)
from dialogwerk.cores.statements.linking_given_names import known_given_names
from dialogwerk.cores.statements.linking_names import Kind, Name
from dialogwerk.cores.statements.linking_records import Sender
from dialogwerk.cores.statements.linking_weights import Door, Frequencies

_A_NAME_OF_ITS_OWN = 3
_BESIDE_A_COMMONER_ONE = 0.05
_A_SLIP_IN = 50
"""Letters of somebody for each of which one with a slip in the given name is to be expected."""

_MOST_ADDRESSES = 6


@dataclass(slots=True)
class Unit:
    """One or more senders taken for one person.

    Attributes:
        number: the smallest number of its senders.
        seed: the sender with a full name and most letters.
        given: forms of the given name that are no slips of the pen.
        families: family names in use, with letters.
        is_left_over: letters without a date of birth beside father and son of that name.
        is_rival: one of father and son of one name.
    """

    number: int
    seed: Sender
    members: list[int]
    letters: int
    given: list[tuple[str, ...]]
    families: Counter[tuple[str, ...]]
    born: set[str]
    addresses: Counter[Address]
    emails: Counter[str]
    births: Counter[str]
    generations: set[str]
    organisations: set[str]
    is_left_over: bool = False
    is_rival: bool = False
    _main_addresses: list[Address] | None = field(default=None, repr=False)

    @property
    def name(self) -> Name:
        return self.seed.name

    @property
    def is_anchored(self) -> bool:
        """Whether more than a name and a town is known."""
        return bool(self.emails or self.births or any(one.is_whole for one in self.addresses))

    def main_addresses(self) -> list[Address]:
        """Those with most letters; the others are slips of the pen."""
        if self._main_addresses is None:
            ranked = sorted(self.addresses.items(), key=lambda one: (-one[1], _content(one[0])))
            self._main_addresses = [address for address, _letters in ranked[:_MOST_ADDRESSES]]
        return self._main_addresses

    def absorb(self, other: Unit, *, given_is_slip: bool, family_is_slip: bool) -> None:
        """Take another unit in; slips of the pen do not become names."""
        self.members += other.members
        self.letters += other.letters
        if not given_is_slip:
            self.given += [form for form in other.given if form not in self.given]
        if not family_is_slip:
            self.families += other.families
        self.born |= other.born
        self.addresses += other.addresses
        self._main_addresses = None
        self.emails += other.emails
        self.births += other.births
        self.generations |= other.generations
        self.organisations |= other.organisations
        self.is_rival = self.is_rival or other.is_rival


def _content(address: Address) -> tuple[str, ...]:
    return (*address.door, address.postcode, address.city)


def unit_of(number: int, members: list[int], senders: Sequence[Sender]) -> Unit:
    """One unit of these senders."""
    ones = [senders[at] for at in members]
    seed = min(ones, key=lambda one: (not one.name.is_full, -one.letters, one.content))

    def weighed(values: Iterable[tuple[Sender, object]]) -> Counter[object]:
        found: Counter[object] = Counter()
        for sender, value in values:
            if value:
                found[value] += sender.letters
        return found

    return Unit(
        number=number,
        seed=seed,
        members=members,
        letters=sum(one.letters for one in ones),
        given=[seed.name.given] if seed.name.given else [],
        families=weighed((one, one.name.family) for one in ones),  # type: ignore[arg-type]
        born={one.name.born for one in ones} - {""},
        addresses=weighed((one, one.address) for one in ones if one.address != Address()),  # type: ignore[arg-type]
        emails=weighed((one, one.email) for one in ones),  # type: ignore[arg-type]
        births=weighed((one, one.birth) for one in ones),  # type: ignore[arg-type]
        generations={one.name.generation for one in ones} - {""},
        organisations={one.organisation for one in ones} - {""},
    )


def in_order(units: Iterable[Unit]) -> list[Unit]:
    """Those who say most first, then those with most letters; content decides between equals."""
    return sorted(
        units,
        key=lambda unit: (
            *(not unit.name.is_full, not unit.is_anchored, -unit.letters),
            unit.seed.content,
        ),
    )


def door_of(address: Address) -> Door:
    return (*address.door, address.place)


def frequencies(units: Sequence[Unit]) -> Frequencies:
    """How common names, places and doors are; names by doors, so that many forms of one active
    person do not make a name common."""
    at_doors: set[tuple[str, str, str]] = set()
    given_at_doors: set[tuple[str, str, str]] = set()
    places: Counter[str] = Counter()
    doors: Counter[Door] = Counter()
    at_home: Counter[tuple[Door, str]] = Counter()
    for unit in units:
        given, family = "".join(unit.name.given), "".join(unit.name.family)
        for address, letters in unit.addresses.items():
            places[address.place] += letters
            if address.is_whole:
                doors[door_of(address)] += letters
                at_home[door_of(address), family] += letters
                at_doors.add((family, address.street, address.number))
                given_at_doors.add((given, address.street, address.number))
    return Frequencies(
        given=Counter(given for given, *_door in given_at_doors),
        family=Counter(family for family, *_door in at_doors),
        homes=len(at_doors),
        places=places,
        doors=doors,
        at_home=at_home,
        letters=sum(one.letters for one in units),
    )


class NamesInUse:
    """Tells names from slips of the pen, and mailboxes of one from those of a household."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._compared: dict[tuple[tuple[str, ...], tuple[str, ...]], Finding] = {}
        people = [one for one in units if one.name.kind is Kind.PERSON and one.name.is_full]
        self._given = _own_contexts(
            (key, "".join(one.name.given), one.letters) for one in people for key in _homes(one)
        )
        self._families = _own_contexts(
            (key, "".join(one.name.family), one.letters) for one in people for key in _rooms(one)
        )
        self._shared = self._shared_mailboxes(people)

    def given(self, one: tuple[str, ...], other: tuple[str, ...]) -> Finding:
        """Like `given_names`, but two established names are two people's."""
        known = self._compared.get((one, other))
        if known is None:
            known = given_names(one, other)
            if known is Finding.CLOSE and self._are_two_given_names("".join(one), "".join(other)):
                known = Finding.OTHER
            self._compared[one, other] = known
        return known

    def are_two_families(self, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
        """Whether both are family names here rather than one a slip of the other."""
        return _both_established(self._families, "".join(one), "".join(other))

    def is_one(self, unit: Unit) -> bool:
        """Whether all letters of a unit are surely by one sender, whoever that is.

        Not with a bare name, nor with an initial or a family name alone at an address or in the
        mailbox of a household; and not where letters without a date of birth were left over
        beside father and son.
        """
        if unit.births or any(not self.is_shared(email) for email in unit.emails):
            return True
        has_home = bool(unit.emails) or any(one.is_whole for one in unit.addresses)
        if unit.is_left_over or not has_home:
            return False
        return unit.name.is_full or unit.name.kind is not Kind.PERSON

    def are_slips(self, one: Unit, other: Unit) -> bool:
        """Whether two given names that differ by a slip are one person's after all.

        Gerta is a name, and Greta another one; but a few letters of Gerta born on the very day of
        Greta, from whose home hundreds of letters came, are hers.
        """
        fewer, more = sorted((one, other), key=lambda unit: unit.letters)
        if fewer.letters * _A_SLIP_IN > more.letters or not one.births & other.births:
            return False
        if not (one.given and other.given and _share_a_home(one, other)):
            return False
        return given_names(one.given[0], other.given[0]) is Finding.CLOSE

    def is_shared(self, email: str) -> bool:
        """Whether several people of different given names use this mailbox."""
        return email in self._shared or email.startswith(("familie", "fam.", "fam-", "fam_"))

    def _are_two_given_names(self, one: str, other: str) -> bool:
        known = known_given_names()
        if spelling(one) == spelling(other):
            return False
        if one in known and other in known:
            return True
        if one in known or other in known:
            new, old = (other, one) if one in known else (one, other)
            least = max(_A_NAME_OF_ITS_OWN, _BESIDE_A_COMMONER_ONE * self._given[old])
            return self._given[new] >= least
        return _both_established(self._given, one, other)

    def _shared_mailboxes(self, people: Sequence[Unit]) -> set[str]:
        users: dict[str, dict[tuple[str, ...], list[Unit]]] = defaultdict(dict)
        for one in people:
            for email in one.emails:
                users[email].setdefault(one.name.given, []).append(one)
        return {
            email
            for email, forms in users.items()
            if len(forms) > 1
            and any(self._are_two(*pair) for pair in combinations(forms.values(), 2))
        }

    def _are_two(self, ones: Sequence[Unit], others: Sequence[Unit]) -> bool:
        """Whether units of one given name and units of another are two people."""
        if self.given(ones[0].name.given, others[0].name.given) is not Finding.OTHER:
            return False
        return not any(self.are_slips(one, other) for one in ones for other in others)


def _share_a_home(one: Unit, other: Unit) -> bool:
    doors = {address.door for address in one.addresses if address.is_whole}
    return any(address.is_whole and address.door in doors for address in other.addresses)


def _both_established(contexts: Counter[str], one: str, other: str) -> bool:
    fewer, more = sorted((contexts[one], contexts[other]))
    return fewer >= max(_A_NAME_OF_ITS_OWN, _BESIDE_A_COMMONER_ONE * more)


def _homes(unit: Unit) -> Iterator[tuple[object, ...]]:
    """Where another given name would be another member of the household."""
    family = "".join(unit.name.family)
    for address in unit.addresses:
        if address.is_whole:
            yield (family, address.street, address.number)


def _rooms(unit: Unit) -> Iterator[tuple[object, ...]]:
    """Where another family name would be another form of the same one."""
    given = "".join(unit.name.given)
    for address in unit.addresses:
        if address.is_whole:
            yield (given, address.street, address.number)


def _own_contexts(uses: Iterable[tuple[tuple[object, ...], str, int]]) -> Counter[str]:
    """In how many homes a form stands in its own right, not beside a like one used far more."""
    homes: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
    for home, form, letters in uses:
        homes[home][form] += letters
    own: Counter[str] = Counter()
    for forms in homes.values():
        for form, letters in forms.items():
            if not any(
                more >= 10 * letters and is_close(form, other)
                for other, more in forms.items()
                if other != form
            ):
                own[form] += 1
    return own


def block_keys(unit: Unit) -> set[tuple[str, ...]]:
    """Under which keys others find it who might be the same person."""
    return _keys(unit, lambda address: {address.postcode, address.city} - {""})


def search_keys(unit: Unit) -> set[tuple[str, ...]]:
    """Under which keys it looks for them: by town only where it knows no postcode."""
    return _keys(unit, lambda address: {address.place} - {""})


def _keys(unit: Unit, places_of: Callable[[Address], set[str]]) -> set[tuple[str, ...]]:
    keys: set[tuple[str, ...]] = {("e", email) for email in unit.emails}
    keys |= {("b", birth) for birth in unit.births}
    main = unit.main_addresses()
    for address in main:
        if address.is_whole:
            places = places_of(address) or {""}
            keys |= {("a", address.street, address.number, place) for place in places}
    if unit.name.kind is Kind.PERSON:
        keys |= _name_keys(unit, {place for address in main for place in places_of(address)})
    elif unit.name.family or unit.organisations:
        keys |= {("o", *unit.name.family, *sorted(unit.organisations))}
    return keys


def _name_keys(unit: Unit, places: set[str]) -> set[tuple[str, ...]]:
    keys: set[tuple[str, ...]] = set()
    given = "".join(unit.name.given)
    for family in unit.families:
        joined = "".join(family)
        keys.add(("f", given, joined))
        for place in places:
            keys |= {("n", sound(part), place) for part in {joined, *family}}
            if given:
                keys.add(("p", given, joined[:3], place))
    return keys
