"""Registering for an event; planning one; what came of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.base.guarding import GuardedForm

from ..models import Event
from ..services.registrations import MOST_SEATS

MOMENT = "%Y-%m-%dT%H:%M"


class RegistrationForm(GuardedForm):
    """Name and e-mail address, both for the vault, and how many come."""

    name = forms.CharField(
        label=gettext_lazy("First name and surname"),
        max_length=250,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Please give your first name and surname.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy(
            "The confirmation goes there, with a link by which you cancel, and a reminder on the"
            " day before."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Please give your e-mail address.")},
    )
    seats = forms.IntegerField(
        label=gettext_lazy("How many people come, you included"),
        min_value=1,
        max_value=MOST_SEATS,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)


class SecureURLField(forms.URLField):
    """An address; without a scheme it is taken as https."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **kwargs})


class EventForm(forms.ModelForm):
    """An event as staff plan it; the service compares it with what it was before."""

    class Meta:
        model = Event
        fields = [
            *("title", "description", "programme", "starts_at", "ends_at", "place", "access"),
            *("online_url", "online_is_public", "takes_registrations", "capacity"),
            *("register_until", "contact", "is_public"),
        ]
        field_classes = {"online_url": SecureURLField}
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "programme": forms.Textarea(attrs={"rows": 5}),
            "access": forms.Textarea(attrs={"rows": 3}),
            "starts_at": _moment(),
            "ends_at": _moment(),
            "register_until": _moment(),
        }
        help_texts = {
            "capacity": gettext_lazy("Empty for no limit. Whoever comes later waits."),
            "register_until": gettext_lazy("Empty: until it begins."),
            "online_is_public": gettext_lazy("Otherwise only who registered gets it, by e-mail."),
            "programme": gettext_lazy("One line for each part, e.g. 18:00 Welcome."),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("place") and not data.get("online_url"):
            self.add_error(
                "place", _("Please give a place, or the address for taking part online.")
            )
        begins, ends = data.get("starts_at"), data.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error(
                "ends_at", _("The event ends before it begins. Please check both times.")
            )
        return data

    def _post_clean(self) -> None:
        """The row is changed by the service, which has to see what it was before."""


class CallOffForm(forms.Form):
    """Why an event does not take place."""

    reason = forms.CharField(
        label=gettext_lazy("Why it does not take place"),
        help_text=gettext_lazy("Everyone reads it; whoever registered gets it by e-mail."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AfterwardsForm(forms.Form):
    """How many came, from which groups, what came out of it."""

    attended = forms.IntegerField(
        label=gettext_lazy("How many people came"), required=False, min_value=0, max_value=1_000_000
    )
    groups = forms.CharField(
        label=gettext_lazy("From which groups"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "One in a line with its number, e.g. “pupils: 12”. Only what everyone may read; nobody"
            " is named."
        ),
    )
    summary = forms.CharField(
        label=gettext_lazy("What came out of it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Everyone reads it on the page of the event."),
    )

    def clean_groups(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for line in filter(str.strip, self.cleaned_data["groups"].splitlines()):
            name, _colon, number = line.rpartition(":")
            name, number = " ".join(name.split()), number.strip()
            if not name or not (number.isascii() and number.isdigit()) or len(number) > 6:
                raise forms.ValidationError(
                    _("Please write “%(line)s” as a group, a colon and a number.")
                    % {"line": line.strip()[:60]}
                )
            if len(name) > 150:
                raise forms.ValidationError(
                    _("“%(name)s…” is longer than 150 characters.") % {"name": name[:40]}
                )
            found[name] = found.get(name, 0) + int(number)
        return found
