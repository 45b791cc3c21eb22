"""Typing the code of a receipt."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.ids import MistypedReceipt, parse_receipt


class LookupForm(forms.Form):
    """The code as typed; small and capital letters, spaces and dashes do not matter."""

    receipt = forms.CharField(
        label=_("Code of your receipt"),
        max_length=100,
        help_text=_(
            "16 letters and digits, e.g. 7K3M-9QX2-4TFH-R8WD. Spaces and dashes do not matter."
        ),
        error_messages={"required": _("Please type the code of your receipt.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_receipt(self) -> str:
        try:
            return parse_receipt(self.cleaned_data["receipt"])
        except MistypedReceipt as error:
            raise ValidationError(str(error)) from error
