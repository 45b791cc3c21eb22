"""`sentences` as a kernel: where German sentences end, over the code points of a letter.

Function by function the same as there.
"""

from __future__ import annotations

import numpy as np

from dialogwerk.cores.statements.kernels.alphabet import ALNUM, ALPHA, DIGIT, LOWER, SPACE, UPPER
from dialogwerk.cores.statements.kernels.compiling import inner, kernel, leaf
from dialogwerk.cores.statements.kernels.dictionary import (
    ABBREVIATION,
    BEFORE_NUMBER,
    MONTH,
    STARTER,
    empty_hash,
    sets_of,
    with_letter,
)

_QUOTES = "\"“”«»›‹’')]"
_OPENINGS = '"„“«»‚([–-'
_BULLETS = "-–—•·*▪‣○"
_ENDINGS = "!?:;…"
_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_STOP, _NEWLINE, _RETURN, _TAB, _BLANK = (ord(mark) for mark in ".\n\r\t ")
_SECTION, _UNDERSCORE, _SHARP_S = (ord(mark) for mark in "§_ß")
_RAISED = (0xB2, 0xB3, 0xB9)
_BACK, _BEFORE = 24, 20
_DIGITS, _NOTHING = np.uint16(DIGIT), np.uint16(0)


def _codes(marks: str) -> tuple[int, ...]:
    return tuple(map(ord, marks))


_QUOTE_CODES, _OPENING_CODES, _BULLET_CODES = _codes(_QUOTES), _codes(_OPENINGS), _codes(_BULLETS)
_ENDING_CODES, _LINE_END_CODES = _codes(_ENDINGS), _codes(_LINE_ENDS)
_MARK_CODES = _codes(".!?…")


@leaf
def _ends_with_mark(code):
    return code in _MARK_CODES


@leaf
def _is_word(codes, info, at):
    return info[at] & ALNUM > 0 or codes[at] == _UNDERSCORE


@leaf
def _is_digit(codes, info, at):
    return info[at] & DIGIT > 0 or codes[at] in _RAISED


@leaf
def _in_small(code):
    """A letter of German (or of Western Europe) in small."""
    if ord("A") <= code <= ord("Z") or (0xC0 <= code <= 0xDE and code != 0xD7):
        return code + 32
    return code


@inner
def _word_hash(codes, begin, end):
    """The hash of a word in small letters without blanks, and how many letters it has."""
    hashed, letters = empty_hash(), 0
    for at in range(begin, end):
        if codes[at] != _BLANK:
            hashed = with_letter(hashed, _in_small(codes[at]))
            letters += 2 if codes[at] == _SHARP_S else 1
    return hashed, letters


@kernel
def writes_without_capitals(info, length):
    """Whether the writer hardly ever uses a capital letter, so that none marks a new sentence."""
    head = min(length, 400)
    capitals = 0
    for at in range(head):
        capitals += info[at] & UPPER > 0
    return capitals * 100 < head


@kernel
def usual_line(codes, length):
    """Length of the longest line; -1 if there is only one."""
    longest, begin, several = 0, 0, False
    for at in range(length):
        if (codes[at] < _BLANK or codes[at] > 0x7F) and codes[at] in _LINE_END_CODES:
            longest, begin = max(longest, at - begin), at + 1
            several |= codes[at] == _NEWLINE
    return max(longest, length - begin) if several else -1


@inner
def _last_word(codes, info, low, end, stranger):
    """The last word before a place, if only signs follow it; (-1, -1) if there is none.

    Args:
        stranger: kind of characters that do not belong to it.
    """
    at = end
    while at > low and not _is_word(codes, info, at - 1):
        at -= 1
    until = at
    while at > low and info[at - 1] & ALNUM:
        if info[at - 1] & stranger:
            break
        at -= 1
    return (at, until) if at < until else (-1, -1)


@inner
def _section_sign(codes, info, low, end):
    """Where the section signs begin after which no word follows; -1 if there are none."""
    at, found = end, -1
    while at > low and not _is_word(codes, info, at - 1):
        at -= 1
        if codes[at] == _SECTION:
            found = at
    return found


@leaf
def _with_letters_before(info, codes, low, begin):
    """Where an abbreviation of several letters begins whose last part begins there ("z. B")."""
    while True:
        at = begin
        if at > low and info[at - 1] & SPACE:
            at -= 1
        if at - 2 < low or codes[at - 1] != _STOP:
            return begin
        if not info[at - 2] & ALNUM or info[at - 2] & DIGIT:
            return begin
        begin = at - 2


@inner
def _number_ends_sentence(codes, info, number, letters, following, until):
    """Tell "Satz 1. Das" (end) from "am 5. Mai" and "der 2. Bauabschnitt" (ordinal numbers)."""
    flags = sets_of(_word_hash(codes, following, until)[0])
    digits = following < until
    for at in range(following, until):
        digits &= _is_digit(codes, info, at)
    if flags & MONTH or digits:
        return False
    if letters > 2 or flags & STARTER or following == until:
        return True
    low = max(0, number - _BEFORE)
    begin, end = _last_word(codes, info, low, number, _DIGITS)
    if begin < 0:
        begin = _section_sign(codes, info, low, number)
        end = begin + 1
        while begin >= 0 and end < number and codes[end] == _SECTION:
            end += 1
    return begin >= 0 and sets_of(_word_hash(codes, begin, end)[0]) & BEFORE_NUMBER > 0


@inner
def _ends_sentence(codes, info, stop, several, following, until, without_capitals):
    """Whether a sentence ends with a stop.

    Args:
        stop, several: where it stands, and whether it is more than one full stop.
        following, until: the word after it; empty if there is none.
        without_capitals: see `writes_without_capitals`.
    """
    if following < until and info[following] & LOWER and not without_capitals:
        return False
    if codes[stop] != _STOP or several:
        return True
    low = max(0, stop - _BACK)
    begin, end = _last_word(codes, info, low, stop, _NOTHING)
    if begin < 0:
        return True
    first = _with_letters_before(info, codes, low, begin)
    hashed, letters = _word_hash(codes, first, end)
    if _is_digit(codes, info, end - 1):
        return _number_ends_sentence(codes, info, first, letters, following, until)
    last = first
    for at in range(first, end):
        if codes[at] == _STOP:
            last = at + 1
    last_hash, last_letters = _word_hash(codes, last, end)
    if (sets_of(hashed) | sets_of(last_hash)) & ABBREVIATION:
        return False
    return not (last_letters == 1 and info[end - 1] & ALPHA)


@inner
def _stops(codes, info, length, begin, end, without_capitals, found):
    """Ends of sentences by full stop, exclamation and question mark; gives back their number."""
    count, at = 0, begin
    while at < end:
        if not _ends_with_mark(codes[at]):
            at += 1
            continue
        stop = at
        while at < end and _ends_with_mark(codes[at]):
            at += 1
        several = at - stop > 1 and codes[stop + 1] == _STOP
        while at < end and codes[at] in _QUOTE_CODES:
            at += 1
        if at < end and not info[at] & SPACE:
            continue
        following = at
        while following < length and info[following] & SPACE:
            following += 1
        is_end = following == at
        while following < length and codes[following] in _OPENING_CODES:
            following += 1
        while following < length and info[following] & SPACE:
            following += 1
        until = following
        while until < length and info[until] & ALNUM:
            until += 1
        if until == following and following < length and codes[following] == _SECTION:
            until += 1
        if is_end or _ends_sentence(codes, info, stop, several, following, until, without_capitals):
            found[count] = at
            count += 1
    return count


@inner
def _abbreviated(codes, info, begin, end):
    """Whether the last word of a line is an abbreviation."""
    while end > begin and codes[end - 1] == _STOP:
        end -= 1
    while end > begin and info[end - 1] & SPACE:
        end -= 1
    at = end
    while at > begin and not info[at - 1] & SPACE:
        at -= 1
    if at == end:
        return False
    hashed, letters = _word_hash(codes, at, end)
    digits = True
    for place in range(at, end):
        digits &= _is_digit(codes, info, place)
    return sets_of(hashed) & ABBREVIATION > 0 or letters == 1 or digits


@inner
def _is_bullet(codes, info, at, length):
    """Whether a dot, a dash, a number or a letter of a list stands there."""
    if codes[at] in _BULLET_CODES:
        return at + 1 < length and info[at + 1] & SPACE > 0
    opened = codes[at] == ord("(")
    at += opened
    first = at
    while at < length and at - first < 2 and info[at] & DIGIT:
        at += 1
    if at > first:
        closed = at < length and (codes[at] == _STOP or codes[at] == ord(")"))
    else:
        closed = at + 1 < length and ord("a") <= codes[at] <= ord("z") and codes[at + 1] == ord(")")
        at += 1
    return closed and at + 1 < length and info[at + 1] & SPACE > 0


@inner
def _line_stands_alone(codes, info, length, begin, end, following, usual):
    if begin == end or following >= length or _is_bullet(codes, info, following, length):
        return True
    last = codes[end - 1]
    if last in _ENDING_CODES or (last == _STOP and not _abbreviated(codes, info, begin, end)):
        return True
    upper = info[following] & UPPER > 0 or _is_digit(codes, info, following)
    return upper and end - begin < 0.6 * usual and last != ord(",") and last != ord("-")


@leaf
def _blank_or_tab(code):
    return code in (_BLANK, _TAB)


@inner
def _breaks(codes, info, length, begin, end, usual, found):
    """Ends of sentences by blank lines, lists, headings and lines that end with a stop."""
    count, line, at = 0, begin, begin
    while usual >= 0 and at < end:
        if codes[at] != _NEWLINE:
            at += 1
            continue
        first = at
        if first > line and codes[first - 1] == _RETURN:
            first -= 1
        while first > line and _blank_or_tab(codes[first - 1]):
            first -= 1
        at += 1
        blank_lines, ahead = 0, at
        while ahead < end and (_blank_or_tab(codes[ahead]) or codes[ahead] in (_RETURN, _NEWLINE)):
            ahead += 1
            if codes[ahead - 1] == _NEWLINE:
                blank_lines, at = blank_lines + 1, ahead
        while at < end and _blank_or_tab(codes[at]):
            at += 1
        if blank_lines or _line_stands_alone(codes, info, length, line, first, at, usual):
            found[count] = first
            count += 1
        line = at
    return count


@kernel
def cut_sentences(room, length, begin, end, without_capitals, usual):
    """Write the sentences of a stretch of a letter to ``room.cut``; gives back their number.

    Args:
        without_capitals, usual: see the functions of these names.
    """
    codes, info, stops, breaks, found = room.codes, room.info, room.stops, room.breaks, room.cut
    some = _stops(codes, info, length, begin, end, without_capitals, stops)
    more = _breaks(codes, info, length, begin, end, usual, breaks)
    stops[some] = breaks[more] = end
    count = one = other = 0
    at = begin
    while one <= some or other <= more:
        if other > more or (one <= some and stops[one] <= breaks[other]):
            cut, one = stops[one], one + 1
        else:
            cut, other = breaks[other], other + 1
        first, last = at, cut
        while first < last and info[first] & SPACE:
            first += 1
        while last > first and info[last - 1] & SPACE:
            last -= 1
        if first < last:
            found[count, 0], found[count, 1] = first, last
            count += 1
            at = cut
    return count
