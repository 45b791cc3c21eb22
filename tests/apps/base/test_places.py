"""Municipalities and districts as every app finds them."""

import pytest

from dialogwerk.apps.base import places


def test_every_municipality_has_a_key_a_district_and_an_outline_around_its_centre():
    known = places.by_key()
    assert len(known) == 396
    assert len(places.districts()) == 53
    for ags, one in known.items():
        assert (one.ags, len(ags)) == (ags, 8)
        assert ags.startswith(one.district.key)
        assert one.outline["type"] in ("Polygon", "MultiPolygon")
        east, north = one.centre
        assert 5.8 < east < 9.5
        assert 50.3 < north < 52.6


def test_names_are_offered_in_german_order_and_found_in_any_case():
    names = places.municipalities()
    assert names.index("Oelde") < names.index("Zülpich")
    assert places.named("  DORMAGEN ").ags == "05162004"
    assert places.named("Musterhausen") is None


@pytest.mark.parametrize(
    ("key", "title"),
    [("05711", "Bielefeld"), ("05162", "Rhein-Kreis Neuss"), ("05766", "Lippe (Kreis)")],
)
def test_a_district_is_called_what_people_call_it(key, title):
    assert places.districts()[key].title == title


def test_words_find_municipalities_by_their_own_name_and_by_that_of_the_district():
    assert places.named("Detmold").ags in places.mentioning("lippe")
    assert places.mentioning("krefeld") == ("05114000",)
    assert places.mentioning("Musterhausen") == ()
