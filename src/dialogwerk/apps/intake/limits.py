"""The limits of this installation; see docs/reference/settings.md."""

from django.conf import settings

from dialogwerk.cores.files.reader import Bounds
from dialogwerk.cores.incoming import Limits

MIB = 1024**2


def limits() -> Limits:
    """How much of what arrives is read."""
    return Limits(
        max_bytes=settings.INTAKE_MAX_LETTER_BYTES,
        max_pages=settings.INTAKE_MAX_PAGES,
        max_members=settings.INTAKE_MAX_FILES_IN_ARCHIVE,
        max_unpacked_bytes=settings.INTAKE_MAX_UNPACKED_BYTES,
        max_characters=settings.STATEMENT_MAX_CHARACTERS,
    )


def bounds() -> Bounds:
    """What reading one file may take."""
    return Bounds(
        memory_bytes=settings.INTAKE_READER_MEMORY_BYTES,
        cpu_seconds=settings.INTAKE_READER_SECONDS,
        wall_seconds=2 * settings.INTAKE_READER_SECONDS,
        file_bytes=settings.INTAKE_MAX_UNPACKED_BYTES,
        folder_bytes=settings.INTAKE_MAX_UNPACKED_BYTES + 64 * MIB,
    )
