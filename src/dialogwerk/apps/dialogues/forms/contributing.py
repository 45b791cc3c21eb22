"""What people write: a contribution with place and photos, or a comment on one."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy, ngettext

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.guarding import GuardedForm
from dialogwerk.apps.people.services import IdentityDraft

from ..formats import drawable
from ..models import Format
from ..photos import ACCEPT, MOST_PHOTOS, clean_photos
from ..places import UnfitPlace, parse_place
from ..services.contributions import PhotoDraft, Said

MOST_CHARACTERS = 20_000


class PhotosInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Any number of photos, cleaned of metadata; its value is a list of drafts."""

    widget = PhotosInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> list[PhotoDraft]:
        return clean_photos([file for file in (data or []) if file])


def _quiet() -> forms.TextInput:
    """A field for scripts that is no ``type=hidden``, so that drafts keep it."""
    return forms.TextInput(attrs={"hidden": True, "tabindex": "-1", "autocomplete": "off"})


def _line(**attrs: Any) -> forms.TextInput:
    return forms.TextInput(attrs=attrs)


def _readable(text: str) -> str:
    """One kind of line end; no character that a database refuses."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")


class ContributionForm(GuardedForm):
    """Text, and whatever else somebody wants to add; nobody has to give a name."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=150, required=False)
    text = forms.CharField(
        label=gettext_lazy("Your contribution"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": gettext_lazy("Please write something.")},
    )
    category = forms.ModelChoiceField(
        label=gettext_lazy("Category"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("none of them"),
    )
    place_name = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("E.g. a street, a crossing or a name that people know."),
        widget=_line(list="municipalities", autocomplete="off"),
    )
    geometry = forms.CharField(required=False, max_length=40_000, widget=_quiet())
    photos = PhotosField(label=gettext_lazy("Photos"), required=False)
    photo_description = forms.CharField(
        label=gettext_lazy("What the photos show"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For people who cannot see them."),
    )
    public_name = forms.CharField(
        label=gettext_lazy("Name to be shown"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Leave it empty, and no name is shown. A made-up name is fine."),
        widget=_line(autocomplete="nickname"),
    )
    on_behalf_of = forms.CharField(
        label=gettext_lazy("On behalf of"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("If you speak for an association or a company: its name, shown."),
        widget=_line(autocomplete="organization"),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address for news"),
        required=False,
        help_text=gettext_lazy(
            "We write when something becomes of your contribution; first we ask you to confirm."
            " It is never shown."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = forms.CharField(
        label=gettext_lazy("First name and surname"),
        max_length=250,
        required=False,
        widget=_line(autocomplete="name"),
    )
    street = forms.CharField(
        label=gettext_lazy("Street and number"),
        max_length=200,
        required=False,
        widget=_line(autocomplete="street-address"),
    )
    postal_code = forms.CharField(
        label=gettext_lazy("Postal code"),
        max_length=12,
        required=False,
        widget=_line(autocomplete="postal-code"),
    )
    city = forms.CharField(
        label=gettext_lazy("Town"),
        max_length=100,
        required=False,
        widget=_line(autocomplete="address-level2"),
    )

    def __init__(self, *args: Any, one: Format, with_address: bool, **kwargs: Any) -> None:
        """``with_address``: name and address are asked for too, since an objection is possible."""
        super().__init__(*args, **kwargs)
        self.one = one
        categories: Any = self.fields["category"]
        categories.queryset = one.categories.all()
        if not categories.queryset.exists():
            del self.fields["category"]
        if not one.settings.get("takes_photos", True):
            del self.fields["photos"], self.fields["photo_description"]
        else:
            self.fields["photos"].help_text = _photos_hint()
        if not with_address:
            for field in ("name", "street", "postal_code", "city"):
                del self.fields[field]

    def clean_text(self) -> str:
        return _readable(self.cleaned_data["text"])

    def clean_geometry(self) -> Any:
        text = self.cleaned_data["geometry"].strip()
        if not text:
            return None
        try:
            return parse_place(text, allowed=drawable(self.one))
        except UnfitPlace as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            self._ask_for_photos_again()
        return data

    def refuse(self, message: str) -> None:
        super().refuse(message)
        self._ask_for_photos_again()

    def _ask_for_photos_again(self) -> None:
        """Browsers never send files a second time by themselves; say so, with their names."""
        names = [file.name for file in self.files.getlist("photos")] if self.files else []
        if names and "photos" in self.fields:
            message = ngettext(
                "Please choose your file again: %(names)s.",
                "Please choose your files again: %(names)s.",
                len(names),
            )
            self.add_error("photos", message % {"names": ", ".join(names)})

    def said(self, *, user: User | None, now: datetime) -> Said:
        """What goes to the service; only after the form was found valid."""
        data = self.cleaned_data
        shows = data.get("photo_description", "")
        photos = [replace(photo, description=shows) for photo in data.get("photos", [])]
        address = {
            field: data.get(field, "") for field in ("name", "street", "postal_code", "city")
        }
        return Said(
            text=data["text"],
            title=data["title"],
            category=data.get("category"),
            author=IdentityDraft(email=data["email"], **address),
            user=user,
            public_name=data["public_name"],
            on_behalf_of=data["on_behalf_of"],
            place=data["geometry"],
            place_name=data["place_name"],
            photos=photos,
            submission_key=f"web:{self.key}",
            seconds=self.seconds_open(now),
        )


def _photos_hint() -> str:
    return ngettext(
        "%(most)s photo (JPEG or PNG). Place and time that the camera notes are removed.",
        "Up to %(most)s photos (JPEG or PNG). Place and time that the camera notes are removed.",
        MOST_PHOTOS,
    ) % {"most": MOST_PHOTOS}


class CommentForm(GuardedForm):
    """A comment, perhaps in reply to another one."""

    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Please write something.")},
    )
    public_name = forms.CharField(
        label=gettext_lazy("Name to be shown"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Leave it empty, and no name is shown."),
        widget=_line(autocomplete="nickname"),
    )

    def clean_text(self) -> str:
        return _readable(self.cleaned_data["text"])


class FollowForm(GuardedForm):
    """An address for news."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Please give your e-mail address.")},
    )
