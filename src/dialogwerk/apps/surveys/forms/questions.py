"""A question as the team writes it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import SurveyQuestion

Kind = SurveyQuestion.Kind
MOST_OPTIONS = 30


class QuestionForm(forms.ModelForm):
    """A question of a draft; which fields count depends on its kind."""

    options = forms.CharField(
        label=gettext_lazy("Prepared answers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("One in a line; for one or several answers."),
    )

    class Meta:
        model = SurveyQuestion
        fields = [
            *("kind", "text", "hint", "options", "low", "high"),
            *("smallest", "largest", "is_required"),
        ]
        help_texts = {
            "hint": gettext_lazy("For example what is meant, or the unit of a number."),
            "low": gettext_lazy("Words for the ends of a scale, e.g. not at all."),
            "smallest": gettext_lazy("For a number; empty for no bound."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["options"] = "\n".join(self.instance.options or [])

    def clean_options(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["options"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) > MOST_OPTIONS:
            raise forms.ValidationError(
                _("At most %(most)d answers can be prepared.") % {"most": MOST_OPTIONS}
            )
        if long := next((line for line in found if len(line) > 150), None):
            raise forms.ValidationError(
                _("“%(name)s…” is longer than 150 characters.") % {"name": long[:40]}
            )
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        has_options = data.get("kind") in (Kind.SINGLE, Kind.SEVERAL)
        if has_options and len(data.get("options") or []) < 2 and "options" not in self.errors:
            self.add_error("options", _("Please prepare at least two answers."))
        if not has_options and "options" in data:
            data["options"] = []
        low, high = data.get("smallest"), data.get("largest")
        if low is not None and high is not None and high < low:
            self.add_error("largest", _("The largest number is smaller than the smallest."))
        return data

    def _post_clean(self) -> None:
        """The row is changed by the service, which has to see whether it may be."""


class SettingsForm(forms.Form):
    """When everyone sees the results."""

    results = forms.ChoiceField(
        label=gettext_lazy("Results are shown to everyone"),
        choices=[
            ("after", gettext_lazy("when the survey is closed")),
            ("during", gettext_lazy("at any time")),
            ("never", gettext_lazy("not on a page of their own, only in the report")),
        ],
        widget=forms.RadioSelect,
    )
