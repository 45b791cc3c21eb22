"""A letter's words beside a form: equal runs, then small errors in the gaps between them.

The same as `deviations.Comparison` does with words as strings, over their 32 bits and letters.
"""

from __future__ import annotations

import numpy as np

from dialogwerk.cores.statements import deviations
from dialogwerk.cores.statements.kernels.alphabet import ALNUM, DIGIT, MARK, PLANE
from dialogwerk.cores.statements.kernels.compiling import inner, kernel, leaf
from dialogwerk.cores.statements.kernels.dictionary import NUMBER, sense
from dialogwerk.cores.statements.kernels.folding import mixed
from dialogwerk.cores.statements.kernels.rules import FOLDED
from dialogwerk.cores.statements.kernels.slips import common_letters, few_errors

_PRIME = np.uint64(0x100000001B3)
_HALF = np.uint64(32)
_SAME_PASSAGE, _WINDOW = deviations.SAME_PASSAGE, deviations.WINDOW
_PYTHON = -2


@leaf
def _run(words, at):
    """A hash of three neighbouring words."""
    two = (np.uint64(words[at]) << _HALF) | np.uint64(words[at + 1])
    return mixed(mixed(two) * _PRIME + np.uint64(words[at + 2]))


@kernel
def put_runs(words, keys, places):
    """Fill a table of the runs of a form, each with the place where it stands first.

    Args:
        words: the words of the form.
        keys, places: the table; its length is a power of two, ``places`` is -1 everywhere.
    """
    mask = np.uint64(len(keys) - 1)
    for at in range(len(words) - 2):
        key = _run(words, at)
        slot = key & mask
        while places[slot] >= 0 and keys[slot] != key:
            slot = (slot + np.uint64(1)) & mask
        if places[slot] < 0:
            keys[slot], places[slot] = key, at


@inner
def meet_in_runs(book, form, room, count):
    """Find every run of three words of a letter in a form: `deviations.met_in_runs`."""
    low = book.runs_of[form]
    mask = np.uint64(book.runs_of[form + 1] - low - 1)
    room.place[:count] = -1
    for at in range(count - 2):
        key = _run(room.words, at)
        slot = key & mask
        while book.places[low + slot] >= 0 and book.runs[low + slot] != key:
            slot = (slot + np.uint64(1)) & mask
        found = book.places[low + slot]
        if found >= 0:
            for step in range(3):
                room.place[at + step] = found + step
    room.met[: book.words_of[form + 1] - book.words_of[form]] = False
    for at in range(count):
        if room.place[at] >= 0:
            room.met[room.place[at]] = True


@inner
def meet_in_gaps(rules, book, form, room, count):
    """Find the words between such runs that are those of the form, except for small errors.

    Returns:
        False where Python must do it.
    """
    at = letters = 0
    while at < count:
        if room.place[at] >= 0:
            at += 1
            continue
        begin = at
        while at < count and room.place[at] < 0:
            at += 1
        letters = _fold(rules, room, begin, at, letters)
        if not _meet_between(book, form, room, begin, at, count):
            return False
    return True


@inner
def _meet_between(book, form, room, begin, end, count):
    """The words between two runs, sentence by sentence."""
    low = room.place[begin - 1] + 1 if begin else 0
    high = room.place[end] if end < count else book.words_of[form + 1] - book.words_of[form]
    end, high = _follow_back(book, form, room, end, begin, high, low)
    first = begin
    while first < end:
        last = first + 1
        while last < end and not room.begins[last]:
            last += 1
        low = _meet_in_gap(book, form, room, first, last, low, high)
        if low == _PYTHON:
            return False
        first = last
    return True


@inner
def _follow_back(book, form, room, at, until, place, stop):
    """Go back from a neighbour of a gap as long as words are the same."""
    words = book.words_of[form]
    while place > stop and at > until and room.words[at - 1] == book.words[words + place - 1]:
        at, place = at - 1, place - 1
        room.place[at] = place
        room.met[place] = True
    return at, place


@inner
def _follow(book, form, room, at, until, place, stop):
    """Go on from a neighbour of a gap as long as words are the same."""
    words = book.words_of[form]
    while place < stop and at < until and room.words[at] == book.words[words + place]:
        room.place[at] = place
        room.met[place] = True
        at, place = at + 1, place + 1
    return at, place


@inner
def _meet_in_gap(book, form, room, begin, end, low, high):
    """One gap within a sentence; gives back where in the form the next one may begin."""
    begin, low = _follow(book, form, room, begin, end, low, high)
    if begin == end:
        return low
    reach = 2 * (end - begin) + 3
    total = book.words_of[form + 1] - book.words_of[form]
    if low <= high <= low + reach:
        found = _align(book, form, room, begin, end, low, high)
    else:
        found = _align(book, form, room, begin, end, low, min(low + reach, total))
        if found == 0:
            found = _align(book, form, room, begin, end, max(0, high - reach), high)
    if found <= 0:
        return low if found == 0 else _PYTHON
    furthest = -1
    for at in range(begin, end):
        furthest = max(furthest, room.place[at])
    return furthest + 1


@inner
def _align(book, form, room, begin, end, low, high):
    """Match the words of a gap in order; 0 if most of them do not occur there, -1 for Python."""
    if low >= high:
        return 0
    words = book.words_of[form]
    count = _pairs(book, room, begin, end, words + low, words + high)
    if count < _SAME_PASSAGE * (end - begin):
        same = _same_passage(book, room, begin, end, words + low, words + high)
        if same < 0:
            return -1
        if same:
            count = end - begin
            for at in range(count):
                room.pairs[at, 0], room.pairs[at, 1] = at, min(at, high - low - 1)
            room.met[low:high] = True
    if 2 * count <= end - begin:
        return 0
    for number in range(count):
        at, found = room.pairs[number, 0], room.pairs[number, 1]
        room.place[begin + at] = low + found
        room.met[low + found] = True
    return 1


@inner
def _pairs(book, room, begin, end, low, high):
    """Words of two sequences that are the same except for small errors, in order.

    Args:
        begin, end: words of the letter.
        low, high: words in the book.
    """
    count, at, number = 0, low, begin
    while number < end:
        step = 1
        for other in range(at, min(at + _WINDOW, high)):
            met = _same_word(book, room, number, other)
            if not met and number + 1 < end and _is_both(book, room, number, other):
                met, step = True, 2
            if met:
                for one in range(step):
                    room.pairs[count, 0] = number + one - begin
                    room.pairs[count, 1] = other - low
                    count += 1
                at = other + 1
                break
        number += step
    return count


@leaf
def _same_word(book, room, number, other):
    return room.words[number] == book.words[other] or _slip(book, room, number, other)


@inner
def _slip(book, room, number, other):
    """Whether one word may be the other with an error, and means the same: `deviations._slip`."""
    begin, end = room.letters_of[number], room.letters_of[number + 1]
    low, high = book.letters_of[other], book.letters_of[other + 1]
    size = end - begin
    most = 1 + (size > 7) + (size > 11)
    if size < 4 or abs(size - (high - low)) > most:
        return False
    if room.senses[number] != book.senses[other] or room.senses[number] == NUMBER:
        return False
    return few_errors(room.letters, begin, end, book.letters, low, high, most, room.rows)


@inner
def _is_both(book, room, number, other):
    """Whether a word and the next are one word of the form that was cut in two."""
    begin, end = room.letters_of[number], room.letters_of[number + 2]
    low = book.letters_of[other]
    if book.letters_of[other + 1] - low != end - begin:
        return False
    for at in range(end - begin):
        if room.letters[begin + at] != book.letters[low + at]:
            return False
    return True


@inner
def _same_passage(book, room, begin, end, low, high):
    """Whether two passages are the same although their words are cut differently.

    Returns:
        1 or 0; -1 where Python must decide.
    """
    first, last = room.letters_of[begin], room.letters_of[end]
    lowest, highest = book.letters_of[low], book.letters_of[high]
    letters = last - first + highest - lowest
    shorter = min(last - first, highest - lowest)
    if 1.0 - (letters - 2 * shorter) / letters < _SAME_PASSAGE:
        return 0
    if not _same_sense(book, room, begin, end, low, high):
        return 0
    common = common_letters(
        room.letters, first, last, book.letters, lowest, highest, room.masks, room.state
    )
    if common < 0:
        return -1
    return 1.0 - (letters - 2 * common) / letters >= _SAME_PASSAGE


@inner
def _same_sense(book, room, begin, end, low, high):
    """Whether both have the same numbers, and the same negations, in the same order."""
    for wants_numbers in (True, False):
        at, other = begin, low
        while True:
            while at < end and not _counts(room.senses[at], wants_numbers):
                at += 1
            while other < high and not _counts(book.senses[other], wants_numbers):
                other += 1
            if at == end or other == high:
                if at < end or other < high:
                    return False
                break
            if room.senses[at] != book.senses[other]:
                return False
            if wants_numbers and room.words[at] != book.words[other]:
                return False
            at, other = at + 1, other + 1
    return True


@leaf
def _counts(one, wants_numbers):
    return one > 0 and (one == NUMBER) == wants_numbers


@inner
def _fold(rules, room, begin, end, count):
    """Append the folded letters of some words, as `folding.read_words` reads them.

    Their senses are worked out too. Gives back the number of letters.
    """
    for word in range(begin, end):
        room.letters_of[word] = count
        digits = True
        for at in range(room.ends[word, 0], room.ends[word, 1]):
            if room.info[at] & ALNUM:
                first = count
                count = _fold_letter(rules, np.int64(room.codes[at]), room.letters, count)
                for place in range(first, count):
                    digits &= rules[room.letters[place]] & DIGIT > 0
            elif room.info[at] & MARK:
                room.letters[count] = ord("e")
                count, digits = count + 1, False
        room.senses[word] = sense(room.letters, room.letters_of[word], count, digits)
    room.letters_of[end] = count
    return count


@leaf
def _fold_letter(rules, code, letters, count):
    """Append the letters that one folds to (UTF-8 in the table); gives back their number."""
    if code < 128:
        letters[count] = rules[FOLDED + code] & 0xFF
        return count + 1
    raw = np.int64(rules[FOLDED + code]) | np.int64(rules[FOLDED + PLANE + code]) << 16
    left = rules[FOLDED + 2 * PLANE + code] & 0xFF
    while left > 0:
        byte = raw & 0xFF
        size = 1 + (byte >= 0xC0) + (byte >= 0xE0)
        letter = byte if size == 1 else byte & (0x3F >> (size - 1))
        for step in range(1, size):
            letter = letter << 6 | ((raw >> (8 * step)) & 0x3F)
        letters[count] = letter
        count, raw, left = count + 1, raw >> (8 * size), left - size
    return count
