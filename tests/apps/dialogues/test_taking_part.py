"""Supporting, commenting, following: once for each person, with receipts, only when confirmed."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.dialogues.models import Comment, Following, State, Support
from dialogwerk.apps.dialogues.services.comments import comment_on
from dialogwerk.apps.dialogues.services.supporting import Supporter, support, take_back
from dialogwerk.apps.people.models import Identity, VaultLook
from tests.factories import UserFactory
from tests.factories.dialogues import ContributionFactory

from .guarded_posts import guarded, patient

pytestmark = pytest.mark.django_db
__all__ = ["patient"]


@pytest.fixture(autouse=True)
def _ready(patient):
    """Forms count as open for long enough."""


@pytest.fixture
def said(place):
    return ContributionFactory(format=place)


def press(client, said, wanted="yes", **extra):
    address = reverse("contribution-support", args=[said.process.slug, said.code])
    return client.post(address, {"wanted": wanted}, **extra)


def count(said):
    said.refresh_from_db()
    return said.support_count


def post_comment(client, said, text="Das sehe ich auch so.", **fields):
    address = reverse("contribution-comment", args=[said.process.slug, said.code])
    return client.post(address, guarded(f"comment:{said.code}", text=text, **fields))


def test_a_browser_supports_once_and_can_take_it_back(client, said):
    press(client, said)
    press(client, said)
    assert count(said) == Support.objects.count() == 1
    assert client.get(said.get_absolute_url()).context["is_supported"]
    press(client, said, "no")
    press(client, said, "no")
    assert count(said) == Support.objects.count() == 0


def test_two_browsers_count_twice_and_neither_is_known(said):
    for _ in range(2):
        press(Client(), said)
    assert count(said) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", one.visitor) for one in Support.objects.all())


def test_a_cookie_is_set_only_for_who_supports(client, said):
    client.get(said.get_absolute_url())
    assert "dialogwerk_visitor" not in client.cookies
    press(client, said)
    assert "dialogwerk_visitor" in client.cookies


def test_an_account_supports_once_from_wherever_it_is(said):
    user = UserFactory()
    for _ in range(2):
        browser = Client()
        browser.force_login(user)
        press(browser, said)
    assert count(said) == 1


def test_whoever_supported_before_logging_in_is_not_counted_twice(client, said):
    press(client, said)
    client.force_login(UserFactory())
    press(client, said)
    assert count(said) == 1


def test_a_forged_cookie_is_a_new_visitor(client, said):
    press(client, said)
    client.cookies["dialogwerk_visitor"] = "erfunden:1abc:unterschrift"
    assert not client.get(said.get_absolute_url()).context["is_supported"]


def test_htmx_gets_the_new_number_only(client, said):
    response = press(client, said, headers={"HX-Request": "true"})
    assert b"<html" not in response.content
    assert response.context["contribution"].support_count == 1


def test_too_many_supports_from_one_connection_are_refused(said, monkeypatch):
    monkeypatch.setattr("dialogwerk.apps.dialogues.views.taking_part.SUPPORTS_PER_HOUR", 2)
    for _ in range(4):
        press(Client(), said)
    assert count(said) == 2


def test_nothing_is_supported_once_the_format_is_closed(client, said):
    said.format.last_day = timezone.localdate() - timedelta(days=1)
    said.format.save()
    press(client, said)
    assert count(said) == 0


def test_only_what_is_public_can_be_supported(client, place):
    held = ContributionFactory(format=place, state=State.HELD)
    assert press(client, held).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "connection.vendor == 'sqlite'", reason="the test's SQLite lives in one connection"
)
def test_many_at_once_are_all_counted_and_nobody_twice(said):
    supporters = [Supporter(None, str(number)) for number in (0, 1, 2, 3, 0, 1)]
    barrier = Barrier(len(supporters))

    def press_at_once(supporter):
        try:
            barrier.wait()
            support(contribution=said, supporter=supporter)
        finally:
            connection.close()

    threads = [Thread(target=press_at_once, args=[one]) for one in supporters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(said) == Support.objects.count() == 4


def test_the_number_follows_every_change(said):
    first, second = Supporter(None, "a"), Supporter(UserFactory())
    support(contribution=said, supporter=first)
    support(contribution=said, supporter=second)
    take_back(contribution=said, supporter=first)
    assert said.support_count == count(said) == 1


def test_a_comment_gets_a_receipt_and_stands_below_the_contribution(client, said):
    response = post_comment(client, said, public_name="Lina")
    comment = Comment.objects.get()
    assert response.url == reverse("contribution-receipt", args=[comment.receipt]) + "?neu=1"
    assert comment.receipt in client.get(response.url).content.decode()
    page = client.get(said.get_absolute_url())
    assert page.context["threads"] == [(comment, [])]
    assert page.context["contribution"].comment_count == 1
    assert JournalEntry.objects.about(comment.code).get().action == "comment.received"


def test_replies_stand_one_level_deep(client, said):
    post_comment(client, said)
    first = Comment.objects.get()
    post_comment(client, said, "Ich auch.", antwort=first.code)
    second = Comment.objects.exclude(pk=first.pk).get()
    post_comment(client, said, "Und ich.", antwort=second.code)
    assert set(Comment.objects.exclude(pk=first.pk).values_list("parent", flat=True)) == {first.pk}
    ((shown, replies),) = client.get(said.get_absolute_url()).context["threads"]
    assert shown == first
    assert [one.text for one in replies] == ["Ich auch.", "Und ich."]


def test_a_moderated_format_holds_comments_back(client, said):
    said.format.moderated_first = True
    said.format.save()
    post_comment(client, said)
    held = Comment.objects.get()
    page = client.get(said.get_absolute_url())
    assert (held.state, page.context["threads"]) == (State.HELD, [])
    assert page.context["contribution"].comment_count == 0
    receipt = client.get(reverse("contribution-receipt", args=[held.receipt]))
    assert held.text in receipt.content.decode()


def test_a_suspicious_comment_is_held_back_with_the_reason(client, said):
    links = "https://a.example https://b.example https://c.example"
    post_comment(client, said, f"Schaut hier: {links}")
    held = Comment.objects.get()
    assert held.state == State.HELD
    assert [one.cause for one in held.holds.all()] == ["links"]


def test_the_author_withdraws_a_comment_and_its_replies_stay(client, said):
    post_comment(client, said)
    first = Comment.objects.get()
    post_comment(client, said, "Ich auch.", antwort=first.code)
    client.post(reverse("contribution-withdraw", args=[first.receipt]))
    page = client.get(said.get_absolute_url())
    assert [comment.text for comment, _replies in page.context["threads"]] == ["Ich auch."]
    assert page.context["contribution"].comment_count == 1


def test_the_same_comment_sent_twice_is_one(client, said):
    fields = guarded(f"comment:{said.code}", text="Das sehe ich auch so.")
    address = reverse("contribution-comment", args=[said.process.slug, said.code])
    first, second = (client.post(address, fields) for _ in range(2))
    assert first.url == second.url
    assert Comment.objects.count() == 1
    other = client.post(address, {**fields, "text": "Etwas anderes."})
    assert other.status_code == 422


def test_machines_do_not_comment(client, said):
    assert post_comment(client, said, website="https://beispiel.example").status_code == 422
    assert not Comment.objects.exists()


def test_a_closed_format_takes_no_comments(client, said):
    said.format.last_day = timezone.localdate() - timedelta(days=1)
    said.format.save()
    assert post_comment(client, said).status_code == 422
    assert not client.get(said.get_absolute_url()).context["may_comment"]


def test_many_comments_need_no_more_queries(client, said, django_assert_max_num_queries):
    now = timezone.now()
    for number in range(15):
        text = f"Kommentar {number}"
        comment = comment_on(contribution=said, text=text, by="public", now=now)
        comment_on(contribution=said, text="Ja.", by="public", now=now, parent=comment)
    with django_assert_max_num_queries(16):
        client.get(said.get_absolute_url())


def ask_for_news(client, said, email="erika@beispiel.example"):
    address = reverse("contribution-follow", args=[said.process.slug, said.code])
    return client.post(address, guarded(f"follow:{said.code}", email=email))


@pytest.fixture
def asked(client, said, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_news(client, said)
    return Following.objects.get()


def test_news_begin_only_after_whoever_owns_the_address_has_confirmed(client, said, asked):
    (question,) = mail.outbox
    address = reverse("following", args=[asked.key])
    assert address in question.body
    client.get(address)
    assert not Following.objects.active().exists(), "opening the page confirms nothing"
    client.post(address, {"wanted": "yes"})
    assert Following.objects.active().get() == asked
    client.post(address, {"wanted": "no"})
    assert not Following.objects.active().exists()
    actions = JournalEntry.objects.about(said.code).values_list("action", flat=True)
    assert list(actions) == ["following.confirmed", "following.ended"]


def test_asking_again_sends_no_second_mail_and_tells_nothing(
    client, said, asked, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        again = ask_for_news(client, said, "Erika@beispiel.example")
    assert len(mail.outbox) == Following.objects.count() == 1
    assert again.context["was_asked"]


def test_the_address_is_in_the_vault_and_nowhere_else(said, asked):
    assert Identity.objects.get(person=asked.person).email == "erika@beispiel.example"
    entries = JournalEntry.objects.values_list("payload", flat=True)
    assert "beispiel.example" not in str(list(entries))
    assert not VaultLook.objects.exists()


def test_one_click_in_the_mail_ends_the_news(asked):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(reverse("following-end", args=[asked.key]))
    assert response.status_code == 200
    asked.refresh_from_db()
    assert asked.ended_at


def test_too_many_questions_from_one_connection_are_refused(client, said, monkeypatch):
    monkeypatch.setattr("dialogwerk.apps.dialogues.views.taking_part.QUESTIONS_PER_HOUR", 1)
    assert ask_for_news(client, said).status_code == 200
    assert ask_for_news(client, said, "otto@beispiel.example").status_code == 422


def test_a_whole_dialogue_can_be_followed(client, said):
    address = reverse("process-follow", args=[said.process.slug])
    fields = guarded(f"follow:{said.process.slug}", email="erika@beispiel.example")
    assert client.post(address, fields).context["was_asked"]
    assert Following.objects.get().contribution is None
