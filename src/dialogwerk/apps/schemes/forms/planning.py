"""Questions to the calendar: what if, and by when at the latest."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.widgets import day
from dialogwerk.cores.deadlines import ProcedureType

from ..models import Procedure, Round
from ..words import in_reader_language

MOST_DAYS = 3660


class WhatIfForm(forms.Form):
    """One event on another day: so many days later or earlier, or on a day."""

    event = forms.ChoiceField(label=_("Event"))
    days = forms.IntegerField(
        label=_("Days later"),
        required=False,
        min_value=-MOST_DAYS,
        max_value=MOST_DAYS,
        help_text=_("Earlier: with a minus, such as -7."),
    )
    day = forms.DateField(label=_("or on this day"), required=False, widget=day())
    round = forms.ModelChoiceField(
        label=_("Round"), queryset=Round.objects.none(), required=False, empty_label=None
    )

    def __init__(
        self, *args: Any, procedure: Procedure, declared: ProcedureType, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_rounds(self, procedure)
        names = [(one.id, in_reader_language(one.name)) for one in declared.events]
        self.fields["event"].choices = names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [name for name in ("days", "day") if cleaned.get(name) not in (None, "")]
        if len(given) != 1 and not self.errors:
            raise ValidationError(
                _("Please give either a number of days or a day, and only one of them.")
            )
        return cleaned


class BackwardsForm(forms.Form):
    """A wished day, from which everything before it is planned."""

    wish = forms.ChoiceField(label=_("What is wished for"))
    wish_day = forms.DateField(label=_("On this day"), widget=day())
    not_before = forms.DateField(
        label=_("Nothing before this day"),
        required=False,
        widget=day(),
        help_text=_("Empty: today. What is on record already stays as it is."),
    )
    afresh = forms.BooleanField(
        label=_("Plan afresh, without what is on record for this round"), required=False
    )

    WISHES = ("hearing", "online_start", "objections_end", "decision", "decision_display_start")

    def __init__(
        self, *args: Any, procedure: Procedure, declared: ProcedureType, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        names = {one.id: in_reader_language(one.name) for one in declared.events}
        wishes = [(id_, names[id_]) for id_ in self.WISHES if id_ in names]
        self.fields["wish"].choices = wishes or list(names.items())
        if not procedure.rounds.all():
            del self.fields["afresh"]


def offer_rounds(form: forms.Form, procedure: Procedure) -> None:
    """A choice of rounds, if there is one."""
    rounds = procedure.rounds.all()
    if len(rounds) < 2:
        del form.fields["round"]
        return
    field: Any = form.fields["round"]
    field.queryset = procedure.rounds.order_by("-number")
