"""A paper as text, read into a structure.

Written for the papers of German parliaments: a head, prefaces of both sides, numbered questions,
each with its answer behind it or answers apart ("Zu 3:"). Nothing is guessed: what the text does
not say stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from . import asserting, dating, referring
from .head import ANSWERED_BY, Head, read_head
from .model import Kind, Paper, Part, Preface, Question, Reference, Speaker, Value
from .numbering import Entry, answer_marks, questions
from .source import Flow, Line, Source

_PREFACE = re.compile(
    r"\s*(?P<heading>Vor(?:be)?merkung(?:en)?\s*(?:de[rs]\s*(?P<who>[A-ZÄÖÜ][\wäöüß/:*-]*(?:\s+[A-ZÄÖÜ][\wäöüß]*){0,3}))?)\s*:?\s*"
)
_GOVERNMENT = re.compile(
    r"Landesregierung|Bundesregierung|Regierung|Senat|Minister|Staats|Staatskanzlei"
)
_ASKING = re.compile(
    r"\s*(?:Wir|Ich)\s*frage[n]?\b|\s*Dies\s*vorausgeschickt|\s*Vor\s*diesem\s*Hintergrund\s*frage"
)
_ANSWERER = re.compile(r"\s*(?:Der|Die|Das)\s+\S")
_PART = re.compile(r"\s*\(?([a-z])\)\s*(?=\S)")
_MARK = re.compile(r"(?<=[A-Za-zäöüß“”\"»)?!])\d{1,2}(?=\s|$|[,.;:?!)])")
_LONGEST_HEAD, _LONGEST_FRONT = 12_000, 60_000
_TAIL_LINES = 12


def read_paper(text: str) -> Paper:
    """Read an inquiry or an answer.

    Args:
        text: the whole document; page headers, footnotes and words broken at line ends are dealt
            with here.
    """
    source = Source.of(text)
    lines = source.lines
    entries = questions(lines)
    first = entries[0].first if entries else len(lines)
    headings = _headings(lines, first)
    head_end = headings[0][0] if headings else _head_end(lines, first)
    head = source.flow(_short(lines[:head_end]))
    asked = _questions(source, entries)
    told = read_head(
        head,
        front=source.flow(_short(lines[:first], _LONGEST_FRONT)),
        tail=source.flow(lines[-_TAIL_LINES:]),
        has_answers=any(one.answer for one in asked),
    )
    prefaces = _prefaces(source, headings, head_end, first, told)
    resolved = referring.resolved(asked, prefaces)
    paper = _paper(told, prefaces, resolved, source)
    return _with_mentions(paper, source, entries, headings, first)


def _short(lines: Sequence[Line], most: int = _LONGEST_HEAD) -> list[Line]:
    """The first lines, as many as fit into so many characters."""
    chosen, room = [], most
    for line in lines:
        room -= len(line.text) + 1
        if room < 0:
            break
        chosen.append(line)
    return chosen


def _headings(lines: Sequence[Line], end: int) -> list[tuple[int, str, Speaker]]:
    """Headings of prefaces: place, words, speaker."""
    found: list[tuple[int, str, Speaker]] = []
    for place, line in enumerate(lines[:end]):
        if len(line.text) > 120:
            continue
        match = _PREFACE.fullmatch(line.text)
        if match:
            who = match["who"] or ""
            is_government = bool(_GOVERNMENT.search(who))
            speaker = Speaker.GOVERNMENT if is_government else Speaker.ASKER
            found.append(
                (place, " ".join(match["heading"].split()), speaker if who else _unsaid(found))
            )
    return found


def _unsaid(found: Sequence[tuple[int, str, Speaker]]) -> Speaker:
    return Speaker.GOVERNMENT if any(one[2] is Speaker.ASKER for one in found) else Speaker.UNKNOWN


def _head_end(lines: Sequence[Line], first: int) -> int:
    """Without prefaces: behind the last line that names dates of the paper, or asks."""
    for place in range(min(first, 60)):
        if _ASKING.match(lines[place].text):
            return place
    return first


def _prefaces(
    source: Source,
    headings: Sequence[tuple[int, str, Speaker]],
    head_end: int,
    first: int,
    head: Head,
) -> tuple[Preface, ...]:
    found = []
    ends = [*(one[0] for one in headings[1:]), first]
    for (place, heading, speaker), end in zip(headings, ends, strict=False):
        flow = source.flow(_without_answerer(source, place + 1, end))
        if flow.text.strip():
            found.append(Preface(speaker, heading, flow.text.strip(), flow.whole))
    if not headings and head_end < first and head.kind is Kind.QUESTION:
        flow = source.flow(source.lines[head_end:first])
        if flow.text.strip():
            found.append(Preface(Speaker.ASKER, "", flow.text.strip(), flow.whole))
    return tuple(found)


def _without_answerer(source: Source, begin: int, end: int) -> Sequence[Line]:
    """Lines of a preface up to the sentence that says who answered, which often stands behind."""
    lines = source.lines
    for place in range(begin, end):
        if _ANSWERER.match(lines[place].text):
            near = source.flow(lines[place : min(end, place + 8)])
            if ANSWERED_BY.match(near.text.lstrip()):
                return lines[begin:place]
    return lines[begin:end]


def _questions(source: Source, entries: Sequence[Entry]) -> list[Question]:
    """The questions with their answers, those that were answered together each with all of it."""
    made = [_question(source, entry) for entry in entries]
    made = _answers_apart(source, entries, made)
    by_label = {one.label: at for at, one in enumerate(made)}
    for at, one in enumerate(made):
        labels = _together(source, entries[at], one)
        places = sorted(by_label[label] for label in labels if label in by_label)
        if len(places) < 2:
            continue
        shared = tuple(made[place].label for place in places)
        for place in places:
            if not made[place].answer or place == at:
                made[place] = replace(
                    made[place],
                    answer=one.answer,
                    answer_span=one.answer_span,
                    references=one.references,
                    together=shared,
                )
    return made


def _question(source: Source, entry: Entry) -> Question:
    asked = source.flow(source.lines[entry.first : entry.answer], skip=entry.skip)
    told = source.flow(_cut_tail(source.lines[entry.answer : entry.end]))
    answer = told.text.strip()
    return Question(
        label=entry.label,
        text=asked.text.strip(),
        answer=answer,
        span=asked.whole,
        answer_span=told.whole if answer else None,
        parts=_parts(source, entry, told),
        references=_references(told),
    )


def _references(told: Flow) -> tuple[Reference, ...]:
    return tuple(referring.references(told, 0, len(told.text)))


def _cut_tail(lines: Sequence[Line]) -> list[Line]:
    """Without the words about distribution that stand behind the last answer."""
    kept = list(lines)
    for place, line in enumerate(kept):
        if re.match(r"\s*\((?:[Vv]erteilt|[Aa]usgegeben)\s+am\b", line.text):
            return kept[:place]
    return kept


def _together(source: Source, entry: Entry, question: Question) -> list[str]:
    if not question.answer:
        return []
    told = source.flow(_cut_tail(source.lines[entry.answer : entry.end]))
    return referring.together(told, 0, len(told.text))


def _parts(source: Source, entry: Entry, told: Flow) -> tuple[Part, ...]:
    """Sub-questions a, b, c … in their order, each with what stands under "Zu a:"."""
    lines = source.lines
    starts: list[tuple[int, int, str]] = []
    for place in range(entry.first, entry.answer):
        skip = entry.skip if place == entry.first else 0
        mark = _PART.match(lines[place].text, skip)
        if mark and mark[1] == chr(ord("a") + len(starts)):
            starts.append((place, mark.end(), mark[1]))
    if len(starts) < 2:
        return ()
    answers = _answers_of_parts(told)
    parts = []
    ends = [*(place for place, _skip, _label in starts[1:]), entry.answer]
    for (place, skip, label), end in zip(starts, ends, strict=True):
        flow = source.flow(lines[place:end], skip=skip)
        parts.append(Part(label, flow.text.strip(), answers.get(label, ""), flow.whole))
    return tuple(parts)


def _answers_of_parts(told: Flow) -> dict[str, str]:
    marks = list(
        re.finditer(r"(?:^|[\n ])Zu ((?:[a-z]\)?(?:, | und | bis )?)+)\)?\s*:?(?=[\n ])", told.text)
    )
    found: dict[str, str] = {}
    for at, mark in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(told.text)
        for label in _letters(mark[1]):
            found[label] = told.text[mark.end() : end].strip()
    return found


def _letters(text: str) -> list[str]:
    """
    >>> _letters("a und c bis e)")
    ['a', 'c', 'd', 'e']
    """
    found: list[str] = []
    for one in re.finditer(r"\b([a-z])\b(?:\)?\s*bis\s*([a-z])\b)?", text):
        first, last = ord(one[1]), ord(one[2] or one[1])
        found += map(chr, range(first, last + 1))
    return found


def _answers_apart(
    source: Source, entries: Sequence[Entry], made: Sequence[Question]
) -> list[Question]:
    """Answers that stand behind all questions, under marks such as "Zu 3:"."""
    result = list(made)
    if not entries or any(one.answer for one in made[:-1]):
        return result
    lines = source.lines
    end = entries[-1].end
    marks = answer_marks(lines, entries[-1].answer, end)
    by_label = {one.label: at for at, one in enumerate(made)}
    if not marks:
        return result
    result[-1] = replace(result[-1], answer="", answer_span=None, references=())
    for at, (place, skip, labels) in enumerate(marks):
        until = marks[at + 1][0] if at + 1 < len(marks) else end
        told = source.flow(_cut_tail(lines[place:until]), skip=skip)
        shared = tuple(label for label in labels if label in by_label)
        for label in shared:
            result[by_label[label]] = replace(
                result[by_label[label]],
                answer=told.text.strip(),
                answer_span=told.whole,
                references=_references(told),
                together=shared if len(shared) > 1 else (),
            )
    return result


def _paper(
    head: Head, prefaces: tuple[Preface, ...], asked: tuple[Question, ...], source: Source
) -> Paper:
    return Paper(
        kind=head.kind,
        instrument=head.instrument,
        inquiry_number=head.inquiry_number,
        paper=head.paper,
        inquiry_paper=head.inquiry_paper,
        term=head.term,
        title=_without_marks(head.title, source),
        askers=head.askers,
        lead_ministry=head.lead,
        agreeing_ministries=head.agreeing,
        dates_of_paper=head.dates,
        prefaces=prefaces,
        questions=asked,
        notes=source.notes,
    )


def _without_marks(title: Value | None, source: Source) -> Value | None:
    """A title without the marks of footnotes."""
    if title is None:
        return None
    labels = {note.label for note in source.notes}
    text = _MARK.sub(lambda found: "" if found[0] in labels else found[0], title.text)
    return replace(title, text=text)


def _with_mentions(
    paper: Paper,
    source: Source,
    entries: Sequence[Entry],
    headings: Sequence[tuple[int, str, Speaker]],
    first: int,
) -> Paper:
    """Norms, dates, figures, papers and annexes, each with who speaks where that matters."""
    lines = source.lines
    whole = source.flow(lines)
    ends = [*(one[0] for one in headings[1:]), first]
    spoken = [
        (speaker, source.flow(_without_answerer(source, place + 1, end)))
        for (place, _heading, speaker), end in zip(headings, ends, strict=False)
    ]
    for entry in entries:
        spoken.append(
            (Speaker.ASKER, source.flow(lines[entry.first : entry.answer], skip=entry.skip))
        )
        spoken.append((Speaker.GOVERNMENT, source.flow(_cut_tail(lines[entry.answer : entry.end]))))
    return replace(
        paper,
        laws=tuple(asserting.laws(whole)),
        dates=tuple(dating.mentions(whole)),
        figures=tuple(chain.from_iterable(asserting.figures(flow, who) for who, flow in spoken)),
        papers=tuple(
            one
            for one in asserting.papers(whole)
            if not paper.paper or one.text != paper.paper.text
        ),
        annexes=tuple(asserting.annexes(whole)),
    )
