"""Public contributions as open data: what everyone reads, with stable codes and licence."""

import csv
import io
import json

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from dialogwerk.apps.dialogues.models import State
from dialogwerk.apps.dialogues.services.open_data import COLUMNS, MEDIA_TYPES
from tests.factories.dialogues import CategoryFactory, ContributionFactory, OutcomeFactory

pytestmark = pytest.mark.django_db
POINT = {"type": "Point", "coordinates": [7.1, 50.7]}


@pytest.fixture
def said(place):
    one = ContributionFactory(
        format=place,
        title="=1+1",
        category=CategoryFactory(format=place, title="Bänke"),
        public_name="Ada",
        geometry=POINT,
        west=7.1,
        east=7.1,
        south=50.7,
        north=50.7,
    )
    OutcomeFactory(contribution=one)
    ContributionFactory(format=place, title="Ohne Ort", credit="dialog.example, CC BY 4.0")
    ContributionFactory(format=place, title="Geheim", state=State.HELD)
    return one


def get(client, process, ending):
    response = client.get(reverse("contributions-data", args=[process.slug, ending]))
    assert response.headers["Content-Type"] == MEDIA_TYPES[ending]
    return b"".join(response.streaming_content)


def test_csv_is_safe_and_names_the_licence(client, process, said):
    text = get(client, process, "csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["title"] for row in rows] == ["'=1+1", "Ohne Ort"]
    assert (rows[0]["id"], rows[0]["outcome"]) == (said.code, "adopted")
    assert (rows[0]["licence"], rows[1]["licence"]) == ("dl-de/by-2-0", "")
    assert rows[1]["credit"] == "dialog.example, CC BY 4.0"


def test_json_has_a_head_and_every_public_contribution(client, process, said):
    found = json.loads(get(client, process, "json"))
    assert found["schema"] == "dialogwerk.contributions"
    assert [row["title"] for row in found["contributions"]] == ["=1+1", "Ohne Ort"]
    assert set(COLUMNS) <= set(found["contributions"][0])


def test_geojson_has_those_with_a_place(client, process, said):
    found = json.loads(get(client, process, "geojson"))
    (feature,) = found["features"]
    assert (feature["id"], feature["geometry"]) == (said.code, POINT)
    assert feature["properties"]["category"] == "Bänke"


def test_the_workbook_holds_texts_not_formulas(client, process, said):
    book = CalamineWorkbook.from_filelike(io.BytesIO(get(client, process, "xlsx")))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1][COLUMNS.index("title")] == "=1+1"
    assert rows[1][COLUMNS.index("longitude")] == 7.1


def test_blacked_out_words_stay_out(client, process, place):
    ContributionFactory(
        format=place,
        title="Herr Muster lärmt",
        hidden=[{"field": "title", "start": 0, "end": 11}],
        redacted_title="█ lärmt",
        redacted_text="…",
    )
    for ending in MEDIA_TYPES:
        assert b"Muster l" not in get(client, process, ending)


def test_no_query_for_each_contribution(client, process, place, django_assert_max_num_queries):
    ContributionFactory.create_batch(40, format=place)
    with django_assert_max_num_queries(12):
        get(client, process, "json")


def test_a_hidden_process_gives_nothing(client, process, said):
    process.is_public = False
    process.save()
    address = reverse("contributions-data", args=[process.slug, "csv"])
    assert client.get(address).status_code == 404


def test_the_public_page_links_the_data(client, process, said):
    page = client.get(process.get_absolute_url()).content.decode()
    assert reverse("contributions-data", args=[process.slug, "geojson"]) in page
