"""Places on the pages of this app where apps above it add something of their own.

An app above says what it has in its ``AppConfig.ready``; so this app need not know who stands
above it. Each ``provide_…`` may be called with the same function again, which changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists
from django.http import HttpRequest

from .models import DialogueDate, Scheme


@dataclass(frozen=True, slots=True)
class Part:
    """Something shown on the public page of a scheme: a template and what it needs."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """Something that staff can do with a date of the dialogue."""

    label: Any
    url: str


PartOf = Callable[[HttpRequest, Scheme], Part | None]
"""Gets the request and the scheme; gives what is shown on its page, or nothing."""

LinkOf = Callable[[HttpRequest, DialogueDate], Link | None]
"""Gets the request and a date of the dialogue; gives what can be done with it, or nothing."""

PartMark = Callable[[HttpRequest], Exists]
"""Gives the condition, with ``OuterRef("pk")`` for the scheme, that there is something to show."""

_parts: dict[PartOf, PartMark] = {}
_links: list[LinkOf] = []


def provide_part(part_of: PartOf, *, where: PartMark) -> None:
    """Show something on the public page of each scheme for which ``where`` holds.

    The condition is asked with the scheme itself, so that the others cost no query.
    """
    _parts[part_of] = where


def provide_link(link_of: LinkOf) -> None:
    """Offer something beside each date of the dialogue in the workbench."""
    if link_of not in _links:
        _links.append(link_of)


def part_marks(request: HttpRequest) -> dict[str, Exists]:
    """Annotations that say of a scheme which of its parts have something to show."""
    return {_mark(place): where(request) for place, where in enumerate(_parts.values())}


def parts(request: HttpRequest, scheme: Scheme) -> list[Part]:
    """What the apps above show on the page of this scheme, which carries its `part_marks`."""
    wanted = [one for place, one in enumerate(_parts) if getattr(scheme, _mark(place))]
    return [part for part_of in wanted if (part := part_of(request, scheme))]


def _mark(place: int) -> str:
    return f"has_part_{place}"


def links(request: HttpRequest, date: DialogueDate) -> list[Link]:
    """What the apps above offer beside this date of the dialogue."""
    return [link for link_of in _links if (link := link_of(request, date))]
