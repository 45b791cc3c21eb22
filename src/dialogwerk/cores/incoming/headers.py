"""Header fields of a mail: subject, sender, and the stamps of the servers it passed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timezone
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from dialogwerk.cores.files import Refused

from .charsets import decoded, printable

_BY = re.compile(r"\bby\s+([\w.-]{1,255})")
_ADDRESS = re.compile(r"[^\s<>\"(),:;@]{1,64}@[^\s<>\"(),:;@]{1,189}")
MOST_STAMPS = 20


def field(message: Message, name: str) -> str:
    """One field, decoded (RFC 2047) and on one line; "" if it is missing."""
    raw = message.get(name)
    if raw is None:
        return ""
    return printable("".join(_piece(*piece) for piece in _pieces(str(raw)[:20_000])))


def _pieces(raw: str) -> Sequence[tuple[bytes | str, str | None]]:
    try:
        return decode_header(raw)
    except (ValueError, LookupError, AssertionError):
        return [(raw, None)]
    except Exception:  # the header's own error class is raised for broken base64
        return [(raw, None)]


def _piece(value: bytes | str, charset: str | None) -> str:
    if isinstance(value, str):
        value = value.encode("utf-8", "surrogateescape")
        charset = charset or ""
    return decoded(value, charset or "")[0]


def sender(message: Message) -> tuple[str, str]:
    """Name and address of who wrote; the address of the reply if there is no other."""
    for name in ("From", "Reply-To", "Sender"):
        value = field(message, name)
        if not value:
            continue
        found = _ADDRESS.search(value)
        pairs = getaddresses([value[:1000]])
        shown = next((shown for shown, address in pairs if shown and "@" not in shown), "")
        return printable(shown.strip("\"' "))[:250], (found[0].lower() if found else "")
    return "", ""


def stamps(message: Message) -> tuple[tuple[str, str], ...]:
    """When which server received it, the last one first: (name of the server, ISO 8601 in UTC).

    The ``Date`` field is not among them: the sender's clock sets it.
    """
    found = []
    for raw in (message.get_all("Received") or [])[:MOST_STAMPS]:
        text = printable(str(raw)[:4000])
        by, when = _BY.search(text), text.rpartition(";")[2]
        try:
            moment = parsedate_to_datetime(when)
        except (TypeError, ValueError, OverflowError, IndexError):
            continue
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=timezone.utc)  # noqa: UP017 - RFC 5322: "-0000"
        try:
            iso = moment.astimezone(timezone.utc).isoformat()  # noqa: UP017
        except OverflowError:
            continue
        found.append((by[1].lower().rstrip(".") if by else "", iso))
    return tuple(found)


def check_is_letter(message: Message) -> None:
    """Refuse what no person wrote, and what nobody here can read.

    Raises:
        Refused: "no_mail", "automatic" or "encrypted".
    """
    if not any(message.get(name) for name in ("From", "Received", "Subject", "Date", "Sender")):
        raise Refused("no_mail")
    auto = field(message, "Auto-Submitted").lower()
    is_report = message.get_content_type() == "multipart/report"
    answers = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress-Reply")
    if (auto and not auto.startswith("no")) or is_report or any(message.get(n) for n in answers):
        raise Refused("automatic")
    if message.get_content_type() in ("multipart/encrypted",) or _is_smime_envelope(message):
        raise Refused("encrypted")


def _is_smime_envelope(message: Message) -> bool:
    kind = message.get_content_type() in ("application/pkcs7-mime", "application/x-pkcs7-mime")
    return kind and "signed-data" not in str(message.get_param("smime-type") or "")
