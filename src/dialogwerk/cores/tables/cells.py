"""What stands in a spreadsheet cell, as text.

Dates become ISO 8601, numbers lose the traces of floating point, ``_x000D_`` becomes the
character it stands for (ECMA-376 part 1, ST_Xstring § 22.9.2.19).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_QUOTED = re.compile(r'"[^"]*"|\\.|[_*].|\[(?![hmsHMS]+\])[^\]]*\]')
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
ELAPSED_FORMAT = 46


def unescaped(text: str) -> str:
    """Resolve Excel's escapes for characters that XML cannot hold.

    >>> unescaped("a_x000D_b _x005F_x000D_")
    'a\\rb _x000D_'
    """
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def number_text(value: float) -> str:
    """A number as people typed it: no ``.0``, no exponent, at most 15 digits as in Excel.

    >>> number_text(12345.0), number_text(0.1 + 0.2), number_text(1e20)
    ('12345', '0.3', '100000000000000000000')
    """
    if value == int(value):
        return str(int(value))
    return f"{Decimal(f'{value:.15g}'):f}"


def date_kind(code: str) -> str:
    """ "date", "elapsed" (hours beyond 24) or "" for a number format code.

    >>> date_kind('dd.mm.yyyy'), date_kind('[h]:mm'), date_kind('0.00 "mm"'), date_kind("General")
    ('date', 'elapsed', '', '')
    """
    bare = _QUOTED.sub("", code.split(";")[0]).lower()
    if _ELAPSED.search(bare):
        return "elapsed"
    if "general" in bare:
        return ""
    return "date" if re.search(r"[dmyhs]", bare) else ""


def serial_text(serial: float, *, kind: str, from_1904: bool) -> str:
    """A date or time as ISO text from Excel's day count.

    Excel's 1900 calendar has a 29 February 1900 that never was (day 60): days before it count
    from another origin, and it stays a number.

    >>> serial_text(46082.0, kind="date", from_1904=False)
    '2026-03-01'
    >>> serial_text(1.5, kind="elapsed", from_1904=False)
    '36:00:00'
    """
    if serial < 0 or (not from_1904 and 60 <= serial < 61):
        return number_text(serial)
    whole = timedelta(seconds=round(serial * 86400))
    if kind == "elapsed":
        return elapsed_text(whole)
    if whole.days == 0:
        return elapsed_text(whole)
    origin = date(1904, 1, 1) if from_1904 else date(1899, 12, 31 if serial < 60 else 30)
    try:
        return moment_text(datetime.combine(origin, time()) + whole)
    except OverflowError:
        return number_text(serial)


def moment_text(moment: datetime) -> str:
    """ISO date, with the time only if it is not midnight."""
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat()


def elapsed_text(span: timedelta) -> str:
    """Hours, minutes, seconds.

    >>> elapsed_text(timedelta(days=1, hours=12))
    '36:00:00'
    """
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"


def plain_text(value: object) -> str:
    """A value as a spreadsheet library hands it over, as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, timedelta):
        return elapsed_text(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)
