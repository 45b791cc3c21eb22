"""Looking up who saw a person, and erasing one."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.ids import MistypedReceipt, parse_public_id


class LookFilter(forms.Form):
    """Only looks that showed one person: for people who ask who has seen their data."""

    code = forms.CharField(
        label=_("Code number of a person"),
        required=False,
        max_length=40,
        help_text=_("For example P-4F7K2-9XQ8M; without it all looks are shown."),
    )

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"].strip()
        if not typed:
            return ""
        try:
            return parse_public_id(typed, prefix="P")
        except MistypedReceipt as error:
            raise ValidationError(str(error)) from error


class EraseForm(forms.Form):
    """Why the vault is emptied of a person; the reason stands in the journal."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_(
            "For example: request under Art. 17 GDPR of 3 November. Please write no name here; the"
            " reason is kept in the journal for ever."
        ),
        error_messages={"required": _("Say why the person is erased.")},
    )
    sure = forms.BooleanField(
        label=_("I have checked that no law demands keeping the name"),
        error_messages={"required": _("Please confirm this.")},
    )
