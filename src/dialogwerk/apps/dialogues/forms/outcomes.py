"""What becomes of contributions, as staff type it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.widgets import day

from ..models import Outcome
from ..services.outcomes import OutcomeDraft
from .moderation import text_area


class OutcomeForm(forms.Form):
    """One outcome, for one contribution or many. What a kind needs the service says."""

    kind = forms.ChoiceField(
        label=_("What becomes of it"), widget=forms.RadioSelect, choices=Outcome.Kind.choices
    )
    reason = forms.CharField(
        label=_("Reasons"),
        widget=text_area(6),
        max_length=20_000,
        help_text=_("In plain words; everyone reads it. For “not adopted”: because of what."),
    )
    deferred_until = forms.DateField(
        label=_("Deferred until"),
        required=False,
        widget=day(),
        help_text=_("Only for “deferred”. On that day you are reminded to report."),
    )
    passed_to = forms.CharField(
        label=_("Passed on to"),
        required=False,
        max_length=250,
        help_text=_("Only for “passed on”: who is responsible, e.g. the road authority."),
    )
    decided_on = forms.DateField(label=_("Decided on"), widget=day())
    next_report_on = forms.DateField(
        label=_("Next report on"),
        required=False,
        widget=day(),
        help_text=_("Leave it empty only if nothing more is to come."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("decided_on", today)
        self.today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        decided, report = data.get("decided_on"), data.get("next_report_on")
        if decided and decided > self.today:
            self.add_error("decided_on", _("This day is still to come."))
        if decided and report and report <= decided:
            self.add_error("next_report_on", _("The next report comes after the decision."))
        return data

    @property
    def draft(self) -> OutcomeDraft:
        """What the service gets."""
        return OutcomeDraft(**self.cleaned_data)
