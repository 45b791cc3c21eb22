"""Which round is meant, and who the visitor is."""

import hashlib
import secrets
import threading
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.protection import client_of
from dialogwerk.apps.dialogues.models import Format
from dialogwerk.apps.dialogues.views.finding import format_of, process_for

from ..errors import TooOften
from ..services.choices import KIND
from ..services.rounds import Round, public_round, round_of
from ..services.voting import Who

COOKIE_DAYS = 400
TICKET = "ticket"
_signer = signing.Signer(salt="dialogwerk.voter")


def round_for(request: HttpRequest, slug: str, format_slug: str) -> Round:
    """The round at that address.

    Raises:
        Http404: there is none, or this visitor may not know of it.
    """
    found = public_round(slug, format_slug)
    return found or round_of(format_of(process_for(request, slug), format_slug, KIND))


def format_for(request: HttpRequest, slug: str, format_slug: str, perm: str) -> Format:
    """The round at that address, for whoever has this permission in its dialogue.

    Raises:
        Http404: there is none, or this visitor may not know of it.
        PermissionDenied: it is there, but not with this permission.
    """
    return format_of(process_for(request, slug, perm), format_slug, KIND)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who votes.

    Attributes:
        who: as the services know them.
        is_known: has a cookie or an account, so there may be votes of theirs.
        ticket: what the form carries, signed; makes a first vote that is sent twice one voter's.
    """

    who: Who
    is_known: bool
    ticket: str = ""

    def seed(self, votes: int) -> int:
        """Of the draw of the next statement: the same until this person votes again."""
        name = f"{self.who.user_id or self.who.token}:{votes}"
        return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])


def cookie_name() -> str:
    """Bound to this host where the site has TLS."""
    return "__Host-voter" if settings.SESSION_COOKIE_SECURE else "voter"


def visitor_of(request: HttpRequest) -> Visitor:
    """The visitor by account, cookie, or the ticket in the form; else somebody new."""
    if request.user.is_authenticated:
        return Visitor(Who(user_id=request.user.pk), True)
    if token := _unsigned(request.COOKIES.get(cookie_name(), "")):
        return Visitor(Who(token=token), True)
    ticket = request.POST.get(TICKET, "") if request.method == "POST" else ""
    if token := _unsigned(ticket):
        return Visitor(Who(token=token), False, ticket)
    token = secrets.token_urlsafe(16)
    return Visitor(Who(token=token), False, _signer.sign(token))


def _unsigned(signed: str) -> str:
    try:
        return _signer.unsign(signed) if signed else ""
    except signing.BadSignature:
        return ""


def remember(response: HttpResponse, visitor: Visitor) -> None:
    """Give the browser of somebody who has just voted for the first time its cookie."""
    if visitor.is_known:
        return
    response.set_cookie(
        cookie_name(),
        visitor.ticket,
        max_age=COOKIE_DAYS * 86_400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


class _Often:
    """Counts by key within the hour, in this process only: it need not be exact, but cheap."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hour, self._counts = "", dict[str, int]()

    def count(self, key: str, hour: str) -> int:
        with self._lock:
            if hour != self._hour:
                self._hour, self._counts = hour, {}
            self._counts[key] = self._counts.get(key, 0) + 1
            return self._counts[key]


_often = _Often()


def refuse_too_many(request: HttpRequest, visitor: Visitor, *, changes: bool = False) -> None:
    """Slow down whoever makes voters, or changes votes, without end.

    Raises:
        TooOften: from this connection came too many within the hour.
    """
    if visitor.is_known and not changes:
        return
    now = timezone.localtime()
    client = client_of(request, day=now.date().isoformat())
    key = f"{changes}:{client}"
    if _often.count(key, f"{now:%Y%m%d%H}") > settings.OPINION_NEW_VOTERS_PER_HOUR:
        raise TooOften(
            _("Very many votes have come from your connection within an hour. Try again later.")
        )
