"""Places as people draw them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.apps.dialogues.places import UnfitPlace, parse_place

ALL = ("Point", "LineString", "Polygon")
RING = [[7.0, 50.0], [7.1, 50.0], [7.1, 50.1], [7.0, 50.0]]


@pytest.mark.parametrize(
    ("kind", "coordinates", "box"),
    [
        ("Point", [7.1, 50.7], (7.1, 50.7, 7.1, 50.7)),
        ("LineString", [[7.1, 50.7], [7.2, 50.6]], (7.1, 50.6, 7.2, 50.7)),
        ("Polygon", [RING], (7.0, 50.0, 7.1, 50.1)),
    ],
)
def test_a_place_knows_the_box_around_it(kind, coordinates, box):
    place = parse_place(json.dumps({"type": kind, "coordinates": coordinates}), allowed=ALL)
    assert (place.west, place.south, place.east, place.north) == box


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        '{"type": "Point"}',
        '{"type": "Point", "coordinates": []}',
        '{"type": "Point", "coordinates": [[7, 50]]}',
        '{"type": "Point", "coordinates": ["7", "50"]}',
        '{"type": "Point", "coordinates": [NaN, 50]}',
        '{"type": "Point", "coordinates": [181, 50]}',
        '{"type": "Point", "coordinates": [7, 91]}',
        '{"type": "LineString", "coordinates": [[7, 50]]}',
        '{"type": "Polygon", "coordinates": [[[7, 50], [8, 50], [8, 51], [7, 51]]]}',
        '{"type": "MultiPoint", "coordinates": [[7, 50]]}',
        '{"type": "Point", "coordinates": ' + "[" * 40 + "7" + "]" * 40 + "}",
    ],
)
def test_what_is_no_place_is_refused_in_words(text):
    with pytest.raises(UnfitPlace, match=r"\w"):
        parse_place(text, allowed=ALL)


def test_only_what_the_format_allows_can_be_drawn():
    text = json.dumps({"type": "Polygon", "coordinates": [RING]})
    with pytest.raises(UnfitPlace):
        parse_place(text, allowed=["Point"])


def test_a_line_of_very_many_points_is_refused():
    points = [[7 + n / 10_000, 50] for n in range(501)]
    with pytest.raises(UnfitPlace, match="500"):
        parse_place(json.dumps({"type": "LineString", "coordinates": points}), allowed=ALL)


@given(
    st.text(max_size=60)
    | st.recursive(st.floats() | st.text(max_size=3), st.lists).map(
        lambda value: json.dumps({"type": "Polygon", "coordinates": value})
    )
)
def test_whatever_is_sent_is_a_place_or_refused(text):
    try:
        place = parse_place(text, allowed=ALL)
    except UnfitPlace:
        return
    assert -180 <= place.west <= place.east <= 180
    assert -90 <= place.south <= place.north <= 90
