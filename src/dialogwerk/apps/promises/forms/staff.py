"""What staff type about promises."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.accounts.models import Role, RoleAssignment, User
from dialogwerk.apps.base.fields import UncertainDateFormField
from dialogwerk.apps.base.widgets import with_list
from dialogwerk.apps.people.models import Organisation
from dialogwerk.apps.schemes.models import Scheme

from ..models import Evidence, Promise
from ..services.evidence import EvidenceDraft

DATES = gettext_lazy("As well as it is known: 10.06.2026, June 2026, late 2026, unknown.")
ACCEPT = "application/pdf,image/png,image/jpeg"


def schemes_kept_by(user: User) -> QuerySet[Scheme]:
    """Schemes for which this account may record promises."""
    if user.has_perm("promises.keep"):
        return Scheme.objects.order_by("title")
    keepers = [Role.CASE_WORKER, Role.OFFICE]
    mine = Scheme.objects.filter(team__user=user, team__role__in=keepers)
    return mine.distinct().order_by("title")


def those_who_look_after() -> QuerySet[User]:
    """Accounts that can be named to look after a promise."""
    roles = [Role.CASE_WORKER, Role.OFFICE, Role.ADMINISTRATOR]
    entrusted = RoleAssignment.objects.filter(role__in=roles).values("user")
    return User.objects.filter(pk__in=entrusted, is_active=True).order_by("name", "email")


class PromiseForm(forms.Form):
    """A promise as it was made; the due date is asked for only the first time."""

    text = forms.CharField(
        label=gettext_lazy("What was promised"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "In the words in which it was said, as far as possible. Everyone can read it if the"
            " promise is public: please name offices, not people."
        ),
    )
    owner = forms.CharField(
        label=gettext_lazy("Promised by"),
        max_length=250,
        widget=with_list("organisations"),
        help_text=gettext_lazy(
            "The organisation or office; it may be a third party. Choose one from the list, or"
            " type the name."
        ),
    )
    office = forms.CharField(
        label=gettext_lazy("Office or department there"), max_length=200, required=False
    )
    made_on = UncertainDateFormField(label=gettext_lazy("Promised on"), help_text=DATES)
    due = UncertainDateFormField(
        label=gettext_lazy("Due"),
        required=False,
        help_text=gettext_lazy("Until when, as it was said. Leave it empty if nobody said it."),
    )
    source_text = forms.CharField(
        label=gettext_lazy("Where it was promised"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Such as: dialogue forum of 12 May, minutes, page 4."),
    )
    source_url = forms.URLField(
        label=gettext_lazy("Address of the source"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    scheme = forms.ModelChoiceField(
        label=gettext_lazy("Project"),
        queryset=Scheme.objects.none(),
        required=False,
        empty_label=gettext_lazy("without a project"),
    )
    responsible = forms.ModelChoiceField(
        label=gettext_lazy("Looked after by"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("the team of the project, or the office"),
        help_text=gettext_lazy("Is reminded before it is due."),
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Show this promise to everyone"), required=False, initial=True
    )

    def __init__(
        self, *args: Any, user: User, promise: Promise | None = None, **kwargs: Any
    ) -> None:
        if promise:
            kwargs["initial"] = _as_initial(promise)
        super().__init__(*args, **kwargs)
        scheme: Any = self.fields["scheme"]
        scheme.queryset = schemes_kept_by(user)
        if not user.has_perm("promises.keep"):
            scheme.required, scheme.empty_label = True, None
        responsible: Any = self.fields["responsible"]
        responsible.queryset = those_who_look_after()
        if promise:
            del self.fields["due"]

    def values(self) -> dict[str, Any]:
        """The arguments of the services."""
        data = dict(self.cleaned_data)
        name, office = data.pop("owner"), data.pop("office")
        data["owner"] = Organisation.objects.filter(name__iexact=name).order_by("pk").first()
        data["owner_name"] = office if data["owner"] else ", ".join(filter(None, [name, office]))
        return data


def _as_initial(promise: Promise) -> dict[str, Any]:
    named = promise.owner.name if promise.owner else promise.owner_name
    return {
        "text": promise.text,
        "owner": named,
        "office": promise.owner_name if promise.owner else "",
        "made_on": promise.made_on,
        "source_text": promise.source_text,
        "source_url": promise.source_url,
        "scheme": promise.scheme_id,
        "responsible": promise.responsible_id,
        "is_public": promise.is_public,
    }


def _reason(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": 3}), help_text=help_text
    )


class StepForm(forms.Form):
    """Something that happens to a promise; `values` are the arguments of its service."""

    def __init__(self, *args: Any, promise: Promise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.promise = promise

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class DueForm(StepForm):
    """Another due date."""

    due = UncertainDateFormField(
        label=gettext_lazy("Due from now on"),
        required=False,
        help_text=gettext_lazy("Leave it empty if there is no date any more."),
    )
    reason = _reason(
        gettext_lazy("Reason"),
        gettext_lazy("Everyone can read it, and whoever follows the promise gets it by e-mail."),
    )


class EvidenceForm(StepForm):
    """A piece of evidence."""

    evidence_text = forms.CharField(
        label=gettext_lazy("Where it is found"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Such as: official gazette 12/2026, page 80; inspection on site."),
    )
    evidence_url = forms.URLField(
        label=gettext_lazy("Address"), max_length=500, required=False, assume_scheme="https"
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=gettext_lazy("PDF, PNG or JPEG. It is kept with a checksum."),
    )
    file_is_public = forms.BooleanField(
        label=gettext_lazy("Show the file to everyone"),
        required=False,
        help_text=gettext_lazy("Only if no private person is named or shown in it."),
    )

    def draft(self) -> EvidenceDraft | None:
        """The evidence as the services take it; None if nothing was given."""
        data = self.cleaned_data
        if not (data["evidence_text"] or data["evidence_url"] or data["file"]):
            return None
        return EvidenceDraft(
            text=data["evidence_text"],
            url=data["evidence_url"],
            file=data["file"],
            file_is_public=data["file_is_public"],
        )

    def values(self) -> dict[str, Any]:
        return {"evidence": self.draft() or EvidenceDraft()}


class _PieceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Evidence) -> str:
        return str(obj)[:120]


class KeptForm(EvidenceForm):
    """When it was kept, and what shows it."""

    on = UncertainDateFormField(label=gettext_lazy("Kept on"), help_text=DATES)
    shown_by = _PieceField(
        label=gettext_lazy("Evidence on record"),
        queryset=Evidence.objects.none(),
        required=False,
        empty_label=gettext_lazy("a new one, see below"),
    )
    field_order = ("on", "shown_by")

    def __init__(self, *args: Any, promise: Promise, **kwargs: Any) -> None:
        super().__init__(*args, promise=promise, **kwargs)
        shown_by: Any = self.fields["shown_by"]
        shown_by.queryset = promise.evidence.all()
        if not promise.evidence.exists():
            del self.fields["shown_by"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("shown_by") and self._gives_new():
            self.add_error(
                "shown_by", _("Choose a piece on record or give a new one, please not both.")
            )
        return cleaned

    def _gives_new(self) -> bool:
        return any(
            self.cleaned_data.get(name) for name in ("evidence_text", "evidence_url", "file")
        )

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"on": data["on"], "shown_by": data.get("shown_by"), "evidence": self.draft()}


class EndedForm(StepForm):
    """Broken or withdrawn: when, and why."""

    on = UncertainDateFormField(label=gettext_lazy("Since when it is clear"), help_text=DATES)
    reason = _reason(gettext_lazy("Reason"), gettext_lazy("Everyone can read it."))


class ReopenForm(StepForm):
    """Why it was settled by mistake."""

    reason = _reason(
        gettext_lazy("What was the mistake?"),
        gettext_lazy("It stays in the history, and whoever follows the promise is told."),
    )
