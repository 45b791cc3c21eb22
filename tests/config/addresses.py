"""Every address of the house by name, and how one is asked."""

import re
from collections.abc import Iterator

from django.db import transaction
from django.urls import URLPattern, get_resolver


def named(these=None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Route and pattern of every address."""
    for one in get_resolver().url_patterns if these is None else these:
        route = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from named(one.url_patterns, route)
        else:
            yield route, one


def ours() -> dict[str, set[str]]:
    """Every address but those of the log-in, with the names of its parts."""
    return {one.name: parts_in(route) for route, one in named() if not route.startswith("konto/")}


def parts_in(route: str) -> set[str]:
    """The names of what changes in an address: ``<slug:slug>`` and ``(?P<slug>…)``."""
    return set(re.findall(r"<(?:\w+:)?(\w+)>", route))


def ask(client, method: str, url: str):
    """The answer; whatever the request changed is as before."""
    with transaction.atomic():
        response = getattr(client, method)(url)
        if not response.streaming:
            response.content  # noqa: B018
        transaction.set_rollback(True)
    return response
