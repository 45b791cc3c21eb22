"""Uploading a file with contributions and saying what its columns are."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.base.widgets import day
from dialogwerk.cores.contributions import Columns
from dialogwerk.cores.contributions.columns import FIELDS, THEMES

from ..formats import CONTRIBUTIONS
from ..models import ContributionImport, Process
from ..services.import_files import LIMITS
from ..services.import_rows import columns_of
from ..services.import_words import FIELDS as LABELS

ACCEPT = ".csv,.tsv,.txt,.xlsx,.xls,.ods,.json,text/csv,application/json"
SAMPLES = 3
EXCERPT = 80
LEAVE_OUT = ""


class UploadForm(forms.Form):
    """A file, and the format that takes its contributions; its content decides what it is."""

    format = forms.ModelChoiceField(
        label=gettext_lazy("Into which format?"),
        queryset=None,
        empty_label=None,
        to_field_name="slug",
    )
    file = forms.FileField(
        label=gettext_lazy("File with contributions"),
        help_text=gettext_lazy(
            "CSV, Excel or OpenDocument with one contribution in each row; exports of adhocracy+"
            " and mein.berlin; exports of Decidim, also as JSON."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": gettext_lazy("Choose the file that you want to import."),
            "empty": gettext_lazy("The file is empty. Please check that you chose the right one."),
        },
    )

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = process.formats.shown().filter(kind=CONTRIBUTIONS)
        self.fields["format"].queryset = shown

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LIMITS.max_bytes:
            raise ValidationError(
                _("The file has %(size)s; at most %(limit)s are read at once. Please split it.")
                % {"size": filesizeformat(file.size), "limit": filesizeformat(LIMITS.max_bytes)}
            )
        return file


class ColumnsForm(forms.ModelForm):
    """What each column holds, whom to credit, and what is true of rows that do not say it."""

    class Meta:
        model = ContributionImport
        fields = ["credit", "licence", "decided_on", "held"]
        widgets = {"decided_on": day()}
        labels = {
            "credit": gettext_lazy("Whom to credit"),
            "decided_on": gettext_lazy("When were outcomes decided that name no day?"),
            "held": gettext_lazy("Show them only after somebody has looked at them"),
        }
        help_texts = {
            "credit": gettext_lazy(
                "Stands beside every contribution, with its address in the source."
            ),
            "licence": gettext_lazy("Under which they were published where they come from."),
            "decided_on": gettext_lazy("Left empty, such outcomes are not recorded."),
        }

    said_on = forms.DateField(
        label=gettext_lazy("When were contributions made that name no day?"),
        required=False,
        widget=day(),
        help_text=gettext_lazy("Left empty, the day of this import counts."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        instance: ContributionImport,
        samples: Sequence[Mapping[str, str]] = (),
    ) -> None:
        said = timezone.localtime(instance.said_at).date() if instance.said_at else None
        super().__init__(data, instance=instance, initial={"said_on": said})
        self.fields["licence"].choices = [
            ("", _("not known")),
            *ContributionImport._meta.get_field("licence").choices,
        ]
        self._samples = samples
        self._kept = columns_of(instance)
        chosen = {column: name for name, column in self._kept.of.items()}
        chosen |= dict.fromkeys(self._kept.themes, THEMES)
        choices = [(LEAVE_OUT, _("do not take over")), *((name, LABELS[name]) for name in _NAMES)]
        for number, column in enumerate(instance.header):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=column,
                choices=choices,
                required=False,
                initial=chosen.get(column, LEAVE_OUT),
            )

    def columns(self) -> Iterator[dict[str, Any]]:
        """Each column with its first values and its choice, for the page."""
        for number, column in enumerate(self.instance.header):
            values = [row.get(column, "").strip() for row in self._samples]
            yield {
                "field": self[f"column-{number}"],
                "samples": [_excerpt(value) for value in values if value][:SAMPLES],
            }

    def clean_said_on(self) -> Any:
        said = self.cleaned_data["said_on"]
        if said and said > timezone.localdate():
            raise ValidationError(_("This day lies in the future."))
        return said

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        seen: dict[str, str] = {}
        for number, column in enumerate(self.instance.header):
            name = data.get(f"column-{number}", LEAVE_OUT)
            if name in seen and name not in (LEAVE_OUT, THEMES):
                self.add_error(
                    f"column-{number}",
                    _("“%(field)s” is chosen for the column “%(column)s” already.")
                    % {"field": LABELS[name], "column": seen[name]},
                )
            seen.setdefault(name, column)
        if not {"text", "title"} & seen.keys():
            self.add_error(None, _("Say which column holds the text or the title."))
        return data

    @property
    def chosen(self) -> Columns:
        """The columns as chosen; other languages of a text stay where its column stays."""
        pairs = [
            (self.cleaned_data[f"column-{number}"], column)
            for number, column in enumerate(self.instance.header)
        ]
        of = {name: column for name, column in pairs if name not in (LEAVE_OUT, THEMES)}
        themes = tuple(column for name, column in pairs if name == THEMES)
        instead = {
            name: rest
            for name, rest in self._kept.instead.items()
            if of.get(name) == self._kept.of.get(name)
        }
        return Columns(of, themes, instead)


_NAMES = (*FIELDS, THEMES)


def _excerpt(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1] + "…"
