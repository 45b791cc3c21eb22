"""Moderation: what is held back, reported, decided and objected to."""

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.dialogues.errors import Incomplete, NotPossible, SomebodyElse
from dialogwerk.apps.dialogues.models import (
    Hold,
    ModerationDecision,
    ModerationSettings,
    Report,
    State,
)
from dialogwerk.apps.dialogues.services import moderation, notices
from dialogwerk.apps.dialogues.services.comments import comment_on, count_comments
from dialogwerk.apps.dialogues.services.contributions import Said, contribute
from dialogwerk.apps.dialogues.services.screening import suspicions
from dialogwerk.apps.people.models import VaultLook
from tests.factories import IdentityFactory, UserFactory
from tests.factories.dialogues import CommentFactory, ContributionFactory

pytestmark = pytest.mark.django_db
Verdict = ModerationDecision.Verdict
RULE = "Keine Beleidigungen."


def refuse(thing, by, reason="Das beleidigt Menschen."):
    return moderation.decide(thing=thing, verdict=Verdict.REFUSED, rule=RULE, reason=reason, by=by)


def causes(process, **said):
    said = {"title": "", "text": "", **said}
    return [one.cause for one in suspicions(process, **said)]


def test_many_links_hold_back_and_say_so(place):
    text = "Siehe https://a.example, https://b.example und www.c.example"
    made = contribute(format=place, said=Said(text=text), by="public")
    assert made.state == State.HELD
    assert [(hold.cause, hold.detail) for hold in made.holds.all()] == [("links", "3")]


def test_two_links_are_nothing_special(place):
    made = contribute(
        format=place, said=Said(text="https://a.example und https://b.example"), by="public"
    )
    assert made.state == State.PUBLIC


def test_the_same_words_again_wait_but_are_kept(place):
    words = Said(title="Bäume", text="Auf dem Platz fehlen Bäume und Bänke.")
    first = contribute(format=place, said=words, by="public")
    again = contribute(format=place, said=words, by="public")
    assert (first.state, again.state) == (State.PUBLIC, State.HELD)
    assert again.holds.get().detail == first.code


def test_short_words_may_be_said_twice(process):
    assert causes(process, text="Ja!", sha256="0" * 64) == []


def test_much_text_within_seconds_waits(process):
    assert causes(process, text="x" * 200, seconds=1.0) == ["fast"]
    assert causes(process, text="x" * 200, seconds=40.0) == []
    assert causes(process, text="x" * 200) == []


def test_addresses_and_numbers_of_people_wait(process):
    assert causes(process, text="Schreibt an max@probe.example") == ["personal"]
    assert causes(process, text="Der Weg ist 3,50 m breit, 2026 wird gebaut.") == []


def test_the_list_of_words_is_empty_until_somebody_fills_it(process):
    assert causes(process, text="Diese Schnarchnasen!") == []
    ModerationSettings.objects.create(process=process, words="schnarchnasen\n  ganz  blöd ")
    assert causes(process, text="Diese Schnarchnasen!") == ["word"]
    assert causes(process, text="Das ist ganz\nblöd gelaufen") == ["word"]
    assert causes(process, text="Schnarchnasenweg") == []


def test_what_staff_type_in_is_not_screened(place):
    said = Said(text="www.a.example www.b.example www.c.example", channel="paper")
    assert contribute(format=place, said=said, by="user:1").state == State.PUBLIC


def test_refusing_quotes_a_rule_and_gives_a_reason(said, moderator):
    for rule, reason, missing in (("", "Weil.", "rule"), (RULE, " ", "reason")):
        with pytest.raises(Incomplete) as refused:
            moderation.decide(
                thing=said, verdict=Verdict.REFUSED, rule=rule, reason=reason, by=moderator
            )
        assert refused.value.field == missing
    decision = refuse(said, moderator)
    said.refresh_from_db()
    assert said.state == State.REFUSED
    assert decision.rule == RULE


def test_the_database_wants_the_rule_too(said):
    with pytest.raises(IntegrityError), transaction.atomic():
        ModerationDecision.objects.create(
            contribution=said, verdict="refused", waited_since=said.received_at, by="user:1"
        )


def test_decisions_cannot_be_changed_afterwards(said, moderator):
    decision = refuse(said, moderator)
    with pytest.raises(IntegrityError), transaction.atomic():
        ModerationDecision.objects.filter(pk=decision.pk).update(reason="anders")


def test_the_author_is_told_by_mail(
    said, moderator, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        refuse(said, moderator)
    (mail,) = mailoutbox
    assert mail.to == ["erika@beispiel.example"]
    assert RULE in mail.body
    assert "Das beleidigt Menschen." in mail.body
    assert said.receipt in mail.body
    assert VaultLook.objects.filter(purpose="telling authors").count() == 1


def test_without_an_address_it_stands_behind_the_receipt(
    place, moderator, mailoutbox, django_capture_on_commit_callbacks
):
    nameless = ContributionFactory(format=place)
    with django_capture_on_commit_callbacks(execute=True):
        refuse(nameless, moderator)
    assert mailoutbox == []
    assert nameless.author_notices.get().how == "receipt"


def test_whoever_has_to_wait_learns_who_decides_and_where_it_will_stand(
    said, moderator, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        moderation.decide(thing=said, verdict=Verdict.HELD, reason="Wir fragen nach.", by=moderator)
    (mail,) = mailoutbox
    assert "entscheidet" in mail.body
    assert "per E-Mail und auf der Seite unten" in mail.body
    assert "vorerst" not in mail.body


def told_by(author_of, moderator, capture):
    with capture(execute=True):
        refuse(author_of, moderator)
    return author_of.author_notices.get().how


def test_an_address_that_nobody_confirmed_gets_no_mail(
    said, moderator, mailoutbox, django_capture_on_commit_callbacks
):
    said.followings.update(confirmed_at=None)
    assert told_by(said, moderator, django_capture_on_commit_callbacks) == "receipt"
    assert mailoutbox == []


def test_an_address_that_somebody_else_confirmed_does_not_count(
    said, moderator, mailoutbox, django_capture_on_commit_callbacks
):
    other = IdentityFactory(email="fremd@beispiel.example").person
    said.followings.update(person=other)
    assert told_by(said, moderator, django_capture_on_commit_callbacks) == "receipt"
    assert mailoutbox == []


def test_whoever_ended_the_news_before_the_mail_left_gets_none(said, moderator, mailoutbox):
    refuse(said, moderator)
    said.followings.update(ended_at=timezone.now())
    assert notices.send_waiting() == 0
    assert mailoutbox == []


@pytest.mark.parametrize(("is_proved", "how"), [(True, "mail"), (False, "receipt")])
def test_an_account_is_written_to_at_an_address_it_has_confirmed(
    place, moderator, mailoutbox, django_capture_on_commit_callbacks, is_proved, how
):
    user = UserFactory(email="konto@beispiel.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=is_proved)
    one = ContributionFactory(format=place, user=user)
    assert told_by(one, moderator, django_capture_on_commit_callbacks) == how
    assert [mail.to for mail in mailoutbox] == [[user.email]] * is_proved


def test_the_journal_knows_the_decision_but_not_the_words_to_the_author(said, moderator):
    refuse(said, moderator, reason="Sie nennen Herrn Probe einen Lügner.")
    entry = JournalEntry.objects.get(action="contribution.refused")
    assert entry.subject == said.code
    assert entry.payload["rule"] == RULE
    assert "Probe" not in str(entry.payload)


def test_a_report_leaves_it_public_and_waits_in_the_queue(said, process, moderator):
    assert list(moderation.contributions_to_look_at(process)) == []
    moderation.report(thing=said, kind="insult", text="Das geht gegen mich.")
    assert list(moderation.contributions_to_look_at(process)) == [said]
    said.refresh_from_db()
    assert said.state == State.PUBLIC
    decision = moderation.decide(thing=said, verdict=Verdict.PUBLISHED, by=moderator)
    report = Report.objects.get()
    assert report.decision == decision
    assert decision.waited_since == report.at
    assert list(moderation.contributions_to_look_at(process)) == []


def test_dismissing_a_report_is_no_news_for_the_author(said, moderator):
    moderation.report(thing=said, kind="other")
    moderation.decide(thing=said, verdict=Verdict.PUBLISHED, by=moderator)
    assert not said.author_notices.exists()


def test_what_is_not_public_cannot_be_reported(place):
    with pytest.raises(NotPossible):
        moderation.report(thing=ContributionFactory(format=place, state="held"), kind="other")


def test_nothing_is_decided_twice_without_a_question(said, moderator):
    with pytest.raises(NotPossible):
        moderation.decide(thing=said, verdict=Verdict.PUBLISHED, by=moderator)


def test_what_its_author_took_back_is_not_moderated(place, moderator):
    with pytest.raises(NotPossible):
        refuse(ContributionFactory(format=place, state="withdrawn"), moderator)


def test_the_author_objects_once_and_somebody_else_decides(said, process, lead, moderator):
    refuse(said, moderator)
    objection = moderation.appeal(thing=said, text="Es war nicht so gemeint.")
    assert list(moderation.contributions_to_look_at(process)) == [said]
    with pytest.raises(NotPossible):
        moderation.appeal(thing=said, text="Noch einmal.")
    with pytest.raises(SomebodyElse):
        moderation.decide(thing=said, verdict=Verdict.PUBLISHED, by=moderator)
    decision = moderation.decide(thing=said, verdict=Verdict.PUBLISHED, by=lead)
    objection.refresh_from_db()
    assert decision.on_appeal
    assert objection.decision == decision
    said.refresh_from_db()
    assert said.state == State.PUBLIC


def test_whoever_moderates_alone_decides_on_the_objection_too(said, moderator):
    refuse(said, moderator)
    moderation.appeal(thing=said, text="Bitte noch einmal ansehen.")
    refuse(said, moderator, reason="Es bleibt dabei.")
    said.refresh_from_db()
    assert said.state == State.REFUSED


def test_after_the_objection_there_is_no_other(said, moderator):
    refuse(said, moderator)
    moderation.appeal(thing=said, text="Bitte.")
    refuse(said, moderator, reason="Es bleibt dabei.")
    assert not moderation.may_appeal(said)


def test_against_what_is_shown_there_is_nothing_to_object(said):
    with pytest.raises(NotPossible):
        moderation.appeal(thing=said, text="Trotzdem.")


def test_accounts_that_were_closed_do_not_count_as_somebody_else(said, lead, moderator):
    lead.is_active = False
    lead.save()
    refuse(said, moderator)
    objection = moderation.appeal(thing=said, text="Bitte.")
    assert moderation.may_decide_appeal(objection, moderator)


def test_comments_are_moderated_likewise_and_counted_anew(said, process, moderator):
    comment = CommentFactory(contribution=said)
    count_comments(said.pk)
    moderation.report(thing=comment, kind="insult")
    assert list(moderation.comments_to_look_at(process)) == [comment]
    assert list(moderation.contributions_to_look_at(process)) == []
    refuse(comment, moderator)
    said.refresh_from_db()
    comment.refresh_from_db()
    assert (said.comment_count, comment.state) == (0, State.REFUSED)
    assert moderation.standing_decision(said) is None
    moderation.appeal(thing=comment, text="Warum?")
    assert moderation.count_to_look_at(process) == 1


def test_rules_are_those_of_the_process_and_the_law(process):
    rules = moderation.rules_of(process)
    assert rules[:2] == ["Keine Beleidigungen.", "Keine Daten anderer Menschen."]
    assert any("StGB" in rule for rule in rules)


def test_reasons_for_holding_back_are_kept_as_written(place):
    made = ContributionFactory(format=place)
    Hold.objects.create(contribution=made, cause="word", detail="blöd")
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.all().delete()


def test_strangers_are_no_moderators(process, moderator):
    UserFactory()
    assert moderation.moderators_of(process) == [moderator]


def test_comments_are_screened_too(said):
    comment = comment_on(
        contribution=said,
        text="www.a.example www.b.example www.c.example",
        by="public",
        now=timezone.now(),
    )
    assert comment.state == State.HELD
    assert comment.holds.get().cause == "links"
    assert not said.holds.filter(comment=None).exists()
