"""Addresses that nobody can mean are turned away; those that only take changes lead to a page."""

from collections.abc import Callable, Iterator
from functools import cache
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLResolver, get_resolver


class WrittenAddresses:
    """404 for addresses with a NUL character: PostgreSQL cannot even compare it with a code."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404
        return self.get_response(request)


class WaysBack:
    """Addresses that only take changes lead whoever opens them to the page they belong to.

    A form that was filled in wrongly is shown again under the address it was sent to. Whoever then
    changes the language, follows the address or logs in anew asks for that address with GET. The
    page it belongs to is the nearest one above it: ``…/argumente/3/antwort/`` leads to
    ``…/argumente/3/``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_refused = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        if is_refused and request.method in ("GET", "HEAD") and (page := page_above(request)):
            return HttpResponseRedirect(page, status=HTTPStatus.SEE_OTHER)
        return response


def page_above(request: HttpRequest) -> str:
    """The nearest address above this one that stands in the URL configuration, with what was asked
    of this one; empty if there is none below the start page."""
    if request.resolver_match is None:
        return ""
    named = request.resolver_match.route.rstrip("/").split("/")
    written = request.path.rstrip("/").split("/")
    deeper = len(written) - len(named)
    for length in range(len(named) - 1, 0, -1):
        if "/".join(named[:length]) + "/" in _routes():
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            return "/".join(written[: deeper + length]) + "/" + query
    return ""


@cache
def _routes() -> frozenset[str]:
    """Every address as it is written in the URL configuration."""
    return frozenset(_all_routes(get_resolver()))


def _all_routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _all_routes(one, route)
        else:
            yield route
