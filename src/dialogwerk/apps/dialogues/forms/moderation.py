"""Moderation: what moderators decide, what others report, what authors object."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.base.guarding import GuardedForm

from ..models import Contribution, ModerationDecision, ModerationSettings, Report
from ..services.redaction import Stretch, hidden_in, places_of, proposals_for, words_of


def text_area(rows: int) -> forms.Textarea:
    """A field for several lines."""
    return forms.Textarea(attrs={"rows": rows})


class DecisionForm(forms.Form):
    """Publish, hold back or refuse. What is missing for a decision the service says."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        widget=forms.RadioSelect,
        choices=[
            (ModerationDecision.Verdict.PUBLISHED, gettext_lazy("show it to everyone")),
            (
                ModerationDecision.Verdict.HELD,
                gettext_lazy("do not show it yet: it stays in the queue until one of you decides"),
            ),
            (ModerationDecision.Verdict.REFUSED, gettext_lazy("do not show it")),
        ],
    )
    rule = forms.ChoiceField(
        label=gettext_lazy("Rule that it breaks"),
        required=False,
        help_text=gettext_lazy("Needed if it is not shown; quoted to the author and in the log."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, to the author"),
        required=False,
        widget=text_area(4),
        help_text=gettext_lazy("Needed unless it is shown. Only the author and the team read it."),
    )

    def __init__(self, *args: Any, rules: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["rule"]
        choices.choices = [("", _("none")), *((rule, rule) for rule in rules)]


class ReportForm(GuardedForm):
    """Anyone says that something public breaks the rules."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        widget=forms.RadioSelect,
        choices=Report.Kind.choices,
    )
    text = forms.CharField(
        label=gettext_lazy("Explanation"),
        required=False,
        max_length=2000,
        widget=text_area(4),
        help_text=gettext_lazy("Only those who moderate read it. You need not say who you are."),
    )


class AppealForm(forms.Form):
    """The author objects to a decision of the moderation."""

    text = forms.CharField(
        label=gettext_lazy("What speaks for showing it?"),
        max_length=5000,
        widget=text_area(5),
        help_text=gettext_lazy("You can object once. Somebody else on the team looks at it."),
    )


class SettingsForm(forms.ModelForm):
    """What makes the machine hold a contribution back."""

    class Meta:
        model = ModerationSettings
        fields = ["most_links", "holds_repeated", "holds_fast", "holds_personal", "words"]
        widgets = {"words": text_area(5)}

    def _post_clean(self) -> None:
        """The row is changed by the service, which has to see what it was before."""


class BlackOutForm(forms.Form):
    """Which passages others do not read: those found, and further words."""

    hidden = forms.MultipleChoiceField(
        label=gettext_lazy("Black out these passages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label=gettext_lazy("Black out these words too"),
        required=False,
        widget=text_area(3),
        help_text=gettext_lazy("One passage in a line, exactly as it stands in the contribution."),
    )

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contribution = contribution
        now, proposed = hidden_in(contribution), proposals_for(contribution)
        self.known = {one.key: one for one in sorted({*now, *proposed})}
        choices: Any = self.fields["hidden"]
        choices.choices = [(key, self._label(one)) for key, one in self.known.items()]
        choices.initial = [one.key for one in now]
        if not self.known:
            del self.fields["hidden"]

    def _label(self, one: Stretch) -> str:
        words = " ".join(words_of(self.contribution, one).split())
        where = _("in the title") if one.field == "title" else _("in the text")
        return f"{words} ({where})"

    def clean_words(self) -> list[Stretch]:
        """Where these words stand."""
        found: list[Stretch] = []
        for line in self.cleaned_data["words"].splitlines():
            if not line.strip():
                continue
            places = places_of(self.contribution, line.strip())
            if not places:
                raise forms.ValidationError(
                    _("“%(words)s” does not stand in the contribution.")
                    % {"words": line.strip()[:80]}
                )
            found += places
        return found

    @property
    def stretches(self) -> list[Stretch]:
        """All that is to be hidden."""
        ticked = [self.known[key] for key in self.cleaned_data.get("hidden", [])]
        return [*ticked, *self.cleaned_data["words"]]
