"""Campaigns on the workbench: what is tied once holds for all letters."""

import pytest

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.statements.services import reading
from tests.factories import (
    CampaignFactory,
)

from .pages import OWN, address

pytestmark = pytest.mark.django_db


def test_the_board_lists_campaigns_by_weight(as_clerk, procedure, campaign):
    big = CampaignFactory(procedure=procedure, number=2, size=9)
    rows = as_clerk.get(address("campaigns", procedure.slug)).context["rows"]
    assert [row["campaign"] for row in rows] == [big, campaign]
    counts = rows[1]["campaign"]
    assert (counts.size, counts.letters_with_own_words, counts.own_words_open) == (3, 1, 1)


def test_what_is_tied_on_the_campaign_page_holds_for_all_letters(as_clerk, campaign, argument):
    segment = reading.propose_segments(campaign)[0]
    page = address("campaign-passage", campaign.procedure.slug, campaign.number)
    as_clerk.post(page, {"segment": segment.pk, "argument": argument.number})
    assert segment.occurrences.count() == 3


def test_the_campaign_page_says_for_how_many_letters_and_people_it_holds(as_clerk, campaign):
    reading.propose_segments(campaign)
    response = as_clerk.get(campaign.get_absolute_url())
    found_campaign = response.context["campaign"]
    assert (found_campaign.size, found_campaign.people) == (3, 3)


def test_finishing_a_template_asks_first_and_then_reads_its_letters(as_clerk, campaign):
    slug, number = campaign.procedure.slug, campaign.number
    asked = as_clerk.post(address("campaign-finish", slug, number), follow=True)
    assert asked.context["must_confirm"]
    as_clerk.post(address("campaign-finish", slug, number), {"rest": "1"})
    assert campaign.statements.read().count() == 2


def test_the_campaign_page_lists_own_words_first_and_all_letters_on_request(as_clerk, campaign):
    page = as_clerk.get(campaign.get_absolute_url())
    assert [row["own"] for row in page.context["letters"]] == [[OWN]]
    everyone = as_clerk.get(campaign.get_absolute_url() + "?letters=all")
    assert len(everyone.context["letters"]) == 3


def test_a_campaign_gets_another_title_but_never_none(as_clerk, campaign):
    page = address("campaign-rename", campaign.procedure.slug, campaign.number)
    as_clerk.post(page, {"title": "  Lärm und   Schlaf "})
    campaign.refresh_from_db()
    assert campaign.title == "Lärm und Schlaf"
    as_clerk.post(page, {"title": " "})
    campaign.refresh_from_db()
    assert campaign.title == "Lärm und Schlaf"


def test_the_button_starts_a_grouping(as_clerk, procedure, campaign):
    response = as_clerk.post(address("campaigns-regroup", procedure.slug))
    assert response.url == address("campaigns", procedure.slug)
    run = Run.objects.get(kind="group")
    assert run.arguments == {"procedure": procedure.slug}
