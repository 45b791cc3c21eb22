"""Which column of a file is which field, in the layouts that are known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from .errors import NoColumns, UnknownColumn, UnknownField

THEMES: Final = "themes"
FIELDS: Final = (
    *("id", "title", "text", "url", "category", "date", "latitude", "longitude", "place"),
    *("shown_as", "support", "state", "answer", "decided_on"),
)
"""What a column can hold; besides these there are columns for themes, each 1 or 0."""

_LABEL_VALUES = frozenset({"0", "1", ""})


class Source(StrEnum):
    """Where a file comes from."""

    TABLE = "table"
    ADHOCRACY = "adhocracy"
    DECIDIM = "decidim"


@dataclass(frozen=True, slots=True)
class Columns:
    """Field → column; ``themes`` are columns that say 1 where a theme applies.

    Attributes:
        instead: columns looked at where the one of the field is empty, such as other languages.
    """

    of: Mapping[str, str]
    themes: tuple[str, ...] = ()
    instead: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def checked(self, header: Sequence[str]) -> Columns:
        """The same without empty entries.

        Raises:
            UnknownField, UnknownColumn: a name that does not exist.
            NoColumns: neither text nor title.
        """
        used = {name: column for name, column in self.of.items() if column}
        for name, column in used.items():
            if name not in FIELDS:
                raise UnknownField(field=name, fields=", ".join(FIELDS))
            _check_column(column, header)
        for column in self.themes:
            _check_column(column, header)
        if not {"text", "title"} & used.keys():
            raise NoColumns(columns=", ".join(header))
        return replace(self, of=used)


def _check_column(column: str, header: Sequence[str]) -> None:
    if column not in header:
        raise UnknownColumn(column=column, columns=", ".join(header))


_TABLE: Final[Mapping[str, str]] = {
    "id": "id nr nummer lfdnr laufendenummer kennung documentid beitragsnummer beitragid code",
    "title": "title titel ueberschrift betreff headline name thema",
    "text": "text beitrag beitragstext inhalt beschreibung description body content anregung",
    "url": "url link adresse permalink webadresse quelle",
    "category": "category kategorie rubrik bereich",
    "date": "date datum created createdat erstellt erstelltam publishedat veroeffentlicht"
    " veroeffentlichtam zeitpunkt eingang",
    "latitude": "latitude lat breite breitengrad geographischebreite",
    "longitude": "longitude lon lng long laenge laengengrad geographischelaenge",
    "place": "place ort ortsname ortsangabe location standort",
    "shown_as": "author autor autorin verfasser verfasserin shownas gezeigtals anzeigename",
    "support": "support supportcount unterstuetzung unterstuetzungen zustimmungen likes votes",
}
# The layout of adhocracy+ and mein.berlin: headings in the language of whoever exports.
_ADHOCRACY: Final[Mapping[str, str]] = {
    "id": "referenceno referencenumber referenznr referenznummer",
    "url": "link",
    "title": "title titel name",
    "text": "description beschreibung",
    "category": "category kategorie",
    "longitude": "locationlongitude ortlaengengrad ortsangabelaengengrad standortlaengengrad",
    "latitude": "locationlatitude ortbreitengrad ortsangabebreitengrad standortbreitengrad",
    "place": "locationlabel bezeichnungdesortes ortsbezeichnung ortsangabe adresse",
    "shown_as": "creator ersteller erstellerin erstellervon",
    "date": "created erstellt erstelltam",
    "support": "positiveratings positivebewertungen",
    "state": "moderatorfeedback status moderatorenfeedback moderationsrueckmeldung",
    "answer": "officialstatement feedback moderatorstatement offiziellestellungnahme"
    " offizielleantwort rueckmeldung",
}
# The layout of Decidim: nested values, their names joined by “/”; texts by language.
_DECIDIM: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id",),
    "title": ("title",),
    "text": ("body",),
    "url": ("url",),
    "category": ("category/name", "category", "taxonomies/name", "scope/name"),
    "date": ("published_at", "created_at"),
    "latitude": ("latitude",),
    "longitude": ("longitude",),
    "place": ("address",),
    "shown_as": ("author/name",),
    "support": ("votes", "supports", "likes/total_count", "endorsements/total_count"),
    "state": ("state",),
    "answer": ("answer",),
    "decided_on": ("answered_at", "state_published_at"),
}
_TEXTS: Final = frozenset({"title", "text", "answer", "category"})
_LANGUAGES: Final = ("de", "en")


def detect(header: Sequence[str]) -> Source:
    """Which layout a file has, by the names of its columns.

    >>> detect(["id", "title/de", "body/de", "state", "reference", "url"]).value
    'decidim'
    >>> detect(["Referenznummer", "Link", "Titel", "Beschreibung", "Erstellt"]).value
    'adhocracy'
    >>> detect(["id", "title", "text", "url"]).value
    'table'
    """
    roots = {column.partition("/")[0] for column in header}
    if {"title", "body", "state", "reference"} <= roots:
        return Source.DECIDIM
    found = _by_words(header, _ADHOCRACY)
    if {"id", "url", "text"} <= found.keys():
        return Source.ADHOCRACY
    return Source.TABLE


def propose(
    header: Sequence[str], source: Source, samples: Iterable[Mapping[str, str]] = ()
) -> Columns:
    """What the columns probably hold; a person confirms it.

    Args:
        samples: some rows; columns that hold only 1 and 0 are proposed as themes.

    >>> propose(["id", "title", "text", "url"], Source.TABLE).of["text"]
    'text'
    """
    if source is Source.DECIDIM:
        return _of_decidim(header)
    words = _ADHOCRACY if source is Source.ADHOCRACY else _TABLE
    found = _by_words(header, words)
    rest = [column for column in header if column not in found.values()]
    themes = _labels(rest, list(samples)) if source is Source.TABLE else ()
    return Columns(found, themes)


def _by_words(header: Sequence[str], words: Mapping[str, str]) -> dict[str, str]:
    """Field → the first column with one of its names, each column once."""
    found: dict[str, str] = {}
    for name, spellings in words.items():
        wanted = spellings.split()
        fitting = [one for one in header if folded(one) in wanted and one not in found.values()]
        if fitting:
            found[name] = min(fitting, key=lambda one: wanted.index(folded(one)))
    return found


def _labels(columns: Sequence[str], samples: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Columns that say only 1 and 0 in the samples, and are not empty throughout."""
    return tuple(
        column
        for column in columns
        if {row[column].strip() for row in samples} <= _LABEL_VALUES
        and any(row[column].strip() for row in samples)
    )


def _of_decidim(header: Sequence[str]) -> Columns:
    found: dict[str, str] = {}
    instead: dict[str, tuple[str, ...]] = {}
    for name, roots in _DECIDIM.items():
        fitting = [one for root in roots for one in _in_languages(header, root, name)]
        if fitting:
            found[name] = fitting[0]
            if name in _TEXTS:
                instead[name] = tuple(fitting[1:])
    return Columns(found, (), instead)


def _in_languages(header: Sequence[str], root: str, name: str) -> list[str]:
    """The columns of one value: plain, German, English, then others as they stand."""
    plain = [root] if root in header else []
    if name not in _TEXTS:
        return plain
    spoken = [one for one in header if re.fullmatch(re.escape(root) + "/[a-z]{2}(-[A-Z]{2})?", one)]

    def order(column: str) -> int:
        language = column.rpartition("/")[2]
        return _LANGUAGES.index(language) if language in _LANGUAGES else len(_LANGUAGES)

    return [*plain, *sorted(spoken, key=order)]


def folded(name: str) -> str:
    """A column name reduced to letters and digits: case, umlauts and signs folded away.

    >>> folded("Ort (Längengrad)")
    'ortlaengengrad'
    """
    spelled = name.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    plain = unicodedata.normalize("NFKD", spelled.replace("ß", "ss"))
    return re.sub(r"[^a-z0-9]", "", plain)
