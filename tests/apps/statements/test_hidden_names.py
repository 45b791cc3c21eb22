"""Who may not know who wrote does not read it anywhere in the workbench either."""

import time
import uuid

import pytest
from django.urls import reverse

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.people.models import Identity
from dialogwerk.apps.statements.services.masking import masked
from tests.factories import CampaignFactory, UserFactory

from .answered_letters import make_talkative

pytestmark = pytest.mark.django_db


@pytest.fixture
def secrets(procedure):
    """What the one letter of the procedure tells of its writer."""
    return make_talkative(procedure)


@pytest.fixture
def letter(procedure, secrets):
    """It names her in its subject and its own words too, and belongs to a campaign."""
    letter = procedure.statements.get()
    letter.title = "Brief von Frieda Musterfrau"
    letter.campaign = CampaignFactory(procedure=procedure)
    letter.own_words, letter.has_own_words = [[0, len(letter.text)]], True
    letter.save()
    return letter


def test_an_expert_reads_no_name_on_any_page(client, procedure, letter, secrets):
    client.force_login(UserFactory(roles=[Role.EXPERT], on_team=procedure))
    for address in [
        reverse("inbox", args=[procedure.slug]),
        reverse("reader", args=[procedure.slug, letter.code]),
        reverse("campaign", args=[procedure.slug, letter.campaign.number]),
        reverse("argument", args=[procedure.slug, procedure.arguments.get().number]),
        reverse("ledger", args=[procedure.slug]),
    ]:
        page = client.get(address).content.decode()
        assert "Lärm" in page, address
        assert [one for one in secrets if one in page] == [], address


def test_a_case_worker_reads_the_words_as_they_are(clerk, procedure, letter):
    page = clerk.get(reverse("campaign", args=[procedure.slug, letter.campaign.number]))
    assert "Frieda Musterfrau" in page.content.decode()


def test_an_expert_does_not_find_the_code_to_a_name(client, procedure, letter):
    client.force_login(UserFactory(roles=[Role.EXPERT], on_team=procedure))

    def found(words):
        page = client.get(reverse("inbox", args=[procedure.slug]), {"q": words})
        return [row["letter"].pk for row in page.context["rows"]]

    assert found("Lärm") == found(letter.code) == [letter.pk]
    for words in ("Frieda Musterfrau", "Beispielgasse 7", "frieda@", "musterfr"):
        assert found(words) == []


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "0025-03-01T10:00"])
def test_a_moment_before_all_letters_is_a_slip(clerk, procedure, moment):
    data = {"received_at": moment, "channel": "post", "kind": "natural", "name": "Erika Beispiel"}
    data |= {"text": "Der Lärm.", "submission_key": uuid.uuid4()}
    response = clerk.post(reverse("capture", args=[procedure.slug]), data)
    assert response.status_code == 422
    assert "received_at" in response.context["form"].errors


def test_a_campaign_is_renamed_without_nul_characters(clerk, procedure):
    campaign = CampaignFactory(procedure=procedure)
    clerk.post(
        reverse("campaign-rename", args=[procedure.slug, campaign.number]), {"title": "A\0B"}
    )
    campaign.refresh_from_db()
    assert campaign.title == "AB"


@pytest.mark.parametrize("text", ["a", "a.", "a@", "x@x-", "Frieda ", "Frieda - ", "0 1 ", "\n "])
def test_hiding_takes_no_longer_for_texts_made_to_delay(text):
    identity = Identity(name="Frieda Frieda Muster", organisation="Frieda Frieda", phone="010101")
    begun = time.process_time()
    masked(text * (100_000 // len(text)), identity)
    assert time.process_time() - begun < 2
