"""What two senders have in common, field by field, in words a clerk would use."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from dialogwerk.cores.statements.linking_addresses import Address
from dialogwerk.cores.statements.linking_given_names import is_short_form
from dialogwerk.cores.statements.linking_names import cologne_code


class Field(StrEnum):
    """What is compared."""

    GIVEN = "given_name"
    FAMILY = "family_name"
    ADDRESS = "address"
    EMAIL = "email"
    BIRTH = "birth_date"
    GENERATION = "generation"
    ORGANISATION = "organisation"
    PEOPLE = "number_of_people"
    DECISION = "decision"


class Finding(StrEnum):
    """What comparing one field has shown."""

    SAME = "same"
    CLOSE = "close"
    PART = "part"
    SHORT = "short_form"
    INITIAL = "initial"
    FORMER = "former_name"
    SHARED = "shared"
    PLACE = "same_place"
    STREET = "same_street"
    OTHER = "different"
    MISSING = "missing"


def given_names(one: tuple[str, ...], other: tuple[str, ...]) -> Finding:
    """How the given names of two senders relate.

    >>> str(given_names(("hans", "peter"), ("hans",))), str(given_names(("h",), ("hans",)))
    ('part', 'initial')
    >>> str(given_names(("erika",), ("erkia",))), str(given_names(("jan",), ("jana",)))
    ('close', 'close')
    """
    if not one or not other:
        return Finding.MISSING
    if "".join(one) == "".join(other):
        return Finding.SAME if len(one[0]) > 1 else Finding.INITIAL
    if len(one[0]) == 1 or len(other[0]) == 1:
        fits = all(map(_may_stand_for, one, other))
        return Finding.INITIAL if fits else Finding.OTHER
    return _written_out(one, other)


def _may_stand_for(one: str, other: str) -> bool:
    """Whether two given names are equal, or one is the initial of the other."""
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


def _written_out(one: tuple[str, ...], other: tuple[str, ...]) -> Finding:
    if set(one) <= set(other) or set(other) <= set(one):
        return Finding.PART
    fewer, more = sorted((one, other), key=len)
    if len(fewer) == 1 and len(more) == 2 and len(more[1]) == 1 and more[0] == fewer[0]:
        return Finding.PART
    if len(one) == len(other) and all(map(_may_stand_for, one, other)):
        return Finding.PART
    if is_short_form(one[0], other[0]):
        return Finding.SHORT
    return Finding.CLOSE if is_close("".join(one), "".join(other)) else Finding.OTHER


def family_names(one: tuple[str, ...], other: tuple[str, ...]) -> Finding:
    """How the family names of two senders relate.

    >>> str(family_names(("muster", "probe"), ("probe",)))
    'part'
    >>> str(family_names(("muster",), ("beleg",)))
    'different'
    """
    if not one or not other:
        return Finding.MISSING
    if "".join(one) == "".join(other):
        return Finding.SAME
    if set(one) & set(other):
        return Finding.PART
    first, second = "".join(one), "".join(other)
    if is_close(first, second) or (
        min(len(first), len(second)) > 4 and _sound_alike(first, second)
    ):
        return Finding.CLOSE
    return Finding.OTHER


@lru_cache(maxsize=1 << 16)
def is_close(one: str, other: str) -> bool:
    """Whether typing, reading or scanning errors explain the difference of two words.

    One slip (letter left out, added, replaced, or exchanged with its neighbour) in up to seven
    letters, two in longer words; none in words of fewer than three.
    """
    if _within_slips(one, other) or _within_slips(_short(one), _short(other)):
        return True
    return max(len(one), len(other)) > 3 and _as_scanned(one) == _as_scanned(other)


def _within_slips(one: str, other: str) -> bool:
    from rapidfuzz.distance import DamerauLevenshtein

    longer = max(len(one), len(other))
    most = 0 if longer < 3 else 1 if longer < 8 else 2
    if abs(len(one) - len(other)) > most:
        return False
    return DamerauLevenshtein.distance(one, other, score_cutoff=most) <= most


def _short(word: str) -> str:
    """Written-out umlauts as one letter, as they were typed."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


@lru_cache(maxsize=1 << 12)
def spelling(given: str) -> str:
    """A given name without what only spelling varies: Martha and Marta are one name.

    >>> spelling("stephan") == spelling("stefan"), spelling("jan") == spelling("jana")
    (True, False)
    """
    for written, heard in (
        ("ph", "f"),
        ("th", "t"),
        ("ck", "k"),
        ("c", "k"),
        ("y", "i"),
        ("ie", "i"),
    ):
        given = given.replace(written, heard)
    once = "".join(char for at, char in enumerate(given) if at == 0 or given[at - 1] != char)
    return once[:1] + once[1:].replace("h", "")


@lru_cache(maxsize=1 << 16)
def _as_scanned(word: str) -> str:
    """Letters that scanners take for each other made one."""
    for seen, letters in (("m", "rn"), ("d", "cl"), ("w", "vv"), ("u", "ii"), ("l", "i")):
        word = word.replace(letters, seen)
    return word


def _sound_alike(one: str, other: str) -> bool:
    return abs(len(one) - len(other)) <= 2 and sound(one) == sound(other)


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """The Cologne code, remembered."""
    return cologne_code(word)


def addresses(one: Address, other: Address) -> Finding:
    """How two addresses relate.

    SAME: one front door. CLOSE: the same but for a slip in the street, the postcode or the letter
    behind the number. STREET: another number in the same street. PLACE: one of them tells only the
    place. OTHER: two places to live.
    """
    same_place = _places(one, other)
    if one.is_whole and other.is_whole:
        return _whole_addresses(one, other, same_place)
    if same_place is Finding.SAME:
        return Finding.PLACE
    return Finding.MISSING if same_place is Finding.MISSING else Finding.OTHER


def _whole_addresses(one: Address, other: Address, same_place: Finding) -> Finding:
    same_number = one.number == other.number
    if one.street == other.street and same_number and one.suffix == other.suffix:
        return Finding.OTHER if same_place is Finding.OTHER else _mildest(same_place)
    if same_place is Finding.OTHER:
        return Finding.OTHER
    if not (one.street == other.street or is_close(one.street, other.street)):
        return Finding.OTHER
    if same_number and (one.suffix == other.suffix or not (one.suffix and other.suffix)):
        return Finding.CLOSE
    return Finding.STREET


def _mildest(same_place: Finding) -> Finding:
    return Finding.CLOSE if same_place is Finding.CLOSE else Finding.SAME


def _places(one: Address, other: Address) -> Finding:
    """Whether postcode and town can be of one place."""
    if one.postcode and other.postcode:
        if one.postcode == other.postcode:
            return Finding.SAME
        same_town = bool(one.city) and one.city == other.city
        slip = _digits_differ(one.postcode, other.postcode) == 1
        return Finding.CLOSE if same_town and slip else Finding.OTHER
    if one.city and other.city:
        same = one.city == other.city or is_close(one.city, other.city)
        return Finding.SAME if same else Finding.OTHER
    return Finding.MISSING


def birth_dates(one: str, other: str) -> Finding:
    """How two dates of birth (YYYYMMDD) relate; CLOSE is one slip of the pen.

    >>> str(birth_dates("19610403", "19610304")), str(birth_dates("19610403", "19880403"))
    ('close', 'different')
    """
    if not one or not other:
        return Finding.MISSING
    if one == other:
        return Finding.SAME
    day_and_month = one[:4] + one[6:] + one[4:6] == other
    return Finding.CLOSE if day_and_month or _digits_differ(one, other) == 1 else Finding.OTHER


def emails(one: str, other: str) -> Finding:
    """How two e-mail addresses relate; CLOSE is one slip that leaves all digits as they are.

    >>> str(emails("e.muster@example.org", "e.mustre@example.org"))
    'close'
    >>> str(emails("muster1@example.org", "muster2@example.org"))
    'different'
    """
    if not one or not other:
        return Finding.MISSING
    if one == other:
        return Finding.SAME
    same_digits = list(filter(str.isdigit, one)) == list(filter(str.isdigit, other))
    long_enough = min(len(one), len(other)) > 8
    return Finding.CLOSE if same_digits and long_enough and _one_slip(one, other) else Finding.OTHER


def _one_slip(one: str, other: str) -> bool:
    from rapidfuzz.distance import DamerauLevenshtein

    return DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1


def _digits_differ(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=False))
