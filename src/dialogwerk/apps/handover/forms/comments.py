"""Commenting on an argument, and which arguments to list."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.statements.forms.texts import search_field

from ..models import HandOver
from ..services.comments import MOST_CHARACTERS
from ..services.standing import STATES, state_is


class CommentForm(forms.Form):
    """The developer's comment on one argument; empty takes it back."""

    text = forms.CharField(
        label=_("Your comment"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("The authority reads it once you have submitted it."),
    )
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ArgumentFilter(forms.Form):
    """Which arguments to list; every field may be empty."""

    q = search_field(_("Number or words"))
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("all")),
            ("open", _("without a comment")),
            ("saved", _("saved, not submitted")),
            ("submitted", _("submitted")),
        ],
    )
    hand_over = forms.ChoiceField(label=_("Hand-over"), required=False)

    def __init__(self, *args: Any, hand_overs: list[HandOver], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [
            (str(one.number), _("no. %(number)s") % {"number": one.number}) for one in hand_overs
        ]
        self.fields["hand_over"].choices = [("", _("all")), *numbers]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        """The valid fields that say something."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, handed: Any) -> Any:
        """These arguments only."""
        chosen = self.chosen
        if chosen.get("state") in STATES:
            handed = handed.filter(state_is(chosen["state"]))
        if "hand_over" in chosen:
            handed = handed.filter(hand_over__number=chosen["hand_over"])
        for word in chosen.get("q", "").replace("\x00", "").split()[:10]:
            said = Q(title__icontains=word) | Q(summary__icontains=word)
            if word.isascii() and word.isdigit() and len(word) < 10:
                said |= Q(number=int(word))
            handed = handed.filter(said)
        return handed
