"""When something was received: by a clock of the authority, never by the sender's."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from dialogwerk.cores.incoming import Arrived

from ..models import DeliveredFile, Item

Basis = Item.Basis


def received(
    arrived: Arrived | None, file: DeliveredFile, now: datetime
) -> tuple[datetime, Item.Basis]:
    """The moment of receipt and where it stands.

    The stamp of the mailbox first, then the last stamp of one of the authority's servers (of any
    server, if the setting names none), then what the person said who took it in. A stamp that lies
    in the future is passed over.
    """
    if file.stamp and file.stamp <= now:
        return file.stamp, Basis.MAILBOX
    for moment in _stamps(arrived.received if arrived else ()):
        if moment <= now:
            return moment, Basis.RECEIVED
    if given := file.delivery.received_at:
        return given, Basis.GIVEN
    return file.delivery.created_at, Basis.ARRIVAL


def _stamps(found: Iterable[tuple[str, str]]) -> list[datetime]:
    """Stamps that count, the last first; those of strangers only if no own server is named.

    A sender can write ``Received`` lines too, but only below the ones that are added on the way.
    """
    stamps = [(host, _moment(when)) for host, when in found]
    own = settings.INTAKE_MAIL_HOSTS
    if not own:
        return [moment for _host, moment in stamps[:1] if moment]
    ours = [moment for host, moment in stamps if host in own and moment]
    return ours[:1]


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if timezone.is_aware(moment) else None
