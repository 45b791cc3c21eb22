"""Exports as JSON are read piece by piece."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.cores.contributions import NotAnExport, flattened, rows_of_json

PROPOSAL = {
    "id": 41,
    "category": {"id": 2, "name": {"de": "Radverkehr", "en": "Cycling"}},
    "title": {"de": "Lücke im Radweg"},
    "body": {"de": "Zwischen Markt und Bahnhof fehlt ein Weg."},
    "state": "accepted",
    "endorsements": {"total_count": 3, "user_endorsements": ["A", "B", None]},
    "taxonomies": {"id": [1], "name": [{"en": "Roads", "de": "Straßen"}]},
    "withdrawn": False,
    "latitude": None,
}


def rows(text):
    data = text if isinstance(text, bytes) else text.encode()
    return list(rows_of_json(io.BytesIO(data)))


def test_nested_values_are_named_as_in_the_csv():
    found = rows(json.dumps([PROPOSAL]))[0]
    assert found["category/name/de"] == "Radverkehr"
    assert found["endorsements/total_count"] == "3"
    assert found["endorsements/user_endorsements"] == "A, B"
    assert found["taxonomies/name"] == "Straßen"
    assert (found["withdrawn"], found["latitude"]) == ("false", "")


def test_an_empty_list_has_no_rows():
    assert rows(" [ ] ") == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"id": 1}', "begin with a list"),
        ('[{"id": 1}', "comma is missing"),
        ('[{"id": 1},', "breaks off"),
        ('[{"id": 1} {"id": 2}]', "comma is missing"),
        ('[{"id": 1},]', "before the end"),
        ("[1]", "no object"),
        ('[{"id": ]', "cannot be read"),
        (b'[{"id": "\xff"}]', "not UTF-8"),
    ],
)
def test_what_is_no_export_is_refused_with_a_reason(text, reason):
    with pytest.raises(NotAnExport, match=reason):
        rows(text)


def test_a_long_file_is_read_in_portions():
    class Counting(io.BytesIO):
        largest = 0

        def read(self, size=-1):
            data = super().read(size)
            self.largest = max(self.largest, len(data))
            return data

    stream = Counting(json.dumps([{**PROPOSAL, "id": n} for n in range(2_000)]).encode())
    assert [row["id"] for row in rows_of_json(stream)] == [str(n) for n in range(2_000)]
    assert stream.largest <= 1 << 16


@given(st.lists(st.dictionaries(st.text(min_size=1), st.text() | st.integers()), max_size=20))
def test_reading_back_what_was_written_changes_nothing(objects):
    assert rows(json.dumps(objects)) == [flattened(one) for one in objects]
