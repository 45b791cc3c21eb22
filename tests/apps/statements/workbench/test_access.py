"""Who may open the pages of the workbench, and how many queries they need."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.statements.services import reading
from tests.factories import (
    AnswerVersionFactory,
    ArgumentFactory,
    AttachmentFactory,
    DuplicateFactory,
    ProcedureFactory,
    SchemeFactory,
    SegmentFactory,
    StatementFactory,
)

from .pages import account, address, page_addresses, text_of

pytestmark = pytest.mark.django_db
QUERIES = 15


# Who may open them


def test_everyone_must_log_in(client, procedure, letter, campaign, argument):
    pages = page_addresses(procedure, letter, campaign, argument)
    for page in [reverse("workbench"), *pages]:
        response = client.get(page)
        assert response.status_code == 302
        assert reverse("account_login") in response.url
    assert not AnonymousUser().has_perm("statements.open_workbench", procedure)


@pytest.mark.parametrize("role", [Role.DEVELOPER, Role.PARTICIPANT, Role.STEERING_MEMBER])
def test_developer_and_others_on_the_team_open_nothing(
    client, procedure, letter, campaign, argument, role
):
    client.force_login(account(procedure, role))
    for page in [reverse("workbench"), *page_addresses(procedure, letter, campaign, argument)]:
        assert client.get(page).status_code == 403, page


def test_staff_of_another_scheme_is_refused(client, procedure, letter, campaign, argument):
    client.force_login(account(ProcedureFactory(), Role.CASE_WORKER))
    for page in page_addresses(procedure, letter, campaign, argument):
        assert client.get(page).status_code == 403, page


def test_a_procedure_that_is_not_public_does_not_exist_for_others(client):
    hidden = ProcedureFactory(scheme=SchemeFactory(is_public=False))
    client.force_login(account(ProcedureFactory(), Role.CASE_WORKER))
    assert client.get(address("inbox", hidden.slug)).status_code == 404


def test_letters_and_arguments_of_another_procedure_are_not_found(as_clerk, procedure):
    foreign = StatementFactory()
    other = ArgumentFactory(number=77)
    assert as_clerk.get(address("reader", procedure.slug, foreign.code)).status_code == 404
    assert as_clerk.get(address("argument", procedure.slug, other.number)).status_code == 404


def test_an_expert_reads_everything_and_changes_nothing_but_own_answers(
    as_expert, procedure, letter, campaign, argument
):
    for page in page_addresses(procedure, letter, campaign, argument):
        assert as_expert.get(page).status_code == 200, page
    slug = procedure.slug
    for forbidden in (
        address("reader-passage", slug, letter.code),
        address("reader-finish", slug, letter.code),
        address("reader-move", slug, letter.code),
        address("campaign-passage", slug, campaign.number),
        address("campaign-finish", slug, campaign.number),
        address("campaign-rename", slug, campaign.number),
        address("campaigns-regroup", slug),
        address("argument-answer", slug, argument.number),
        address("argument-amend", slug, argument.number),
        address("argument-source", slug, argument.number),
        address("argument-merge", slug, argument.number),
        address("argument-split", slug, argument.number),
        address("argument-new", slug),
    ):
        assert as_expert.post(forbidden).status_code == 403, forbidden


def test_after_the_weighing_is_closed_nothing_can_be_tied(as_clerk, procedure, letter):
    procedure.weighing_closed_at = timezone.now()
    procedure.save()
    assert as_clerk.post(address("reader-passage", procedure.slug, letter.code)).status_code == 403
    page = as_clerk.get(address("reader", procedure.slug, letter.code))
    assert 'name="action"' not in text_of(page)


# Few queries


def test_no_page_needs_more_than_fifteen_queries(
    as_clerk, procedure, letter, campaign, argument, django_assert_max_num_queries
):
    for one in campaign.statements.all():
        SegmentFactory(statement=one, end=5)
    SegmentFactory.create_batch(3, statement=None, campaign=campaign, tied=True, argument=argument)
    for segment in campaign.segments.all():
        reading.spread(segment)
    AttachmentFactory(statement=letter)
    AnswerVersionFactory(argument=argument)
    StatementFactory.create_batch(3, procedure=procedure, person=letter.person)
    for page in [reverse("workbench"), *page_addresses(procedure, letter, campaign, argument)]:
        with django_assert_max_num_queries(QUERIES):
            assert as_clerk.get(page).status_code == 200


def test_a_letter_that_may_be_there_twice_costs_one_query_more_however_often(
    as_clerk, letter, django_assert_max_num_queries
):
    as_clerk.get(letter.get_absolute_url())
    AttachmentFactory(statement=letter)
    with django_assert_max_num_queries(QUERIES) as alone:
        as_clerk.get(letter.get_absolute_url())
    DuplicateFactory.create_batch(4, procedure=letter.procedure, first=letter)
    with django_assert_max_num_queries(len(alone) + 1):
        page = as_clerk.get(letter.get_absolute_url())
    assert [panel.anchor for panel in page.context["panels"]] == ["copies"]


def test_more_letters_do_not_mean_more_queries(
    as_clerk, procedure, campaign, django_assert_max_num_queries
):
    for _number in range(60):
        StatementFactory(procedure=procedure, campaign=campaign, signature_list=None)
    for query in ("", "?q=Rotmilan", "?state=own", "?page=2", "?sort=campaign"):
        with django_assert_max_num_queries(QUERIES):
            as_clerk.get(address("inbox", procedure.slug) + query)
        with django_assert_max_num_queries(QUERIES):
            as_clerk.get(address("campaign", procedure.slug, 1) + "?letters=all")
