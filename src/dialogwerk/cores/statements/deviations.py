"""A letter beside the form it was made from: what the person added, and what they left out.

>>> form = "Der Windpark ist zu laut. Er schadet dem Rotmilan. Bitte lehnen Sie ihn ab."
>>> letter = "Der Windpark ist zu laut. Meine Tochter schläft schlecht. Bitte lehnen Sie ihn ab!"
>>> found = compare(form, letter)
>>> [span.of(letter) for span in found.own], [span.of(form) for span in found.left_out]
(['Meine Tochter schläft schlecht.'], ['Er schadet dem Rotmilan.'])
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA, Indel

from dialogwerk.cores.statements.sender_block import frame, is_sender_part
from dialogwerk.cores.statements.sentences import sentences
from dialogwerk.cores.statements.spans import Span, gaps
from dialogwerk.cores.statements.words import fold_cached, listed, located, raw_words

RUN = 3
SAME_PASSAGE = 0.8
OWN_SENTENCE = 0.6
LEFT_OUT_BELOW = 0.5
WINDOW = 8
MET_BY_CHANCE = 4
LONGEST_SENDER = 14
NEGATIONS = ("kein", "nicht", "nie", "weder", "ohne", "nein", "un")
HARMLESS = frozenset(listed("und uns unser unsere unseren unserem unserer unseres unter"))


@dataclass(frozen=True)
class Change:
    """A passage of the form and what the letter says in its place."""

    template: Span
    letter: Span


@dataclass(frozen=True)
class Deviation:
    """Where a letter departs from a form. All spans are characters, sorted and disjoint.

    Attributes:
        own: the person's own words, in the letter.
        left_out: sentences of the form that the letter lacks, in the template.
        changed: passages of the form that the letter says otherwise; their words in the letter are
            part of ``own``.
        frame: address, date, salutation, closing and signature, in the letter; never part of
            ``own``.
        own_share: own words by all words of the letter without its frame, in [0, 1].
    """

    own: tuple[Span, ...]
    left_out: tuple[Span, ...]
    changed: tuple[Change, ...]
    frame: tuple[Span, ...]
    own_share: float


def compare(template: str, letter: str) -> Deviation:
    """Find own words and left-out sentences, whatever the order of the passages.

    Forgives case, white space, punctuation, hyphens at line breaks, typing and scanning errors.
    """
    form = prepared(template)
    outside = frame(letter)
    if _folded(letter, outside) == form.folded:
        return Deviation((), (), (), outside, 0.0)
    text = _read(letter, outside)
    place = met_in_runs(form, text)
    comparison = Comparison(form, text, place, list(_stretches(place, -1)))
    own = comparison.own_words()
    return Deviation(
        own=tuple(own_spans(text, own)),
        left_out=tuple(comparison.left_out()),
        changed=tuple(comparison.changes(own)),
        frame=outside,
        own_share=sum(own) / len(own) if own else 0.0,
    )


@dataclass(frozen=True)
class Text:
    """A text without its frame: its words, and for each sentence the range of its words."""

    raw: str
    frame: tuple[Span, ...]
    folded: Sequence[str]
    begins: list[int]
    ends: list[int]
    sentences: list[tuple[Span, int, int]]

    def span(self, first: int, last: int) -> Span:
        """From the word ``first`` to the word before ``last``."""
        return Span(self.begins[first], self.ends[last - 1])


@dataclass(frozen=True)
class Form(Text):
    """A text that many letters are compared with."""

    runs: dict[tuple[str, ...], int]


def _folded(text: str, outside: Sequence[Span]) -> list[str]:
    """The words of a letter, as quickly as possible: most letters change nothing."""
    return [
        fold_cached(word)
        for piece in gaps(outside, len(text))
        for word in raw_words(piece.of(text))
    ]


def _read(text: str, outside: tuple[Span, ...]) -> Text:
    folded: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    cut: list[tuple[Span, int, int]] = []
    for piece in gaps(outside, len(text)):
        at = len(folded)
        more = located(text, piece.start, piece.end)
        folded += more[0]
        begins += more[1]
        ends += more[2]
        for sentence in sentences(text, piece.start, piece.end):
            begin = at
            at = bisect_left(begins, sentence.end, begin)
            cut.append((sentence, begin, at))
    return Text(text, outside, folded, begins, ends, cut)


@lru_cache(maxsize=512)
def prepared(template: str) -> Form:
    """The form, read once for all its letters."""
    text = _read(template, frame(template))
    runs: dict[tuple[str, ...], int] = {}
    for at, run in enumerate(_runs(text.folded)):
        runs.setdefault(run, at)
    return Form(text.raw, text.frame, text.folded, text.begins, text.ends, text.sentences, runs)


def met_in_runs(form: Form, text: Text) -> list[int]:
    """Every run of three words that the form has too, wherever it stands there."""
    place = [-1] * len(text.folded)
    for at, run in enumerate(_runs(text.folded)):
        found = form.runs.get(run)
        if found is not None:
            place[at : at + RUN] = range(found, found + RUN)
    return place


def _runs(folded: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(folded[offset:] for offset in range(RUN)), strict=False)


class Comparison:
    """One letter beside one form: which word stands where in the form (-1: nowhere).

    Args:
        place: per word of the letter where `met_in_runs` finds it in the form.
        open_: the ranges of words that it does not find.
    """

    def __init__(
        self, form: Form, text: Text, place: list[int], open_: Iterable[tuple[int, int]]
    ) -> None:
        self.form, self.text, self.place = form, text, place
        self.met = [False] * len(form.folded)
        for found in place:
            if found >= 0:
                self.met[found] = True
        self._meet_in_gaps(open_)

    def _meet_in_gaps(self, open_: Iterable[tuple[int, int]]) -> None:
        """Words between two such runs that are those of the form, except for small errors."""
        begins = {begin for _sentence, begin, _end in self.text.sentences}
        for begin, end in open_:
            low = self.place[begin - 1] + 1 if begin else 0
            high = self.place[end] if end < len(self.place) else len(self.form.folded)
            end, high = self._follow(end, begin, high, low, -1)
            cuts = [begin, *(at for at in range(begin + 1, end) if at in begins), end]
            for first, last in pairwise(sorted(set(cuts))):
                low = self._meet_in_gap(first, last, low, high)

    def _follow(self, at: int, until: int, place: int, stop: int, step: int) -> tuple[int, int]:
        """Go on from a neighbour of a gap, forwards or backwards, as long as words are the same."""
        back = min(step, 0)
        while (stop - place) * step > 0 and (until - at) * step > 0:
            if self.text.folded[at + back] != self.form.folded[place + back]:
                break
            self.place[at + back] = place + back
            self.met[place + back] = True
            at, place = at + step, place + step
        return at, place

    def _meet_in_gap(self, begin: int, end: int, low: int, high: int) -> int:
        """One gap within a sentence; gives back where in the form the next one may begin."""
        begin, low = self._follow(begin, end, low, high, 1)
        for first, last in _candidates(low, high, end - begin, len(self.form.folded)):
            if self._align(begin, end, first, last):
                return max(self.place[begin:end]) + 1
        return low

    def _align(self, begin: int, end: int, low: int, high: int) -> bool:
        """Match the words of a gap in order; False if most of them do not occur there."""
        mine, theirs = self.text.folded[begin:end], self.form.folded[low:high]
        if not theirs:
            return False
        pairs = _pairs(mine, theirs)
        if len(pairs) < SAME_PASSAGE * len(mine) and _same_passage(mine, theirs):
            pairs = [(at, min(at, len(theirs) - 1)) for at in range(len(mine))]
            self.met[low:high] = [True] * (high - low)
        if 2 * len(pairs) <= len(mine):
            return False
        for at, found in pairs:
            self.place[begin + at] = low + found
            self.met[low + found] = True
        return True

    def own_words(self) -> list[bool]:
        """Per word of the letter: whether it is the person's own."""
        own = [found < 0 for found in self.place]
        for _sentence, begin, end in self.text.sentences:
            count = own[begin:end].count(True)
            if count >= OWN_SENTENCE * (end - begin):
                _bridge(own, begin, end, MET_BY_CHANCE, edges=True)
            elif count:
                _bridge(own, begin, end, 2, edges=False)
        for begin, end in list(_stretches(own, True)):
            if self._is_no_statement(begin, end):
                own[begin:end] = [False] * (end - begin)
        return own

    def _is_no_statement(self, begin: int, end: int) -> bool:
        """A scrap left by a scanner, or the sender's name and address filled into the form."""
        if end - begin == 1 and len(self.text.folded[begin]) <= 2:
            return self.text.folded[begin].isalpha()
        return end - begin <= LONGEST_SENDER and is_sender_part(
            self.text.span(begin, end).of(self.text.raw)
        )

    def left_out(self) -> Iterator[Span]:
        """Sentences of the form that the letter lacks."""
        for sentence, begin, end in self.form.sentences:
            if end > begin and self.met[begin:end].count(True) < LEFT_OUT_BELOW * (end - begin):
                yield sentence

    def changes(self, own: Sequence[bool]) -> Iterator[Change]:
        """Own words between two passages of the form that enclose other words there."""
        for begin, end in _stretches(own, True):
            if begin == 0 or end == len(own):
                continue
            low, high = self.place[begin - 1] + 1, self.place[end]
            if 0 < low < high and not any(self.met[low:high]):
                yield Change(self.form.span(low, high), self.text.span(begin, end))


def _same_passage(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether two passages are the same although their words are cut differently."""
    return _same_sense(mine, theirs) and (
        Indel.normalized_similarity("".join(mine), "".join(theirs)) >= SAME_PASSAGE
    )


def _slip(mine: str, theirs: str) -> bool:
    """Whether one word may be the other with a typing or scanning error, and means the same.

    >>> _slip("windpork", "windpark"), _slip("keine", "eine"), _slip("1400", "1700")
    (True, False, False)
    """
    errors = 1 + (len(mine) > 7) + (len(mine) > 11)
    if len(mine) < 4 or abs(len(mine) - len(theirs)) > errors:
        return False
    if OSA.distance(mine, theirs, score_cutoff=errors) > errors:
        return False
    return _same_sense([mine], [theirs])


def _same_sense(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether both have the same numbers and negations, which no error may explain away."""
    return _weighty(mine) == _weighty(theirs)


def _weighty(found: Sequence[str]) -> list[str]:
    numbers = [word for word in found if word.isdigit()]
    negations = [word for word in found if word.startswith(NEGATIONS) and word not in HARMLESS]
    return numbers + [word[:2] for word in negations]


def _candidates(low: int, high: int, length: int, total: int) -> Iterator[tuple[int, int]]:
    """Where in the form the words of a gap may stand: between its neighbours, or beside one."""
    reach = 2 * length + 3
    if low <= high <= low + reach:
        yield low, high
    else:
        yield low, min(low + reach, total)
        yield max(0, high - reach), high


def _pairs(mine: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Words of two sequences that are the same except for small errors, in order.

    >>> _pairs(["grund", "wasser", "steigt"], ["das", "grundwasser", "stiegt"])
    [(0, 1), (1, 1), (2, 2)]
    """
    found: list[tuple[int, int]] = []
    at = skip = 0
    for number, word in enumerate(mine):
        if skip:
            skip = 0
            continue
        both = word + mine[number + 1] if number + 1 < len(mine) else ""
        for other in range(at, min(at + WINDOW, len(theirs))):
            if word == theirs[other] or _slip(word, theirs[other]):
                found.append((number, other))
            elif both == theirs[other]:
                found += [(number, other), (number + 1, other)]
                skip = 1
            else:
                continue
            at = other + 1
            break
    return found


def _stretches(values: Sequence[object], wanted: object) -> Iterator[tuple[int, int]]:
    """Ranges of neighbours that have the wanted value.

    >>> list(_stretches([1, 0, 0, 1, 0], 0))
    [(1, 3), (4, 5)]
    """
    end, count = 0, len(values)
    with suppress(ValueError):  # no more of them
        while True:
            begin = end = values.index(wanted, end)
            while end < count and values[end] == wanted:
                end += 1
            yield begin, end


def _bridge(own: list[bool], begin: int, end: int, longest: int, *, edges: bool) -> None:
    """Few shared words between own ones of a sentence belong to them ("in der")."""
    for first, last in list(_stretches(own[begin:end], False)):
        inside = first > 0 and last < end - begin
        if last - first <= longest and (inside or edges):
            own[begin + first : begin + last] = [True] * (last - first)


def own_spans(text: Text, own: Sequence[bool]) -> list[Span]:
    """Own words as few spans: whole sentences with their punctuation, neighbours in one piece."""
    spans: list[Span] = []
    for sentence, begin, end in text.sentences:
        if end > begin and all(own[begin:end]):
            spans.append(sentence)
        else:
            spans += [text.span(begin + a, begin + b) for a, b in _stretches(own[begin:end], True)]
    return _merged(text.raw, spans)


def _merged(raw: str, spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and not raw[merged[-1].end : span.start].strip():
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged
