"""Fields that several forms of this app use."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.base import places
from dialogwerk.apps.base.fields import UncertainDateFormField
from dialogwerk.apps.base.widgets import with_list

from ..models import Body

DATES = gettext_lazy("As well as it is known: 10.06.2009, June 2009, early 2010, unknown.")
OFFERED = 400
_CODE = re.compile(r"\bG-[0-9A-Z]{5}-[0-9A-Z]{5}\b", re.IGNORECASE)


def offered(bodies: QuerySet[Body]) -> list[str]:
    """What the list of suggestions offers: bodies with their code, which tells them apart."""
    rows = bodies.order_by("sort_key", "pk").values_list("name", "code")[:OFFERED]
    return [f"{name} ({code})" for name, code in rows]


class BodyField(forms.CharField):
    """A body on record, by one of its names or by its code; suggestions help to type."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 320)
        super().__init__(widget=with_list("bodies-on-record"), **kwargs)
        self.queryset: QuerySet[Body] = Body.objects.none()

    def prepare_value(self, value: Any) -> Any:
        return f"{value.name} ({value.code})" if isinstance(value, Body) else value

    def clean(self, value: Any) -> Body | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = find(self.queryset, typed)
        if not found:
            raise ValidationError(
                _("“%(name)s” is not on record. Please take it into the record first.")
                % {"name": typed}
            )
        if len(found) > 1:
            codes = ", ".join(one.code for one in found[:5])
            raise ValidationError(
                _("Several bodies are called so: %(codes)s. Please type the code of one.")
                % {"codes": codes}
            )
        return found[0]


def find(bodies: QuerySet[Body], typed: str) -> list[Body]:
    """The bodies that somebody means: by code, else by name, else by another name."""
    if code := _CODE.search(typed):
        return list(bodies.filter(code=code[0].upper()))
    name = " ".join(typed.split())
    named = list(bodies.filter(Q(name__iexact=name) | Q(official_name__iexact=name))[:6])
    return named or list(bodies.filter(aliases__name__iexact=name).distinct()[:6])


class MunicipalityField(forms.CharField):
    """The name of a municipality of North Rhine-Westphalia; gives its key, or ""."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 80)
        super().__init__(widget=with_list("municipalities"), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        known = places.by_key().get(value) if isinstance(value, str) else None
        return known.name if known else value

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        found = places.named(typed) or places.by_key().get(typed)
        if found is None:
            raise ValidationError(
                _(
                    "“%(name)s” is no municipality of North Rhine-Westphalia. Please choose one of"
                    " the list, or leave it empty and name the region."
                )
                % {"name": typed}
            )
        return found.ags


def when(label: Any, *, help_text: Any = DATES, required: bool = False) -> UncertainDateFormField:
    return UncertainDateFormField(label=label, help_text=help_text, required=required)


def address(label: Any) -> forms.URLField:
    return forms.URLField(label=label, max_length=500, required=False, assume_scheme="https")
