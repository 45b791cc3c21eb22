"""Wording that anticipates a decision only weighing may bring, or that borrows formal names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_DECIDED = (
    r"(?:genehmigt|planfestgestellt|zugelassen|beschlossen|festgesetzt|erlaubt|bewilligt|gebaut|"
    r"verlegt|verwirklicht|abgelehnt|untersagt)"
)
_THING = (
    r"(?:trasse|vorhaben|plan|bebauungsplan|antrag|projekt|leitung|straße|strasse|bahn|anlage|"
    r"windpark|variante|genehmigung|planfeststellung|planfeststellungsbeschluss)"
)
_PROMISE = (
    r"garantier\w*|(?:verbindlich|fest|rechtsverbindlich)\s+(?:zugesagt|zugesichert|zusagen|"
    r"zusichern|versprochen)|(?:sagen|sagt|sichern|sichert)\s+(?:\w+\s+){0,3}(?:verbindlich|fest)\s+zu"
)
STRONG = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # somebody guarantees or binds himself
        rf"\b(?:{_PROMISE})\b",
        r"\b(?:steht|stehen)\s+(?:bereits\s+|schon\s+|damit\s+)*fest\b",
        r"\bist\s+(?:bereits\s+|schon\s+|damit\s+)*(?:entschieden|beschlossene sache)\b",
        r"\b(?:entscheidung|beschluss|genehmigung)\s+(?:ist|sind)\s+(?:nur\s+)?(?:noch\s+)?"
        r"(?:eine\s+)?(?:reine\s+)?formsache\b",
        r"\beinwendungen?\s+(?:werden|wird)\s+(?:zurückgewiesen|abgelehnt|berücksichtigt|"
        r"stattgegeben)\b",
        r"\b(?:wird|werden)\s+(?:auf jeden fall|sicher|ganz sicher|definitiv|in jedem fall)\b"
        rf"[^.!?;]{{0,60}}?\b{_DECIDED}\b",
        r"\bwe\s+(?:can\s+)?guarantee\b|\bbinding(?:ly)?\s+(?:promise|commit)\w*|"
        r"\bis\s+a\s+done\s+deal\b",
    )
)
"""Wording that binds, whatever else the sentence says."""
WEAK = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # the thing will be approved, refused, built
        rf"\b{_THING}\b[^.!?;]{{0,60}}?\b(?:wird|werde|werden)\b[^.!?;]{{0,60}}?\b{_DECIDED}\b",
        r"\b(?:wird|werden)\s+(?:so\s+|nicht\s+)?(?:genehmigt|planfestgestellt|abgelehnt)\b",
        r"\b(?:will|is going to)\s+(?:definitely\s+|certainly\s+|not\s+)?be\s+(?:approved|"
        r"permitted|rejected|refused|granted)\b",
    )
)
"""Wording that may also be part of a question or of a timetable."""
_DENIES = re.compile(
    r"\b(?:keine|keinen|kein|nicht|no|not|cannot)\b[^.!?;,]{0,40}\b(?:garantier\w*|guarantee|zusag\w*|"
    r"zugesagt|zugesichert)|\bgarantier\w*\b[^.!?;,]{0,30}\b(?:nicht|nichts|keine|keinen)\b|"
    r"\bsteht\s+(?:noch\s+)?nicht\b|\bnoch\s+nicht\s+entschieden\b",
    re.IGNORECASE,
)
_IS_OPEN = re.compile(
    r"\b(?:ob|wenn|falls|sofern|oder|whether|if|unless|or)\b|\büber\s+(?:den|die|das)\b|"
    r"\b(?:kann|können|könnte|soll|sollen|sollte|may|might|could)\b",
    re.IGNORECASE,
)
_FORMAL_NAMES = re.compile(
    r"einwendungs(?:frist|phase|zeitraum)|einspruchsfrist|frist\s+für\s+einwendungen|"
    r"auslegungsfrist|erörterungstermin|objection\s+period|period\s+for\s+objections",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:kein\w*|nicht|ersetzt|unabhängig|no|not|nor|never|instead)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?;\n])\s+|\n+")
_ABBREVIATION = re.compile(r"(?:\d|\b(?:Abs|Nr|Art|ca|bzw|usw|z\.\s?B|d\.\s?h))\.\Z")


def anticipating(text: str) -> str:
    """The words that promise a result which is still to be weighed; "" if there are none.

    >>> anticipating("Die Trasse wird auf jeden Fall genehmigt."), anticipating("Wir prüfen das.")
    ('wird auf jeden Fall genehmigt', '')
    >>> anticipating("Ob die Trasse genehmigt wird, entscheidet die Behörde.")
    ''
    """
    for sentence in sentences(text):
        if _DENIES.search(sentence):
            continue
        for pattern in STRONG if _IS_OPEN.search(sentence) else (*STRONG, *WEAK):
            found = pattern.search(sentence)
            if found:
                return sentence[_word_start(sentence, found.start()) : found.end()].strip()
    return ""


def _word_start(sentence: str, at: int) -> int:
    """With the article before the first word of the finding."""
    article = re.search(r"\b(?:Der|Die|Das|The)\s+\Z", sentence[:at])
    return article.start() if article else at


def formal_name(title: str) -> str:
    """The name of a formal step or period that an informal format bears; "" if it does not.

    >>> formal_name("Einwendungsfrist der Bürgerwerkstatt"), formal_name("Keine Einwendungsfrist")
    ('Einwendungsfrist', '')
    """
    found = _FORMAL_NAMES.search(title)
    if not found or _DENIED.search(title):
        return ""
    return found[0]


def misnamed(summary: str, right_days: tuple[date, ...]) -> str:
    """A formal name in a description that neither denies it nor gives the right day.

    >>> misnamed("Die Einwendungsfrist endet am 15.04.2026.", (date(2026, 4, 15),))
    ''
    """
    shown = {f"{day:%d.%m.}{day.year}" for day in right_days}
    shown |= {f"{day.day}.{day.month}.{day.year}" for day in right_days}
    for sentence in sentences(summary):
        if any(day in sentence for day in shown):
            continue
        name = formal_name(sentence)
        if name:
            return name
    return ""


def sentences(text: str) -> Iterator[str]:
    """Sentences of a text; a dot after a number or an abbreviation ends none."""
    waiting = ""
    for part in _SENTENCE.split(text):
        waiting = f"{waiting} {part}".strip()
        if not _ABBREVIATION.search(waiting):
            yield waiting
            waiting = ""
    if waiting:
        yield waiting
