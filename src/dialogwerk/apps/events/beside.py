"""Events on the pages of dialogues: figures of a format, a panel, a chapter of the report."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from dialogwerk.apps.base.templatetags.dialogwerk import moment
from dialogwerk.apps.dialogues.hooks import Chapter, Panel, Table
from dialogwerk.apps.dialogues.models import Format, Process

from .models import Event, Registration

NEXT_ONES = 3


def figures_of(one: Format) -> Sequence[tuple[Any, int]]:
    """Events that everyone sees, and who comes to them."""
    events = one.events.shown()
    coming = Registration.objects.coming().filter(event__in=events.taking_place()).seats()
    return [
        (pgettext_lazy("dialogue", "events"), events.count()),
        (gettext_lazy("people registered"), coming),
    ]


def panels_of(request: HttpRequest, process: Process) -> Sequence[Panel]:
    """The next events, with the calendar to subscribe to."""
    visible = Event.objects.of(process).visible_to(request.user)
    events = list(visible.not_over(timezone.now())[:NEXT_ONES])
    if not events:
        return []
    feed = reverse("process-calendar", args=[process.slug])
    return [Panel("events/panel.html", {"events": events, "feed": feed})]


def chapters_of(process: Process) -> Sequence[Chapter]:
    """What took place, how many came and from which groups."""
    events = list(Event.objects.of(process).shown().with_seats().prefetch_related("groups"))
    if not events:
        return []
    now = timezone.now()
    rows = [_row(event) for event in events]
    groups = [
        [event.title, group.name, group.people] for event in events for group in event.groups.all()
    ]
    untold = sum(
        event.attended is None and event.cancelled_at is None and event.ends_at < now
        for event in events
    )
    gap = ngettext(
        "Of %(count)d event that took place it is not said how many people came.",
        "Of %(count)d events that took place it is not said how many people came.",
        untold,
    ) % {"count": untold}
    columns = [_("Event"), _("When"), _("Where"), _("Registered"), _("Came"), _("Result")]
    tables = [Table(_("Events"), columns, rows)]
    if groups:
        columns = [_("Event"), _("Group"), _("People")]
        tables.append(Table(_("Groups that were reached"), columns, groups))
    return [
        Chapter(
            key="events",
            title=_("Events"),
            tables=tables,
            gaps=[gap] if untold else [],
            order=20,
        )
    ]


def _row(event: Event) -> list[Any]:
    where = event.place or _("online")
    result = event.summary
    if event.cancelled_at:
        result = _("called off: %(reason)s") % {"reason": event.cancelled_because}
    registered = event.coming_seats or 0
    came = "–" if event.attended is None else event.attended
    return [event.title, moment(event.starts_at), where, registered, came, result]
