"""How much of what arrives is read before it is refused."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MIB = 1024**2


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file, one message, one archive.

    Attributes:
        max_bytes: size of a message or document.
        max_parts: MIME parts of a message.
        max_depth: how deep MIME parts may be nested.
        max_attachments: files kept from one message.
        max_pages: pages of a PDF or TIFF.
        max_characters: text of a letter.
        max_pixels: width × height of a picture or a page.
        max_members: files in one archive.
        max_archive_depth: archives within archives.
        max_unpacked_bytes: what an archive unpacks to.
        max_ratio: unpacked size divided by packed size, looked at above ``ratio_applies_from``.
        ratio_applies_from: unpacked size in bytes from which ``max_ratio`` counts.
        max_messages: messages of a mailbox file.
    """

    max_bytes: int = 50 * MIB
    max_parts: int = 500
    max_depth: int = 20
    max_attachments: int = 50
    max_pages: int = 500
    max_characters: int = 200_000
    max_pixels: int = 120_000_000
    max_members: int = 50_000
    max_archive_depth: int = 2
    max_unpacked_bytes: int = 2048 * MIB
    max_ratio: int = 200
    ratio_applies_from: int = 32 * MIB
    max_messages: int = 2_000_000

    def as_json(self) -> dict[str, Any]:
        """For the process that reads."""
        return asdict(self)
