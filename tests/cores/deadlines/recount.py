"""A second, slow way to count: day by day on a paper calendar, sharing no code with the core."""

from datetime import date, timedelta
from functools import cache

DAY = timedelta(days=1)


def after(event, value, unit):
    """Last day of a period set off by an event; the event's own day does not count."""
    if unit != "month":
        return event + DAY * value * (7 if unit == "week" else 1)
    day = event
    for _ in range(value):
        day = in_next_month(day, event.day)
    return day


def in_next_month(day, number):
    """The day of that number in the next month, or its last."""
    month = day.month
    while day.month == month:
        day += DAY
    while day.day < number and (day + DAY).month == day.month:
        day += DAY
    return day


def from_first(first, value, unit):
    """Last day of a period whose first day counts."""
    end = after(first, value, unit)
    lacks_number = unit == "month" and end.day != first.day
    return end if lacks_number else end - DAY


def before(day, value, unit):
    """Last day on which something may happen so that the period lies wholly between."""
    candidate = day
    while after(candidate, value, unit) >= day:
        candidate -= DAY
    return candidate


def shifted(day, place):
    """The day, or the next one that is no Saturday, Sunday or holiday there."""
    while day.weekday() > 4 or is_holiday(day, place):
        day += DAY
    return day


def is_holiday(day, place):
    """Whether any of the Länder ("SH/NI", "BY:catholic") has a holiday."""
    return any(day in feasts(one, day.year) for one in place.split("/"))


@cache
def easter(year):
    """Easter Sunday by the rule of Lilius and Clavius, for 1900 to 2199."""
    moon = (19 * (year % 19) + 24) % 30
    moon -= moon == 29 or (moon == 28 and year % 19 > 10)
    return _sunday_after(date(year, 3, 21) + DAY * moon)


def _sunday_after(day):
    day += DAY
    while day.weekday() != 6:
        day += DAY
    return day


@cache
def feasts(place, year):
    """All public holidays of one place in one year."""
    land, _, municipality = place.partition(":")
    around_easter = [-2, 1, 39, 50]
    if land in CORPUS_CHRISTI or (land in ("SN", "TH") and municipality):
        around_easter.append(60)
    found = {easter(year) + DAY * n for n in around_easter}
    fixed = [(1, 1), (5, 1), (10, 3), (12, 25), (12, 26), *_single(land, municipality, year)]
    found |= {date(year, month, day) for month, day in fixed}
    if land == "SN" or year < 1995:
        found.add(_repentance(year))
    return found


CORPUS_CHRISTI = ("BW", "BY", "HE", "NW", "RP", "SL")
ALL_SAINTS = ("BW", "BY", "NW", "RP", "SL")
REFORMATION = ("BB", "MV", "SN", "ST", "TH")
REFORMATION_SINCE_2018 = ("HB", "HH", "NI", "SH")


def _single(land, municipality, year):
    """Holidays of some Länder on fixed days."""
    return [
        *([(1, 6)] if land in ("BW", "BY", "ST") else []),
        *([(3, 8)] if (land == "BE" and year > 2018) or (land == "MV" and year > 2022) else []),
        *([(5, 8)] if land == "BE" and year in (2020, 2025) else []),
        *([(6, 17)] if land == "BE" and year == 2028 else []),
        *([(8, 8)] if municipality == "Augsburg" else []),
        *([(8, 15)] if land == "SL" or (land == "BY" and municipality) else []),
        *([(9, 20)] if land == "TH" and year > 2018 else []),
        *([(10, 31)] if _has_reformation_day(land, year) else []),
        *([(11, 1)] if land in ALL_SAINTS else []),
    ]


def _has_reformation_day(land, year):
    return land in REFORMATION or year == 2017 or (land in REFORMATION_SINCE_2018 and year > 2017)


def _repentance(year):
    """The Wednesday before 23 November."""
    day = date(year, 11, 22)
    while day.weekday() != 2:
        day -= DAY
    return day
