"""Everything that can be read out of a file, for looking whether something is left in it.

Not what a reader shows, but what somebody finds who takes the file apart: the raw bytes, every
compressed stream of a PDF, its metadata and text layer, every part of a ZIP container (XLSX, DOCX)
with its properties and file names, in the encodings in which text is stored.
"""

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Collection, Iterator

import pypdfium2

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]{4,})>")
_LARGEST = 200 * 1024**2
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def texts_in(content: bytes) -> Iterator[str]:
    """What can be read out of a file, piece by piece, in several encodings."""
    yield from _decoded(content)
    if content.startswith(b"%PDF-"):
        yield from _of_pdf(content)
    elif content.startswith(b"PK\x03\x04"):
        yield from _of_zip(content)


def _decoded(content: bytes) -> Iterator[str]:
    for encoding in ("utf-8", "latin-1", "utf-16-le", "utf-16-be"):
        yield content.decode(encoding, "ignore")


def _of_pdf(content: bytes) -> Iterator[str]:
    for found in _STREAM.finditer(content):
        unpacked = _unpacked(found[1])
        if unpacked:
            yield from _decoded(unpacked)
            yield from _in_hex(unpacked)
    yield from _in_hex(content)
    with pypdfium2.PdfDocument(content) as document:
        yield str(document.get_metadata_dict())
        for page in document:
            yield page.get_textpage().get_text_range()


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream, _LARGEST)
    except zlib.error:
        return b""


def _in_hex(content: bytes) -> Iterator[str]:
    for found in _HEX.finditer(content):
        digits = re.sub(rb"\s", b"", found[1])
        raw = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
        yield raw.decode("utf-16-be", "ignore")
        yield raw.decode("latin-1")


def _of_zip(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        yield parts.comment.decode("utf-8", "ignore")
        for part in parts.infolist():
            yield part.filename
            if part.file_size <= _LARGEST:
                inner = parts.read(part)
                yield from texts_in(inner)
                yield re.sub(r"<[^>]*>", "", inner.decode("utf-8", "ignore"))


def folded(text: str) -> str:
    """Letters and digits only, case and umlauts folded: what a name looks like in any spelling.

    >>> folded("Müller-\\nBeispiel, O.")
    'muellerbeispielo'
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    return "".join(char for char in plain if char.isalnum())


def left_in(content: bytes, secrets: Collection[str]) -> list[str]:
    """Which of these words can be read out of the file, however they are written.

    >>> left_in(b"<p>M\\xc3\\xbcl-\\nler</p>", ["Mueller", "Huber"])
    ['Mueller']
    """
    wanted = {secret: folded(secret) for secret in secrets}
    found: set[str] = set()
    for text in texts_in(content):
        plain = folded(text)
        found |= {secret for secret, word in wanted.items() if word and word in plain}
    return sorted(found)
