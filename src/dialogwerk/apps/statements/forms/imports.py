"""Uploading a table of letters and saying what its columns are."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import ImportBatch
from ..models.letters import Channel
from ..services.import_fields import FIELDS, LEFT_OUT, label_of
from ..services.import_staging import IMPORT_LIMITS
from .texts import MomentField

ACCEPT = ".csv,.tsv,.txt,.xlsx,.xls,.ods,text/csv"
SAMPLES = 3
KEEP = "keep"


class UploadForm(forms.Form):
    """A table; its content decides what it is, not its name."""

    file = forms.FileField(
        label=gettext_lazy("Table with letters"),
        help_text=gettext_lazy(
            "CSV, Excel (.xlsx, .xls) or OpenDocument (.ods), one letter in each row, the names of"
            " the columns in the first row."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": gettext_lazy("Choose the table that you want to import."),
            "empty": gettext_lazy("The file is empty. Please check that you chose the right one."),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > IMPORT_LIMITS.max_bytes:
            raise ValidationError(
                _("The file has %(size)s; at most %(limit)s are read at once. Please split it.")
                % {
                    "size": filesizeformat(file.size),
                    "limit": filesizeformat(IMPORT_LIMITS.max_bytes),
                }
            )
        return file


class MomentInput(forms.DateTimeInput):
    """A date with time as browsers offer it, whatever the language."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class ColumnsForm(forms.Form):
    """What each column holds, and what is true of rows that do not say it themselves."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How did the letters come?"),
        choices=Channel,
    )
    received_at = MomentField(
        label=gettext_lazy("When were they received?"),
        required=False,
        help_text=gettext_lazy("Left empty, the moment of the upload counts."),
        widget=MomentInput(),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        batch: ImportBatch,
        samples: Sequence[dict[str, str]] = (),
    ) -> None:
        initial = {"channel": batch.channel, "received_at": batch.received_at}
        super().__init__(data, initial=initial)
        self.header: list[str] = batch.header
        self._samples = samples
        chosen = _by_column(batch.mapping)
        for number, column in enumerate(self.header):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=column,
                choices=_choices(),
                initial=chosen.get(column, KEEP),
            )

    def columns(self) -> Iterator[dict[str, Any]]:
        """Each column with its name, first values and choice, for the page."""
        for number, column in enumerate(self.header):
            values = [row[column].strip() for row in self._samples if row[column].strip()]
            yield {
                "name": column,
                "field": self[f"column-{number}"],
                "samples": [_excerpt(value) for value in values[:SAMPLES]],
            }

    def clean_received_at(self) -> Any:
        moment = self.cleaned_data["received_at"]
        if moment and moment > timezone.now():
            raise ValidationError(_("This moment lies in the future."))
        return moment

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        seen: dict[str, str] = {}
        for number, column in enumerate(self.header):
            field = data.get(f"column-{number}", KEEP)
            if field in seen and field not in (LEFT_OUT, KEEP):
                self.add_error(
                    f"column-{number}",
                    _("“%(field)s” is chosen for the column “%(column)s” already.")
                    % {"field": label_of(field), "column": seen[field]},
                )
            seen.setdefault(field, column)
        if "text" not in seen:
            self.add_error(None, _("Say which column holds the text of the letters."))
        return data

    @property
    def mapping(self) -> dict[str, str | list[str]]:
        """Our field → column, and the columns that are not kept."""
        mapping: dict[str, str | list[str]] = {}
        left_out = []
        for number, column in enumerate(self.header):
            field = self.cleaned_data[f"column-{number}"]
            if field == LEFT_OUT:
                left_out.append(column)
            elif field != KEEP:
                mapping[field] = column
        return {**mapping, LEFT_OUT: left_out}


def _by_column(mapping: dict[str, Any]) -> dict[str, str]:
    left_out = dict.fromkeys(mapping.get(LEFT_OUT, []), LEFT_OUT)
    return left_out | {col: name for name, col in mapping.items() if name != LEFT_OUT}


def _choices() -> list[tuple[str, Any]]:
    return [
        (KEEP, _("– only keep with the original –")),
        (LEFT_OUT, _("– personal, do not keep –")),
        (_("Letter"), [(one.name, one.label) for one in FIELDS if not one.is_identity]),
        (_("Sender (goes into the vault)"), [(o.name, o.label) for o in FIELDS if o.is_identity]),
    ]


def _excerpt(value: str) -> str:
    flat = " ".join(value.split())
    return flat if len(flat) <= 90 else flat[:89] + "…"
