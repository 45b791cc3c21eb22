"""Calendar files: of a procedure for everyone, of a person behind a secret address."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..services.feeds import Feed, owner_of, personal_feed
from ..services.feeds import procedure_feed as feed_of
from .finding import procedure_for

CONTENT_TYPE = "text/calendar; charset=utf-8"


@require_safe
def procedure_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """What everybody may know of its dates; all of them for its team while logged in."""
    procedure = procedure_for(request, slug, "schemes.view")
    whole = request.user.has_perm("schemes.read_calendar", procedure)
    with override(_language(request)):
        feed = feed_of(procedure, whole=whole)
    is_for_all = procedure.scheme.is_public and not whole
    changed = int(feed.changed_at.timestamp()) if feed.changed_at else None
    response = _answer(request, feed, changed)
    response.headers["Content-Disposition"] = f'inline; filename="{procedure.slug}.ics"'
    response.headers["Cache-Control"] = "public, max-age=600" if is_for_all else "private, no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


@require_safe
def personal(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of one person. Whoever knows the address may read it; there is no log-in.

    Only the ETag decides whether it changed: somebody who joins a team gets dates that are older
    than the file fetched last.
    """
    owner = owner_of(token)
    if owner is None:
        raise Http404(_("There is no calendar at this address. It may have been renewed."))
    with override(_language(request)):
        feed = personal_feed(owner)
    response = _answer(request, feed, None)
    response.headers["Content-Disposition"] = 'inline; filename="dialogwerk.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _language(request: HttpRequest) -> str:
    """The one that the address names, so that a calendar program always gets the same."""
    wanted = request.GET.get("sprache", "")
    return wanted if wanted in dict(settings.LANGUAGES) else get_language() or "de"


def _answer(request: HttpRequest, feed: Feed, changed: int | None) -> HttpResponse:
    """The file, or 304 for who has it already.

    Args:
        changed: seconds since 1970 to compare If-Modified-Since with; None compares no time.
    """
    response = get_conditional_response(request, etag=feed.etag, last_modified=changed)
    response = response or HttpResponse(feed.content, content_type=CONTENT_TYPE)
    response.headers["ETag"] = feed.etag
    if feed.changed_at:
        response.headers["Last-Modified"] = http_date(int(feed.changed_at.timestamp()))
    return response
