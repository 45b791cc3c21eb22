"""Plain papers as PDF: a title and sections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dialogwerk.documents.pdf import render
from dialogwerk.documents.text import paragraphs
from dialogwerk.documents.values import Lang
from dialogwerk.documents.wording import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and its text; paragraphs are separated by an empty line."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper without letterhead, e.g. a document on display.

    Attributes:
        title: printed large, and the file's title.
        subtitle: a line under it; optional.
        footer: left in the footer of every page.
        date: the file's timestamp.
        sections: what it says.
        a_page_each: every section begins on a page of its own.
    """

    title: str
    date: date
    sections: Sequence[Section]
    subtitle: str = ""
    footer: str = ""
    a_page_each: bool = False
    lang: Lang = "de"


def paper(value: Paper) -> bytes:
    """The paper as PDF."""
    return render(
        "paper",
        {
            "lang": value.lang,
            "words": dict(words(value.lang)),
            "title": value.title,
            "date": value.date.isoformat(),
            "subtitle": value.subtitle,
            "footer": value.footer,
            "pages": value.a_page_each,
            "sections": [
                {"heading": section.heading, "text": paragraphs(section.text)}
                for section in value.sections
            ],
        },
    )
