"""Public notices (Bekanntmachungen) as accessible PDF and as DOCX."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dialogwerk.documents.errors import UnknownFormat
from dialogwerk.documents.pdf import render
from dialogwerk.documents.text import paragraphs, printable
from dialogwerk.documents.values import Lang
from dialogwerk.documents.wording import words


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicNotice:
    """A notice as it is published.

    Attributes:
        title: heading, and the file's title.
        text: its paragraphs, separated by an empty line; the signature is the last.
        issuer: the authority, above the heading.
        date: of publication, or of the last change of a draft; also the file's timestamp.
        draft: said above the heading while it is not published.
    """

    title: str
    text: str
    issuer: str
    date: date
    draft: str = ""
    lang: Lang = "de"


@dataclass(frozen=True, slots=True)
class Format:
    """A file format of notices: media type, and what makes the file."""

    media_type: str
    make: Callable[[PublicNotice], bytes]


def notice_file(notice: PublicNotice, ending: str) -> bytes:
    """The notice in the format with that ending ("pdf", "docx").

    Raises:
        UnknownFormat: the ending is none of `FORMATS`.
    """
    if ending not in FORMATS:
        known = ", ".join(FORMATS)
        raise UnknownFormat(f"A notice cannot be written as '{ending}'; choose one of {known}.")
    return FORMATS[ending].make(notice)


def notice_pdf(notice: PublicNotice) -> bytes:
    """The notice as PDF/UA-1 and PDF/A-2a."""
    return render("notice", _view(notice))


def _view(notice: PublicNotice) -> dict[str, Any]:
    return {
        "lang": notice.lang,
        "words": dict(words(notice.lang)),
        "title": notice.title,
        "date": notice.date.isoformat(),
        "author": [notice.issuer] if notice.issuer else [],
        "issuer": notice.issuer,
        "draft": notice.draft,
        "text": paragraphs(notice.text),
    }


def notice_docx(notice: PublicNotice) -> bytes:
    """The notice as a Word document that the gazette's editors can take over."""
    document = _document(notice)
    if notice.draft:
        document.add_paragraph(printable(notice.draft))
    document.add_paragraph(printable(notice.issuer))
    document.add_heading(printable(notice.title), level=1)
    for block in paragraphs(notice.text):
        paragraph = document.add_paragraph()
        for number, line in enumerate(block["lines"]):
            if number:
                paragraph.add_run().add_break()
            paragraph.add_run(printable(line))
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _document(notice: PublicNotice) -> Any:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    document.styles["Normal"].font.size = Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "de-DE" if notice.lang == "de" else "en-GB")
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    properties = document.core_properties
    properties.title, properties.author = printable(notice.title), printable(notice.issuer)
    stamp = datetime.combine(notice.date, time(12), tzinfo=UTC)
    properties.created = properties.modified = stamp
    return document


FORMATS: Final[Mapping[str, Format]] = {
    "pdf": Format("application/pdf", notice_pdf),
    "docx": Format(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", notice_docx
    ),
}
