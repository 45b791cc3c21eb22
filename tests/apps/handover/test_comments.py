"""Comments of the developer: every wording kept, seen by the authority once submitted."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.handover.errors import ChangedMeanwhile, NotHandedOver, WritingClosed
from dialogwerk.apps.handover.models import Comment, CommentVersion
from dialogwerk.apps.handover.services import adopting, standing
from dialogwerk.apps.handover.services.comments import save_comment, submit
from dialogwerk.apps.handover.services.handing_over import hand_over
from dialogwerk.apps.people.audiences import Audience
from dialogwerk.apps.statements.services import answers, synopsis
from tests.apps.statements.answered_letters import make_point
from tests.factories import ArgumentFactory, PersonFactory, UserFactory

from .conftest import BY

pytestmark = pytest.mark.django_db


def comment_of(argument):
    return Comment.objects.get(argument=argument)


def remark_in_synopsis(procedure, argument, audience=Audience.AUTHORITY):
    reader = synopsis.Reader(audience, by=BY)
    rows = synopsis.synopsis(procedure, reader=reader).rows
    return next(row.remark for row in rows if row.number == str(argument.number))


def test_a_saved_comment_is_not_seen_by_the_authority(procedure, handed, noise, developer):
    save_comment(argument=noise, text="Wir drosseln.", by=developer)
    assert remark_in_synopsis(procedure, noise) == ""
    with pytest.raises(NotHandedOver):
        adopting.submitted_comment(noise)


def test_a_submitted_one_stands_in_the_synopsis_with_its_day(procedure, handed, noise, developer):
    save_comment(argument=noise, text="Wir drosseln.", by=developer)
    made = submit(procedure=procedure, by=developer)
    assert (made.number, made.comments) == (1, 1)
    assert remark_in_synopsis(procedure, noise) == "Wir drosseln."
    entry = JournalEntry.objects.get(action="comments.submitted")
    assert entry.payload["sha256"] == made.sha256
    assert entry.payload["arguments"] == [noise.number]


def test_the_public_gets_no_column_of_comments(procedure, handed, noise, developer):
    save_comment(argument=noise, text="Wir drosseln.", by=developer)
    submit(procedure=procedure, by=developer)
    reader = synopsis.Reader(Audience.PUBLIC, by="public")
    assert not synopsis.synopsis(procedure, reader=reader).has_remarks
    assert remark_in_synopsis(procedure, noise, Audience.PUBLIC) == ""


def test_every_wording_is_kept_and_never_changed(handed, noise, developer):
    colleague = UserFactory()
    save_comment(argument=noise, text="Erste Fassung.", by=developer, after=0)
    save_comment(argument=noise, text="Zweite Fassung.", by=colleague, after=1)
    versions = comment_of(noise).versions.order_by("number")
    assert [(one.text, one.by) for one in versions] == [
        ("Erste Fassung.", developer),
        ("Zweite Fassung.", colleague),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentVersion.objects.update(text="Anders")


def test_the_same_text_again_makes_no_version(handed, noise, developer):
    assert save_comment(argument=noise, text="Wir drosseln.\r\n", by=developer)
    assert save_comment(argument=noise, text="Wir drosseln.", by=developer) is None
    assert comment_of(noise).versions.count() == 1


def test_of_two_colleagues_the_slower_one_is_told(handed, noise, developer):
    save_comment(argument=noise, text="Ich war schneller.", by=developer, after=0)
    with pytest.raises(ChangedMeanwhile):
        save_comment(argument=noise, text="Ich nicht.", by=UserFactory(), after=0)
    assert comment_of(noise).latest.text == "Ich war schneller."


def test_a_change_after_submitting_waits_until_it_is_submitted_too(
    procedure, handed, noise, developer
):
    save_comment(argument=noise, text="Erste Fassung.", by=developer)
    submit(procedure=procedure, by=developer)
    save_comment(argument=noise, text="Zweite Fassung.", by=developer)
    assert comment_of(noise).is_waiting
    assert adopting.submitted_comment(noise).text == "Erste Fassung."
    submit(procedure=procedure, by=developer)
    assert adopting.submitted_comment(noise).text == "Zweite Fassung."
    assert submit(procedure=procedure, by=developer) is None


def test_one_argument_can_be_submitted_alone(procedure, handed, noise, kites, developer):
    for argument in (noise, kites):
        save_comment(argument=argument, text="Dazu sagen wir etwas.", by=developer)
    submit(procedure=procedure, by=developer, arguments=[noise])
    assert comment_of(noise).submitted
    assert comment_of(kites).submitted is None
    assert standing.progress(procedure) == standing.Progress(2, saved=1, submitted=1)


def test_an_argument_that_was_not_handed_over_cannot_be_commented(procedure, handed, developer):
    with pytest.raises(NotHandedOver):
        save_comment(argument=ArgumentFactory(procedure=procedure), text="Zu früh.", by=developer)


def test_a_withdrawn_argument_cannot_be_commented_any_more(
    procedure, handed, noise, kites, developer
):
    answers.merge(source=kites, target=noise, by=BY)
    hand_over(procedure=procedure, by=BY)
    with pytest.raises(NotHandedOver):
        save_comment(argument=kites, text="Zu spät.", by=developer)
    assert standing.progress(procedure).arguments == 1


def test_after_the_weighing_nobody_comments_or_submits(procedure, handed, noise, developer):
    procedure.weighing_closed_at = timezone.now()
    procedure.save()
    noise.refresh_from_db()
    with pytest.raises(WritingClosed):
        save_comment(argument=noise, text="Zu spät.", by=developer)
    with pytest.raises(WritingClosed):
        submit(procedure=procedure, by=developer)


def test_adopting_names_the_source_and_leaves_the_answer_alone(procedure, handed, noise, developer):
    save_comment(argument=noise, text="Wir drosseln.", by=developer)
    submit(procedure=procedure, by=developer)
    for _time in range(2):
        version = adopting.adopt(argument=noise, by=BY)
    noise.refresh_from_db()
    assert noise.current_answer is None
    assert noise.sources.count() == 1
    assert noise.sources.get().note == adopting.source_of(version)
    assert "Wir drosseln." in adopting.draft_from(version)
    assert adopting.source_of(version) in adopting.draft_from(version)
    assert JournalEntry.objects.filter(action="comment.adopted").count() == 2


def test_a_comment_taken_back_cannot_be_adopted(procedure, handed, noise, developer):
    for text in ("Wir drosseln.", ""):
        save_comment(argument=noise, text=text, by=developer)
        submit(procedure=procedure, by=developer)
    with pytest.raises(NotHandedOver):
        adopting.adopt(argument=noise, by=BY)


def test_a_comment_tells_of_which_state_it_speaks(procedure, handed, noise, developer):
    save_comment(argument=noise, text="Wir drosseln.", by=developer)
    make_point(procedure, PersonFactory(), noise)
    second = hand_over(procedure=procedure, by=BY)
    version = comment_of(noise).latest
    assert version.handed.hand_over == handed
    save_comment(argument=noise, text="Wir drosseln stärker.", by=developer)
    assert comment_of(noise).latest.handed.hand_over == second
