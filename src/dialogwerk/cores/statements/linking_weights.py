"""How much each finding tells, in bits, and the two questions that decide a link.

After Fellegi and Sunter, "A Theory for Record Linkage" (1969): agreement counts by how unlikely it
would be between two different people, so the same rare name tells more than the same common one;
disagreement counts against. A link is certain only if both questions are answered:

* Could it be a *stranger* who happens to have these fields? The rarer the name, and the more
  letters came from the known person and the fewer from others at this address, the less likely.
* Could it be *another member of the household*? Family name, address and a shared e-mail address
  say nothing here; given name, date of birth and a mailbox of one's own do.

A bit doubles the odds: 10 bits are odds of 1,000 to 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, log2

from dialogwerk.cores.statements.linking_comparing import Field, Finding

NO_STRANGER = 8.0
"""Bits above which a stranger is ruled out."""

NO_HOUSEHOLD = 9.0
"""Bits above which another member of the household is ruled out."""

WORTH_ASKING = 7.0
"""Bits that may be missing to certainty for a link to be proposed."""

CLEARLY_BETTER = 5.6
"""Bits by which a person must fit better than the next one: fifty times the letters, say."""

_SMALLEST_CROWD = 100_000
"""Letters below which coincidences are not rarer: people outside the table may write too."""

_LETTERS_OF_OTHERS = 0.25
"""Letters to be expected from members of a household of whom nothing is known."""

Door = tuple[str, str, str, str]
"""Street, house number, letter behind it, and postcode or town."""

_GIVEN = {
    Finding.SAME: 0.0,
    Finding.CLOSE: -3.0,
    Finding.PART: -2.0,
    Finding.SHORT: -5.0,
    Finding.INITIAL: -2.0,
}
_FAMILY = {Finding.SAME: 0.0, Finding.CLOSE: -3.0, Finding.PART: -3.0}
_FORMER_FAMILY = 2.0
_OTHER_FAMILY = -4.0
_BIRTH = {Finding.SAME: 14.6, Finding.CLOSE: 9.0}
_EMAIL = {Finding.SAME: 20.0, Finding.SHARED: 17.0, Finding.CLOSE: 12.0, Finding.OTHER: -1.0}
_ADDRESS = {Finding.STREET: 6.0, Finding.OTHER: -3.0, Finding.MISSING: 0.0}
_CLOSE_ADDRESS = -2.0

_GIVEN_AT_HOME = {
    Finding.SAME: 10.0,
    Finding.CLOSE: 6.0,
    Finding.PART: 5.0,
    Finding.SHORT: 3.0,
    Finding.INITIAL: 4.0,
}
_BIRTH_AT_HOME = {Finding.SAME: 8.0, Finding.CLOSE: 5.0}
_OWN_MAILBOX_AT_HOME = 5.0
_MANY_LETTERS_OF_A_VARIANT = -4.0

VETOES = frozenset(
    {
        (Field.GIVEN, Finding.OTHER),
        (Field.BIRTH, Finding.OTHER),
        (Field.GENERATION, Finding.OTHER),
        (Field.ORGANISATION, Finding.OTHER),
        (Field.DECISION, Finding.OTHER),
    }
)
"""Findings with which two senders are never one person unless somebody decides so."""


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How common names, places and addresses are among the senders of a table."""

    given: Counter[str]
    family: Counter[str]
    homes: int
    places: Counter[str]
    doors: Counter[Door]
    at_home: Counter[tuple[Door, str]]
    letters: int

    @property
    def crowd(self) -> int:
        return max(self.letters, _SMALLEST_CROWD)

    def name_bits(self, names: Counter[str], name: str) -> float:
        """How unlikely it is that a stranger has this name."""
        return min(12.0, -log2((names[name] + 1) / (self.homes + 200)))

    def place_bits(self, place: str) -> float:
        return min(10.0, max(1.0, -log2((self.places[place] + 20) / (self.letters + 1000))))

    def from_others(self, door: Door, families: Iterable[str]) -> int:
        """Letters from a door by people of other families than these; members of the family are
        asked for by the other question, see `against_household`."""
        return self.doors[door] - sum(self.at_home[door, family] for family in families)

    def letters_bits(self, letters: int) -> float:
        """How unlikely it is that some letter is among these."""
        return -log2(max(letters, 1) / self.crowd)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What comparing a sender with a known person has shown.

    Attributes:
        letters: of the sender; ``known_letters`` of the person.
        at_door: letters of other families from the door at which they agree.
        given, family, place: the forms in which they agree; the rarer, the more it tells.
        own_mailbox: the e-mail address is nobody else's in the household.
    """

    findings: dict[Field, Finding]
    letters: int
    known_letters: int
    at_door: int = 0
    given: str = ""
    family: str = ""
    place: str = ""
    own_mailbox: bool = False

    def finding(self, field: Field) -> Finding:
        return self.findings.get(field, Finding.MISSING)

    @property
    def vetoes(self) -> list[Field]:
        return [field for field, found in self.findings.items() if (field, found) in VETOES]


def against_strangers(evidence: Evidence, among: Frequencies) -> float:
    """Bits against the possibility that a stranger has these fields by chance."""
    bits = -among.letters_bits(evidence.known_letters)
    bits += _given_bits(evidence, among) + _family_bits(evidence, among)
    bits += _address_bits(evidence, among)
    bits += _EMAIL.get(evidence.finding(Field.EMAIL), 0.0)
    bits += _BIRTH.get(evidence.finding(Field.BIRTH), 0.0)
    return bits


def _given_bits(evidence: Evidence, among: Frequencies) -> float:
    finding = evidence.finding(Field.GIVEN)
    if finding is Finding.INITIAL:
        return 4.0 + _GIVEN[finding]
    if finding not in _GIVEN:
        return 0.0
    return among.name_bits(among.given, evidence.given) + _GIVEN[finding]


def _family_bits(evidence: Evidence, among: Frequencies) -> float:
    finding = evidence.finding(Field.FAMILY)
    if finding is Finding.FORMER:
        return _FORMER_FAMILY
    if finding is Finding.OTHER:
        return _OTHER_FAMILY
    if finding not in _FAMILY:
        return 0.0
    return among.name_bits(among.family, evidence.family) + _FAMILY[finding]


def _address_bits(evidence: Evidence, among: Frequencies) -> float:
    finding = evidence.finding(Field.ADDRESS)
    if finding in (Finding.SAME, Finding.CLOSE):
        slip = _CLOSE_ADDRESS if finding is Finding.CLOSE else 0.0
        return among.letters_bits(evidence.at_door) + slip
    if finding is Finding.PLACE:
        return among.place_bits(evidence.place)
    if finding is Finding.STREET:
        return _ADDRESS[finding]
    return _ADDRESS.get(finding, 0.0)


def against_household(evidence: Evidence) -> float:
    """Bits against the possibility that another member of the household wrote."""
    address, email = evidence.finding(Field.ADDRESS), evidence.finding(Field.EMAIL)
    at_home = address in (Finding.SAME, Finding.CLOSE) or email in (Finding.SAME, Finding.SHARED)
    given = evidence.finding(Field.GIVEN)
    if not at_home and given is Finding.SAME:
        return inf
    bits = log2(max(evidence.known_letters, 1) / _LETTERS_OF_OTHERS)
    bits += _GIVEN_AT_HOME.get(given, 0.0)
    bits += _BIRTH_AT_HOME.get(evidence.finding(Field.BIRTH), 0.0)
    bits += _OWN_MAILBOX_AT_HOME if evidence.own_mailbox else 0.0
    return bits + (_MANY_LETTERS_OF_A_VARIANT if _is_no_slip(evidence) else 0.0)


def _is_no_slip(evidence: Evidence) -> bool:
    """Whether too many letters carry the other form for it to be a slip of the pen."""
    if evidence.finding(Field.GIVEN) not in (Finding.CLOSE, Finding.PART, Finding.SHORT):
        return False
    if evidence.own_mailbox or evidence.finding(Field.BIRTH) is Finding.SAME:
        return False
    return evidence.letters > max(1, evidence.known_letters // 10)


def certainty(evidence: Evidence, among: Frequencies) -> float:
    """Bits beyond what a certain link needs; negative if something is missing to it.

    Never certain where one of the two writes for an organisation and the other does not, or where
    father and son have one name and nothing says which of them wrote.
    """
    bits = min(
        against_strangers(evidence, among) - NO_STRANGER,
        against_household(evidence) - NO_HOUSEHOLD,
    )
    is_open = any(
        evidence.finding(field) is Finding.PART for field in (Field.ORGANISATION, Field.GENERATION)
    )
    return min(bits, -1.0) if is_open else bits
