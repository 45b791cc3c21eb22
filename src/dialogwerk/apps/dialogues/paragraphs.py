"""A text in numbered paragraphs: cut up, and recognised in the next version."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

MOST_PARAGRAPHS = 3_000
LONGEST = 20_000
"""Characters of one paragraph."""

_MARK = re.compile(r"^(#{1,6})[ \t]+(.+)$")
_ITEM = re.compile(r"^(\(?[0-9a-zA-Z]{1,3}[.)]|[-–•*§]|\d+(\.\d+)+)\s")
_SENTENCE_ENDS = (".", "!", "?", ":", ";", "“", '"', "»")


class UnfitText(ValueError):
    """A text that cannot be cut into paragraphs; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph; ``level`` is 1 to 6 for a heading and 0 for other text."""

    text: str
    level: int = 0


def pieces(text: str) -> list[Piece]:
    """The paragraphs of a text: empty lines part them, a line with ``#`` is a heading.

    Raises:
        UnfitText: there is nothing in it, or too much.

    >>> pieces("# Ziele\\nMehr Radwege.\\n\\nWeniger Lärm.")[0]
    Piece(text='Ziele', level=1)
    """
    found = [piece for block in _blocks(text) for piece in _of_block(block)]
    if not found:
        raise UnfitText(_("There is no text. Please paste it or choose a file."))
    if len(found) > MOST_PARAGRAPHS:
        raise UnfitText(
            _("The text has %(found)d paragraphs; at most %(most)d are possible. Please split it.")
            % {"found": len(found), "most": MOST_PARAGRAPHS}
        )
    if long := next((piece for piece in found if len(piece.text) > LONGEST), None):
        raise UnfitText(
            _("A paragraph is too long: “%(begin)s…”. Please put empty lines into it.")
            % {"begin": long.text[:60]}
        )
    return found


def _blocks(text: str) -> list[str]:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return [block.strip("\n") for block in re.split(r"\n[ \t]*\n", plain) if block.strip()]


def _of_block(block: str) -> Iterator[Piece]:
    """Headings stand in a line of their own; the lines between them stay together."""
    lines: list[str] = []
    for line in block.split("\n"):
        mark = _MARK.match(line.strip())
        if mark is None:
            lines.append(line.rstrip())
            continue
        yield from _joined(lines)
        lines = []
        yield Piece(mark[2].strip().rstrip("#").strip(), len(mark[1]))
    yield from _joined(lines)


def _joined(lines: Sequence[str]) -> Iterator[Piece]:
    text = "\n".join(lines).strip()
    if text:
        yield Piece(text)


def reflowed(text: str) -> str:
    """The text of a PDF, whose lines end where the page was full, in paragraphs again.

    A guess that somebody has to look at: a line that is clearly shorter than the others and ends a
    sentence ends its paragraph; numbers and bullets begin one.
    """
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    full = sorted(len(line) for line in lines if line)
    usual = full[int(len(full) * 0.75)] if full else 0
    blocks: list[str] = []
    is_open = False
    for line in lines:
        if not line:
            is_open = False
            continue
        if is_open and not _ITEM.match(line):
            blocks[-1] = _continued(blocks[-1], line)
        else:
            blocks.append(line)
        is_open = not (len(line) < 0.8 * usual and line.endswith(_SENTENCE_ENDS))
    return "\n\n".join(blocks)


def _continued(before: str, line: str) -> str:
    """Joined with a space, or without the hyphen that parted a word."""
    is_parted = before.endswith("-") and len(before) > 1 and before[-2].islower()
    return before[:-1] + line if is_parted and line[0].islower() else f"{before} {line}"


def threads(old: Sequence[tuple[int, str]], new: Sequence[str], first_free: int) -> list[int]:
    """Which number each paragraph of a new version has for ever.

    An unchanged paragraph keeps that of the old version, also where it was moved; a changed or new
    one gets a fresh number.

    Args:
        old: number and text of the paragraphs of the version before, in their order.
        new: texts of the new version, in their order.
        first_free: the next number that was never used.
    """
    before, after = [_plain(text) for _number, text in old], [_plain(text) for text in new]
    kept: dict[int, int] = {}
    for match in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        for step in range(match.size):
            kept[match.b + step] = old[match.a + step][0]
    used = set(kept.values())
    moved = {
        text: number
        for (number, _text), text in zip(old, before, strict=True)
        if number not in used and before.count(text) == 1
    }
    numbers: list[int] = []
    for place, text in enumerate(after):
        number = kept.get(place)
        if number is None:
            number = moved.pop(text, None)
        if number is None:
            number, first_free = first_free, first_free + 1
        numbers.append(number)
    return numbers


def _plain(text: str) -> str:
    return " ".join(text.split())
