"""Mailbox files (mbox): where each message begins and ends, without reading the messages.

RFC 4155: a message begins with a line ``From sender date`` after an empty line. Lines of a text
that begin so are written ``>From``; whoever reads a message takes the sign away again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, NamedTuple

_START = re.compile(
    rb"From \S*[^\n]*?(?:\d{1,2}:\d{2}(?::\d{2})?)[^\n]*?\d{4}|From \S+[^\n]*?\d{4}[^\n]*\d:\d\d"
)
LONGEST_LINE = 1024**2


class Message(NamedTuple):
    """A stretch of a mailbox file: the message without its ``From`` line."""

    offset: int
    length: int


def messages(stream: IO[bytes]) -> Iterator[Message]:
    """The messages of a mailbox file, in their order; a file without a start gives nothing."""
    stream.seek(0)
    begin, place, blank = -1, 0, True
    while line := stream.readline(LONGEST_LINE):
        if blank and line.startswith(b"From ") and _START.match(line):
            if begin >= 0:
                yield Message(begin, place - begin)
            begin = place + len(line)
        blank = not line.strip(b"\r\n")
        place += len(line)
    if begin >= 0:
        yield Message(begin, place - begin)


def unescaped(message: bytes) -> bytes:
    """The message as it was before it was put into the mailbox file.

    >>> unescaped(b">From here\\n>>From there\\n\\n")
    b'From here\\n>From there\\n'
    """
    plain = re.sub(rb"(?m)^>(>*From )", rb"\1", message)
    return plain[:-1] if plain.endswith(b"\n\n") else plain


def canonical(message: bytes) -> bytes:
    """The same for the same message, however its lines end; for its checksum."""
    return message.replace(b"\r\n", b"\n").strip(b"\n")
