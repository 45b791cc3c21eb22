"""What staff type about events and about days set by hand, checked."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.base.templatetags.dialogwerk import day as day_in_words
from dialogwerk.apps.base.widgets import day
from dialogwerk.cores.deadlines import EventRule, procedure_type

from ..models import Procedure, ProcedureEvent, Round, ScheduledStep
from ..services.proofs import Proof
from ..words import in_reader_language

LAWFUL_ENDS = ("right", "minimum")
"""Kinds of steps whose earliest lawful end protects somebody."""


class EventForm(forms.Form):
    """Something that happened: what, when, and where it is written."""

    event = forms.ChoiceField(label=gettext_lazy("What happened"))
    day = forms.DateField(label=gettext_lazy("Day"), widget=day())
    proof = forms.ChoiceField(
        label=gettext_lazy("Proof"),
        choices=ProcedureEvent.Proof.choices,
        initial=ProcedureEvent.Proof.NONE,
        help_text=gettext_lazy("Where it is written that it happened on that day."),
    )
    proof_text = forms.CharField(
        label=gettext_lazy("Where it is found"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For example issue and page of the gazette."),
    )
    proof_url = forms.URLField(
        label=gettext_lazy("Address on the web"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"inputmode": "url"}),
    )
    proof_at = forms.DateTimeField(
        label=gettext_lazy("Time stamp of the website"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("When the page was published or seen."),
    )
    file = forms.FileField(
        label=gettext_lazy("File of the proof"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/png,image/jpeg"}),
        help_text=gettext_lazy("PDF, PNG or JPEG; it is kept with its checksum."),
    )

    def __init__(self, *args: Any, procedure: Procedure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.procedure = procedure
        self.rounds = {one.pk: one for one in procedure.rounds.all()}
        found = ProcedureEvent.objects.standing().filter(procedure=procedure)
        self._recorded = {(one.round_id, one.name): one.day for one in found}
        what: Any = self.fields["event"]
        what.choices = [("", _("Please choose")), *self._groups()]

    def _groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Events of the procedure, then of each round, the newest round first."""
        rules = procedure_type(self.procedure.kind).events
        groups = [
            (one.title or str(one), self._choices(rules, one))
            for one in sorted(self.rounds.values(), key=lambda one: -one.number)
        ]
        groups.insert(0, (_("Procedure"), self._choices(rules, None)))
        return [(label, choices) for label, choices in groups if choices]

    def _choices(self, rules: tuple[EventRule, ...], one: Round | None) -> list[tuple[str, str]]:
        return [
            (choice_of(rule.id, one.pk if one else None), self._label(rule, one))
            for rule in rules
            if rule.of_round == (one is not None)
        ]

    def _label(self, rule: EventRule, one: Round | None) -> str:
        name = in_reader_language(rule.name)
        recorded = self._recorded.get((one.pk if one else None, rule.id))
        if recorded is None:
            return name
        return _("%(event)s (recorded: %(day)s)") % {
            "event": name,
            "day": day_in_words(recorded),
        }

    @property
    def explanations(self) -> list[tuple[str, str]]:
        """Which day is meant by each event."""
        rules = procedure_type(self.procedure.kind).events
        named = [(in_reader_language(rule.name), in_reader_language(rule.help)) for rule in rules]
        return [(name, text) for name, text in named if text]

    def clean_event(self) -> tuple[str, Round | None]:
        name, _colon, key = self.cleaned_data["event"].partition(":")
        return name, self.rounds[int(key)] if key else None

    def clean(self) -> None:
        data = self.cleaned_data
        given = [data.get(name) for name in ("proof_text", "proof_url", "proof_at", "file")]
        if data.get("proof") == ProcedureEvent.Proof.NONE and any(given):
            self.add_error("proof", _("Please choose what kind of proof this is."))

    def what(self) -> tuple[str, Round | None, date]:
        """Name, round and day."""
        name, its_round = self.cleaned_data["event"]
        return name, its_round, self.cleaned_data["day"]

    def evidence(self) -> Proof:
        """The proof as the service takes it."""
        data = self.cleaned_data
        return Proof(
            kind=data["proof"],
            text=data["proof_text"],
            url=data["proof_url"],
            at=data["proof_at"],
            file=data["file"],
        )


def choice_of(name: str, round_pk: int | None) -> str:
    """The value of an event in the form.

    >>> choice_of("display_end", 7), choice_of("application", None)
    ('display_end:7', 'application')
    """
    return f"{name}:{round_pk}" if round_pk else name


def _why() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stays in the record, with your name and the time."),
    )


class EventWithdrawalForm(forms.Form):
    """Why an event does not hold, and the right day if it is known."""

    because = _why()
    instead = forms.DateField(
        label=gettext_lazy("The right day"),
        required=False,
        widget=day(),
        help_text=gettext_lazy("The event is recorded anew on this day, with the same proof."),
    )

    def __init__(self, *args: Any, needs_day: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instead"].required = needs_day


class WithdrawalForm(forms.Form):
    """Why a day set by hand does not hold any longer."""

    because = _why()


class OverrideForm(forms.Form):
    """A last day set by hand."""

    day = forms.DateField(label=gettext_lazy("Last day"), widget=day())
    reason = _why()
    norm = forms.CharField(
        label=gettext_lazy("Legal ground"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("If a norm or a ruling calls for it."),
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("I have checked that the lawful minimum does not hold here"),
        required=False,
    )

    def __init__(self, *args: Any, step: ScheduledStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        if not self.asks_to_confirm:
            del self.fields["confirmed"]

    @property
    def asks_to_confirm(self) -> bool:
        """Whether the day typed is before the earliest lawful end of this step."""
        given = self.data.get(self.add_prefix("day"), "") if self.is_bound else ""
        try:
            typed = forms.DateField().clean(given)
        except ValidationError:
            return False
        return self.step.kind in LAWFUL_ENDS and typed < self.step.minimum_last_day

    def clean(self) -> None:
        if "confirmed" in self.fields and not self.cleaned_data.get("confirmed"):
            words = {
                "minimum": day_in_words(self.step.minimum_last_day),
                "norm": next(iter(self.step.norms), "–"),
            }
            self.add_error(
                "confirmed",
                _(
                    "This day is before the lawful minimum, %(minimum)s (%(norm)s). Please check"
                    " it, and confirm it if it is to hold all the same."
                )
                % words,
            )
