"""Forms for administrators of accounts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Role


class RolesForm(forms.Form):
    """Which roles an account holds house-wide."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What somebody may do in a procedure is decided by the team of its scheme."),
    )
    is_active = forms.BooleanField(label=_("May log in"), required=False, initial=True)


class NewAccountForm(forms.Form):
    """A new account; its owner gets an e-mail with a link to set a password."""

    name = forms.CharField(
        label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
