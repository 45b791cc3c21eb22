"""`words` as a kernel: the folded words of a letter, as hashes, from its UTF-8 bytes.

A word is kept in 32 bits: 27 of its hash and five for its length. Words of different length never
look the same; of two hundred thousand different words of one length a handful would.
"""

from __future__ import annotations

import numpy as np

from dialogwerk.cores.statements.kernels.alphabet import ALNUM, HARD, MARK, PLANE, SPACE
from dialogwerk.cores.statements.kernels.compiling import kernel, leaf
from dialogwerk.cores.statements.kernels.framing import framed
from dialogwerk.cores.statements.kernels.rules import FOLDED

LENGTHS = 31  #: the bits of a word's length; longer words count as this long
_BASIS, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_MIX_1, _MIX_2 = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
_SHIFT, _HALF, _BYTE, _EIGHT = np.uint64(33), np.uint64(32), np.uint64(255), np.uint64(8)
_NEWLINE = ord("\n")
_DIAERESIS = 0x308
_OUTSIDE = 0xFFFF


@leaf
def mixed(value):
    """A 64-bit number scrambled so that its bits look random (MurmurHash3, A. Appleby)."""
    value = (value ^ (value >> _SHIFT)) * _MIX_1
    value = (value ^ (value >> _SHIFT)) * _MIX_2
    return value ^ (value >> _SHIFT)


@kernel
def decoded(rules, data, begin, end, codes, info):
    """Write the code points of UTF-8 bytes; gives back their number, -1 where Python must read."""
    count = 0
    at = begin
    while at < end:
        byte = data[at]
        if byte < 0x80:
            codes[count] = byte
            info[count] = rules[byte]
            at += 1
            count += 1
            continue
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
        count += 1
    return count


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


@kernel
def _joins_no_word(codes, info, at, end):
    """Whether a word follows before which a hyphen is that of a list ("Lärm- und ...")."""
    for word in _LIST_WORDS:
        if _stands(codes, info, at, end, word, 0):
            return True
    return False


@kernel
def _joins_no_capitals(codes, info, at, end):
    for word in _LIST_CAPITALS:
        if _stands(codes, info, at, end, word, 32):
            return True
    return False


@kernel
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


@kernel
def read_words(rules, codes, info, begin, end, words, places, count, chain):
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
        if not info[at] & ALNUM:
            at += 1
            continue
        start = at
        hashed, letters = _BASIS, 0
        while True:
            kind = info[at]
            if kind & ALNUM:
                if kind & HARD:
                    return -1, chain
                code = np.int64(codes[at])
                raw = np.uint64(rules[FOLDED + code])
                hashed = (hashed ^ (raw & _BYTE)) * _PRIME
                letters += 1
                if code > 127:
                    raw |= np.uint64(rules[FOLDED + PLANE + code]) << np.uint64(16)
                    sizes = rules[FOLDED + 2 * PLANE + code]
                    letters += (sizes >> 8) - 1
                    for _byte in range(1, sizes & 0xFF):
                        raw >>= _EIGHT
                        hashed = (hashed ^ (raw & _BYTE)) * _PRIME
                at += 1
            elif kind & MARK:
                if not _makes_umlaut(codes, info, at, begin, end):
                    return -1, chain
                hashed = (hashed ^ np.uint64(ord("e"))) * _PRIME
                letters += 1
                at += 1
            else:
                following = _joint(codes, info, at, begin, end)
                if following == -2:
                    return -1, chain
                if following < 0:
                    break
                at = following
            if at >= end:
                break
        hashed = mixed(hashed)
        words[count] = packed(hashed, letters)
        if keeps_places:
            places[count, 0], places[count, 1] = start, at
        chain = mixed(chain * _PRIME + hashed)
        count += 1
    return count, chain


@leaf
def _makes_umlaut(codes, info, at, begin, end):
    """Whether two dots above the letter before make it ä, ö or ü."""
    if codes[at] != _DIAERESIS or at == begin:
        return False
    before = codes[at - 1] | 32
    if not (before == ord("a") or before == ord("o") or before == ord("u")) or codes[at - 1] > 127:
        return False
    return at + 1 >= end or not info[at + 1] & MARK


@kernel
def read_letter(rules, data, begin, end, codes, info, spans, words, places):
    """Read one letter without its frame.

    Returns:
        Number of words, -1 where Python must read; hash of the words; number of spans of the frame;
        number of characters.
    """
    nothing = np.uint64(0)
    length = decoded(rules, data, begin, end, codes, info)
    if length < 0:
        return -1, nothing, 0, 0
    frames = framed(rules, codes, info, length, spans)
    count, chain = 0, nothing
    at = 0
    for number in range(frames + 1):
        until = spans[number, 0] if number < frames else length
        if until > at:
            count, chain = read_words(rules, codes, info, at, until, words, places, count, chain)
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
    spans = np.empty((longest // 2 + 8, 2), np.int64)
    places = np.empty((0, 2), np.int64)
    for letter in range(first, last):
        begin, end = offsets[letter], offsets[letter + 1]
        place = (begin - offsets[0]) // 2 + letter
        room = words[place : place + (end - begin) // 2 + 1]
        count, chain, frames, length = read_letter(
            rules, data, begin, end, codes, info, spans, room, places
        )
        if count == 0 and frames:
            count, chain = read_words(rules, codes, info, 0, length, room, places, 0, np.uint64(0))
        counts[letter], chains[letter] = count, chain


@kernel
def hash_words(data, offsets, letters, words):
    """Write the 32 bits of words that Python has folded; gives back the hash of all of them."""
    chain = np.uint64(0)
    for number in range(len(offsets) - 1):
        hashed = _BASIS
        for at in range(offsets[number], offsets[number + 1]):
            hashed = (hashed ^ np.uint64(data[at])) * _PRIME
        hashed = mixed(hashed)
        words[number] = packed(hashed, letters[number])
        chain = mixed(chain * _PRIME + hashed)
    return chain
