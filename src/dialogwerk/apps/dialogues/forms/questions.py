"""Questions as people ask them, answers as the team writes them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.guarding import GuardedForm
from dialogwerk.apps.people.services import IdentityDraft

from ..services.contributions import Said

LONGEST = 2000


class QuestionForm(GuardedForm):
    """A question; a name and an e-mail address only if somebody wishes."""

    text = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One question at a time, so that others can support it."),
        error_messages={"required": _("Please write your question.")},
    )
    public_name = forms.CharField(
        label=_("Shown as"),
        max_length=100,
        required=False,
        help_text=_("Everyone reads it. Leave it empty to ask without a name."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Only to tell you that there is an answer. It is shown to nobody."),
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


class AnswerForm(forms.Form):
    """An answer, with the role in which it is given."""

    text = forms.CharField(
        label=_("Answer"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("In plain words. Say what is known, what is open and until when."),
        max_length=20_000,
    )
    spoken_as = forms.CharField(
        label=_("Answered as"),
        max_length=150,
        help_text=_("Your role as everyone reads it, e.g. dialogue office or traffic planning."),
        widget=forms.TextInput(attrs={"list": "roles", "autocomplete": "off"}),
    )
    signed = forms.CharField(
        label=_("Name shown"),
        max_length=150,
        required=False,
        help_text=_("Only if you wish your name to be shown."),
    )
