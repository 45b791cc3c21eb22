"""Norms and figures that a paper names, and who asserts the figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .model import Figure, Law, Speaker, Value
from .source import Flow

_LAW = re.compile(
    r"(?P<section>(?:§§?|\bArt(?:\.|ikeln?))\s*\d{1,4}\s?[a-z]?\b"
    r"(?:\s*(?:,|und|bis|-|–|oder|ff?\.|(?:Abs(?:\.|atz|ätze)|S(?:\.|atz)|Nr\.|Nummer|Nrn\.|Alt\.|Buchst\.|Halbs\.|UAbs\.|Satz|§§?)\s*\d{1,3}\s?[a-z]?\b"
    r"|(?:Abs(?:\.|atz)|Satz|Nr\.)\s*[IVX\d]+|\d{1,4}[a-z]?\b(?!\s*\.\d)))*)"
    r"\s*(?P<law>(?:SGB|GO|GG|NV|LV|VO|RL)\s?(?:[IVX]{1,4}|LT|EU|\([A-Z]{2}\))?(?:\s(?:NRW|LSA|LT))?\b"
    r"|[A-ZÄÖÜ][A-Za-zÄÖÜäöü]{0,20}[A-ZÄÖÜ](?:\s(?:NRW|Bln|LSA|BW|MV|SH|[IVX]{1,4}))?\b|[A-Z][A-Za-z]{1,20}G\b"
    r"|(?:der|des)\s+(?:[A-ZÄÖÜ][\wäöüß]*en\s+)?[A-ZÄÖÜ][\wäöüß-]*(?:gesetz(?:es|buch(?:e?s))|verordnung|ordnung|gesetzbuches|verfassung|Verfassung|richtlinie)\b)?"
)
_NUMBER = re.compile(
    r"(?<![\w.,/§-])(?:(?P<modifier>(?i:rund|circa|ca\.|etwa|knapp|gut|über|mehr\s+als|weniger\s+als|fast|bis\s+zu|mindestens|höchstens|insgesamt))\s+)?"
    r"(?P<number>\d{1,3}(?:[.\s\u202f]\d{3})+(?:,\d+)?|\d+(?:,\d+)?|(?i:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf))"
    r"(?:\s*(?P<scale>Tausend|Tsd\.|Millionen|Million|Mio\.|Milliarden|Milliarde|Mrd\.))?"
    r"\s*(?P<unit>%|v\.\s?H\.|Prozent(?:punkte)?\b|Euro\b|EURO\b|EUR\b|€|mal\b|[A-ZÄÖÜ][a-zäöüß]+(?:[-/][A-ZÄÖÜ]?[a-zäöüß]+)*)"
)
_SCALES = {"Tausend": 3, "Tsd.": 3, "Million": 6, "Mio.": 6, "Milliarde": 9, "Mrd.": 9}
_WORDS = ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
_UNITS = {"EURO": "Euro", "EUR": "Euro", "€": "Euro", "Prozent": "%", "mal": "times"}
_NO_UNIT = re.compile(
    r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Uhr|Abs|Satz|Nr|Nummer|Alt|Halbsatz|Bis|Und|Oder|Der|Die|Das)$"
)
_BEFORE_NO_FIGURE = re.compile(
    r"(?:§§?|Abs\.|Absatz|Nr\.|Nummer|Satz|Fragen?|Ziffer|Drucksache|Drs\.|Artikel|Art\.|Anlage|Kapitel|Seite|S\.|Teil|Ebene|DIN|vom|am|Jahr|Jahre|seit|bis|und)\s*$"
)
_SOURCED = re.compile(
    r"\b(?:laut|nach\s+Angaben?|nach\s+Auskunft|gemäß|Quelle|zufolge|ausweislich|Statistik|Bericht|Erhebung)\b|[a-zäöü.“\")]\d{1,2}(?=\s|$)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SENTENCE_EDGE = re.compile(r"(?<!\d)[.!?]\s+(?=[A-ZÄÖÜ„])|\n")
_PAPER = re.compile(
    r"\b(?:Drucksachen?|Drs\.|LT-Drs\.|Landtagsdrucksache)\s*(?:Nr\.\s*)?(\d{1,2}\s*/\s*\d{1,6})\b"
)
_ANNEX = re.compile(
    r"\bAnlagen?\s+\d{1,2}\b|\b(?:beigefügten?|beiliegenden?|anliegenden?|als|der)\s+(?:Anlage|Übersicht)\b"
)


def laws(flow: Flow) -> Iterator[Law]:
    """Norms, in their order."""
    for found in _LAW.finditer(flow.text):
        section = " ".join(found["section"].split()).rstrip(" ,")
        section = re.sub(r"\s+(?:und|oder|bis|,|-|–)$", "", section)
        law = " ".join((found["law"] or "").split())
        law = re.sub(r"^(?:der|des)\s+", "", law)
        yield Law(
            section, law, flow.span(found.start(), found.start() + len(found[0].rstrip(" ,")))
        )


def figures(flow: Flow, speaker: Speaker) -> Iterator[Figure]:
    """Numbers with what they count, except norms, dates and numbers of things."""
    for found in _NUMBER.finditer(flow.text):
        unit = found["unit"]
        before = flow.text[max(0, found.start("number") - 16) : found.start("number")]
        if _NO_UNIT.match(unit) or (not found["modifier"] and _BEFORE_NO_FIGURE.search(before)):
            continue
        is_year = _YEAR.fullmatch(found["number"]) and not found["scale"]
        if is_year and unit not in ("%", "Euro", "€", "EUR"):
            continue
        begin, end = _sentence(flow.text, found.start(), found.end())
        yield Figure(
            _decimal(found["number"], found["scale"] or ""),
            _UNITS.get(unit, unit),
            " ".join((found["modifier"] or "").split()),
            " ".join(found[0].split()),
            speaker,
            bool(_SOURCED.search(flow.text[begin : end + 4])),
            flow.span(found.start(), found.end()),
        )


def _sentence(text: str, begin: int, end: int) -> tuple[int, int]:
    edges = [one.end() for one in _SENTENCE_EDGE.finditer(text, max(0, begin - 600), begin)]
    following = _SENTENCE_EDGE.search(text, end, end + 600)
    return (edges[-1] if edges else max(0, begin - 600)), (
        following.start() if following else min(len(text), end + 600)
    )


def _decimal(number: str, scale: str) -> str:
    """
    >>> _decimal("1,3", "Millionen"), _decimal("16.000", ""), _decimal("drei", "")
    ('1300000', '16000', '3')
    """
    if number.lower() in _WORDS:
        return str(_WORDS.index(number.lower()) + 2)
    plain = re.sub(r"[.\s\u202f](?=\d{3})", "", number).replace(",", ".")
    power = next((value for name, value in _SCALES.items() if scale.startswith(name)), 0)
    value = Decimal(plain) * 10**power
    return f"{value.normalize():f}"


def papers(flow: Flow) -> Iterator[Value]:
    """Other papers that are named."""
    for found in _PAPER.finditer(flow.text):
        yield Value(re.sub(r"\s", "", found[1]), flow.span(found.start(1), found.end(1)))


def annexes(flow: Flow) -> Iterator[Value]:
    """Annexes that are named."""
    for found in _ANNEX.finditer(flow.text):
        yield Value(" ".join(found[0].split()), flow.span(found.start(), found.end()))
