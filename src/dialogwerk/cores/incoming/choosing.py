"""Which part of what arrived is the letter: the message, or a document attached to it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogwerk.cores.files import Refused

from .documents import Document, read_document
from .limits import Limits
from .quoting import Own, forwarded_body, is_only_courtesy, own_words
from .senders import sender_of
from .values import Arrived, Note

_DOCUMENTS = ("pdf", "docx", "odt", "text")
LEAST_TEXT = 100
"""Characters of a document from which it counts as (part of) a letter."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with a message: name, content, and what was read from it."""

    name: str
    content: bytes
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The letter, the files to keep, and whether the message itself says nothing of its own."""

    arrived: Arrived
    files: list[File]
    is_only_cover: bool


def letter_of(body: str, files: list[File], limits: Limits) -> Choice:
    """Choose: what the message says of its own, then the text of the documents attached to it.

    A covering note of courtesies alone is left out. With anything more in it the note comes first
    and the documents follow, so that no sentence is lost.
    """
    own = own_words(body)
    kept, notes = _kept(files, limits)
    text, more, forwarded = _own_text(own)
    is_cover = not text or is_only_courtesy(text)
    documents = [one for one in kept if one.document and one.document.kind in _DOCUMENTS]
    spoken = [
        one for one in documents if one.document and len(one.document.text.strip()) >= LEAST_TEXT
    ]
    if spoken and is_cover:
        more.append(Note("letter_is_attachment", {"name": spoken[0].name}))
        text = ""
    texts = [text, *(one.document.text.strip() for one in spoken if one.document)]
    scans = [one for one in kept if one.document and one.document.needs_ocr]
    arrived = Arrived(
        text="\n\n".join(part for part in texts if part),
        name=own.from_name if forwarded else "",
        email=own.from_email if forwarded else "",
        notes=(
            *notes,
            *more,
            *(note for one in kept if one.document for note in one.document.notes),
        ),
        pages=sum(one.document.pages for one in kept if one.document),
        needs_ocr=bool(scans) and is_cover and not spoken,
    )
    return Choice(with_sender(arrived), kept, is_cover and not spoken)


def _own_text(own: Own) -> tuple[str, list[Note], bool]:
    """The text, notes, and whether it is a forwarded one."""
    if own.quoted and own.is_forward and (not own.text or is_only_courtesy(own.text)):
        return forwarded_body(own.quoted), [Note("letter_is_forwarded")], True
    if own.quoted and not own.text:
        return own.quoted, [], False
    notes = []
    if own.quoted and own.is_forward:
        return f"{own.text}\n\n{own.quoted}", [], False
    if own.quoted:
        notes.append(Note("quotation_left_out"))
    if own.signature:
        notes.append(Note("signature_left_out"))
    return own.text, notes, False


def _kept(files: list[File], limits: Limits) -> tuple[list[File], list[Note]]:
    """The files that may be kept, read; and what is said about the others."""
    kept: list[File] = []
    notes: list[Note] = []
    for file in files[: limits.max_attachments]:
        try:
            kept.append(replace(file, document=read_document(file.content, file.name, limits)))
        except Refused as refused:
            if refused.code in ("encrypted", "damaged", "too_many_pages", "picture_too_large"):
                notes.append(Note("part_unreadable", {"name": file.name}))
            elif refused.code != "empty":
                kind = refused.params.get("kind", refused.code)
                notes.append(Note("part_not_kept", {"name": file.name, "kind": kind}))
    if len(files) > limits.max_attachments:
        notes.append(Note("parts_left_out", {"count": len(files) - limits.max_attachments}))
    return kept, notes


def with_sender(arrived: Arrived) -> Arrived:
    """With the address of a sender's block, and its name if there is no other."""
    found = sender_of(arrived.text)
    if not found.street:
        return arrived
    return replace(
        arrived,
        name=arrived.name or found.name,
        street=found.street,
        postal_code=found.postal_code,
        city=found.city,
    )
