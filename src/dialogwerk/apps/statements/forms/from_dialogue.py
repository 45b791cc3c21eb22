"""What an objection needs beyond what was said in the dialogue."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from dialogwerk.apps.base.guarding import GuardedForm
from dialogwerk.apps.people.services import IdentityDraft

from .letter import LetterForm
from .texts import checked_text

ADDRESS = ("name", "street", "postal_code", "city")


class ObjectionForm(GuardedForm):
    """An addition if somebody wishes, and who objects unless that is known already."""

    addition = forms.CharField(
        label=gettext_lazy("What you want to add"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "E.g. what you expect to be affected yourself: your home, your land, your health."
        ),
    )
    name = LetterForm.base_fields["name"]
    street = LetterForm.base_fields["street"]
    postal_code = LetterForm.base_fields["postal_code"]
    city = LetterForm.base_fields["city"]
    email = LetterForm.base_fields["email"]
    withholds_identity = LetterForm.base_fields["withholds_identity"]

    def __init__(self, *args: Any, known: IdentityDraft | None, **kwargs: Any) -> None:
        """``known``: name and address are in the vault; they are neither asked for nor shown."""
        super().__init__(*args, **kwargs)
        self.known = known
        if known:
            for field in (*ADDRESS, "email"):
                del self.fields[field]

    def clean_addition(self) -> str:
        text = self.cleaned_data["addition"].replace("\r\n", "\n").replace("\r", "\n")
        return checked_text(text)

    @property
    def sender(self) -> IdentityDraft:
        """Who objects; only after the form was found valid."""
        if self.known:
            return self.known
        return IdentityDraft(**{field: self.cleaned_data[field] for field in (*ADDRESS, "email")})
