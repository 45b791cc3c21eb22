"""Model and form fields for uncertain dates, with columns for their bounds.

    begun = UncertainDateField()
    begun_earliest = EarliestDay("begun")
    begun_latest = LatestDay("begun")

The bounds are set whenever the row is saved (also by ``bulk_create``); with ``update_fields`` name
all three. Which rows may concern a span of time is then asked with ``may_touch``.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from .dates import BAR, UncertainDate, UnreadableDate, from_stored, parse


class UncertainDateFormField(forms.CharField):
    """Takes EDTF, German or English words; gives an `UncertainDate`, or None if left empty."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, UncertainDate):
            return value
        text = super().to_python(value)
        try:
            return parse(text) if text else None
        except UnreadableDate as error:
            raise ValidationError(str(error), code="invalid") from error

    def run_validators(self, value: Any) -> None:
        super().run_validators(value.stored if isinstance(value, UncertainDate) else value)

    def prepare_value(self, value: Any) -> Any:
        return value.as_said if isinstance(value, UncertainDate) else value


class UncertainDateField(models.CharField):
    """An `UncertainDate` in one text column: its EDTF, and behind a bar what was said.

    NULL means that nobody said anything; `dates.UNKNOWN` that it could not be found out.
    """

    _pyi_private_set_type: UncertainDate | str
    _pyi_private_get_type: UncertainDate

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 160)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_args: Any) -> UncertainDate | None:
        return from_stored(value) if value else None

    def to_python(self, value: Any) -> UncertainDate | None:
        if value is None or isinstance(value, UncertainDate):
            return value
        return _read(value)

    def get_prep_value(self, value: Any) -> str | None:
        date_or_none = self.to_python(value)
        return date_or_none.stored if date_or_none else None

    def run_validators(self, value: Any) -> None:
        super().run_validators(value.stored if isinstance(value, UncertainDate) else value)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"form_class": UncertainDateFormField, **kwargs})


def _read(text: str) -> UncertainDate | None:
    """A date from its stored form or from words; None from an empty text."""
    if not text:
        return None
    try:
        return from_stored(text) if BAR in text else parse(text)
    except UnreadableDate as error:
        raise ValidationError(str(error), code="invalid") from error


class _Bound(models.DateField):
    """A column that follows an uncertain date in the same row."""

    bound = ""

    def __init__(self, source: str, **kwargs: Any) -> None:
        self.source = source
        super().__init__(**{"null": True, "editable": False, "db_index": True, **kwargs})

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        return name, path, [self.source], kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> date | None:
        value = getattr(model_instance, self.source)
        if isinstance(value, str):
            value = _read(value)
        day = getattr(value, self.bound) if value else None
        setattr(model_instance, self.attname, day)
        return day


class EarliestDay(_Bound):
    """First day that the uncertain date named ``source`` can mean; NULL if nothing bounds it."""

    bound = "earliest"


class LatestDay(_Bound):
    """Last day that the uncertain date named ``source`` can mean; NULL if nothing bounds it."""

    bound = "latest"


def may_touch(field: str, first: date | None, last: date | None) -> Q:
    """Rows whose uncertain date can mean a day from ``first`` to ``last``, both included.

    Rows with an unknown date are among them, rows without any are not.
    """
    touches = Q(**{f"{field}__isnull": False})
    if last is not None:
        touches &= Q(**{f"{field}_earliest__lte": last}) | Q(**{f"{field}_earliest": None})
    if first is not None:
        touches &= Q(**{f"{field}_latest__gte": first}) | Q(**{f"{field}_latest": None})
    return touches
