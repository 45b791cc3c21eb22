"""The second stage of linking: each sender in turn against the people known so far.

People with most letters come first. Whoever fits nobody with certainty is a person of their own;
whoever fits two is left for a person to decide. So no chain of similar letters can join two people:
every sender is compared with what is established about a person, never with its slips of the pen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dialogwerk.cores.statements.linking_addresses import Address
from dialogwerk.cores.statements.linking_comparing import (
    Field,
    Finding,
    addresses,
    birth_dates,
    emails,
    family_names,
)
from dialogwerk.cores.statements.linking_exact import Groups, Marks, share_a_mark
from dialogwerk.cores.statements.linking_names import Kind
from dialogwerk.cores.statements.linking_units import (
    NamesInUse,
    Unit,
    block_keys,
    door_of,
    in_order,
    search_keys,
)
from dialogwerk.cores.statements.linking_weights import (
    CLEARLY_BETTER,
    WORTH_ASKING,
    Evidence,
    Frequencies,
    certainty,
)

_MOST_IN_A_BLOCK = 200
_ROUNDS = 3
_RANK = {
    found: at
    for at, found in enumerate(
        (
            *(Finding.SAME, Finding.CLOSE, Finding.PART, Finding.SHARED, Finding.STREET),
            *(Finding.PLACE, Finding.MISSING, Finding.OTHER),
        )
    )
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """How well a unit fits a person: bits beyond certainty, and why."""

    unit: Unit
    person: Unit
    bits: float
    evidence: Evidence

    @property
    def is_vetoed(self) -> bool:
        return bool(self.evidence.vetoes)


class Joiner:
    """Compares units and puts them together."""

    def __init__(self, groups: Groups, names: NamesInUse, among: Frequencies) -> None:
        self.groups = groups
        self.names = names
        self.among = among
        self._blocks: dict[tuple[str, ...], list[int]] = {}
        self._people: dict[int, Unit] = {}
        self._registered: dict[int, set[tuple[str, ...]]] = {}

    def join(self, units: Sequence[Unit]) -> list[Unit]:
        """The people behind these units."""
        for _round in range(_ROUNDS):
            left = self._round(units)
            if len(left) == len(units):
                break
            units = left
        return list(units)

    def _round(self, units: Sequence[Unit]) -> list[Unit]:
        self._blocks, self._people = defaultdict(list), {}
        self._registered = defaultdict(set)
        for unit in in_order(units):
            best = self._certain(unit)
            if best is None:
                self._settle(unit)
            else:
                self._attach(unit, best)
        return list(self._people.values())

    def candidates(self, unit: Unit) -> list[Comparison]:
        """People this unit might be, best first; those ruled out are among them."""
        return self._compared(unit, self._numbers(unit, search_keys(unit)))

    def _fitting(self, unit: Unit) -> list[Comparison]:
        """People this unit might be whose given name does not rule it out, best first."""
        people = self._people
        numbers = {
            number
            for number in self._numbers(unit, search_keys(unit))
            if self._given(unit, people[number]) is not Finding.OTHER
            or self.names.are_slips(unit, people[number])
        }
        return [one for one in self._compared(unit, numbers) if not one.is_vetoed]

    def _numbers(self, unit: Unit, keys: set[tuple[str, ...]]) -> set[int]:
        numbers: set[int] = set()
        for key in keys:
            numbers.update(self._blocks.get(key, ())[:_MOST_IN_A_BLOCK])
        numbers.discard(unit.number)
        return numbers

    def _compared(self, unit: Unit, numbers: set[int]) -> list[Comparison]:
        found = [
            comparison
            for number in numbers
            if (comparison := self.compare(unit, self._people[number])) is not None
        ]
        return sorted(found, key=lambda one: (-one.bits, one.person.seed.content))

    def _certain(self, unit: Unit) -> Comparison | None:
        fitting = self._fitting(unit)
        if not fitting or fitting[0].bits < 0:
            return None
        if any(_is_open(fitting[0], other) for other in fitting[1:]):
            return None
        return fitting[0]

    def _settle(self, unit: Unit) -> None:
        self._people[unit.number] = unit
        self._register(unit)

    def _register(self, unit: Unit) -> None:
        """Let others find it; its new addresses and names too, after it has grown."""
        keys = block_keys(unit)
        for key in keys - self._registered[unit.number]:
            self._blocks[key].append(unit.number)
        self._registered[unit.number] = keys

    def _attach(self, unit: Unit, best: Comparison) -> None:
        finding = best.evidence.finding
        self.groups.join(unit.number, best.person.number)
        best.person.absorb(
            unit,
            given_is_slip=finding(Field.GIVEN) is Finding.CLOSE,
            family_is_slip=finding(Field.FAMILY) is Finding.CLOSE,
        )
        self._register(best.person)

    def compare(self, unit: Unit, person: Unit) -> Comparison | None:
        """Evidence for one pair; None if they cannot be one person by what they are."""
        if not _same_kind(unit, person):
            return None
        evidence = self._evidence(unit, person)
        return Comparison(unit, person, certainty(evidence, self.among), evidence)

    def _evidence(self, unit: Unit, person: Unit) -> Evidence:
        findings = {
            Field.GIVEN: self._given(unit, person),
            Field.FAMILY: self._family(unit, person),
        }
        findings[Field.ADDRESS], met = _address(unit, person)
        findings[Field.EMAIL], mailbox = self._email(unit, person)
        findings[Field.BIRTH] = _birth(unit, person)
        if findings[Field.GIVEN] is Finding.OTHER and self.names.are_slips(unit, person):
            findings[Field.GIVEN] = Finding.CLOSE
        findings |= _what_else(unit, person)
        if self.groups.are_kept_apart(unit.number, person.number):
            findings[Field.DECISION] = Finding.OTHER
        return Evidence(
            findings,
            unit.letters,
            person.letters,
            at_door=self._from_others(person, met) if met else 0,
            given="".join(person.name.given),
            family="".join(person.name.family),
            place=met.place if met else "",
            own_mailbox=bool(mailbox) and not self.names.is_shared(mailbox),
        )

    def _from_others(self, person: Unit, met: Address) -> int:
        families = {"".join(family) for family in person.families}
        return self.among.from_others(door_of(met), families)

    def _given(self, unit: Unit, person: Unit) -> Finding:
        """With the person's main given name; every other form of it must fit too.

        A slip of the main name need not fit its parts: Evva-Maria is Eva-Maria, though not Eva.
        """
        if not unit.given or not person.given:
            return Finding.MISSING
        finding = self.names.given(unit.given[0], person.given[0])
        if len(unit.given) == 1 and finding in (Finding.SAME, Finding.CLOSE):
            return finding
        if len(unit.given) + len(person.given) > 2 and any(
            self.names.given(form, other) is Finding.OTHER
            for form in unit.given
            for other in person.given
        ):
            return Finding.OTHER
        return finding

    def _family(self, unit: Unit, person: Unit) -> Finding:
        best = Finding.OTHER
        for one in unit.families or [()]:
            for other in person.families or [()]:
                finding = family_names(one, other)
                if finding is Finding.CLOSE and self.names.are_two_families(one, other):
                    finding = Finding.OTHER
                if _RANK[finding] < _RANK[best]:
                    best = finding
        if best is Finding.OTHER and _says_born(unit, person):
            return Finding.FORMER
        return best

    def _email(self, unit: Unit, person: Unit) -> tuple[Finding, str]:
        if not unit.emails or not person.emails:
            return Finding.MISSING, ""
        for email in sorted(unit.emails):
            if email in person.emails:
                shared = self.names.is_shared(email)
                return (Finding.SHARED if shared else Finding.SAME), email
        is_slip = any(
            emails(one, other) is Finding.CLOSE for one in unit.emails for other in person.emails
        )
        return (Finding.CLOSE if is_slip else Finding.OTHER), ""


def _is_open(first: Comparison, second: Comparison) -> bool:
    """Whether the next best person may have written as well.

    An initial fits two of a household however many letters one of them wrote. Letters with nothing
    but an initial, or with nothing but a name, are nobody else's.
    """
    vague = (Finding.INITIAL, Finding.MISSING, Finding.SHORT)
    if not (second.person.name.is_full and second.person.is_anchored):
        return False
    if _tells_which(first) and not _tells_which(second):
        return False
    if first.evidence.finding(Field.GIVEN) in vague:
        margin = 1.5 if _is_at_home(first) and not _is_at_home(second) else 3
        return second.bits > first.bits - margin * CLEARLY_BETTER
    return second.bits > max(first.bits - CLEARLY_BETTER, -WORTH_ASKING)


def _is_at_home(found: Comparison) -> bool:
    """Whether both give one front door; what a namesake elsewhere could not."""
    return found.evidence.finding(Field.ADDRESS) in (Finding.SAME, Finding.CLOSE)


def _tells_which(found: Comparison) -> bool:
    """Whether a mailbox of one's own or a date of birth says which member of a household it is."""
    born = found.evidence.finding(Field.BIRTH) in (Finding.SAME, Finding.CLOSE)
    return born or found.evidence.own_mailbox


def _same_kind(unit: Unit, person: Unit) -> bool:
    one, other = unit.name, person.name
    if Kind.SEVERAL in (one.kind, other.kind):
        return one.kind is other.kind and one.family == other.family
    return True


def _address(unit: Unit, person: Unit) -> tuple[Finding, Address | None]:
    """The best agreement of any two of their addresses, and the person's one."""
    best, met = (
        Finding.MISSING if not (unit.addresses and person.addresses) else Finding.OTHER,
        None,
    )
    for one in unit.main_addresses():
        for other in person.main_addresses():
            finding = addresses(one, other)
            if met is None or _RANK[finding] < _RANK[best]:
                best, met = finding, other
            if finding is Finding.SAME:
                return best, met
    if best is Finding.PLACE and _two_places(unit, person):
        return Finding.OTHER, met
    return best, met


def _two_places(unit: Unit, person: Unit) -> bool:
    """Whether both give postcodes, and none in common: one town is too little then."""
    mine, theirs = (
        {one.postcode for one in side.main_addresses()} - {""} for side in (unit, person)
    )
    return bool(mine and theirs) and not mine & theirs


def _birth(unit: Unit, person: Unit) -> Finding:
    found = {birth_dates(one, other) for one in unit.births for other in person.births}
    for finding in (Finding.SAME, Finding.CLOSE, Finding.OTHER):
        if finding in found:
            return finding
    return Finding.MISSING


def _what_else(unit: Unit, person: Unit) -> dict[Field, Finding]:
    found = {}
    if unit.generations and person.generations and unit.generations != person.generations:
        found[Field.GENERATION] = Finding.OTHER
    elif (unit.is_rival or person.is_rival) and not share_a_mark(_marks(unit), _marks(person)):
        found[Field.GENERATION] = Finding.PART
    if unit.organisations or person.organisations:
        found[Field.ORGANISATION] = _organisations(unit, person)
    return found


def _marks(unit: Unit) -> Marks:
    return frozenset(unit.births), frozenset(unit.generations)


def _organisations(unit: Unit, person: Unit) -> Finding:
    if not (unit.organisations and person.organisations):
        return Finding.PART
    return Finding.SAME if unit.organisations & person.organisations else Finding.OTHER


def _says_born(unit: Unit, person: Unit) -> bool:
    """Whether one gives the other's family name as its own before a marriage."""
    mine, theirs = ({"".join(family) for family in one.families} for one in (unit, person))
    return bool(unit.born & theirs or person.born & mine or unit.born & person.born)
