"""Our table of holidays against the library `holidays`, every day of every place."""

import doctest
from datetime import date

import pytest
from dateutil.easter import easter
from holidays.countries.germany import Germany

from dialogwerk.cores.deadlines import feasts
from dialogwerk.cores.deadlines.holidays import FIRST_YEAR, LAENDER, LAST_YEAR

PLACES = [
    *((land, "") for land in LAENDER),
    *((land, "catholic") for land in ("BY", "SN", "TH")),
    ("BY", "Augsburg"),
]


def published(land, municipality, year, language):
    return Germany(
        subdiv="Augsburg" if municipality == "Augsburg" else land,
        years=year,
        language={"de": "de", "en": "en_US"}[language],
        categories=("public", "catholic") if municipality == "catholic" else ("public",),
    )


@pytest.mark.parametrize(("land", "municipality"), PLACES, ids=":".join)
def test_every_day_is_a_holiday_where_the_library_says_so(land, municipality):
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        ours = feasts.feasts_in(land, municipality, year)
        assert sorted(ours) == sorted(published(land, municipality, year, "de")), year


@pytest.mark.parametrize(("land", "municipality"), PLACES, ids=":".join)
def test_it_has_the_name_that_the_library_gives_it(land, municipality):
    for year in (1994, 2008, 2017, 2020, 2025, 2026, 2028):
        ours = feasts.feasts_in(land, municipality, year)
        for language in ("de", "en"):
            theirs = published(land, municipality, year, language)
            for day, name in ours.items():
                assert set(name[language].split("; ")) == set(theirs[day].split("; ")), day


def test_easter_is_when_others_compute_it():
    for year in range(1900, 2300):
        assert feasts.easter_sunday(year) == easter(year)


def test_repentance_day_was_a_holiday_everywhere_until_1994():
    assert date(1994, 11, 16) in feasts.feasts_in("NW", "", 1994)
    assert date(1995, 11, 22) not in feasts.feasts_in("NW", "", 1995)
    assert date(1995, 11, 22) in feasts.feasts_in("SN", "", 1995)


def test_the_examples_in_the_docstrings_are_true():
    assert doctest.testmod(feasts).failed == 0
