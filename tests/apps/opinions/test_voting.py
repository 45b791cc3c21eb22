"""Votes: each counts once, the last one counts, none is lost."""

import re
import threading
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.opinions.errors import RoundClosed, UnfitVote, UnknownStatement
from dialogwerk.apps.opinions.models import EarlierVote, Vote, Voter
from dialogwerk.apps.opinions.services.rounds import round_of
from dialogwerk.apps.opinions.services.statements import tidy
from dialogwerk.apps.opinions.services.voting import Ballot, Who, ballot_of, vote
from tests.factories import (
    OpinionRoundFactory,
    OpinionStatementFactory,
    ProcessFactory,
    UserFactory,
)

SOMEBODY = Who(token="somebody")


@pytest.fixture
def round_(db):
    one = OpinionRoundFactory()
    for number in range(1, 6):
        OpinionStatementFactory(round=one, number=number)
    return one


def address(name, one, *more):
    return reverse(name, args=[one.process.slug, one.slug, *more])


def field(page, name):
    """Value of a hidden field of the voting form; "" without one."""
    found = re.search(f'name="{name}" value="([^"]*)"', page.text.partition('id="card"')[2])
    return found[1] if found else ""


def progress(page):
    return re.search('<progress id="opinion-progress" value="([0-9]+)" max="([0-9]+)"', page.text)


def post(client, one, number, value, **more):
    data = {"statement": number, "value": value, **more}
    return client.post(address("opinion-vote", one), data)


def cast(one, value=1, number=1, who=SOMEBODY):
    return vote(round=round_of(one), who=who, number=number, value=value, now=timezone.now())


def test_a_vote_counts_for_the_browser_that_cast_it(round_):
    cast(round_, -1)
    counted = Vote.objects.get()
    assert (counted.statement.number, counted.value) == (1, -1)
    assert ballot_of(round_, SOMEBODY).votes == {counted.statement_id: -1}
    assert ballot_of(round_, Who(token="another")) == Ballot()


def test_the_last_vote_counts_and_the_one_before_is_kept(round_):
    cast(round_, 1)
    before = Vote.objects.get().at
    cast(round_, 0)
    assert Vote.objects.get().value == 0
    kept = EarlierVote.objects.get()
    assert (kept.value, kept.at) == (1, before)


def test_the_same_vote_again_changes_nothing(round_):
    cast(round_, 1)
    at = Vote.objects.get().at
    cast(round_, 1)
    assert Vote.objects.get().at == at
    assert not EarlierVote.objects.exists()


def test_the_same_browser_is_another_voter_in_another_round(round_):
    other = OpinionRoundFactory(process=round_.process)
    OpinionStatementFactory(round=other, number=1)
    cast(round_)
    cast(other)
    hashes = set(Voter.objects.values_list("token_hash", flat=True))
    assert len(hashes) == 2
    assert not any(SOMEBODY.token in one for one in hashes)


@pytest.mark.parametrize("value", [2, -2, 7])
def test_a_vote_is_one_of_three(round_, value):
    with pytest.raises(UnfitVote):
        cast(round_, value)


def test_nobody_votes_on_what_is_held_or_refused(round_):
    OpinionStatementFactory(round=round_, number=8, held=True)
    OpinionStatementFactory(round=round_, number=9, refused=True)
    for number in (8, 9, 10):
        with pytest.raises(UnknownStatement):
            cast(round_, number=number)


def test_nobody_votes_after_the_last_day(round_):
    round_.last_day = timezone.localdate() - timedelta(days=1)
    round_.save()
    with pytest.raises(RoundClosed):
        cast(round_)


def test_a_form_sent_twice_at_once_counts_once(round_):
    """The second request does not know of the first: both think they are new."""
    fresh = Ballot()
    for _again in range(2):
        vote(round=round_of(round_), who=SOMEBODY, number=2, value=1, now=timezone.now(),
             ballot=fresh)  # fmt: skip
    assert Vote.objects.count() == Voter.objects.count() == 1


def test_two_different_clicks_at_once_leave_the_later_one(round_):
    for value in (1, -1):
        vote(round=round_of(round_), who=SOMEBODY, number=2, value=value, now=timezone.now(),
             ballot=Ballot())  # fmt: skip
    assert Vote.objects.get().value == -1
    assert EarlierVote.objects.get().value == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_lose_nothing_and_double_nothing():
    if connection.vendor == "sqlite":
        pytest.skip("a database in memory has one connection")
    one = OpinionRoundFactory()
    for number in range(1, 4):
        OpinionStatementFactory(round=one, number=number)
    known = round_of(one)
    failures = []

    def work(token):
        try:
            for number in (1, 2, 3):
                for value in (1, 1, -1):
                    vote(round=known, who=Who(token=token), number=number, value=value,
                         now=timezone.now())  # fmt: skip
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    # Each browser sends everything from two threads at once.
    threads = [threading.Thread(target=work, args=[f"t{n // 2}"]) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Voter.objects.count() == 4
    assert Vote.objects.count() == 12


def test_the_first_vote_gives_a_cookie_that_scripts_cannot_read(round_, client):
    assert "voter" not in client.get(address("opinions", round_)).cookies
    response = post(client, round_, 1, 1)
    cookie = response.cookies["voter"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "voter" not in post(client, round_, 2, 1).cookies
    assert Voter.objects.count() == 1
    assert Vote.objects.count() == 2


def test_a_forged_cookie_is_nobody(round_, client):
    post(client, round_, 1, 1)
    value = client.cookies["voter"].value
    forger = Client()
    forger.cookies["voter"] = value[:-2] + ("AA" if value[-2:] != "AA" else "BB")
    post(forger, round_, 1, -1)
    assert Voter.objects.count() == 2
    assert sorted(Vote.objects.values_list("value", flat=True)) == [-1, 1]


def test_the_first_form_sent_twice_is_one_voter(round_, client):
    page = client.get(address("opinions", round_))
    ticket = field(page, "ticket")
    assert ticket
    for _again in range(2):
        post(Client(), round_, 1, 1, ticket=ticket)
    assert Voter.objects.count() == 1
    assert Vote.objects.count() == 1


def test_an_account_votes_on_every_device_as_one(round_):
    user = UserFactory()
    for value in (1, -1):
        device = Client()
        device.force_login(user)
        post(device, round_, 1, value)
    assert Vote.objects.get().value == -1
    assert Voter.objects.get().user == user


def test_the_vote_needs_the_token_of_its_form(round_):
    strict = Client(enforce_csrf_checks=True)
    assert post(strict, round_, 1, 1).status_code == 403
    assert not Vote.objects.exists()


def test_without_javascript_the_next_statement_comes_by_redirect(round_, client):
    response = post(client, round_, 1, 1)
    assert response.status_code == 302
    page = client.get(response.url)
    assert progress(page).groups() == ("1", "5")
    assert field(page, "statement") not in ("", "1")


def test_with_htmx_only_the_card_is_sent(round_, client):
    data = {"statement": 1, "value": 1}
    response = client.post(address("opinion-vote", round_), data, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "<html" not in response.text
    assert "1 von 5 Aussagen" in " ".join(response.text.split())


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"statement": "1"},
        {"statement": "x", "value": "1"},
        {"statement": "1", "value": "5"},
        {"statement": "99", "value": "1"},
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(round_, client, data):
    response = client.post(address("opinion-vote", round_), data)
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert not Vote.objects.exists()


def test_everything_voted_on_is_said_so(round_, client):
    for number in range(1, 6):
        post(client, round_, number, 1)
    page = client.get(address("opinions", round_))
    assert field(page, "statement") == ""
    assert "Sie haben über alle Aussagen abgestimmt" in page.text


def test_a_reload_shows_the_same_statement(round_, client):
    post(client, round_, 1, 1)
    numbers = {field(client.get(address("opinions", round_)), "statement") for _ in range(6)}
    assert len(numbers) == 1
    assert numbers != {""}


def test_a_round_of_a_hidden_process_is_not_there(client, db):
    hidden = OpinionRoundFactory(process=ProcessFactory(is_public=False))
    OpinionStatementFactory(round=hidden, number=1)
    assert client.get(address("opinions", hidden)).status_code == 404
    assert post(client, hidden, 1, 1).status_code == 404


def test_a_vote_costs_few_queries(round_, client, django_assert_max_num_queries, settings):
    settings.OPINION_ROUND_KEPT_SECONDS = 60
    client.get(address("opinions", round_))
    with django_assert_max_num_queries(
        4
    ):  # one on PostgreSQL; here savepoint, voter, vote, release
        post(client, round_, 1, 1)
    with django_assert_max_num_queries(2):  # who voted on what so far, and the vote
        post(client, round_, 2, 1)
    with django_assert_max_num_queries(0):
        Client().get(address("opinions", round_))


def test_what_is_kept_of_a_page_belongs_to_nobody(round_, settings):
    """Two visitors get the same page with their own token, ticket and nonce."""
    near = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {**settings.CACHES, "near": {"BACKEND": near, "LOCATION": "kept-page"}}
    caches["near"].clear()
    pages = [Client().get(address("opinions", round_)) for _ in range(2)]
    for name in ("csrfmiddlewaretoken", "ticket"):
        assert field(pages[0], name)
        assert field(pages[0], name) != field(pages[1], name)
    for page in pages:
        (nonce,) = set(re.findall('nonce="([^"]+)"', page.text))
        assert f"'nonce-{nonce}'" in page.headers["Content-Security-Policy"]
        assert "\ue000" not in page.text
        tokens = set(re.findall('csrfmiddlewaretoken" value="([^"]+)"', page.text))
        assert len(tokens) == 1


def test_a_message_or_an_account_is_never_kept_for_others(round_, client, settings):
    near = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {**settings.CACHES, "near": {"BACKEND": near, "LOCATION": "kept-page"}}
    caches["near"].clear()
    client.force_login(UserFactory())
    client.post(address("opinion-forget", round_))
    assert "Abmelden" in client.get(address("opinions", round_)).text
    stranger = Client()
    stranger.post(address("opinion-forget", round_))
    assert "Dieses Gerät kennt" in stranger.get(address("opinions", round_)).text
    other = Client().get(address("opinions", round_)).text
    assert "Abmelden" not in other
    assert "Dieses Gerät kennt" not in other


def test_a_statement_cannot_fetch_the_token_of_a_page(round_, client):
    assert tidy("Ein \ue000csrf_token\ue001 Satz\u200b.") == "Ein csrf_token Satz."


def test_one_connection_cannot_make_voters_without_end(round_, settings):
    settings.OPINION_NEW_VOTERS_PER_HOUR = 3
    codes = [
        Client(REMOTE_ADDR="198.51.100.7")
        .post(address("opinion-vote", round_), {"statement": 1, "value": 1})
        .status_code
        for _ in range(5)
    ]
    assert codes == [302, 302, 302, 422, 422]
    assert Voter.objects.count() == 3
