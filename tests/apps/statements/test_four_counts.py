"""Letters, persons, templates, own passages: one place counts them, many pages show them."""

import pytest
from django.urls import reverse

from dialogwerk.apps.statements.services.counts import FourCounts, four_counts
from dialogwerk.apps.statements.services.standing import count
from tests.factories import CampaignFactory, PersonFactory, StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def letters(procedure):
    """Three letters of a campaign, one with own words, by two people; and one that stands alone."""
    campaign = CampaignFactory(
        procedure=procedure, number=1, size=3, people=2, letters_with_own_words=1
    )
    person = PersonFactory(named=True)
    StatementFactory.create_batch(2, procedure=procedure, campaign=campaign, person=person)
    StatementFactory(procedure=procedure, campaign=campaign, has_own_words=True)
    StatementFactory(procedure=procedure, person=person)


def test_nothing_is_nothing(procedure):
    assert four_counts(procedure) == FourCounts(0, 0, 0, 0)


def test_letters_persons_templates_and_own_passages(procedure, letters):
    counted = four_counts(procedure)
    assert counted == FourCounts(letters=4, persons=2, templates=1, own_passages=2, unread=4)
    assert counted.to_read == 3


@pytest.mark.parametrize("page", ["inbox", "campaigns", "ledger", "gate", "synopsis", "arguments"])
def test_the_pages_of_the_workbench_say_how_much_there_is(clerk, procedure, letters, page):
    text = clerk.get(reverse(page, args=[procedure.slug])).text
    shown = text[text.index("dw-four-counts") :]
    words = " ".join(shown[: shown.index("</p>")].split())
    for figure in ("4</strong> Schreiben", "2</strong> Personen", "1</strong> Vorlage"):
        assert figure in words
    assert "2</strong> eigene Passagen" in words


def test_the_public_counter_shows_them_without_names(procedure, letters):
    public = count(procedure)
    assert (public.letters, public.people) == (4, 2)
    assert (public.templates, public.own_passages) == (1, 2)
