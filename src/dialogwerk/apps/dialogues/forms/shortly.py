"""What questions and comments have in common: a text, perhaps a name, perhaps an address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.guarding import GuardedForm
from dialogwerk.apps.people.services import IdentityDraft

from ..services.contributions import Said


class ShortForm(GuardedForm):
    """A text that anybody sends without an account; each kind says what it asks for."""

    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}))
    public_name = forms.CharField(
        label=_("Shown as"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")

    def said(self, **known: Any) -> Said:
        """What goes to the intake; only after the form was found valid."""
        data = self.cleaned_data
        return Said(
            text=data["text"],
            public_name=data["public_name"],
            author=IdentityDraft(email=data["email"]),
            submission_key=f"web:{self.key}",
            **known,
        )
