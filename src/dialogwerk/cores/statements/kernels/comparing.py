"""`deviations.compare` as a kernel: own words and left-out sentences of many letters.

Function by function the same as there. A letter that only Python can read is marked.
"""

from __future__ import annotations

from dialogwerk.cores.statements import deviations
from dialogwerk.cores.statements.kernels.aligning import meet_in_gaps, meet_in_runs
from dialogwerk.cores.statements.kernels.alphabet import ALPHA, SPACE
from dialogwerk.cores.statements.kernels.compiling import inner, kernel, leaf
from dialogwerk.cores.statements.kernels.folding import read_letter
from dialogwerk.cores.statements.kernels.framing import is_sender_part
from dialogwerk.cores.statements.kernels.sentencing import (
    cut_sentences,
    usual_line,
    writes_without_capitals,
)

_OWN_SENTENCE, _LEFT_OUT_BELOW = deviations.OWN_SENTENCE, deviations.LEFT_OUT_BELOW
_MET_BY_CHANCE, _SENDER = deviations.MET_BY_CHANCE, deviations.LONGEST_SENDER
FOR_PYTHON = -1


@kernel
def compare_letters(rules, data, offsets, chosen, forms, book, room, counts, own, left_out):
    """Compare letters of a column, each with its form.

    Args:
        data, offsets: the bytes of the column, and where each letter begins in them.
        chosen, forms: numbers of the letters, and of the form of each in the book.
        counts: shape (letters, 2), number of own spans and of left-out sentences, written here;
            `FOR_PYTHON` where Python must compare.
        own: shape (spans, 2), own words of all letters one after the other, in characters.
        left_out: sentences of the forms, likewise.
    """
    spans = sentences = 0
    for number in range(len(chosen)):
        begin, end = offsets[chosen[number]], offsets[chosen[number] + 1]
        form = forms[number]
        count, chain, frames, length = read_letter(
            rules, data, begin, end, room.codes, room.info, room.frame, room.words, room.ends
        )
        if count > 0 and chain == book.chains[form]:
            counts[number] = 0
            continue
        sentence_count = -1
        if count > 0:
            sentence_count = laid_beside(rules, book, form, room, count, frames, length)
        if sentence_count < 0:
            counts[number] = FOR_PYTHON
            continue
        first, before = spans, sentences
        spans = _own_spans(room, sentence_count, own, spans)
        sentences = _left_out(book, form, room, left_out, sentences)
        counts[number, 0], counts[number, 1] = spans - first, sentences - before


@inner
def laid_beside(rules, book, form, room, count, frames, length):
    """Find each word of a letter in a form, and say which are own.

    Returns:
        Number of its sentences; -1 for Python.
    """
    meet_in_runs(book, form, room, count)
    sentences = _cut(room, count, frames, length)
    if not meet_in_gaps(rules, book, form, room, count):
        return -1
    for at in range(count):
        room.own[at] = room.place[at] < 0
    for number in range(sentences):
        _fill_sentence(room.own, room.sentences[number, 2], room.sentences[number, 3])
    _drop_scraps(rules, room, count)
    return sentences


@inner
def _cut(room, count, frames, length):
    """The sentences between the spans of the frame, with the words of each."""
    without_capitals = writes_without_capitals(room.info, length)
    usual = usual_line(room.codes, length)
    room.begins[: count + 1] = False
    found = word = at = 0
    for number in range(frames + 1):
        until = room.frame[number, 0] if number < frames else length
        some = 0
        if until > at:
            some = cut_sentences(room, length, at, until, without_capitals, usual)
        for one in range(some):
            end = room.cut[one, 1]
            room.sentences[found, 0], room.sentences[found, 1] = room.cut[one, 0], end
            room.sentences[found, 2] = word
            room.begins[word] = True
            while word < count and room.ends[word, 0] < end:
                word += 1
            room.sentences[found, 3] = word
            found += 1
        if number < frames:
            at = room.frame[number, 1]
    return found


@inner
def _fill_sentence(own, begin, end):
    """Few shared words between own ones of a sentence belong to them ("in der")."""
    count = 0
    for at in range(begin, end):
        count += own[at]
    if count == 0:
        return
    whole = count >= _OWN_SENTENCE * (end - begin)
    longest = _MET_BY_CHANCE if whole else 2
    at = begin
    while at < end:
        if own[at]:
            at += 1
            continue
        first = at
        while at < end and not own[at]:
            at += 1
        if at - first <= longest and (whole or (first > begin and at < end)):
            own[first:at] = True


@inner
def _drop_scraps(rules, room, count):
    """What a scanner left, or the sender's name and address filled into the form, is not own."""
    at = 0
    while at < count:
        if not room.own[at]:
            at += 1
            continue
        begin = at
        while at < count and room.own[at]:
            at += 1
        if _is_no_statement(rules, room, begin, at):
            room.own[begin:at] = False


@inner
def _is_no_statement(rules, room, begin, end):
    first, last = room.letters_of[begin], room.letters_of[begin + 1]
    if end - begin == 1 and last - first <= 2:
        for place in range(first, last):
            if not rules[room.letters[place]] & ALPHA:
                return False
        return True
    return end - begin <= _SENDER and is_sender_part(
        rules, room.codes, room.info, room.ends[begin, 0], room.ends[end - 1, 1]
    )


@leaf
def _put(room, own, first, count, begin, end):
    """Add a span, in one piece with the last if only white space is between."""
    if count > first:
        at = own[count - 1, 1]
        while at < begin and room.info[at] & SPACE:
            at += 1
        if at >= begin:
            own[count - 1, 1] = end
            return count
    own[count, 0], own[count, 1] = begin, end
    return count + 1


@inner
def _own_spans(room, sentences, own, count):
    """Own words as few spans: whole sentences with their punctuation, neighbours in one piece."""
    nothing_before = count
    for number in range(sentences):
        first, last = room.sentences[number, 2], room.sentences[number, 3]
        at = first
        while at < last and room.own[at]:
            at += 1
        if at == last and last > first:
            begin, end = room.sentences[number, 0], room.sentences[number, 1]
            count = _put(room, own, nothing_before, count, begin, end)
            continue
        at = first
        while at < last:
            if not room.own[at]:
                at += 1
                continue
            start = at
            while at < last and room.own[at]:
                at += 1
            count = _put(
                room, own, nothing_before, count, room.ends[start, 0], room.ends[at - 1, 1]
            )
    return count


@inner
def _left_out(book, form, room, left_out, count):
    """Numbers of the sentences of the form that the letter lacks."""
    low = book.sentences_of[form]
    for number in range(low, book.sentences_of[form + 1]):
        begin, end = book.sentences[number, 0], book.sentences[number, 1]
        met = 0
        for at in range(begin, end):
            met += room.met[at]
        if end > begin and met < _LEFT_OUT_BELOW * (end - begin):
            left_out[count] = number - low
            count += 1
    return count
