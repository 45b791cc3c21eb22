"""Error pages that say what happened and what to do; they work while the database is down."""

from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE, REASON_NO_REFERER
from django.template.loader import render_to_string

from .context import operator


def bad_request(request, exception=None):
    """400: the request was damaged, too large or for a host we do not serve."""
    return _page("400", 400)


def permission_denied(request, exception=None):
    """403: the person may not see this, or must sign in first."""
    return _page("403", 403, signed_in=_is_signed_in(request), path=request.get_full_path())


def page_not_found(request, exception=None):
    """404: no such page, or none that this person may know of. A view's own words are shown."""
    return _page("404", 404, reason=_said_by_a_view(exception))


def server_error(request):
    """500: our fault. Asks neither database nor session."""
    return _page("500", 500)


def csrf_failure(request, reason=""):
    """403 for a form whose protection against forged requests did not match (CSRF_FAILURE_VIEW)."""
    cookies_blocked = reason == REASON_NO_CSRF_COOKIE
    return _page(
        "403_csrf",
        403,
        cookies_blocked=cookies_blocked,
        referer_blocked=reason == REASON_NO_REFERER,
    )


def _said_by_a_view(exception):
    """What a view gave to Http404; Django's own technical texts are not for readers."""
    words = exception.args[0] if exception is not None and exception.args else ""
    is_ours = isinstance(words, str) and not words.endswith("matches the given query.")
    return words if is_ours else ""


def _page(name, status, **context):
    context = {
        "site_name": settings.SITE_NAME,
        "is_demo": settings.DIALOGWERK_DEMO,
        "operator": operator(),
        **context,
    }
    return HttpResponse(render_to_string(f"errors/{name}.html", context), status=status)


def _is_signed_in(request):
    try:
        return request.user.is_authenticated
    except Exception:  # the session or its database may be what failed
        return False
