"""The overview counts what is there, names no place of few people, and leads to what is open."""

from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from dialogwerk.apps.people.services import IdentityDraft
from dialogwerk.apps.statements.services import origins, overview, reading
from dialogwerk.apps.statements.services.intake import Letter, take_in_many
from tests.factories import StatementFactory

from .pages import address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_remembered():
    caches["near"].clear()


def write_from(procedure, town, people, letters=1, days_ago=0):
    drafts = [
        Letter(
            text=f"Ich wohne in {town}, Nummer {number}.",
            received_at=timezone.now() - timedelta(days=days_ago),
            sender=IdentityDraft(name=f"Erika {number}", street=f"Weg {number}", city=town),
        )
        for number in range(people)
        for _letter in range(letters)
    ]
    take_in_many(procedure=procedure, letters=drafts, by="user:1")


def newest(procedure):
    return procedure.statements.order_by("pk").values_list("pk", flat=True).last() or 0


def test_places_are_counted_by_people_and_letters_and_few_people_are_not_named(procedure):
    write_from(procedure, "stadt KÖLN", 6, letters=2)
    write_from(procedure, "Musterhausen", 5)
    write_from(procedure, "Kleindorf", 4)
    write_from(procedure, "", 3)
    found = origins.origins(procedure, newest=newest(procedure))
    named = [(one.place, one.persons, one.letters) for one in found.places]
    assert named == [("Köln", 6, 12), ("Musterhausen", 5, 5)]
    assert (found.elsewhere.persons, found.elsewhere.letters) == (4, 4)
    assert found.unknown.letters == 3
    assert found.districts == {"05315": 6}


def test_new_letters_are_counted_at_once(procedure):
    assert origins.arrivals(procedure, newest=newest(procedure)) == []
    write_from(procedure, "Köln", 5)
    assert sum(bar.letters for bar in origins.arrivals(procedure, newest=newest(procedure))) == 5


def test_arrivals_stand_in_order_without_a_gap_and_by_week_over_a_long_time(procedure):
    write_from(procedure, "Köln", 2, days_ago=3)
    write_from(procedure, "Köln", 1)
    assert [bar.letters for bar in origins.arrivals(procedure, newest=newest(procedure))] == [
        2,
        0,
        0,
        1,
    ]
    write_from(procedure, "Köln", 1, days_ago=400)
    bars = origins.arrivals(procedure, newest=newest(procedure))
    assert len(bars) <= origins.MOST_BARS
    assert sum(bar.letters for bar in bars) == 4
    assert all((bar.last - bar.first).days % 7 == 6 for bar in bars)


def test_progress_counts_what_is_read(procedure, campaign, letter):
    found = overview.standing(procedure)
    steps = [(step.done, step.total) for step in found.steps[:4]]
    assert steps == [(0, 4), (0, 4), (0, 1), (0, 2)]
    reading.finish_reading(where=campaign, by="user:1", set_rest_aside=True)
    found = overview.standing(procedure)
    steps = [(step.done, step.total) for step in found.steps[:4]]
    assert steps == [(2, 4), (2, 4), (1, 1), (0, 2)]
    assert (found.unread, found.own_words_open, found.individual_open) == (2, 1, 1)


def test_the_way_leads_to_own_words_first_and_then_to_letters_of_no_campaign(
    as_clerk, procedure, campaign, letter
):
    own = campaign.statements.get(has_own_words=True)
    page = address("read-on", procedure.slug)
    assert f"/{own.code}/" in as_clerk.get(page)["Location"]
    reading.finish_reading(where=own, by="user:1", set_rest_aside=True)
    assert f"/{letter.code}/" in as_clerk.get(page)["Location"]
    reading.finish_reading(where=letter, by="user:1", set_rest_aside=True)
    reading.finish_reading(where=campaign, by="user:1", set_rest_aside=True)
    assert as_clerk.get(page)["Location"] == address("overview", procedure.slug)


def test_the_page_shows_figures_campaigns_map_and_arrivals(as_clerk, procedure, campaign):
    write_from(procedure, "Köln", 6)
    page = as_clerk.get(address("overview", procedure.slug))
    assert page.status_code == 200
    html = page.content.decode()
    assert campaign.title in html
    assert html.count("dw-areas__") == 53
    assert "Köln" in html


def test_the_page_of_a_procedure_without_letters_says_so(as_clerk, procedure):
    page = as_clerk.get(address("overview", procedure.slug))
    assert page.context["map"] is None
    assert page.context["chart"] is None


def test_shades_go_by_ratio():
    from dialogwerk.apps.statements.views.overview import _shade

    shades = [_shade(persons, 900) for persons in (0, 1, 10, 100, 300, 301, 900)]
    assert shades == [0, 1, 1, 3, 4, 5, 5]


def test_a_bar_covers_its_days():
    days = origins.Counter({date(2026, 1, 1): 2, date(2026, 1, 3): 1})
    assert [bar.letters for bar in origins._bars(days)] == [2, 0, 1]


def test_only_the_team_sees_it(client, procedure):
    StatementFactory(procedure=procedure)
    assert client.get(address("overview", procedure.slug)).status_code == 302
