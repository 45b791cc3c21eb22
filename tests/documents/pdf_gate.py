"""What an accessible, archivable PDF has to have, checked on the bytes.

A small gate after ISO 14289-1 (PDF/UA-1) and the Matterhorn Protocol: not a full validator, but
it fails where documents go wrong in practice. Each problem says what and where.
"""

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream
from pypdfium2 import PdfDocument

_SHOWS_TEXT = {b"Tj", b"TJ", b"'", b'"'}
_PAINTS = {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"Do", b"sh", b"BI"}
_HEADING = re.compile(r"/H([1-6])$")
_XMP = {
    "pdfuaid:part": r"pdfuaid:part(?:>|=\")1",
    "pdfaid:part": r"pdfaid:part(?:>|=\")2",
    "dc:title": r"<dc:title>.*?<rdf:li[^>]*>[^<]+</rdf:li>",
}


def check_pdf(data: bytes) -> tuple[str, ...]:
    """Problems of the document, empty if there are none."""
    reader = PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    return (
        *_catalogue_problems(reader, root),
        *_metadata_problems(root),
        *_font_problems(reader),
        *_tag_problems(reader),
        *_structure_problems(root),
    )


def roles(data: bytes) -> list[str]:
    """Structure types in reading order, such as "/H1", "/P", "/TH"."""
    root = PdfReader(io.BytesIO(data)).trailer["/Root"]
    return [str(element["/S"]) for element in _elements(root["/StructTreeRoot"])]


def plain_text(data: bytes) -> str:
    """All text of the document in one line, with words hyphenated at line ends put together."""
    return " ".join(re.sub("[\xad\u200b\x02\ufffe]\\s*", "", "\n".join(page_texts(data))).split())


def page_texts(data: bytes) -> list[str]:
    """Text page by page."""
    document = PdfDocument(data)
    return [page.get_textpage().get_text_bounded() for page in document]


def _catalogue_problems(reader: PdfReader, root: Any) -> Iterator[str]:
    if "/StructTreeRoot" not in root:
        yield "The document has no structure tree."
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "The document is not marked as tagged."
    if not root.get("/Lang"):
        yield "The document has no language."
    if not (reader.metadata and reader.metadata.title):
        yield "The document has no title."
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "The window would show the file name instead of the title."


def _metadata_problems(root: Any) -> Iterator[str]:
    if "/Metadata" not in root:
        yield "The document has no XMP metadata."
        return
    xmp = root["/Metadata"].get_data().decode("utf-8")
    for name, pattern in _XMP.items():
        if not re.search(pattern, xmp, re.DOTALL):
            yield f"The XMP metadata lack {name}."


def _font_problems(reader: PdfReader) -> Iterator[str]:
    for number, page in enumerate(reader.pages, start=1):
        for font in page["/Resources"].get("/Font", {}).values():
            font = font.get_object()
            leaf = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            keys = leaf.get("/FontDescriptor", {})
            if font["/Subtype"] != "/Type3" and not any(
                f"/FontFile{n}" in keys for n in ("", 2, 3)
            ):
                yield f"Page {number}: the font {font['/BaseFont']} is not embedded."
            if "/ToUnicode" not in font:
                yield f"Page {number}: the font {font['/BaseFont']} cannot be read as text."


def _tag_problems(reader: PdfReader) -> Iterator[str]:
    """Text or drawing outside of marked content is neither read aloud nor skipped knowingly."""
    for number, page in enumerate(reader.pages, start=1):
        depth = 0
        for _operands, operator in ContentStream(page.get_contents(), reader).operations:
            depth += operator in (b"BDC", b"BMC")
            depth -= operator == b"EMC"
            if depth == 0 and operator in _SHOWS_TEXT | _PAINTS:
                kind = "text" if operator in _SHOWS_TEXT else "a drawing"
                yield f"Page {number}: {kind} is not tagged."
                break
        if page.get("/Annots") and page.get("/Tabs") != "/S":
            yield f"Page {number}: links are not reached in reading order."


def _structure_problems(root: Any) -> Iterator[str]:
    elements = list(_elements(root.get("/StructTreeRoot", {})))
    levels = [int(found[1]) for e in elements if (found := _HEADING.match(str(e["/S"])))]
    if levels.count(1) != 1 or levels[0] != 1:
        yield f"The document needs one main heading at its start; its levels are {levels}."
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"A heading of level {after} follows one of level {before}."
    for table in (e for e in elements if e["/S"] == "/Table"):
        if not any(part["/S"] == "/TH" for part in _elements(table.get("/K"))):
            yield "A table has no header cells."
    for element in elements:
        if element["/S"] == "/Figure" and not element.get("/Alt"):
            yield "A figure has no alternative text."


def _elements(node: Any) -> Iterator[Any]:
    """Structure elements below a node in reading order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _elements(node["/K"])
