"""The frame of a letter: who writes to whom, when, the salutation, the closing and the signature.

The frame differs from letter to letter even when all else is the same form, so it is set aside
before letters are compared. Whatever might be a sentence stays in the letter: a doubtful line is
compared like the rest rather than hidden.
"""

from __future__ import annotations

import re
from functools import lru_cache

from dialogwerk.cores.statements.spans import Span, gaps, trimmed

_MONTH = (
    r"(?:Jan(?:uar)?|Feb(?:ruar)?|März|Mrz|Apr(?:il)?|Mai|Juni?|Juli?|Aug(?:ust)?|Sep(?:t(?:ember)?)?"
    r"|Okt(?:ober)?|Nov(?:ember)?|Dez(?:ember)?)\.?"
)
_DATE = (
    rf"(?:\d{{1,2}}\.\s?(?:\d{{1,2}}\.|{_MONTH})\s?(?:\d{{4}}|\d{{2}})?|\d{{4}}-\d\d-\d\d"
    r"|\d{1,2}/\d{1,2}/\d{2,4})"
)
_CAPITAL = r"[A-ZÄÖÜ][\w.'’/()-]*"
_CAPITAL_PART = r"[A-ZÄÖÜ][\w.'’/()]*"
# Without the hyphen, or "M-M-M-…" could be cut at each one in turn, which takes for ever; for the
# same reason no word below is matched in two ways.
_STREET_END = (
    r"(?:stra(?:ß|ss)e|str\.?|weg|allee|platz|gasse|ring|damm|ufer|hof|steig|pfad|chaussee|markt|kamp"
    r"|garten|winkel|grund|anger|zeile|wall|graben|berg|feld|höhe|stieg|busch|blick)"
)
_LABEL = (
    r"(?:Tel|Telefon|Fax|Telefax|Mobil|Handy|E-?Mail|Mail|Web|Internet|Name|Vorname|Nachname"
    r"|Vor-? und Zuname|Anschrift|Adresse|Stra(?:ß|ss)e|Wohnort|Ort|PLZ|PLZ,? Ort|Absender(?:in)?"
    r"|Datum|Unterschrift|Geburtsdatum|Ort, Datum)"
)
STRONG_KINDS = tuple(
    re.compile(rf"(?:{kind})[.,]?")
    for kind in (
        r"\S+@\S+\.\w+",
        r"(?:(?i:Tel|Telefon|Fon|Fax|Telefax|Mobil|Handy)\b[.: ]*)?\+?[\d ()/–-]{6,}",
        rf"(?i:{_LABEL})\s?:.{{0,70}}",
        rf"(?:D-)?\d{{5}}\s+{_CAPITAL}(?:[ /-]{_CAPITAL}){{0,3}}",
        rf"(?:(?:{_CAPITAL_PART}|am|an|der|dem|den|im|in|zum|zur|auf|von)[ -])*"
        rf"\w*(?i:{_STREET_END})\s\d{{1,4}}\s?[a-zA-Z]?",
        r"(?i:am|an|im|in|zum|zur|auf|hinter|unter)\s(?:(?i:der|dem|den)\s)?[A-ZÄÖÜ][\w-]+\s\d{1,4}"
        r"\s?[a-z]?",
        rf"(?:{_CAPITAL}(?:[ -]{_CAPITAL}){{0,2}},?\s)?(?:(?i:den|am|im),?\s)?(?i:{_DATE})",
        r"(?i:Dezernat|Referat|Abteilung|Postfach|Zimmer)\s[\d. ]{1,8}",
        r"(?i:an\s(?:die|den|das))",
    )
)
_STRONG = re.compile("|".join(kind.pattern for kind in STRONG_KINDS))
_NAME_WORD = r"(?:[A-ZÄÖÜ][\w.'’/()-]*|von|van|der|de|zu|zur|und|u\.|&|an|die|den|für)"
NAME = re.compile(rf"(?=[A-ZÄÖÜ]){_NAME_WORD}(?: {_NAME_WORD}){{0,6}}(?: \d{{1,4}}\s?[a-z]?)?")
SALUTATION = re.compile(
    r"(?:(?i:sehr\s+geehrte[rsn]?|guten\s+(?:tag|morgen|abend))\b"
    r"(?:[^\n,!.:;]|\b(?:Dr|Prof|Hr|Fr|Dipl|Ing|med)\.)*"
    r"|(?:Liebe[rs]?|LIEBE[RS]?|Werte[rs]?|Hallo|HALLO)"
    r"(?:\s+(?:[A-ZÄÖÜ][\w-]*|Dr\.|Prof\.|und|der|des|die|von|beim|zusammen|an|alle)){0,8}"
    r"|(?i:damen\s+und\s+herren))\s*(?:[,!:]|(?=\n)|$)"
)
CLOSING = re.compile(
    r"(?:(?<=[\s.!?])|^)(?:mit\s+(?:(?:freundl\w*|vielen|besten|herzlichen|lieben)\s+)?gr[uüio]\w{0,7}"
    r"|(?:mit\s+)?(?:freundliche|viele|beste|herzliche|schöne|liebe)n?\s+gr[uüio]\w{1,7}|mfg|hochachtungsvoll"
    r"|mit\s+(?:vorzüglicher\s+)?hochachtung|gezeichnet|gez\.)(?!\w)"
    r"(?:\s+(?:aus|nach)\s+[\w-]+)?(?:[ \t]*[,.!])?",
    re.IGNORECASE,
)
SPEAKS = re.compile(
    r"\b(?:ich|wir|ist|sind|bin|war|nicht|kein|keine|keinen|nein|wird|werden|wurde|habe|haben|hat|bitte|mein|meine"
    r"|unser|unsere|das|es|auch|dass|muss|müssen|soll|sollen|kann|können|darf|will|wollen|gegen|ja|wo|wie|so)\b",
    re.IGNORECASE,
)
PARTS = re.compile(r"[,;|•·]\s+|\s+[-–]\s+|\s*\n\s*|(?<=[^\W\d])\.\s+(?=[A-ZÄÖÜ]|$)")
HEAD = 600
LONGEST_SALUTATION = 90
TAIL = 450


@lru_cache(maxsize=4096)
def frame(text: str) -> tuple[Span, ...]:
    """Sender, addressee, date, salutation, closing formula and signature of a letter.

    Returns:
        Sorted, disjoint spans of ``text`` (characters); empty if the letter has no frame.

    >>> letter = "Erika Beispiel\\nProbeweg 3\\n\\nGuten Tag,\\n\\nes ist zu laut.\\n\\nMfG\\nE. B."
    >>> [span.of(letter) for span in frame(letter)]
    ['Erika Beispiel\\nProbeweg 3\\n\\nGuten Tag,', 'MfG\\nE. B.']
    """
    head = _head(text)
    tail = _tail(text, head[-1].end if head else 0)
    return (*head, tail) if tail is not None else tuple(head)


def body(text: str) -> str:
    """The letter without its frame; the whole text if nothing else is in it.

    >>> body("Guten Tag, das ist mir zu laut. Viele Grüße Max Probe")
    'das ist mir zu laut.'
    """
    inside = [span.of(text).strip() for span in gaps(frame(text), len(text))]
    return "\n".join(piece for piece in inside if piece) or text


def is_sender_part(piece: str) -> bool:
    """Whether a piece of text is nothing but name, address, date or the like of a sender.

    At least one part must be beyond doubt (street with number, postcode, date, e-mail, telephone).

    >>> is_sender_part("Erika Beispiel, Probeweg 3, 99001 Musterhausen")
    True
    >>> is_sender_part("Windpark Hohe Heide")
    False
    """
    piece = piece.strip(" ,;.\n")
    if _strong(piece):
        return True
    parts = [part for part in PARTS.split(piece) if part.strip()]
    return any(map(_strong, parts)) and all(_strong(part) or _namelike(part) for part in parts)


def _strong(part: str) -> bool:
    return _STRONG.fullmatch(part.strip()) is not None and SPEAKS.search(part) is None


def _namelike(part: str, most_words: int = 5) -> bool:
    part = part.strip(" ,.\t")
    if not part or len(part) > 70 or part.count(" ") >= most_words:
        return False
    return NAME.fullmatch(part) is not None and SPEAKS.search(part) is None


def _lines(text: str, start: int, end: int) -> list[Span]:
    """The lines of a stretch that are not blank."""
    found, at = [], start
    for line in text[start:end].split("\n"):
        span = trimmed(text, at, at + len(line))
        if span is not None:
            found.append(span)
        at += len(line) + 1
    return found


def _head(text: str) -> list[Span]:
    """The frame above the letter proper; a subject line between its parts stays in the letter."""
    lines, salutation = _lines_before_salutation(text)
    if salutation is None:
        return _joined(text, _surely_frame(text, lines))
    above = [line for line in lines if is_sender_part(line.of(text)) or _namelike(line.of(text))]
    return _joined(text, [*above, salutation])


def _lines_before_salutation(text: str) -> tuple[list[Span], Span | None]:
    """The lines at the top, up to the salutation if there is one."""
    found = SALUTATION.search(text, 0, HEAD)
    while found is not None and not (
        found.end() - found.start() <= LONGEST_SALUTATION and _may_begin_here(text, found.start())
    ):
        found = SALUTATION.search(text, found.end(), HEAD)
    if found is None:
        return _lines(text, 0, min(len(text), HEAD)), None
    return _lines(text, 0, found.start()), Span(found.start(), found.end())


def _may_begin_here(text: str, at: int) -> bool:
    """Whether a salutation can stand here: on a new line, or after an address in running text."""
    before = text[:at].rstrip(" \t")
    if not before or before.endswith("\n"):
        return True
    line = before.rsplit("\n", 1)[-1]
    return is_sender_part(line) or (len(line) < 80 and _namelike(line))


def _surely_frame(text: str, lines: list[Span]) -> list[Span]:
    """The lines at the top up to the last that is beyond doubt."""
    sure = 0
    for number, line in enumerate(lines, start=1):
        piece = line.of(text)
        if is_sender_part(piece):
            sure = number
        elif not _namelike(piece):
            break
    return lines[:sure]


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Neighbours with only white space between them in one piece."""
    joined: list[Span] = []
    for span in spans:
        if joined and not text[joined[-1].end : span.start].strip(" \t\r\n,;.|"):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _tail(text: str, after: int) -> Span | None:
    start = max(after, len(text) - TAIL)
    closings = [
        m for m in CLOSING.finditer(text, start) if not text[m.end() : m.end() + 1].isalnum()
    ]
    for closing in closings:
        end = _signature_end(text, closing.end())
        if end == len(text.rstrip()) or _alone_on_line(text, closing.start()):
            return Span(closing.start(), end)
    return _trailing_frame_lines(text, after)


def _alone_on_line(text: str, at: int) -> bool:
    return text[:at].rstrip(" \t").endswith("\n")


def _signature_end(text: str, start: int) -> int:
    """Where name and address after the closing formula end."""
    end = start
    for line in _lines(text, start, len(text)):
        if not _signature_line(line.of(text)):
            break
        end = line.end
    return end


def _signature_line(line: str) -> bool:
    if is_sender_part(line) or _strong(line):
        return True
    if line.endswith(("!", "?")) or SPEAKS.search(line):
        return False
    words = line.split()
    if len(words) <= 4:
        return True
    return len(words) <= 14 and all(
        word[0].isupper()
        or not word[0].isalpha()
        or "@" in word
        or word in ("von", "der", "und", "a")
        for word in words
    )


def _trailing_frame_lines(text: str, after: int) -> Span | None:
    """Name and address under a letter without a closing formula."""
    lines = _lines(text, max(after, len(text) - TAIL), len(text))
    if len(lines) < 2:
        return None
    taken: list[Span] = []
    for line in reversed(lines[1:]):
        piece = line.of(text)
        if not (is_sender_part(piece) or _namelike(piece, 4)) or len(taken) == 6:
            break
        taken.insert(0, line)
    sure = any(is_sender_part(line.of(text)) for line in taken)
    if not sure:
        taken = taken[-1:] if taken and _lone_signature(text, taken[-1]) else []
    return Span(taken[0].start, taken[-1].end) if taken else None


def _lone_signature(text: str, line: Span) -> bool:
    """Two or three capitalised words on the last line, after a finished sentence."""
    piece = line.of(text)
    before = text[: line.start].rstrip()
    return 2 <= len(piece.split()) <= 3 and piece[-1].isalpha() and before.endswith((".", "!", "?"))
