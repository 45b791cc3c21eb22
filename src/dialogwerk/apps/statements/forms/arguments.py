"""What is sent from the catalogue of arguments."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.schemes.models import Document, Procedure

from ..models import Argument
from ..models.answers import Weighing
from .texts import search_field


def team_of(procedure: Procedure) -> Any:
    """The accounts that may answer for an argument: the team, except the scheme's developer."""
    working = Q(teams__scheme=procedure.scheme_id, teams__role__in=WORKING)
    return User.objects.filter(working, is_active=True).distinct().order_by("name", "email")


WORKING = ("case_worker", "office", "expert")


class ArgumentFilter(forms.Form):
    """Which arguments to list; every field may be empty."""

    q = search_field(_("Search"))
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all")), ("open", _("open")), ("answered", _("answered"))],
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("all")), *Argument.Kind.choices]
    )
    responsible = forms.ChoiceField(label=_("Responsible"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("by number")), ("title", _("by title")), ("people", _("by people"))],
    )

    def __init__(self, *args: Any, procedure: Procedure, **kwargs: Any):
        super().__init__(*args, **kwargs)
        team = [(str(user.pk), str(user)) for user in team_of(procedure)]
        self.fields["responsible"].choices = [
            ("", _("all")),
            ("me", _("mine")),
            ("nobody", _("nobody yet")),
            *team,
        ]

    @property
    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, arguments: Any, *, user: User) -> Any:
        chosen = self.chosen
        if "state" in chosen:
            is_open = chosen["state"] == "open"
            arguments = arguments.unanswered() if is_open else arguments.answered()
        if "kind" in chosen:
            arguments = arguments.filter(kind=chosen["kind"])
        if who := chosen.get("responsible"):
            known = {"me": user.pk, "nobody": None}
            arguments = arguments.filter(responsible=known.get(who, who))
        return arguments.filter(matching(chosen.get("q", "")))


def matching(text: str) -> Q:
    """Arguments in whose number, title or summary every one of these words occurs."""
    found = Q()
    for word in text.replace("\x00", "").split()[:10]:
        one = Q(title__icontains=word) | Q(summary__icontains=word)
        if word.isascii() and word.isdigit() and len(word) < 10:
            one |= Q(number=int(word))
        found &= one
    return found


class ArgumentForm(forms.Form):
    """How an argument is described, and who answers it."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Argument.Kind.choices)
    summary = forms.CharField(
        label=_("Summary"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    responsible = forms.ModelChoiceField(
        label=_("Responsible expert"), required=False, queryset=User.objects.none()
    )

    def __init__(self, *args: Any, procedure: Procedure, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = team_of(procedure)


class AnswerForm(forms.Form):
    """The next version of an answer. When letters that were sent show the current one, whoever
    saves a new version says that they know."""

    result = forms.ChoiceField(
        label=_("Weighing result"),
        choices=Weighing.choices,
        widget=forms.RadioSelect,
    )
    passed_to = forms.CharField(
        label=_("Passed on to"),
        required=False,
        max_length=200,
        help_text=_("Only for the result “not in this procedure”."),
    )
    text = forms.CharField(
        label=_("Answer"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Stands like this in the reply letters and in the synopsis."),
    )
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    knows = forms.BooleanField()

    def __init__(self, *args: Any, sent_replies: int = 0, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if sent_replies:
            self.fields["knows"].label = _("Save nevertheless and flag the sent letters")
        else:
            del self.fields["knows"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        passed = cleaned.get("result") == Weighing.NOT_IN_THIS_PROCEDURE
        if passed and not (cleaned.get("passed_to") or "").strip():
            self.add_error("passed_to", _("Say to whom the point was passed on."))
        return cleaned


class SourceForm(forms.Form):
    """A document on display with its page, or a source described in words."""

    document = forms.ModelChoiceField(
        label=_("Document on display"),
        required=False,
        queryset=Document.objects.none(),
        empty_label=_("another source"),
    )
    page = forms.IntegerField(
        label=_("Page"), required=False, min_value=1, widget=forms.NumberInput(attrs={"size": 6})
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def __init__(self, *args: Any, procedure: Procedure, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = Document.objects.filter(scheme=procedure.scheme_id)


class SplitForm(forms.Form):
    """The argument that passages are split off into."""

    title = forms.CharField(label=_("Title of the new argument"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Argument.Kind.choices)
