"""Following by e-mail: asked twice, told once, and forgotten when it ends."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.base.protection import new_token
from dialogwerk.apps.people.models import Identity, Person, VaultLook
from dialogwerk.apps.people.services import erase
from dialogwerk.apps.promises import periodic
from dialogwerk.apps.promises.models import Follower
from dialogwerk.apps.promises.services import (
    EvidenceDraft,
    add_evidence,
    amend_promise,
    break_promise,
    keep_promise,
    move_due_date,
    reopen_promise,
)
from dialogwerk.apps.promises.services.following import ask_to_follow, confirm, forget_unconfirmed
from dialogwerk.apps.promises.services.telling import tell_followers
from tests.factories import IdentityFactory, PromiseFactory
from tests.factories.promises import day

pytestmark = pytest.mark.django_db

EMAIL = "erika@beispiel.example"
BY = "user:1"
SHOWN = EvidenceDraft(text="Foto vom Weg")


def ask(promise, email=EMAIL, **later):
    at = timezone.now() + timedelta(**later)
    return ask_to_follow(promise=promise, email=email, language="de", at=at)


def follower_of(promise, email=EMAIL):
    """Somebody who has confirmed, with the address in the vault."""
    ask(promise, email)
    follower = Follower.objects.get(promise=promise, person__identity__email=email)
    confirm(follower=follower, at=timezone.now())
    mail.outbox.clear()
    follower.refresh_from_db()
    return follower


def link_in(message, name):
    """The path of the first link of this kind."""
    return re.search(rf"https?://[^/\s]+(/zusagen/{name}/\S+/)", message.body)[1]


# Asking and confirming


def test_the_address_stands_in_the_vault_and_nowhere_else():
    promise = PromiseFactory()
    assert ask(promise, " Erika@Beispiel.example ")
    assert Identity.objects.get().email == EMAIL
    assert mail.outbox[0].to == [" Erika@Beispiel.example "]
    entries = str(list(JournalEntry.objects.values()))
    assert "beispiel.example" not in entries.lower()


def test_nobody_is_told_before_having_confirmed(client):
    promise = PromiseFactory()
    ask(promise)
    move_due_date(promise=promise, due=day(5), reason="Früher.", by=BY)
    assert tell_followers() == 0
    page = client.get(link_in(mail.outbox[0], "folgen"))
    assert Follower.objects.unconfirmed().exists()
    assert "noindex" in page.content.decode()
    client.post(link_in(mail.outbox[0], "folgen"))
    assert tell_followers() == 0, "what happened before is not told"
    move_due_date(promise=promise, due=day(6), reason="Später.", by=BY)
    assert tell_followers() == 1


def test_an_address_is_asked_once_for_a_promise_and_again_only_later():
    promise = PromiseFactory()
    assert ask(promise)
    assert not ask(promise)
    assert ask(promise, hours=1)
    assert Person.objects.count() == Follower.objects.count() == 1


def test_whoever_follows_already_gets_no_new_question():
    promise = PromiseFactory()
    follower_of(promise)
    assert not ask(promise, days=2)


def test_an_address_gets_a_few_questions_a_day_whatever_others_ask_for():
    sent = [ask(PromiseFactory()) for _number in range(7)]
    assert sent == [True] * 5 + [False] * 2
    assert ask(PromiseFactory(), days=2)


def test_several_promises_are_followed_by_one_person():
    first, second = PromiseFactory(), PromiseFactory()
    follower_of(first)
    follower_of(second)
    assert Person.objects.count() == 1


def test_a_person_who_wrote_letters_is_not_drawn_into_it():
    writer = IdentityFactory(email=EMAIL).person
    follower = follower_of(PromiseFactory())
    assert follower.person != writer


class Refusing(locmem.EmailBackend):
    """A mail server that takes nothing."""

    error = SMTPServerDisconnected("gone")

    def send_messages(self, messages):
        raise self.error


class RefusingAddresses(Refusing):
    error = SMTPRecipientsRefused({})


def through(settings, backend):
    settings.EMAIL_BACKEND = f"{backend.__module__}.{backend.__qualname__}"


def test_when_the_mail_does_not_leave_nothing_is_kept(settings, client):
    through(settings, Refusing)
    promise = PromiseFactory()
    response = post_form(client, promise)
    assert response.status_code == 422
    assert not Follower.objects.exists()
    assert not Identity.objects.exists()


def test_unconfirmed_addresses_are_forgotten_after_a_week():
    ask(PromiseFactory())
    assert forget_unconfirmed(at=timezone.now() + timedelta(days=6)) == 0
    assert forget_unconfirmed(at=timezone.now() + timedelta(days=8)) == 1
    assert not Identity.objects.exists()


# Telling


def test_followers_are_told_when_state_or_due_date_changes():
    promise = PromiseFactory(due=day(10))
    follower_of(promise)
    move_due_date(promise=promise, due=day(20), reason="Lieferverzug.", by=BY)
    periodic.tell_who_follows()
    (message,) = mail.outbox
    assert message.to == [EMAIL]
    assert "Termin verschoben" in message.subject
    assert "Lieferverzug." in message.body
    assert promise.get_absolute_url() in message.body
    keep_promise(promise=promise, on=day(0), evidence=SHOWN, by=BY)
    reopen_promise(promise=promise, reason="Verwechselt.", by=BY)
    break_promise(promise=promise, on=day(0), reason="Kein Geld.", by=BY)
    assert tell_followers() == 1
    assert "gehalten" in mail.outbox[1].body
    assert "Verwechselt." in mail.outbox[1].body
    assert "gebrochen" in mail.outbox[1].subject
    assert tell_followers() == 0


def test_evidence_and_corrections_are_no_news():
    promise = PromiseFactory()
    follower_of(promise)
    add_evidence(promise=promise, evidence=SHOWN, by=BY)
    amend_promise(promise=promise, text="Anders geschrieben.", by=BY)
    assert tell_followers() == 0


def test_nobody_is_told_of_what_is_not_public_any_more():
    promise = PromiseFactory()
    follower_of(promise)
    amend_promise(promise=promise, is_public=False, by=BY)
    break_promise(promise=promise, on=day(0), reason="Kein Geld.", by=BY)
    assert tell_followers() == 0


def test_a_mail_that_does_not_leave_is_due_again(settings):
    promise = PromiseFactory()
    follower_of(promise)
    break_promise(promise=promise, on=day(0), reason="Kein Geld.", by=BY)
    usual = settings.EMAIL_BACKEND
    through(settings, Refusing)
    with pytest.raises(SMTPServerDisconnected):
        tell_followers()
    settings.EMAIL_BACKEND = usual
    assert tell_followers() == 1


def test_an_address_that_is_refused_three_times_is_forgotten(settings):
    promise = PromiseFactory()
    follower_of(promise)
    through(settings, RefusingAddresses)
    for number in range(3):
        assert Follower.objects.exists()
        move_due_date(promise=promise, due=day(20 + number), reason="Später.", by=BY)
        assert tell_followers() == 0
    assert not Follower.objects.exists()


def test_whose_address_was_erased_is_not_followed_any_further():
    promise = PromiseFactory()
    erase(follower_of(promise).person, by=BY, reason="Art. 17")
    break_promise(promise=promise, on=day(0), reason="Kein Geld.", by=BY)
    assert tell_followers() == 0
    assert not Follower.objects.exists()


def test_looking_up_addresses_is_logged():
    promise = PromiseFactory()
    follower_of(promise)
    break_promise(promise=promise, on=day(0), reason="Kein Geld.", by=BY)
    tell_followers()
    assert VaultLook.objects.get().purpose == "news of a promise"


def test_mails_are_in_the_language_of_the_page():
    promise = PromiseFactory()
    ask_to_follow(promise=promise, email=EMAIL, language="en", at=timezone.now())
    assert "Please confirm" in mail.outbox[0].subject


# Ending


def told(promise):
    follower_of(promise)
    break_promise(promise=promise, on=day(0), reason="Kein Geld.", by=BY)
    tell_followers()
    return mail.outbox[0]


def test_each_mail_has_a_link_that_ends_it(client):
    address = link_in(told(PromiseFactory()), "abbestellen")
    assert client.get(address).status_code == 200
    assert Follower.objects.exists()
    client.post(address)
    assert not Follower.objects.exists()
    assert not Identity.objects.exists()
    assert client.get(address).status_code == 404


def test_mail_programs_end_it_with_one_click():
    message = told(PromiseFactory())
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.search(r"//[^/]+(/.*)>", message.extra_headers["List-Unsubscribe"])[1]
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert not Follower.objects.exists()


def test_the_address_stays_while_it_follows_another_promise(client):
    follower_of(PromiseFactory())
    client.post(link_in(told(PromiseFactory()), "abbestellen"))
    assert Identity.objects.get().email == EMAIL


# The form


def post_form(client, promise, **data):
    import uuid

    key = uuid.uuid4()
    token = new_token(key, place=f"zusage-{promise.code}")
    sent = {"email": EMAIL, "submission_key": str(key), "token": token, **data}
    return client.post(reverse("promise-follow", args=[promise.code]), sent)


@pytest.fixture
def _no_hurry(monkeypatch):
    from dialogwerk.apps.base import protection

    monkeypatch.setattr(protection, "SOONEST", timedelta(seconds=-1))


@pytest.fixture(autouse=True)
def _empty_cache():
    from django.core.cache import cache

    cache.clear()


@pytest.mark.usefixtures("_no_hurry")
def test_everyone_can_leave_an_address_and_the_page_says_the_same_to_all(client):
    promise = PromiseFactory()
    follower_of(promise, "max@beispiel.example")
    first = post_form(client, promise)
    second = post_form(client, promise, email="max@beispiel.example")
    assert first.status_code == second.status_code == 302
    assert len(mail.outbox) == 1
    said = [str(one) for one in client.get(promise.get_absolute_url()).context["messages"]]
    assert len(set(said)) == 1


def test_a_form_that_was_sent_at_once_or_fell_into_the_trap_is_refused(client):
    promise = PromiseFactory()
    for data in ({}, {"website": "x"}, {"email": "keine Adresse"}):
        assert post_form(client, promise, **data).status_code == 422
    assert not Follower.objects.exists()


def test_what_is_not_public_cannot_be_followed(client):
    promise = PromiseFactory(is_public=False)
    assert post_form(client, promise).status_code == 404
