"""`sender_block.frame` as a kernel: address, date, salutation, closing and signature of a letter.

Function by function the same as there, over code points instead of strings.
"""

from __future__ import annotations

import numpy as np

from dialogwerk.cores.statements import sender_block
from dialogwerk.cores.statements.kernels.alphabet import ALNUM, ALPHA, DIGIT, SPACE, UPPER
from dialogwerk.cores.statements.kernels.compiling import inner, kernel, leaf
from dialogwerk.cores.statements.kernels.rules import (
    CLASSES,
    CLOSING,
    EDGE,
    MAY,
    NAME,
    NEEDS,
    PARTS,
    SALUTATION,
    SPEAKS,
    START,
    STEP,
    STRONG,
)

MOST_SPANS = 640
_HEAD, _TAIL = sender_block.HEAD, sender_block.TAIL
_LONGEST_SALUTATION = sender_block.LONGEST_SALUTATION
_NEWLINE, _BLANK, _TAB, _RETURN = ord("\n"), ord(" "), ord("\t"), ord("\r")
_COMMA, _SEMICOLON, _STOP, _BAR, _AT = ord(","), ord(";"), ord("."), ord("|"), ord("@")
_EXCLAMATION, _QUESTION = ord("!"), ord("?")


@leaf
def _class(info, at, end):
    """Class of the character at a place; `EDGE` at the end."""
    return np.int64(info[at]) >> 8 if at < end else EDGE


@leaf
def _before(info, at, begin):
    """Class of the character before a place; `EDGE` at the beginning."""
    return np.int64(info[at - 1]) >> 8 if at > begin else EDGE


@leaf
def _may_start(rules, number, before, following):
    """Whether an automaton goes at least one step from here."""
    return rules[MAY + before * CLASSES + following] & (1 << number) > 0


@inner
def _whole(rules, number, info, begin, end):
    """Whether an automaton matches the whole stretch, taken as a text of its own."""
    state = np.int64(rules[START + number * CLASSES + EDGE])
    for at in range(begin, end):
        state = np.int64(rules[STEP + state * CLASSES + (np.int64(info[at]) >> 8)] >> 1)
        if state == 0:
            return False
    return rules[STEP + state * CLASSES + EDGE] & 1 > 0


@inner
def longest(rules, number, info, at, end, before):
    """Where the longest match that begins at a place ends, or -1; ``before`` is the class there."""
    state = np.int64(rules[START + number * CLASSES + before])
    found = -1
    while state:
        step = rules[STEP + state * CLASSES + _class(info, at, end)]
        if step & 1:
            found = at
        if at >= end:
            break
        state = np.int64(step >> 1)
        at += 1
    return found


@inner
def _speaks(rules, info, begin, end):
    """Whether a word stands there that only sentences have."""
    before = EDGE
    for at in range(begin, end):
        following = np.int64(info[at]) >> 8
        if (
            _may_start(rules, SPEAKS, before, following)
            and longest(rules, SPEAKS, info, at, end, before) >= 0
        ):
            return True
        before = following
    return False


@leaf
def _is_space(info, at):
    return info[at] & SPACE > 0


@leaf
def _strip(info, begin, end):
    while begin < end and _is_space(info, begin):
        begin += 1
    while end > begin and _is_space(info, end - 1):
        end -= 1
    return begin, end


@inner
def _strong(rules, info, begin, end):
    begin, end = _strip(info, begin, end)
    if begin == end:
        return False
    kinds = np.int64(rules[MAY + EDGE * CLASSES + (np.int64(info[begin]) >> 8)])
    kinds &= (1 << STRONG) - 1
    if kinds & np.int64(rules[NEEDS]) and not _has_digit(info, begin, end):
        kinds &= ~np.int64(rules[NEEDS])
    number = 0
    while kinds:
        if kinds & 1 and _whole(rules, number, info, begin, end):
            return not _speaks(rules, info, begin, end)
        kinds >>= 1
        number += 1
    return False


@leaf
def _has_digit(info, begin, end):
    kinds = np.uint16(0)
    for at in range(begin, end):
        kinds |= info[at]
    return kinds & DIGIT > 0


@leaf
def _is_name_edge(code):
    return code in (_BLANK, _COMMA, _STOP, _TAB)


@inner
def _namelike(rules, codes, info, begin, end, most_words):
    while begin < end and _is_name_edge(codes[begin]):
        begin += 1
    while end > begin and _is_name_edge(codes[end - 1]):
        end -= 1
    if begin == end or end - begin > 70:
        return False
    blanks = 0
    for at in range(begin, end):
        blanks += codes[at] == _BLANK
    if blanks >= most_words:
        return False
    return _whole(rules, NAME, info, begin, end) and not _speaks(rules, info, begin, end)


@leaf
def _is_piece_edge(code):
    return code in (_BLANK, _COMMA, _SEMICOLON, _STOP, _NEWLINE)


@inner
def is_sender_part(rules, codes, info, begin, end):
    """`sender_block.is_sender_part`."""
    while begin < end and _is_piece_edge(codes[begin]):
        begin += 1
    while end > begin and _is_piece_edge(codes[end - 1]):
        end -= 1
    if begin == end:
        return False
    if _strong(rules, info, begin, end):
        return True
    sure = False
    part = begin
    while part < end or part == begin:
        at, following = _next_cut(rules, info, part, end, begin)
        if at == end and part == begin:
            return False  # the piece is its only part, and no strong one
        inner, outer = _strip(info, part, at)
        if inner < outer:
            if _strong(rules, info, inner, outer):
                sure = True
            elif not _namelike(rules, codes, info, part, at, 5):
                return False
        part = following
    return sure


@inner
def _next_cut(rules, info, at, end, begin):
    """Begin and end of what separates this part from the next; twice the end of all if nothing."""
    before = _before(info, at, begin)
    while at < end:
        following = np.int64(info[at]) >> 8
        if _may_start(rules, PARTS, before, following):
            cut = longest(rules, PARTS, info, at, end, before)
            if cut > at:
                return at, cut
        before = following
        at += 1
    return end, end


@leaf
def _line_end(codes, begin, end):
    while begin < end and codes[begin] != _NEWLINE:
        begin += 1
    return begin


@inner
def _may_begin_here(rules, codes, info, at):
    while at > 0 and (codes[at - 1] == _BLANK or codes[at - 1] == _TAB):
        at -= 1
    if at == 0 or codes[at - 1] == _NEWLINE:
        return True
    begin = at
    while begin > 0 and codes[begin - 1] != _NEWLINE:
        begin -= 1
    return is_sender_part(rules, codes, info, begin, at) or (
        at - begin < 80 and _namelike(rules, codes, info, begin, at, 5)
    )


@inner
def _salutation(rules, codes, info, end):
    """Begin and end of the salutation, or (-1, -1)."""
    at = 0
    while at < end:
        before = _before(info, at, 0)
        if _may_start(rules, SALUTATION, before, np.int64(info[at]) >> 8):
            until = longest(rules, SALUTATION, info, at, end, before)
            if until > at:
                if until - at <= _LONGEST_SALUTATION and _may_begin_here(rules, codes, info, at):
                    return at, until
                at = until
                continue
        at += 1
    return -1, -1


@leaf
def _joined(codes, spans, count, begin, end):
    """Add a span, in one piece with the last if only white space and the like is between."""
    if count:
        apart = False
        for at in range(spans[count - 1, 1], begin):
            code = codes[at]
            if not (_is_piece_edge(code) or code in (_TAB, _RETURN, _BAR)):
                apart = True
        if not apart:
            spans[count - 1, 1] = end
            return count
    spans[count, 0], spans[count, 1] = begin, end
    return count + 1


@inner
def _head(rules, codes, info, length, spans):
    """Spans of the frame above the letter proper; gives back their number."""
    limit = min(length, _HEAD)
    begin, end = _salutation(rules, codes, info, limit)
    until = limit if begin < 0 else begin
    count = sure = 0
    at = 0
    while at <= until and at < length:
        line_end = _line_end(codes, at, until)
        first, last = _strip(info, at, line_end)
        at = line_end + 1
        if first == last:
            continue
        is_part = is_sender_part(rules, codes, info, first, last)
        is_frame = is_part or _namelike(rules, codes, info, first, last, 5)
        if begin < 0 and not is_frame:
            break
        if is_frame:
            count = _joined(codes, spans, count, first, last)
        if is_part:
            sure = last
    if begin >= 0:
        return _joined(codes, spans, count, begin, end)
    if not sure:
        return 0
    spans[0, 1] = sure
    return 1


@inner
def _signature_line(rules, codes, info, begin, end):
    if is_sender_part(rules, codes, info, begin, end) or _strong(rules, info, begin, end):
        return True
    last = codes[end - 1]
    if last in (_EXCLAMATION, _QUESTION) or _speaks(rules, info, begin, end):
        return False
    words, all_fit = 0, True
    at = begin
    while at < end:
        first = at
        has_at = False
        while at < end and not _is_space(info, at):
            has_at |= codes[at] == _AT
            at += 1
        words += 1
        kind = info[first]
        if not (kind & UPPER or not kind & ALPHA or has_at or _is_joint(codes, first, at)):
            all_fit = False
        while at < end and _is_space(info, at):
            at += 1
    return words <= 4 or (words <= 14 and all_fit)


@leaf
def _is_joint(codes, begin, end):
    """Whether the word is "von", "der", "und" or "a"."""
    if end - begin == 1:
        return codes[begin] == ord("a")
    if end - begin != 3:
        return False
    first, second, third = codes[begin], codes[begin + 1], codes[begin + 2]
    return (
        (first == ord("v") and second == ord("o") and third == ord("n"))
        or (first == ord("d") and second == ord("e") and third == ord("r"))
        or (first == ord("u") and second == ord("n") and third == ord("d"))
    )


@inner
def _signature_end(rules, codes, info, start, length):
    end = at = start
    while at <= length:
        line_end = _line_end(codes, at, length)
        first, last = _strip(info, at, line_end)
        at = line_end + 1
        if first < last:
            if not _signature_line(rules, codes, info, first, last):
                break
            end = last
    return end


@leaf
def _alone_on_line(codes, at):
    while at > 0 and (codes[at - 1] == _BLANK or codes[at - 1] == _TAB):
        at -= 1
    return at > 0 and codes[at - 1] == _NEWLINE


@inner
def _tail(rules, codes, info, length, after):
    """Begin and end of closing and signature, or (-1, -1)."""
    _first, stripped = _strip(info, 0, length)
    at = max(after, length - _TAIL)
    before = _before(info, at, 0)
    while at < length:
        following = np.int64(info[at]) >> 8
        until = -1
        if _may_start(rules, CLOSING, before, following):
            until = longest(rules, CLOSING, info, at, length, before)
        before = following
        if until <= at:
            at += 1
            continue
        before = _before(info, until, 0)
        if until == length or not info[until] & ALNUM:
            end = _signature_end(rules, codes, info, until, length)
            if end == stripped or _alone_on_line(codes, at):
                return at, end
        at = until
    return _trailing_lines(rules, codes, info, length, after)


@inner
def _trailing_lines(rules, codes, info, length, after):
    """Name and address under a letter without a closing formula."""
    start = max(after, length - _TAIL)
    lines = np.empty((8, 2), np.int64)  # the last ones, the very last first
    count, at = 0, length
    while at >= start:
        begin = at
        while begin > start and codes[begin - 1] != _NEWLINE:
            begin -= 1
        first, last = _strip(info, begin, at)
        at = begin - 1
        if first < last:
            lines[count, 0], lines[count, 1] = first, last
            count += 1
            if count == 8:
                break
    taken, sure = 0, False
    while taken < min(count - 1, 6):
        first, last = lines[taken, 0], lines[taken, 1]
        is_part = is_sender_part(rules, codes, info, first, last)
        if not (is_part or _namelike(rules, codes, info, first, last, 4)):
            break
        sure |= is_part
        taken += 1
    if not taken:
        return -1, -1
    if sure:
        return lines[taken - 1, 0], lines[0, 1]
    if _lone_signature(rules, codes, info, lines[0, 0], lines[0, 1]):
        return lines[0, 0], lines[0, 1]
    return -1, -1


@inner
def _lone_signature(rules, codes, info, begin, end):
    words, inside = 0, False
    for at in range(begin, end):
        is_space = _is_space(info, at)
        words += not is_space and not inside
        inside = not is_space
    if not 2 <= words <= 3 or not info[end - 1] & ALPHA:
        return False
    _first, before = _strip(info, 0, begin)
    if before == 0:
        return False
    last = codes[before - 1]
    return last in (_STOP, _EXCLAMATION, _QUESTION)


@kernel
def framed(rules, codes, info, length, spans):
    """Write the spans of the frame of a letter; gives back their number.

    Args:
        codes, info: code points of the letter, from place 0, and what `rules` says of each.
        spans: shape (`MOST_SPANS`, 2), written from the top.
    """
    count = _head(rules, codes, info, length, spans)
    begin, end = _tail(rules, codes, info, length, spans[count - 1, 1] if count else 0)
    if begin >= 0:
        spans[count, 0], spans[count, 1] = begin, end
        count += 1
    return count
