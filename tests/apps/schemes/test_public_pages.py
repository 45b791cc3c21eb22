"""Projects as everyone sees them: list, page, documents."""

import io

import pypdf
import pytest
from django.urls import reverse

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.places import municipalities
from dialogwerk.apps.schemes.services import display_document
from tests.factories import (
    DocumentFactory,
    PhaseFactory,
    ProcedureFactory,
    PromiseFactory,
    RoundFactory,
    SchemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def pdf(pages=2):
    writer, stream = pypdf.PdfWriter(), io.BytesIO()
    for _page in range(pages):
        writer.add_blank_page(200, 200)
    writer.write(stream)
    stream.seek(0)
    return stream


@pytest.fixture
def scheme():
    return SchemeFactory(geometry={"type": "Point", "coordinates": [7.9, 51.5]})


def test_the_list_shows_public_schemes_and_finds_them(client):
    heath, moor = SchemeFactory(title="Windpark Heide"), SchemeFactory(title="Deich Moor")
    hidden = SchemeFactory(is_public=False, title="Geheim")
    shown = client.get(reverse("schemes")).context["page"].object_list
    assert set(shown) == {heath, moor}
    found = client.get(reverse("schemes"), {"suche": "moor"}).context["page"].object_list
    assert list(found) == [moor]
    client.force_login(UserFactory(roles=[Role.DEVELOPER], on_team=hidden))
    assert hidden in client.get(reverse("schemes")).context["page"].object_list


def test_lists_and_pages_cost_few_queries(client, scheme, django_assert_max_num_queries):
    for _number in range(5):
        RoundFactory(procedure=ProcedureFactory(scheme=scheme))
        RoundFactory(procedure=ProcedureFactory())
        DocumentFactory(scheme=scheme)
    with django_assert_max_num_queries(5):
        client.get(reverse("schemes"))
    with django_assert_max_num_queries(7):
        client.get(scheme.get_absolute_url())


def test_many_dialogues_and_promises_of_a_project_cost_few_queries_more(
    client, scheme, django_assert_max_num_queries
):
    """Two for the dialogues with their phases, two for the promises with their figures."""
    PhaseFactory.create_batch(8, process__scheme=scheme)
    PromiseFactory.create_batch(8, scheme=scheme)
    with django_assert_max_num_queries(7 + 2 + 2):
        page = client.get(scheme.get_absolute_url())
    assert len(page.context["parts"]) == 2


def test_the_page_says_in_words_what_the_map_shows(client, scheme):
    html = client.get(scheme.get_absolute_url()).content.decode()
    assert scheme.place_name in html
    assert 'id="scheme-map-geometry"' in html
    assert "GeoBasis-DE / BKG 2021" in html


def test_the_map_calls_no_tile_server_unless_one_is_set(client, scheme, settings):
    assert 'data-tiles=""' in client.get(scheme.get_absolute_url()).content.decode()
    settings.MAP_TILES_URL = "https://tiles.example/{z}/{x}/{y}.png"
    html = client.get(scheme.get_absolute_url()).content.decode()
    assert 'data-tiles="https://tiles.example/{z}/{x}/{y}.png"' in html


def test_a_hidden_scheme_is_not_there_for_others(client):
    scheme = SchemeFactory(is_public=False)
    document = display_document(scheme=scheme, number="1", title="Plan", file=pdf(), by="user:1")
    assert client.get(scheme.get_absolute_url()).status_code == 404
    assert client.get(document.get_absolute_url()).status_code == 404
    client.force_login(UserFactory(roles=[Role.EXPERT], on_team=scheme))
    assert client.get(document.get_absolute_url()).headers["Cache-Control"].startswith("private")


def test_a_document_is_shown_or_saved_with_safe_headers(client, scheme):
    document = display_document(
        scheme=scheme, number="4.2", title="Lärm & Schatten", file=pdf(3), by="user:1"
    )
    shown = client.get(document.get_absolute_url())
    assert document.pages == 3
    assert shown.headers["Content-Type"] == "application/pdf"
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(shown.streaming_content).startswith(b"%PDF-")
    saved = client.get(document.get_absolute_url() + "?laden=1")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert "laerm-schatten.pdf" in saved.headers["Content-Disposition"]
    again = client.get(
        document.get_absolute_url(), headers={"If-None-Match": shown.headers["ETag"]}
    )
    assert again.status_code == 304
    for response in (shown, saved):
        response.close()


def test_a_document_belongs_to_its_scheme(client, scheme):
    document = display_document(scheme=scheme, number="1", title="Plan", file=pdf(), by="user:1")
    assert (
        client.get(reverse("document", args=[SchemeFactory().slug, document.pk])).status_code == 404
    )


def test_a_document_whose_file_is_gone_is_a_missing_page(client):
    assert client.get(DocumentFactory().get_absolute_url()).status_code == 404


def test_all_municipalities_of_the_land_can_be_chosen():
    assert len(municipalities()) == 396
    assert list(municipalities()).index("Ahlen") < list(municipalities()).index("Zülpich")
