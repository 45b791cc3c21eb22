"""Where people land after they have signed in, as a hook: each kind of account at its work.

An app calls :func:`register` in ``AppConfig.ready``. The first page, in their order, that is meant
for this account is taken; nobody's page is taken for accounts that no app has a page for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import NoReverseMatch, reverse

_pages: dict[str, tuple[int, Callable[[Any], bool]]] = {}


def register(url_name: str, meant_for: Callable[[Any], bool], *, order: int = 50) -> None:
    """Say that these accounts land on that page; registering a name again replaces it."""
    _pages[url_name] = (order, meant_for)


def page_for(user: Any) -> str:
    """The address of the page for this account; "" when no app has one."""
    for url_name, (_order, meant_for) in sorted(_pages.items(), key=lambda item: item[1][0]):
        if meant_for(user):
            try:
                return reverse(url_name)
            except NoReverseMatch:
                continue
    return ""
