"""Filling a sheet in, as a spreadsheet program would save it."""

import io
import zipfile

import xlsxwriter

from dialogwerk.apps.handover.services.sheets import write_sheet
from dialogwerk.cores.tables import read_table
from dialogwerk.documents import comment_sheets as written


def sheet_of(hand_over, **options):
    target = io.BytesIO()
    write_sheet(target, hand_over, **options)
    return target.getvalue()


def cells(content, sheet=written.ARGUMENTS):
    """The rows of one sheet, the header among them."""
    table = read_table(io.BytesIO(content), sheet=sheet, header_row=1)
    return [list(table.header), *(list(row.values.values()) for row in table.rows())]


def filled(content, comments, *, change=None):
    """The sheet with these comments by number of the argument; ``change`` gets all rows."""
    rows = cells(content)
    for row in rows[1:]:
        if int(row[0]) in comments:
            row[7] = comments[int(row[0])]
    if change:
        change(rows)
    return saved(
        {**{name: cells(content, name) for name in (written.ORIGIN,)}, written.ARGUMENTS: rows}
    )


def saved(sheets):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    page.write_string(number, column, str(value))
    return target.getvalue()


def everything_in(content):
    """All that can be read in the file, its properties too."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return " ".join(
            archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
        )
