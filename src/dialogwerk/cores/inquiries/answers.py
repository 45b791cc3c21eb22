"""What was read as JSON: field names as the field knows them, positions beside every item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from .model import DateOf, Paper, Preface, Question, Span, Value


def as_json(paper: Paper) -> dict[str, Any]:
    """Everything that was read, ready for JSON. What the paper does not say is null or empty.

    Every item has ``at``: code points from the beginning of the source, line and page, both from 1.
    """
    return {
        "kind": paper.kind.value,
        "instrument": paper.instrument,
        "inquiry_number": _text(paper.inquiry_number),
        "paper": _text(paper.paper),
        "inquiry_paper": _text(paper.inquiry_paper),
        "term": int(paper.term.text) if paper.term else None,
        "asked_on": paper.date_of("asked", "received"),
        "answered_on": paper.date_of("answered"),
        "issued_on": paper.date_of("issued", "distributed"),
        "dates_of_paper": [_date(one) for one in paper.dates_of_paper],
        "askers": [
            {"name": one.name, "party": one.party, "at": _at(one.span)} for one in paper.askers
        ],
        "lead_ministry": _text(paper.lead_ministry),
        "agreeing_ministries": [one.text for one in paper.agreeing_ministries],
        "title": _text(paper.title),
        "prefaces": [_preface(one) for one in paper.prefaces],
        "questions": [_question(one) for one in paper.questions],
        "annexes": _values(paper.annexes),
        "papers": _values(paper.papers),
        "laws": [_item(one) for one in paper.laws],
        "dates": [_item(one) for one in paper.dates],
        "figures": [_item(one) for one in paper.figures],
        "notes": [_item(one) for one in paper.notes],
        "at": {
            name: _at(value.span)
            for name, value in (
                ("inquiry_number", paper.inquiry_number),
                ("paper", paper.paper),
                ("inquiry_paper", paper.inquiry_paper),
                ("term", paper.term),
                ("title", paper.title),
                ("lead_ministry", paper.lead_ministry),
                *(
                    (f"agreeing_ministries.{at}", one)
                    for at, one in enumerate(paper.agreeing_ministries)
                ),
            )
            if value
        },
    }


def _text(value: Value | None) -> str | None:
    return value.text if value else None


def _at(span: Span) -> dict[str, int]:
    return asdict(span)


def _values(values: Iterable[Value]) -> list[dict[str, Any]]:
    return [{"text": one.text, "at": _at(one.span)} for one in values]


def _date(one: DateOf) -> dict[str, Any]:
    return {"role": one.role, "date": one.date, "at": _at(one.span)}


def _item(one: Any) -> dict[str, Any]:
    fields = asdict(one)
    return {
        **{name: value for name, value in fields.items() if name != "span"},
        "at": fields["span"],
    }


def _preface(one: Preface) -> dict[str, Any]:
    return {
        "speaker": one.speaker.value,
        "heading": one.heading,
        "text": one.text,
        "at": _at(one.span),
    }


def _question(one: Question) -> dict[str, Any]:
    return {
        "number": int(one.label),
        "text": one.text,
        "answer": one.answer,
        "refers_to": [int(label) for label in one.refers_to],
        "dangling": [int(label) for label in one.dangling],
        "together": [int(label) for label in one.together],
        "parts": [_item(part) for part in one.parts],
        "references": [
            {
                "target": int(reference.target) if reference.target else "preface",
                "text": reference.text,
                "gap": reference.gap.value if reference.gap else None,
                "at": _at(reference.span),
            }
            for reference in one.references
        ],
        "at": _at(one.span),
        "answer_at": _at(one.answer_span) if one.answer_span else None,
    }
