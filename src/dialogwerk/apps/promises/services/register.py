"""The register (Verzeichnis der Zusagen): which promises, how many stand how, and as a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.base.dates import UncertainDate
from dialogwerk.apps.base.sites import absolute_url
from dialogwerk.apps.base.templatetags.dialogwerk import day as in_words
from dialogwerk.apps.base.templatetags.dialogwerk import when as when_in_words
from dialogwerk.documents.calendars import CalendarTable, Cell, Column

from ..models import Promise
from ..models.promises import PromiseQuerySet

SCHEMA, SCHEMA_VERSION = "dialogwerk.promises", 1
STANDINGS = {
    "open": pgettext_lazy("promise", "open"),
    "overdue": pgettext_lazy("promise", "overdue"),
    "kept": pgettext_lazy("promise", "kept"),
    "kept_late": pgettext_lazy("promise", "kept late"),
    "broken": pgettext_lazy("promise", "broken"),
    "withdrawn": pgettext_lazy("promise", "withdrawn"),
}
"""What can be asked for: how a promise stands on a day. Overdue ones are open as well."""
KINDS = {
    "open": "info",
    "overdue": "danger",
    "kept": "success",
    "kept_late": "warning",
    "broken": "danger",
    "withdrawn": "neutral",
}
"""The badge of each."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which promises somebody asks for; empty fields ask for all.

    Attributes:
        state: one of `STANDINGS`.
        scheme: slug of a scheme, or "-" for promises of none.
        owner: code of an organisation, or the name of an office.
        words: each has to occur.
    """

    state: str = ""
    scheme: str = ""
    owner: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many promises stand how on a day; overdue ones are counted among the open ones too."""

    open: int
    overdue: int
    kept: int
    kept_late: int
    broken: int
    withdrawn: int
    total: int

    def items(self) -> Iterable[tuple[str, Any, int]]:
        """Standing, its name and how many, in their order."""
        for one in fields(self):
            if one.name in STANDINGS:
                yield one.name, STANDINGS[one.name], getattr(self, one.name)


def narrowed(promises: PromiseQuerySet, wanted: Wanted, day: date) -> PromiseQuerySet:
    """The promises asked for."""
    found: PromiseQuerySet = without_state(promises, wanted)
    if wanted.state == "overdue":
        found = found.overdue(day)
    elif wanted.state in STANDINGS:
        found = found.filter(state=wanted.state)
    return found


def without_state(promises: PromiseQuerySet, wanted: Wanted) -> PromiseQuerySet:
    """The promises asked for, however they stand."""
    found = promises
    if wanted.scheme == "-":
        found = found.filter(scheme=None)
    elif wanted.scheme:
        found = found.filter(scheme__slug=wanted.scheme)
    if wanted.owner:
        found = found.filter(Q(owner__code=wanted.owner) | Q(owner=None, owner_name=wanted.owner))
    if wanted.words.strip():
        found = found.mentioning(wanted.words)
    return found


def counts(promises: PromiseQuerySet, day: date) -> Counts:
    """How they stand on this day; one query."""
    states = {name: Count("pk", filter=Q(state=name)) for name in STANDINGS if name != "overdue"}
    late = Count("pk", filter=Q(state="open", due_latest__lt=day))
    return Counts(**promises.order_by().aggregate(**states, overdue=late, total=Count("pk")))


def owners(promises: PromiseQuerySet) -> list[tuple[str, str]]:
    """Who made these promises: value of the filter and name, by name."""
    rows = promises.order_by().values_list("owner__code", "owner__name", "owner_name").distinct()
    found = {code or office: name or office for code, name, office in rows}
    return sorted(found.items(), key=lambda item: item[1].casefold())


def schemes(promises: PromiseQuerySet) -> list[tuple[str, str]]:
    """Schemes that these promises belong to: slug and title, by title."""
    rows = promises.exclude(scheme=None).order_by("scheme__title")
    return list(rows.values_list("scheme__slug", "scheme__title").distinct())


# To take along


def table_of(promises: Sequence[Promise], day: date) -> CalendarTable:
    """The promises as a table, in the reader's language."""
    return CalendarTable(
        title=_("Register of promises"),
        note=_("As of %(day)s") % {"day": in_words(day)},
        sheet=_("Promises"),
        as_of=day,
        columns=_columns(),
        rows=[_cells(one, day) for one in promises],
    )


def _columns() -> list[Column]:
    heads = (
        *((_("Code"), 16), (_("What was promised"), 60), (_("By whom"), 34)),
        *((_("Promised on"), 16), (_("Where"), 40), (_("Project"), 30), (_("Due"), 16)),
        *((_("Last day"), 12), (_("State"), 18), (_("Settled on"), 16), (_("Reason"), 40)),
        *((_("Evidence"), 40), (_("Address"), 40)),
    )
    return [Column(head, width) for head, width in heads]


def _said(when: UncertainDate | None) -> str:
    return when_in_words(when) if when else ""


def _cells(one: Promise, day: date) -> list[Cell]:
    return [
        *(one.code, one.text, one.owner_in_words, _said(one.made_on)),
        "; ".join(filter(None, [one.source_text, one.source_url])),
        *(one.scheme.title if one.scheme else "", _said(one.due), one.due_latest),
        *(str(STANDINGS[one.standing(day)]), _said(one.settled_on), one.reason),
        "; ".join(filter(None, [one.shown_by.text, one.shown_by.url])) if one.shown_by else "",
        absolute_url(one.get_absolute_url()),
    ]


def data_of(promises: Sequence[Promise], day: date) -> dict[str, Any]:
    """The promises for programs: JSON with uncertain dates as EDTF and their bounds."""
    return {
        "schema": SCHEMA,
        "version": SCHEMA_VERSION,
        "as_of": day.isoformat(),
        "promises": [_as_data(one, day) for one in promises],
    }


def _as_data(one: Promise, day: date) -> dict[str, Any]:
    evidence = one.shown_by
    return {
        "code": one.code,
        "text": one.text,
        "owner": {
            "name": one.owner_in_words,
            "organisation": one.owner.code if one.owner else None,
        },
        "made_on": _date_as_data(one.made_on),
        "source": {"text": one.source_text, "url": one.source_url},
        "scheme": {"code": one.scheme.code, "title": one.scheme.title} if one.scheme else None,
        "due": _date_as_data(one.due),
        "state": one.state,
        "overdue": one.is_overdue(day),
        "settled_on": _date_as_data(one.settled_on),
        "reason": one.reason,
        "evidence": {"text": evidence.text, "url": evidence.url, "sha256": evidence.sha256}
        if evidence
        else None,
        "url": absolute_url(one.get_absolute_url()),
    }


def _date_as_data(when: UncertainDate | None) -> dict[str, str | None] | None:
    if when is None:
        return None
    return {
        "edtf": when.edtf,
        "said": when.as_said,
        "earliest": when.earliest.isoformat() if when.earliest else None,
        "latest": when.latest.isoformat() if when.latest else None,
    }
