"""The daily mail to those who follow, the chapters of the report, the contributions of the demo."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import RunHandle
from dialogwerk.apps.dialogues import hooks
from dialogwerk.apps.dialogues.demo.contributions import rehearse
from dialogwerk.apps.dialogues.models import (
    Comment,
    Following,
    ModerationDecision,
    State,
    Support,
)
from dialogwerk.apps.dialogues.services import news
from dialogwerk.apps.dialogues.services.following import confirm, end, follow
from dialogwerk.apps.dialogues.services.news import tell_followers
from dialogwerk.apps.people.models import VaultLook
from tests.factories import UserFactory
from tests.factories.dialogues import CategoryFactory, ContributionFactory, OutcomeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def said(place, now):
    return ContributionFactory(format=place, title="Linden", received_at=now - timedelta(days=9))


@pytest.fixture
def follower(process, now):
    """Follows the whole dialogue since two days ago."""
    one = follow(process=process, email="erika@beispiel.example", now=now - timedelta(days=2))
    confirm(following=one, now=now - timedelta(days=2))
    mail.outbox.clear()
    return one


def test_a_dialogue_is_told_once_with_what_is_new(said, place, follower, now):
    ContributionFactory(format=place, title="Bänke", received_at=now - timedelta(hours=3))
    OutcomeFactory(contribution=said, kind="adopted", at=now - timedelta(hours=1))
    assert tell_followers(now) == 1
    (sent,) = mail.outbox
    assert sent.to == ["erika@beispiel.example"]
    assert "Neu: Bänke" in sent.body
    assert "Linden" in sent.body
    assert reverse("following", args=[follower.key]) in sent.body
    assert reverse("following-end", args=[follower.key]) in sent.extra_headers["List-Unsubscribe"]
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert tell_followers(now + timedelta(minutes=1)) == 0


def test_who_has_nothing_to_hear_gets_no_mail(said, follower, now):
    assert tell_followers(now) == 0
    assert not VaultLook.objects.exists()
    follower.refresh_from_db()
    assert follower.told_until == now


@pytest.mark.parametrize("state", sorted(set(State) - {State.PUBLIC}))
def test_what_is_not_public_is_never_told(place, follower, now, state):
    hidden = ContributionFactory(format=place, state=state, received_at=now - timedelta(hours=1))
    OutcomeFactory(contribution=hidden, at=now - timedelta(hours=1))
    assert tell_followers(now) == 0


def test_only_who_confirmed_and_did_not_end_it_is_told(process, place, follower, now):
    follow(process=process, email="otto@beispiel.example", now=now)
    end(following=follower, now=now)
    ContributionFactory(format=place, received_at=now - timedelta(hours=1))
    assert tell_followers(now) == 0


def test_a_hidden_dialogue_tells_nothing(process, place, follower, now):
    ContributionFactory(format=place, received_at=now - timedelta(hours=1))
    process.is_public = False
    process.save()
    assert tell_followers(now) == 0


def test_one_contribution_is_told_with_decisions_and_comments_on_it(said, process, now):
    one = follow(process=process, contribution=said, email="a@beispiel.example", now=now)
    confirm(following=one, now=now - timedelta(days=2))
    mail.outbox.clear()
    elsewhere = ContributionFactory(format=said.format, received_at=now - timedelta(hours=1))
    OutcomeFactory(contribution=said, reason="Gepflanzt wird im Herbst.", at=now)
    Comment.objects.create(contribution=said, text="Schön!", received_at=now)
    assert tell_followers(now) == 1
    body = mail.outbox[0].body
    assert "Gepflanzt wird im Herbst." in body
    assert "1 neuer Kommentar" in body
    assert elsewhere.title not in body


def test_what_moderators_let_through_later_is_told_then(place, follower, now):
    late = ContributionFactory(format=place, title="Spät", received_at=now - timedelta(days=5))
    ModerationDecision.objects.create(
        contribution=late, verdict="published", waited_since=now, by="user:1", at=now
    )
    assert tell_followers(now) == 1
    assert "Neu: Spät" in mail.outbox[0].body


def test_a_mail_that_is_not_taken_is_sent_the_next_time(place, follower, now, monkeypatch):
    ContributionFactory(format=place, received_at=now - timedelta(hours=1))

    def refuse(message):
        raise OSError("no server")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuse)
        assert tell_followers(now) == 0
    assert tell_followers(now + timedelta(hours=1)) == 1


def test_many_followers_of_one_dialogue_ask_the_database_once(
    process, place, now, django_assert_max_num_queries
):
    ContributionFactory(format=place, received_at=now - timedelta(hours=1))
    for number in range(20):
        one = follow(process=process, email=f"f{number}@beispiel.example", now=now)
        confirm(following=one, now=now - timedelta(days=2))
    with django_assert_max_num_queries(20 + 12):
        assert tell_followers(now) == 20


class Killed(BaseException):
    """What a worker that dies in the middle looks like from inside."""


def test_a_round_that_was_cut_off_goes_on_and_tells_nobody_twice(process, place, now, monkeypatch):
    monkeypatch.setattr(news, "PORTION", 2)
    ContributionFactory(format=place, received_at=now - timedelta(hours=1))
    for number in range(7):
        one = follow(process=process, email=f"f{number}@beispiel.example", now=now)
        confirm(following=one, now=now - timedelta(days=2))
    run, sent, send = news.start_news(now), [], EmailMessage.send
    assert news.start_news(now) is None
    Run.objects.update(state=Run.State.RUNNING)

    def dies_at_the_fourth(message):
        if len(sent) == 3:
            raise Killed
        sent.append(message.to[0])
        return send(message)

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", dies_at_the_fourth)
        with pytest.raises(Killed):
            news.send_news(RunHandle(run))
    run.refresh_from_db()
    handle = RunHandle(run)
    assert news.send_news(handle) == {"mails": 3}
    assert (handle.run.done, handle.run.total) == (7, 7)
    told = [message.to[0] for message in mail.outbox]
    assert len(told) == len(set(told)) == 6  # the fourth was noted already when it was lost
    assert news.start_news(now) is None


def chapter(process, key):
    return next((one for one in hooks.chapters(process) if one.key == key), None)


def cells(found):
    return {cell for table in found.tables for row in table.rows for cell in row}


def test_the_report_counts_who_took_part_and_what_was_said(place, process):
    trees = CategoryFactory(format=place, title="Bäume")
    first = ContributionFactory(
        format=place, category=trees, support_count=5, on_behalf_of="Gartenverein"
    )
    ContributionFactory(format=place, channel="paper", user=UserFactory())
    ContributionFactory(format=place, state=State.HELD, on_behalf_of="Geheim e. V.")
    OutcomeFactory(contribution=first)
    part = chapter(process, "participation")
    tables = {table.columns[0]: [list(row) for row in table.rows] for table in part.tables}
    assert ["Gartenverein", 1] in tables["Organisation"]
    assert "Geheim e. V." not in cells(part)
    assert part.figure.startswith("<svg")
    what = chapter(process, "contributions")
    assert [place.title, "Bäume", 1, 5] in [list(row) for row in what.tables[0].rows]
    assert first.code in cells(what)
    assert len(what.gaps) == 2


def test_a_dialogue_without_contributions_has_no_such_chapters(process):
    assert chapter(process, "participation") is None
    assert chapter(process, "contributions") is None


def test_the_demo_fills_the_map_with_numbers_that_are_true(place, process):
    CategoryFactory(format=place, title="Lärm")
    rehearse(process, {})
    made = list(process.contributions.all())
    assert len(made) == 25
    assert sum(one.geometry is not None for one in made) >= 15
    assert {one.geometry["type"] for one in made if one.geometry} == {
        *("Point", "LineString", "Polygon")
    }
    assert all(one.supports.count() == one.support_count for one in made)
    assert all(one.comments.count() == one.comment_count for one in made)
    assert Support.objects.exists()
    assert not Following.objects.exists()
