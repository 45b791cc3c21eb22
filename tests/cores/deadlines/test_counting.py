"""Counting, calendar, and arrival in time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogwerk.cores.deadlines import DeadlineError, Period, is_in_time, working_days
from dialogwerk.cores.deadlines.counting import (
    earliest_day_after,
    end_of_day_start_period,
    end_of_event_period,
    latest_day_before,
    next_working_day,
)
from dialogwerk.cores.deadlines.holidays import LAENDER, holiday_name

from . import recount

days = st.dates(date(1900, 1, 1), date(2200, 1, 1))
periods = st.builds(Period, st.integers(1, 36), st.sampled_from(["day", "week", "month", "year"]))


@settings(deadline=None)
@given(days, periods)
def test_a_period_whose_first_day_counts_ends_a_day_earlier_or_with_the_month(day, period):
    event, day_start = end_of_event_period(day, period), end_of_day_start_period(day, period)
    ends_with_month = (event + timedelta(days=1)).day == 1
    assert event - day_start == timedelta(days=1) or (ends_with_month and event == day_start)


@settings(deadline=None)
@given(days, days, periods)
def test_a_later_day_never_ends_earlier(one, other, period):
    for count in (end_of_event_period, end_of_day_start_period):
        assert count(min(one, other), period) <= count(max(one, other), period)


@settings(deadline=None)
@given(days, st.integers(1, 60))
def test_weeks_keep_the_day_of_the_week(day, weeks):
    assert end_of_event_period(day, Period(weeks, "week")).weekday() == day.weekday()


@pytest.mark.parametrize(
    ("event", "period", "last_day"),
    [
        (date(2026, 1, 31), Period(1, "month"), date(2026, 2, 28)),
        (date(2028, 1, 31), Period(1, "month"), date(2028, 2, 29)),
        (date(2026, 2, 28), Period(1, "month"), date(2026, 3, 28)),
        (date(2026, 12, 31), Period(2, "month"), date(2027, 2, 28)),
        (date(2026, 12, 31), Period(1, "day"), date(2027, 1, 1)),
    ],
)
def test_event_periods(event, period, last_day):
    assert end_of_event_period(event, period) == last_day


@settings(deadline=None)
@given(days, st.frozensets(days, max_size=20))
def test_the_next_working_day_is_the_nearest(day, holidays):
    def is_working_day(candidate):
        return candidate.weekday() < 5 and candidate not in holidays

    found = next_working_day(day, is_working_day)
    assert is_working_day(found)
    between = (day + timedelta(days=n) for n in range((found - day).days))
    assert not any(is_working_day(candidate) for candidate in between)


def test_a_calendar_without_working_days_is_an_error():
    with pytest.raises(DeadlineError, match="no working day within a year"):
        next_working_day(date(2026, 1, 1), lambda day: False)


@pytest.mark.parametrize("period", [Period(1, "month"), Period(1, "week")])
def test_the_end_of_time_is_an_error_that_helps(period):
    with pytest.raises(DeadlineError, match="Please check the date"):
        end_of_event_period(date.max, period)


@pytest.mark.parametrize(
    ("land", "day", "works"),
    [
        ("NW", date(2026, 6, 4), False),
        ("NI", date(2026, 6, 4), True),
        ("NW", date(2027, 11, 1), False),
        ("NI", date(2027, 11, 1), True),
        ("NW", date(2017, 10, 31), False),
        ("NW", date(2018, 10, 31), True),
        ("NI", date(2018, 10, 31), False),
        ("NW", date(2026, 12, 24), True),
        ("NW", date(2026, 4, 6), False),
        ("NW", date(2026, 4, 11), False),
    ],
)
def test_each_land_has_its_holidays(land, day, works):
    assert working_days(land)(day) is works


def test_nrw_has_eleven_holidays_a_year():
    year = (date(2026, 1, 1) + timedelta(days=n) for n in range(365))
    names = [name for day in year if (name := holiday_name("NW", day, "de"))]
    assert len(names) == 11
    assert {"Fronleichnam", "Allerheiligen"} <= set(names)


def test_all_sixteen_laender_have_a_calendar():
    assert len(LAENDER) == 16
    assert all(not working_days(land)(date(2026, 1, 1)) for land in LAENDER)
    with pytest.raises(DeadlineError, match="There is no Land “Bayern”"):
        working_days("Bayern")


@pytest.mark.parametrize(
    ("received", "punctual"),
    [
        ("2026-04-15T23:59:59+02:00", True),
        ("2026-04-15T23:59:59.999999+02:00", True),
        ("2026-04-16T00:00:00+02:00", False),
        ("2026-04-15T21:59:59+00:00", True),
        ("2026-04-15T22:00:00+00:00", False),
        ("2026-04-15T18:00:00-04:00", False),
    ],
)
def test_the_last_second_counts(received, punctual):
    assert is_in_time(datetime.fromisoformat(received), date(2026, 4, 15)) is punctual


@pytest.mark.parametrize(
    ("last_day", "end_in_utc"),
    [
        (date(2026, 3, 28), "2026-03-28T23:00:00+00:00"),
        (date(2026, 3, 29), "2026-03-29T22:00:00+00:00"),
        (date(2026, 10, 24), "2026-10-24T22:00:00+00:00"),
        (date(2026, 10, 25), "2026-10-25T23:00:00+00:00"),
    ],
)
def test_the_nights_when_clocks_change_end_at_midnight_like_others(last_day, end_in_utc):
    end = datetime.fromisoformat(end_in_utc)
    assert not is_in_time(end, last_day)
    assert is_in_time(end - timedelta(seconds=1), last_day)


@settings(deadline=None)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_moment_is_in_time_for_its_own_day_at_another_place(moment):
    assert is_in_time(moment, moment.date(), tz="UTC")
    assert not is_in_time(moment, moment.date() - timedelta(days=1), tz="UTC")


def test_a_time_without_zone_is_refused():
    with pytest.raises(DeadlineError, match="has no time zone"):
        is_in_time(datetime.fromisoformat("2026-04-15T12:00:00"), date(2026, 4, 15))


@settings(deadline=None)
@given(days, periods)
def test_the_earliest_day_after_is_the_first_that_has_the_period_before_it(day, period):
    earliest = earliest_day_after(day, period)
    assert latest_day_before(earliest, period) >= day
    assert latest_day_before(earliest - timedelta(days=1), period) < day


PLACES = [*LAENDER, "BY:catholic", "BY:Augsburg", "SN:catholic", "TH:catholic", "NW/NI"]


@pytest.mark.parametrize("place", PLACES)
def test_the_calendar_is_the_one_worked_out_on_paper(place):
    works = working_days(place)
    for year in (*range(1991, 2041), 2100):
        for day in (date(year, 1, 1) + timedelta(days=n) for n in range(365)):
            assert works(day) == (recount.shifted(day, place) == day), day
