"""Taking a letter down at the counter, by telephone or from the post."""

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.people.models import Person
from dialogwerk.apps.people.services import IdentityDraft

from ..models.letters import Channel
from ..services.intake import Letter
from ..services.signature_reading import UnreadableSignatures, read_signatures
from .imports import MomentInput
from .letter import SeveralFilesField
from .texts import MomentField, checked_text

CHANNELS = [
    (Channel.POST, gettext_lazy("by post")),
    (Channel.COUNTER, gettext_lazy("at the counter, taken down in writing (zur Niederschrift)")),
    (Channel.PHONE, gettext_lazy("by telephone")),
    (Channel.EMAIL, gettext_lazy("by e-mail")),
]
SHOWN_LINES = 20


class CaptureForm(forms.Form):
    """One letter by one sender, or one text that many people signed."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How did it come?"), choices=CHANNELS, widget=forms.RadioSelect
    )
    received_at = MomentField(
        label=gettext_lazy("When was it received?"),
        help_text=gettext_lazy(
            "The date of receipt decides whether a letter is in time. It may lie in the past."
        ),
        widget=MomentInput(),
    )
    title = forms.CharField(label=gettext_lazy("Subject"), max_length=300, required=False)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        strip=False,
        help_text=gettext_lazy(
            "Word for word as in the letter; of an oral statement a summary that the speaker has"
            " approved."
        ),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    files = SeveralFilesField(
        label=gettext_lazy("Files"),
        required=False,
        help_text=gettext_lazy("For example the scanned letter."),
    )
    place_name = forms.CharField(
        label=gettext_lazy("Place that the letter is about"), max_length=200, required=False
    )

    kind = forms.ChoiceField(
        label=gettext_lazy("Who writes?"),
        choices=[
            (Person.Kind.NATURAL, gettext_lazy("a private person")),
            (Person.Kind.ORGANISATION, gettext_lazy("an organisation")),
            (
                Person.Kind.PUBLIC_AGENCY,
                gettext_lazy("a public agency (Träger öffentlicher Belange)"),
            ),
            ("list", gettext_lazy("many people with one text (signature list)")),
        ],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=250, required=False)
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"), max_length=250, required=False
    )
    street = forms.CharField(
        label=gettext_lazy("Street and number"), max_length=200, required=False
    )
    postal_code = forms.CharField(label=gettext_lazy("Postal code"), max_length=12, required=False)
    city = forms.CharField(label=gettext_lazy("Town"), max_length=100, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=50, required=False)

    withholds_identity = forms.BooleanField(
        label=gettext_lazy("Asks that name and address are not passed on"), required=False
    )

    signatures = forms.CharField(
        label=gettext_lazy("Who signed"),
        required=False,
        help_text=gettext_lazy(
            "One person in each line: Name; street and number; postcode and town."
            " Lines pasted from a spreadsheet work as well."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )
    representative = forms.CharField(
        label=gettext_lazy("Representative"),
        max_length=250,
        required=False,
        help_text=gettext_lazy(
            "Whom the list names to speak for all (§ 17 Abs. 1 VwVfG), written as in the list;"
            " empty if nobody."
        ),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        initial = {
            "received_at": timezone.localtime().replace(second=0, microsecond=0),
            "submission_key": uuid.uuid4(),
            "channel": Channel.POST,
            "kind": Person.Kind.NATURAL,
        }
        super().__init__(data, files, initial=initial)

    def clean_received_at(self) -> datetime:
        moment: datetime = self.cleaned_data["received_at"]
        if moment > timezone.now():
            raise ValidationError(_("This moment lies in the future."))
        return moment

    def clean_text(self) -> str:
        return checked_text(self.cleaned_data["text"])

    def clean_signatures(self) -> list[IdentityDraft]:
        if self.data.get("kind") != "list":
            return []
        try:
            return read_signatures(self.cleaned_data["signatures"])
        except UnreadableSignatures as unreadable:
            raise ValidationError(_line_messages(unreadable)) from unreadable

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if (
            not data.get("text")
            and not data.get("files")
            and not {"text", "files"} & set(self.errors)
        ):
            self.add_error("text", _("Write the text or attach the letter as a file."))
        if self.is_list:
            self._check_list(data)
        elif data.get("kind") == Person.Kind.NATURAL and not data.get("name"):
            self.add_error("name", _("Give the name; “unknown” if the letter does not say it."))
        elif data.get("kind") != Person.Kind.NATURAL and not data.get("organisation"):
            self.add_error("organisation", _("Give the name of the organisation or agency."))
        return data

    def _check_list(self, data: dict[str, Any]) -> None:
        if "signatures" not in self.errors and not data.get("signatures"):
            self.add_error("signatures", _("Give at least one person who signed."))
        if not data.get("title"):
            self.add_error("title", _("A signature list needs a subject, by which it is found."))

    @property
    def is_list(self) -> bool:
        return bool(self.cleaned_data.get("kind") == "list")

    @property
    def key(self) -> str:
        return f"hand:{self.cleaned_data['submission_key']}"

    def letter(self) -> Letter:
        """What goes to the intake; only after the form was found valid, and not for a list."""
        data = self.cleaned_data
        fields = ("name", "organisation", "street", "postal_code", "city", "email", "phone", "kind")
        return Letter(
            text=data["text"],
            title=data["title"],
            received_at=data["received_at"],
            channel=data["channel"],
            sender=IdentityDraft(**{field: data[field] for field in fields}),
            submission_key=self.key,
            place_name=data["place_name"],
            files=data["files"],
            withholds_identity=data["withholds_identity"],
        )


def _line_messages(unreadable: UnreadableSignatures) -> list[str]:
    messages = [
        _("Line %(line)s (“%(text)s”): %(reason)s")
        % {"line": error.line, "text": error.text, "reason": error.reason}
        for error in unreadable.errors[:SHOWN_LINES]
    ]
    more = len(unreadable.errors) - SHOWN_LINES
    if more > 0:
        messages.append(_("… and %(count)s more lines.") % {"count": more})
    return messages
