"""Which words of a mail are its sender's own: quoted messages, forwarded ones, signatures.

Only what is certainly not the sender's letter is set aside: a quotation below the text, a
signature below its mark. A quotation that is answered line by line stays whole. The original keeps
everything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ATTRIBUTION = re.compile(
    r"(?:Am|On)\b.{3,150}?(?:schrieb|wrote|hat .{0,60}geschrieben)\b.{0,80}:\s*", re.S | re.I
)
_SEPARATOR = re.compile(
    r"[ \t>]*(?:-{2,}\s*(?:Urspr(?:ü|ue)ngliche (?:Nachricht|Mail|E-Mail)|Original[ -]?Message"
    r"|Original-?Nachricht|Weitergeleitete (?:Nachricht|E-Mail)|Forwarded message)\s*:?\s*-{0,}"
    r"|_{20,}|Anfang der weitergeleiteten Nachricht:|Begin forwarded message:)[ \t]*",
    re.IGNORECASE,
)
_FORWARD = re.compile(r"weitergeleitet|forwarded", re.IGNORECASE)
_FIELD = re.compile(
    r"[ \t>*]*(Von|From|Gesendet|Sent|Datum|Date|An|To|Cc|Betreff|Subject|Antwort an|Reply-To)"
    r"\*?:\*?[ \t]*(.*)",
    re.IGNORECASE,
)
_SENDER: Final = frozenset({"von", "from"})
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NAMES = (
    r"(?:\s+(?:und|an|alle|zusammen|damen|herren|herr|frau|dr\.|prof\.|(?-i:[A-ZÄÖÜ])[\w-]+)){0,7}"
)
_GREETING = re.compile(
    r"(?:sehr\s+geehrte\w*|guten\s+(?:tag|morgen|abend)|hallo|liebe[rs]?|moin|damen)"
    rf"{_NAMES}\s*[,.!:]?",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:(?:mit\s+)?(?:freundlich|viel|best|herzlich|lieb)\w*\s+gr(?:ü|ue)(?:ß|ss)\w*|mfg"
    r"|hochachtungsvoll)(?:\s+(?:aus|nach)\s+(?-i:[A-ZÄÖÜ])[\w-]+)?\s*[,.!]?",
    re.IGNORECASE,
)
_COVER = re.compile(
    r"(?:anbei|in der anlage|im anhang|als anlage|anliegend|beigefügt)\b[^.!?,;]{0,90}[.!:]?"
    r"|(?:siehe|s\.)\s+(?:anhang|anlage|beigefügte\w*|pdf|datei)\s*[.!:]?"
    r"|(?:(?:meine|unsere|die|mein|unser)\s+(?:einwendung|stellungnahme|schreiben|brief|einspruch)"
    r"|(?:ich|wir)\s+(?:sende|schicke|übersende|übermittle)\w*(?:\s+ihnen)?)\b[^.!?,;]{0,40}"
    r"\b(?:anbei|im anhang|in der anlage|als anlage|beigefügt|anliegend)\b[^.!?,;]{0,40}[.!:]?"
    r"|(?:ich|wir)\s+bitten?\s+um\s+(?:eine\s+)?(?:kurze\s+)?eingangsbest(?:ä|ae)tigung\s*[.!]?"
    r"|vielen dank(?: im voraus)?\s*[.!]?"
    r"|von meine[mr]\s+[\w -]{2,30}\s+gesendet\s*\.?|(?:gesendet von|sent from)[^.!?]{2,40}",
    re.IGNORECASE,
)
_NAME_LINE = re.compile(r"[A-ZÄÖÜ][\w.'’-]+(?:[ -](?:von|van|de|zu|[A-ZÄÖÜ][\w.'’-]+)){0,4}")
_LONGEST_COVER = 1_500


@dataclass(frozen=True, slots=True)
class Own:
    """A text, taken apart.

    Attributes:
        text: the sender's own words.
        quoted: what was quoted or forwarded below them.
        signature: below the signature mark.
        is_forward: the quoted part was passed on rather than answered.
        from_name, from_email: who wrote the quoted part, if it says so.
    """

    text: str
    quoted: str = ""
    signature: str = ""
    is_forward: bool = False
    from_name: str = ""
    from_email: str = ""


def own_words(text: str) -> Own:
    """Take quotation and signature off the end of a text.

    >>> own = own_words("Zu laut.\\n\\nAm 3.5.2026 schrieb das Amt:\\n> Danke für Ihre Frage.")
    >>> own.text, own.is_forward
    ('Zu laut.', False)
    """
    lines = text.split("\n")
    cut = _cut(lines)
    own, quoted = lines[:cut], "\n".join(lines[cut:])
    signature = ""
    mark = next(
        (place for place, line in enumerate(own) if line.rstrip("\r") in ("-- ", "--")), None
    )
    if mark is not None and len(own) - mark <= 15:
        own, signature = own[:mark], "\n".join(own[mark + 1 :]).strip()
    name, email = _author(lines[cut:])
    is_forward = cut < len(lines) and _is_forward(lines, cut)
    return Own("\n".join(own).strip(), quoted.strip(), signature, is_forward, name, email)


def _cut(lines: list[str]) -> int:
    """Number of the line with which a quotation begins that goes on to the end."""
    for place, line in enumerate(lines):
        if _SEPARATOR.fullmatch(line) and _fields(lines[place + 1 : place + 9]) >= 2:
            return place
        if _SENDER & {_label(line)} and _fields(lines[place : place + 8]) >= 3:
            return place
    last = len(lines)
    while last and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith(">")):
        last -= 1
    if not any(line.lstrip().startswith(">") for line in lines[last:]):
        return len(lines)
    for back in (1, 2, 3):
        start = max(0, last - back)
        if _ATTRIBUTION.fullmatch("\n".join(lines[start:last]).strip()):
            return start
    return len(lines)


def _label(line: str) -> str:
    found = _FIELD.fullmatch(line)
    return found[1].lower() if found else ""


def _fields(lines: list[str]) -> int:
    return sum(bool(_label(line)) for line in lines)


def _is_forward(lines: list[str], cut: int) -> bool:
    return bool(_FORWARD.search("\n".join(lines[cut : cut + 2])))


def _author(quoted: list[str]) -> tuple[str, str]:
    for line in quoted[:10]:
        if _label(line) in _SENDER:
            value = _FIELD.fullmatch(line)[2]  # type: ignore[index]
            address = _ADDRESS.search(value)
            name = re.sub(r"[<\[(].*", "", value).strip(" \"*'")
            return ("" if "@" in name else name[:250]), (address[0].lower() if address else "")
    return "", ""


def forwarded_body(quoted: str) -> str:
    """A forwarded message without the lines that say who forwarded what."""
    lines = quoted.split("\n")
    place = 0
    while place < len(lines) and place < 14:
        line = lines[place]
        if line.strip() and not _label(line) and not _SEPARATOR.fullmatch(line):
            break
        place += 1
    return "\n".join(line.removeprefix("> ").removeprefix(">") for line in lines[place:]).strip()


def is_only_courtesy(text: str) -> bool:
    """Whether a covering note says nothing of its own: greeting, "attached is …", closing, name.

    One sentence more, and the note is part of the letter.

    >>> is_only_courtesy("Guten Tag,\\nanbei meine Einwendung.\\nViele Grüße\\nIna Beispiel")
    True
    >>> is_only_courtesy("Anbei meine Einwendung. Turm 7 steht zu nah.")
    False
    """
    if len(text) > _LONGEST_COVER:
        return False
    names_left = 0
    for piece in re.split(r"\n|(?<=[.!?])\s+", text):
        line = piece.strip(" *_\t\r")
        if not line or _GREETING.fullmatch(line) or _COVER.fullmatch(line):
            continue
        if _CLOSING.fullmatch(line):
            names_left = 2
        elif names_left and _NAME_LINE.fullmatch(line):
            names_left -= 1
        else:
            return False
    return True
