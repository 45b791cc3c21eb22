"""The list of bodies: which ones, how many stand how, on a map, as a table and for programs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, F, Prefetch, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from dialogwerk.apps.base import places
from dialogwerk.apps.base.dates import UncertainDate
from dialogwerk.apps.base.sites import absolute_url
from dialogwerk.apps.base.templatetags.dialogwerk import day as in_words
from dialogwerk.apps.base.templatetags.dialogwerk import when as when_in_words
from dialogwerk.documents.calendars import CalendarTable, Cell, Column

from ..models import KEPT_ALIVE, Alias, Body, Relation
from ..models.bodies import BodyQuerySet, is_dormant

SCHEMA, SCHEMA_VERSION = "dialogwerk.bodies", 1
STANDINGS = {
    "active": pgettext_lazy("body", "active"),
    "dormant": pgettext_lazy("body", "no sign of life"),
    "ended": pgettext_lazy("body", "ended"),
}
BADGES = {"active": "success", "dormant": "warning", "ended": "neutral"}
ALL = "all"
KINDS = {
    "": gettext_lazy("alliances and their bodies"),
    ALL: gettext_lazy("all kinds"),
    **dict(Body.Kind.choices),
}
"""What can be asked for; without a choice alliances, steering circles, offices, working groups."""
MOST_NAMED = 5
"""Bodies named at one place of the map; the others are in the list."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which bodies somebody asks for.

    Attributes:
        kind: one of `KINDS`.
        district: key of a district; empty for all.
        state: one of `STANDINGS`; empty for all.
        words: each has to occur.
        ags: key of a municipality; empty for all.
    """

    kind: str = ""
    district: str = ""
    state: str = ""
    words: str = ""
    ags: str = ""


def narrowed(bodies: BodyQuerySet, wanted: Wanted, day: date) -> BodyQuerySet:
    """The bodies asked for, in the order of their names."""
    found: BodyQuerySet = without_state(bodies, wanted)
    if wanted.state == "active":
        found = found.active(day)
    elif wanted.state == "dormant":
        found = found.dormant(day)
    elif wanted.state == "ended":
        found = found.ended()
    return found


def without_state(bodies: BodyQuerySet, wanted: Wanted) -> BodyQuerySet:
    """The bodies asked for, however they stand."""
    found = bodies
    if not wanted.kind:
        found = found.filter(kind__in=KEPT_ALIVE)
    elif wanted.kind != ALL:
        found = found.filter(kind=wanted.kind)
    if wanted.district:
        found = found.in_district(wanted.district)
    if wanted.ags:
        found = found.filter(ags=wanted.ags)
    if wanted.words.strip():
        found = found.mentioning(wanted.words)
    return found


def counts(bodies: BodyQuerySet, day: date) -> dict[str, int]:
    """How many stand how on this day; one query."""
    found = bodies.order_by().aggregate(
        all_of_them=Count("pk"),
        over=Count("pk", filter=Q(ended__isnull=False)),
        asleep=Count("pk", filter=is_dormant(day)),
    )
    active = found["all_of_them"] - found["over"] - found["asleep"]
    return {"active": active, "dormant": found["asleep"], "ended": found["over"]}


def districts(bodies: BodyQuerySet) -> list[tuple[str, str]]:
    """Districts in which these bodies have their seat: key and title, by title."""
    keys = bodies.exclude(ags="").order_by().values_list("ags", flat=True).distinct()
    wanted = {ags[: places.AGS_OF_DISTRICT] for ags in keys}
    return [(key, one.title) for key, one in places.districts().items() if key in wanted]


# On a map


def features(bodies: BodyQuerySet) -> dict[str, Any]:
    """A GeoJSON feature collection of the municipalities where these bodies have their seat.

    Each is the middle of a municipality with its number of bodies and the first of them by name;
    bodies whose place nobody knows are counted in ``unplaced``.
    """
    seated = bodies.exclude(ags="").order_by()
    numbers = dict(seated.values_list("ags").annotate(number=Count("pk")).order_by())
    place = Window(RowNumber(), partition_by=[F("ags")], order_by=["sort_key", "pk"])
    first = seated.annotate(place=place).filter(place__lte=MOST_NAMED).order_by("ags", "place")
    named: dict[str, list[dict[str, str]]] = {}
    for ags, code, name in first.values_list("ags", "code", "name"):
        named.setdefault(ags, []).append({"name": name, "url": reverse("body", args=[code])})
    known = places.by_key()
    return {
        "type": "FeatureCollection",
        "features": [
            _feature(known[ags], number, named.get(ags, []))
            for ags, number in sorted(numbers.items())
            if ags in known
        ],
        "unplaced": bodies.filter(ags="").count(),
    }


def _feature(
    one: places.Municipality, number: int, named: Sequence[dict[str, str]]
) -> dict[str, Any]:
    words = ngettext("One body in %(place)s", "%(number)d bodies in %(place)s", number)
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": list(one.centre)},
        "properties": {
            "ags": one.ags,
            "place": one.name,
            "count": number,
            "title": words % {"number": number, "place": one.name},
            "bodies": list(named),
            "more": number - len(named),
            "url": reverse("bodies") + "?" + urlencode({"kind": ALL, "place": one.ags}),
        },
    }


# To take along


def with_entries(bodies: BodyQuerySet) -> BodyQuerySet:
    """With what table and JSON name of each: other names and public relations."""
    relations = Relation.objects.filter(other__in=Body.objects.public()).select_related("other")
    return bodies.prefetch_related(
        Prefetch("aliases", Alias.objects.order_by("pk")),
        Prefetch("relations", relations.order_by("pk")),
    )


def table_of(bodies: Iterable[Body], day: date) -> CalendarTable:
    """The bodies as a table, in the reader's language."""
    return CalendarTable(
        title=_("Alliances and bodies"),
        note=_("As of %(day)s") % {"day": in_words(day)},
        sheet=_("Bodies"),
        as_of=day,
        columns=_columns(),
        rows=[_cells(one, day) for one in bodies],
    )


def _columns() -> list[Column]:
    heads = (
        *((_("Code"), 16), (_("Name"), 40), (_("Official name"), 40), (_("Other names"), 40)),
        *((_("Kind"), 22), (_("Place"), 24), (_("Key of the municipality"), 14)),
        *((_("Region"), 20), (_("Founded"), 16), (_("Ended"), 16), (_("Why it ended"), 40)),
        *((_("State"), 16), (_("Last sign of life"), 16), (_("Homepage"), 40)),
        *((_("Source"), 40), (_("Address"), 40)),
    )
    return [Column(head, width) for head, width in heads]


def _said(when: UncertainDate | None) -> str:
    return when_in_words(when) if when else ""


def _cells(one: Body, day: date) -> list[Cell]:
    seat = one.municipality
    unknown = _("not known") if one.end_reason_unknown else ""
    return [
        *(one.code, one.name, one.official_name),
        "; ".join(alias.name for alias in one.aliases.all()),
        *(one.get_kind_display(), seat.name if seat else "", one.ags, one.region),
        *(_said(one.founded), _said(one.ended), one.end_reason or unknown),
        *(str(STANDINGS[one.standing(day)]), _said(one.last_sign), one.homepage),
        "; ".join(filter(None, [one.source, one.source_url])),
        absolute_url(one.get_absolute_url()),
    ]


def data_of(bodies: Iterable[Body], day: date) -> dict[str, Any]:
    """The bodies for programs: JSON with uncertain dates as EDTF and their bounds."""
    return {
        "schema": SCHEMA,
        "version": SCHEMA_VERSION,
        "licence": settings.OPEN_DATA_LICENCE,
        "as_of": day.isoformat(),
        "bodies": [as_data(one, day) for one in bodies],
    }


def as_data(one: Body, day: date) -> dict[str, Any]:
    """One body with its other names and relations, without anybody's name."""
    seat = one.municipality
    ending = {
        "on": date_as_data(one.ended),
        "reason": one.end_reason,
        "reason_unknown": one.end_reason_unknown,
        "decided_by": one.end_decided_by,
        "source": one.end_source,
    }
    return {
        "code": one.code,
        "kind": one.kind,
        "name": one.name,
        "official_name": one.official_name,
        "aliases": [{"name": alias.name, **_entry(alias)} for alias in one.aliases.all()],
        "description": one.description,
        "municipality": {"ags": seat.ags, "name": seat.name} if seat else None,
        "region": one.region,
        "homepage": one.homepage,
        "founded": date_as_data(one.founded),
        "ended": ending if one.ended is not None else None,
        "state": one.standing(day),
        "last_sign_of_life": date_as_data(one.last_sign),
        "relations": [
            {"kind": rel.kind, "other": rel.other.code, "name": rel.other.name, **_entry(rel)}
            for rel in one.relations.all()
        ],
        "source": {"text": one.source, "url": one.source_url},
        "url": absolute_url(one.get_absolute_url()),
    }


def _entry(entry: Any) -> dict[str, Any]:
    return {
        "from": date_as_data(entry.begun),
        "until": date_as_data(entry.ended),
        "source": {"text": entry.source, "url": entry.source_url},
    }


def date_as_data(when: UncertainDate | None) -> dict[str, Any] | None:
    """An uncertain date for programs: EDTF, the words, the first and last day it can mean."""
    if when is None:
        return None
    return {
        "edtf": when.edtf,
        "said": when.as_said,
        "earliest": when.earliest.isoformat() if when.earliest else None,
        "latest": when.latest.isoformat() if when.latest else None,
    }
