"""Contributions as everyone reads them: a list, a map, one by one."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.dialogues import mapping
from dialogwerk.apps.dialogues.models import Contribution, State, Theme, ThemeAssignment
from tests.factories import (
    CategoryFactory,
    ContributionFactory,
    FormatFactory,
    OutcomeFactory,
    ProcessFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    return FormatFactory()


def at(longitude, latitude):
    """A point with its box."""
    return {
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "west": longitude,
        "east": longitude,
        "south": latitude,
        "north": latitude,
    }


def list_of(client, one, **query):
    response = client.get(reverse("contributions", args=[one.process.slug, one.slug]), query)
    assert response.status_code == 200
    return [contribution.title for contribution in response.context["contributions"]]


def on_map(client, one, **query):
    address = reverse("contributions-map", args=[one.process.slug, one.slug])
    response = client.get(address, query)
    assert response.status_code == 200
    return response.json()


def test_only_what_is_public_is_listed(client, one):
    ContributionFactory(format=one, title="Bank")
    for state in set(State) - {State.PUBLIC}:
        ContributionFactory(format=one, title=state, state=state)
    ContributionFactory(title="anderswo")
    assert list_of(client, one) == ["Bank"]


def test_the_list_can_be_narrowed_and_ordered(client, one):
    trees, paths = CategoryFactory(format=one), CategoryFactory(format=one)
    now = timezone.now()
    early = {"received_at": now - timedelta(days=1)}
    ContributionFactory(format=one, title="Linden", category=trees, support_count=3, **early)
    answered = ContributionFactory(format=one, title="Radweg", category=paths, comment_count=2)
    OutcomeFactory(contribution=answered, kind="refused")
    OutcomeFactory(contribution=answered, kind="adopted", number=2)
    assert list_of(client, one) == ["Radweg", "Linden"]
    assert list_of(client, one, ordnung="unterstuetzt") == ["Linden", "Radweg"]
    assert list_of(client, one, ordnung="kommentiert") == ["Radweg", "Linden"]
    assert list_of(client, one, kategorie=trees.pk) == ["Linden"]
    theme = Theme.objects.create(process=one.process, title="Wege")
    how = ThemeAssignment.How
    ThemeAssignment.objects.create(theme=theme, contribution=answered, how=how.CONFIRMED)
    first = Contribution.objects.get(title="Linden")
    ThemeAssignment.objects.create(theme=theme, contribution=first, how=how.PROPOSED)
    assert list_of(client, one, thema=theme.pk) == ["Radweg"]
    assert list_of(client, one, ergebnis="none") == ["Linden"]
    assert list_of(client, one, ergebnis="adopted") == ["Radweg"]
    assert list_of(client, one, ergebnis="refused") == []
    assert list_of(client, one, suche="LINDE") == ["Linden"]
    assert list_of(client, one, suche=answered.code.lower()) == ["Radweg"]


@pytest.mark.parametrize(
    "query",
    [{"kategorie": "x"}, {"ergebnis": "?"}, {"ordnung": "1"}, {"page": "x"}, {"suche": "\x00"}],
)
def test_what_cannot_be_read_narrows_nothing(client, one, query):
    ContributionFactory(format=one, title="Bank")
    assert list_of(client, one, **query) == ["Bank"]


def test_many_contributions_come_in_pages_without_more_queries(
    client, one, django_assert_max_num_queries
):
    ContributionFactory.create_batch(45, format=one, category=CategoryFactory(format=one))
    with django_assert_max_num_queries(12):
        assert len(list_of(client, one)) == 20
    assert len(list_of(client, one, page=3)) == 5


def test_htmx_gets_the_results_only(client, one):
    address = reverse("contributions", args=[one.process.slug, one.slug])
    whole = client.get(address)
    part = client.get(address, headers={"HX-Request": "true"})
    assert b"<html" in whole.content
    assert b"<html" not in part.content
    assert "HX-Request" in part.headers["Vary"]


def test_a_hidden_process_shows_nothing(client):
    one = FormatFactory(process=ProcessFactory(is_public=False))
    contribution = ContributionFactory(format=one)
    for address in (
        reverse("contributions", args=[one.process.slug, one.slug]),
        reverse("contributions-map", args=[one.process.slug, one.slug]),
        contribution.get_absolute_url(),
    ):
        assert client.get(address).status_code == 404


def test_one_contribution_shows_every_decision_on_it_the_latest_first(client, one):
    contribution = ContributionFactory(format=one, text="Zwölf Linden, bitte.")
    until = {"deferred_until": date(2027, 1, 1), "next_report_on": date(2027, 1, 15)}
    OutcomeFactory(contribution=contribution, kind="deferred", **until)
    OutcomeFactory(contribution=contribution, number=2, reason="Im Haushalt 2027 beschlossen.")
    response = client.get(contribution.get_absolute_url())
    assert [outcome.number for outcome in response.context["outcomes"]] == [2, 1]
    assert "Zwölf Linden, bitte." in response.content.decode()
    assert "Im Haushalt 2027 beschlossen." in response.content.decode()


def test_a_code_number_typed_otherwise_leads_to_the_contribution(client, one):
    contribution = ContributionFactory(format=one)
    typed = contribution.code.lower().replace("-", "")
    response = client.get(reverse("contribution", args=[one.process.slug, typed]))
    assert response.url == contribution.get_absolute_url()


HIDDEN = sorted({State.HELD, State.REFUSED, State.WITHDRAWN})


@pytest.mark.parametrize("state", sorted({State.MERGED, State.SPLIT}))
def test_what_was_put_together_says_where_it_went_but_not_its_words(client, one, state):
    moved = ContributionFactory(format=one, state=state, text="Nie geprüft.")
    page = client.get(moved.get_absolute_url())
    assert page.status_code == 200
    assert "Nie geprüft." not in page.content.decode()


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_not_public_has_no_page(client, one, state):
    contribution = ContributionFactory(format=one, state=state)
    assert client.get(contribution.get_absolute_url()).status_code == 404


def test_a_code_of_another_process_has_no_page_here(client, one):
    elsewhere = ContributionFactory()
    address = reverse("contribution", args=[one.process.slug, elsewhere.code])
    assert client.get(address).status_code == 404


def test_the_map_holds_what_the_list_holds_as_far_as_it_has_a_place(client, one):
    ContributionFactory(format=one, title="ohne Ort")
    placed = ContributionFactory(format=one, title="Bank", **at(7.1, 50.7))
    ContributionFactory(format=one, state=State.HELD, **at(7.2, 50.8))
    collection = on_map(client, one)
    assert collection["total"] == 1
    assert collection["bbox"] == [7.1, 50.7, 7.1, 50.7]
    (feature,) = collection["features"]
    assert feature["geometry"] == placed.geometry
    assert feature["properties"]["url"] == placed.get_absolute_url()
    assert on_map(client, one, suche="Linde")["total"] == 0


def test_the_map_gives_only_what_lies_in_the_box(client, one):
    ContributionFactory(format=one, title="Bank", **at(7.1, 50.7))
    ContributionFactory(format=one, title="fern", **at(8.1, 51.7))
    found = on_map(client, one, bbox="7,50,7.5,51")["features"]
    assert [feature["properties"]["title"] for feature in found] == ["Bank"]


def test_where_they_would_cover_each_other_they_are_counted_together(client, one, monkeypatch):
    monkeypatch.setattr(mapping, "MOST_SINGLE", 3)
    for step in range(5):
        ContributionFactory(format=one, **at(7.1 + step / 100_000, 50.7))
    alone = ContributionFactory(format=one, title="allein", **at(7.9, 50.9))
    collection = on_map(client, one)
    counts = [one["properties"].get("count", 1) for one in collection["features"]]
    assert sum(counts) == collection["total"] == Contribution.objects.count()
    single = [one for one in collection["features"] if "count" not in one["properties"]]
    assert alone.title in [one["properties"]["title"] for one in single]


def test_an_empty_map_is_an_empty_collection(client, one):
    assert on_map(client, one) == {"type": "FeatureCollection", "features": [], "total": 0}
