"""What staff type about public notices, checked."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.base.widgets import day
from dialogwerk.cores.deadlines import procedure_type
from dialogwerk.cores.deadlines.notices import kinds, notice_facts
from dialogwerk.documents.errors import UnreadableFile
from dialogwerk.documents.reading import MAX_CHARACTERS, text_of

from ..models import Procedure
from ..words import in_reader_language


def _lines(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def _special() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=gettext_lazy("What is special"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("It changes which hints are needed."),
    )


def _plain_lines(text: str) -> str:
    """The text with the line ends of our own drafts; browsers send those of Windows."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _offer_special(form: forms.Form, procedure: Procedure) -> None:
    """Only what can be special in this type of procedure, and is not said of the procedure."""
    said = {choice.id for choice in procedure_type(procedure.kind).circumstances}
    facts = [one for one in notice_facts(procedure.kind, procedure.variant) if one.id not in said]
    if not facts:
        del form.fields["special"]
        return
    what: Any = form.fields["special"]
    what.choices = [(one.id, f"{in_reader_language(one.name)} ({one.norm})") for one in facts]


class NoticeFactsForm(forms.Form):
    """What a notice has to say besides the days: only what its kind needs under today's law."""

    publish_on = forms.DateField(
        label=gettext_lazy("Day of publication"),
        widget=day(),
        help_text=gettext_lazy("It decides which version of the law applies."),
    )
    special = _special()
    place = forms.CharField(
        label=gettext_lazy("Where the project lies"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Municipalities or area, as it stands in the sentence."),
    )
    places = _lines(
        gettext_lazy("Where the documents can be seen"),
        gettext_lazy("One place a line, with address, room and opening hours."),
    )
    website = forms.URLField(
        label=gettext_lazy("Website of the documents"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    bodies = _lines(
        gettext_lazy("Where objections or comments can be lodged"),
        gettext_lazy(
            "One body a line, as it follows “bei”: der Stadt Musterhausen, Rathausplatz 1, …"
        ),
    )
    electronic = forms.CharField(
        label=gettext_lazy("Address for electronic ones"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Web form or e-mail address."),
    )
    documents = _lines(
        gettext_lazy("Reports and recommendations at hand"),
        gettext_lazy("One a line, such as the environmental report."),
    )
    environmental = _lines(
        gettext_lazy("Kinds of environmental information"), gettext_lazy("One a line, by theme.")
    )
    hearing_time = forms.CharField(
        label=gettext_lazy("Time of the hearing"), max_length=50, required=False
    )
    hearing_place = forms.CharField(
        label=gettext_lazy("Place of the hearing"), max_length=300, required=False
    )
    contact = forms.CharField(
        label=gettext_lazy("Whom to ask for another way of access"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Telephone number or e-mail address."),
    )
    reference = forms.CharField(
        label=gettext_lazy("File reference of the decision"), max_length=120, required=False
    )
    operative_part = forms.CharField(
        label=gettext_lazy("What was decided"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The operative part, in its own words."),
    )
    conditions = forms.BooleanField(
        label=gettext_lazy("The decision contains conditions"), required=False
    )
    remedy = forms.ChoiceField(
        label=gettext_lazy("Legal remedy"),
        choices=[
            ("Klage", gettext_lazy("lawsuit")),
            ("Widerspruch", gettext_lazy("objection to the authority")),
        ],
        required=False,
    )
    court = forms.CharField(
        label=gettext_lazy("Where the remedy is lodged"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("As it follows “bei”: dem Verwaltungsgericht Musterstadt, …"),
    )

    ALWAYS = ("publish_on", "special")

    NEVER_REQUIRED = ("conditions",)

    def __init__(
        self,
        *args: Any,
        needed: Collection[str],
        possible: Collection[str],
        procedure: Procedure,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer_special(self, procedure)
        kept = {*self.ALWAYS, *needed, *possible}
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]
        for name in set(needed).difference(self.NEVER_REQUIRED):
            self.fields[name].required = True

    def told(self) -> dict[str, Any]:
        """What was typed, as it is kept with the notice."""
        return {
            **{name: value for name, value in self.cleaned_data.items() if name != "publish_on"},
            "publish_on": self.cleaned_data["publish_on"].isoformat(),
        }


class NoticeTextForm(forms.Form):
    """Title and text of a draft."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=250)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true", "lang": "de"}),
        help_text=gettext_lazy("An empty line begins a new paragraph."),
    )

    def clean_text(self) -> str:
        return _plain_lines(self.cleaned_data["text"])


class PublishForm(forms.Form):
    """The day on which a notice appears."""

    on = forms.DateField(
        label=gettext_lazy("Published on"),
        widget=day(),
        help_text=gettext_lazy("Today, or the day on which it appeared in the gazette."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": timezone.localdate()})
        super().__init__(*args, **kwargs)


class WaiverForm(forms.Form):
    """Why legal counsel lets a finding stand."""

    finding = forms.CharField(max_length=60, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stays in the record, with your name and the time."),
    )


UNREADABLE: Mapping[str, Any] = {
    "empty": gettext_lazy("This file is empty."),
    "no_text": gettext_lazy(
        "This file holds no text, perhaps it is a scan. Please paste the text instead."
    ),
    "damaged": gettext_lazy("This file is damaged or protected. Please paste the text instead."),
    "too_large": gettext_lazy("This file is too large. Please paste the text instead."),
    "unknown": gettext_lazy("Only text, PDF and DOCX can be read. Please paste the text instead."),
}


class NoticeCheckForm(forms.Form):
    """A text from elsewhere, pasted or as a file, and what it is to be checked as."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of notice"))
    publish_on = forms.DateField(
        label=gettext_lazy("Day of publication"),
        widget=day(),
        help_text=gettext_lazy("It decides which version of the law applies."),
    )
    special = _special()
    text = forms.CharField(
        label=gettext_lazy("Text of the notice"),
        required=False,
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 12, "lang": "de"}),
    )
    file = forms.FileField(
        label=gettext_lazy("or a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,.pdf,.docx"}),
        help_text=gettext_lazy("Text, PDF or DOCX."),
    )

    def __init__(self, *args: Any, procedure: Procedure, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"publish_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        _offer_special(self, procedure)
        what: Any = self.fields["kind"]
        what.choices = [
            (one.id, in_reader_language(one.name))
            for one in kinds(procedure.kind, procedure.variant)
        ]

    def clean_file(self) -> str:
        """The text of the file, empty without one."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > settings.UPLOAD_MAX_FILE_BYTES:
            raise ValidationError(
                _("This file is too large; at most %(limit)s are possible.")
                % {"limit": filesizeformat(settings.UPLOAD_MAX_FILE_BYTES)}
            )
        try:
            return text_of(file.read())
        except UnreadableFile as error:
            raise ValidationError(UNREADABLE[error.code]) from error

    def told(self) -> dict[str, Any]:
        """What is kept with the notice."""
        data = self.cleaned_data
        return {
            "publish_on": data["publish_on"].isoformat(),
            "special": data.get("special", []),
        }

    def clean(self) -> None:
        data = self.cleaned_data
        data["said"] = _plain_lines(data.get("text") or data.get("file") or "").strip()
        if not data["said"] and "file" not in self.errors:
            self.add_error("text", _("Please paste the text or choose a file."))
