"""Drafting a notice: all its mandatory hints as sentences, with the days of the schedule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ..wording import Text, long_date, short_date
from .catalogue import Hint, mandatory_hints
from .errors import MissingFacts, UnknownNotice
from .facts import NoticeFacts, day_names
from .kinds import notice_kind

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_EIA_MATTERS = frozenset({"planfeststellung", "bimschg"})
_GROUPS = (
    "subject", "display", "eia", "objections", "exclusion", "hearing", "service", "remedy", "more",
)  # fmt: skip
_FACTS: dict[str, Text] = {
    "scheme_title": Text("Bezeichnung des Vorhabens", "title of the scheme"),
    "place": Text("Lage des Vorhabens", "where the scheme lies"),
    "developer": Text("Träger des Vorhabens", "developer"),
    "places": Text("Orte der Auslegung", "places of the display"),
    "website": Text("Internetseite", "website"),
    "bodies": Text(
        "Stellen für Einwendungen oder Stellungnahmen", "bodies that receive objections"
    ),
    "electronic": Text("Adresse für elektronische Einwendungen", "address for electronic ones"),
    "authority": Text("Name der Behörde", "name of the authority"),
    "authority_address": Text("Anschrift der Behörde", "address of the authority"),
    "documents": Text("vorliegende Berichte und Empfehlungen", "reports and recommendations"),
    "environmental": Text(
        "Arten umweltbezogener Informationen", "kinds of environmental information"
    ),
    "hearing_time": Text("Uhrzeit der Erörterung", "time of the hearing"),
    "hearing_place": Text("Ort der Erörterung", "place of the hearing"),
    "contact": Text("Ansprechstelle für den Zugang", "contact for access"),
    "reference": Text("Aktenzeichen der Entscheidung", "file number of the decision"),
    "operative_part": Text("verfügender Teil", "operative part"),
    "court": Text("Gericht oder Behörde für den Rechtsbehelf", "where the remedy is lodged"),
    "eia": Text(
        "ob eine Umweltverträglichkeitsprüfung stattfindet",
        "whether there is an environmental impact assessment",
    ),
}
_WITH_CONDITIONS = "Die Entscheidung enthält Auflagen (Nebenbestimmungen)."
_WITHOUT_CONDITIONS = "Die Entscheidung enthält keine Auflagen (Nebenbestimmungen)."


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a draft.

    Attributes:
        text: its sentences, in German.
        hint_ids: the hints it carries.
    """

    text: str
    hint_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """A drafted notice, ready to be signed.

    Attributes:
        title: heading.
        paragraphs: in order, the signature last.
    """

    title: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """The whole notice as plain text."""
        return "\n\n".join([self.title, *(paragraph.text for paragraph in self.paragraphs)])


def draft(kind: str, facts: NoticeFacts) -> NoticeDraft:
    """Draft a notice with all the hints of the version of the law in force.

    Raises:
        UnknownNotice: the procedure has no such notice.
        MissingFacts: naming everything that has still to be entered.
    """
    name = notice_kind(facts.procedure_type, facts.variant, kind).name.de
    hints = mandatory_hints(kind, facts)
    values = values_of(facts)
    _require(hints, values, facts)
    order = sorted(hints, key=lambda hint: _GROUPS.index(hint.group))
    paragraphs = [
        _paragraph(list(of_group), values)
        for _group, of_group in groupby(order, key=lambda hint: hint.group)
    ]
    title = ": ".join(part for part in ("Bekanntmachung", facts.procedure_title, name) if part)
    return NoticeDraft(title, (*paragraphs, _signature(facts)))


def sentence_of(kind: str, hint: str, facts: NoticeFacts) -> str:
    """The sentence with which a notice gives one hint, for a text that lacks it.

    Raises:
        UnknownNotice: the procedure has no such notice, or this notice needs no such hint.
        MissingFacts: naming what has still to be entered for it.
    """
    hints = {one.id: one for one in mandatory_hints(kind, facts)}
    if hint not in hints:
        raise UnknownNotice(given=hint, known=", ".join(hints))
    values = values_of(facts)
    _require([hints[hint]], values, facts)
    return hints[hint].text_de.format_map(values)


def _paragraph(hints: list[Hint], values: Mapping[str, str]) -> Paragraph:
    sentences = dict.fromkeys(hint.text_de.format_map(values) for hint in hints if hint.text_de)
    return Paragraph(" ".join(sentences), tuple(hint.id for hint in hints))


def _signature(facts: NoticeFacts) -> Paragraph:
    day = short_date(facts.publish_on, "de") if facts.publish_on else ""
    lines = (facts.authority.address, day, facts.authority.name)
    return Paragraph("\n".join(line for line in lines if line))


def _require(hints: Iterable[Hint], values: Mapping[str, str], facts: NoticeFacts) -> None:
    wanted = dict.fromkeys(name for hint in hints for name in _PLACEHOLDER.findall(hint.text_de))
    missing = [_name(name) for name in wanted if not values.get(name)]
    if facts.eia is None and facts.procedure_type in _EIA_MATTERS:
        missing.append(_FACTS["eia"])
    if missing:
        unique = list(dict.fromkeys(missing))
        raise MissingFacts(
            missing="; ".join(name.en for name in unique),
            fehlt="; ".join(name.de for name in unique),
        )


def _name(placeholder: str) -> Text:
    days = day_names()
    return _FACTS.get(placeholder) or days[re.sub(r"_de[mn]$", "", placeholder)]


def values_of(facts: NoticeFacts) -> dict[str, str]:
    """What the placeholders of drafts stand for; empty where it is not known."""
    told = {
        "scheme_title": facts.scheme_title,
        "place": facts.place,
        "developer": facts.developer,
        "places": "; ".join(map(str, facts.display_places)),
        "website": facts.website,
        "bodies": " oder bei ".join(facts.lodging.bodies),
        "electronic": facts.lodging.electronic or facts.authority.email,
        "authority": facts.authority.name,
        "authority_address": facts.authority.address,
        "documents": "; ".join(facts.documents),
        "environmental": "; ".join(facts.environmental_information),
        "hearing_time": facts.hearing_time,
        "hearing_place": facts.hearing_place,
        "contact": facts.contact or facts.authority.email,
        **_of_decision(facts),
    }
    return told | _days(facts)


def _of_decision(facts: NoticeFacts) -> dict[str, str]:
    decision = facts.decision
    return {
        "reference": decision.reference,
        "operative_part": decision.operative_part,
        "court": decision.court,
        "remedy": decision.remedy,
        "conditions": _WITH_CONDITIONS if decision.conditions else _WITHOUT_CONDITIONS,
    }


def _days(facts: NoticeFacts) -> dict[str, str]:
    """Each day in figures, and with its weekday after "am/von" (dem) and after "bis" (den)."""
    values: dict[str, str] = {}
    for name in day_names():
        day = facts.day(name)
        values[name] = short_date(day, "de") if day else ""
        values[f"{name}_dem"] = _with_weekday(day, "dem")
        values[f"{name}_den"] = _with_weekday(day, "den")
    return values


def _with_weekday(day: date | None, article: str) -> str:
    return long_date(day, "de").replace(", ", f", {article} ") if day else ""
