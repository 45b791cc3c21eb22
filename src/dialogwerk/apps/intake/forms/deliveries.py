"""Handing over files, and deciding on what was refused."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.people.services import IdentityDraft
from dialogwerk.apps.statements.forms.capture import CHANNELS
from dialogwerk.apps.statements.forms.imports import MomentInput
from dialogwerk.apps.statements.forms.letter import SeveralFilesInput
from dialogwerk.apps.statements.forms.texts import MomentField, checked_text

ACCEPT = ".eml,.mbox,.msg,.zip,.pdf,.docx,.odt,.txt,.png,.jpg,.jpeg,.tif,.tiff"
MOST_FILES = 100


def _not_future(moment: datetime) -> datetime:
    if moment > timezone.now():
        raise ValidationError(_("This moment lies in the future."))
    return moment


class FilesField(forms.FileField):
    """Any number of files of any kind; what each is, its content will say."""

    widget = SeveralFilesInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [file for file in (data or []) if file]
        if not files:
            raise ValidationError(_("Choose at least one file."))
        if len(files) > MOST_FILES:
            raise ValidationError(
                _("These are %(count)s files; at most %(limit)s come at once. Pack them as ZIP.")
                % {"count": len(files), "limit": MOST_FILES}
            )
        size, limit = sum(file.size or 0 for file in files), settings.INTAKE_MAX_UPLOAD_BYTES
        if size > limit:
            raise ValidationError(
                _("Together the files have %(size)s; at most %(limit)s come at once.")
                % {"size": filesizeformat(size), "limit": filesizeformat(limit)}
            )
        return files


class DeliveryForm(forms.Form):
    """Files as they came, and how they came."""

    files = FilesField(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy(
            "E-mails (.eml, .msg, .mbox), PDF, Word (.docx), OpenDocument (.odt), text, scans (PNG,"
            " JPEG, TIFF, PDF) and ZIP archives of all these. Several at once are possible."
        ),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How did documents and scans come?"),
        choices=CHANNELS,
        initial="post",
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Mails say themselves that they came by e-mail."),
    )
    received_at = MomentField(
        label=gettext_lazy("When were they received?"),
        help_text=gettext_lazy(
            "As stamped on the letters. A mail counts by the stamp of the mail server, not by this"
            " and not by the sender's date."
        ),
        widget=MomentInput(),
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        now = timezone.localtime().replace(second=0, microsecond=0)
        super().__init__(data, files, initial={"received_at": now})

    def clean_received_at(self) -> datetime:
        return _not_future(self.cleaned_data["received_at"])


class TypeInForm(forms.Form):
    """A letter as a person reads it, from a file that no machine could read."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        strip=False,
        help_text=gettext_lazy("Word for word as in the letter."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    title = forms.CharField(label=gettext_lazy("Subject"), max_length=300, required=False)
    channel = forms.ChoiceField(label=gettext_lazy("How did it come?"), choices=CHANNELS)
    received_at = MomentField(label=gettext_lazy("When was it received?"), widget=MomentInput())
    name = forms.CharField(label=gettext_lazy("Name"), max_length=250, required=False)
    street = forms.CharField(
        label=gettext_lazy("Street and number"), max_length=200, required=False
    )
    postal_code = forms.CharField(label=gettext_lazy("Postal code"), max_length=12, required=False)
    city = forms.CharField(label=gettext_lazy("Town"), max_length=100, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)

    def clean_received_at(self) -> datetime:
        return _not_future(self.cleaned_data["received_at"])

    def clean_text(self) -> str:
        return checked_text(self.cleaned_data["text"])

    @property
    def sender(self) -> IdentityDraft:
        names = ("name", "street", "postal_code", "city", "email")
        return IdentityDraft(**{name: self.cleaned_data[name] for name in names})


class DiscardForm(forms.Form):
    """Why something is no letter."""

    why = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("For example: advertising. Please write no names here."),
    )


class ReadingForm(forms.Form):
    """The text of a scan as a second reader sees it."""

    text = forms.CharField(
        label=gettext_lazy("Text as it stands in the letter"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
    )

    def clean_text(self) -> str:
        return checked_text(self.cleaned_data["text"].replace("\r\n", "\n"))
