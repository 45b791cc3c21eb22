"""Questions as people ask them, answers as the team writes them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .shortly import ShortForm

LONGEST = 2000


class QuestionForm(ShortForm):
    """A question; a name and an e-mail address only if somebody wishes."""

    text = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One question at a time, so that others can support it."),
        error_messages={"required": _("Please write your question.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["public_name"].help_text = _(
            "Everyone reads it. Leave it empty to ask without a name."
        )
        self.fields["email"].help_text = _(
            "Only to tell you that there is an answer; first we ask you to confirm."
            " It is shown to nobody."
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
