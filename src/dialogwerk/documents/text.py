"""Plain text made ready for paper, without changing what it says.

Removed are control characters and direction overrides, which show nothing and can reorder
what stands beside them. Characters without a glyph are spelled out. Very long words get
places where a line may end.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Set
from typing import Any

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_LINE_END = re.compile("\r\n|[\r\x0c\x85\u2028]")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n\s*|\u2029")
_LONG_WORD = re.compile(r"(?<!\S)(?!https?://)\S{20,}")
_JOINT = re.compile(r"(?<=[/._@&=?+:,;|\\-])(?=\w)")
_UNBROKEN = re.compile("[^\u200b]{46,}")
_BREAK = "\u200b"
_JOINERS = "\ufe0e\ufe0f\u200d"
_REPORTED = re.compile(r'(?:the text|codepoint) `"((?:[^"\\]|\\.)+)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_ALWAYS_DISPLAYABLE = 0x24F  # Latin up to Extended-B


def paragraphs(text: str) -> list[dict[str, Any]]:
    """Paragraphs of a text, each with its lines and whether it reads from right to left.

    >>> paragraphs("Eins\\nzwei\\n\\nDrei")
    [{'lines': ['Eins', 'zwei'], 'rtl': False}, {'lines': ['Drei'], 'rtl': False}]
    """
    blocks = _PARAGRAPH_END.split(_LINE_END.sub("\n", text))
    return [
        {"lines": block.split("\n"), "rtl": reads_right_to_left(block)}
        for block in (block.strip() for block in blocks)
        if block
    ]


def printable(text: str) -> str:
    """One line of text without invisible controls.

    >>> printable("a\\x07\\u202eb")
    'ab'
    """
    line = " ".join(_LINE_END.sub("\n", text).splitlines())
    return _UNPRINTABLE.sub("", line.expandtabs(4)).rstrip()


def printable_lines(text: str) -> str:
    """Text of several lines without invisible controls; lines end in a line feed."""
    lines = _LINE_END.sub("\n", text).replace("\u2029", "\n\n").split("\n")
    return "\n".join(map(printable, lines)).strip("\n")


def breakable(text: str) -> str:
    """Text whose very long words may end a line: after a joint, or anywhere if they have none.

    Web addresses stay as they are: the typesetter knows where they may break.

    >>> breakable("dialogbuero@musterhausen.example").split("\\u200b")
    ['dialogbuero@', 'musterhausen.', 'example']
    """
    return _LONG_WORD.sub(_with_breaks, text)


def reads_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left (UAX 9, P2 and P3)."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def missing_characters(diagnosis: str) -> set[str]:
    """Texts which the typesetter could not show, read from its diagnosis.

    >>> sorted(missing_characters('error: the text `"\\\\u{e000}"` could not be displayed'))
    ['\\ue000']
    """
    reported = (_ESCAPED.sub(_unescaped, text) for text in _REPORTED.findall(diagnosis))
    return {text for text in reported if any(ord(c) > _ALWAYS_DISPLAYABLE for c in text)}


def cleaned(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with every text in it made printable and breakable."""
    return {
        key: _walk(value, lambda text: breakable(printable(text))) for key, value in data.items()
    }


def without(hidden: Set[str], data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with hidden texts spelled out; ``spelled_out`` tells whether there were any."""
    if not hidden:
        return {**data, "spelled_out": False}
    longest_first = sorted(map(re.escape, hidden), key=len, reverse=True)
    pattern = re.compile(f"(?:(?:{'|'.join(longest_first)})[{_JOINERS}]*)+")
    changed = _walk(dict(data), lambda text: pattern.sub(lambda run: spelled_out(run[0]), text))
    return {**changed, "spelled_out": changed != data}


def spelled_out(text: str) -> str:
    """Name of what cannot be shown: emoji by their name, other characters by number.

    >>> spelled_out("\\U0001f600"), spelled_out("\\u4e2d\\u6587")
    ('[grinning face]', '[U+4E2D U+6587]')
    """
    visible = [c for c in text if c not in _JOINERS and not "\U0001f3fb" <= c <= "\U0001f3ff"]
    if visible and all(unicodedata.category(c) == "So" for c in visible):
        return f"[{', '.join(unicodedata.name(c, f'U+{ord(c):04X}').lower() for c in visible)}]"
    return f"[{' '.join(f'U+{ord(c):04X}' for c in visible or text)}]"


def _walk(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _walk(part, change) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_walk(part, change) for part in value]
    return value


def _with_breaks(word: re.Match[str]) -> str:
    jointed = _JOINT.sub(_BREAK, word[0])
    return _UNBROKEN.sub(lambda run: _BREAK.join(re.findall(".{1,16}", run[0])), jointed)


def _unescaped(escape: re.Match[str]) -> str:
    if escape[1]:
        return chr(int(escape[1], 16))
    return {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}.get(escape[2], escape[2])
