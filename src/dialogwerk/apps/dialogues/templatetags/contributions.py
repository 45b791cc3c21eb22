"""Contributions in templates: ``{% load contributions %}``."""

from django import template
from django.utils.safestring import SafeString

from dialogwerk.apps.base.templatetags.dialogwerk import badge

from ..models import Outcome, State

register = template.Library()

_KINDS = {
    Outcome.Kind.ADOPTED: "success",
    Outcome.Kind.IN_PART: "success",
    Outcome.Kind.PLANNED: "success",
    Outcome.Kind.DEFERRED: "warning",
    Outcome.Kind.REFUSED: "danger",
    Outcome.Kind.PASSED_ON: "info",
}

_STATES = {State.HELD: "warning", State.PUBLIC: "success", State.REFUSED: "danger"}


@register.simple_tag
def outcome_badge(kind: str | None) -> SafeString | str:
    """A badge for a kind of outcome; nothing without one."""
    return badge(Outcome.Kind(kind).label, _KINDS.get(Outcome.Kind(kind), "info")) if kind else ""


@register.simple_tag
def state_badge(state: str) -> SafeString:
    """A badge that says who can read something."""
    return badge(State(state).label, _STATES.get(State(state), "neutral"))
