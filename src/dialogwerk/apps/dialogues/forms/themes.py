"""Themes: what a process has, what a contribution has, labelled examples."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..errors import Incomplete
from ..models import Contribution, Process, Theme, ThemeAssignment
from ..services.themes import ExampleRow, read_examples
from .moderation import text_area

MOST_BYTES = 10 * 1024 * 1024


class ThemesForm(forms.Form):
    """The themes of a process."""

    titles = forms.CharField(
        label=gettext_lazy("Themes"),
        required=False,
        widget=text_area(10),
        help_text=gettext_lazy("One in a line, in the order in which they are shown."),
    )

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["titles"] = "\n".join(process.themes.values_list("title", flat=True))

    def clean_titles(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["titles"].splitlines()]
        if long := next((line for line in lines if len(line) > 100), None):
            raise forms.ValidationError(
                _("“%(title)s…” is longer than 100 characters.") % {"title": long[:40]}
            )
        return [line for line in lines if line]


class ReviewForm(forms.Form):
    """Which themes a contribution has; what the machine proposes is ticked and says how sure."""

    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Themes of this contribution"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in contribution.process.themes.all()}
        rows = {str(row.theme_id): row for row in contribution.theme_assignments.all()}
        choices: Any = self.fields["themes"]
        choices.choices = [(pk, _label(theme, rows.get(pk))) for pk, theme in self.known.items()]
        choices.initial = [
            pk for pk, row in rows.items() if row.how != ThemeAssignment.How.REJECTED
        ]

    @property
    def chosen(self) -> list[Theme]:
        return [self.known[pk] for pk in self.cleaned_data["themes"]]


def _label(theme: Theme, row: ThemeAssignment | None) -> str:
    if row is None or row.how != ThemeAssignment.How.PROPOSED:
        return theme.title
    words = ", ".join(row.evidence)
    values = {"theme": theme.title, "sure": round(100 * (row.confidence or 0)), "words": words}
    if words:
        return _("%(theme)s – proposed, %(sure)d %% sure (%(words)s)") % values
    return _("%(theme)s – proposed, %(sure)d %% sure") % values


class ExamplesForm(forms.Form):
    """Labelled texts to learn from at the start."""

    file = forms.FileField(
        label=gettext_lazy("Table (CSV)"),
        help_text=gettext_lazy(
            "A column “text”, perhaps “title”, and a column “themes” with themes separated by"
            " semicolons; or for each theme a column with 0 and 1."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Where it comes from"),
        max_length=200,
        help_text=gettext_lazy("Such as the dialogue of another year, and its licence."),
    )

    rows: list[ExampleRow]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        try:
            self.rows = read_examples(file.read())
        except Incomplete as error:
            raise forms.ValidationError(str(error)) from error
        return file
