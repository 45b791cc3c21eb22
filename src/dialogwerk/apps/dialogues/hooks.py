"""Places where apps above this one add something of their own to dialogues.

An app says what it has in its ``AppConfig.ready``. Saying the same again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from .models import Contribution, Format, Process


@dataclass(frozen=True, slots=True)
class FormatKind:
    """A kind of format (`Format.kind`).

    Attributes:
        public: name of its public page, addressed by slug of the process and of the format.
        workbench: name of its page in the workbench, addressed in the same way.
        call: what the button on the page of the process says while it is open.
        figures: gives (label, number) pairs of a format for cards and reports.
        made: called when a format of this kind was made, in the same transaction.
        page: name of the page of one contribution to it, addressed by the slugs and its code;
            "" where the general page of contributions says everything.
        place_of: where in a document a contribution stands, in words, and the address of it.
    """

    kind: str
    label: Any
    description: Any
    public: str
    workbench: str
    call: Any
    figures: Callable[[Format], Sequence[tuple[Any, int]]] = lambda one: ()
    made: Callable[[Format], None] = lambda one: None
    page: str = ""
    place_of: Callable[[Contribution], tuple[str, str] | None] = lambda one: None


@dataclass(frozen=True, slots=True)
class Section:
    """A tab in the workbench of a process: name of its address (it gets the slug), label,
    permission to see it, and its place in the order."""

    name: str
    label: Any
    perm: str
    order: int = 50
    count: Callable[[Process], int] | None = None


@dataclass(frozen=True, slots=True)
class ObjectionWay:
    """The way from a contribution to a formal objection (Einwendung), while a period runs.

    Attributes:
        procedure: its title.
        slug: its address.
        until: last day on which an objection is in time.
        url_name: page on which the objection is made, with what the law asks for; addressed by
            the receipt of the contribution and the slug of the procedure.
        norms: on which the period rests.
    """

    procedure: str
    slug: str
    until: date
    url_name: str
    norms: Sequence[str] = ()

    def address(self, contribution: Contribution) -> str:
        """Where this contribution becomes an objection; known to its author only."""
        return reverse(self.url_name, args=[contribution.receipt, self.slug])


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of a contribution elsewhere, as its author reads it behind the receipt."""

    title: str
    text: str
    at: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """Something that has happened, in one line for those who follow by e-mail."""

    at: datetime
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a report: its title, its columns, its rows of texts and numbers.

    Attributes:
        ids: public code of the record behind each row, as files name it; may be left out.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    ids: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the results report of a process.

    Attributes:
        key: short English name, used in addresses, sheets and files.
        figure: SVG markup made by us, or ""; whatever it shows stands in a table too.
        gaps: what is open or missing, each a sentence.
    """

    key: str
    title: str
    paragraphs: Sequence[str] = ()
    tables: Sequence[Table] = ()
    figure: str = ""
    gaps: Sequence[str] = ()
    order: int = 50


@dataclass(frozen=True, slots=True)
class Panel:
    """Something shown on a page: a template and what it needs."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


ObjectionWaysOf = Callable[[Process, date], Sequence[ObjectionWay]]
"""Gets the process and the day; gives the ways that are open on it."""

FollowUpsOf = Callable[[Contribution], Sequence[FollowUp]]
ChaptersOf = Callable[[Process], Sequence[Chapter]]

NewsOf = Callable[[Process, Contribution | None, datetime, datetime], Sequence[News]]
"""Gets the process, the contribution if only that is followed, and from when (not included) until
when something has to have happened; gives only what everyone can read."""

Scene = Callable[[Process, Mapping[str, Any]], None]
"""Gets the process of the demo and its accounts by role."""

PanelsOf = Callable[[HttpRequest, Process], Sequence[Panel]]

_kinds: dict[str, FormatKind] = {}
_sections: dict[str, Section] = {}
_objection_ways: list[ObjectionWaysOf] = []
_follow_ups: list[FollowUpsOf] = []
_chapters: list[ChaptersOf] = []
_news: list[NewsOf] = []
_panels: list[PanelsOf] = []
_scenes: dict[str, tuple[str, Scene]] = {}


def provide_format(kind: FormatKind) -> None:
    """Offer a kind of format; a kind said again replaces the former."""
    _kinds[kind.kind] = kind


def format_kinds() -> Sequence[FormatKind]:
    """All kinds, in the order in which they were offered."""
    return tuple(_kinds.values())


def kind_of(one: Format) -> FormatKind | None:
    """The kind of this format; None when its app is not installed."""
    return _kinds.get(one.kind)


def own_page_of(contribution: Contribution) -> str:
    """The address of the page that its kind of format has for it; "" for the general one."""
    kind = kind_of(contribution.format)
    if kind is None or not kind.page:
        return ""
    slugs = (contribution.process.slug, contribution.format.slug)
    return reverse(kind.page, args=[*slugs, contribution.code])


def provide_section(section: Section) -> None:
    """Put a tab into the workbench of every process."""
    _sections[section.name] = section


def sections() -> Sequence[Section]:
    """All tabs in their order."""
    return tuple(sorted(_sections.values(), key=lambda one: one.order))


def provide_objection_ways(ways_of: ObjectionWaysOf) -> None:
    """Say how an objection can be made of what is said in a dialogue."""
    _add(_objection_ways, ways_of)


def objection_ways(process: Process, day: date) -> list[ObjectionWay]:
    """The procedures in which an objection is possible on this day, the earliest end first."""
    found = [way for ways_of in _objection_ways for way in ways_of(process, day)]
    return sorted(found, key=lambda way: way.until)


def provide_follow_ups(follow_ups_of: FollowUpsOf) -> None:
    """Tell the author of a contribution what became of it elsewhere."""
    _add(_follow_ups, follow_ups_of)


def follow_ups(contribution: Contribution) -> list[FollowUp]:
    """What became of it elsewhere."""
    return [one for of in _follow_ups for one in of(contribution)]


def provide_news(news_of: NewsOf) -> None:
    """Tell those who follow a dialogue by e-mail what has happened."""
    _add(_news, news_of)


def news(
    process: Process, contribution: Contribution | None, since: datetime, until: datetime
) -> list[News]:
    """What apps tell those who follow."""
    return [one for of in _news for one in of(process, contribution, since, until)]


def provide_chapters(chapters_of: ChaptersOf) -> None:
    """Add to the results report of every process."""
    _add(_chapters, chapters_of)


def chapters(process: Process) -> list[Chapter]:
    """The chapters of the report in their order."""
    found = [one for of in _chapters for one in of(process)]
    return sorted(found, key=lambda one: one.order)


def provide_panels(panels_of: PanelsOf) -> None:
    """Show something on the public page of a process."""
    _add(_panels, panels_of)


def panels(request: HttpRequest, process: Process) -> list[Panel]:
    """What apps above show on the public page of this process."""
    return [one for of in _panels for one in of(request, process)]


def provide_scene(name: str, sentence: str, scene: Scene) -> None:
    """Rehearse something in the dialogue of the demo; a name said again replaces the former."""
    _scenes[name] = (sentence, scene)


def scenes() -> Sequence[tuple[str, Scene]]:
    """What is rehearsed in the dialogue of the demo, each with a sentence that announces it."""
    return tuple(_scenes.values())


def _add(functions: list[Any], function: Any) -> None:
    if function not in functions:
        functions.append(function)
