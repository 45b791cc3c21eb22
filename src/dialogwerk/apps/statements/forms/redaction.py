"""What is sent from the pages on redaction."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.people.disclosure import Audience
from dialogwerk.cores.statements.redaction import Kind

from ..models.redactions import AUDIENCE_CHOICES, KIND_CHOICES
from ..services.releases import SAMPLES

STATES = [
    ("", _("to be looked at")),
    ("certain", _("all marks certain")),
    ("released", _("released")),
    ("unprepared", _("nothing proposed yet")),
]


class ReleaseFilter(forms.Form):
    """Which letters of a procedure to list, and for which audience."""

    audience = forms.ChoiceField(label=_("For"), required=False, choices=AUDIENCE_CHOICES)
    state = forms.ChoiceField(label=_("Letters"), required=False, choices=STATES)

    @property
    def chosen_audience(self) -> Audience:
        self.is_valid()
        return Audience(self.cleaned_data.get("audience") or Audience.DEVELOPER)

    @property
    def chosen_state(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("state") or "")


class AudienceForm(forms.Form):
    """To whom; a button sends it."""

    audience = forms.ChoiceField(choices=AUDIENCE_CHOICES)

    @property
    def audience_chosen(self) -> Audience:
        return Audience(self.cleaned_data["audience"])


class SampleForm(AudienceForm):
    size = forms.TypedChoiceField(
        label=_("Letters in the sample"),
        choices=[(size, str(size)) for size in SAMPLES],
        coerce=int,
        initial=SAMPLES[1],
    )


class MarkForm(forms.Form):
    """A mark that a person adds: words as they stand in the letter, or positions of a selection."""

    words = forms.CharField(
        label=_("Words to blacken"),
        required=False,
        max_length=2000,
        strip=False,
        help_text=_("As they are written in the letter; every place where they stand is marked."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    start = forms.IntegerField(
        required=False, min_value=0, widget=forms.HiddenInput(attrs={"data-selection": "start"})
    )
    end = forms.IntegerField(
        required=False, min_value=0, widget=forms.HiddenInput(attrs={"data-selection": "end"})
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=KIND_CHOICES, initial=Kind.NAME.value)
    audience = forms.ChoiceField(
        label=_("Hidden from"),
        required=False,
        choices=[("", _("everyone for whom the rules say so")), *AUDIENCE_CHOICES],
    )

    @property
    def span(self) -> tuple[int, int] | None:
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        return (start, end) if start is not None and end is not None else None


def _percent(label: Any) -> forms.FloatField:
    return forms.FloatField(
        label=label, min_value=0, max_value=100, widget=forms.NumberInput(attrs={"step": "0.1"})
    )


class BoxForm(forms.Form):
    """A box on a page, in per cent of its width and height."""

    x = _percent(_("From the left (%)"))
    y = _percent(_("From the top (%)"))
    width = _percent(_("Width (%)"))
    height = _percent(_("Height (%)"))
    kind = forms.ChoiceField(
        label=_("What it is"), choices=KIND_CHOICES, initial=Kind.SIGNATURE.value
    )
    audience = forms.ChoiceField(
        label=_("Hidden from"),
        required=False,
        choices=[("", _("everyone for whom the rules say so")), *AUDIENCE_CHOICES],
    )

    @property
    def box(self) -> tuple[float, float, float, float]:
        x, y, width, height = (
            self.cleaned_data[name] / 100 for name in ("x", "y", "width", "height")
        )
        return x, y, min(width, 1 - x), min(height, 1 - y)
