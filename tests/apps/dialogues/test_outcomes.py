"""What becomes of contributions, and when it is reported again."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from dialogwerk.apps.dialogues.errors import Incomplete, NotPossible
from dialogwerk.apps.dialogues.models import AuthorNotice, Outcome
from dialogwerk.apps.dialogues.services import notices
from dialogwerk.apps.dialogues.services.outcomes import (
    OutcomeDraft,
    decide_outcome,
    reports_coming,
    reports_due,
)
from dialogwerk.apps.dialogues.services.reminders import remind
from tests.factories import IdentityFactory
from tests.factories.dialogues import ContributionFactory, FollowingFactory, OutcomeFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)


def draft(**given):
    return OutcomeDraft(
        **{"kind": "adopted", "reason": "Der Rat hat es beschlossen.", "decided_on": DAY, **given}
    )


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"kind": "noted"}, "kind"),
        ({"reason": "  "}, "reason"),
        ({"kind": "deferred"}, "deferred_until"),
        ({"kind": "deferred", "deferred_until": DAY}, "deferred_until"),
        ({"kind": "passed_on", "passed_to": " "}, "passed_to"),
    ],
)
def test_every_kind_says_what_it_has_to(said, moderator, given, missing):
    with pytest.raises(Incomplete) as refused:
        decide_outcome(contributions=[said], draft=draft(**given), by=moderator)
    assert refused.value.field == missing
    assert not Outcome.objects.exists()


def test_the_database_wants_a_report_on_what_is_deferred(said):
    with pytest.raises(IntegrityError), transaction.atomic():
        OutcomeFactory(contribution=said, kind="deferred", deferred_until=DAY)


def test_a_later_one_replaces_an_earlier_one_and_both_stay(said, moderator):
    decide_outcome(contributions=[said], draft=draft(kind="planned"), by=moderator)
    decide_outcome(contributions=[said], draft=draft(), by=moderator)
    assert list(said.outcomes.values_list("number", "kind")) == [(1, "planned"), (2, "adopted")]
    assert Outcome.objects.current().get().kind == "adopted"


def test_many_at_once_with_one_reason(place, moderator):
    many = ContributionFactory.create_batch(12, format=place)
    made = decide_outcome(contributions=many, draft=draft(), by=moderator)
    assert {one.contribution_id for one in made} == {one.pk for one in many}
    assert AuthorNotice.objects.filter(outcome__isnull=False).count() == 12


def test_one_that_is_not_public_stops_all(place, moderator):
    held = ContributionFactory(format=place, state="held")
    with pytest.raises(NotPossible):
        decide_outcome(
            contributions=[ContributionFactory(format=place), held], draft=draft(), by=moderator
        )
    assert not Outcome.objects.exists()


def test_deferred_is_due_when_it_said_so(said, process, moderator):
    until = DAY + timedelta(days=60)
    decide_outcome(
        contributions=[said],
        draft=draft(kind="deferred", deferred_until=until),
        by=moderator,
    )
    assert not reports_due(process, until - timedelta(days=1)).exists()
    assert reports_due(process, until).get().contribution == said
    assert reports_coming(process, DAY, within=timedelta(days=90)).count() == 1
    decide_outcome(contributions=[said], draft=draft(), by=moderator)
    assert not reports_due(process, until).exists()


def test_what_does_not_belong_to_the_kind_is_left_out(said, moderator):
    (made,) = decide_outcome(
        contributions=[said],
        draft=draft(passed_to="Bauamt", deferred_until=DAY + timedelta(days=3)),
        by=moderator,
    )
    assert (made.passed_to, made.deferred_until, made.next_report_on) == ("", None, None)


def test_many_mails_wait_for_the_periodic_step(
    place, moderator, mailoutbox, django_capture_on_commit_callbacks
):
    many = [
        ContributionFactory(
            format=place, person=IdentityFactory(email=f"person{n}@beispiel.example").person
        )
        for n in range(8)
    ]
    for one in many:
        FollowingFactory(contribution=one)
    with django_capture_on_commit_callbacks(execute=True):
        decide_outcome(contributions=many, draft=draft(), by=moderator)
    assert mailoutbox == []
    assert notices.send_waiting() == 8
    assert notices.send_waiting() == 0
    assert len({mail.to[0] for mail in mailoutbox}) == 8


def test_a_mail_that_fails_is_tried_again_and_then_given_up(said, moderator, monkeypatch):
    def refused(self, *args, **kwargs):
        raise OSError("no server")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refused)
    decide_outcome(contributions=[said], draft=draft(), by=moderator)
    for _try in range(notices.MOST_TRIES):
        assert notices.send_waiting() == 0
    notice = AuthorNotice.objects.get()
    assert notice.given_up_at is not None
    assert not AuthorNotice.objects.waiting().exists()


def test_whoever_runs_the_dialogue_is_reminded_of_reports(said, process, lead, mailoutbox):
    OutcomeFactory(contribution=said, next_report_on=DAY)
    assert remind(DAY - timedelta(days=1)) == 0
    assert remind(DAY) == 1
    assert mailoutbox[0].bcc == [lead.email]
    assert process.title in mailoutbox[0].body
