"""What the list of contributions in the workbench asks for."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from ..models import Channel, Outcome, Process, State, ThemeAssignment
from ..models.contributions import ContributionQuerySet

ORDERS = {
    "": ("-received_at", "-pk"),
    "oldest": ("received_at", "pk"),
    "support": ("-support_count", "-pk"),
}


class DeskFilter(forms.Form):
    """Which contributions to list. Every field may be empty; unknown values count so."""

    q = forms.CharField(label=_("Search in title and text"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), *State.choices]
    )
    format = forms.ChoiceField(label=_("Format"), required=False)
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=[("", _("all")), ("none", _("without outcome")), *Outcome.Kind.choices],
    )
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    channel = forms.ChoiceField(
        label=_("Channel"), required=False, choices=[("", _("all")), *Channel.choices]
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("newest first")),
            ("oldest", _("oldest first")),
            ("support", _("most supported first")),
        ],
    )

    def __init__(self, *args: Any, process: Process, has_formats: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.process = process
        themes = [(str(pk), title) for pk, title in process.themes.values_list("pk", "title")]
        if themes:
            self.fields["theme"].choices = [("", _("all")), ("none", _("without")), *themes]  # type: ignore[attr-defined]
        else:
            del self.fields["theme"]
        if has_formats:
            formats = process.formats.values_list("slug", "title")
            self.fields["format"].choices = [("", _("all")), *formats]  # type: ignore[attr-defined]
        else:
            del self.fields["format"]

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, without empty and unknown values."""
        self.is_valid()
        return {
            name: value
            for name in self.fields
            if (value := str(self.cleaned_data.get(name) or "").replace("\x00", "").strip())
        }

    def narrow(self, found: ContributionQuerySet) -> ContributionQuerySet:
        """These contributions as far as they were asked for, in the order that was asked for."""
        chosen = self.chosen
        if words := chosen.get("q"):
            found = found.received_with(words)
        for name, field in (("state", "state"), ("channel", "channel"), ("format", "format__slug")):
            if name in chosen:
                found = found.filter(**{field: chosen[name]})
        if kind := chosen.get("outcome"):
            current = Outcome.objects.current().filter(contribution=OuterRef("pk"))
            found = (
                found.without_outcome()
                if kind == "none"
                else found.filter(Exists(current.filter(kind=kind)))
            )
        if theme := chosen.get("theme"):
            holding = ThemeAssignment.objects.holding().filter(contribution=OuterRef("pk"))
            found = (
                found.filter(~Exists(holding))
                if theme == "none"
                else found.filter(Exists(holding.filter(theme=theme)))
            )
        return found.order_by(*ORDERS[chosen.get("sort", "")])
