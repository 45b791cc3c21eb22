"""Invented people for rehearsals: names nobody bears, a town that does not exist."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from dialogwerk.cores.statements.words import fold, listed

_FIRST_NAMES = tuple(
    listed(
        """
        Erika Max Martha Otto Lieschen Jette Karl Frieda Emil Ida Anton Berta Konrad Dora Ludwig
        Emma Friedrich Greta Heinrich Ilse Julius Käthe Leo Marie Norbert Olga Paul Rosa Samuel
        Thea Ulrich Viola Wilhelm Yara Zeno Ayşe Mehmet Fatma Jan Agnieszka Piotr Elena Dmitri
        Lan Linh Amara Kofi Björn Søren René Zoë Anna-Lena Hans-Peter Karl-Heinz Eva-Maria
        Gülcan Özlem Jürgen Günther Bärbel
        """
    )
)
_FAMILY_BEGINNINGS = tuple(
    listed(
        """
        Beispiel Muster Probe Exempel Beleg Vorlage Entwurf Versuch Platzhalter Modell Schablone
        Skizze Formular Protokoll Vermerk Anlage Abschrift Zweitschrift Durchschlag Blankett
        """
    )
)
_FAMILY_ENDINGS = (
    "",
    *listed(
        "mann frau berger hofer meier müller bauer huber becker schmidt stein bach feld wald kamp"
    ),
)
_STREETS = tuple(
    f"{begin}{end}"
    for begin in listed(
        "Muster Beispiel Probe Linden Eichen Amsel Mühlen Schul Kirch Birken Ahorn Garten Wiesen"
        " Rosen Tannen Brunnen Finken Feld Ufer Hasel"
    )
    for end in ("weg", "straße", "gasse", "allee", "ring", "platz", "stieg", "str.")
)
TOWN = "Musterhausen"


@dataclass(frozen=True)
class RehearsedPerson:
    """An invented person; people of one household share family name and address."""

    number: int
    household: int
    name: str
    street: str
    postcode: str
    place: str
    email: str


def people(count: int, random: Random) -> list[RehearsedPerson]:
    """Persons 1, 2, 3, …, about a quarter of them living with another of them."""
    found: list[RehearsedPerson] = []
    household = 0
    while len(found) < count:
        household += 1
        family = random.choice(_FAMILY_BEGINNINGS) + random.choice(_FAMILY_ENDINGS)
        house = f"{random.randint(1, 180)}{random.choice(('', '', '', 'a', 'b'))}"
        street = f"{random.choice(_STREETS)} {house}"
        postcode = f"990{random.randint(1, 24):02d}"
        for first in random.sample(_FIRST_NAMES, random.choices((1, 2, 3, 4), (85, 10, 3, 2))[0]):
            found.append(_person(len(found) + 1, household, first, family, street, postcode))
    return found[:count]


def _person(
    number: int, household: int, first: str, family: str, street: str, postcode: str
) -> RehearsedPerson:
    plain = fold(f"{first}.{family}{number}").encode("ascii", "ignore").decode()
    return RehearsedPerson(
        number, household, f"{first} {family}", street, postcode, TOWN, f"{plain}@example.org"
    )
