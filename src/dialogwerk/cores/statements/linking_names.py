"""Names as people write them: titles, "Muster, Erika", initials, double names, "geb.", jun.

>>> read_name("Dr. Erika von Muster-Probe, geb. Beleg").family
('muster', 'probe')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from dialogwerk.cores.statements.linking_given_names import known_given_names, plain
from dialogwerk.cores.statements.words import listed

_TITLES = frozenset(
    listed(
        "dr doktor prof professor dipl ing med dent vet rer nat phil jur iur oec agr hc h.c mag msc"
        " bsc mba llm phd ba-hons herr frau herrn hr fr fraeulein rechtsanwalt rechtsanwaeltin ra"
        " pfarrer pfarrerin pastor pastorin pd apl habil em univ"
    )
)
_PARTICLES = frozenset(
    listed(
        "von van vom zu zum zur zum de der den del della di da dos du la le el al ten ter te und"
        " freiherr freifrau graf graefin baron baronin"
    )
)
_YOUNGER = frozenset(listed("jun jr junior ii"))
_ELDER = frozenset(listed("sen sr senior i"))
_BORN = re.compile(r"[,(\s]*\b(?:geb(?:\.|orene[rn]?\b)|n[ée]e\b)\s*([\w'’-]+)\)?", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:eheleute|ehepaar|familie|fam\.?|geschwister|erbengemeinschaft|wohngemeinschaft|wg)(?!\w)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s(?:und|u\.|&|\+)\s|\s/\s|\w/\w", re.IGNORECASE)
_LEGAL_FORM = re.compile(r"\b(?:gmbh|ag|kg|ohg|gbr|mbh|e\.\s?v\.?|ev|eg|ug)(?!\w)", re.IGNORECASE)
_BODY = re.compile(
    r"\w*(?:verein|verband|bund|gemeinde|stadt|kreis|initiative|stiftung|kirche|partei|fraktion"
    r"|genossenschaft|behörde|amt|ministerium|kammer|gesellschaft|betrieb|werke?)(?!\w)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s,;]+")
_SCANNED = str.maketrans("01358", "olebb")


class Kind(StrEnum):
    """Who a name stands for."""

    PERSON = "person"
    SEVERAL = "several"
    BODY = "body"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the form in which names are compared: folded, without titles and particles.

    Attributes:
        given: given names, or their initials, in the order written.
        family: parts of the family name; a double name has two.
        born: family name before a marriage, if the letter says so ("geb.").
        generation: "jun", "sen" or empty.
        sure: the order of given and family name is certain (a comma, or capitals).
    """

    kind: Kind
    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    born: str = ""
    generation: str = ""
    sure: bool = False

    @property
    def is_full(self) -> bool:
        """Family name and at least one given name written out; or the whole name of a body."""
        if self.kind is Kind.PERSON:
            return bool(self.family and self.given and len(self.given[0]) > 1)
        return bool(self.family)

    @property
    def key(self) -> tuple[str, str, str]:
        """Equal for names that differ in nothing but hyphens, titles and case."""
        return (self.kind.value, "".join(self.given), "".join(self.family))

    def turned(self) -> Name:
        """Given and family name exchanged."""
        return Name(self.kind, self.family, self.given, self.born, self.generation, sure=True)


NOBODY = Name(Kind.NOBODY)


def read_name(text: str) -> Name:
    """The name in the form in which names are compared.

    >>> name = read_name("MUSTER, Hans-Peter jun.")
    >>> name.given, name.family, name.generation
    (('hans', 'peter'), ('muster',), 'jun')
    >>> read_name("Eheleute Erika und Max Muster").kind, read_name("E. Muster").is_full
    (<Kind.SEVERAL: 'several'>, False)
    """
    text = " ".join(text.split())
    if not any(map(str.isalpha, text)):
        return NOBODY
    if _is_body(text):
        return Name(Kind.BODY, family=(plain(text),))
    if _SEVERAL.search(text) or _JOINED.search(text):
        return Name(Kind.SEVERAL, family=_several(text))
    born = _BORN.search(text)
    if born is not None:
        text = text[: born.start()] + text[born.end() :]
    return _person(text, plain(born.group(1)) if born else "")


def _is_body(text: str) -> bool:
    """Whether this names a company, an authority or an association rather than people.

    "Ralf Bund" is a man: words that are family names too count only without a given name.
    """
    if _LEGAL_FORM.search(text):
        return True
    given = known_given_names()
    return bool(_BODY.search(text)) and not any(plain(word) in given for word in text.split())


def _several(text: str) -> tuple[str, ...]:
    """The people named together, in any order the same."""
    words = {plain(word) for word in re.findall(r"\w+", _SEVERAL.sub(" ", text))}
    return (" ".join(sorted(words - _TITLES - {"und", "u", ""})),)


def _person(text: str, born: str) -> Name:
    before, _comma, after = text.partition(",")
    first, last = _plain_parts(before), _plain_parts(after)
    generation = first.generation or last.generation
    if first.parts and last.parts:
        return Name(Kind.PERSON, last.flat, first.flat, born, generation, sure=True)
    parts = first.parts or last.parts
    if not parts:
        return NOBODY
    shouted = first.shouted if first.parts else last.shouted
    if 0 < len(shouted) < len(parts) and len(parts) > 1:
        family = tuple(piece for at in shouted for piece in parts[at])
        given = tuple(piece for at, part in enumerate(parts) if at not in shouted for piece in part)
        return Name(Kind.PERSON, given, family, born, generation, sure=True)
    given = tuple(piece for part in parts[:-1] for piece in part)
    return Name(Kind.PERSON, given, parts[-1], born, generation)


@dataclass(frozen=True, slots=True)
class _Parts:
    parts: tuple[tuple[str, ...], ...]
    generation: str
    shouted: tuple[int, ...]

    @property
    def flat(self) -> tuple[str, ...]:
        return tuple(piece for part in self.parts for piece in part)


def _plain_parts(text: str) -> _Parts:
    """Words without titles and particles, each split at hyphens, and what else they say."""
    parts: list[tuple[str, ...]] = []
    generation, shouted = "", []
    for word in _WORD.findall(text):
        pieces = tuple(filter(None, (_letters(piece) for piece in re.split(r"[-‐‑.]", word))))
        if not pieces or all(piece in _TITLES for piece in pieces):
            continue
        if parts and pieces[0] in _YOUNGER | _ELDER:
            generation = "jun" if pieces[0] in _YOUNGER else "sen"
            continue
        if len(pieces) == 1 and pieces[0] in _PARTICLES and word[-1] != ".":
            continue
        if word.isupper() and len(word) > 2 and "." not in word:
            shouted.append(len(parts))
        parts.append(pieces)
    return _Parts(tuple(parts), generation, tuple(shouted))


def _letters(piece: str) -> str:
    """Folded, digits that a scanner saw for letters put back, other digits dropped."""
    word = plain(piece)
    if len(piece) == 1:
        word = word[:1]
    if word.isalpha():
        return word
    mended = word.translate(_SCANNED)
    return "".join(filter(str.isalpha, mended)) if any(map(str.isalpha, word)) else ""


_CODES = {
    **dict.fromkeys("aeijouy", "0"),
    **dict.fromkeys("fvw", "3"),
    **dict.fromkeys("gkq", "4"),
    **dict.fromkeys("mn", "6"),
    **dict.fromkeys("sz", "8"),
    "b": "1",
    "l": "5",
    "r": "7",
}


def cologne_code(word: str) -> str:
    """Kölner Phonetik (H. J. Postel, 1969) of a folded word: equal for names that sound alike.

    >>> cologne_code("meier") == cologne_code("mayr"), cologne_code("mueller")
    (True, '657')
    """
    codes = "".join(
        _code(char, word[at - 1 : at], word[at + 1 : at + 2]) for at, char in enumerate(word)
    )
    once = re.sub(r"(.)\1+", r"\1", codes)
    return once[:1] + once[1:].replace("0", "")


def _code(char: str, before: str, after: str) -> str:
    if char in _CODES:
        return _CODES[char]
    if char == "p":
        return "3" if after == "h" else "1"
    if char in "dt":
        return "8" if after and after in "csz" else "2"
    if char == "x":
        return "8" if before and before in "ckq" else "48"
    if char == "c":
        hard = "ahkloqrux" if not before else "ahkoqux"
        return "4" if after and after in hard and not (before and before in "sz") else "8"
    return ""
