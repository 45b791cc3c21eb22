"""Maps that are due, checksums of votes, figures, and the chapter of the report."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from dialogwerk.apps.base.models import JournalEntry, Run
from dialogwerk.apps.dialogues import hooks
from dialogwerk.apps.opinions import periodic
from dialogwerk.apps.opinions.models import EarlierVote, OpinionMap, OpinionStatement, Vote
from dialogwerk.apps.opinions.services import seals
from dialogwerk.apps.opinions.services.figures import share_of
from dialogwerk.apps.opinions.services.map_runs import is_due
from dialogwerk.apps.opinions.services.voting import change_vote
from tests.factories import OpinionRoundFactory, VoteFactory


def test_a_map_is_due_when_enough_was_voted_since(rehearsed):
    stored = OpinionMap.objects.get()
    soon = stored.computed_at + timedelta(minutes=2)
    assert not is_due(rehearsed, soon)
    one = Vote.objects.order_by("pk").first()
    change_vote(voter_id=one.voter_id, statement_id=one.statement_id, value=-one.value or 1,
                now=soon)  # fmt: skip
    assert not is_due(rehearsed, soon), "one vote in a thousand can wait for an hour"
    assert is_due(rehearsed, stored.computed_at + timedelta(hours=2))
    few = Vote.objects.order_by("pk")[: stored.votes // 10].values("pk")
    Vote.objects.filter(pk__in=few).update(at=soon)
    assert is_due(rehearsed, soon)
    assert not is_due(rehearsed, stored.computed_at + timedelta(seconds=30))


def test_a_round_without_votes_has_no_map_due(db):
    assert not is_due(OpinionRoundFactory(), timezone.now())


def test_maps_are_computed_by_the_periodic_work(db, django_capture_on_commit_callbacks):
    one = VoteFactory().statement.round
    with django_capture_on_commit_callbacks(execute=True):
        periodic.compute_maps()
    assert OpinionMap.objects.get(round=one).votes == 1
    assert Run.objects.get(kind="opinions.map").state == Run.State.DONE
    with django_capture_on_commit_callbacks(execute=True):
        periodic.compute_maps()
    assert OpinionMap.objects.count() == 1


def test_votes_are_sealed_once_and_proved_later(rehearsed):
    total = Vote.objects.count()
    now = timezone.now() + timedelta(minutes=10)
    assert seals.seal_votes(round=rehearsed, now=now).votes == total
    assert seals.seal_votes(round=rehearsed, now=now) is None
    assert seals.sealed_votes(rehearsed) == total
    assert seals.damaged(rehearsed) == []


def test_a_change_does_not_break_the_seal_of_what_was_said_before(rehearsed):
    now = timezone.now() + timedelta(minutes=10)
    seals.seal_votes(round=rehearsed, now=now)
    one = Vote.objects.order_by("pk").first()
    change_vote(voter_id=one.voter_id, statement_id=one.statement_id, value=-one.value or 1,
                now=now)  # fmt: skip
    assert EarlierVote.objects.count() == 1
    assert seals.damaged(rehearsed) == []
    assert seals.seal_votes(round=rehearsed, now=now + timedelta(minutes=10)).votes == 1
    assert seals.damaged(rehearsed) == []


def test_a_vote_that_was_tampered_with_is_noticed(rehearsed):
    seals.seal_votes(round=rehearsed, now=timezone.now() + timedelta(minutes=10))
    one = Vote.objects.filter(value=1).first()
    Vote.objects.filter(pk=one.pk).update(value=-1)
    assert len(seals.damaged(rehearsed)) == 1


def test_staff_check_the_seals_from_the_workbench(rehearsed, lead, client):
    seals.seal_votes(round=rehearsed, now=timezone.now() + timedelta(minutes=10))
    client.force_login(lead)
    address = reverse("opinion-check", args=[rehearsed.process.slug, rehearsed.slug])
    assert "Alle versiegelten Stimmen" in client.post(address, follow=True).text
    Vote.objects.filter(value=1).update(value=0)
    assert "nicht so, wie sie versiegelt wurden" in client.post(address, follow=True).text


def test_a_vote_that_was_deleted_is_noticed(rehearsed):
    seals.seal_votes(round=rehearsed, now=timezone.now() + timedelta(minutes=10))
    Vote.objects.first().delete()
    assert len(seals.damaged(rehearsed)) == 1


def test_what_was_said_before_cannot_be_rewritten(rehearsed):
    one = Vote.objects.first()
    change_vote(voter_id=one.voter_id, statement_id=one.statement_id, value=-one.value or 1,
                now=timezone.now())  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        EarlierVote.objects.update(value=0)


def test_the_journal_holds_no_single_vote_and_no_text(rehearsed):
    periodic.seal_all_votes()
    texts = set(OpinionStatement.objects.values_list("text", flat=True))
    for entry in JournalEntry.objects.all():
        assert not texts & set(map(str, entry.payload.values()))
    assert JournalEntry.objects.count() < Vote.objects.count() / 10


def test_a_chapter_stands_in_the_report_of_the_process(rehearsed):
    with translation.override("de"):
        chapters = [
            one for one in hooks.chapters(rehearsed.process) if one.key.startswith("opinions-")
        ]
    (chapter,) = chapters
    drawn = ElementTree.fromstring(chapter.figure)
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}polygon"))) == 3
    assert "style=" not in chapter.figure
    titles = [str(table.title) for table in chapter.tables]
    assert titles == [
        "Gruppen", "Was verbindet", "Was trennt (Anteil der Zustimmung)", "Alle Aussagen",
    ]  # fmt: skip
    for table in chapter.tables:
        assert table.rows
        assert all(len(row) == len(table.columns) for row in table.rows)
    assert any("Abwägung" in sentence for sentence in chapter.paragraphs)


def test_a_round_without_votes_is_a_gap_in_the_report(db):
    one = OpinionRoundFactory()
    with translation.override("de"):
        (chapter,) = hooks.chapters(one.process)[:1]
    assert chapter.gaps


def test_the_card_of_the_format_counts_people_and_votes(rehearsed):
    figures = dict(hooks.kind_of(rehearsed).figures(rehearsed))
    assert list(figures.values()) == [62, Vote.objects.count()]


@pytest.mark.parametrize(("count", "total"), [(0, 1), (1, 1), (0, 500), (500, 500), (3, 7)])
def test_the_range_of_a_share_holds_the_share_and_stays_possible(count, total):
    share = share_of(count, total)
    assert 0 <= share.low <= share.value <= share.high <= 1
    assert share.low < share.high


def test_more_people_make_a_share_surer():
    few, many = share_of(30, 40), share_of(3000, 4000)
    assert many.high - many.low < few.high - few.low


def test_of_nobody_there_is_no_share():
    assert share_of(0, 0) is None
