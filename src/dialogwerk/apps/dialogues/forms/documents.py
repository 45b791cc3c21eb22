"""Comments as people write them, texts and sheets as the team publishes them."""

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dialogwerk.apps.base.guarding import GuardedForm

from ..models import Sheet
from .shortly import ShortForm

LONGEST = 5000


class CommentForm(ShortForm):
    """A comment on a paragraph; a name and an e-mail address only if somebody wishes."""

    text = forms.CharField(
        label=pgettext_lazy("dialogue", "Your comment"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("What should stay, what should change, and why."),
        error_messages={"required": gettext_lazy("Please write your comment.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["public_name"].help_text = _(
            "Everyone reads it. Leave it empty to comment without a name."
        )
        self.fields["email"].help_text = _(
            "Only to tell you what became of it; first we ask you to confirm."
            " It is shown to nobody."
        )


class PlaceCommentForm(CommentForm):
    """A comment on a place of a sheet: pointed at with a script, or a square of the grid."""

    square = forms.CharField(
        label=gettext_lazy("Square"),
        max_length=4,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": gettext_lazy("Please choose a square, e.g. C4.")},
    )
    x = forms.FloatField(required=False, widget=forms.HiddenInput, localize=False)
    y = forms.FloatField(required=False, widget=forms.HiddenInput, localize=False)

    field_order = ["square", "text", "public_name", "email"]
    GUARD = (*GuardedForm.GUARD, "x", "y")

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["square"].help_text = _(
            "Letter and number at the edge of the sheet, A1 to %(last)s; or point at the place."
        ) % {"last": f"{sheet.columns[-1]}{sheet.rows}"}
        self._sheet = sheet

    def clean_square(self) -> str:
        square: str = self.cleaned_data["square"].strip().upper()
        if self._sheet.centre_of(square) is None:
            last = f"{self._sheet.columns[-1]}{self._sheet.rows}"
            raise forms.ValidationError(
                _("Please choose a square from A1 to %(last)s.") % {"last": last}
            )
        return square

    @property
    def place(self) -> dict[str, Any]:
        """The arguments of `services.documents.anchor_of_place`; a place that was pointed at counts
        only while it lies in the square that stands in the field."""
        data = self.cleaned_data
        x, y = data.get("x"), data.get("y")
        inside = x is not None and y is not None and 0 <= x <= 100 and 0 <= y <= 100
        if inside and self._sheet.square_at(x, y) == data["square"]:
            return {"x": x, "y": y}
        return {"square": data["square"]}


class _WithFile(forms.Form):
    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > settings.UPLOAD_MAX_FILE_BYTES:
            raise forms.ValidationError(
                _("The file is too large: %(size)s, at most %(limit)s are possible.")
                % {
                    "size": filesizeformat(file.size),
                    "limit": filesizeformat(settings.UPLOAD_MAX_FILE_BYTES),
                }
            )
        return file


class TextForm(_WithFile):
    """A text for commenting: pasted, or read from a file and looked at before it is published."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("DOCX, PDF, ODT or text. Its text comes into the field below."),
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.odt,.txt,.md"}),
    )
    title = forms.CharField(label=gettext_lazy("Title of the text"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
        help_text=gettext_lazy(
            "An empty line begins a new paragraph. A line that begins with # is a heading, with ##"
            " a smaller one."
        ),
    )
    changes = forms.CharField(
        label=gettext_lazy("What has changed since the last version"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)


class SheetForm(_WithFile):
    """A plan sheet for commenting."""

    title = forms.CharField(label=gettext_lazy("Title of the sheet"), max_length=200)
    description = forms.CharField(
        label=gettext_lazy("What it shows"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "In words, for everyone who cannot see the sheet: what lies where, with the squares of"
            " the grid if you know them."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, PNG or JPEG."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
    page = forms.IntegerField(
        label=gettext_lazy("Page of the PDF"), min_value=1, initial=1, max_value=500
    )
