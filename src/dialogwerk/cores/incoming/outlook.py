"""Messages that Outlook saved (.msg): taken apart like a mail."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_string
from email.message import Message
from typing import Any

from dialogwerk.cores.files import Refused, safe_name

from . import headers
from .charsets import printable
from .choosing import File, letter_of
from .html_text import text_of_html
from .limits import MIB, Limits
from .values import Arrived, Note


def read_outlook(content: bytes, limits: Limits) -> tuple[Arrived, list[File]]:
    """The letter in a .msg file, and its files.

    Raises:
        Refused: too large, too many parts, damaged or automatic.
    """
    if len(content) > limits.max_bytes:
        raise Refused("too_large", limit_mb=limits.max_bytes // MIB)
    try:
        from oxmsg import Message as Outlook

        message = Outlook.load(content)
        body, notes = _body(message)
        files = _files(message, limits)
        fields = _fields(message)
    except Refused:
        raise
    except Exception as error:  # the library says of damage whatever comes to its mind
        raise Refused("damaged") from error
    if fields.get("From"):
        headers.check_is_letter(fields)
    choice = letter_of(body, files, limits)
    name, email = headers.sender(fields)
    arrived = replace(
        choice.arrived,
        title=printable(message.subject)[:300],
        name=choice.arrived.name or name,
        email=choice.arrived.email or email,
        received=headers.stamps(fields),
        notes=(*notes, *choice.arrived.notes),
    )
    return arrived, choice.files


def _fields(message: Any) -> Message:
    """The header as the mail had it; without one, the sender that Outlook noted."""
    from oxmsg.domain import constants

    raw = message.properties.str_prop_value(constants.PID_TRANSPORT_MESSAGE_HEADERS) or ""
    fields = message_from_string(raw)
    if not fields.get("From") and message.sender:
        fields["From"] = printable(message.sender)
    return fields


def _body(message: Any) -> tuple[str, list[Note]]:
    if plain := (message.body or "").strip():
        return plain.replace("\r\n", "\n"), []
    text, loads = text_of_html(message.html_body or "")
    return text, [Note("from_html"), *([Note("tracking")] if loads else [])]


def _files(message: Any, limits: Limits) -> list[File]:
    if message.attachment_count > limits.max_parts:
        raise Refused("too_many_parts", limit=limits.max_parts)
    found = []
    for one in message.attachments:
        content = one.file_bytes if one.attached_by_value else None
        if content:
            found.append(File(safe_name(one.file_name or ""), content))
    return found
