"""What staff type about procedures and rounds, checked."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.base.widgets import day, with_list
from dialogwerk.apps.people.models import Organisation
from dialogwerk.cores.deadlines import Choice, ProcedureType, procedure_type, procedure_types
from dialogwerk.cores.deadlines.holidays import MUNICIPAL

from ..models import Procedure, Round
from ..services import OrganisationDraft
from ..services.asking import PLAN_CHANGE
from ..services.procedures import Course
from ..words import in_reader_language

LOCAL_FEASTS = {
    "BY": gettext_lazy("the Assumption (15 August) is a holiday there"),
    "SN": gettext_lazy("Corpus Christi is a holiday there"),
    "TH": gettext_lazy("Corpus Christi is a holiday there"),
}


def type_choices() -> list[tuple[str, str]]:
    """All types of procedure that can be chosen, as they are called."""
    known = set(Procedure.Kind.values)
    return [(one.id, in_reader_language(one.name)) for one in procedure_types() if one.id in known]


class ProcedureForm(forms.Form):
    """A procedure of one type, what decides about its dates, and the authority in charge."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=250)
    reference = forms.CharField(label=gettext_lazy("File reference"), max_length=80, required=False)
    variant = forms.ChoiceField(label=gettext_lazy("Special law or way of proceeding"))
    land = forms.ChoiceField(label=gettext_lazy("Land"))
    municipality = forms.ChoiceField(
        label=gettext_lazy("Holidays of the municipality"),
        required=False,
        help_text=gettext_lazy(
            "Only in Bavaria, Saxony and Thuringia some holidays hold in single municipalities."
        ),
    )
    eia = forms.NullBooleanField(
        label=gettext_lazy("Environmental impact assessment (UVP)"),
        required=False,
        widget=forms.Select(
            choices=[
                ("unknown", gettext_lazy("not decided yet")),
                ("true", gettext_lazy("yes")),
                ("false", gettext_lazy("no")),
            ]
        ),
        help_text=gettext_lazy("With it the period for objections is longer (§ 21 UVPG)."),
    )
    circumstances = forms.MultipleChoiceField(
        label=gettext_lazy("Circumstances"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Facts that change the course; they can be added later."),
    )
    authority = forms.CharField(
        label=gettext_lazy("Authority in charge"), max_length=250, widget=with_list("organisations")
    )
    street = forms.CharField(
        label=gettext_lazy("Street and number"), max_length=200, required=False
    )
    postal_code = forms.CharField(label=gettext_lazy("Postal code"), max_length=12, required=False)
    city = forms.CharField(label=gettext_lazy("Town"), max_length=100, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=50, required=False)

    ADDRESS = ("street", "postal_code", "city", "email", "phone")

    def __init__(
        self, *args: Any, kind: str, procedure: Procedure | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = _initial(procedure, self.ADDRESS) if procedure else {}
        super().__init__(*args, **kwargs)
        self.declared = procedure_type(kind)
        self._offer("variant", _laws(self.declared))
        self._offer("land", [("", _("Please choose")), *Procedure.Land.choices])
        self._offer("municipality", _municipalities())
        self._offer("circumstances", self._circumstances())
        self._leave_out()

    def _offer(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def _circumstances(self) -> list[Any]:
        """Facts of the procedure; that the plan is changed is said of a round."""
        facts = [one for one in self.declared.circumstances if one.id != PLAN_CHANGE]
        return _named(tuple(facts))

    def _leave_out(self) -> None:
        """No question that has no answer in this type of procedure."""
        if len(self.declared.variants) < 2:
            del self.fields["variant"]
        if not self._circumstances():
            del self.fields["circumstances"]
        if not self.declared.has_eia:
            del self.fields["eia"]

    def clean(self) -> None:
        land, given = self.cleaned_data.get("land"), self.cleaned_data.get("municipality")
        if land and given and not given.startswith(f"{land}:"):
            self.add_error("municipality", _("This municipality does not lie in that Land."))

    def values(self) -> dict[str, Any]:
        """The arguments of `services.save_procedure`."""
        data = self.cleaned_data
        authority = OrganisationDraft(
            data["authority"],
            Organisation.Kind.AUTHORITY,
            **{name: data[name] for name in self.ADDRESS},
        )
        kept = {name: data[name] for name in ("title", "reference")}
        return {**kept, "course": self._course(), "authority": authority}

    def _course(self) -> Course:
        data = self.cleaned_data
        return Course(
            kind=self.declared.id,
            variant=data.get("variant", ""),
            land=data["land"],
            municipality=data["municipality"].partition(":")[2],
            eia=data.get("eia"),
            circumstances=tuple(data.get("circumstances", ())),
        )


def _initial(procedure: Procedure, address: tuple[str, ...]) -> dict[str, Any]:
    authority, place = procedure.authority, procedure.municipality
    return {
        "title": procedure.title,
        "reference": procedure.reference,
        "variant": procedure.variant,
        "land": procedure.land,
        "municipality": f"{procedure.land}:{place}" if place else "",
        "eia": procedure.eia,
        "circumstances": procedure.circumstances,
        "authority": authority.name,
        **{name: getattr(authority, name) for name in address},
    }


def _laws(declared: ProcedureType) -> list[tuple[str, str]]:
    """Special laws with their norm, which tells them apart at a glance."""
    return [(one.id, _with_norm(one)) for one in declared.variants]


def _named(choices: tuple[Choice, ...]) -> list[tuple[str, str]]:
    return [(one.id, _with_norm(one)) for one in choices]


def _with_norm(one: Choice) -> str:
    name = in_reader_language(one.name)
    return f"{name} ({one.norm})" if one.norm else name


def _municipalities() -> list[tuple[str, Any]]:
    """Municipalities with holidays of their own, by Land."""
    groups: list[tuple[str, Any]] = [("", _("None but those of the Land"))]
    for land, names in MUNICIPAL.items():
        label = Procedure.Land(land).label
        groups.append((label, [(f"{land}:{name}", _municipality(land, name)) for name in names]))
    return groups


def _municipality(land: str, name: str) -> str:
    if name != "catholic":
        return name
    return _("%(land)s, mainly Catholic municipality: %(feast)s") % {
        "land": Procedure.Land(land).label,
        "feast": LOCAL_FEASTS[land],
    }


class RoundForm(forms.Form):
    """The days of a round; only the first one is needed, the others follow from the law."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is displayed"),
        choices=Round.Kind.choices,
        help_text=gettext_lazy("For a change of the plan shorter periods may hold."),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Without one the round gets its number."),
    )
    display_start = forms.DateField(label=gettext_lazy("First day of the display"), widget=day())
    display_end = forms.DateField(
        label=gettext_lazy("Last day of the display, if announced"),
        required=False,
        widget=day(),
        help_text=gettext_lazy("Empty: computed. A longer display is possible, a shorter one not."),
    )
    objections_until = forms.DateField(
        label=gettext_lazy("Last day for objections, if announced"),
        required=False,
        widget=day(),
        help_text=gettext_lazy("Empty: computed. A longer period is possible, a shorter one not."),
    )

    def __init__(self, *args: Any, procedure: Procedure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = Round.Kind.CHANGE
        if procedure.current_round is None:
            del self.fields["kind"]

    def clean(self) -> None:
        start, end = self.cleaned_data.get("display_start"), self.cleaned_data.get("display_end")
        if start and end and end < start:
            raise ValidationError({"display_end": _("The display ends before it begins.")})

    def kind_of_round(self) -> str:
        """A first round is never a change."""
        return self.cleaned_data.get("kind") or Round.Kind.FIRST

    def days(self) -> dict[str, date | None]:
        """The arguments of `services.plan_round` about days."""
        names = ("display_start", "display_end", "objections_until")
        return {name: self.cleaned_data[name] for name in names}
