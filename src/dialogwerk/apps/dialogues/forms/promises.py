"""A promise that follows from what was decided on a contribution."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.widgets import day

from .moderation import text_area


class ContributionPromiseForm(forms.Form):
    """What is promised, by whom and until when; it becomes public with the register."""

    text = forms.CharField(label=_("What is promised"), widget=text_area(4))
    owner_name = forms.CharField(label=_("Promised by"), max_length=250)
    made_on = forms.DateField(label=_("Promised on"), widget=day())
    due = forms.DateField(label=_("Due"), required=False, widget=day())

    def refuse(self, error: ValidationError) -> None:
        """What the register does not take, at the field it is about."""
        names: dict[str, Any] = {"owner": "owner_name"}
        code = getattr(error, "code", None) or ""
        field = names.get(code, code)
        self.add_error(field if field in self.fields else None, error.messages[0])
