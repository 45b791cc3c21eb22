"""XML parts of a workbook, parsed piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from xml.parsers import expat

from .archives import Archive
from .errors import SuspiciousArchive
from .limits import MIB

MAX_SMALL_PART = 8 * MIB
Attributes = dict[str, str]


def local(name: str) -> str:
    """An XML name without its namespace: transitional and strict files use different ones."""
    return name.rpartition("|")[2]


def parse(
    archive: Archive,
    name: str,
    *,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] = lambda name: None,
    text: Callable[[str], None] = lambda data: None,
) -> Iterator[None]:
    """Parse a file of the archive; yields after every piece.

    Raises:
        BrokenFile: it is not well-formed or has a document type (workbooks have none).
    """
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: start(local(tag), attributes)
    parser.EndElementHandler = lambda tag: end(local(tag))
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = lambda *_: _refuse(archive)
    try:
        for piece in archive.inflate(name):
            parser.Parse(piece, False)
            yield
        parser.Parse(b"", True)
        yield
    except expat.ExpatError as error:
        raise archive.broken(f"“{name}” inside is not valid XML") from error


def _refuse(archive: Archive) -> None:
    raise archive.broken("it contains a document type definition", "an Excel workbook")


def elements(archive: Archive, name: str, wanted: Collection[str]) -> list[tuple[str, Attributes]]:
    """The wanted elements of a small part in document order; empty if there is no such part.

    Raises:
        SuspiciousArchive: the part is far larger than such parts are.
    """
    found: list[tuple[str, Attributes]] = []
    if name not in archive.names:
        return found
    if archive.size(name) > MAX_SMALL_PART:
        raise SuspiciousArchive(name=archive.source.name, reason=f"“{name}” inside is too large")

    def collect(tag: str, attributes: Attributes) -> None:
        if tag in wanted:
            found.append((tag, attributes))

    for _ in parse(archive, name, start=collect):
        pass
    return found


def attribute(attributes: Attributes, wanted: str) -> str:
    """An attribute in whatever namespace, or an empty text."""
    return next((value for name, value in attributes.items() if local(name) == wanted), "")
