"""Finding in a letter what is known of its writer: name, organisation, house, telephone, e-mail.

Names are found however they are written: in capitals, with umlauts written out, in the genitive,
cut by a hyphen at the end of a line or by a scanner's blank, with digits for letters (``Mu11er``).
This is the net under every redaction: what it finds is hidden whatever a person decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dialogwerk.cores.statements.redaction_marks import Kind, Mark
from dialogwerk.cores.statements.words import fold, fold_cached, listed

LEAST_LETTERS = 3
"""Of a name that is found in any spelling; shorter ones only as they are written."""
_LEAST_FOR_SCANNERS = 5
_MOST_PIECES = 8

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Begins where no such character stands before, or a long word would be tried from each letter on.
_NUMBER = re.compile(r"(?<!\w)\+?\d[\d\s()/.–-]{3,40}\d")
_PIECE = re.compile(r"[^\W_]+")
_SEAM = re.compile(r"[\s\-‐‑¬\u00ad\u0300-\u036f\u200b-\u200d\u2060\ufeff]{1,6}")
_INITIALS = re.compile(r"(?<!\w)(?:[A-ZÄÖÜ]\.[ -]?){1,3}$")
_BROKEN_SEAM = re.compile(r"[-‐‑¬\u00ad\u0300-\u036f\u200b-\u200d\u2060\ufeff]|\n")
_ENDINGS = ("", *listed("s es ens sche schen scher sches schem"))
_TITLES = frozenset(
    listed(
        "herr herrn frau familie fam eheleute ehepaar dr prof dipl ing med jur rer nat phil mag ra"
        " von van vom zu zur zum der die das den dem de del di da und u geb geborene verw and the"
        " unbekannt unknown erben e v ev ggmbh gmbh kg ohg ag mbh co"
    )
)
EVERYDAY = frozenset(
    listed(
        "weiss klein gross lang kurz neu gut schnell stark jung alt frei fromm reich braun schwarz"
        " rot gruen grau blau kalt still streng ernst roth fuchs wild sauer hart weich lieb recht"
        " all als am an auf aus bei bis da du ein er es fuer ich ihr im in ist ja man mit nach nur"
        " ob oder sie so um uns vor war was wer wie wir wo zu zum zur noch doch auch hier mal bald"
        " may mark will wann wenn denn dann sehr mehr ohne oben unten ganz halb kern rose"
    )
)
"""Words that are names only with a capital letter (``Herr Klein``, but ``zu klein``)."""
_NOUNS = frozenset(
    listed(
        "heide ernst rosa mark wolf august mai april juni juli linde sommer winter"
        " sonntag montag freitag wald berg bach feld see haus hof rain stein ort land markt kamp"
        " grund weg platz garten wind park laerm natur wasser luft vogel fluss wiese acker dorf"
        " stadt gemeinde kreis kirche schule strasse mauer tal muehle busch baum"
    )
)
"""Given names that are common nouns as well: found only beside another word of the name."""
_LIKE = str.maketrans({"1": "l", "i": "l", "|": "l", "0": "o", "5": "s", "8": "b", "6": "b"})


@dataclass(frozen=True, slots=True)
class Known:
    """What the vault knows of one person; every field may be empty."""

    name: str = ""
    organisation: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    email: str = ""
    phone: str = ""

    @property
    def is_empty(self) -> bool:
        return not any((self.name, self.organisation, self.street, self.phone, self.email))


@dataclass(frozen=True, slots=True)
class _Sought:
    """One person's names and numbers in the form in which they are looked for.

    Attributes:
        names, scanned: from each form of a word, folded or as a scanner sees it, to the word.
        written: words of two letters, found only with a capital letter.
        beginnings: what a word cut in two can begin with.
        alone: the words that tell who it is without another beside them.
    """

    names: Mapping[str, str]
    written: frozenset[str]
    scanned: Mapping[str, str]
    beginnings: frozenset[str]
    alone: frozenset[str]
    phrases: tuple[tuple[Kind, tuple[str, ...]], ...]
    digits: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a name stands, and which of its words it is."""

    start: int
    end: int
    name: str


def known_marks(text: str, known: Known) -> list[Mark]:
    """E-mail addresses, and everything in the text that the vault knows of this person.

    >>> [m.of(t) for t in ["Erika BEI-\\nSPIELs Haus"]
    ...  for m in known_marks(t, Known(name="Erika Beispiel"))]
    ['Erika', 'BEI-\\nSPIELs']
    """
    marks = [Mark(*found.span(), Kind.EMAIL, 1.0, "pattern") for found in EMAIL.finditer(text)]
    if known.is_empty:
        return marks
    sought = _sought(known)
    pieces = [(fold_cached(one[0]), *one.span()) for one in _PIECE.finditer(text)]
    marks += _names(text, pieces, sought)
    marks += _phrases(pieces, sought)
    marks += _numbers(text, sought.digits)
    return sorted(marks)


def name_words(name: str) -> list[str]:
    """The folded words of a name that can tell who somebody is; titles and particles left out.

    >>> name_words("Dr. Erika von Muster-Beispiel")
    ['erika', 'muster', 'beispiel']
    """
    found = [fold(piece).strip("0123456789") for piece in _PIECE.findall(name)]
    return [word for word in found if len(word) > 1 and word not in _TITLES]


@lru_cache(maxsize=4096)
def _sought(known: Known) -> _Sought:
    words = name_words(known.name)
    surname = _surname(known.name, words)
    whole = {word for word in words if len(word) >= LEAST_LETTERS}
    alone = frozenset(word for word in whole if word == surname or word not in _NOUNS)
    short = {word for word in words if len(word) < LEAST_LETTERS and word not in EVERYDAY}
    return _Sought(
        names={word + ending: word for word in sorted(whole) for ending in _ENDINGS},
        written=frozenset(short),
        scanned={
            _scanned(word) + ending: word
            for word in sorted(whole)
            if len(word) >= _LEAST_FOR_SCANNERS
            for ending in ("", "s")
        },
        beginnings=frozenset(word[:end] for word in whole for end in range(1, len(word))),
        alone=alone,
        phrases=tuple(_sought_phrases(known)),
        digits=_national(re.sub(r"\D", "", known.phone)),
    )


def _surname(name: str, words: list[str]) -> str:
    if "," in name:
        first = name_words(name.split(",", 1)[0])
        return first[-1] if first else ""
    return words[-1] if words else ""


def _sought_phrases(known: Known) -> Iterator[tuple[Kind, tuple[str, ...]]]:
    organisation = tuple(fold(one) for one in _PIECE.findall(known.organisation))
    if sum(map(len, organisation)) >= LEAST_LETTERS:
        yield Kind.NAME, organisation
    if any(char.isdigit() for char in known.street):
        yield Kind.ADDRESS, tuple(_house(fold(one)) for one in _PIECE.findall(known.street))


def _house(word: str) -> str:
    """A street however it is shortened: Musterstr. is Musterstraße."""
    return f"{word}asse" if word.endswith("str") else word


@lru_cache(maxsize=65536)
def _scanned(word: str) -> str:
    """What several spellings look like to a scanner: rn and m, 1 and l, ü and u."""
    plain = word.translate(_LIKE).replace("ue", "u").replace("oe", "o").replace("ae", "a")
    return plain.replace("rn", "m").replace("vv", "w").replace("cl", "d").replace("ll", "l")


# Names


def _names(text: str, pieces: list[tuple[str, int, int]], sought: _Sought) -> Iterator[Mark]:
    places = _places(text, pieces, sought)
    for at, place in enumerate(places):
        if place.name in sought.alone or _has_neighbour(text, places, at):
            initials = _INITIALS.search(text[max(0, place.start - 12) : place.start])
            before = len(initials[0]) if initials else 0
            yield Mark(place.start - before, place.end, Kind.NAME, 1.0, "vault")


def _places(text: str, pieces: list[tuple[str, int, int]], sought: _Sought) -> list[_Place]:
    found = []
    for at, (word, start, end) in enumerate(pieces):
        name = _name_in(word, sought)
        if name and not (name in EVERYDAY and text[start:end].islower()):
            found.append(_Place(start, end, name))
        elif text[start:end] != word and word in sought.written:
            found.append(_Place(start, end, word))
        if word in sought.beginnings and (place := _broken(text, pieces, at, sought)):
            found.append(place)
    return sorted(found, key=lambda one: (one.start, one.end))


def _name_in(word: str, sought: _Sought) -> str:
    """The name that this folded word is, in any case; empty if it is none."""
    if name := sought.names.get(word) or sought.names.get(word.strip("0123456789")):
        return name
    if len(word) >= _LEAST_FOR_SCANNERS - 1 and sought.scanned:
        return sought.scanned.get(_scanned(word), "")
    return ""


def _broken(
    text: str, pieces: list[tuple[str, int, int]], at: int, sought: _Sought
) -> _Place | None:
    """A name that begins with this piece and goes on behind a hyphen, a blank or a line's end."""
    start = pieces[at][1]
    for upto in range(at + 1, min(at + _MOST_PIECES, len(pieces))):
        end = pieces[upto][2]
        if not _SEAM.fullmatch(text, pieces[upto - 1][2], pieces[upto][1]):
            return None
        whole = fold(text[start:end])
        if (name := _name_in(whole, sought)) and not _is_everyday(text[start:end], name):
            return _Place(start, end, name)
        if whole not in sought.beginnings:
            return None
    return None


def _is_everyday(written: str, name: str) -> bool:
    """Whether two words of everyday speech make up the name by chance ("all es", Alles)."""
    pieces = [fold(one) for one in _PIECE.findall(written)]
    return not _BROKEN_SEAM.search(written) and (
        name in EVERYDAY or any(one in EVERYDAY for one in pieces)
    )


def _has_neighbour(text: str, places: list[_Place], at: int) -> bool:
    """Whether another word of the name stands right beside this one."""
    for one, other in ((at - 1, at), (at, at + 1)):
        if one >= 0 and other < len(places):
            between = text[places[one].end : places[other].start]
            if len(between) <= 5 and not any(char.isalnum() for char in between):
                return True
    return False


# Phrases and numbers


def _phrases(pieces: list[tuple[str, int, int]], sought: _Sought) -> Iterator[Mark]:
    for kind, phrase in sought.phrases:
        for at, (word, start, _end) in enumerate(pieces):
            if _house(word) == phrase[0] and (last := _follows(pieces, at, phrase)) >= 0:
                yield Mark(start, pieces[last][2], kind, 1.0, "vault")


def _follows(pieces: list[tuple[str, int, int]], at: int, phrase: tuple[str, ...]) -> int:
    """Index of the last piece of the phrase that begins here; -1 if it does not stand here.

    House numbers are compared without the blanks in them: 3 a is 3a, and Nr. may stand before.
    """
    wanted, have = "".join(phrase), ""
    for index in range(at, min(at + len(phrase) + 3, len(pieces))):
        word = _house(pieces[index][0])
        if word in ("nr", "hausnummer", "hausnr") and not wanted.startswith(have + word):
            continue
        have += word
        if have == wanted:
            return index
        if not wanted.startswith(have):
            return -1
    return -1


def _numbers(text: str, digits: str) -> Iterator[Mark]:
    if len(digits) <= LEAST_LETTERS:
        return
    for found in _NUMBER.finditer(text):
        if digits in _national(re.sub(r"\D", "", found[0])):
            yield Mark(*found.span(), Kind.PHONE, 1.0, "vault")


def _national(digits: str) -> str:
    """A telephone number without the code of the country and the zero before the area.

    >>> _national("004912345678"), _national("012345678")
    ('12345678', '12345678')
    """
    return re.sub(r"^(?:0049|49(?=\d{9})|0+)", "", digits)
