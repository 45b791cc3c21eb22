"""The public form for a letter (Stellungnahme, Einwendung)."""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dialogwerk.apps.people.models import Person
from dialogwerk.apps.people.services import IdentityDraft

from ..services.intake import FileDraft, Letter
from ..uploads import ACCEPT, KINDS, checked_files
from .texts import checked_text


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Any number of uploads, checked by content; its value is a list of drafts for the intake."""

    widget = SeveralFilesInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> list[FileDraft]:
        files = [file for file in (data or []) if file]
        return checked_files(
            files,
            max_files=settings.UPLOAD_MAX_FILES,
            max_bytes=settings.UPLOAD_MAX_FILE_BYTES,
        )


class TextOrFiles(forms.CharField):
    """Asked of everyone, but a letter may also consist of files only; the form looks at both."""

    def validate(self, value: str) -> None:
        if value not in self.empty_values:
            super().validate(value)


def _address(**attrs: Any) -> forms.TextInput:
    return forms.TextInput(attrs=attrs)


def _quiet() -> forms.TextInput:
    """A field for scripts that is no ``type=hidden``, so that drafts keep it."""
    return forms.TextInput(attrs={"hidden": True, "tabindex": "-1", "autocomplete": "off"})


class LetterForm(forms.Form):
    """Text or files, perhaps a place, and who writes: the law wants objectors identifiable."""

    title = forms.CharField(
        label=gettext_lazy("Subject"), max_length=300, required=False, empty_value=""
    )
    text = TextOrFiles(
        label=gettext_lazy("Your statement"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy(
            "Say in your own words what concerns you: what you expect to be affected (your home,"
            " your land, health, nature …), where, and what you ask for. You may also attach your"
            " letter as a file below."
        ),
    )
    files = SeveralFilesField(label=gettext_lazy("Files"), required=False)
    place_name = forms.CharField(
        label=gettext_lazy("Place that your letter is about"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Choose a municipality or describe the place, e.g. a street."),
        widget=_address(list="municipalities", autocomplete="off"),
    )
    longitude = forms.FloatField(
        required=False, min_value=-180, max_value=180, widget=_quiet(), localize=False
    )
    latitude = forms.FloatField(
        required=False, min_value=-90, max_value=90, widget=_quiet(), localize=False
    )

    kind = forms.ChoiceField(
        label=gettext_lazy("Who is writing?"),
        choices=[
            (Person.Kind.NATURAL, gettext_lazy("I, as a private person")),
            (Person.Kind.ORGANISATION, gettext_lazy("An association or company")),
            (Person.Kind.PUBLIC_AGENCY, gettext_lazy("A public agency (TöB)")),
        ],
        initial=Person.Kind.NATURAL,
        widget=forms.RadioSelect,
    )
    organisation = forms.CharField(
        label=gettext_lazy("Name of the organisation or agency"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("Only if you write for one."),
        widget=_address(autocomplete="organization"),
    )
    name = forms.CharField(
        label=gettext_lazy("First name and surname"),
        max_length=250,
        widget=_address(autocomplete="name"),
        error_messages={"required": gettext_lazy("Please give your first name and surname.")},
    )
    street = forms.CharField(
        label=gettext_lazy("Street and number"),
        max_length=200,
        widget=_address(autocomplete="street-address"),
        error_messages={"required": gettext_lazy("Please give street and number.")},
    )
    postal_code = forms.CharField(
        label=gettext_lazy("Postal code"),
        max_length=12,
        widget=_address(autocomplete="postal-code", inputmode="text"),
        error_messages={"required": gettext_lazy("Please give your postal code.")},
    )
    city = forms.CharField(
        label=gettext_lazy("Town"),
        max_length=100,
        widget=_address(autocomplete="address-level2"),
        error_messages={"required": gettext_lazy("Please give your town.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy("For the answer. Without it the answer comes by post."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    withholds_identity = forms.BooleanField(
        label=gettext_lazy("Please do not pass on my name and address"),
        required=False,
        help_text=gettext_lazy(
            "The authority needs to know who writes. If you tick this, your name and address are"
            " made unrecognisable before others, such as the developer, get your letter, unless the"
            " procedure needs them."
        ),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    token = forms.CharField(required=False, widget=forms.HiddenInput)
    proof = forms.CharField(required=False, max_length=5000, widget=forms.HiddenInput)
    website = forms.CharField(required=False, label=gettext_lazy("Website"))

    key_is_spent = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].help_text = _files_hint()

    def clean_text(self) -> str:
        """The text with one kind of line ending; too long a one is refused with its length."""
        text = self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")
        return checked_text(text)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("text") and not self._sent_files() and "text" not in self.errors:
            self.add_error("text", _("Please write your statement or attach a file."))
        writes_alone = data.get("kind", Person.Kind.NATURAL) == Person.Kind.NATURAL
        if not writes_alone and not data.get("organisation"):
            self.add_error("organisation", _("Please give the name of the organisation or agency."))
        if (data.get("longitude") is None) != (data.get("latitude") is None):
            data["longitude"] = data["latitude"] = None
        if self.errors:
            self._ask_for_files_again()
        return data

    def _ask_for_files_again(self) -> None:
        """Browsers never send files a second time by themselves; say so, with their names."""
        names = [file.name for file in self._sent_files()]
        if names:
            message = ngettext(
                "Please choose your file again: %(names)s.",
                "Please choose your files again: %(names)s.",
                len(names),
            )
            self.add_error("files", message % {"names": ", ".join(names)})

    def _sent_files(self) -> list[Any]:
        return SeveralFilesInput().value_from_datadict(self.data, self.files, "files") or []

    def refuse(self, message: str) -> None:
        """An error about the form as a whole, found after its fields were checked."""
        self.add_error(None, message)
        self._ask_for_files_again()

    @property
    def key(self) -> uuid.UUID:
        return self.cleaned_data["submission_key"]

    def letter(self, *, received_at: datetime) -> Letter:
        """What goes to the intake; only after the form was found valid."""
        data = self.cleaned_data
        sender = IdentityDraft(
            **{name: data[name] for name in ("name", "street", "postal_code", "city")},
            **{name: data[name] for name in ("email", "phone", "kind")},
        )
        if data["kind"] != Person.Kind.NATURAL:
            sender = replace(sender, organisation=data["organisation"])
        return Letter(
            text=data["text"],
            title=data["title"],
            received_at=received_at,
            sender=sender,
            submission_key=f"web:{self.key}",
            place_name=data["place_name"],
            longitude=data["longitude"],
            latitude=data["latitude"],
            files=data["files"],
            withholds_identity=data["withholds_identity"],
        )


def _files_hint() -> str:
    return ngettext(
        "At most %(number)s file (%(kinds)s), %(size)s MB.",
        "Up to %(number)s files (%(kinds)s), each at most %(size)s MB.",
        settings.UPLOAD_MAX_FILES,
    ) % {
        "number": settings.UPLOAD_MAX_FILES,
        "kinds": KINDS,
        "size": settings.UPLOAD_MAX_FILE_BYTES // 1024**2,
    }
