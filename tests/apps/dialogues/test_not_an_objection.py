"""While a period runs, every place where people say something says that it is no objection."""

import pytest
from django.urls import reverse

from tests.factories import (
    ContributionFactory,
    FormatFactory,
    ProcedureFactory,
    ProcessFactory,
)

pytestmark = pytest.mark.django_db

NO_OBJECTION = "Ein Beitrag hier ist keine Einwendung"
PLACES = {
    "contributions": ("contributions", "contribution-new"),
    "questions": ("questions", "question-new"),
    "opinions": ("opinion-add",),
    "document": ("dialogue-document",),
}
"""Pages of a format by its kind."""


def page(client, name, one):
    return client.get(reverse(name, args=[one.process.slug, one.slug])).content.decode()


@pytest.fixture
def process():
    return ProcessFactory(scheme=ProcedureFactory(open_round=True).scheme)


@pytest.mark.parametrize(("kind", "name"), [(k, n) for k, names in PLACES.items() for n in names])
def test_pages_on_which_people_say_something_say_it(client, process, kind, name):
    settings = {"votes_before_own": 0} if kind == "opinions" else {}
    one = FormatFactory(process=process, kind=kind, settings=settings)
    assert NO_OBJECTION in page(client, name, one)


def test_the_page_of_a_contribution_and_its_comments_say_it(client, process):
    said = ContributionFactory(format=FormatFactory(process=process))
    assert NO_OBJECTION in client.get(said.get_absolute_url()).content.decode()
    address = reverse("contribution-comment", args=[process.slug, said.code])
    assert NO_OBJECTION in client.get(address).content.decode()


def test_nothing_of_it_is_said_where_no_period_runs(client):
    said = ContributionFactory()
    assert NO_OBJECTION not in client.get(said.get_absolute_url()).content.decode()
