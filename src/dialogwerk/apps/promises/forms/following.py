"""Leaving an e-mail address to be told of a promise."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.guarding import GuardedForm


class FollowForm(GuardedForm):
    """The address; nothing else is asked."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "You first get a mail with a link; only when you open it and confirm are you told of"
            " this promise. The address is used for nothing else."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("email",)
