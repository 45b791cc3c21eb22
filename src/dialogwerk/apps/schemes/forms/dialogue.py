"""What staff type about dates of the dialogue, checked."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.widgets import day

from ..models import DialogueDate
from ..services.dialogue import FIELDS


class DialogueDateForm(forms.ModelForm):
    """A format of the dialogue: when, where, and what becomes of its result."""

    url = forms.URLField(
        label=_("address on the web"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Where one can take part or read on."),
    )

    class Meta:
        model = DialogueDate
        fields = FIELDS
        widgets = {
            **{
                name: day() for name in ("first_day", "last_day", "answer_by", "result_handed_over")
            },
            "summary": forms.Textarea(attrs={"rows": 4}),
            "promises": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "kind": _("Early participation: the one before the application (§ 25 (3) VwVfG)."),
            "summary": _("In plain words, for everyone: what it is about, who may come."),
            "answer_by": _("If contributions can be made for longer than the event lasts."),
            "says_no_objection": _(
                "Whoever contributes here may believe that they have objected, and miss the period"
                " for objections. Therefore the invitation should say: “A contribution here is no"
                " formal objection. Objections go to the hearing authority.” Tick this once the"
                " invitation and the page say so."
            ),
            "result_handed_over": _(
                "The day on which the result went to the authority, so that it can be weighed"
                " (§ 25 (3) sentence 4 VwVfG). Leave empty until then."
            ),
            "promises": _(
                "What was promised in the dialogue. It is checked that nothing anticipates the"
                " decision: the authority weighs without being bound."
            ),
            "is_public": _("On the timeline of the project."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first = cleaned.get("first_day")
        for name in ("last_day", "answer_by", "result_handed_over"):
            if first and cleaned.get(name) and cleaned[name] < first:
                self.add_error(name, _("This day is before the first day. Please check both."))
        handed_over = cleaned.get("result_handed_over")
        if handed_over and handed_over > timezone.localdate():
            self.add_error(
                "result_handed_over",
                _("This day is yet to come. Enter it once the result has been handed over."),
            )
        return cleaned


def proposed(query: Mapping[str, str]) -> dict[str, str]:
    """What an address proposes for a new date; values that do not fit are left out."""
    offered = {name: query[name] for name in ("kind", "first_day", "last_day") if name in query}
    checked = DialogueDateForm(offered)
    checked.is_valid()
    return {name: value for name, value in offered.items() if name not in checked.errors}
