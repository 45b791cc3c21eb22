"""What staff type about single entries of a body's record."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from dialogwerk.apps.people.models import Person

from ..models import NAME_BASES, Bench, Body, Relation, Tenure
from ..models.entries import Entry
from .fields import BodyField, address, when

REMARK = gettext_lazy("Everyone can read it: please name offices, not people.")
HOLDERS = {
    "body": pgettext_lazy("holder", "a body on record"),
    "person": pgettext_lazy("holder", "a person"),
    "unnamed": pgettext_lazy("holder", "somebody who is not named"),
}


class EntryForm(forms.Form):
    """From when to when something was so, and who says it."""

    begun = when(gettext_lazy("From"))
    ended = when(
        gettext_lazy("Until"),
        help_text=gettext_lazy("Leave it empty while it goes on; “unknown” if it ended some day."),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Who says so, such as: minutes of 2 May, page 3."),
    )
    source_url = address(gettext_lazy("Address of the source"))
    remark = forms.CharField(
        label=gettext_lazy("Remark"), max_length=500, required=False, help_text=REMARK
    )

    def __init__(
        self,
        *args: Any,
        body: Body,
        entry: Entry | None = None,
        names: Mapping[int, str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.body, self.entry, self.names = body, entry, names or {}
        if entry is not None:
            kwargs["initial"] = self.initial_of(entry)
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on the body."""

    def initial_of(self, entry: Any) -> dict[str, Any]:
        return {name: getattr(entry, name, None) for name in self.base_fields}

    def values(self) -> dict[str, Any]:
        """The arguments of the service."""
        return dict(self.cleaned_data)


class AliasForm(EntryForm):
    name = forms.CharField(label=gettext_lazy("Other name"), max_length=300)
    field_order = ("name",)


class RelationForm(EntryForm):
    """Read from this body to the other one."""

    kind = forms.ChoiceField(label=gettext_lazy("Relation"), choices=Relation.Kind.choices)
    other = BodyField(
        label=gettext_lazy("Other body"), help_text=gettext_lazy("Type its name or its code.")
    )
    field_order = ("kind", "other")

    def prepare(self) -> None:
        other: Any = self.fields["other"]
        other.queryset = Body.objects.current()


class BenchForm(EntryForm):
    group = forms.ChoiceField(label=gettext_lazy("Group"), choices=Bench.Group.choices)
    title = forms.CharField(
        label=gettext_lazy("Name of the bench"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("If it has one of its own."),
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Seats"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=gettext_lazy("Leave it empty if nobody knows; this shows as a gap."),
    )
    position = forms.IntegerField(
        label=gettext_lazy("Order"), min_value=0, max_value=999, required=False, initial=0
    )
    field_order = ("group", "title", "seats", "position")

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data["position"] = data["position"] or 0
        return data


class SignForm(EntryForm):
    what = forms.CharField(label=gettext_lazy("What happened"), max_length=300, help_text=REMARK)
    begun = when(gettext_lazy("When"), required=True)
    field_order = ("what", "begun")

    def prepare(self) -> None:
        del self.fields["ended"]


class HolderForm(EntryForm):
    """Who holds a role: a body, a person, or somebody not named."""

    held_by = forms.ChoiceField(
        label=gettext_lazy("Held by"), choices=list(HOLDERS.items()), widget=forms.RadioSelect
    )
    holder = BodyField(
        label=gettext_lazy("Body that holds it"),
        required=False,
        help_text=gettext_lazy("Only for a body. Type its name or its code."),
    )
    known = forms.ChoiceField(label=gettext_lazy("Person on record here"), required=False)
    person_name = forms.CharField(
        label=gettext_lazy("Name of the person"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "Only for a person. The name is kept in the vault. Another person gets an entry of"
            " their own: changing a name here corrects its spelling."
        ),
    )
    name_is_public = forms.BooleanField(
        label=gettext_lazy("Show the name to everyone"),
        required=False,
        help_text=gettext_lazy(
            "Only with a ground; without it everyone reads that it is a person."
        ),
    )
    name_basis = forms.ChoiceField(
        label=gettext_lazy("Ground"),
        required=False,
        choices=[("", "–"), *NAME_BASES.items()],
    )
    name_basis_text = forms.CharField(
        label=gettext_lazy("Where that stands"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Such as: consent of 2 May, on file; list of members."),
    )
    unnamed = forms.CharField(
        label=gettext_lazy("In words"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Only for somebody not named, such as: a representative of the works council."
            " Please write no name here."
        ),
    )
    on_behalf_of = BodyField(
        label=gettext_lazy("On behalf of"),
        required=False,
        help_text=gettext_lazy("The body that this person represents there."),
    )
    field_order: tuple[str, ...] = (
        *("held_by", "holder", "known", "person_name", "name_is_public", "name_basis"),
        *("name_basis_text", "unnamed", "on_behalf_of"),
    )

    def prepare(self) -> None:
        for name in ("holder", "on_behalf_of"):
            field: Any = self.fields[name]
            field.queryset = Body.objects.current()
        known: Any = self.fields["known"]
        new = ("", gettext_lazy("somebody new"))
        known.choices = [new, *((str(pk), name) for pk, name in self.names.items())]
        if not self.names or getattr(self.entry, "person_id", None):
            del self.fields["known"]

    def initial_of(self, entry: Any) -> dict[str, Any]:
        held_by = "person" if entry.person_id else "body" if entry.holder_id else "unnamed"
        return {
            **super().initial_of(entry),
            "held_by": held_by,
            "person_name": self.names.get(entry.person_id or 0, ""),
        }

    def clean(self) -> dict[str, Any]:
        """What was typed for another kind of holder is left out, so that nothing leaks."""
        cleaned = super().clean() or {}
        held_by = cleaned.get("held_by")
        if held_by != "body":
            cleaned["holder"] = None
        if held_by != "person":
            cleaned["known"] = ""
        if held_by != "person" or cleaned.get("known"):
            cleaned["person_name"] = ""
        if held_by != "unnamed":
            cleaned["unnamed"] = ""
        needed = {"body": "holder", "person": "person_name"}.get(held_by or "")
        has_it = cleaned.get(needed or "") or cleaned.get("known") or self._is_erased
        if needed and needed not in self.errors and not has_it:
            self.add_error(needed, gettext_lazy("Please fill this in."))
        return cleaned

    @property
    def _is_erased(self) -> bool:
        """The person on record has no name in the vault any more."""
        person = getattr(self.entry, "person", None)
        return bool(person and person.erased_at)

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        is_person, known = data.pop("held_by") == "person", data.pop("known", "")
        data["person"] = None
        if is_person and known:
            data["person"] = Person.objects.get(pk=known)
        elif is_person:
            data["person"] = getattr(self.entry, "person", None)
        return data


class TenureForm(HolderForm):
    """A role in the body, and who holds it."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Tenure.Role.choices)
    title = forms.CharField(
        label=gettext_lazy("Name of the role"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("If it is called differently there."),
    )
    bench = forms.ModelChoiceField(
        label=gettext_lazy("Bench"),
        queryset=Bench.objects.none(),
        required=False,
        empty_label=gettext_lazy("on no bench"),
    )
    field_order = ("role", "title", "bench", *HolderForm.field_order)

    def prepare(self) -> None:
        super().prepare()
        bench: Any = self.fields["bench"]
        bench.queryset = self.body.benches.all()
        if not self.body.benches.exists():
            del self.fields["bench"]


class RemoveForm(forms.Form):
    """Why an entry is taken out."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is taken out"),
        max_length=300,
        help_text=gettext_lazy("Such as: recorded twice. What has ended gets an end instead."),
    )
