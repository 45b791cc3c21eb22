"""The kinds of entries of a body's record, each with its pages in the workbench."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from . import services
from .forms.entries import AliasForm, BenchForm, EntryForm, RelationForm, SignForm, TenureForm
from .models import Alias, Bench, Relation, SignOfLife, Tenure


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry.

    Attributes:
        model: its rows have a ``body``.
        save: the service that makes or corrects one.
    """

    model: Any
    form: type[EntryForm]
    save: Callable[..., Any]
    add: Any
    amend: Any
    text: Any
    done: Any


KINDS = {
    "namen": Kind(
        Alias,
        AliasForm,
        services.save_alias,
        gettext_lazy("Add another name"),
        gettext_lazy("Correct another name"),
        gettext_lazy("All names stand side by side, each with its source; the search finds them."),
        gettext_lazy("The name is on record."),
    ),
    "beziehungen": Kind(
        Relation,
        RelationForm,
        services.save_relation,
        gettext_lazy("Add a relation"),
        gettext_lazy("Correct a relation"),
        gettext_lazy(
            "What stands between this body and another one, and since when. It appears on the page"
            " of the other body too, read the other way round. Members, patrons and signatories are"
            " roles, no relations."
        ),
        gettext_lazy("The relation is on record."),
    ),
    "baenke": Kind(
        Bench,
        BenchForm,
        services.save_bench,
        gettext_lazy("Add a bench"),
        gettext_lazy("Correct a bench"),
        gettext_lazy("A bench is a group with its seats. Seats that nobody holds show as a gap."),
        gettext_lazy("The bench is on record."),
    ),
    "rollen": Kind(
        Tenure,
        TenureForm,
        services.save_tenure,
        gettext_lazy("Add a role"),
        gettext_lazy("Correct a role"),
        gettext_lazy(
            "Who is a member, chairs, speaks for it, is its patron … and from when to when. Bodies"
            " are shown by name; the name of a person only with a ground."
        ),
        gettext_lazy("The role is on record."),
    ),
    "lebenszeichen": Kind(
        SignOfLife,
        SignForm,
        services.save_sign,
        gettext_lazy("Note a sign of life"),
        gettext_lazy("Correct a sign of life"),
        gettext_lazy(
            "Something that shows that the body is at work: a meeting, an event, a press release."
        ),
        gettext_lazy("The sign of life is noted."),
    ),
}
