"""What is known of a thing that arrived, once it was read.

Values cross a process border, so they are made from plain JSON and back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """A file that came with a letter, lying in the reader's folder.

    Attributes:
        name: as the sender called it, made safe.
        kind: by its content, see `cores.files.kinds`.
        media_type: that goes with the kind.
        file: its name in the reader's folder; "" if it is the file that was asked about.
        size: bytes.
        text: what it says, if it is a document with text.
    """

    name: str
    kind: str
    media_type: str
    file: str = ""
    size: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should know: a code of `notes.NOTES` with its values."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrived:
    """One letter.

    Attributes:
        text: what the person wrote; "" for a scan.
        title: subject of a mail.
        name, email: who sent it, as far as the mail says.
        street, postal_code, city: from a sender's block in the letter.
        received: candidates for the moment of receipt, best first: (where it stands, ISO 8601).
        parts: the files to keep beside it.
        notes: what was done or left undone.
        pages: of a document; 0 if it has none.
        needs_ocr: it is a picture of text.
    """

    text: str = ""
    title: str = ""
    name: str = ""
    email: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    received: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()
    notes: tuple[Note, ...] = ()
    pages: int = 0
    needs_ocr: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Arrived:
        """Raises: TypeError, KeyError if it was not made by `as_json`."""
        return cls(
            **{
                **value,
                "received": tuple((str(where), str(when)) for where, when in value["received"]),
                "parts": tuple(Part(**part) for part in value["parts"]),
                "notes": tuple(Note(**note) for note in value["notes"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Box:
    """An archive: the names and sizes of the files in it, in their order."""

    names: tuple[str, ...]
    sizes: tuple[int, ...]
