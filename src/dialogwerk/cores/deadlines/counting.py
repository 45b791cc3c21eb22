"""Counting of periods: §§ 187, 188, 193 BGB and § 31 VwVfG (VwVfG NRW alike)."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from .errors import CalendarEnds, NoWorkingDay

WorkingDay = Callable[[date], bool]
Unit = Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as a statute puts it: two weeks, one month."""

    value: int
    unit: Unit


def add_months(day: date, months: int) -> date:
    """The day of the same number, or the last of the month if it lacks that number.

    § 188 Abs. 2 and 3 BGB.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(_checked_year(year), month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def end_of_event_period(event: date, period: Period) -> date:
    """Last day of a period that an event sets off; the day of the event does not count.

    § 187 Abs. 1, § 188 Abs. 1, Abs. 2 Alt. 1, Abs. 3 BGB; no shift off a weekend.

    >>> end_of_event_period(date(2026, 6, 5), Period(2, "week"))
    datetime.date(2026, 6, 19)
    """
    months = _months(period)
    if months:
        return add_months(event, months)
    return _add_days(event, period.value * (7 if period.unit == "week" else 1))


def end_of_day_start_period(first_day: date, period: Period) -> date:
    """Last day of a period whose first day counts in full, as with a display (Auslegung).

    § 187 Abs. 2, § 188 Abs. 1, Abs. 2 Alt. 2, Abs. 3 BGB; GmS-OGB, 06.07.1972 – 2/71. A month
    ends on the day before the same number; without that number it ends with the month.

    >>> end_of_day_start_period(date(2026, 5, 24), Period(1, "month"))
    datetime.date(2026, 6, 23)
    >>> end_of_day_start_period(date(2026, 3, 31), Period(1, "month"))
    datetime.date(2026, 4, 30)
    """
    same_number = end_of_event_period(first_day, period)
    if _months(period) and same_number.day != first_day.day:
        return same_number
    return same_number - timedelta(days=1)


def latest_day_before(day: date, period: Period) -> date:
    """Last day on which something may happen if a whole period must lie between it and ``day``.

    A backward period ("at least one week before"): neither of the two days counts, § 187 Abs. 1
    BGB read backwards; OVG Lüneburg, 30.08.1982 – 6 C 12/80. It is not moved off a weekend, which
    would shorten it.

    >>> latest_day_before(date(2026, 6, 19), Period(1, "week"))
    datetime.date(2026, 6, 11)
    """
    months = _months(period)
    if months:
        return _add_days(add_months(day, -months), -1)
    return _add_days(day, -period.value * (7 if period.unit == "week" else 1) - 1)


def earliest_day_after(day: date, period: Period) -> date:
    """First day before which a whole period lies if something happens on ``day``.

    The other side of `latest_day_before`.

    >>> earliest_day_after(date(2026, 6, 11), Period(1, "week"))
    datetime.date(2026, 6, 19)
    """
    following = _add_days(day, 1)
    earliest = end_of_event_period(following, period)
    cut_off = bool(_months(period)) and earliest.day != following.day
    return _add_days(earliest, 1) if cut_off else earliest


def extended(end: date, period: Period) -> date:
    """End of a period that is extended: the new one counts from the end of the old, § 190 BGB.

    The old end is taken as counted, before any shift off a weekend.

    >>> extended(date(2026, 6, 20), Period(2, "week"))
    datetime.date(2026, 7, 4)
    """
    return end_of_event_period(end, period)


def next_working_day(day: date, is_working_day: WorkingDay) -> date:
    """The day itself, or the next working day (Werktag) if it is none.

    An end on a Saturday, Sunday or public holiday moves: § 31 Abs. 3 Satz 1 VwVfG, § 193 BGB.

    Raises:
        NoWorkingDay: none within a year.
    """
    for ahead in range(366):
        shifted = _add_days(day, ahead)
        if is_working_day(shifted):
            return shifted
    raise NoWorkingDay(day=day)


def _months(period: Period) -> int:
    """Length in months, 0 if it is counted in days or weeks."""
    return {"month": 1, "year": 12}.get(period.unit, 0) * period.value


def _add_days(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise CalendarEnds(year=date.max.year + 1, first=1, last=date.max.year) from None


def _checked_year(year: int) -> int:
    if not 1 <= year <= date.max.year:
        raise CalendarEnds(year=year, first=1, last=date.max.year)
    return year
