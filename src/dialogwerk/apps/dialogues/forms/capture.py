"""Typing in what came on paper, at an event or by telephone."""

import json
import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.people.models import Person
from dialogwerk.apps.people.services import IdentityDraft

from ..formats import drawable
from ..models import Channel, Format
from ..places import Place, UnfitPlace, parse_place
from ..services.contributions import Said
from .moderation import text_area

CHANNELS = [
    (one.value, one.label) for one in (Channel.PAPER, Channel.EVENT, Channel.PHONE, Channel.EMAIL)
]


class CaptureForm(forms.Form):
    """One contribution by somebody who did not use the web."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How did it come?"), choices=CHANNELS, widget=forms.RadioSelect
    )
    received_on = forms.DateTimeField(
        label=gettext_lazy("When was it received?"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=300)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        strip=False,
        max_length=50_000,
        widget=text_area(10),
        help_text=gettext_lazy(
            "Word for word; of what was said by telephone, what the speaker has agreed to."
        ),
    )
    category = forms.ModelChoiceField(label=gettext_lazy("Category"), queryset=None, required=False)
    place_name = forms.CharField(
        label=gettext_lazy("Place, as it was described"), required=False, max_length=200
    )
    longitude = forms.FloatField(
        label=gettext_lazy("Longitude"), required=False, min_value=-180, max_value=180
    )
    latitude = forms.FloatField(
        label=gettext_lazy("Latitude"), required=False, min_value=-90, max_value=90
    )
    public_name = forms.CharField(
        label=gettext_lazy("To be shown as"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Only if the author wishes it; else no name is shown."),
    )
    on_behalf_of = forms.CharField(
        label=gettext_lazy("On behalf of"), required=False, max_length=250
    )
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=250)
    street = forms.CharField(
        label=gettext_lazy("Street and number"), required=False, max_length=200
    )
    postal_code = forms.CharField(label=gettext_lazy("Postcode"), required=False, max_length=12)
    city = forms.CharField(label=gettext_lazy("Town"), required=False, max_length=100)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    phone = forms.CharField(label=gettext_lazy("Telephone"), required=False, max_length=50)
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    AUTHOR = ("name", "street", "postal_code", "city", "email", "phone")
    WORDS = ("channel", "received_on", "title", "text", "category", "place_name")

    def __init__(self, *args: Any, one: Format, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        categories: Any = self.fields["category"]
        categories.queryset = one.categories.all()
        if not one.pk or not categories.queryset.exists():
            del self.fields["category"]
        if "Point" not in drawable(one):
            del self.fields["longitude"], self.fields["latitude"]
        self.initial.setdefault("received_on", timezone.localtime(now))
        self.initial.setdefault("submission_key", uuid.uuid4())

    def clean_received_on(self) -> datetime:
        moment: datetime = self.cleaned_data["received_on"]
        if moment > self.now:
            raise forms.ValidationError(_("This moment is still to come."))
        return moment

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        east, north = data.get("longitude"), data.get("latitude")
        if (east is None) != (north is None):
            self.add_error("longitude", _("Give both longitude and latitude, or neither."))
        return data

    @property
    def said(self) -> Said:
        """The contribution on its way in."""
        data = self.cleaned_data
        return Said(
            title=data["title"],
            text=data["text"],
            category=data.get("category"),
            author=IdentityDraft(
                kind=Person.Kind.NATURAL, **{name: data[name] for name in self.AUTHOR}
            ),
            public_name=data["public_name"],
            on_behalf_of=data["on_behalf_of"],
            channel=data["channel"],
            received_at=data["received_on"],
            place=self._place(),
            place_name=data["place_name"],
            submission_key=f"capture:{data['submission_key']}",
        )

    def _place(self) -> Place | None:
        east, north = self.cleaned_data.get("longitude"), self.cleaned_data.get("latitude")
        if east is None or north is None:
            return None
        point = json.dumps({"type": "Point", "coordinates": [east, north]})
        try:
            return parse_place(point, allowed=["Point"])
        except UnfitPlace:
            return None
