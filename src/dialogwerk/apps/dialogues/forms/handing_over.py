"""Handing results over, and what came back, as staff type them."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.base.widgets import day
from dialogwerk.apps.people.models import Organisation
from dialogwerk.apps.schemes.models import Procedure

from ..models import Process, ResultHandedOver


class HandOverForm(forms.ModelForm):
    """Which version went to whom, and when."""

    class Meta:
        model = ResultHandedOver
        fields = ["report", "day", "procedure", "organisation", "recipient", "note"]
        widgets = {"day": day(), "note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "procedure": gettext_lazy(
                "The results belong to its file then, and its weighing has to consider them."
            ),
            "recipient": gettext_lazy("If the authority does not stand in the list."),
            "note": gettext_lazy("E.g. by letter with the documents of the application."),
        }

    in_calendar = forms.BooleanField(
        label=gettext_lazy("Record it in the calendar of the procedure"), required=False
    )

    def __init__(
        self, *args: Any, process: Process, may_keep_calendar: bool, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"day": timezone.localdate(), "in_calendar": True}
        super().__init__(*args, **kwargs)
        reports = process.reports.newest_first().defer("snapshot")
        self.fields["report"].queryset = reports
        self.fields["report"].empty_label = None
        self.fields["report"].label_from_instance = _version
        self.fields["procedure"].queryset = (
            process.scheme.procedures.all() if process.scheme else Procedure.objects.none()
        )
        self.fields["organisation"].queryset = Organisation.objects.filter(
            kind__in=[Organisation.Kind.AUTHORITY, Organisation.Kind.PUBLIC_AGENCY]
        )
        if process.scheme is None:
            del self.fields["procedure"]
        if process.scheme is None or not may_keep_calendar:
            del self.fields["in_calendar"]


def _version(version: Any) -> str:
    return _("Version %(number)d") % {"number": version.number}


class AcknowledgeForm(forms.Form):
    """That the authority has it."""

    day = forms.DateField(label=gettext_lazy("Receipt confirmed on"), widget=day())
    text = forms.CharField(
        label=gettext_lazy("What was confirmed"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = forms.FileField(
        label=gettext_lazy("Confirmation as a file"),
        required=False,
        help_text=gettext_lazy("PDF, PNG or JPEG."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
