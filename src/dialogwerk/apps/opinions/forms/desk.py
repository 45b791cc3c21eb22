"""Statements of the office, decisions on those of others, choices, files of Polis."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_FILE_MIB = 200


class SeedForm(forms.Form):
    """Statements with which the round begins."""

    lines = forms.CharField(
        label=_("Statements"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One in a line, 250 characters at most, one idea each, without “and”."),
    )

    def clean_lines(self) -> list[str]:
        return str(self.cleaned_data["lines"]).splitlines()


class RefuseForm(forms.Form):
    """Why a statement is not shown."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The author reads it. Quote the rule that the statement breaks."),
    )


class ChoicesForm(forms.Form):
    """What the office chooses for a round."""

    own_statements = forms.BooleanField(label=_("People can add statements"), required=False)
    moderated_first = forms.BooleanField(
        label=_("Statements appear only after somebody has looked at them"), required=False
    )
    votes_before_own = forms.IntegerField(
        label=_("Votes before somebody can add a statement"), min_value=0, max_value=50
    )
    smallest_group = forms.IntegerField(
        label=_("Smallest group that is shown"),
        min_value=3,
        max_value=100,
        help_text=_("People in smaller groups could be recognised."),
    )
    most_groups = forms.IntegerField(label=_("Groups tried at most"), min_value=2, max_value=5)


class PolisForm(forms.Form):
    """Two files of a conversation in Polis."""

    votes = forms.FileField(
        label=_("Votes"), help_text=_("participants-votes.csv or votes.csv of Polis")
    )
    comments = forms.FileField(label=_("Statements"), help_text=_("comments.csv of Polis"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in ("votes", "comments"):
            file = data.get(name)
            if file and file.size > MOST_FILE_MIB * 1024**2:
                self.add_error(
                    name, _("The file is larger than %(most)d MiB.") % {"most": MOST_FILE_MIB}
                )
        return data
