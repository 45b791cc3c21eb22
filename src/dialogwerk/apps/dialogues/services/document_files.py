"""Files of documents, read in the confined process: the text of one, a page as a picture."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from dialogwerk.cores.files import Refused
from dialogwerk.cores.files.errors import REASONS
from dialogwerk.cores.files.reader import Bounds, Reader
from dialogwerk.cores.incoming import Limits
from dialogwerk.cores.incoming.jobs import MODULE

from ..errors import UnreadableFile
from ..paragraphs import reflowed

PICTURES = ("pdf", "png", "jpeg")
MOST_CHARACTERS = 2_000_000
MIB = 1024**2


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as PNG with its size in pixels."""

    content: bytes
    width: int
    height: int


def outline_of(file: IO[bytes], name: str) -> str:
    """The text of a PDF, Word, OpenDocument or text file, to be looked at before it is used.

    Paragraphs are parted by empty lines; headings of a Word file are marked with ``#``.

    Raises:
        UnreadableFile: with the reason.
    """
    with _reading(file) as (reader, path):
        found = reader.ask("outline", path=path, name=name, limits=_limits().as_json())
    text: str = found["text"]
    return reflowed(text) if found["kind"] == "pdf" else text


def picture_of(file: IO[bytes], page: int) -> Picture:
    """A page of a PDF, or a picture, in colour and of bounded size, without what a camera wrote.

    Args:
        page: counts from 1.

    Raises:
        UnreadableFile: neither PDF nor PNG nor JPEG, no such page, damaged, or too large.
    """
    with _reading(file) as (reader, path):
        kind = reader.ask("kind", path=path)
        if kind not in PICTURES:
            raise UnreadableFile(_("A sheet has to be a PDF, PNG or JPEG file."))
        width, height = reader.ask(
            "picture",
            path=path,
            kind=kind,
            page=page - 1 if kind == "pdf" else 0,
            limits=_limits().as_json(),
            to="sheet.png",
            colour=True,
        )
        return Picture((reader.folder / "sheet.png").read_bytes(), width, height)


@contextmanager
def _reading(file: IO[bytes]) -> Iterator[tuple[Reader, str]]:
    try:
        with Reader(MODULE, bounds=_bounds()) as reader:
            target = reader.fresh_folder() / "input"
            file.seek(0)
            with target.open("wb") as copy:
                shutil.copyfileobj(file, copy)
            yield reader, "input"
    except Refused as refused:
        sentence = _(REASONS.get(refused.code, REASONS["crashed"])) % refused.params
        raise UnreadableFile(_("The file was not read. %(why)s") % {"why": sentence}) from None


def _limits() -> Limits:
    return Limits(
        max_bytes=settings.UPLOAD_MAX_FILE_BYTES,
        max_pages=settings.INTAKE_MAX_PAGES,
        max_characters=MOST_CHARACTERS,
    )


def _bounds() -> Bounds:
    return Bounds(
        memory_bytes=settings.INTAKE_READER_MEMORY_BYTES,
        cpu_seconds=settings.INTAKE_READER_SECONDS,
        wall_seconds=2 * settings.INTAKE_READER_SECONDS,
        file_bytes=256 * MIB,
        folder_bytes=512 * MIB,
    )
