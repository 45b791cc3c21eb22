"""What happens to a form on its way to the authority: slips, scanners, mail programmes."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

_OCR = (
    ("rn", "m"),
    ("m", "rn"),
    ("l", "1"),
    ("ü", "u"),
    ("ä", "a"),
    ("ö", "o"),
    ("ß", "B"),
    ("e", "c"),
    ("cl", "d"),
    ("i", "l"),
    ("h", "b"),
    ("n", "u"),
    ("t", "f"),
    ("S", "5"),
    ("O", "0"),
    ("I", "l"),
)
_KEYS = "abcdefghijklmnopqrstuvwxyzäöü"


def typed_wrongly(sentence: str, random: Random) -> str:
    """One word of the sentence with a typing error: a letter lost, doubled, swapped or wrong."""
    words = sentence.split(" ")
    place = random.randrange(len(words))
    words[place] = _slip(words[place], random)
    return " ".join(words)


def _slip(word: str, random: Random) -> str:
    if len(word) < 4:
        return word
    at = random.randrange(1, len(word) - 1)
    edits: tuple[Callable[[], str], ...] = (
        lambda: word[:at] + word[at + 1 :],
        lambda: word[:at] + word[at] + word[at:],
        lambda: word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        lambda: word[:at] + random.choice(_KEYS) + word[at + 1 :],
    )
    return random.choice(edits)()


def scanned(sentence: str, random: Random, *, share: float = 0.05) -> str:
    """The sentence as a scanner reads it: about ``share`` of its words with a confused letter."""
    words = sentence.split(" ")
    for place, word in enumerate(words):
        if random.random() < share:
            fitting = [pair for pair in _OCR if pair[0] in word]
            if fitting:
                words[place] = word.replace(*random.choice(fitting), 1)
    return " ".join(words)


def broken_into_lines(text: str, width: int) -> str:
    """The text in lines of at most ``width`` characters, long words broken with a hyphen.

    >>> broken_into_lines("Das Artenschutzgutachten fehlt", 14)
    'Das Artenschu-\\ntzgutachten\\nfehlt'
    """
    return "\n".join(_broken(paragraph, width) for paragraph in text.split("\n"))


def _broken(paragraph: str, width: int) -> str:
    lines: list[str] = []
    line = ""
    for word in paragraph.split(" "):
        room = width - len(line) - 2
        if (
            line
            and len(line) + 1 + len(word) > width
            and len(word) > 9
            and room > 4
            and word.isalpha()
        ):
            cut = min(room, len(word) - 3)
            lines.append(f"{line} {word[:cut]}-")
            line = word[cut:]
        elif line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line])
