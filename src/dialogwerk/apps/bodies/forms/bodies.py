"""What staff type about a body as a whole."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.people.models import Organisation

from ..models import Body
from ..services.founding import FOUNDABLE
from .fields import BodyField, MunicipalityField, address, when

NO_PEOPLE = gettext_lazy("Everyone can read it: please name offices, not people.")


def _text(label: Any, help_text: Any = "", *, rows: int = 3, required: bool = True) -> Any:
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        required=required,
    )


class BodyForm(forms.Form):
    """A body as it is taken into the record, or corrected."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Body.Kind.choices)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        help_text=gettext_lazy("What people call it."),
    )
    official_name = forms.CharField(
        label=gettext_lazy("Official name"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("As documents write it, if that differs."),
    )
    description = _text(gettext_lazy("Short description"), NO_PEOPLE, rows=4, required=False)
    municipality = MunicipalityField(
        label=gettext_lazy("Municipality"),
        required=False,
        help_text=gettext_lazy("Where it has its seat, in North Rhine-Westphalia."),
    )
    region = forms.CharField(
        label=gettext_lazy("Region"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Where it works, if that is more than one municipality."),
    )
    homepage = address(gettext_lazy("Homepage"))
    founded = when(gettext_lazy("Founded"))
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Contact record"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("none"),
        help_text=gettext_lazy(
            "Postal address and e-mail of this organisation. It takes the name of the body."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Who says so, such as: minutes of 2 May, page 3."),
    )
    source_url = address(gettext_lazy("Address of the source"))
    is_public = forms.BooleanField(
        label=gettext_lazy("Show this record to everyone"), required=False, initial=True
    )

    def __init__(self, *args: Any, body: Body | None = None, **kwargs: Any) -> None:
        if body:
            kwargs["initial"] = {
                name: getattr(body, name) for name in self.base_fields if name != "municipality"
            }
            kwargs["initial"] |= {"municipality": body.ags, "organisation": body.organisation_id}
        super().__init__(*args, **kwargs)
        organisation: Any = self.fields["organisation"]
        free = Organisation.objects.filter(body=None)
        mine = Organisation.objects.filter(body=body) if body else Organisation.objects.none()
        organisation.queryset = (free | mine).order_by("name")

    def values(self) -> dict[str, Any]:
        """The arguments of the services."""
        data = dict(self.cleaned_data)
        data["ags"] = data.pop("municipality")
        return data


class CoordinatorBodyForm(BodyForm):
    """What the coordinator of a body may say: not what kind it is, nor whose contact record."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "organisation", "is_public"):
            del self.fields[name]


class FoundingForm(forms.Form):
    """How the path to a new alliance begins."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(kind.value, kind.label) for kind in FOUNDABLE],
        widget=forms.RadioSelect,
        initial=FOUNDABLE[0].value,
    )
    name = forms.CharField(label=gettext_lazy("Name of the alliance"), max_length=200)
    municipality = MunicipalityField(
        label=gettext_lazy("Municipality"),
        required=False,
        help_text=gettext_lazy("Where it has its seat, in North Rhine-Westphalia."),
    )
    region = forms.CharField(
        label=gettext_lazy("Region"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Where it works, if that is more than one municipality."),
    )
    description = _text(gettext_lazy("Short description"), NO_PEOPLE, required=False)

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data["ags"] = data.pop("municipality")
        return data


class EndForm(forms.Form):
    """When and why a body ended."""

    ended = when(
        gettext_lazy("Ended"),
        required=True,
        help_text=gettext_lazy("The last day, as well as it is known; “unknown” is possible."),
    )
    reason = _text(gettext_lazy("Why it ended"), NO_PEOPLE, required=False)
    reason_unknown = forms.BooleanField(
        label=gettext_lazy("Why it ended is not known"),
        required=False,
        help_text=gettext_lazy("Shown as a gap until somebody fills it in."),
    )
    decided_by = forms.CharField(
        label=gettext_lazy("Who decided it"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("A body or an office, no private person."),
    )
    source = forms.CharField(
        label=gettext_lazy("Where that stands"), max_length=300, required=False
    )


class ResumeForm(forms.Form):
    """Why a body goes on after all."""

    reason = _text(gettext_lazy("Why it goes on"))


class MergeForm(forms.Form):
    """Which record stays."""

    kept = BodyField(
        label=gettext_lazy("Record that stays"),
        help_text=gettext_lazy("Type its name or its code."),
    )
    reason = _text(gettext_lazy("How you know that both are one"))
    sure = forms.BooleanField(
        label=gettext_lazy("I have compared both records; this cannot be undone"),
        error_messages={"required": gettext_lazy("Please confirm this.")},
    )

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept: Any = self.fields["kept"]
        kept.queryset = Body.objects.current().exclude(pk=body.pk)


class CoordinatorForm(forms.Form):
    """The account that shall keep the record of a body."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address of the account"),
        help_text=gettext_lazy("It needs an account here already."),
    )

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        self.user = User.objects.filter(email__iexact=typed, is_active=True).first()
        if self.user is None:
            raise ValidationError(_("There is no active account with this address."))
        return typed
