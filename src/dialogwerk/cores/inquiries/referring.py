"""Answers that point to other answers, and whether these hold what is promised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from .model import Gap, Preface, Question, Reference, Speaker
from .numbering import labels_of
from .source import Flow

_LIST = (
    r"\d{1,3}(?:\s?\.?\s?[a-z]\b\)?)?"
    r"(?:\s*(?:,|und|sowie|bis|-|–)\s*(?:zu\s+)?(?:Frage[n]?\s+)?\d{1,3}\b)*"
)
_TO_ANSWER = re.compile(
    rf"(?:\b(?:Fragen?|Ziffern?|Nummern?|Nrn?\.)\s*|\bunter\s+(?:Nr\.\s*|Nummer\s*|Punkt\s*)?)(?P<list>{_LIST})(?![\d,]*\s*(?:%|Euro|Prozent))"
)
_REFERS = re.compile(
    r"verw[ie]{2}s|verweis|Bezug\s+genommen|siehe|\bs\.\s|\bvgl\.|vergleiche|\bunter\s+\d+\.?\s+(?:beschrieben|dargestellt|aufgeführt|genannt)"
    r"|Antwort(?:en)?\s+(?:zu|auf)|Beantwortung\s+(?:der|zu|von)|Ausführungen\s+(?:zu|in)|Erläuterung(?:en)?\s+zu|(?:beschrieben|dargestellt|dargelegt|erläutert)"
)
_TOGETHER = re.compile(
    rf"\b(?:Die\s+)?(?:Antworten\s+(?:zu|auf)\s+(?:den\s+|die\s+)?)?Fragen?\s+(?P<list>{_LIST})\s+(?:werden|wird|sollen)\b[^.]{{0,160}}?"
    r"\b(?:zusammen|gemeinsam|zusammenfassend|zusammengefasst|im\s+Zusammenhang)\w*\b"
)
_TO_PREFACE = re.compile(r"\bVorbemerkung(?:en)?\b")
_ELSEWHERE = re.compile(
    r"\s*(?:in\s+der|auf\s+die|aus\s+der|der|zur|in)\s+(?:\w+\s+){0,2}(?:Drucksache|Drs\b|Kleinen?\s+Anfrage|Großen?\s+Anfrage)"
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\d|\s?[a-z])[^.!?\n]*)*[.!?\n]?")
_WORD = re.compile(r"[A-Za-zÄÖÜäöüß]{4,}")
_QUOTED = re.compile(r"[„\"“»][^“”\"«]{2,120}[“”\"«]")
_STOP = frozenset(
    """
    antwort antworten beantwortung frage fragen verwiesen verweis bezug genommen siehe werden
    wird wurde wurden unter daher dort hier sind sein haben hatte kann können soll sollen dass
    diese dieser dieses welche welcher welches welchen wie viele auch nicht mit ohne oder aber
    eine einer eines einem einen beschrieben dargestellt ausführungen vorbemerkung
    landesregierung landes übrigen hinaus insoweit ergänzend darüber bezüglich hinsichtlich
    entsprechend gegebenenfalls bereits aktuell derzeit jeweils bitte dach nach durch für über
    zwischen beim vom zum zur ihrer ihre ihren ihrem deren dessen hierzu hierbei konkret weitere
    weiteren
    """.split()  # noqa: SIM905
)
_STEM = 6


def together(flow: Flow, begin: int, end: int) -> list[str]:
    """Labels of the questions that an answer says it is for, if it says so at its beginning."""
    found = _TOGETHER.search(flow.text, begin, min(end, begin + 400))
    return labels_of(found["list"]) if found else []


def references(flow: Flow, begin: int, end: int) -> Iterator[Reference]:
    """Where an answer points to answers or a preface of the same paper; without gaps so far."""
    for sentence in _SENTENCE.finditer(flow.text, begin, end):
        words = sentence[0]
        if not _REFERS.search(words) and not _TO_PREFACE.search(words):
            continue
        joint = _TOGETHER.search(words)
        for found in _TO_ANSWER.finditer(words):
            if _ELSEWHERE.match(words, found.end()) or (
                joint and joint.start() <= found.start() < joint.end()
            ):
                continue
            if not _REFERS.search(words):
                continue
            at = sentence.start()
            span = flow.span(at + found.start(), at + found.end())
            for label in labels_of(found["list"]):
                yield Reference(label, " ".join(words.split()), span)
        preface = _TO_PREFACE.search(words)
        if preface and _REFERS.search(words):
            at = sentence.start()
            span = flow.span(at + preface.start(), at + preface.end())
            yield Reference("", " ".join(words.split()), span)


def resolved(questions: Sequence[Question], prefaces: Sequence[Preface]) -> tuple[Question, ...]:
    """The same questions; references say now whether they hold.

    A reference holds nothing if the other answer does not exist, or only points back. If the
    sentence that refers says what is to be found there ("measures are described under 5"), there
    must be one word of that or of the question in it. That is little: what is reported as empty is
    empty, and what is not reported may still be thin.
    """
    by_label = {one.label: one for one in questions}
    has_preface = any(one.speaker is not Speaker.ASKER for one in prefaces)
    return tuple(
        replace(
            one,
            references=tuple(
                replace(reference, gap=_gap(one, reference, by_label, has_preface))
                for reference in one.references
                if reference.target != one.label and reference.target not in one.together
            ),
        )
        for one in questions
    )


def _gap(
    question: Question, reference: Reference, known: Mapping[str, Question], has_preface: bool
) -> Gap | None:
    if not reference.target:
        return None if has_preface else Gap.NO_PREFACE
    target = known.get(reference.target)
    if target is None:
        return Gap.NO_SUCH_QUESTION
    if not target.answer.strip():
        return Gap.NO_ANSWER
    if _only_refers(question) and _only_refers(target) and question.label in target.refers_to:
        return Gap.CIRCLE
    if _only_refers(question) and not _shares(question, reference, target):
        return Gap.SAYS_NOTHING
    return None


def _only_refers(question: Question) -> bool:
    """Whether an answer says nothing besides pointing to others."""
    if not question.references:
        return False
    said = question.answer
    for sentence in _SENTENCE.findall(said):
        words = sentence.strip()
        if words and not _REFERS.search(words):
            return False
    return True


def _shares(question: Question, reference: Reference, target: Question) -> bool:
    promised = _stems(reference.text)
    if not promised:
        return True
    return bool((promised | _stems(question.text)) & (_stems(target.answer) | _stems(target.text)))


def _stems(text: str) -> set[str]:
    """Beginnings of the words of content, without names in quotation marks."""
    words = (word.lower() for word in _WORD.findall(_QUOTED.sub(" ", text)))
    return {word[:_STEM] for word in words if word not in _STOP}
