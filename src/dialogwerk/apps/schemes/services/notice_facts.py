"""What a notice has to say: days from the calendar, the rest from the project or as typed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from string import Formatter
from typing import Any

from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.base.sites import absolute_url
from dialogwerk.cores.deadlines.notices import (
    Authority,
    Decision,
    DisplayPlace,
    Lodging,
    NoticeFacts,
    facts_from,
    mandatory_hints,
    notice_facts,
)

from ..models import Notice, Procedure, Round
from .calendar import schedule_of

Told = Mapping[str, Any]

FIELD_OF: Mapping[str, str] = {
    "place": "place",
    "places": "places",
    "website": "website",
    "bodies": "bodies",
    "electronic": "electronic",
    "documents": "documents",
    "environmental": "environmental",
    "hearing_time": "hearing_time",
    "hearing_place": "hearing_place",
    "contact": "contact",
    "reference": "reference",
    "operative_part": "operative_part",
    "court": "court",
    "remedy": "remedy",
    "conditions": "conditions",
}
"""Placeholder of a hint → what is typed for it; all others come from the record."""


def facts_of(
    *, procedure: Procedure, round: Round | None, told: Told, publish_on: date | None = None
) -> NoticeFacts:
    """The facts of a notice.

    Args:
        round: whose display and objections are announced.
        told: what was typed, by the names in `FIELD_OF`; lists as texts with a line each.
        publish_on: day of publication, which decides the version of the law; else as typed, else
            today.

    Raises:
        dialogwerk.cores.deadlines.DeadlineError: the recorded days do not go together.
    """
    schedule = schedule_of(procedure, round)
    typed = told.get("publish_on")
    day = publish_on or (date.fromisoformat(typed) if typed else timezone.localdate())
    scheme = procedure.scheme
    return facts_from(
        schedule,
        publish_on=day,
        circumstances=told.get("special", ()),
        scheme_title=scheme.title,
        procedure_title=procedure.title,
        place=told.get("place") or scheme.place_name,
        authority=_authority(procedure),
        developer=scheme.developer.name,
        display_places=tuple(DisplayPlace(line) for line in _lines(told, "places")),
        website=told.get("website") or absolute_url(procedure.get_absolute_url()),
        lodging=Lodging(tuple(_lines(told, "bodies")), _electronic(procedure, told)),
        documents=tuple(_lines(told, "documents")),
        environmental_information=tuple(_lines(told, "environmental")),
        hearing_time=told.get("hearing_time", ""),
        hearing_place=told.get("hearing_place", ""),
        contact=told.get("contact", "") or procedure.authority.email,
        decision=_decision(procedure, told),
    )


def facts_of_notice(notice: Notice, publish_on: date | None = None) -> NoticeFacts:
    """The facts of a stored notice, with the days as they stand now."""
    return facts_of(
        procedure=notice.procedure, round=notice.round, told=notice.facts, publish_on=publish_on
    )


def fields_needed(kind: str, facts: NoticeFacts) -> frozenset[str]:
    """What has to be typed for such a notice under the law of its day."""
    return frozenset(
        FIELD_OF[name]
        for hint in mandatory_hints(kind, facts)
        for _text, name, _spec, _conversion in Formatter().parse(hint.text_de)
        if name and name in FIELD_OF
    )


def fields_possible(kind: str, facts: NoticeFacts) -> frozenset[str]:
    """What may have to be typed, whatever is special about the notice."""
    specials = [{one.id} for one in notice_facts(facts.procedure_type, facts.variant)]
    variations = [replace(facts, circumstances=facts.circumstances | one) for one in specials]
    return fields_needed(kind, facts).union(*(fields_needed(kind, one) for one in variations))


def suggested(procedure: Procedure) -> dict[str, Any]:
    """What was typed for the latest notice of the procedure, else what the record suggests."""
    latest = procedure.notices.order_by("-created_at", "-pk").first()
    return {
        "place": procedure.scheme.place_name,
        "website": absolute_url(procedure.get_absolute_url()),
        "electronic": _electronic(procedure, {}),
        "contact": procedure.authority.email,
        "remedy": "Klage",
        "reference": procedure.reference,
        **{name: value for name, value in (latest.facts if latest else {}).items() if value},
    }


def _electronic(procedure: Procedure, told: Told) -> str:
    return told.get("electronic") or absolute_url(reverse("write", args=[procedure.slug]))


def _authority(procedure: Procedure) -> Authority:
    body = procedure.authority
    town = " ".join(part for part in (body.postal_code, body.city) if part)
    address = ", ".join(part for part in (body.street, town) if part)
    return Authority(name=body.name, address=address, email=body.email)


def _decision(procedure: Procedure, told: Told) -> Decision:
    return Decision(
        reference=told.get("reference") or procedure.reference,
        operative_part=told.get("operative_part", ""),
        conditions=bool(told.get("conditions", True)),
        court=told.get("court", ""),
        remedy=told.get("remedy") or "Klage",
    )


def _lines(told: Told, name: str) -> list[str]:
    return [line.strip() for line in str(told.get(name) or "").splitlines() if line.strip()]
