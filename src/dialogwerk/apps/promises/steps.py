"""What can happen to a promise, each with its page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from . import services
from .forms.staff import DueForm, EndedForm, EvidenceForm, KeptForm, ReopenForm, StepForm
from .models import Promise


@dataclass(frozen=True, slots=True)
class Step:
    """A page on which something happens to a promise.

    Attributes:
        of_open: only open promises have this page; False: only settled ones; None: all.
    """

    title: Any
    text: Any
    button: Any
    form: type[StepForm]
    service: Callable[..., Any]
    done: Any
    of_open: bool | None = True
    is_severe: bool = False


STEPS = {
    "termin": Step(
        gettext_lazy("Move the due date"),
        gettext_lazy("The date before stays in the history, with your reason."),
        gettext_lazy("Move the date"),
        DueForm,
        services.move_due_date,
        gettext_lazy("The due date is moved."),
    ),
    "beleg": Step(
        gettext_lazy("Add evidence"),
        gettext_lazy("Where one can see what becomes of the promise. It is never changed again."),
        gettext_lazy("Add the evidence"),
        EvidenceForm,
        services.add_evidence,
        gettext_lazy("The evidence is added."),
        of_open=None,
    ),
    "gehalten": Step(
        gettext_lazy("The promise was kept"),
        gettext_lazy(
            "It counts as kept only with evidence. If it was kept after the last day that was"
            " said, it is shown as kept late."
        ),
        gettext_lazy("Record as kept"),
        KeptForm,
        services.keep_promise,
        gettext_lazy("The promise is recorded as kept."),
    ),
    "gebrochen": Step(
        gettext_lazy("The promise was broken"),
        gettext_lazy("It was not kept and will not be. Everyone reads the reason."),
        gettext_lazy("Record as broken"),
        EndedForm,
        services.break_promise,
        gettext_lazy("The promise is recorded as broken."),
        is_severe=True,
    ),
    "zurueckgenommen": Step(
        gettext_lazy("The promise was withdrawn"),
        gettext_lazy("Whoever made it has taken it back. Everyone reads the reason."),
        gettext_lazy("Record as withdrawn"),
        EndedForm,
        services.withdraw_promise,
        gettext_lazy("The promise is recorded as withdrawn."),
        is_severe=True,
    ),
    "oeffnen": Step(
        gettext_lazy("Open the promise again"),
        gettext_lazy("For mistakes: what was recorded stays in the history."),
        gettext_lazy("Open again"),
        ReopenForm,
        services.reopen_promise,
        gettext_lazy("The promise is open again."),
        of_open=False,
    ),
}


def steps_of(promise: Promise) -> dict[str, Step]:
    """The pages that this promise has now."""
    return {name: one for name, one in STEPS.items() if one.of_open in (None, promise.is_open)}
