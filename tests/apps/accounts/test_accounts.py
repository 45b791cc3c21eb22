import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from dialogwerk.apps.accounts import services
from dialogwerk.apps.accounts.models import Role, User
from dialogwerk.apps.accounts.rules import is_case_worker, is_staff_member
from dialogwerk.apps.base.models import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    user = User.objects.create_user("ada@example.org", "geheim-und-lang-1", name="Ada Probe")
    user.role_assignments.create(role=Role.ADMINISTRATOR)
    return user


def test_addresses_are_kept_in_lower_case_and_found_in_any():
    user = User.objects.create_user("Erika.Beispiel@Example.ORG", "x")
    assert user.email == "erika.beispiel@example.org"
    assert User.objects.get_by_natural_key("ERIKA.beispiel@example.org") == user


def test_a_locked_account_holds_no_role():
    user = User.objects.create_user("max@example.org", "x")
    user.role_assignments.create(role=Role.CASE_WORKER)
    assert is_case_worker(user)
    assert is_staff_member(user)
    user.is_active = False
    assert not is_case_worker(user)


def test_an_administrator_opens_an_account_and_its_owner_is_invited(client, administrator):
    client.force_login(administrator)
    response = client.post(
        reverse("account-new"),
        {"name": "Sascha Probe", "email": "sascha@example.org", "roles": ["case_worker", "office"]},
    )
    assert response.status_code == 302
    opened = User.objects.get(email="sascha@example.org")
    assert opened.roles == {"case_worker", "office"}
    assert not opened.has_usable_password()
    assert [message.to for message in mail.outbox] == [["sascha@example.org"]]
    assert "konto/" in mail.outbox[0].body


def test_changes_of_roles_stand_in_the_journal_without_names(administrator):
    user = services.open_account(
        email="otto@example.org", name="Otto Muster", roles=["expert"], by=administrator
    )
    services.assign_roles(user=user, roles=["editor"], by=administrator)
    entry = JournalEntry.objects.filter(action="account.roles_assigned").latest("id")
    assert entry.payload == {"before": ["expert"], "after": ["editor"]}
    assert (entry.subject, entry.actor) == (user.actor, administrator.actor)
    assert "Muster" not in str(JournalEntry.objects.values_list("payload", "subject"))


def test_an_unproved_password_ends_with_the_first_role(administrator):
    squatter = User.objects.create_user("amt@example.org", "geheim-und-lang-2")
    services.assign_roles(user=squatter, roles=["case_worker"], by=administrator)
    squatter.refresh_from_db()
    assert not squatter.has_usable_password()


def test_a_confirmed_owner_keeps_the_password(administrator):
    owner = User.objects.create_user("erika@example.org", "geheim-und-lang-3")
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
    services.assign_roles(user=owner, roles=["expert"], by=administrator)
    owner.refresh_from_db()
    assert owner.has_usable_password()


def test_administrators_cannot_lock_themselves_out(client, administrator):
    client.force_login(administrator)
    address = reverse("account", args=[administrator.pk])
    response = client.post(address, {"roles": ["editor"], "is_active": "on"})
    assert response.status_code == 200
    assert administrator.role_assignments.filter(role=Role.ADMINISTRATOR).exists()
    with pytest.raises(ValidationError):
        services.set_active(user=administrator, is_active=False, by=administrator)


@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.OFFICE, Role.DEVELOPER, Role.PARTICIPANT])
def test_nobody_else_administers_accounts(client, role):
    user = User.objects.create_user("neugierig@example.org", "x")
    user.role_assignments.create(role=role)
    client.force_login(user)
    for address in (reverse("accounts-list"), reverse("account-new"), reverse("account", args=[1])):
        assert client.get(address).status_code == 403


def test_the_list_of_accounts_asks_the_database_a_fixed_number_of_times(
    client, administrator, django_assert_max_num_queries
):
    for number in range(60):
        user = User.objects.create_user(f"konto{number}@example.org", "x")
        user.role_assignments.create(role=Role.EXPERT)
    client.force_login(administrator)
    with django_assert_max_num_queries(10):
        response = client.get(reverse("accounts-list"))
    assert "konto1@example.org" in response.content.decode()
