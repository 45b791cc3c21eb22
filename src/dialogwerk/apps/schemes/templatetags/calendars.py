"""Days and kinds of a calendar in templates: ``{% load calendars %}``."""

from datetime import date
from typing import Any

from django import template
from django.utils import timezone

from dialogwerk.cores.deadlines import DeadlineError, Step, Text

from ..gantt import name_of_item_kind
from ..gantt_items import with_weekday
from ..kinds import badge_of_kind, name_of_kind
from ..models import StepOverride
from ..services.due_dates import days_from
from ..words import in_reader_language, in_words, name_of_event, name_of_step

register = template.Library()

register.filter("kind_name", name_of_kind)
register.filter("kind_badge", badge_of_kind)
register.filter("chart_kind", name_of_item_kind)


@register.filter
def weekday(day: date | None) -> str:
    """Mo 30.04.2029; – when there is no day."""
    return with_weekday(day) if day else "–"


@register.filter
def in_days(day: date) -> str:
    """How far away from today: today, in 3 days, 2 days ago."""
    return days_from(day, timezone.localdate())


@register.filter
def event_name(event: Any) -> str:
    """What a recorded event is called."""
    return name_of_event(event.procedure.kind, event.name)


@register.filter
def step_of_override(override: StepOverride) -> str:
    """What the step is called whose day was set by hand, also if it fell away since."""
    return name_of_step(override.procedure.kind, override.step)


@register.filter
def said(text: Any) -> str:
    """A text of the core in the reader's language."""
    return in_reader_language(text)


@register.filter
def explanation(step: Step) -> str:
    """Why a step that is not stored has its day."""
    return in_reader_language(Text(step.explanation_de, step.explanation_en))


@register.filter
def sentence(error: DeadlineError, kind: str) -> str:
    """What the core refuses, with the names of this type of procedure."""
    return in_words(error, kind)


@register.filter
def event_of(name: str, kind: str) -> str:
    """What an event of this type of procedure is called."""
    return name_of_event(kind, name)


@register.filter
def reading_text(reading: dict[str, Any]) -> str:
    """One reading of the law, as stored, in the reader's language."""
    return in_reader_language(Text(reading.get("text_de", ""), reading.get("text_en", "")))


@register.filter
def iso_day(value: str | None) -> date | None:
    """A day that is stored as text."""
    return date.fromisoformat(value) if value else None
