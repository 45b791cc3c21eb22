"""Surveys on the pages of dialogues: figures of a format, chapters of the report."""

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from dialogwerk.apps.dialogues.hooks import Chapter, Table
from dialogwerk.apps.dialogues.models import Format, Process

from .drawing import bars_svg
from .models import Submission, SurveyQuestion
from .services.results import Result, results_of
from .services.versions import published_version


def figures_of(one: Format) -> Sequence[tuple[Any, int]]:
    """How many have answered, in all versions."""
    count = Submission.objects.filter(version__format=one).count()
    return [(gettext_lazy("people answered"), count)]


def chapters_of(process: Process) -> Sequence[Chapter]:
    """One chapter for each survey that was published."""
    found = []
    for one in process.formats.shown():
        if one.kind == "survey":
            one.process = process
            chapter = _chapter(one)
            found += [chapter] if chapter else []
    return found


def _chapter(one: Format) -> Chapter | None:
    version = published_version(one)
    if version is None:
        return None
    total = version.submissions.count()
    results = results_of(version)
    first = next((result for result in results if result.bars and result.is_shown), None)
    few = [result.question.text for result in results if not result.is_shown]
    gaps = [_("Too few answers to be shown: %(question)s") % {"question": text} for text in few]
    told = _(
        "%(total)d people answered version %(version)d. They chose themselves to take part; the"
        " answers are not representative."
    )
    return Chapter(
        key=f"survey-{one.slug}",
        title=one.title,
        paragraphs=[told % {"total": total, "version": version.number}],
        tables=[table_of(result) for result in results if result.is_shown],
        figure=bars_svg(first.bars, first.question.text) if first else "",
        gaps=gaps,
        order=35,
    )


def table_of(result: Result) -> Table:
    """One question with its counts and shares, or numbers, or texts."""
    question = result.question
    title = _("%(question)s (%(n)d answers, %(missing)d left it out)") % {
        "question": question.text,
        "n": result.n,
        "missing": result.missing,
    }
    if question.kind == SurveyQuestion.Kind.TEXT:
        return Table(title, [_("Text")], [[text] for text in result.texts])
    if question.kind == SurveyQuestion.Kind.NUMBER and result.numbers:
        numbers = result.numbers
        rows = [
            [_("Mean"), number_format(numbers.mean, 1)],
            [_("Median"), number_format(numbers.median, 1)],
            [_("Lower quartile"), number_format(numbers.lower, 1)],
            [_("Upper quartile"), number_format(numbers.upper, 1)],
        ]
        return Table(title, [_("Figure"), _("Value")], rows)
    bars = [[bar.label, bar.count, f"{bar.share * 100:.0f} %"] for bar in result.bars]
    return Table(title, [_("Answer"), pgettext("survey", "Number"), _("Share")], bars)
