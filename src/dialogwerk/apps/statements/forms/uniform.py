"""Signature lists from tables, steps of a representation, and answers for many."""

import uuid
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.base.table_words import table_sentence
from dialogwerk.cores.tables import TableError

from ..models import UnclearSignature
from ..models.letters import Channel
from ..services.signature_reading import (
    SignedTable,
    UnreadableSignatures,
    read_signature_table,
)
from .imports import MomentInput
from .letter import SeveralFilesField
from .texts import MomentField, checked_text


def day_input() -> forms.DateInput:
    """A day as browsers offer it, whatever the language."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ListUploadForm(forms.Form):
    """One text, and a table of those who signed it."""

    title = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    table = forms.FileField(
        label=gettext_lazy("Table of those who signed"),
        help_text=gettext_lazy(
            "CSV, XLSX, XLS or ODS with columns for name, street, postcode and town. A column"
            " “Vertreter” with “ja” marks whom the list names. Lines without a readable name or"
            " address are kept and listed for a decision."
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("Text that they signed"),
        strip=False,
        required=False,
        help_text=gettext_lazy("Word for word. It may be left out if the scan is attached."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    files = SeveralFilesField(label=gettext_lazy("Scan of the list"), required=False)
    representative = forms.CharField(
        label=gettext_lazy("Representative"),
        max_length=250,
        required=False,
        help_text=gettext_lazy(
            "Whom the list names to speak for all (§ 17 Abs. 1 VwVfG), written as in the list;"
            " empty if nobody."
        ),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How did it come?"), choices=Channel, initial=Channel.POST
    )
    received_at = MomentField(label=gettext_lazy("When was it received?"), widget=MomentInput())
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        initial = {
            "received_at": timezone.localtime().replace(second=0, microsecond=0),
            "submission_key": uuid.uuid4(),
        }
        super().__init__(data, files, initial=initial)

    def clean_text(self) -> str:
        return checked_text(self.cleaned_data["text"])

    def clean_received_at(self) -> datetime:
        moment: datetime = self.cleaned_data["received_at"]
        if moment > timezone.now():
            raise ValidationError(_("This moment lies in the future."))
        return moment

    def clean_table(self) -> SignedTable:
        upload = self.cleaned_data["table"]
        try:
            return read_signature_table(upload.file, name=upload.name)
        except UnreadableSignatures as error:
            raise ValidationError([one.reason for one in error.errors]) from error
        except TableError as error:
            raise ValidationError(table_sentence(error)) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("text") and not data.get("files") and "files" not in self.errors:
            self.add_error("text", _("Write the text or attach the letter as a file."))
        return data

    @property
    def key(self) -> str:
        return f"list:{self.cleaned_data['submission_key']}"


class StepForm(forms.Form):
    """What is put on file for a step; which of it is needed depends on the step."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=day_input())
    person = forms.CharField(
        label=gettext_lazy("Who"),
        required=False,
        max_length=250,
        help_text=gettext_lazy("A name as in the list, or a code number P-…."),
    )
    answer_by = forms.DateField(
        label=gettext_lazy("Last day to answer"), required=False, widget=day_input()
    )
    published_on = forms.DateField(
        label=gettext_lazy("Announced on"), required=False, widget=day_input()
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Goes on file. No names."),
    )

    def __init__(self, *args: Any, needs: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, initial={"day": timezone.localdate()}, **kwargs)
        for name in ("person", "answer_by", "published_on"):
            if name not in needs:
                del self.fields[name]
        self.fields["reason"].required = "reason" in needs

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise ValidationError(_("This day lies in the future."))
        return day


class SignatureForm(forms.Form):
    """Whether an unclear signature counts."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"), choices=UnclearSignature.Decision, required=False
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=300)


class CollectiveForm(forms.Form):
    """Why these people are answered together."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=250)
    reason = forms.CharField(
        label=gettext_lazy("Reason for the decision"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Goes on file. No names."),
    )


class NoticeTextForm(forms.Form):
    """Title and text of the notice."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=250)
    text = forms.CharField(label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 16}))


class PublicationForm(forms.Form):
    """When and where the notice was published."""

    published_on = forms.DateField(label=gettext_lazy("Published on"), widget=day_input())
    published_in = forms.CharField(
        label=gettext_lazy("Published in"),
        max_length=300,
        help_text=gettext_lazy("Gazette with its number, papers, website."),
    )


class WithdrawForm(forms.Form):
    """Why a decision is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
