"""The frame of every page, the legal pages, the error pages and the health check."""

import re

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from dialogwerk.config.settings import csp

pytestmark = [pytest.mark.urls("tests.apps.base.gallery"), pytest.mark.django_db]


def page(client, address):
    return client.get(address).content.decode()


def test_every_page_offers_to_skip_to_its_content(client):
    html = page(client, "/")
    assert '<a class="dw-skip" href="#content">Zum Inhalt springen</a>' in html
    assert '<main id="content"' in html


def test_german_comes_first_and_english_by_choice(client):
    assert '<html lang="de">' in page(client, "/impressum/")
    answer = client.post("/sprache/", {"language": "en", "next": "/impressum/"})
    assert answer.headers["Location"] == "/impressum/"
    assert '<html lang="en">' in page(client, "/impressum/")
    assert "<h1>Imprint</h1>" in page(client, "/impressum/")


def test_messages_say_how_urgent_they_are(client):
    html = page(client, "/?messages")
    assert html.index('kern-alert--success"') < html.index("Gespeichert.")
    assert 'role="alert"' in html.split("Gespeichert.")[1]


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_demo_says_that_it_is_one(client, settings, is_demo):
    settings.DIALOGWERK_DEMO = is_demo
    assert ("erfundene Personen" in page(client, "/impressum/")) is is_demo


@pytest.mark.parametrize("address", ["/impressum/", "/barrierefreiheit/", "/datenschutz/"])
def test_the_legal_pages_name_the_operator(client, settings, address):
    settings.OPERATOR_NAME = "Dialogbüro Musterhausen"
    settings.OPERATOR_EMAIL = "post@musterhausen.example"
    html = page(client, address)
    assert "Dialogbüro Musterhausen" in html
    assert "mailto:post@musterhausen.example" in html


def test_an_imprint_without_operator_admits_it(client, settings):
    settings.OPERATOR_NAME = ""
    assert "kein Betreiber angegeben" in page(client, "/impressum/")


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/400/", 400, "Nichts davon ist gespeichert."),
        ("/403/", 403, "Melden Sie sich an"),
        ("/404/", 404, "Dieses Verfahren gibt es nicht."),
        ("/no/such/page/", 404, "Prüfen Sie die Adresse auf Tippfehler"),
        ("/500/", 500, "Der Fehler liegt bei uns"),
    ],
)
def test_error_pages_say_what_to_do(settings, address, status, words):
    settings.OPERATOR_EMAIL = "post@musterhausen.example"
    answer = Client(raise_request_exception=False).get(address)
    html = answer.content.decode()
    assert answer.status_code == status
    assert words in html
    assert "mailto:post@musterhausen.example" in html
    assert "geheim" not in html


def test_someone_without_account_can_sign_in_and_comes_back(client):
    assert 'href="/konto/login/?next=/403/"' in page(client, "/403/")


def test_someone_with_account_learns_that_a_role_is_missing(client, django_user_model):
    client.force_login(django_user_model.objects.create(email="erika@example.org"))
    assert "nicht die Rolle" in page(client, "/403/")


def test_a_form_without_protection_is_refused_with_advice(settings):
    settings.CSRF_FAILURE_VIEW = "dialogwerk.apps.base.errors.csrf_failure"
    answer = Client(enforce_csrf_checks=True).post("/sprache/", {"language": "en"})
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "Ihre Angaben sind nicht gespeichert." in html
    assert "nimmt keine Cookies" in html


@pytest.mark.parametrize("address", ["/", "/impressum/", "/404/", "/500/"])
def test_these_pages_ask_the_database_nothing(address, django_assert_num_queries):
    client = Client(raise_request_exception=False)
    client.get(address)
    with django_assert_num_queries(0):
        client.get(address)


def test_the_security_policy_allows_nothing_inline_and_nothing_foreign(client, settings):
    settings.CONTENT_SECURITY_POLICY = csp.CONTENT_SECURITY_POLICY
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    nonce = re.search(r"script-src [^;]*'nonce-([^']+)'", policy)
    assert f'nonce="{nonce[1]}"' in answer.content.decode()


def test_a_tile_server_may_only_send_pictures():
    assert csp.tile_hosts("https://tiles.example/{z}/{x}/{y}.png") == ["https://tiles.example"]
    assert csp.tile_hosts("https://{s}.tiles.example/a.png") == ["https://*.tiles.example"]
    assert csp.tile_hosts("") == []


def test_the_health_check_asks_once(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get("/health/")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok"}
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_health_check_fails_when_the_database_is_gone(client, monkeypatch):
    def gone():
        raise DatabaseError("server closed the connection")

    monkeypatch.setattr(connection, "cursor", gone)
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["database"] == "unreachable"


ACCOUNT_PAGES = [
    "login/",
    "signup/",
    "password/reset/",
    "password/reset/done/",
    "confirm-email/",
    "inactive/",
    "3rdparty/login/cancelled/",
]
OWN_ACCOUNT_PAGES = ["email/", "password/change/", "2fa/", "2fa/webauthn/", "3rdparty/", "logout/"]


@pytest.mark.parametrize("address", ACCOUNT_PAGES)
def test_the_pages_before_signing_in_have_our_frame(client, address):
    html = page(client, f"/konto/{address}")
    assert "dw-footer" in html
    assert html.count("<h1>") == 1


@pytest.mark.parametrize("address", OWN_ACCOUNT_PAGES)
def test_the_pages_of_the_account_have_our_frame_and_tabs(client, django_user_model, address):
    client.force_login(django_user_model.objects.create(email="erika@example.org"))
    html = page(client, f"/konto/{address}")
    assert "Zweiter Faktor" in html
    assert "dw-footer" in html


def test_people_are_addressed_as_sie(client):
    assert "legen Sie bitte zuerst eines an" in page(client, "/konto/login/")
