"""Which characters the bytes of a text file mean.

UTF-8 is tried strictly on the whole stream. Only when that fails, and the file is not mostly
UTF-8 with a damaged spot, one of the single-byte encodings is chosen by the letters it would
give; the choice is reported, never silent.
"""

from __future__ import annotations

import codecs
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from .errors import LineTooLong, UnknownEncoding
from .limits import Limits
from .sniffing import declared_encoding, utf16_without_mark
from .sources import Source

_ASCII = bytes(range(128))
_GOOD = frozenset("äöüÄÖÜßéèêëáàâåóòôíìîïúùûçñøæłšžÉÈÀÁÇŠŽ„“”‚‘’–—…•€§°´«»²³·©®½¼¾µ×±¿¡\xa0\xad")
SINGLE_BYTE = ("cp1252", "iso8859-15", "cp850", "mac-roman")
NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
    "iso8859-15": "ISO-8859-15",
    "cp850": "DOS (CP850)",
    "mac-roman": "Mac Roman",
}


@dataclass
class Scan:
    """What one pass over the whole file told.

    Attributes:
        sha256: hexadecimal digest of the bytes.
        lines: number of line ends.
        has_nul: zero characters occur in the text.
        broken_at: first byte that breaks the tried encoding, None if all fit.
    """

    sha256: str = ""
    lines: int = 0
    has_nul: bool = False
    broken_at: int | None = None
    _gap: int = field(default=0, repr=False)

    def note_lines(self, chunk: bytes, name: str, limits: Limits) -> None:
        """Count line ends, and stop at a line that no table has."""
        first = _first_line_end(chunk)
        self._gap += len(chunk) if first < 0 else first
        if self._gap > 4 * limits.max_row_chars:
            number = self.lines + 1
            raise LineTooLong(name=name, row=number, line=number, limit=limits.max_row_chars)
        if first >= 0:
            self._gap = len(chunk) - 1 - max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        self.lines += chunk.count(b"\n") or chunk.count(b"\r")


def _first_line_end(chunk: bytes) -> int:
    first = chunk.find(b"\n")
    return first if first >= 0 else chunk.find(b"\r")


def checksum(chunks: Iterable[bytes]) -> str:
    """SHA-256 of the bytes, hexadecimal."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def scan(source: Source, encoding: str) -> Scan:
    """Read everything once: digest, lines, and whether ``encoding`` holds to the end.

    Raises:
        LineTooLong: a line is so long that reading on makes no sense.
        FileTooLarge: more bytes than allowed.
    """
    result, digest = Scan(), hashlib.sha256()
    codec = encoding.removesuffix("-sig")  # the mark is a valid character; positions stay true
    decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder(codec)("strict")
    wide = encoding.startswith(("utf-16", "utf-32"))
    position = 0
    for chunk in source.chunks():
        digest.update(chunk)
        result.note_lines(chunk, source.name, source.limits)
        result.has_nul = result.has_nul or (not wide and 0 in chunk)
        if decoder:
            decoder = _decode(decoder, chunk, position, result)
        position += len(chunk)
    if decoder:
        _decode(decoder, b"", position, result, final=True)
    result.sha256 = digest.hexdigest()
    return result


def _decode(
    decoder: codecs.IncrementalDecoder,
    chunk: bytes,
    position: int,
    result: Scan,
    *,
    final: bool = False,
) -> codecs.IncrementalDecoder | None:
    """Feed the decoder; None once the encoding is refuted."""
    pending = decoder.getstate()[0]
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        result.broken_at = position - len(pending) + error.start
        return None
    return decoder


def first_guess(head: bytes) -> tuple[str, bool]:
    """Encoding to try first, and whether the file declares it itself."""
    declared = declared_encoding(head)
    if declared:
        return declared, True
    return utf16_without_mark(head) or "utf-8", False


def known(encoding: str, name: str) -> str:
    """The encoding a person asked for.

    Raises:
        UnknownEncoding: there is none of that name.
    """
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        raise UnknownEncoding(name=name, reason=f"there is no encoding “{encoding}”") from None


def is_mostly_utf8(chunks: Iterable[bytes]) -> bool:
    """True if more characters beyond ASCII are valid UTF-8 than not: a damaged UTF-8 file."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    valid = invalid = 0
    for chunk in chunks:
        text = decoder.decode(chunk)
        broken = text.count("\ufffd")
        invalid += broken
        valid += len(text) - broken - len(text.encode("ascii", "ignore"))
    return valid > invalid


def single_byte_encoding(chunks: Iterable[bytes], name: str) -> str:
    """The single-byte encoding whose letters make most sense.

    Windows-1252 wins a draw, since it is by far the most frequent one. A text that mostly consists
    of characters beyond ASCII is in another script and left to statistics.

    Raises:
        UnknownEncoding: none fits.
    """
    counts: Counter[int] = Counter()
    sample = bytearray()
    total = 0
    for chunk in chunks:
        total += len(chunk)
        high = chunk.translate(None, _ASCII)
        counts.update(high)
        if high and len(sample) < 2**18:
            sample += chunk
    scores = {encoding: _score(counts, encoding) for encoding in SINGLE_BYTE}
    best = max(SINGLE_BYTE, key=lambda encoding: scores[encoding])
    is_western = scores[best] > 0 and counts.total() < total / 3
    return best if is_western else _by_statistics(bytes(sample), name)


def _score(counts: Counter[int], encoding: str) -> float:
    total = 0.0
    for byte, count in counts.items():
        character = bytes([byte]).decode(encoding, "replace")
        if character == "\ufffd":
            return float("-inf")
        total += count * _weight(character)
    return total


def _weight(character: str) -> float:
    if character in _GOOD:
        return 1
    return -5 if character < "\xa0" else -0.5


def _by_statistics(sample: bytes, name: str) -> str:
    import charset_normalizer  # slow to load and seldom needed

    match = charset_normalizer.from_bytes(sample[: 2**16]).best()
    if match is None:
        raise UnknownEncoding(name=name, reason="no common encoding fits its bytes")
    return match.encoding
