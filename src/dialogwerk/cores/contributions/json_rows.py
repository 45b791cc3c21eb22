"""Exports as JSON: one list of objects, read piece by piece however long it is."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final

from .errors import NotAnExport

_PORTION: Final = 1 << 16
_MOST_OF_ONE: Final = 1 << 24
"""Characters of one object; a file that exceeds this is no list of proposals."""

_DEEPEST: Final = 6


def rows_of_json(stream: BinaryIO, *, name: str = "export.json") -> Iterator[dict[str, str]]:
    """The objects of the list, each flattened as the same system's CSV has it.

    Raises:
        NotAnExport: no list of objects, or the file breaks off.
    """
    for number, one in enumerate(_objects(stream, name), start=1):
        if not isinstance(one, dict):
            raise NotAnExport(name=name, reason="entry is no object", position=number)
        yield flattened(one)


def flattened(value: Mapping[str, Any]) -> dict[str, str]:
    """Nested values by their path.

    >>> flattened({"id": 7, "title": {"de": "Brücke"}, "tags": ["a", None, "b"]})
    {'id': '7', 'title/de': 'Brücke', 'tags': 'a, b'}
    """
    return dict(_pairs(value, "", 0))


def _pairs(value: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping) and depth < _DEEPEST:
        for key, part in value.items():
            yield from _pairs(part, f"{path}/{key}" if path else str(key), depth + 1)
    elif isinstance(value, list):
        yield path, ", ".join(filter(None, map(_spoken, value)))
    elif isinstance(value, bool):
        yield path, "true" if value else "false"
    else:
        yield path, "" if value is None else str(value)


def _spoken(value: Any) -> str:
    """One entry of a list as text; of a text in several languages the German one, or the first."""
    if isinstance(value, Mapping):
        texts = {key: one for key, one in value.items() if isinstance(one, str) and one}
        return texts.get("de") or next(iter(texts.values()), "")
    return "" if value is None else str(value)


def _objects(stream: BinaryIO, name: str) -> Iterator[Any]:
    decoder, read = json.JSONDecoder(), _Characters(stream, name)
    if read.next_sign() != "[":
        raise NotAnExport(name=name, reason="it does not begin with a list", position=read.position)
    read.skip()
    while (sign := read.next_sign()) != "]":
        if sign == "":
            raise NotAnExport(name=name, reason="it breaks off", position=read.position)
        yield read.value(decoder)
        if read.next_sign() == ",":
            read.skip()
            if read.next_sign() == "]":
                raise NotAnExport(
                    name=name, reason="a comma stands before the end", position=read.position
                )
        elif read.next_sign() != "]":
            raise NotAnExport(name=name, reason="a comma is missing", position=read.position)


class _Characters:
    """The characters of a file, as many at a time as the next value needs."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream, self._name = stream, name
        self._decode = codecs.getincrementaldecoder("utf-8-sig")()
        self._text, self._at, self._passed = "", 0, 0

    @property
    def position(self) -> int:
        return self._passed + self._at

    def _more(self) -> bool:
        data = self._stream.read(_PORTION)
        try:
            text = self._decode.decode(data, final=not data)
        except UnicodeDecodeError as error:
            raise NotAnExport(
                name=self._name, reason="its characters are not UTF-8", position=self.position
            ) from error
        self._passed += self._at
        self._text, self._at = self._text[self._at :] + text, 0
        return bool(data)

    def next_sign(self) -> str:
        """The next character that is no white space, left in place; "" at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at].isspace():
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def skip(self) -> None:
        """Pass the present character."""
        self._at += 1

    def value(self, decoder: json.JSONDecoder) -> Any:
        """The value that begins here."""
        while True:
            try:
                found, end = decoder.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                if len(self._text) - self._at > _MOST_OF_ONE or not self._more():
                    raise NotAnExport(
                        name=self._name, reason="an entry cannot be read", position=self.position
                    ) from error
                continue
            if end == len(self._text) and self._more():
                continue  # a number could go on
            self._at = end
            return found
