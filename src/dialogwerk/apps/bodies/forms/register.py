"""Which bodies somebody wants to see."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base import places

from ..models.bodies import BodyQuerySet
from ..services import register
from ..services.register import Wanted


class BodyFilter(forms.Form):
    """Every field may be empty; values that nobody knows count so."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=lambda: list(register.KINDS.items())
    )
    district = forms.ChoiceField(label=_("District"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=lambda: [("", _("all")), *register.STANDINGS.items()],
    )
    place = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)

    def __init__(self, *args: Any, bodies: BodyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        district: Any = self.fields["district"]
        district.choices = [("", _("all")), *register.districts(bodies)]

    @property
    def wanted(self) -> Wanted:
        """What is asked for; fields with strange values are left out."""
        given = self.chosen
        return Wanted(
            kind=given.get("kind", ""),
            district=given.get("district", ""),
            state=given.get("state", ""),
            words=given.get("q", ""),
            ags=given.get("place", ""),
        )

    @property
    def chosen(self) -> dict[str, str]:
        """The valid fields that say something."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def clean_place(self) -> str:
        typed = self.cleaned_data["place"]
        return typed if typed in places.by_key() else ""

    @property
    def place_name(self) -> str:
        """The municipality that the map led to."""
        found = places.by_key().get(self.chosen.get("place", ""))
        return found.name if found else ""


class DayForm(forms.Form):
    """The day on which one wants to know who held which role."""

    tag = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": _("Please give the day like this: 10.06.2009.")},
    )
