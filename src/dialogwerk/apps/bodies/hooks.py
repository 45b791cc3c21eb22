"""Places where apps above this one add something of their own to bodies.

An app above says what it has in its ``AppConfig.ready``; so this app need not know who stands
above it. Registering the same function again changes nothing. What shows that a body is alive is
noted with `services.note_sign_of_life`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest

from dialogwerk.apps.base.dates import UncertainDate

from .models import Body


@dataclass(frozen=True, slots=True)
class Part:
    """Something shown on the page of a body: a template and what it needs."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Happened:
    """Something on the timeline of a body.

    Attributes:
        sort_on: day by which it is put into order; None comes last.
    """

    when: UncertainDate | None
    title: str
    text: str = ""
    source: str = ""
    source_url: str = ""
    url: str = ""
    sort_on: date | None = None


PartOf = Callable[[HttpRequest, Body], Part | None]
HappenedTo = Callable[[HttpRequest, Body], list[Happened]]
Mover = Callable[[Body, Body], None]
"""Gets the record that goes away and the one that stays; moves what points to the former."""

_parts: list[PartOf] = []
_happened: list[HappenedTo] = []
_movers: list[Mover] = []


def provide_part(part_of: PartOf) -> None:
    """Show something on the page of each body."""
    if part_of not in _parts:
        _parts.append(part_of)


def provide_happened(happened_to: HappenedTo) -> None:
    """Put something on the timeline of each body."""
    if happened_to not in _happened:
        _happened.append(happened_to)


def provide_mover(mover: Mover) -> None:
    """Move what points to a body when it is put together with another one."""
    if mover not in _movers:
        _movers.append(mover)


def parts(request: HttpRequest, body: Body) -> list[Part]:
    return [part for part_of in _parts if (part := part_of(request, body))]


def happened(request: HttpRequest, body: Body) -> list[Happened]:
    return [one for happened_to in _happened for one in happened_to(request, body)]


def move(gone: Body, kept: Body) -> None:
    for mover in _movers:
        mover(gone, kept)
