"""What the inbox asks for, and what is sent from the letter reader."""

from functools import cache, partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements.wanted_words import Query, read_query

from ..models import Argument, Statement
from ..models.letters import Channel
from ..services import search
from .texts import search_field

ORDERS = {
    "": ("-received_at", "-pk"),
    "oldest": ("received_at", "pk"),
    "campaign": ("campaign_id", "-received_at", "-pk"),
    "code": ("code",),
}


class InboxFilter(forms.Form):
    """Which letters of a procedure to list. Every field may be empty; unknown values count so."""

    q = search_field(_("Search in code, receipt and text"))
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("all")),
            ("unread", _("unread")),
            ("own", _("own words open")),
            ("read", _("read")),
        ],
    )
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    own = forms.ChoiceField(
        label=_("Own words"),
        required=False,
        choices=[("", _("all")), ("yes", _("with own words")), ("no", _("without own words"))],
    )
    late = forms.ChoiceField(
        label=_("In time"),
        required=False,
        choices=[("", _("all")), ("no", _("in time")), ("yes", _("late"))],
    )
    channel = forms.ChoiceField(
        label=_("Channel"), required=False, choices=[("", _("all")), *Channel.choices]
    )
    signed = forms.ChoiceField(label=_("Signature list"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("newest first")),
            ("oldest", _("oldest first")),
            ("campaign", _("by campaign")),
            ("code", _("by code")),
        ],
    )
    names = forms.BooleanField(
        label=_("Search in names too (is logged)"),
        required=False,
    )

    def __init__(self, *args: Any, procedure: Procedure, may_see_names: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].choices = cache(partial(_campaigns, procedure))
        self.fields["signed"].choices = cache(partial(_lists, procedure))
        self.may_see_names = may_see_names
        if not may_see_names:
            del self.fields["names"]
            self.fields["q"].label = _("Search in code and text")

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked for and is valid, as it stands in the address."""
        self.is_valid()
        return {
            name: "1" if value is True else value
            for name, value in self.cleaned_data.items()
            if value and name not in self.errors
        }

    @property
    def wants_names(self) -> bool:
        return bool(self.chosen.get("names") and self.chosen.get("q"))

    def narrow(
        self, letters: QuerySet[Statement], *, people: list[int] | None = None
    ) -> QuerySet[Statement]:
        """Those letters that were asked for, in no particular order.

        Args:
            people: persons found by name, whose letters the search finds besides.
        """
        letters = self.narrow_without_search(letters)
        if text := self.chosen.get("q", "").strip():
            found = search.found(letters, text, sees_names=self.may_see_names)
            return found | letters.filter(person__in=people) if people else found
        return letters

    def narrow_without_search(self, letters: QuerySet[Statement]) -> QuerySet[Statement]:
        """Those that the search would look through."""
        chosen = self.chosen
        for name, narrowing in _NARROWINGS.items():
            if name in chosen:
                letters = narrowing(letters, chosen[name])
        return letters

    @property
    def query(self) -> Query:
        """The words sought."""
        return read_query(self.chosen.get("q", ""))

    @property
    def order(self) -> tuple[str, ...]:
        return ORDERS[self.chosen.get("sort", "")]


def _campaigns(procedure: Procedure) -> list[tuple[str, str]]:
    """Asked for only where the field is shown or has a value."""
    known = procedure.campaigns.by_weight().values_list("number", "title")[:200]
    return [
        ("", _("all")),
        ("any", _("in a campaign")),
        ("none", _("individual letters")),
        *((str(number), f"{number} {title}") for number, title in known),
    ]


def _lists(procedure: Procedure) -> list[tuple[str, str]]:
    known = procedure.signature_lists.order_by("title").values_list("code", "title")
    return [("", _("all")), ("any", _("on a list")), *known]


def _in_state(letters: Any, state: str) -> QuerySet[Statement]:
    wanted = {"unread": letters.unread, "read": letters.read, "own": letters.own_words_open}
    return wanted[state]()


def _in_campaign(letters: Any, campaign: str) -> QuerySet[Statement]:
    if campaign == "none":
        return letters.individual()
    if campaign == "any":
        return letters.exclude(campaign=None)
    # Asked first, so that its letters are found in the index of campaigns.
    key = letters.model.campaign.get_queryset().filter(number=campaign)
    return letters.filter(campaign__in=list(key.values_list("pk", flat=True)))


def _on_list(letters: Any, code: str) -> QuerySet[Statement]:
    if code == "any":
        return letters.exclude(signature_list=None)
    return letters.filter(signature_list__code=code)


_NARROWINGS: dict[str, Any] = {
    "state": _in_state,
    "campaign": _in_campaign,
    "own": lambda letters, value: letters.filter(has_own_words=value == "yes"),
    "late": lambda letters, value: letters.late() if value == "yes" else letters.in_time(),
    "channel": lambda letters, value: letters.filter(channel=value),
    "signed": _on_list,
}


class Selection(forms.Form):
    """A stretch of a text: positions from the screen, or sentences that were ticked."""

    start = forms.IntegerField(required=False, min_value=0)
    end = forms.IntegerField(required=False, min_value=1)
    s = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sentences = self.data.getlist("s") if hasattr(self.data, "getlist") else []
        if sentences:
            cleaned["start"], cleaned["end"] = _around(sentences)
        return cleaned

    @property
    def span(self) -> tuple[int, int] | None:
        """``[start, end)``, or None if nothing sensible was selected."""
        if not self.is_valid():
            return None
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        return (start, end) if start is not None and end is not None and start < end else None


def _around(sentences: list[str]) -> tuple[int, int]:
    """From the first to the last of them; each reads "start-end"."""
    try:
        ends = [tuple(int(number) for number in one.split("-", 1)) for one in sentences]
        return min(start for start, _end in ends), max(end for _start, end in ends)
    except ValueError as error:
        raise ValidationError(_("Choose the sentences again.")) from error


class NewArgument(forms.Form):
    """An argument opened while reading: the rest is filled in on its own page."""

    title = forms.CharField(label=_("Title of the new argument"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Argument.Kind.choices)
