"""Names under which people know Länder, types of procedures and special laws."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from .citing import ACTS
from .declaring import ProcedureType
from .procedures import procedure_type, procedure_types

_LAENDER = {
    "BB": ("Brandenburg", "BRB", "Bbg"),
    "BE": ("Berlin", "Bln"),
    "BW": ("Baden-Württemberg", "BaWü", "Baden-Wuerttemberg"),
    "BY": ("Bayern", "Bavaria", "BAY", "Freistaat Bayern"),
    "HB": ("Bremen", "Freie Hansestadt Bremen"),
    "HE": ("Hessen", "Hesse", "HES"),
    "HH": ("Hamburg", "Hmb", "Freie und Hansestadt Hamburg"),
    "MV": ("Mecklenburg-Vorpommern", "MVP", "Mecklenburg-Western Pomerania"),
    "NI": ("Niedersachsen", "Lower Saxony", "NDS", "Nds."),
    "NW": ("Nordrhein-Westfalen", "NRW", "North Rhine-Westphalia", "NORDRHEIN WESTFALEN"),
    "RP": ("Rheinland-Pfalz", "RLP", "Rhineland-Palatinate"),
    "SH": ("Schleswig-Holstein",),
    "SL": ("Saarland",),
    "SN": ("Sachsen", "Saxony", "Freistaat Sachsen"),
    "ST": ("Sachsen-Anhalt", "Saxony-Anhalt", "LSA"),
    "TH": ("Thüringen", "Thuringia", "Thueringen", "Freistaat Thüringen"),
    "DE": ("Deutschland", "Germany", "Bund", "federal", "bundesweit"),
}
_TYPES: Mapping[str, tuple[str, str]] = {
    "planfeststellungsverfahren": ("planfeststellung", ""),
    "planapproval": ("planfeststellung", ""),
    "bundesfachplanung": ("planfeststellung", "bundesfachplanung"),
    "immissionsschutz": ("bimschg", ""),
    "bundesimmissionsschutzgesetz": ("bimschg", ""),
    "genehmigungsverfahrenbimschg": ("bimschg", ""),
    "bimschggenehmigung": ("bimschg", ""),
    "bauleitplanung": ("bauleitplan", ""),
    "bebauungsplan": ("bauleitplan", ""),
    "bplan": ("bauleitplan", ""),
    "flachennutzungsplan": ("bauleitplan", ""),
    "raumordnungsplan": ("raumordnung", ""),
    "raumvertraglichkeitsprufung": ("raumvertraeglichkeit", ""),
    "raumordnungsverfahren": ("raumvertraeglichkeit", ""),
    "rvp": ("raumvertraeglichkeit", ""),
    "kleineanfrage": ("kleine_anfrage", ""),
    "grosseanfrage": ("kleine_anfrage", "grosse"),
}
_LAWS = {
    **dict.fromkeys(ACTS.values(), "vwvfg"),
    "verwaltungsverfahrensgesetz": "vwvfg",
    "vwvfgbund": "vwvfg",
    "vwvfgnrw": "vwvfg",
    "bundesfernstraßengesetz": "fstrg",
    "allgemeineseisenbahngesetz": "aeg",
    "energiewirtschaftsgesetz": "enwg",
    "personenbeförderungsgesetz": "pbefg",
    "wasserhaushaltsgesetz": "whg",
    "luftverkehrsgesetz": "luftvg",
    "bundeswasserstraßengesetz": "wastrg",
    "netzausbaubeschleunigungsgesetz": "nabeg",
    **dict.fromkeys(
        ("strwgnrw", "nstrg", "strg", "baystrwg", "lstrg", "hstrg", "SächsStrG", "Straßengesetz"),
        "strwg",
    ),
}
_JOINTS = re.compile(r"\s*(?:[/,;&+|]|\bund\b|\band\b)\s*", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"(.*?)\s*[(\[]\s*(.*?)\s*[)\]]\s*\Z")
_CITATION = re.compile(
    r"§+|\b\d+[a-z]?\b|\b(?:art|abs|satz|nr|bis|und|mit|s|f|ff)\b\.?", re.IGNORECASE
)
_SECTION = re.compile(r"(\d+[a-z]?)\b", re.IGNORECASE)
_SECTIONS = re.compile(r"§+ (\d+[a-z]?)\b(?:(?:–|-| bis )(\d+[a-z]?))?")


@lru_cache(4096)
def folded(text: str) -> str:
    """Letters and digits alone, without case and without dots over letters.

    >>> folded("Display-Start"), folded("Große Anfrage"), folded("Raumverträglichkeit")
    ('displaystart', 'grosseanfrage', 'raumvertraglichkeit')
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def land_code(text: str) -> str:
    """Code of a Land, or of several joined by "/"; what is not known stays as written.

    >>> land_code("NRW"), land_code("Schleswig-Holstein und Niedersachsen"), land_code("DE-BY")
    ('NW', 'SH/NI', 'BY')
    >>> land_code("DE (SH/NI)"), land_code("Hessen (HE)"), land_code("Atlantis")
    ('SH/NI', 'HE', 'Atlantis')
    """
    bracket = _IN_BRACKETS.match(text)
    if bracket:
        head, inner = bracket.groups()
        text = inner if not head or _one_land(head) == "DE" else head
    codes = [_one_land(one) for one in _JOINTS.split(text) if one]
    return "/".join(dict.fromkeys(codes)) or text


def _one_land(name: str) -> str:
    plain = folded(name)
    known = _land_names()
    return known.get(plain) or known.get(plain.removeprefix("de").removeprefix("land")) or name


@cache
def _land_names() -> Mapping[str, str]:
    return {folded(name): code for code, names in _LAENDER.items() for name in (code, *names)}


@lru_cache(1024)
def type_and_variant(text: str) -> tuple[str, str]:
    """Id of a type, and the variant if its name says it; what is not known stays as written.

    >>> type_and_variant("Bundesfachplanung")
    ('planfeststellung', 'bundesfachplanung')
    """
    plain = folded(text)
    for one in procedure_types():
        if plain in (folded(one.id), folded(one.name.de), folded(one.name.en)):
            return one.id, ""
    return _TYPES.get(plain, (text, ""))


@lru_cache(1024)
def variant_id(type_: str, text: str) -> str:
    """Id of a special law by id, name or norm, with or without its section.

    >>> variant_id("planfeststellung", "VwVfG NRW"), variant_id("planfeststellung", "§ 72 LVwVfG")
    ('vwvfg', 'vwvfg')
    """
    declared = procedure_type(type_)
    plain = folded(text)
    for choice in declared.variants:
        written = (choice.id, choice.name.de, choice.name.en, choice.norm)
        if plain in [folded(one) for one in written if one]:
            return choice.id
    return _by_section(declared, text) or _by_law(declared, text) or text


def _by_section(declared: ProcedureType, text: str) -> str:
    """By the section that the norm of a variant names: "§ 13a BauGB", "§ 9 NABEG", "13a"."""
    wanted = _SECTION.search(text)
    if not wanted:
        return ""
    law = folded(_CITATION.sub(" ", text))
    fitting = sorted(
        (width, choice.id)
        for choice in declared.variants
        if (width := _width_around(wanted[1].casefold(), choice.norm)) is not None
        and law in ("", folded(_CITATION.sub(" ", choice.norm)))
    )
    is_clear = fitting and (len(fitting) == 1 or fitting[0][0] < fitting[1][0])
    return fitting[0][1] if is_clear else ""


def _width_around(section: str, norm: str) -> int | None:
    """How many sections the norm spans if this one is among them; 0 if it names this one alone.

    >>> _width_around("9", "§§ 4–15 NABEG"), _width_around("13a", "§ 13 BauGB")
    (12, None)
    """
    found = _SECTIONS.search(norm)
    if not found:
        return None
    first, last = found[1], found[2]
    if not last:
        return 0 if section == first else None
    low, high, number = (int(re.sub(r"\D", "", one)) for one in (first, last, section))
    return high - low + 1 if low <= number <= high else None


def _by_law(declared: ProcedureType, text: str) -> str:
    """By the short name of the law alone: "§ 17 FStrG" is "fstrg"."""
    law = folded(_CITATION.sub(" ", text))
    law = _laws().get(law, law)
    return law if law in [choice.id for choice in declared.variants] else ""


@cache
def _laws() -> Mapping[str, str]:
    return {folded(name): variant for name, variant in _LAWS.items()}
