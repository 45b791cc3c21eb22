"""What people choose on the page of coming dates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..models import CalendarSettings
from ..services.due_dates import procedures_with_dates
from ..services.reminders import DAYS_BEFORE, LONGEST_BEFORE

OFFERED = (30, 14, 7, 3, 1, 0)


class DueDatesFilter(forms.Form):
    """Which dates to list; every field may be empty, unknown values count so."""

    procedure = forms.ChoiceField(label=_("Procedure"), required=False)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("all dates")), ("mine", _("only my duties")), ("overdue", _("overdue"))],
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = procedures_with_dates(user).order_by("title").values_list("slug", "title")
        self.fields["procedure"].choices = [("", _("all")), *named]

    @property
    def chosen(self) -> dict[str, str]:
        """The valid fields that say something."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ReminderForm(forms.Form):
    """Whether reminders come by e-mail, and when."""

    mail = forms.BooleanField(label=_("Remind me by e-mail"), required=False)
    days_before = forms.TypedMultipleChoiceField(
        label=_("When"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one day, or switch reminders off.")},
    )

    def __init__(self, *args: Any, saved: CalendarSettings, **kwargs: Any) -> None:
        days = saved.days_before or list(DAYS_BEFORE)
        kwargs["initial"] = {"mail": saved.mail, "days_before": days}
        super().__init__(*args, **kwargs)
        known = {one for one in days if 0 <= one <= LONGEST_BEFORE}
        offered = sorted({*OFFERED, *known}, reverse=True)
        self.fields["days_before"].choices = [(one, _in_words(one)) for one in offered]
        self.fields["days_before"].required = not self.is_bound or bool(self.data.get("mail"))


def _in_words(days: int) -> str:
    if days == 0:
        return str(_("on the last day"))
    return ngettext("%(days)d day before", "%(days)d days before", days) % {"days": days}
