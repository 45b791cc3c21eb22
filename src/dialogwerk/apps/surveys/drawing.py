"""Bars as a drawing; whatever they show stands in a table beside them too."""

from collections.abc import Sequence
from html import escape

from .services.results import Bar

WIDTH, BAR, GAP, LABELS = 460, 22, 12, 180
COLOUR = "#1f5fa8"
LONGEST_LABEL = 24


def bars_svg(bars: Sequence[Bar], title: str) -> str:
    """Horizontal bars with their words on the left and the share on the right.

    Without style sheet it reads as well: colours are attributes, words take that of the text.
    """
    height = len(bars) * (BAR + GAP) + GAP
    room = WIDTH - LABELS - 60
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-label="{escape(title)}" font-family="sans-serif" font-size="14"'
        ' class="survey-bars">'
    ]
    for number, bar in enumerate(bars):
        y = GAP + number * (BAR + GAP)
        middle = y + BAR / 2
        length = max(round(bar.share * room), 1)
        parts += [
            f'<text x="{LABELS - 8}" y="{middle}" text-anchor="end" dominant-baseline="central"'
            f' fill="currentColor">{escape(_short(bar.label))}</text>',
            f'<rect x="{LABELS}" y="{y}" width="{length}" height="{BAR}" fill="{COLOUR}" />',
            f'<text x="{LABELS + length + 6}" y="{middle}" dominant-baseline="central"'
            f' fill="currentColor">{bar.share * 100:.0f} %</text>',
        ]
    return "".join([*parts, "</svg>"])


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"
