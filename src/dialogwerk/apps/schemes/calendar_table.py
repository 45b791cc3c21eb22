"""The calendar of a procedure as a table to take along: every date with its reason."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dialogwerk.apps.base.templatetags.dialogwerk import day
from dialogwerk.documents.calendars import CalendarTable, Cell, Column

from .calendar_page import Block, CalendarPage, Row


def table_of(page: CalendarPage) -> CalendarTable:
    """The rows of the page, in the reader's language."""
    return CalendarTable(
        title=page.procedure.title,
        note=_("Dates, as of %(day)s") % {"day": day(page.today)},
        sheet=_("Dates"),
        as_of=page.today,
        columns=_columns(),
        rows=[_cells(block, row) for block in page.blocks for row in block.rows],
    )


def _columns() -> list[Column]:
    heads = (
        *((_("Step"), 32), (_("Part"), 22), (_("First day"), 12), (_("Weekday"), 12)),
        *((_("Last day"), 12), (_("Weekday"), 12), (_("Computed last day"), 12)),
        *((_("Kind"), 18), (_("Who"), 18), (_("State"), 16), (_("Why this day"), 70)),
        *((_("To mind"), 40), (_("Legal ground"), 34), (_("Reason of the day set by hand"), 34)),
        (_("Proof"), 34),
    )
    return [Column(head, width) for head, width in heads]


def _cells(block: Block, row: Row) -> list[Cell]:
    step = row.step
    return [
        *(step.name, block.label, row.first_day),
        date_format(row.first_day, "l") if row.first_day else "",
        *(step.last_day, date_format(step.last_day, "l"), step.computed_last_day),
        *(row.kind, row.actor, _state(row), step.explanation, "\n".join(step.hints)),
        *("; ".join(step.norms), _reason(row), _proof(row)),
    ]


def _state(row: Row) -> str:
    if row.step.overridden:
        return _("set by hand")
    return _("recorded") if row.step.recorded else _("computed")


def _reason(row: Row) -> str:
    if row.override is None:
        return ""
    return "; ".join(filter(None, [row.override.reason, row.override.norm]))


def _proof(row: Row) -> str:
    if row.event is None:
        return ""
    told = (row.event.get_proof_display(), row.event.proof_text, row.event.proof_url)
    return "; ".join(filter(None, told))
