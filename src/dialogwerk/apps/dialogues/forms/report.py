"""The words of a report, and whom a process wants to reach, as staff type them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Process, TargetGroup


class SummaryForm(forms.Form):
    """What stands at the beginning of the report."""

    summary = forms.CharField(
        label=gettext_lazy("The most important, in plain words"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "What came out, what did not, what happens next. An empty line begins a paragraph."
        ),
    )


class TargetGroupForm(forms.ModelForm):
    """A group, and whether it was reached; unknown is an answer."""

    class Meta:
        model = TargetGroup
        fields = [
            *("title", "size", "size_is_estimate", "took_part", "reached", "how_known", "source"),
            *("phases", "position"),
        ]
        widgets = {
            "reached": forms.RadioSelect,
            "how_known": forms.Textarea(attrs={"rows": 3}),
            "phases": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "title": gettext_lazy("E.g. young people, commuters, people without German."),
            "size": gettext_lazy("Left empty, it is not known."),
            "took_part": gettext_lazy("Left empty, it is not known."),
            "reached": gettext_lazy("What nobody knows stands as a gap in the report."),
            "how_known": gettext_lazy("E.g. counted at the workshop, asked in the survey."),
            "source": gettext_lazy("E.g. statistics of the city 2025; the list of participants."),
            "phases": gettext_lazy("Which phases were meant for them."),
        }

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.process = process
        self.fields["phases"].queryset = process.phases.all()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        reached = data.get("reached")
        if reached and reached != TargetGroup.Reached.UNKNOWN and not data.get("how_known"):
            self.add_error("how_known", _("Please say how this is known."))
        same = self.instance.process.target_groups.filter(title=data.get("title"))
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("title", _("There is a group of this name already."))
        return data
