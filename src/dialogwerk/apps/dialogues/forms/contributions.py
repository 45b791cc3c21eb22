"""Choosing among the contributions to a format."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.base.ids import MistypedReceipt, parse_public_id

from ..models import Format, Outcome, ThemeAssignment

NO_OUTCOME = "none"


class ContributionFilter(forms.Form):
    """Words, category, what became of them, order; whatever cannot be read is left out."""

    suche = forms.CharField(
        label=gettext_lazy("Words or code number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kategorie = forms.ModelChoiceField(
        label=gettext_lazy("Category"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("all"),
    )
    thema = forms.ModelChoiceField(
        label=gettext_lazy("Theme"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("all"),
    )
    ergebnis = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        required=False,
        choices=[
            ("", gettext_lazy("all")),
            (NO_OUTCOME, gettext_lazy("still open")),
            *Outcome.Kind.choices,
        ],
    )
    ordnung = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[
            ("", gettext_lazy("the newest first")),
            ("unterstuetzt", gettext_lazy("the most supported first")),
            ("kommentiert", gettext_lazy("the most discussed first")),
        ],
    )

    def __init__(self, *args: Any, one: Format, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories: Any = self.fields["kategorie"]
        categories.queryset = one.categories.all()
        if not categories.queryset.exists():
            del self.fields["kategorie"]
        themes: Any = self.fields["thema"]
        themes.queryset = one.process.themes.all()
        if not themes.queryset.exists():
            del self.fields["thema"]
        self.is_valid()

    def clean_suche(self) -> str:
        """A code number is searched in its written form."""
        words = self.cleaned_data["suche"].strip()
        try:
            return parse_public_id(words, prefix="B")
        except MistypedReceipt:
            return words

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen and could be read."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool({*self.chosen} - {"ordnung"})

    def apply(self, contributions: Any) -> Any:
        """These contributions, narrowed and in the order that was asked for."""
        chosen = self.chosen
        if words := chosen.get("suche"):
            contributions = contributions.mentioning(words)
        if category := chosen.get("kategorie"):
            contributions = contributions.filter(category=category)
        if theme := chosen.get("thema"):
            said_so = ThemeAssignment.objects.holding().filter(theme=theme)
            contributions = contributions.filter(pk__in=said_so.values("contribution"))
        if outcome := chosen.get("ergebnis"):
            wanted = None if outcome == NO_OUTCOME else outcome
            contributions = contributions.with_outcome().filter(outcome_kind=wanted)
        orders = {
            "unterstuetzt": ("-support_count", "-pk"),
            "kommentiert": ("-comment_count", "-pk"),
        }
        return contributions.order_by(*orders.get(chosen.get("ordnung", ""), NEWEST))

    def sentence(self, number: int) -> str:
        """How many are shown, for people and screen readers."""
        if number == 1:
            return _("1 contribution")
        return _("%(number)s contributions") % {"number": number}


NEWEST = ("-received_at", "-pk")
