"""The sender's block of a letter: name, street, town, as far as it stands there beyond doubt.

A wrong address would send the reply to somebody else, so a block counts only if its three lines
follow each other, it is not the one the letter is addressed to, and it names no office.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_TOWN = re.compile(r"(?:D-)?(\d{5})\s+([A-ZÄÖÜ][\w.()/ -]{1,60})")
_STREET = re.compile(
    r"(?=.{4,80}$)[A-ZÄÖÜ\d][\w.'’ -]*?\s\d{1,4}\s?[a-zA-Z]?(?:\s?[-/]\s?\d{1,4}[a-z]?)?"
)
_NAME = re.compile(
    r"(?:(?:Herr|Frau|Familie|Dr\.|Prof\.|Dipl\.-Ing\.)\s+){0,3}"
    r"[A-ZÄÖÜ][\w.'’-]+(?:\s(?:und|u\.|von|van|de|der|zu|&|[A-ZÄÖÜ][\w.'’-]*)){1,6}"
)
_OFFICE = re.compile(
    r"\b(?:bezirksregierung|regierungspräsidi\w+|landrat\w*|landkreis|kreis|stadt(?:verwaltung)?|gemeinde|ministeri\w+"
    r"|behörde|amt|landesamt|landesbetrieb|referat|dezernat|abteilung|verbandsgemeinde|bürgermeister\w*|postfach"
    r"|planfeststellung\w*|regionalverband|regionalplan\w*)\b",
    re.IGNORECASE,
)
_TO = re.compile(r"(?:an\s+(?:die|das|den|frau|herrn)|an:?)\b", re.IGNORECASE)
_HEAD, _TAIL = 15, 12


class Sender(NamedTuple):
    name: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""


def sender_of(text: str) -> Sender:
    """The sender's block in the head or the tail of a letter; empty if none is certain.

    >>> sender_of("Ina Beispiel\\nAm Anger 3\\n12345 Musterau\\n\\nAn die\\nBezirksregierung")
    Sender(name='Ina Beispiel', street='Am Anger 3', postal_code='12345', city='Musterau')
    """
    lines = [" ".join(line.split()) for line in text[:20_000].split("\n")]
    lines = [line for line in lines if line]
    head, tail = lines[:_HEAD], lines[-_TAIL:]
    return _block(head) or (_block(tail) if tail else None) or _in_one_line(head[:3]) or Sender()


def _block(lines: list[str]) -> Sender | None:
    for place in range(2, len(lines)):
        town = _TOWN.fullmatch(lines[place].rstrip("."))
        if (
            not town
            or not _STREET.fullmatch(lines[place - 1])
            or not _NAME.fullmatch(lines[place - 2])
        ):
            continue
        before = lines[max(0, place - 4) : place - 1]
        if any(_TO.match(line) or _OFFICE.search(line) for line in before):
            continue
        return Sender(lines[place - 2], lines[place - 1], town[1], town[2].strip())
    return None


def _in_one_line(lines: list[str]) -> Sender | None:
    for line in lines:
        parts = [part.strip() for part in re.split(r"\s*[,;·|•]\s*", line)]
        if len(parts) == 3 and _NAME.fullmatch(parts[0]) and not _OFFICE.search(line):
            town = _TOWN.fullmatch(parts[2])
            if town and _STREET.fullmatch(parts[1]):
                return Sender(parts[0], parts[1], town[1], town[2].strip())
    return None
