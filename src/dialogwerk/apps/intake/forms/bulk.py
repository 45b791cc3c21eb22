"""Handing in many letters, and exchanging a slip for a receipt."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class BulkForm(forms.Form):
    """A file in the format, who hands it in, and the declaration."""

    files = forms.FileField(
        label=gettext_lazy("File with the letters"),
        help_text=gettext_lazy("CSV, Excel (.xlsx) or JSON in the format described below."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.json"}),
        error_messages={"required": gettext_lazy("Please choose the file with the letters.")},
    )
    title = forms.CharField(
        label=gettext_lazy("Name of the campaign"),
        max_length=150,
        help_text=gettext_lazy("It is printed above the slips."),
    )
    organiser = forms.CharField(label=gettext_lazy("Who hands this in?"), max_length=250)
    contact = forms.EmailField(label=gettext_lazy("Your e-mail address"))
    declared = forms.BooleanField(
        label=gettext_lazy(
            "I declare that everybody in this file knows the letter, has signed it and agrees that"
            " I hand it in with name and address."
        ),
        error_messages={"required": gettext_lazy("Without this declaration nothing is taken in.")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    token = forms.CharField(required=False, widget=forms.HiddenInput)
    proof = forms.CharField(required=False, max_length=5000, widget=forms.HiddenInput)
    website = forms.CharField(required=False, label=gettext_lazy("Website"))

    def clean_files(self) -> Any:
        file, limit = self.cleaned_data["files"], settings.BULK_MAX_BYTES
        if file.size > limit:
            raise ValidationError(
                _("The file has %(size)s; at most %(limit)s are possible. Please split it.")
                % {"size": filesizeformat(file.size), "limit": filesizeformat(limit)}
            )
        return file

    @property
    def key(self) -> uuid.UUID:
        key: uuid.UUID = self.cleaned_data["submission_key"]
        return key


class RedeemForm(forms.Form):
    """The code of a slip."""

    code = forms.CharField(
        label=gettext_lazy("Code on your slip"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
