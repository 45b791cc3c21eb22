"""How invented people write themselves in one letter, and how a clerk types it: never twice alike.

Only what happens to real letters: initials, "Muster, Erika", Str. for Straße, typing errors,
umlauts written out, fields left empty, the name before a marriage, the address before a move.
"""

from __future__ import annotations

import re
from datetime import date
from random import Random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dialogwerk.cores.statements.rehearsal_people import RehearsedPerson

_EMAIL_GIVEN = 0.45
_BIRTH_DATE_GIVEN = 0.3
_FORMER_NAME = 0.2
_FORMER_HOME = 0.3
_NAME_AS_IS = 0.88
_STREET_AS_IS = 0.78
_WRITTEN_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Written(NamedTuple):
    """The fields of one letter; the date of birth as ISO date; what is not given is empty."""

    name: str
    street: str
    postcode: str
    place: str
    email: str
    birth_date: str


def as_written(person: RehearsedPerson, random: Random) -> Written:
    """The person's fields as one letter shows them."""
    family = person.family
    if person.former_family and random.random() < _FORMER_NAME:
        family = person.former_family
    street, postcode = person.street, person.postcode
    if person.former_home and random.random() < _FORMER_HOME:
        street, postcode = person.former_home
    tells_birth = random.random() < _BIRTH_DATE_GIVEN
    name = _name(person.given, family, person.title, random)
    if person.generation and not tells_birth:
        name = f"{name} {person.generation}"
    return Written(
        name,
        _street(street, random),
        "" if random.random() < 0.01 else postcode,
        mistyped(person.place, random) if random.random() < 0.005 else person.place,
        person.email if random.random() < _EMAIL_GIVEN else "",
        _birth_date(person.birth_date, random) if tells_birth else "",
    )


def mistyped(word: str, random: Random) -> str:
    """One letter left out, doubled, exchanged with its neighbour or replaced; never the first."""
    if len(word) < 4:
        return word
    at = random.randrange(1, len(word) - 1)
    kind = random.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + random.choice(_LETTERS) + word[at + 1 :]


def _name(given: str, family: str, title: str, random: Random) -> str:
    full = f"{given} {family}"
    luck = random.random()
    if title and random.random() < 0.5:
        full = f"{title} {full}"
    if luck < _NAME_AS_IS:
        return full
    if luck < 0.895:
        return f"{mistyped(given, random)} {family}"
    if luck < 0.91:
        return f"{given} {mistyped(family, random)}"
    if luck < 0.93:
        return f"{given[0]}. {family}"
    if luck < 0.95:
        return f"{family}, {given}"
    if luck < 0.96:
        return full.upper()
    if luck < 0.975:
        return full.translate(_WRITTEN_OUT)
    if luck < 0.98:
        return f"{family} {given}"
    if luck < 0.99:
        return f"{random.choice(('Herr', 'Frau'))} {full}"
    return f"{given.split('-')[0]} {family}"


def _street(street: str, random: Random) -> str:
    luck = random.random()
    if luck < _STREET_AS_IS:
        return street
    if luck < 0.81:
        return ""
    if luck < 0.94:
        return _other_spelling(street)
    if luck < 0.96:
        return street.translate(_WRITTEN_OUT)
    if luck < 0.98:
        return re.sub(r"(\d)([a-z])$", r"\1 \2", street)
    return mistyped(street.rsplit(" ", 1)[0], random) + " " + street.rsplit(" ", 1)[1]


def _other_spelling(street: str) -> str:
    if "straße" in street:
        return street.replace("straße", "str.")
    return street.replace("str.", "straße").replace("platz", "pl.")


def _birth_date(day: date, random: Random) -> str:
    if random.random() < 0.005 and day.day <= 12:
        day = date(day.year, day.day, day.month)
    return day.isoformat()
