"""German dates in running text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.cores.deadlines.notices.dates import find_dates, find_ranges
from dialogwerk.cores.deadlines.notices.folding import fold
from dialogwerk.cores.deadlines.wording import long_date

MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]


@pytest.mark.parametrize(
    "text",
    [
        "am 02.03.2026", "2.3.26", "am 2. März 2026", "Montag, dem 2. März 2026", "02. 03. 2026",
        "2026-03-02", "2. Maerz 2026", "am 2. Mrz. 2026", "Mo., 02.03.2026, 9 Uhr",
        "am 2. M\u00e4rz\n2026", "am 2. Ma\u0308rz 2026", "2.MÄRZ 2026",
    ],
)  # fmt: skip
def test_a_date_is_read_as_authorities_write_it(text):
    (found,) = find_dates(text)
    assert found.day == date(2026, 3, 2)
    assert not found.wrong_weekday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("vom 2. März bis einschließlich 1. April 2026", "2026-03-02", "2026-04-01"),
        ("vom 02.03. bis 01.04.2026", "2026-03-02", "2026-04-01"),
        ("vom 2. bis zum 15. März 2026", "2026-03-02", "2026-03-15"),
        ("vom 21.12. bis 20.01.2027", "2026-12-21", "2027-01-20"),
        ("02.03.2026 – 01.04.2026", "2026-03-02", "2026-04-01"),
        ("zwischen dem 2. März 2026 und dem 1. April 2026", "2026-03-02", "2026-04-01"),
        ("vom 02.03.2026 (Montag) bis 01.04.2026 (Mittwoch)", "2026-03-02", "2026-04-01"),
        ("vom 02.03.2026, 8:00 Uhr, bis 01.04.2026, 24:00 Uhr", "2026-03-02", "2026-04-01"),
        ("vom 2. März bis (einschließlich) 1. April 2026", "2026-03-02", "2026-04-01"),
        ("ab 02.03.2026 für die Dauer eines Monats bis 01.04.2026", "2026-03-02", "2026-04-01"),
        ("vom 02.03.2026 bis zum Ablauf des 01.04.2026", "2026-03-02", "2026-04-01"),
        ("von 02.03.2026 | bis: 01.04.2026", "2026-03-02", "2026-04-01"),
        ("beginnt am 2. März 2026 und endet am 1. April 2026", "2026-03-02", "2026-04-01"),
        ("vom 2. März bis einschließlich Mittwoch, den 1. April 2026", "2026-03-02", "2026-04-01"),
        (
            "von Montag, dem 02.03.2026, bis einschließlich Mittwoch, dem 01.04.2026",
            "2026-03-02",
            "2026-04-01",
        ),
    ],
)
def test_a_period_is_read_with_what_is_named_once(text, first, last):
    (found,) = find_ranges(text)
    assert (str(found.first.day), str(found.last.day)) == (first, last)


@pytest.mark.parametrize("text", ["30.02.2026", "bis zum 31.04.", "am 29.02.2026", "32.01.2026"])
def test_a_day_that_does_not_exist_is_found(text):
    (found,) = find_dates(text)
    assert found.impossible
    assert found.day is None


@pytest.mark.parametrize(
    "text",
    [
        "§ 73 Abs. 4 Nr. 2.3",
        "8.30 Uhr bis 12.00 Uhr",
        "Telefon 0123.45.67",
        "Anlage 1.2",
        "Plan 27.52.02",
    ],
)
def test_other_numbers_are_no_dates(text):
    assert find_dates(text) == ()


def test_a_weekday_that_does_not_fit_is_found_where_it_stands():
    text = "Der Termin ist am Dienstag, dem 2. März 2026."
    (found,) = find_dates(text)
    assert found.wrong_weekday
    assert text[slice(*found.where)] == "Dienstag, dem 2. März 2026"


def test_a_date_without_year_is_the_nearest():
    (found,) = find_dates("bis zum 15. Januar", around=date(2026, 12, 20))
    assert found.day == date(2027, 1, 15)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_every_day_is_read_back_in_words_and_figures(day):
    words = f"{day.day}. {MONTHS[day.month - 1]} {day.year}"
    for text in (
        words,
        long_date(day, "de"),
        f"{day:%d.%m.%Y}",
        f"{day.day}.{day.month}.{day.year}",
    ):
        (found,) = find_dates(f"bis zum {text} einschließlich")
        assert found.day == day
        assert not found.wrong_weekday


@given(st.text(max_size=200))
def test_any_text_can_be_folded_and_positions_lie_within_it(text):
    folded = fold(text)
    assert len(folded.text) == len(folded.origin)
    assert all(0 <= position < len(text) for position in folded.origin)
    assert list(folded.origin) == sorted(folded.origin)
    for found in find_dates(folded):
        start, end = found.where
        assert 0 <= start < end <= len(text)
