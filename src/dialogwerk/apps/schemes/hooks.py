"""Places on the pages of this app where apps above it add something of their own.

An app above says what it has in its ``AppConfig.ready``; so this app need not know who stands
above it. Each ``provide_…`` may be called with the same function again, which changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

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

_parts: list[PartOf] = []
_links: list[LinkOf] = []


def provide_part(part_of: PartOf) -> None:
    """Show something on the public page of each scheme."""
    if part_of not in _parts:
        _parts.append(part_of)


def provide_link(link_of: LinkOf) -> None:
    """Offer something beside each date of the dialogue in the workbench."""
    if link_of not in _links:
        _links.append(link_of)


def parts(request: HttpRequest, scheme: Scheme) -> list[Part]:
    """What the apps above show on the page of this scheme."""
    return [part for part_of in _parts if (part := part_of(request, scheme))]


def links(request: HttpRequest, date: DialogueDate) -> list[Link]:
    """What the apps above offer beside this date of the dialogue."""
    return [link for link_of in _links if (link := link_of(request, date))]
