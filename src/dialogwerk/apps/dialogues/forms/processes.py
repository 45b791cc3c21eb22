"""Processes, phases, formats and who works on them, as staff type them."""

import json
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.accounts.models import Role, RoleAssignment, User
from dialogwerk.apps.base.widgets import day
from dialogwerk.apps.schemes.forms.places import parse_geometry
from dialogwerk.apps.schemes.models import Scheme, TeamMember

from ..courses import courses
from ..formats import GEOMETRIES
from ..models import Category, Format, Phase, Process, ProcessMember


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ProcessForm(forms.ModelForm):
    """What everyone reads of a process before taking part."""

    class Meta:
        model = Process
        fields = [
            *("title", "summary", "goal", "open_matters", "settled_matters", "decided_by"),
            *("rules_of_play", "place_name", "area"),
        ]
        widgets = {
            "summary": _text(4),
            "goal": _text(3),
            "open_matters": _text(4),
            "settled_matters": _text(4),
            "rules_of_play": _text(4),
            "place_name": forms.TextInput(attrs={"list": "municipalities", "autocomplete": "off"}),
        }
        help_texts = {
            "summary": gettext_lazy("In plain words, two or three sentences."),
            "goal": gettext_lazy("What there will be in the end, e.g. a list of measures."),
            "open_matters": gettext_lazy("What contributions can still change."),
            "settled_matters": gettext_lazy("What they cannot change, and by whom it was decided."),
            "decided_by": gettext_lazy("Who decides on the results, e.g. the city council."),
            "rules_of_play": gettext_lazy(
                "What is not shown, e.g. insults or the data of others. Moderators quote it."
            ),
        }

    area = forms.CharField(
        label=gettext_lazy("Place on the map (GeoJSON)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=gettext_lazy("A Point or Polygon in WGS 84, longitude first."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.area:
            self.initial["area"] = json.dumps(self.instance.area)

    def clean_area(self) -> dict[str, Any] | None:
        text = self.cleaned_data["area"].strip()
        return parse_geometry(text) if text else None

    def _post_clean(self) -> None:
        """The row is changed by the service, which has to see what it was before."""


class NewProcessForm(ProcessForm):
    """The same with the project it belongs to and the course it takes."""

    scheme = forms.ModelChoiceField(
        label=gettext_lazy("Project"),
        queryset=Scheme.objects.none(),
        required=False,
        empty_label=gettext_lazy("none, it stands alone"),
    )
    course_key = forms.ChoiceField(
        label=gettext_lazy("Recommended course"),
        required=False,
        help_text=gettext_lazy("Lays out phases, which you can change afterwards."),
    )
    first_day = forms.DateField(label=gettext_lazy("First day"), widget=day())

    field_order = ["title", "scheme", "course_key", "first_day"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schemes: Any = self.fields["scheme"]
        schemes.queryset = Scheme.objects.visible_to(user).order_by("title")
        choices: Any = self.fields["course_key"]
        choices.choices = [("", _("none, I lay out the phases myself"))] + [
            (one.key, one.title) for one in courses()
        ]


class PhaseForm(forms.ModelForm):
    """A phase: purpose, audience, days, gate."""

    class Meta:
        model = Phase
        fields = ["title", "purpose", "audience", "first_day", "last_day", "gate", "position"]
        widgets = {"purpose": _text(3), "first_day": day(), "last_day": day()}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day lies before the first."))
        return data

    def _post_clean(self) -> None:
        """The row is changed by the service, which has to see what it was before."""


class ResultsForm(forms.Form):
    """What came out of a phase."""

    results = forms.CharField(
        label=gettext_lazy("Results"),
        widget=_text(10),
        help_text=gettext_lazy("In plain words; everyone reads it on the page of the dialogue."),
    )


class WaiveForm(forms.Form):
    """Why the next phase begins though the gate is closed."""

    reason = forms.CharField(label=gettext_lazy("Reason"), widget=_text(3))


class FormatForm(forms.ModelForm):
    """A format of any kind; days of its own narrow those of its phase."""

    class Meta:
        model = Format
        fields = ["title", "intro", "phase", "first_day", "last_day", "moderated_first", "position"]
        widgets = {"intro": _text(4), "first_day": day(), "last_day": day()}

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phases: Any = self.fields["phase"]
        phases.queryset = process.phases.all()
        phases.empty_label = _("as long as the dialogue runs")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day lies before the first."))
        return data

    def _post_clean(self) -> None:
        """The row is changed by the service, which has to see what it was before."""


class ContributionsFormatForm(FormatForm):
    """Contributions: what can be drawn, photos, categories."""

    geometries = forms.MultipleChoiceField(
        label=gettext_lazy("What people can mark on the map"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("Point", gettext_lazy("a point")),
            ("LineString", gettext_lazy("a line")),
            ("Polygon", gettext_lazy("an area")),
        ],
        help_text=gettext_lazy("Nothing ticked: a list without a map."),
    )
    takes_photos = forms.BooleanField(label=gettext_lazy("People can add photos"), required=False)
    categories = forms.CharField(
        label=gettext_lazy("Categories"),
        required=False,
        widget=_text(5),
        help_text=gettext_lazy("One in a line. Authors choose one of them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        settings = self.instance.settings
        self.initial.setdefault("geometries", settings.get("geometries", ["Point"]))
        self.initial.setdefault("takes_photos", settings.get("takes_photos", True))
        if self.instance.pk:
            titles = self.instance.categories.values_list("title", flat=True)
            self.initial["categories"] = "\n".join(titles)

    def clean_categories(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["categories"].splitlines()]
        long = [line for line in lines if len(line) > 100]
        if long:
            raise forms.ValidationError(
                _("“%(title)s…” is longer than 100 characters.") % {"title": long[0][:40]}
            )
        return list(dict.fromkeys(line for line in lines if line))

    def format_values(self) -> dict[str, Any]:
        """The arguments of `services.processes.save_format`."""
        data = dict(self.cleaned_data)
        data.pop("categories")
        ticked = data.pop("geometries")
        chosen = [kind for kind in GEOMETRIES if kind in ticked]
        data["settings"] = {
            **self.instance.settings,
            "geometries": chosen,
            "takes_photos": data.pop("takes_photos"),
        }
        return data

    def keep_categories(self, one: Format) -> None:
        """New ones are added, those in use stay even when their line was deleted."""
        wanted = self.cleaned_data["categories"]
        known = {category.title: category for category in one.categories.all()}
        for position, title in enumerate(wanted, start=1):
            Category.objects.update_or_create(
                format=one, title=title, defaults={"position": position}
            )
        for title, category in known.items():
            if title not in wanted and not category.contributions.exists():
                category.delete()


class MemberForm(forms.Form):
    """An account and what it does in the process."""

    user = forms.ModelChoiceField(
        label=gettext_lazy("Account"), queryset=User.objects.none(), empty_label=None
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=ProcessMember.Role)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts: Any = self.fields["user"]
        accounts.queryset = _colleagues().order_by("name", "email")


def _colleagues() -> QuerySet[User]:
    """Accounts that were given a role, and those on a team; not who merely follows letters."""
    entrusted = RoleAssignment.objects.exclude(role=Role.PARTICIPANT).values("user")
    on_a_team = TeamMember.objects.values("user")
    return User.objects.filter(Q(pk__in=entrusted) | Q(pk__in=on_a_team), is_active=True)
