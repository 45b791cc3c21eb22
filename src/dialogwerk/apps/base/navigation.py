"""The main navigation as a hook: apps announce their entry pages, the header shows them.

An app calls :func:`register` in ``AppConfig.ready``; so this lowest app need not know any other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse


def _everyone(user: Any) -> bool:
    return True


@dataclass(frozen=True)
class Entry:
    """One link of the header. ``label`` may be lazily translated; ``visible`` gets the user."""

    label: Any
    url_name: str
    order: int = 50
    visible: Callable[[Any], bool] = _everyone

    @property
    def url(self) -> str:
        """Address of the page, or "" while no URL of that name exists."""
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""


_entries: dict[str, Entry] = {}


def register(
    label: Any, url_name: str, *, order: int = 50, visible: Callable[[Any], bool] = _everyone
) -> None:
    """Put a page without arguments into the header; registering a name again replaces it."""
    _entries[url_name] = Entry(label, url_name, order, visible)


def entries_for(user: Any) -> list[Entry]:
    """The header's links this person may use, in their order."""
    ordered = sorted(_entries.values(), key=lambda entry: entry.order)
    return [entry for entry in ordered if entry.visible(user) and entry.url]
