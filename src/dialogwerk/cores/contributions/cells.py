"""Single values as other systems write them: dates, degrees, counts, web addresses, HTML."""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

_FORMS: Final = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S %Z")
_EARLIEST_YEAR: Final = 1990
_BREAKS = re.compile(r"<\s*(?:br|/p|/li|/h[1-6]|/div|/ul|/ol|/blockquote)\b[^>]*>", re.IGNORECASE)
_ITEM = re.compile(r"<\s*li\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[/!]?[a-z][^<>]{0,2000}>", re.IGNORECASE)
_GAPS = re.compile(r"\n[ \t]*\n\s*")


def moment(value: str) -> datetime | None:
    """A date with or without time; with a time zone only if one is given; None if it is none.

    >>> moment("2021-05-03 10:22:45 UTC"), moment("gestern")
    (datetime.datetime(2021, 5, 3, 10, 22, 45, tzinfo=datetime.timezone.utc), None)
    """
    text = " ".join(value.split())
    text = re.sub(r" UTC$", "+00:00", text)
    text = re.sub(r" ([+-]\d{2}):?(\d{2})$", r"\1:\2", text)
    found = _parsed(text)
    return found if found and found.year >= _EARLIEST_YEAR else None


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in _FORMS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - the caller knows the zone
        except ValueError:
            continue
    return None


def degrees(value: str, limit: int) -> float | None:
    """Degrees within ± ``limit``, with comma or point; None if they are none.

    >>> degrees("50,7374", 90), degrees("nan", 90), degrees("500", 90)
    (50.7374, None, None)
    """
    try:
        found = float(value.replace(",", "."))
    except ValueError:
        return None
    return found if abs(found) <= limit else None


def count(value: str) -> int | None:
    """A number of people; None if it is none. Spreadsheets may write 12 as 12.0.

    >>> count("12"), count("12.0"), count("viele"), count("-1")
    (12, 12, None, None)
    """
    found = re.fullmatch(r"(\d{1,9})(?:[.,]0+)?", value.strip())
    return int(found[1]) if found else None


def is_web_address(value: str) -> bool:
    """Only http and https: other schemes can run scripts when clicked.

    >>> is_web_address("https://beispiel.example/1"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and " " not in value


def plain(text: str) -> str:
    """The text without HTML: paragraphs and items of lists become lines.

    >>> plain("<p>Zu eng.</p><ul><li>Poller &amp; Schild</li></ul>")
    'Zu eng.\\n\\n– Poller & Schild'
    """
    if not _TAG.search(text):
        return text
    lines = _ITEM.sub("– ", _BREAKS.sub("\n\n", text.replace("\r\n", "\n")))
    return _GAPS.sub("\n\n", html.unescape(_TAG.sub("", lines))).strip()
