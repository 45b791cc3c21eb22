"""Invented people for rehearsals: names nobody bears, a town that does not exist.

Among them are what makes telling people apart hard: households at one address (some with one e-mail
address for all), father and son of one name, namesakes elsewhere, people who married or moved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from dialogwerk.cores.statements.rehearsal_writing import Written, as_written
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

_SHARED_EMAIL = 0.2
_FATHER_AND_SON = 0.02
_MARRIED = 0.02
_MOVED = 0.03
_TITLED = 0.03
_FIRST_BIRTHDAY = date(1935, 1, 1)
_BIRTHDAYS = 365 * 70


@dataclass(frozen=True)
class RehearsedPerson:
    """An invented person; people of one household share family name and address.

    Attributes:
        name: given and family name, as the person would sign today.
        email: of the person, or of the whole household.
        birth_date: different for father and son of one name.
        title: "Dr." or empty.
        generation: "sen." or "jun." of father and son of one name in one household, who then say
            in every letter which of the two they are, so or by their date of birth; else empty.
        former_family: family name before a marriage, or empty; some letters carry it.
        former_home: street and postcode before a move, or empty; some letters carry them.
    """

    number: int
    household: int
    name: str
    street: str
    postcode: str
    place: str
    email: str
    birth_date: date
    title: str = ""
    generation: str = ""
    former_family: str = ""
    former_home: tuple[str, str] | tuple[()] = ()

    @property
    def given(self) -> str:
        return self.name.split(" ", 1)[0]

    @property
    def family(self) -> str:
        return self.name.split(" ", 1)[1]

    def as_written(self, random: Random) -> Written:
        """Name, address, e-mail and date of birth as one letter shows them, or leaves them out."""
        return as_written(self, random)


def people(count: int, random: Random) -> list[RehearsedPerson]:
    """Persons 1, 2, 3, …, about a quarter of them living with another of them."""
    found: list[RehearsedPerson] = []
    household = 0
    while len(found) < count:
        household += 1
        found.extend(_household(household, len(found) + 1, random))
    return found[:count]


def _household(household: int, number: int, random: Random) -> list[RehearsedPerson]:
    """The people behind one door, numbered on from ``number``."""
    family, home = _family_name(random), _home(random)
    first_names = random.sample(_FIRST_NAMES, random.choices((1, 2, 3, 4), (85, 10, 3, 2))[0])
    if len(first_names) > 1 and random.random() < _FATHER_AND_SON:
        first_names[1] = first_names[0]
    shares = len(first_names) > 1 and random.random() < _SHARED_EMAIL
    found = [
        _person(
            *(number + at, household, first, family, home),
            f"familie.{family}{number}" if shares else f"{first}.{family}{number + at}",
            random,
        )
        for at, first in enumerate(first_names)
    ]
    if len(set(first_names)) < len(first_names):
        found[:2] = _father_and_son(found[0], found[1])
    return found


def _father_and_son(father: RehearsedPerson, son: RehearsedPerson) -> list[RehearsedPerson]:
    born = date(father.birth_date.year + 29, son.birth_date.month, min(son.birth_date.day, 28))
    return [replace(father, generation="sen."), replace(son, generation="jun.", birth_date=born)]


def _family_name(random: Random) -> str:
    return random.choice(_FAMILY_BEGINNINGS) + random.choice(_FAMILY_ENDINGS)


def _home(random: Random) -> tuple[str, str]:
    """Street with number, and postcode."""
    house = f"{random.randint(1, 180)}{random.choice(('', '', '', 'a', 'b'))}"
    return f"{random.choice(_STREETS)} {house}", f"990{random.randint(1, 24):02d}"


def _person(
    number: int,
    household: int,
    first: str,
    family: str,
    home: tuple[str, str],
    mailbox: str,
    random: Random,
) -> RehearsedPerson:
    plain = fold(mailbox).encode("ascii", "ignore").decode()
    return RehearsedPerson(
        *(number, household, f"{first} {family}", *home, TOWN, f"{plain}@example.org"),
        birth_date=_FIRST_BIRTHDAY + timedelta(days=random.randrange(_BIRTHDAYS)),
        title="Dr." if random.random() < _TITLED else "",
        former_family=_family_name(random) if random.random() < _MARRIED else "",
        former_home=_home(random) if random.random() < _MOVED else (),
    )
