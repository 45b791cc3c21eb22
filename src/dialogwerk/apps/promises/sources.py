"""What a promise came from, as a hook: apps above say what their things are called and where.

A promise points with ``source_kind`` and ``source_ref`` to a contribution, a meeting, an answer …
An app calls :func:`register` in ``AppConfig.ready``; so this app need not know who stands above it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """What a promise came from: what it is called, and its page or ""."""

    label: str
    address: str = ""


SourceOf = Callable[[str], Source | None]
"""Gets the reference; gives what it points to, or nothing if that is gone or not public."""

_kinds: dict[str, tuple[Any, SourceOf]] = {}


def register(kind: str, label: Any, source_of: SourceOf) -> None:
    """Say where promises of this kind came from; a kind said again replaces the former.

    Args:
        kind: such as "dialogue_date"; at most 40 characters.
        label: what such a thing is called, for a source that is gone.
    """
    _kinds[kind] = (label, source_of)


def source_of(kind: str, ref: str) -> Source | None:
    """What this points to; only its name when it is gone; None for a kind nobody knows."""
    if kind not in _kinds:
        return None
    label, find = _kinds[kind]
    return find(ref) or Source(str(label))


def is_known(kind: str) -> bool:
    """Whether an app has said what this kind is."""
    return kind in _kinds
