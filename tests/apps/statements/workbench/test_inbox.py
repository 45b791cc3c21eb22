"""The start page and the inbox: what is open, found again, and next."""

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.people.models import VaultLook
from dialogwerk.apps.statements.models import Campaign, Statement
from tests.factories import (
    ArgumentFactory,
    SignatureListFactory,
    StatementFactory,
    UserFactory,
)

from .pages import OWN, account, address, text_of

pytestmark = pytest.mark.django_db


# Start


def test_the_start_page_counts_what_is_open_and_names_the_next_step(as_clerk, campaign, argument):
    response = as_clerk.get(reverse("workbench"))
    (card,) = response.context["cards"]
    standing = card["standing"]
    assert (standing.letters, standing.unread, standing.own_words_open) == (3, 3, 1)
    assert (standing.campaigns_unread, standing.unanswered) == (1, 1)
    assert card["next_url"] == address("campaigns", campaign.procedure.slug)


def test_the_next_step_follows_the_way_of_a_letter(as_clerk, procedure, campaign):
    slug = procedure.slug

    def step():
        return as_clerk.get(reverse("workbench")).context["cards"][0]["next_url"]

    Campaign.objects.update(read_at=timezone.now())
    assert step() == address("inbox", slug) + "?state=own"
    Statement.objects.filter(has_own_words=True).update(read_at=timezone.now())
    assert step() == address("inbox", slug) + "?state=unread"
    Statement.objects.update(read_at=timezone.now())
    ArgumentFactory(procedure=procedure)
    assert step() == address("arguments", slug) + "?state=open"


def test_an_expert_finds_own_arguments_on_the_start_page(client, procedure):
    expert = account(procedure, Role.EXPERT)
    client.force_login(expert)
    mine = ArgumentFactory(procedure=procedure, responsible=expert)
    ArgumentFactory(procedure=procedure)
    assert client.get(reverse("workbench")).context["mine"] == [mine]


def test_who_is_on_no_team_is_told_so(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    response = client.get(reverse("workbench"))
    assert response.status_code == 200
    assert response.context["cards"] == []


# Inbox


def found(response):
    return {row["letter"].pk for row in response.context["rows"]}


def test_the_inbox_narrows_by_every_field(as_clerk, procedure, campaign):
    late = StatementFactory(procedure=procedure, late=True, channel="post", already_read=True)
    listed = StatementFactory(
        procedure=procedure, signature_list=SignatureListFactory(procedure=procedure)
    )
    own = campaign.statements.get(has_own_words=True)
    everyone = set(campaign.statements.values_list("pk", flat=True))
    wanted = {
        "state=unread": everyone | {listed.pk},
        "state=read": {late.pk},
        "state=own": {own.pk},
        "late=yes": {late.pk},
        "late=no": everyone | {listed.pk},
        "channel=post": {late.pk},
        "campaign=1": everyone,
        "campaign=any": everyone,
        "campaign=none": {late.pk, listed.pk},
        "own=yes": {own.pk},
        "own=no&campaign=any": everyone - {own.pk},
        "signed=any": {listed.pk},
        f"signed={listed.signature_list.code}": {listed.pk},
        f"q={late.code.lower()}": {late.pk},
        f"q={late.receipt}": {late.pk},
        "q=asthma": {own.pk},
        "state=nonsense": everyone | {late.pk, listed.pk},
    }
    for query, letters in wanted.items():
        response = as_clerk.get(address("inbox", procedure.slug) + f"?{query}")
        assert found(response) == letters, query


def test_the_inbox_shows_own_words_and_for_individual_letters_how_they_begin(
    as_clerk, procedure, campaign
):
    StatementFactory(
        procedure=procedure,
        text="Erika Beispiel\nMusterweg 1\n00000 Musterhausen\n\nSehr geehrte Damen und Herren,\n\n"
        "ich wohne hier.\n\nMit freundlichen Grüßen\nErika Beispiel",
    )
    page = text_of(as_clerk.get(address("inbox", procedure.slug)))
    assert OWN in page
    assert "ich wohne hier." in page
    assert "Erika Beispiel" not in page


def test_the_inbox_is_paged_and_htmx_gets_only_the_results(as_clerk, procedure):
    StatementFactory.create_batch(51, procedure=procedure)
    response = as_clerk.get(address("inbox", procedure.slug) + "?page=2")
    assert len(response.context["rows"]) == 1
    part = as_clerk.get(address("inbox", procedure.slug), headers={"HX-Request": "true"})
    assert "<html" not in text_of(part)
    assert "HX-Request" in part["Vary"]


@pytest.mark.parametrize("query", ["?page=zwei", "?page=999", "?campaign=999", "?q=%00", "?late=x"])
def test_odd_addresses_break_nothing(as_clerk, procedure, letter, query):
    assert as_clerk.get(address("inbox", procedure.slug) + query).status_code == 200


def test_names_are_searched_only_when_asked_and_the_search_is_logged(as_clerk, procedure, letter):
    name = letter.person.identity.name
    plain = as_clerk.get(address("inbox", procedure.slug), {"q": name})
    assert found(plain) == set()
    assert not VaultLook.objects.exists()
    asked = as_clerk.get(address("inbox", procedure.slug), {"q": name, "names": "1"})
    assert found(asked) == {letter.pk}
    look = VaultLook.objects.get()
    assert (look.codes, look.procedure) == ([letter.person.code], procedure.slug)


def test_an_expert_cannot_spell_out_receipts_by_searching(as_expert, procedure, letter):
    """The receipt opens the letter as it came, with the name below it."""
    address_of_inbox = address("inbox", procedure.slug)
    assert found(as_expert.get(address_of_inbox, {"q": letter.receipt})) == set()
    assert found(as_expert.get(address_of_inbox, {"q": letter.code})) == {letter.pk}


def test_an_expert_cannot_search_in_names(as_expert, procedure, letter):
    query = {"q": letter.person.identity.name, "names": "1"}
    response = as_expert.get(address("inbox", procedure.slug), query)
    assert found(response) == set()
    assert "names" not in response.context["filter"].fields
    assert not VaultLook.objects.exists()
