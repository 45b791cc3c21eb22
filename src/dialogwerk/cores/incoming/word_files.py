"""The text of a Word file (DOCX), parsed without building a tree: nothing can grow in it.

Only the words are taken: paragraphs of the body and of its tables, in their order. What a merged
cell or a style says about the layout is of no interest here, and could make a reader of the whole
document work for minutes.
"""

import re
import zipfile
import zlib
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import ParseError, XMLParser

from dialogwerk.cores.files import Refused

MAX_UNPACKED_BYTES = 30 * 1024**2
_BODY: Final = "word/document.xml"
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TEXT = _WORD + "p", _WORD + "t"
_SIGNS: Final = {
    _WORD + "tab": "\t",
    _WORD + "br": "\n",
    _WORD + "cr": "\n",
    _WORD + "noBreakHyphen": "-",
}
_TABS: Final = _WORD + "tabs"
_STYLE, _VALUE = _WORD + "pStyle", _WORD + "val"
_HEADING: Final = re.compile(r"(?:heading|(?:ü|u|ue)?berschrift)[ -]?([1-6])$", re.IGNORECASE)
_TITLES: Final = frozenset({"title", "titel"})
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    UnicodeError,
    ValueError,
)
"""What the readers of archives and of XML say of a file that is broken or encrypted."""


class _Full(Exception):
    """Enough has been read."""


class _Words:
    """Takes the words while the file is parsed."""

    def __init__(self, most: int, *, headings: bool = False) -> None:
        self.paragraphs: list[str] = []
        self._marks_headings = headings
        self._level = 0
        self._parts: list[str] = []
        self._left = most
        self._is_text = False
        self._skipped = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in (_TABS, _FALLBACK):
            self._skipped += 1
        if tag == _STYLE and self._marks_headings:
            self._level = _level(attributes.get(_VALUE, ""))
        self._is_text = tag == _TEXT and not self._skipped
        if tag in _SIGNS and not self._skipped:
            self._parts.append(_SIGNS[tag])

    def data(self, text: str) -> None:
        if self._is_text:
            self._parts.append(text)
            self._left -= len(text)

    def end(self, tag: str) -> None:
        if tag in (_TABS, _FALLBACK):
            self._skipped -= 1
        self._is_text = False
        if tag == _PARAGRAPH:
            self.finish()

    def finish(self) -> None:
        """End the paragraph."""
        text = "".join(self._parts)
        self._parts.clear()
        level, self._level = self._level, 0
        if text.strip():
            mark = "#" * level + " " if level else ""
            self.paragraphs.append(mark + text)
        if self._left <= 0:
            raise _Full

    def doctype(self, *_what: object) -> None:
        """Word files have none; it is the way in for entities that grow."""
        raise Refused("entities")

    def close(self) -> list[str]:
        return self.paragraphs


def _level(style: str) -> int:
    """The level of a heading by the name of its style, which Word translates; 0 for other text."""
    if style.lower() in _TITLES:
        return 1
    found = _HEADING.match(style)
    return int(found[1]) if found else 0


def text_of_docx(content: bytes, most: int, *, headings: bool = False) -> str:
    """The paragraphs with an empty line between them.

    Args:
        content: the file.
        most: how many characters are wanted; reading stops soon after them.
        headings: put as many ``#`` before a heading as its level says.

    Raises:
        Refused: "unknown" (an archive of another kind), "too_large", "entities" or "damaged".
    """
    words = _Words(most, headings=headings)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if _BODY not in archive.namelist():
                raise Refused("unknown")
            _read(archive, words)
    except _Full:
        pass
    except DAMAGED as error:
        raise Refused("damaged") from error
    return "\n\n".join(words.paragraphs)


def _read(archive: zipfile.ZipFile, words: _Words) -> None:
    """In one go: a parser that gets one long word in pieces begins with it anew each time."""
    if archive.getinfo(_BODY).file_size > MAX_UNPACKED_BYTES:
        raise Refused("too_large", limit_mb=MAX_UNPACKED_BYTES // 1024**2)
    with archive.open(_BODY) as body:
        content = body.read(MAX_UNPACKED_BYTES + 1)
    parser = XMLParser(target=words)  # noqa: S314 - no tree, and no doctype
    parser.feed(content)
    parser.close()
