"""Events as calendar files: one in a mail or to be saved, those of a dialogue to subscribe to."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language

from dialogwerk.apps.base.sites import absolute_url
from dialogwerk.documents.event_calendars import TimedEntry, write_events

from ..models import Event


def calendar_of(
    events: Iterable[Event], *, name: str, page: str, for_registered: bool = False
) -> bytes:
    """The file, UTF-8.

    Args:
        page: path of the page that shows the same events.
        for_registered: with the address for taking part online, also where it is not public.
    """
    entries = [_entry(event, for_registered) for event in events]
    language = (get_language() or "de")[:2]
    return write_events(entries, name=name, page=absolute_url(page), language=language)


def _entry(event: Event, for_registered: bool) -> TimedEntry:
    shows_address = event.online_is_public or for_registered
    online = event.online_url if shows_address else ""
    lines = [event.cancelled_because, event.description, event.programme, online]
    return TimedEntry(
        uid=f"event-{event.code.lower()}@{urlsplit(settings.BASE_URL).hostname}",
        sequence=event.sequence,
        changed_at=event.changed_at,
        is_cancelled=event.cancelled_at is not None,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        title=event.title,
        description="\n\n".join(line for line in lines if line),
        location=event.place or online,
        url=absolute_url(event.get_absolute_url()),
    )
