"""The form behind a campaign, quoted as a clerk would quote it.

Taken from the most typical letter, sentence by sentence: what most letters share stays, the frame
(address, greeting, signature) and what this one person wrote goes. Where people put building blocks
together, all blocks are quoted in the order in which they usually stand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from dialogwerk.cores.statements.bodies import Bodies, Ints
from dialogwerk.cores.statements.corpus import Corpus, Numbers
from dialogwerk.cores.statements.kernels.columns import TextColumn, raw_hashes
from dialogwerk.cores.statements.pools import Marks, Pools, covered, in_runs
from dialogwerk.cores.statements.sender_block import body, frame
from dialogwerk.cores.statements.sentences import sentences
from dialogwerk.cores.statements.spans import Span, gaps
from dialogwerk.cores.statements.words import Word, words

_GAP = "…"
_BLOCKS_FROM = 0.1
_WHOLE_FROM = 0.85
_SAMPLE = 40
_WRITTEN = 8


@dataclass
class _Block:
    """A sentence that several letters have, as they wrote it and where it stood (0 top, 1 end)."""

    written: Counter[str] = field(default_factory=Counter)
    places: list[float] = field(default_factory=list)


class UsualLetters:
    """The letters of some bodies, a few of those that were written in the same words.

    They are chosen by the hash of their bytes, so that it does not matter which came first.
    """

    def __init__(self, places: Mapping[int, Ints], texts: TextColumn) -> None:
        self._places, self._texts = places, texts

    def __getitem__(self, number: int) -> list[str]:
        places = self._places[number]
        if len(places) > _WRITTEN:
            places = places[np.argsort(raw_hashes(self._texts, places), kind="stable")[:_WRITTEN]]
        return [self._texts[place] for place in places.tolist()]


def usual_letters(bodies: Bodies, chosen: Ints, texts: TextColumn) -> UsualLetters:
    """The letters of the chosen bodies, by their place among the chosen."""
    number = np.full(len(bodies), -1, np.int64)
    number[chosen] = np.arange(len(chosen))
    of = number[bodies.entry]
    letters = np.flatnonzero(of >= 0)
    letters = letters[np.argsort(of[letters], kind="stable")]
    cuts = np.searchsorted(of[letters], np.arange(len(chosen) + 1)).tolist()
    return UsualLetters({one: letters[a:b] for one, (a, b) in enumerate(pairwise(cuts))}, texts)


def quote(corpus: Corpus, found: Pools, group: int, bodies: Ints, letters: UsualLetters) -> str:
    """The form of one group.

    Args:
        found: cores and pools of all groups.
        group: the group to quote.
        bodies: bodies of the group.
        letters: the letters of each of them.
    """
    bodies = np.sort(bodies)
    core, pool = _marks(corpus, found.core(group)), _marks(corpus, found.pool(group))
    core_words, pool_words = (covered(corpus, bodies, marks)[0] for marks in (core, pool))
    typical = _most_typical(corpus, bodies, core_words)
    text = _best_written(letters[typical])
    if not core_words.any():
        return "\n\n".join(piece.of(text).strip() for piece in _paragraphs(text)) or text.strip()
    if _is_kit(corpus, bodies, pool_words - core_words, found.core(group), typical):
        return _blocks(corpus, bodies, pool, letters)
    return _kept(text, _is_covered(corpus, typical, core))


def _is_kit(corpus: Corpus, bodies: Ints, extra: Ints, core: Numbers, typical: int) -> bool:
    """Whether people choose among building blocks, so that no letter shows the whole form."""
    shares = extra / corpus.words[bodies]
    shown = np.isin(core, corpus.shingles_of(typical)).mean()
    return bool(
        np.average(shares, weights=corpus.weight[bodies]) >= _BLOCKS_FROM or shown < _WHOLE_FROM
    )


def _marks(corpus: Corpus, shingles: Numbers) -> Marks:
    marks = np.zeros(len(corpus.hashes) + 1, np.bool_)
    marks[shingles] = True
    return marks


def _most_typical(corpus: Corpus, bodies: Ints, core_words: Ints) -> int:
    """The body with most of the core and least besides."""
    score = 3 * core_words - corpus.words[bodies]
    return int(bodies[np.lexsort((bodies, -corpus.weight[bodies], -score))[0]])


def _best_written(letters: Sequence[str]) -> str:
    """The usual way in which the same words were written, not in capitals and not broken."""
    if len(letters) == 1:
        return letters[0]
    bodies = {text: body(text) for text in letters}
    usual = Counter(bodies[text] for text in letters)

    def rank(text: str) -> tuple[int, bool, int, str]:
        return -usual[bodies[text]], text.isupper() or text.islower(), text.count("-\n"), text

    return min(letters, key=rank)


def _is_covered(corpus: Corpus, number: int, marks: Marks) -> Marks:
    """Per word of a body: whether it lies in a run of marked shingles."""
    return in_runs(marks[corpus.shingle[corpus.starts[number] : corpus.starts[number + 1]]])


def _paragraphs(text: str) -> list[Span]:
    return [span for span in gaps(frame(text), len(text)) if span.of(text).strip()]


def _sentences_with_words(text: str) -> Iterator[tuple[Span, list[Word]]]:
    for piece in _paragraphs(text) or [Span(0, len(text))]:
        inside = words(text, piece.start, piece.end)
        at = 0
        for sentence in sentences(text, piece.start, piece.end):
            begin = at
            while at < len(inside) and inside[at].start < sentence.end:
                at += 1
            yield sentence, inside[begin:at]


def _kept(text: str, is_covered: Marks) -> str:
    """The sentences of a letter of which at least half is covered, other words left out."""
    quoted: list[str] = []
    at, previous_end = 0, 0
    for sentence, inside in _sentences_with_words(text):
        flags = is_covered[at : at + len(inside)]
        at += len(inside)
        if len(flags) and 2 * int(flags.sum()) >= len(flags):
            if quoted:
                quoted.append(_between(text[previous_end : sentence.start]))
            quoted.append(_without_others(text, sentence, inside, flags))
        previous_end = sentence.end
    return "".join(quoted)


def _between(white: str) -> str:
    """A new paragraph, a new line or a blank, as in the letter."""
    return "\n\n" if white.count("\n") > 1 else "\n" if "\n" in white else " "


def _without_others(text: str, sentence: Span, inside: Sequence[Word], flags: Marks) -> str:
    """A sentence in which words that are not covered are replaced by one ellipsis each run."""
    pieces, at = [], sentence.start
    for number, word in enumerate(inside):
        if flags[number]:
            continue
        if number == 0 or flags[number - 1]:
            pieces += [text[at : word.start], _GAP]
        at = word.end
    return "".join([*pieces, text[at : sentence.end]])


def _blocks(corpus: Corpus, bodies: Ints, pool: Marks, letters: UsualLetters) -> str:
    """All sentences that at least a tenth of the letters share, in their usual order."""
    order = bodies[np.lexsort((bodies, -corpus.weight[bodies]))][:_SAMPLE].tolist()
    found: defaultdict[tuple[str, ...], _Block] = defaultdict(_Block)
    for number in order:
        text = _best_written(letters[number])
        for sentence, inside in _pool_sentences(text, _is_covered(corpus, number, pool)):
            block = found[tuple(word.folded for word in inside)]
            block.written[sentence.of(text)] += 1
            block.places.append(sentence.start / len(text))
    least = max(2, len(order) // 10)
    usual = {folded: block for folded, block in found.items() if len(block.places) >= least}
    chosen = _different(usual)
    chosen.sort(key=lambda folded: (sum(usual[folded].places) / len(usual[folded].places), folded))
    return "\n\n".join(_usual_form(usual[folded]) for folded in chosen)


def _pool_sentences(text: str, is_covered: Marks) -> Iterator[tuple[Span, list[Word]]]:
    at = 0
    for sentence, inside in _sentences_with_words(text):
        flags = is_covered[at : at + len(inside)]
        at += len(inside)
        if len(flags) and int(flags.sum()) >= 0.8 * len(flags):
            yield sentence, inside


def _usual_form(block: _Block) -> str:
    written = min(block.written, key=lambda text: (-block.written[text], text))
    return " ".join(written.split())


def _different(blocks: Mapping[tuple[str, ...], _Block]) -> list[tuple[str, ...]]:
    """The sentences, commonest first, without those that only repeat another with an error."""
    chosen: list[tuple[str, ...]] = []
    known: set[tuple[str, ...]] = set()
    for folded in sorted(blocks, key=lambda key: (-len(blocks[key].places), key)):
        runs = {folded[at : at + 3] for at in range(max(1, len(folded) - 2))}
        if len(runs & known) * 2 <= len(runs):
            chosen.append(folded)
            known |= runs
    return chosen
