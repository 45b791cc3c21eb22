"""What staff type about projects, procedures, rounds and teams, checked."""

import json
import math
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.accounts.models import Role, RoleAssignment, User
from dialogwerk.apps.people.models import Organisation

from .models import Procedure, Scheme, TeamMember
from .services import OrganisationDraft

MAX_GEOMETRY_POINTS = 5_000
KINDS_OF_PLACE = ("Point", "Polygon")
TEAM_ROLES = (Role.CASE_WORKER, Role.OFFICE, Role.EXPERT, Role.DEVELOPER)


def _with_list(name: str) -> forms.TextInput:
    return forms.TextInput(attrs={"list": name, "autocomplete": "off"})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SchemeForm(forms.Form):
    """A project: what, where, by whom."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    summary = forms.CharField(
        label=gettext_lazy("What is to be built"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("In plain words: what, how large, why."),
    )
    developer = forms.CharField(
        label=gettext_lazy("Developer"),
        max_length=250,
        widget=_with_list("organisations"),
        help_text=gettext_lazy("Choose one from the list or type a new name."),
    )
    place_name = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=200,
        widget=_with_list("municipalities"),
        help_text=gettext_lazy("Municipality or description, as shown beside the map."),
    )
    geometry = forms.CharField(
        label=gettext_lazy("Place on the map (GeoJSON)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Mark a point on the map below, or paste a Point or Polygon in WGS 84, longitude first."
        ),
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Show this project to everyone"), required=False
    )

    def __init__(self, *args: Any, scheme: Scheme | None, **kwargs: Any) -> None:
        if scheme:
            kwargs["initial"] = {
                "title": scheme.title,
                "summary": scheme.summary,
                "developer": scheme.developer.name,
                "place_name": scheme.place_name,
                "geometry": json.dumps(scheme.geometry) if scheme.geometry else "",
                "is_public": scheme.is_public,
            }
        super().__init__(*args, **kwargs)

    def clean_geometry(self) -> dict[str, Any] | None:
        text = self.cleaned_data["geometry"].strip()
        return parse_geometry(text) if text else None

    def values(self) -> dict[str, Any]:
        """The arguments of `services.save_scheme`."""
        data = dict(self.cleaned_data)
        data["developer"] = OrganisationDraft(data["developer"], Organisation.Kind.DEVELOPER)
        return data


def parse_geometry(text: str) -> dict[str, Any]:
    """A GeoJSON Point or Polygon, also out of a Feature, with nothing else in it.

    Raises:
        ValidationError: something else; the message says what.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValidationError(
            _('This is not GeoJSON. An example: {"type": "Point", "coordinates": [8.1, 51.5]}')
        ) from error
    if isinstance(data, dict) and data.get("type") == "Feature":
        data = data.get("geometry")
    if not isinstance(data, dict) or data.get("type") not in KINDS_OF_PLACE:
        raise ValidationError(_("Only a Point or a Polygon can be shown."))
    kind, coordinates = data["type"], data.get("coordinates")
    positions = [coordinates] if kind == "Point" else _ring_positions(coordinates)
    for position in positions:
        _check_position(position)
    return {"type": kind, "coordinates": coordinates}


def _ring_positions(rings: Any) -> list[Any]:
    if not isinstance(rings, list) or not rings or not all(isinstance(one, list) for one in rings):
        raise ValidationError(_("A Polygon needs a list of rings."))
    if any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        raise ValidationError(
            _("Each ring of a Polygon needs four positions, the last like the first.")
        )
    positions = [position for ring in rings for position in ring]
    if len(positions) > MAX_GEOMETRY_POINTS:
        raise ValidationError(
            _("The outline has %(found)s points, at most %(limit)s are shown. Please simplify it.")
            % {"found": len(positions), "limit": MAX_GEOMETRY_POINTS}
        )
    return positions


def _check_position(position: Any) -> None:
    is_pair = isinstance(position, list) and len(position) == 2
    if not is_pair or not all(_is_number(value) for value in position):
        raise ValidationError(_("Each position is a pair: longitude, latitude."))
    longitude, latitude = position
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValidationError(
            _("%(lon)s, %(lat)s lies outside the world. Longitude comes first.")
            % {"lon": longitude, "lat": latitude}
        )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


class DocumentForm(forms.Form):
    """A PDF for the documents on display."""

    number = forms.CharField(
        label=gettext_lazy("Number"),
        max_length=20,
        help_text=gettext_lazy("As in the plan, e.g. 4.2."),
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=250)
    file = forms.FileField(
        label=gettext_lazy("PDF file"), widget=forms.FileInput(attrs={"accept": "application/pdf"})
    )
    on = forms.DateField(label=gettext_lazy("On display from"), required=False, widget=_day())


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
        label=gettext_lazy("Hearing authority"), max_length=250, widget=_with_list("organisations")
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
    display_start = forms.DateField(label=gettext_lazy("First day of the display"), widget=_day())
    display_end = forms.DateField(
        label=gettext_lazy("Last day of the display, if announced"),
        required=False,
        widget=_day(),
        help_text=gettext_lazy("Empty: computed. A longer display is possible, a shorter one not."),
    )
    objections_until = forms.DateField(
        label=gettext_lazy("Last day for objections, if announced"),
        required=False,
        widget=_day(),
        help_text=gettext_lazy("Empty: computed. A longer period is possible, a shorter one not."),
    )

    def days(self) -> dict[str, date | None]:
        """The arguments of `services.plan_round` about days."""
        names = ("display_start", "display_end", "objections_until")
        return {name: self.cleaned_data[name] for name in names}


class TeamForm(forms.Form):
    """An account and its role on the team."""

    user = forms.ModelChoiceField(
        label=gettext_lazy("Account"), queryset=User.objects.none(), empty_label=None
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts: Any = self.fields["user"]
        accounts.queryset = _colleagues().order_by("name", "email")
        roles: Any = self.fields["role"]
        roles.choices = _choices(TEAM_ROLES)


def _colleagues() -> QuerySet[User]:
    """Accounts that an administrator gave a role, and those on a team; whoever merely signed up
    to follow own letters is nobody's business."""
    entrusted = RoleAssignment.objects.exclude(role=Role.PARTICIPANT).values("user")
    on_a_team = TeamMember.objects.values("user")
    known = Q(pk__in=entrusted) | Q(pk__in=on_a_team)
    return User.objects.filter(known, is_active=True)


def _choices(roles: Iterable[Role]) -> list[tuple[str, Any]]:
    return [(role.value, role.label) for role in roles]
