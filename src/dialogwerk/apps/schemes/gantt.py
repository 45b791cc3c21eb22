"""The calendar as a chart: where everything lies, worked out here so that the template only draws.

Sideways all places are shares of the width in percent (the chart fills its frame, its letters keep
their size), downwards they are pixels.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dialogwerk.apps.base.templatetags.dialogwerk import day as in_figures

from .gantt_items import DIALOGUE, EVENT, Item, Track
from .kinds import name_of_kind

AXIS = 48
HEAD = 34
ROW = 46
FOOT = 12
SHORTEST_BAR = 0.8
"""Percent; what is shorter is drawn as a diamond."""
FAR = timedelta(days=366)
"""Days further away than this from all others would squeeze them; they are named below it."""
TODAY_WITHIN = timedelta(days=92)
"""A today this close to the dates is taken onto the chart."""


@dataclass(frozen=True, slots=True)
class Bar:
    """An item in its place: ``x``, ``width``, ``text_x`` in percent, ``y`` in pixels.

    Attributes:
        middle: where the diamond of a single day stands.
        anchor: SVG's text-anchor, so that the label stays on the chart.
        computed_x: end of the computed last day; empty unless another one was set by hand.
    """

    item: Item
    title: str
    y: int
    x: str
    width: str
    middle: str
    is_diamond: bool
    text_x: str
    anchor: str
    computed_x: str


@dataclass(frozen=True, slots=True)
class Group:
    """Bars under one heading: a track, or a round of participation."""

    label: str
    track: str
    y: int
    height: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the time axis; ``year`` only where a new one begins."""

    x: str
    label: str
    year: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the template draws.

    Attributes:
        far: what ends too far away from all the rest to be shown in full.
    """

    first_day: date
    last_day: date
    groups: tuple[Group, ...]
    ticks: tuple[Tick, ...]
    today_x: str
    height: int
    kinds: tuple[str, ...]
    has_computed: bool
    has_days: bool
    far: tuple[Item, ...] = ()

    @property
    def number(self) -> int:
        """How many items are on it."""
        return sum(len(group.bars) for group in self.groups)


# Places


def chart(found: Sequence[Track], *, today: date) -> Chart | None:
    """The chart of these tracks; None if nothing has a day."""
    everything = [item for _label, _track, some in found for item in some]
    if not everything:
        return None
    scale = Scale.of(everything, today)
    near = [(label, track, scale.near(items)) for label, track, items in found]
    near = [one for one in near if one[2]]
    items = [item for _label, _track, some in near for item in some]
    groups, bottom = _groups(near, scale)
    is_near = scale.start <= today < scale.end
    return Chart(
        first_day=min(item.first_day for item in items),
        last_day=max(item.last_day for item in items),
        groups=groups,
        ticks=tuple(_ticks(scale)),
        today_x=_percent(scale.share(today) + scale.width_of_a_day / 2) if is_near else "",
        height=bottom + FOOT,
        kinds=tuple(dict.fromkeys(item.kind for item in items)),
        has_computed=any(item.computed for item in items),
        has_days=any(bar.is_diamond for group in groups for bar in group.bars),
        far=tuple(one for one in everything if not scale.holds(one)),
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole months from ``start`` to the day before ``end``."""

    start: date
    end: date

    @classmethod
    def of(cls, items: Sequence[Item], today: date) -> "Scale":
        """Wide enough for all of them, and for today if it is close."""
        days = _together([day for one in items for day in (one.first_day, one.last_day)])
        first, last = days[0], days[-1]
        if first - TODAY_WITHIN <= today <= last + TODAY_WITHIN:
            first, last = min(first, today), max(last, today)
        return cls(first.replace(day=1), _next_month(last))

    @property
    def width_of_a_day(self) -> float:
        return 1 / (self.end - self.start).days

    @property
    def months(self) -> int:
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month

    def share(self, day: date) -> float:
        """Where the day begins, 0 to 1; at the edge if it lies beyond."""
        return min(1.0, max(0.0, (day - self.start).days * self.width_of_a_day))

    def near(self, items: Iterable[Item]) -> list[Item]:
        """Those of which at least a part lies on the chart."""
        return [one for one in items if one.first_day < self.end and one.last_day >= self.start]

    def holds(self, item: Item) -> bool:
        """Whether all of it lies on the chart."""
        return item.first_day >= self.start and item.last_day < self.end


def _together(days: Iterable[date]) -> list[date]:
    """The most days that follow each other without a gap of more than a year; else the last."""
    ordered = sorted(days)
    parts = [[ordered[0]]]
    for day in ordered[1:]:
        if day - parts[-1][-1] > FAR:
            parts.append([])
        parts[-1].append(day)
    return max(reversed(parts), key=len)


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _percent(share: float) -> str:
    return f"{100 * share:.3f}%"


def _groups(found: Sequence[Track], scale: Scale) -> tuple[tuple[Group, ...], int]:
    groups = []
    y = AXIS
    for label, track, items in found:
        tops = range(y + HEAD, y + HEAD + ROW * len(items), ROW)
        bars = tuple(_bar(item, top, scale) for item, top in zip(items, tops, strict=True))
        height = HEAD + ROW * len(items)
        groups.append(Group(label, track, y, height, bars))
        y += height
    return tuple(groups), y


def _bar(item: Item, y: int, scale: Scale) -> Bar:
    start = scale.share(item.first_day)
    end = scale.share(item.last_day + timedelta(days=1))
    is_diamond = 100 * (end - start) < SHORTEST_BAR or item.first_day == item.last_day
    middle = (start + end) / 2
    to_the_right = 1 - start >= end
    return Bar(
        item=item,
        title=_title(item),
        y=y,
        x=_percent(start),
        width=_percent(end - start),
        middle=_percent(middle),
        is_diamond=is_diamond,
        text_x=_percent(start if to_the_right else end),
        anchor="start" if to_the_right else "end",
        computed_x=_percent(scale.share(item.computed + timedelta(days=1)))
        if item.computed
        else "",
    )


def _title(item: Item) -> str:
    """What the mouse finds: name, days, kind."""
    parts = [item.name, item.days, name_of_item_kind(item.kind)]
    if item.recorded and item.kind != EVENT:
        parts.append(_("recorded"))
    if item.computed:
        parts.append(_("set by hand; computed: %(day)s") % {"day": in_figures(item.computed)})
    return ", ".join(parts)


def name_of_item_kind(kind: str) -> str:
    """Of steps, dialogue and events alike."""
    own = {DIALOGUE: _("dialogue"), EVENT: _("recorded event")}
    return own.get(kind) or name_of_kind(kind)


# The axis

EVERY = (1, 3, 12)
"""A line for every month, quarter or year."""
LINES = 18
"""More of them would stand too close on the narrowest chart."""


def _ticks(scale: Scale) -> Iterator[Tick]:
    days = list(_mondays(scale) if scale.months <= 3 else _firsts(scale))
    pattern = _pattern(scale)
    last_year = 0
    for day in days:
        year = "" if day.year == last_year else str(day.year)
        label = date_format(day, pattern).rstrip(".") if pattern else ""
        yield Tick(_percent(scale.share(day)), label, year)
        last_year = day.year


def _firsts(scale: Scale) -> Iterator[date]:
    """First days of months, of quarters or of years, as many as there is room for."""
    every = next((n for n in EVERY if scale.months <= LINES * n), EVERY[-1])
    day = scale.start
    while day < scale.end:
        if (day.month - 1) % every == 0:
            yield day
        day = _next_month(day)


def _mondays(scale: Scale) -> Iterator[date]:
    day = scale.start + timedelta(days=-scale.start.weekday() % 7)
    while day < scale.end:
        yield day
        day += timedelta(days=7)


def _pattern(scale: Scale) -> str:
    """How a line is called: by its day, its month, or by its year alone."""
    if scale.months <= 3:
        return "j M" if (get_language() or "de").startswith("en") else "j. M"
    return "M" if scale.months <= LINES * EVERY[1] else ""
