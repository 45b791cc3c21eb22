"""Putting contributions together and taking them apart."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Contribution
from ..services.lineage import Written
from .moderation import text_area

NEW = "new"
MOST_PARTS = 6


class MergeForm(forms.Form):
    """Which one stays, or what the office writes out of all."""

    into = forms.ChoiceField(label=gettext_lazy("What stays"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=gettext_lazy("Title of the new contribution"), required=False, max_length=300
    )
    text = forms.CharField(
        label=gettext_lazy("Text of the new contribution"),
        required=False,
        widget=text_area(6),
        help_text=gettext_lazy("Only if a new one is written. Keep to the words of the authors."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=text_area(3),
        help_text=gettext_lazy("Everyone reads it on the pages of all that are put together."),
    )

    def __init__(self, *args: Any, contributions: Sequence[Contribution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {one.code: one for one in contributions}
        choices: Any = self.fields["into"]
        choices.choices = [
            *((one.code, f"{one.title or one.code} ({one.code})") for one in contributions),
            (NEW, _("a new contribution, written out of all")),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("into") == NEW and not (data.get("title") or data.get("text")):
            self.add_error("text", _("Please write what the new contribution says."))
        return data

    @property
    def chosen(self) -> Contribution | Written:
        """What stays."""
        data = self.cleaned_data
        if data["into"] == NEW:
            return Written(data["title"], data["text"])
        return self.known[data["into"]]


class SplitForm(forms.Form):
    """The parts of a contribution that says several things."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=text_area(3),
        help_text=gettext_lazy("Everyone reads it on the pages of the parts."),
    )

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_PARTS + 1):
            self.fields[f"title_{number}"] = forms.CharField(
                label=_("Title of part %(number)d") % {"number": number},
                required=False,
                max_length=300,
                initial=contribution.title if number == 1 else "",
            )
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("Text of part %(number)d") % {"number": number},
                required=False,
                widget=text_area(4),
                initial=contribution.text if number == 1 else "",
            )
        self.order_fields([name for name in self.fields if name != "reason"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if len(self.parts) < 2:
            self.add_error("text_2", _("Write at least two parts."))
        return data

    @property
    def parts(self) -> list[Written]:
        """Parts that say something."""
        data = self.cleaned_data
        found = [
            Written(data.get(f"title_{number}", ""), data.get(f"text_{number}", ""))
            for number in range(1, MOST_PARTS + 1)
        ]
        return [one for one in found if one.text.strip()]


class UndoForm(forms.Form):
    """Why a lineage is undone."""

    because = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=text_area(3),
        help_text=gettext_lazy("Everyone reads it on the pages of all that were part of it."),
    )
