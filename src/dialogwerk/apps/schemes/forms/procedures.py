"""What staff type about procedures and rounds, checked."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from dialogwerk.apps.people.models import Organisation

from ..models import Procedure
from ..services import OrganisationDraft
from .widgets import day, with_list


class ProcedureForm(forms.Form):
    """A procedure and the authority that holds the hearing, with its letterhead."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=250)
    reference = forms.CharField(label=gettext_lazy("File reference"), max_length=80, required=False)
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
    authority = forms.CharField(
        label=gettext_lazy("Hearing authority"), max_length=250, widget=with_list("organisations")
    )
    street = forms.CharField(
        label=gettext_lazy("Street and number"), max_length=200, required=False
    )
    postal_code = forms.CharField(label=gettext_lazy("Postal code"), max_length=12, required=False)
    city = forms.CharField(label=gettext_lazy("Town"), max_length=100, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=50, required=False)

    ADDRESS = ("street", "postal_code", "city", "email", "phone")

    def __init__(self, *args: Any, procedure: Procedure | None, **kwargs: Any) -> None:
        if procedure:
            authority = procedure.authority
            kwargs["initial"] = {
                "title": procedure.title,
                "reference": procedure.reference,
                "eia": procedure.eia,
                "authority": authority.name,
                **{name: getattr(authority, name) for name in self.ADDRESS},
            }
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """The arguments of `services.save_procedure`."""
        data = self.cleaned_data
        authority = OrganisationDraft(
            data["authority"],
            Organisation.Kind.AUTHORITY,
            **{name: data[name] for name in self.ADDRESS},
        )
        kept = {name: data[name] for name in ("title", "reference", "eia")}
        return {**kept, "authority": authority}


class RoundForm(forms.Form):
    """The days of a round; only the first one is needed, the others follow from the law."""

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

    def days(self) -> dict[str, date | None]:
        """The arguments of `services.plan_round` about days."""
        names = ("display_start", "display_end", "objections_until")
        return {name: self.cleaned_data[name] for name in names}
