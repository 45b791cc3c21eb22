"""`words` as a kernel: the folded words of a letter, as hashes, from its UTF-8 bytes.

A word is kept in 32 bits: 27 of its hash and five for its length. Words of different length never
look the same; of two hundred thousand different words of one length a handful would.
"""

from __future__ import annotations

import numpy as np

from dialogwerk.cores.statements.kernels.alphabet import ALNUM, HARD, MARK, PLANE, SPACE
from dialogwerk.cores.statements.kernels.compiling import inner, kernel, leaf
from dialogwerk.cores.statements.kernels.framing import framed
from dialogwerk.cores.statements.kernels.machine import eight, put_eight, zeros_below
from dialogwerk.cores.statements.kernels.rules import FOLDED

LENGTHS = 31  #: the bits of a word's length; longer words count as this long
_BASIS, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_MIX_1, _MIX_2 = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
_SHIFT, _HALF, _BYTE, _EIGHT = np.uint64(33), np.uint64(32), np.uint64(255), np.uint64(8)
_ALL = np.uint64(0x0101010101010101)
_HIGH_BITS, _SEVEN_BITS = np.uint64(0x8080808080808080), np.uint64(0x7F7F7F7F7F7F7F7F)
_NEWLINE, _HYPHEN = ord("\n"), ord("-")
_LOOK = 0x80
_DIAERESIS = 0x308
_OUTSIDE = 0xFFFF


@leaf
def mixed(value):
    """A 64-bit number scrambled so that its bits look random (MurmurHash3, A. Appleby)."""
    value = (value ^ (value >> _SHIFT)) * _MIX_1
    value = (value ^ (value >> _SHIFT)) * _MIX_2
    return value ^ (value >> _SHIFT)


@kernel
def decoded(rules, data, begin, end, codes, info, folded):
    """Write the code points of UTF-8 bytes; gives back their number, -1 where Python must read.

    Args:
        codes, info, folded: room for as many entries as there are bytes; written are the code
            point, what `rules` says of it, and for ASCII the folded byte: 0 where no word goes on,
            `_LOOK` where that must be looked at more closely.
    """
    count = 0
    at = begin
    while at < end:
        if at + 8 <= end:
            block = eight(data, at)
            plain = zeros_below(block & _HIGH_BITS) >> 3
            _put_plain(rules, block, codes, info, folded, count)
            count += plain
            at += plain
            if plain == 8:
                continue
        byte = data[at]
        look = _LOOK
        if byte < 0x80:
            codes[count] = byte
            look = 0
            at += 1
        elif byte < 0xE0:
            codes[count] = ((byte & 0x1F) << 6) | (data[at + 1] & 0x3F)
            at += 2
        elif byte < 0xF0:
            codes[count] = (
                ((byte & 0x0F) << 12) | ((data[at + 1] & 0x3F) << 6) | (data[at + 2] & 0x3F)
            )
            at += 3
        else:
            # Pictures (U+1F000 to U+1FAFF) are no letters; scripts up there are for Python.
            plane = ((byte & 0x07) << 6) | (data[at + 1] & 0x3F)
            if plane != 0x1F or data[at + 2] >= 0xAC:
                return -1
            codes[count] = _OUTSIDE
            at += 4
        info[count] = rules[codes[count]]
        if look == 0:
            look = _LOOK if byte == _HYPHEN else rules[FOLDED + np.int64(byte)] & 0xFF
        folded[count] = look
        count += 1
    return count


@leaf
def _put_plain(rules, block, codes, info, folded, count):
    """Write what is known of eight bytes of ASCII; behind the first other byte what is written is
    meant to be written over."""
    low = block & np.uint64(0xFFFFFFFF)
    high = block >> _HALF
    for part in range(2):
        four = low if part == 0 else high
        four = (four | (four << np.uint64(16))) & np.uint64(0x0000FFFF0000FFFF)
        four = (four | (four << _EIGHT)) & np.uint64(0x00FF00FF00FF00FF)
        put_eight(codes, count + 4 * part, four)
    for place in range(8):
        info[count + place] = rules[(block >> np.uint64(8 * place)) & _BYTE]
    seven = block & _SEVEN_BITS
    small = seven | np.uint64(0x2020202020202020)
    letter = (small + _ALL * np.uint64(0x1F)) & ~(small + _ALL * np.uint64(0x05))
    digit = (seven + _ALL * np.uint64(0x50)) & ~(seven + _ALL * np.uint64(0x46))
    other = (seven ^ (_ALL * np.uint64(ord("-")))) + _SEVEN_BITS
    inside = ((letter | digit) & _HIGH_BITS) >> np.uint64(7)
    put_eight(folded, count, (small & (inside * _BYTE)) | (~other & _HIGH_BITS))


@leaf
def _is_hyphen(code):
    return code == ord("-") or code == 0xAC or code == 0x2010 or code == 0x2011


@leaf
def _is_invisible(code):
    return code == 0xAD or 0x200B <= code <= 0x200D or code == 0x2060 or code == 0xFEFF


@leaf
def _is_small(code):
    return (
        ord("a") <= code <= ord("z") or code == 0xE4 or code == 0xF6 or code == 0xFC or code == 0xDF
    )


@leaf
def _is_capital(code):
    return ord("A") <= code <= ord("Z") or code == 0xC4 or code == 0xD6 or code == 0xDC


@leaf
def _stands(codes, info, at, end, word, lift):
    """Whether this word stands there, and ends there.

    Args:
        word: its small letters, five bits each (a is 1), the first lowest.
        lift: 32 if it is wanted in capitals, else 0.
    """
    while word:
        if at >= end or codes[at] != (word & 31) + 96 - lift:
            return False
        word >>= 5
        at += 1
    return at >= end or not (info[at] & ALNUM or codes[at] == ord("_"))


def _letters(word: str) -> int:
    return sum((ord(letter) - 96) << (5 * place) for place, letter in enumerate(word))


_LIST_WORDS = tuple(map(_letters, ("und", "oder", "bzw", "sowie", "wie", "als", "noch", "bis")))
_LIST_CAPITALS = _LIST_WORDS[:4]


@inner
def _joins_no_word(codes, info, at, end):
    """Whether a word follows before which a hyphen is that of a list ("Lärm- und ...")."""
    for word in _LIST_WORDS:
        if _stands(codes, info, at, end, word, 0):
            return True
    return False


@inner
def _joins_no_capitals(codes, info, at, end):
    for word in _LIST_CAPITALS:
        if _stands(codes, info, at, end, word, 32):
            return True
    return False


@inner
def _joint(codes, info, at, begin, end):
    """Where a broken word goes on, or -1 where it ends; -2: Python must read."""
    code = codes[at]
    if code < 0xAC and code != ord("-"):
        return -1
    hyphen = _is_hyphen(code)
    if not hyphen and not _is_invisible(code):
        return -1
    following, has_line = at + 1, False
    while following < end and info[following] & SPACE:
        has_line |= codes[following] == _NEWLINE
        following += 1
    if following >= end:
        return -1
    if not hyphen:
        if info[following] & MARK:
            return -2
        return following if info[following] & ALNUM else -1
    if following == at + 1:
        return -1
    if _is_small(codes[following]):
        return -1 if _joins_no_word(codes, info, following, end) else following
    if not has_line or at - begin < 2 or following + 1 >= end:
        return -1
    if not (_is_capital(codes[at - 1]) and _is_capital(codes[at - 2])):
        return -1
    if not (_is_capital(codes[following]) and _is_capital(codes[following + 1])):
        return -1
    return -1 if _joins_no_capitals(codes, info, following, end) else following


@leaf
def packed(hashed, letters):
    """A word in 32 bits."""
    return np.uint32((hashed >> _HALF) & np.uint64(0xFFFFFFE0)) | np.uint32(min(letters, LENGTHS))


@inner
def read_words(rules, codes, info, folded, begin, end, words, places, count, chain):
    """Append the words of a stretch.

    Args:
        words: their 32 bits, from place ``count`` on.
        places: shape (words, 2), their begins and ends in ``codes``; of length 0 to leave it out.
        chain: hash of the words so far.

    Returns:
        Number of words, -1 where Python must read; and the hash of all of them.
    """
    keeps_places = len(places) > 0
    at = begin
    while at < end:
        if folded[at] == 0 or (folded[at] == _LOOK and not info[at] & ALNUM):
            at += 1
            continue
        start = at
        hashed, block, filled, letters = _BASIS, np.uint64(0), 0, 0
        while True:
            hashed, block, filled, taken = _take_plain(folded, at, end, hashed, block, filled)
            letters += taken
            at += taken
            if at >= end:
                break
            if taken == 8:
                continue
            if folded[at] == 0:
                break
            kind = info[at]
            if kind & ALNUM:
                if kind & HARD:
                    return -1, chain
                code = np.int64(codes[at])
                raw = np.uint64(rules[FOLDED + code]) | (
                    np.uint64(rules[FOLDED + PLANE + code]) << np.uint64(16)
                )
                sizes = rules[FOLDED + 2 * PLANE + code]
                letters += sizes >> 8
                hashed, block, filled = _take(raw, sizes & 0xFF, hashed, block, filled)
                at += 1
            elif kind & MARK:
                if not _makes_umlaut(codes, info, at, begin, end):
                    return -1, chain
                hashed, block, filled = _take(np.uint64(ord("e")), 1, hashed, block, filled)
                letters += 1
                at += 1
            else:
                following = _joint(codes, info, at, begin, end)
                if following == -2:
                    return -1, chain
                if following < 0:
                    break
                at = following
        hashed = mixed(hashed ^ block) if filled else hashed
        words[count] = packed(hashed, letters)
        if keeps_places:
            places[count, 0], places[count, 1] = start, at
        chain = mixed(chain * _PRIME + hashed)
        count += 1
    return count, chain


@leaf
def _take(raw, size, hashed, block, filled):
    """Add up to eight folded bytes to a word that is being hashed eight by eight.

    Args:
        raw: the bytes, the first lowest, nothing above the last.
        hashed: hash of the whole eights so far; ``block``: the bytes since, ``filled`` of them.
    """
    block |= raw << np.uint64(8 * filled)
    if filled + size < 8:
        return hashed, block, filled + size
    hashed = mixed(hashed ^ block)
    block = raw >> np.uint64(64 - 8 * filled) if filled else np.uint64(0)
    return hashed, block, filled + size - 8


@leaf
def _take_plain(folded, at, end, hashed, block, filled):
    """Add the next bytes of a word, up to eight; gives back how many too."""
    raw = eight(folded, at)
    stop = (~((raw & _SEVEN_BITS) + _SEVEN_BITS) | raw) & _HIGH_BITS
    taken = min(zeros_below(stop) >> 3, end - at)
    if taken < 8:
        raw &= (np.uint64(1) << np.uint64(8 * taken)) - np.uint64(1)
    hashed, block, filled = _take(raw, taken, hashed, block, filled)
    return hashed, block, filled, taken


@leaf
def _makes_umlaut(codes, info, at, begin, end):
    """Whether two dots above the letter before make it ä, ö or ü."""
    if codes[at] != _DIAERESIS or at == begin:
        return False
    before = codes[at - 1] | 32
    if not (before == ord("a") or before == ord("o") or before == ord("u")) or codes[at - 1] > 127:
        return False
    return at + 1 >= end or not info[at + 1] & MARK


@inner
def read_letter(rules, data, begin, end, codes, info, spans, words, places):
    """Read one letter without its frame.

    Returns:
        Number of words, -1 where Python must read; hash of the words; number of spans of the frame;
        number of characters.
    """
    folded = np.empty(end - begin + 8, np.uint8)
    return _read(rules, data, begin, end, codes, info, folded, spans, words, places)


@inner
def _read(rules, data, begin, end, codes, info, folded, spans, words, places):
    nothing = np.uint64(0)
    length = decoded(rules, data, begin, end, codes, info, folded)
    if length < 0:
        return -1, nothing, 0, 0
    frames = framed(rules, codes, info, length, spans)
    count, chain = 0, nothing
    at = 0
    for number in range(frames + 1):
        until = spans[number, 0] if number < frames else length
        if until > at:
            count, chain = read_words(
                rules, codes, info, folded, at, until, words, places, count, chain
            )
            if count < 0:
                return -1, nothing, 0, length
        if number < frames:
            at = spans[number, 1]
    return count, chain, frames, length


@kernel
def read_letters(rules, data, offsets, first, last, words, counts, chains, longest):
    """Read the letters ``first`` to ``last - 1`` of a column.

    Args:
        data, offsets: the bytes of the column, and where each letter begins in them.
        words: for each letter from place ``offsets[letter] // 2 + letter`` on, counted from the
            first letter of the column.
        counts: number of words of each letter; -1 where Python must read.
        chains: hash of the words of each letter.
        longest: bytes of the longest letter.
    """
    codes = np.empty(longest + 1, np.uint16)
    info = np.empty(longest + 1, np.uint16)
    folded = np.empty(longest + 8, np.uint8)
    spans = np.empty((longest // 2 + 8, 2), np.int64)
    places = np.empty((0, 2), np.int64)
    for letter in range(first, last):
        begin, end = offsets[letter], offsets[letter + 1]
        place = (begin - offsets[0]) // 2 + letter
        room = words[place : place + (end - begin) // 2 + 1]
        count, chain, frames, length = _read(
            rules, data, begin, end, codes, info, folded, spans, room, places
        )
        if count == 0 and frames:
            count, chain = read_words(
                rules, codes, info, folded, 0, length, room, places, 0, np.uint64(0)
            )
        counts[letter], chains[letter] = count, chain


@kernel
def hash_words(data, offsets, letters, words):
    """Write the 32 bits of words that Python has folded; gives back the hash of all of them."""
    chain = np.uint64(0)
    for number in range(len(offsets) - 1):
        hashed, block, filled = _BASIS, np.uint64(0), 0
        for at in range(offsets[number], offsets[number + 1]):
            hashed, block, filled = _take(np.uint64(data[at]), 1, hashed, block, filled)
        hashed = mixed(hashed ^ block) if filled else hashed
        words[number] = packed(hashed, letters[number])
        chain = mixed(chain * _PRIME + hashed)
    return chain
