"""Filters of the reply letters, the ledger and the synopsis, and what is noted on a dispatch."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.schemes.models import Procedure

from ..models import Argument, Dispatch
from ..models.answers import Weighing
from ..services import ledger, reply_states, synopsis
from .texts import search_field

MANY_CAMPAIGNS = 300


class Filter(forms.Form):
    """A filter in the address: what is unknown or missing counts as empty."""

    @property
    def chosen(self) -> dict[str, Any]:
        """The valid fields that say something."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ReplyFilter(Filter):
    """Which reply letters to list."""

    q = search_field(_("Code of the letter or of the person"))
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), *reply_states.STATES.items()]
    )


class LedgerFilter(Filter):
    """Which points to list."""

    q = search_field(_("Code, receipt, number or title of the argument"))
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("all")),
            *ledger.STATES.items(),
            ("nothing", _("letters without a point")),
        ],
    )
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    late = forms.ChoiceField(
        label=_("In time"),
        required=False,
        choices=[("", _("all")), ("yes", pgettext_lazy("letter", "late"))],
    )

    def __init__(self, *args: Any, procedure: Procedure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = procedure.campaigns.by_weight().values_list("number", "title")[:MANY_CAMPAIGNS]
        self.fields["campaign"].choices = [  # type: ignore[attr-defined]
            ("", _("all")),
            *((number, f"{number} {title}"[:60]) for number, title in shown),
        ]

    @property
    def wanted(self) -> ledger.Wanted:
        chosen = self.chosen
        return ledger.Wanted(
            state=chosen.get("state", ""),
            words=chosen.get("q", ""),
            campaign=int(chosen["campaign"]) if "campaign" in chosen else None,
            late="late" in chosen,
        )


class SynopsisFilter(Filter):
    """Which arguments to list."""

    q = search_field(_("Number, title or words of the answer"))
    result = forms.ChoiceField(
        label=_("Weighing"),
        required=False,
        choices=[
            ("", _("all")),
            ("open", pgettext_lazy("weighing", "still open")),
            *Weighing.choices,
        ],
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("all")), *Argument.Kind.choices]
    )

    @property
    def wanted(self) -> synopsis.Wanted:
        chosen = self.chosen
        return synopsis.Wanted(
            words=chosen.get("q", ""),
            result=chosen.get("result", ""),
            kind=chosen.get("kind", ""),
        )


class SentForm(forms.Form):
    """By which way a single letter left the house."""

    how = forms.ChoiceField(
        label=_("How"),
        choices=[
            (how.value, how.label)
            for how in (Dispatch.How.POST, Dispatch.How.COUNTER, Dispatch.How.RECEIPT)
        ],
    )


class ReturnedForm(forms.Form):
    """Why a letter came back."""

    note = forms.CharField(
        label=_("What the envelope or the message says"),
        required=False,
        max_length=300,
        help_text=_("For example: moved, unknown. No names."),
    )


class ReopenForm(forms.Form):
    """Why the weighing is opened again."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It goes into the journal. No names."),
    )


class ManyReturnedForm(forms.Form):
    """Codes of letters that came back, typed or scanned one after the other."""

    codes = forms.CharField(
        label=_("Codes of the letters"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("As on the letter (A-…), one a line; a scanner types them for you."),
    )
    reason = forms.ChoiceField(
        label=_("Why they came back"), choices=Dispatch.Reason, widget=forms.RadioSelect
    )


class AddressForm(forms.Form):
    """Another address of somebody whose letter came back."""

    street = forms.CharField(label=_("Street and number"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=12, required=False)
    city = forms.CharField(label=_("Town"), max_length=100, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)


class PrintForm(forms.Form):
    """How large the files for the print shop are."""

    letters_a_part = forms.IntegerField(
        label=_("Letters in a file at most"),
        min_value=1,
        max_value=5000,
        initial=500,
        help_text=_("The batch is split into files of this size, sorted by postal code."),
    )


class ReprintForm(forms.Form):
    """Which letters of a batch are printed once more."""

    numbers = forms.CharField(
        label=_("Numbers"), max_length=500, help_text=_("From the list, such as “3, 17-19”.")
    )
