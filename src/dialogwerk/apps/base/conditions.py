"""Conditions for the check constraints of several apps."""

from django.db.models import F
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThan


def says_something(field: str) -> GreaterThan:
    """Of a text column: it holds more than blanks."""
    return GreaterThan(Length(Trim(F(field))), 0)
