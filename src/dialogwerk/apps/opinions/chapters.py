"""What the results report of a process says of its opinion rounds; public figures only."""

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogwerk.apps.base.templatetags.dialogwerk import moment
from dialogwerk.apps.dialogues.hooks import Chapter, Table
from dialogwerk.apps.dialogues.models import Format, Process

from . import drawing
from .models import OpinionMap
from .services.choices import KIND
from .services.maps import newest_map
from .services.reading import Line, MapRead, StatementRow, read_map, statement_rows
from .wording import cautions, percent


def chapters_of(process: Process) -> Sequence[Chapter]:
    """A chapter for each round."""
    return [_chapter(one) for one in process.formats.shown().filter(kind=KIND)]


def _chapter(one: Format) -> Chapter:
    stored = newest_map(one)
    if stored is None:
        gap = _("Nobody has voted yet, so there is no map.")
        return Chapter(f"opinions-{one.slug}", one.title, gaps=[gap])
    read = read_map(stored)
    drawn = drawing.draw(stored.result)
    return Chapter(
        key=f"opinions-{one.slug}",
        title=one.title,
        paragraphs=[_summary(stored), *cautions(stored.result), *_portraits(read)],
        tables=_tables(read, statement_rows(stored)),
        figure=render_to_string("opinions/drawing.svg", {"drawing": drawn}) if drawn else "",
    )


def _summary(stored: OpinionMap) -> str:
    groups = stored.result["shown"]
    said = ngettext(
        "%(participants)d people cast %(votes)d votes; they form %(groups)d group.",
        "%(participants)d people cast %(votes)d votes; they form %(groups)d groups.",
        groups,
    )
    if not groups:
        said = _("%(participants)d people cast %(votes)d votes; they form no groups.")
    when = _("As of %(moment)s.") % {"moment": moment(stored.computed_at)}
    figures = {"participants": stored.participants, "votes": stored.votes, "groups": groups}
    return f"{said % figures} {when}"


def _portraits(read: MapRead) -> list[str]:
    return [
        _("Group %(name)s: %(portrait)s")
        % {"name": group.name, "portrait": " ".join(one.german for one in group.portrait)}
        for group in read.groups
        if group.portrait
    ]


def _tables(read: MapRead, rows: Sequence[StatementRow]) -> list[Table]:
    names = [_("Group %(name)s") % {"name": group.name} for group in read.groups]
    tables = []
    if read.groups:
        tables.append(
            Table(
                _("Groups"),
                [_("Group"), _("people"), _("stability")],
                [[one.name, one.size, percent(one.stability or 0)] for one in read.groups],
            )
        )
        tables.append(_lines(_("What unites"), read.uniting, names))
        tables.append(_lines(_("What divides (share that agrees)"), read.dividing, names))
    columns = [_("Number"), _("Statement"), _("agree"), _("disagree"), _("passes"), *names]
    listed = [
        [
            *(row.number, row.text, row.agrees, row.disagrees, row.passes),
            *(percent(share.value) if share else "–" for share in row.groups),
            *("–" for _missing in names[len(row.groups) :]),
        ]
        for row in rows
    ]
    return [*tables, Table(_("All statements"), columns, listed)]


def _lines(title: str, lines: Sequence[Line], names: Sequence[Any]) -> Table:
    columns = [_("Number"), _("Statement"), _("Direction"), *names]
    rows = [
        [
            line.number,
            line.text,
            _("agree") if line.agrees else _("disagree"),
            *map(percent, line.shares),
        ]
        for line in lines
    ]
    return Table(title, columns, rows)
