"""By password, by passkey or by OIDC; and what an account may do without asking the database."""

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from allauth.socialaccount.internal.flows.login import complete_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.models import AnonymousUser, Permission
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from dialogwerk.apps.accounts.models import Role, User

pytestmark = pytest.mark.django_db
PASSWORD = "geheim-und-lang-1"
BACKEND = "dialogwerk.apps.accounts.backends.LogInBackend"


@pytest.fixture
def user():
    user = User.objects.create_user("erika@example.org", PASSWORD, name="Erika Beispiel")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    user.role_assignments.create(role=Role.EXPERT)
    return user


def log_in(client, email="erika@example.org", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_an_account_logs_in_with_address_and_password(client, user):
    response = log_in(client, "Erika@Example.org")
    assert response.status_code == 302
    assert response.url == reverse("workbench")
    assert get_user(client) == user
    assert client.session[BACKEND_SESSION_KEY] == BACKEND


@pytest.mark.parametrize(
    "wrong", [{"password": "geheim-und-kurz-1"}, {"email": "otto@example.org"}, {"password": ""}]
)
def test_a_wrong_password_or_address_does_not_log_in(client, user, wrong):
    assert log_in(client, **wrong).status_code == 200
    assert not get_user(client).is_authenticated


def test_a_locked_account_does_not_log_in_and_ends_at_once(client, user):
    log_in(client)
    user.is_active = False
    user.save()
    assert not get_user(client).is_authenticated
    client.logout()
    assert log_in(client).url == reverse("account_inactive")
    assert not get_user(client).is_authenticated


def test_a_passkey_logs_in_without_a_password(client, user, monkeypatch):
    """The browser's part is not played here: its signature counts as checked."""
    passkey = Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Schlüssel", "credential": {}}
    )
    monkeypatch.setattr(LoginWebAuthnForm, "clean_credential", lambda form: passkey)
    response = client.post(reverse("mfa_login_webauthn"), {"credential": '{"id": "x"}'})
    assert response.status_code == 302
    assert get_user(client) == user
    assert client.session[BACKEND_SESSION_KEY] == BACKEND


def test_an_account_known_to_the_identity_provider_logs_in(rf, user, settings):
    """The provider's part is not played here: its answer counts as read."""
    app = {"provider_id": "oidc", "name": "Amt", "client_id": "x", "secret": "y"}
    app["settings"] = {"server_url": "https://login.example.org"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    SocialAccount.objects.create(user=user, provider="oidc", uid="4711")
    request = rf.get("/")
    request.session, request.user = SessionStore(), AnonymousUser()
    request._messages = FallbackStorage(request)
    with context.request_context(request):
        answer = SocialLogin(account=SocialAccount(provider="oidc", uid="4711"), user=User())
        complete_login(request, answer)
    assert request.session[SESSION_KEY] == str(user.pk)
    assert request.session[BACKEND_SESSION_KEY] == BACKEND


def test_what_somebody_may_do_costs_one_query_for_the_roles(user, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert user.has_perm("accounts.open_workbench")
        assert not user.has_perm("accounts.manage")
        assert not user.has_perm("people.erase")


def test_permissions_in_the_database_mean_nothing(user):
    user.user_permissions.add(Permission.objects.get(codename="delete_user"))
    assert not user.has_perm("accounts.delete_user")
    assert not user.has_module_perms("accounts")
    assert user.get_all_permissions() == set()


def test_a_superuser_may_do_everything_unless_locked():
    root = User.objects.create_superuser("root@example.org", PASSWORD)
    assert root.has_perm("people.erase")
    assert root.has_perm("anything.at_all")
    root.is_active = False
    assert not root.has_perm("anything.at_all")


def attempts(client, number, **environ):
    address, data = reverse("account_login"), {"login": "otto@example.org", "password": "falsch"}
    for turn in range(number):
        data["login"] = f"otto{turn}@example.org"
        response = client.post(address, data, **environ)
    return response


def test_whoever_guesses_passwords_is_slowed_down(client, user):
    assert attempts(client, 31, REMOTE_ADDR="192.0.2.1").status_code == 429
    assert log_in(client).status_code == 302


def test_behind_a_proxy_one_visitor_does_not_lock_out_the_others(client, user, settings):
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    proxy = {"REMOTE_ADDR": "10.0.0.1"}
    claimed = attempts(client, 31, HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.1", **proxy)
    assert claimed.status_code == 429
    other = attempts(client, 1, HTTP_X_FORWARDED_FOR="192.0.2.1, 192.0.2.2", **proxy)
    assert other.status_code == 200


def test_who_signs_up_gets_no_role(client, db):
    data = {"email": "neu@example.org", "password1": PASSWORD, "password2": PASSWORD}
    data |= {"roles": "administrator", "is_superuser": "on", "is_staff": "on"}
    client.post(reverse("account_signup"), data)
    account = User.objects.get(email="neu@example.org")
    assert account.roles == frozenset()
    assert not account.is_superuser
    assert not account.is_staff
    assert not get_user(client).is_authenticated


@pytest.mark.parametrize("target", ["https://boese.example/", "//boese.example", "javascript:x"])
def test_logging_in_leads_to_no_foreign_site(client, user, target):
    data = {"login": user.email, "password": PASSWORD, "next": target}
    assert client.post(reverse("account_login"), data).url == reverse("workbench")


def test_logging_in_begins_a_new_session(client, user):
    client.get(reverse("account_login"))
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    log_in(client)
    assert client.session.session_key != before
