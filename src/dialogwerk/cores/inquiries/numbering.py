"""Which numbered lines are the questions, and where each ends and its answer begins.

Papers number much: projects in a preface, lists in an answer, ranks in a table. The questions are
the longest run 1, 2, 3 … whose entries ask something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .source import Line

_START = re.compile(
    r"\s*(?:(?:Frage|Nr\.?|Nummer|Ziffer|Zu\s+Frage)\s*)?(\d{1,3})\s*(?:[.):]|(?<=Frage\s\d)|(?<=Frage\s\d\d))"
    r"(?!\d|\s*(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b)\s*(?=[^\s\d.,]|$)"
)
_ANSWER_MARK = re.compile(
    r"\s*(?:Zu|Antwort\s+(?:zu|auf)|Zur|Antworten\s+zu)\s+(?:(?:den|der)\s+)?(?:Frage[n]?|Nr\.?|Nummer[n]?|Ziffer[n]?)?\s*"
    r"(\d{1,3}(?:\s*(?:,|und|bis|-|–|sowie)\s*(?:zu\s+)?\d{1,3})*)\s*[.:)]*\s*(?=\S|$)"
)
_REQUEST = re.compile(r"\b[Bb]itte\b")
_PART = re.compile(r"\s*\(?([a-z])\)\s*\S")
_REQUESTS = re.compile(r"\s*(?:\(|[Bb]itte\b|Es\s+wird\s+(?:um|gebeten))")
_STOPS = re.compile(r"[.?!:][\"“”»)\]]*\d{0,2}\s*$")
_ABBREVIATED = re.compile(
    r"\b(?:z\.\s?B|u\.\s?a|d\.\s?h|bzw|ca|Abs|Nr|Art|Dr|Prof|St|ggf|vgl|etc|S|i\.\s?d\.\s?R)\.\s*$"
)
_LONGEST = 40
_MANY = 4000


@dataclass(frozen=True, slots=True)
class Entry:
    """A question among the lines.

    Attributes:
        label: its number.
        first: place of its first line.
        skip: characters of the mark before its text.
        answer: place of the first line of its answer.
        end: place behind its last line.
    """

    label: str
    first: int
    skip: int
    answer: int
    end: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    line: int
    number: int
    skip: int
    asks: bool


def questions(lines: Sequence[Line]) -> list[Entry]:
    """The questions in a text, in their order."""
    chosen = _run(_candidates(lines))
    entries = []
    for place, one in enumerate(chosen):
        end = chosen[place + 1].line if place + 1 < len(chosen) else len(lines)
        answer = _question_end(lines, one.line, end, one.skip)
        entries.append(Entry(str(one.number), one.line, one.skip, answer, end))
    return entries


def _candidates(lines: Sequence[Line]) -> list[_Candidate]:
    marks = []
    for place, line in enumerate(lines):
        found = _START.match(line.text)
        if found and not line.text.lstrip().startswith("Zu"):
            marks.append((place, int(found[1]), found.end()))
    marks = marks[:_MANY]
    candidates = []
    for at, (place, number, skip) in enumerate(marks):
        until = marks[at + 1][0] if at + 1 < len(marks) else len(lines)
        candidates.append(_Candidate(place, number, skip, _is_asking(lines, place, until, skip)))
    return candidates


def _is_asking(lines: Sequence[Line], place: int, until: int, skip: int) -> bool:
    """Whether the paragraph that begins here asks or requests something."""
    words = lines[place].text[skip:].strip()
    for line in lines[place + 1 : min(until, place + _LONGEST)]:
        if "?" in words:
            break
        if line.is_blank and _STOPS.search(words):
            break
        words += " " + line.text.strip()
    head = words.split("?")[0]
    if "?" in words:
        return not re.search(r"[a-zäöü]{2}\.\s+[A-ZÄÖÜ]", head[:400]) or len(head) < 400
    return bool(_REQUEST.match(words))


def _run(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The run 1, 2, 3 … with most entries that ask; of equal ones the first."""
    best: list[tuple[int, int]] = []
    latest: dict[int, list[int]] = {}
    for at, one in enumerate(candidates):
        score, before = (2 if one.asks else -3), -1
        if one.number > 1:
            known = latest.get(one.number - 1, ())
            if not known:
                best.append((-1000, -1))
                continue
            before = max(known, key=lambda place: (best[place][0], -place))
            score += best[before][0]
        best.append((score, before))
        latest.setdefault(one.number, []).append(at)
    if not best:
        return []
    at = max(range(len(best)), key=lambda place: (best[place][0], -place))
    if best[at][0] <= 0:
        return []
    run = []
    while at >= 0:
        run.append(candidates[at])
        at = best[at][1]
    return run[::-1]


def _question_end(lines: Sequence[Line], first: int, end: int, skip: int) -> int:
    """Place of the first line behind a question, its sub-questions and requests."""
    place = _sentence_end(lines, first, end, skip)
    while place < end:
        following = next((at for at in range(place, end) if not lines[at].is_blank), end)
        if following == end:
            return end
        text = lines[following].text
        is_near = following - place <= 1
        if (is_near and _PART.match(text)) or (
            following == place and _asks_again(lines, following, end)
        ):
            place = _sentence_end(lines, following, end, 0)
        elif following == place and _REQUESTS.match(text):
            place = _first_stop(lines, following, end, 0)
        else:
            return place
    return place


def _asks_again(lines: Sequence[Line], place: int, end: int) -> bool:
    """Whether the next sentence is a question too."""
    words = ""
    for line in lines[place : min(end, place + 6)]:
        words += " " + line.text.strip()
        stop = re.search(r"(?<![a-zA-Z]\.[a-zA-Z])(?<!\d)[.!?]['\"“”)]*(?:\s|$)", words)
        if stop:
            return "?" in stop[0]
    return False


def _sentence_end(lines: Sequence[Line], first: int, end: int, skip: int) -> int:
    """Place behind the line with which the question that begins here ends.

    That is a line that ends with a question mark, or with a sentence behind one; where none asks,
    the first line that ends a sentence.
    """
    asked = False
    limit = min(end, first + _LONGEST)
    for place in range(first, limit):
        text = lines[place].text[skip if place == first else 0 :].rstrip()
        if lines[place].is_blank and place > first:
            if asked:
                return place
            if _STOPS.search(lines[place - 1].text.rstrip()):
                break
            continue
        if re.search(r"\?[\"“”»)\]]*\d{0,2}$", text):
            return place + 1
        if "?" in text:
            asked = True
        elif place > first and _PART.match(text) and not asked:
            continue
        if asked and _STOPS.search(text) and not _ABBREVIATED.search(text):
            return place + 1
    return _first_stop(lines, first, limit, skip)


def _first_stop(lines: Sequence[Line], first: int, limit: int, skip: int) -> int:
    for place in range(first, limit):
        text = lines[place].text[skip if place == first else 0 :].rstrip()
        if place > first and not text:
            return place
        if text and _STOPS.search(text) and not _ABBREVIATED.search(text):
            return place + 1
    return limit


def answer_marks(lines: Sequence[Line], begin: int, end: int) -> list[tuple[int, int, list[str]]]:
    """Lines such as "Zu 3:" or "Zu den Fragen 4 und 5:": place, characters, labels."""
    found = []
    for place in range(begin, end):
        mark = _ANSWER_MARK.match(lines[place].text)
        if mark and (mark.end() == len(lines[place].text) or mark[0].rstrip()[-1] in ".:)"):
            found.append((place, mark.end(), labels_of(mark[1])))
    return found


def labels_of(text: str) -> list[str]:
    """The numbers that a list names.

    >>> labels_of("5, 12 und 22"), labels_of("4 bis 6")
    (['5', '12', '22'], ['4', '5', '6'])
    """
    found: list[str] = []
    for one in re.finditer(
        r"(\d{1,3})(?:\s*(?:bis|-|–)\s*(?:zu\s+)?(?:Frage\s+)?(\d{1,3}))?", text
    ):
        first, last = int(one[1]), int(one[2] or one[1])
        found += map(str, range(first, last + 1)) if first <= last <= first + 200 else [one[1]]
    return list(dict.fromkeys(found))
