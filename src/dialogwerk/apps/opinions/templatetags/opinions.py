"""Filters for figures: ``{% load opinions %}``."""

from django import template

from .. import wording

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """A share in [0, 1] as per cent; a dash for none."""
    return wording.percent(share) if isinstance(share, int | float) else "–"
