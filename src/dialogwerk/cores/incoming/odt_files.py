"""The text of an OpenDocument file (ODT), parsed without building a tree."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import XMLParser

from dialogwerk.cores.files import Refused

from .word_files import DAMAGED, MAX_UNPACKED_BYTES

_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_PARAGRAPHS: Final = frozenset({_TEXT + "p", _TEXT + "h"})
_SIGNS: Final = {_TEXT + "tab": "\t", _TEXT + "line-break": "\n", _TEXT + "s": " "}
_SKIPPED: Final = frozenset({_TEXT + "tracked-changes", _TEXT + "note-citation"})
_BODY: Final = "content.xml"


class _Full(Exception):
    """Enough has been read."""


class _Words:
    def __init__(self, most: int) -> None:
        self.paragraphs: list[str] = []
        self._parts: list[str] = []
        self._depth = self._skipped = 0
        self._left = most

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self._depth += tag in _PARAGRAPHS
        self._skipped += tag in _SKIPPED
        if tag in _SIGNS and not self._skipped:
            self._parts.append(_SIGNS[tag])

    def data(self, text: str) -> None:
        if self._depth and not self._skipped:
            self._parts.append(text)
            self._left -= len(text)

    def end(self, tag: str) -> None:
        self._skipped -= tag in _SKIPPED
        if tag not in _PARAGRAPHS:
            return
        self._depth -= 1
        text = "".join(self._parts)
        self._parts.clear()
        if text.strip():
            self.paragraphs.append(text)
        if self._left <= 0:
            raise _Full

    def doctype(self, *_what: object) -> None:
        raise Refused("entities")

    def close(self) -> None:
        pass


def text_of_odt(content: bytes, most: int) -> str:
    """The paragraphs with an empty line between them; deleted passages of tracked changes left out.

    Args:
        most: how many characters are wanted; reading stops soon after them.

    Raises:
        Refused: "too_large", "entities", "encrypted" or "damaged".
    """
    words = _Words(most)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if archive.getinfo(_BODY).file_size > MAX_UNPACKED_BYTES:
                raise Refused("too_large", limit_mb=MAX_UNPACKED_BYTES // 1024**2)
            with archive.open(_BODY) as body:
                xml = body.read(MAX_UNPACKED_BYTES + 1)
        parser = XMLParser(target=words)  # noqa: S314 - no tree, and no doctype
        parser.feed(xml)
        parser.close()
    except _Full:
        pass
    except (*DAMAGED, KeyError) as error:
        raise Refused("damaged") from error
    return "\n\n".join(words.paragraphs)
