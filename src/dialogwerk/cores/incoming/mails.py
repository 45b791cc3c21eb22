"""An e-mail taken apart: what its sender wrote, and the files that came with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import Message

from dialogwerk.cores.files import Refused, safe_name

from . import headers
from .charsets import decoded
from .choosing import Choice, File, letter_of
from .html_text import text_of_html
from .limits import MIB, Limits
from .values import Arrived, Note

_SMALL_PICTURE = 10 * 1024
"""Pictures within a formatted text that are smaller are logos and smileys."""


@dataclass(slots=True)
class Mail:
    """The parts of a message, as they were found."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_mail(content: bytes, limits: Limits) -> tuple[Arrived, list[File]]:
    """The letter in a message, and its files.

    Raises:
        Refused: too large, too many or too deeply nested parts, no mail, automatic, encrypted,
            or empty.
    """
    if len(content) > limits.max_bytes:
        raise Refused("too_large", limit_mb=limits.max_bytes // MIB)
    try:
        message = message_from_bytes(content)
    except RecursionError:
        raise Refused("too_deep", limit=limits.max_depth) from None
    headers.check_is_letter(message)
    choice = chosen(message, limits)
    name, email = headers.sender(message)
    arrived = replace(
        choice.arrived,
        title=headers.field(message, "Subject")[:300],
        name=choice.arrived.name or name,
        email=choice.arrived.email or email,
        received=headers.stamps(message),
    )
    return arrived, choice.files


def chosen(message: Message, limits: Limits) -> Choice:
    """Which part of the message is the letter; a message that only hands on another is that one.

    Raises:
        Refused: as `read_mail`.
    """
    mail = taken_apart(message, limits)
    text, notes = _body(mail)
    choice = letter_of(text, mail.files, limits)
    inner = mail.messages[0] if len(mail.messages) == 1 else None
    if inner is not None and choice.is_only_cover:
        passed_on = chosen(inner, limits)
        name, email = headers.sender(inner)
        arrived = replace(passed_on.arrived, name=name, email=email)
        choice = Choice(arrived, [*choice.files, *passed_on.files], False)
        notes = [*notes, Note("letter_is_forwarded")]
    all_notes = (*mail.notes, *notes, *choice.arrived.notes)
    return replace(choice, arrived=replace(choice.arrived, notes=all_notes))


def taken_apart(message: Message, limits: Limits) -> Mail:
    """The parts of a message by what they are."""
    mail = Mail()
    for part in _parts(message, limits):
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                mail.messages.append(inner[0])
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        disposition, name = part.get_content_disposition(), _name(part)
        if kind in ("text/plain", "text/html") and disposition != "attachment" and not name:
            _add_text(mail, part, content, kind)
        elif content and not _is_decoration(part, kind, content):
            mail.files.append(File(name or "file", content))
    return mail


def _parts(message: Message, limits: Limits) -> Iterator[Message]:
    """The leaves, messages within included as a whole, in their order."""
    waiting: list[tuple[Message, int]] = [(message, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if depth > limits.max_depth:
            raise Refused("too_deep", limit=limits.max_depth)
        if seen > limits.max_parts:
            raise Refused("too_many_parts", limit=limits.max_parts)
        payload = part.get_payload()
        if isinstance(payload, list) and part.get_content_type() != "message/rfc822":
            waiting += [(one, depth + 1) for one in reversed(payload) if isinstance(one, Message)]
        else:
            if (
                part.get_content_type() == "message/rfc822"
                and depth + _depth(part) > limits.max_depth
            ):
                raise Refused("too_deep", limit=limits.max_depth)
            yield part


def _depth(part: Message) -> int:
    """How deep messages within messages go."""
    depth = 0
    while isinstance(payload := part.get_payload(), list) and payload and depth < 1000:
        first = payload[0]
        if not isinstance(first, Message):
            break
        part, depth = first, depth + 1
    return depth


def _name(part: Message) -> str:
    try:
        raw = part.get_filename()
    except (LookupError, ValueError, TypeError):
        raw = None
    if not raw:
        return ""
    holder = Message()
    holder["X"] = str(raw).replace("\r", " ").replace("\n", " ")
    return safe_name(headers.field(holder, "X"))


def _add_text(mail: Mail, part: Message, content: bytes, kind: str) -> None:
    declared = str(part.get_content_charset() or "")
    text, is_right = decoded(content, declared)
    if not is_right:
        mail.notes.append(Note("charset_wrong", {"charset": declared[:40]}))
    (mail.plain if kind == "text/plain" else mail.html).append(text)


def _is_decoration(part: Message, kind: str, content: bytes) -> bool:
    inline = part.get("Content-ID") is not None and part.get_content_disposition() != "attachment"
    signature = kind in ("application/pkcs7-signature", "application/pgp-signature", "text/vcard")
    return signature or (inline and kind.startswith("image/") and len(content) < _SMALL_PICTURE)


def _body(mail: Mail) -> tuple[str, list[Note]]:
    """The plain text, or what the formatted one says if the plain one is only a stand-in."""
    plain = "\n\n".join(text.strip("\r\n") for text in mail.plain).replace("\r\n", "\n")
    if not mail.html:
        return plain, []
    read = [text_of_html(one) for one in mail.html]
    formatted = "\n\n".join(text for text, _loads in read if text)
    notes = [Note("tracking")] if any(loads for _text, loads in read) else []
    if len(plain.strip()) * 4 < len(formatted):
        return formatted, [*notes, Note("from_html")]
    return plain, notes
