"""What staff type about projects, their documents and teams, checked."""

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from dialogwerk.apps.accounts.models import Role, RoleAssignment, User
from dialogwerk.apps.base.widgets import day, with_list
from dialogwerk.apps.people.models import Organisation

from ..models import Scheme, TeamMember
from ..services import OrganisationDraft
from .places import parse_geometry

TEAM_ROLES = (Role.CASE_WORKER, Role.OFFICE, Role.EXPERT, Role.LAWYER, Role.DEVELOPER)


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
        widget=with_list("organisations"),
        help_text=gettext_lazy("Choose one from the list or type a new name."),
    )
    place_name = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=200,
        widget=with_list("municipalities"),
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
    on = forms.DateField(label=gettext_lazy("On display from"), required=False, widget=day())


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
