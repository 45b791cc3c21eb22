"""Fields that several forms have: the text of a letter, a search."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

EARLIEST = 1900


def checked_text(text: str) -> str:
    """The text of a letter; "" if there is nothing but white space in it.

    Raises:
        ValidationError: it is too long; the message says how long it is.
    """
    limit = settings.STATEMENT_MAX_CHARACTERS
    if len(text) > limit:
        raise ValidationError(
            _(
                "The text has %(found)s characters; at most %(limit)s are possible. Please"
                " attach it as a file instead."
            )
            % {"found": len(text), "limit": limit}
        )
    return text if text.strip() else ""


class MomentField(forms.DateTimeField):
    """A moment that letters can have; before 1900 it is a slip, and time zones end in year 1."""

    def to_python(self, value: Any) -> datetime | None:
        moment = super().to_python(value)
        if moment and moment.year < EARLIEST:
            raise ValidationError(
                _("The year %(year)s cannot be right. Please correct it.") % {"year": moment.year}
            )
        return moment


def search_field(label: Any) -> forms.CharField:
    """What to search for; may be empty."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
