"""Handing over, and sheets that come back."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class DayInput(forms.DateInput):
    """A day as browsers offer it, whatever the language."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class HandOverForm(forms.Form):
    """By when comments are wanted, and a note to the developer."""

    reply_due = forms.DateField(
        label=gettext_lazy("Comments wanted by"), required=False, widget=DayInput()
    )
    note = forms.CharField(
        label=gettext_lazy("Note to the developer"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_reply_due(self) -> date | None:
        day = self.cleaned_data["reply_due"]
        if day and day < timezone.localdate():
            raise ValidationError(_("This day is over. Choose a day to come."))
        return day


class SheetForm(forms.Form):
    """A filled sheet; its content decides whether it is one of ours."""

    file = forms.FileField(
        label=gettext_lazy("Filled sheet"),
        help_text=gettext_lazy("The Excel workbook (.xlsx) that came with the hand-over."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": gettext_lazy("Choose the sheet that you have filled in."),
            "empty": gettext_lazy("The file is empty. Please check that you chose the right one."),
        },
    )
