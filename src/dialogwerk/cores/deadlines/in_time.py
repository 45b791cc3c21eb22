"""Whether a letter arrived in time, to the second."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from .errors import NaiveTime


def is_in_time(received: datetime, last_day: date, tz: str = "Europe/Berlin") -> bool:
    """True if the letter arrived before the last day had run out at the place of receipt.

    A period ends with the end of its last day (§ 188 Abs. 1 and 2 BGB): 23:59:59 is in time,
    00:00:00 of the next day is late, in summer and winter time alike.

    Args:
        received: moment of receipt, aware of its time zone.
        last_day: last day of the period, included.
        tz: time zone of the receiving authority.

    Raises:
        NaiveTime: ``received`` has no time zone.

    >>> is_in_time(datetime.fromisoformat("2026-06-19T21:59:59+00:00"), date(2026, 6, 19))
    True
    >>> is_in_time(datetime.fromisoformat("2026-06-19T22:00:00+00:00"), date(2026, 6, 19))
    False
    """
    if received.utcoffset() is None:
        raise NaiveTime(given=received.isoformat())
    return received.astimezone(ZoneInfo(tz)).date() <= last_day
