"""Places on the pages of this app where apps above it add something of their own.

An app above says what it has in its ``AppConfig.ready``, as it does for the main navigation; so
this app need not know who stands above it. Each ``provide_…`` may be called with the same function
again, which changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists
from django.http import HttpRequest

from dialogwerk.apps.people.audiences import Audience
from dialogwerk.apps.schemes.models import Procedure

from .models import Argument, Statement


@dataclass(frozen=True, slots=True)
class Section:
    """A tab of the workbench, before another one and in its group.

    Name of the address (it gets the slug), label, permission to see, and the name of that other.
    """

    name: str
    label: Any
    perm: str
    before: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Something shown beside an argument or a letter: a template and what it needs.

    Attributes:
        note: beside a letter, what one has to know before reading; it stands above the text and
            leads to the panel.
        anchor: the id of the panel's section, for that.
    """

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    anchor: str = ""


PanelOf = Callable[[HttpRequest, Argument], Panel | None]
"""Gets the request and the argument; gives what is shown beside it, or nothing."""

LetterPanelOf = Callable[[HttpRequest, Statement], Panel | None]
"""Gets the request and the letter; gives what is shown beside it, or nothing."""

LetterMark = Callable[[], Exists]
"""Gives the condition, with ``OuterRef("pk")`` for the letter, that there is something to show."""

RemarksOf = Callable[[Procedure, Sequence[Argument], Audience], Mapping[int, str] | None]
"""Gets arguments of a procedure and who reads; gives remarks by argument, None for no column."""

DraftOf = Callable[[HttpRequest, Argument], str]
"""Gets the request and the argument; gives a text to begin an answer with, or ""."""

Scene = Callable[[Procedure, Mapping[str, Any]], None]
"""Gets the rehearsed procedure of the demo and its accounts by role."""

_sections: dict[str, Section] = {}
_panels: list[PanelOf] = []
_letter_panels: dict[LetterPanelOf, LetterMark] = {}
_remarks: list[RemarksOf] = []
_drafts: list[DraftOf] = []
_scenes: dict[str, tuple[str, Scene]] = {}


def provide_section(section: Section) -> None:
    """Put a tab into the workbench of every procedure; a name said again replaces the former."""
    _sections[section.name] = section


def provide_panel(panel_of: PanelOf) -> None:
    """Show something beside each argument."""
    _add(_panels, panel_of)


def provide_letter_panel(panel_of: LetterPanelOf, *, where: LetterMark) -> None:
    """Show something beside each letter in the letter reader for which ``where`` holds.

    The condition is asked with the letter itself, so that the others cost no query.
    """
    _letter_panels[panel_of] = where


def provide_remarks(remarks_of: RemarksOf) -> None:
    """Add what somebody else says on the arguments to the synopsis, in a column of its own."""
    _add(_remarks, remarks_of)


def provide_draft(draft_of: DraftOf) -> None:
    """Offer texts with which an answer can begin."""
    _add(_drafts, draft_of)


def provide_scene(name: str, sentence: str, scene: Scene) -> None:
    """Rehearse something of an app above in the demo; a name said again replaces the former."""
    _scenes[name] = (sentence, scene)


def scenes() -> Sequence[tuple[str, Scene]]:
    """What the apps above rehearse in the demo, each with a sentence that announces it."""
    return tuple(_scenes.values())


def sections() -> Sequence[Section]:
    """The tabs of the apps above."""
    return tuple(_sections.values())


def panels(request: HttpRequest, argument: Argument) -> list[Panel]:
    """What the apps above show beside this argument."""
    return [panel for panel_of in _panels if (panel := panel_of(request, argument))]


def letter_marks() -> dict[str, Exists]:
    """Annotations that say of a letter which of its panels have something to show."""
    return {_mark(place): where() for place, where in enumerate(_letter_panels.values())}


def letter_panels(request: HttpRequest, letter: Statement) -> list[Panel]:
    """What the apps above show beside this letter, which carries its `letter_marks`."""
    wanted = [one for place, one in enumerate(_letter_panels) if getattr(letter, _mark(place))]
    return [panel for panel_of in wanted if (panel := panel_of(request, letter))]


def _mark(place: int) -> str:
    return f"has_panel_{place}"


def remarks(
    procedure: Procedure, arguments: Sequence[Argument], audience: Audience
) -> dict[int, str] | None:
    """Remarks by argument for this audience; None when nobody has a column to show."""
    given = [said for of in _remarks if (said := of(procedure, arguments, audience)) is not None]
    if not given:
        return None
    keys = {key for said in given for key in said}
    return {key: "\n\n".join(said[key] for said in given if said.get(key)) for key in keys}


def draft(request: HttpRequest, argument: Argument) -> str:
    """The text with which the answer to this argument is to begin; "" for none."""
    return next((text for draft_of in _drafts if (text := draft_of(request, argument))), "")


def _add(functions: list[Any], function: Any) -> None:
    if function not in functions:
        functions.append(function)
