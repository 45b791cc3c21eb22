import pytest
from django.urls import reverse

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.people.models import Identity, VaultLook
from dialogwerk.apps.people.services import identities
from tests.factories import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = UserFactory(roles=[Role.ADMINISTRATOR])
    client.force_login(user)
    return client


def test_looks_are_listed_with_who_when_and_what_for(administrator):
    person, clerk = PersonFactory(named=True), UserFactory(name="Clara Muster")
    identities([person.pk], by=clerk.actor, purpose="synopsis", user_id=clerk.pk)
    page = administrator.get(reverse("vault-looks")).text
    assert "Clara Muster" in page
    assert person.identity.name not in page


def test_a_person_is_told_who_has_seen_the_name(administrator):
    one, other = PersonFactory(named=True), PersonFactory(named=True)
    identities([one.pk], by="user:1", purpose="synopsis")
    identities([other.pk], by="user:2", purpose="ledger")
    response = administrator.get(reverse("vault-looks"), {"code": one.code.lower()})
    assert [look.actor for look in response.context["page"]] == ["user:1"]
    assert reverse("person-erase", args=[one.code]) in response.text


def test_a_mistyped_code_is_pointed_out(administrator):
    response = administrator.get(reverse("vault-looks"), {"code": "P-12345"})
    assert "code" in response.context["form"].errors


def test_looks_ask_few_questions_of_the_database(administrator, django_assert_max_num_queries):
    for number in range(60):
        VaultLook.objects.create(actor=f"user:{number}", purpose="synopsis", count=1)
    with django_assert_max_num_queries(15):
        assert administrator.get(reverse("vault-looks")).status_code == 200


def test_erasing_shows_who_it_is_and_logs_this_look(administrator):
    person = PersonFactory(named=True)
    page = administrator.get(reverse("person-erase", args=[person.code])).text
    assert person.identity.name in page
    assert VaultLook.objects.get().purpose == "erasing a person"


def test_erasing_needs_a_reason_and_a_confirmation(administrator):
    person = PersonFactory(named=True)
    here = reverse("person-erase", args=[person.code])
    assert administrator.post(here, {"reason": "Antrag"}).status_code == 422
    assert administrator.post(here, {"sure": "on"}).status_code == 422
    assert Identity.objects.exists()
    administrator.post(here, {"reason": "Antrag nach Art. 17 DSGVO", "sure": "on"})
    person.refresh_from_db()
    assert person.erased_at
    assert not Identity.objects.exists()
    assert JournalEntry.objects.get(action="person.erased").payload["reason"].startswith("Antrag")


def test_only_administrators_see_looks_and_erase(client):
    person = PersonFactory(named=True)
    client.force_login(UserFactory(roles=[Role.CASE_WORKER]))
    assert client.get(reverse("vault-looks")).status_code == 403
    here = reverse("person-erase", args=[person.code])
    assert client.get(here).status_code == 403
    assert client.post(here, {"reason": "x", "sure": "on"}).status_code == 403
    assert Identity.objects.exists()
