"""Answers as tables: one row for each browser, in an order that tells nothing."""

import io
from collections.abc import Iterator, Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from dialogwerk.cores.tables import write_csv

from ..models import Reply, SurveyQuestion, SurveyVersion

Kind = SurveyQuestion.Kind
Cell = str | float


def header_of(version: SurveyVersion) -> list[str]:
    """The questions, numbered."""
    return [f"{number}. {one.text}" for number, one in enumerate(version.questions.all(), start=1)]


def rows_of(version: SurveyVersion) -> list[list[Cell]]:
    """One row for each submission, sorted by its content so that nobody sees who came first."""
    questions = list(version.questions.all())
    place = {one.pk: number for number, one in enumerate(questions)}
    by_submission: dict[int, list[Cell]] = {}
    replies = Reply.objects.filter(question__version=version)
    for reply in replies.iterator(chunk_size=5_000):
        row = by_submission.setdefault(reply.submission_id, [""] * len(questions))
        number = place[reply.question_id]
        row[number] = _cell(questions[number], reply)
    return sorted(by_submission.values(), key=lambda row: [str(cell) for cell in row])


def _cell(question: SurveyQuestion, reply: Reply) -> Cell:
    if question.kind == Kind.TEXT:
        return "" if reply.state == Reply.State.REFUSED else reply.text
    if question.kind == Kind.NUMBER:
        return reply.number if reply.number is not None else ""
    if question.kind == Kind.SCALE:
        return float(reply.chosen[0])
    labels = dict(question.choices)
    return "; ".join(labels[choice] for choice in reply.chosen)


def as_csv(version: SurveyVersion) -> bytes:
    """UTF-8 with mark, semicolons; no text can become a formula."""
    target = io.BytesIO()
    write_csv(target, header_of(version), _texts(rows_of(version)))
    return target.getvalue()


def _texts(rows: Sequence[Sequence[Cell]]) -> Iterator[list[str]]:
    for row in rows:
        yield [f"{cell:g}" if isinstance(cell, float) else cell for cell in row]


def as_xlsx(version: SurveyVersion) -> bytes:
    """A workbook with one sheet; texts stay texts."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(_("Answers")[:31])
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for column, name in enumerate(header_of(version)):
            sheet.set_column(column, column, 28)
            sheet.write_string(0, column, name, bold)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows_of(version), start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, float):
                    sheet.write_number(line, column, cell, wrapped)
                elif cell:
                    sheet.write_string(line, column, cell[:32_000], wrapped)
    return target.getvalue()
