"""Commenting a document: the kind of format, comments beside paragraphs and places, its chapter."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import hooks
from .models import Contribution, Format, Paragraph, Process, Sheet, TextVersion

DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Discussed:
    """A paragraph with the comments on it, whichever version they were made on."""

    paragraph: Paragraph
    comments: Sequence[Contribution]


@dataclass(frozen=True, slots=True)
class Discussion:
    """A version of a text with all comments on it.

    Attributes:
        elsewhere: comments on paragraphs that this version does not have any more, or not yet.
    """

    version: TextVersion
    rows: Sequence[Discussed]
    elsewhere: Sequence[Contribution]


def register() -> None:
    """Offer the kind and its chapter."""
    hooks.provide_format(
        hooks.FormatKind(
            kind=DOCUMENT,
            label=gettext_lazy("Commenting a document"),
            description=gettext_lazy(
                "People comment a text paragraph by paragraph, or a plan sheet at a place."
            ),
            public="dialogue-document",
            workbench="document-desk",
            call=gettext_lazy("Read and comment"),
            figures=_figures,
            place_of=place_of,
        )
    )
    hooks.provide_chapters(_chapters)
    hooks.provide_scene("document", "Commenting a document", _rehearse)


def _rehearse(process: Process, users: Mapping[str, Any]) -> None:
    """Only the demo needs what this imports."""
    from .demo import documents

    documents.rehearse(process, users)


def current_version(one: Format) -> TextVersion | None:
    """The newest version of the text, if there is one."""
    return one.text_versions.order_by("-number").first()


def discussion(version: TextVersion) -> Discussion:
    """A version with the public comments beside its paragraphs; three queries."""
    paragraphs = list(version.paragraphs.all())
    by_thread: dict[int, list[Contribution]] = defaultdict(list)
    for comment in comments_on_text(version.format):
        by_thread[comment.anchor["thread"]].append(comment)
    rows = [Discussed(one, by_thread.pop(one.thread, ())) for one in paragraphs]
    rest = [comment for comments in by_thread.values() for comment in comments]
    return Discussion(version, rows, rest)


def comments_on_text(one: Format) -> Iterable[Contribution]:
    """Public comments on the text, oldest first, with what became of them."""
    found = one.contributions.public().filter(anchor__has_key="thread").with_outcome()
    return found.order_by("received_at", "pk")


def comments_on_sheet(sheet: Sheet) -> Iterable[Contribution]:
    """Public comments on a sheet, oldest first, with what became of them."""
    found = sheet.format.contributions.public().filter(anchor__sheet=sheet.pk).with_outcome()
    return found.order_by("received_at", "pk")


def place_of(comment: Contribution) -> tuple[str, str] | None:
    """Where in the document a comment stands: in words, and its address."""
    slugs = (comment.process.slug, comment.format.slug)
    anchor = comment.anchor
    if "sheet" in anchor:
        sheet = Sheet.objects.filter(pk=anchor["sheet"]).first()
        if sheet is None:
            return None
        words = _("%(title)s, square %(square)s") % {
            "title": sheet.title,
            "square": anchor["square"],
        }
        return words, f"{sheet.get_absolute_url()}#{comment.code}"
    if "thread" not in anchor:
        return None
    values = {"number": anchor["paragraph"], "version": anchor["version"]}
    address = reverse("document-paragraph", args=[*slugs, anchor["version"], anchor["paragraph"]])
    return _("Paragraph %(number)d of version %(version)d") % values, f"{address}#{comment.code}"


def _figures(one: Format) -> Sequence[tuple[Any, int]]:
    return [(gettext_lazy("comments"), one.contributions.public().count())]


def _chapters(process: Process) -> Sequence[hooks.Chapter]:
    found = []
    for one in process.formats.shown():
        if one.kind == DOCUMENT:
            one.process = process
            found.append(_chapter(one))
    return found


def _chapter(one: Format) -> hooks.Chapter:
    version = current_version(one)
    tables, gaps = [], []
    columns = [_("Place"), _("Comment"), _("What became of it")]
    if version:
        tables.append(hooks.Table(version.title, columns, _rows_of_text(version)))
    else:
        gaps.append(_("No text was published."))
    for sheet in one.sheets.all():
        rows = [_row(one.anchor["square"], one) for one in comments_on_sheet(sheet)]
        tables.append(hooks.Table(sheet.title, columns, rows))
    versions = one.text_versions.count()
    said = _("%(comments)d comments on %(versions)d versions of the text and %(sheets)d sheets.")
    values = {
        "comments": one.contributions.public().count(),
        "versions": versions,
        "sheets": one.sheets.count(),
    }
    return hooks.Chapter(
        key=f"document-{one.slug}",
        title=one.title,
        paragraphs=[said % values],
        tables=[table for table in tables if table.rows],
        gaps=gaps,
        order=40,
    )


def _rows_of_text(version: TextVersion) -> list[list[Any]]:
    talk = discussion(version)
    rows = [
        _row(_("Paragraph %(number)d") % {"number": row.paragraph.number}, comment)
        for row in talk.rows
        for comment in row.comments
    ]
    return rows + [
        _row(
            _("Paragraph %(number)d of version %(version)d")
            % {"number": comment.anchor["paragraph"], "version": comment.anchor["version"]},
            comment,
        )
        for comment in talk.elsewhere
    ]


def _row(place: str, comment: Contribution) -> list[Any]:
    return [place, comment.shown_text, outcome_in_words(comment)]


def outcome_in_words(comment: Contribution) -> str:
    """What became of a comment, of those found `with_outcome`."""
    from .models import Outcome

    kind = getattr(comment, "outcome_kind", None)
    return str(Outcome.Kind(kind).label) if kind else _("open")
