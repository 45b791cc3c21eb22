"""Handing over: what goes out, without names; later only what is new; never changed."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.handover.errors import NothingNew, WritingClosed
from dialogwerk.apps.handover.models import HandedArgument, HandedPassage
from dialogwerk.apps.handover.services import checksums, snapshots
from dialogwerk.apps.handover.services.handing_over import hand_over
from dialogwerk.apps.people.models import Identity
from dialogwerk.apps.people.services import erase
from dialogwerk.apps.statements.models import Statement
from dialogwerk.apps.statements.services import answers
from tests.apps.statements.answered_letters import make_point
from tests.factories import (
    CampaignFactory,
    OccurrenceFactory,
    PersonFactory,
    ProcedureFactory,
    SegmentFactory,
    StatementFactory,
)

from .conftest import BY

pytestmark = pytest.mark.django_db


def changes(made):
    return {one.number: one.change for one in made.arguments.all()}


def test_the_first_hand_over_holds_every_argument_that_somebody_raised(procedure, handed, noise):
    assert handed.number == 1
    assert set(changes(handed).values()) == {"new"}
    row = handed.arguments.get(argument=noise)
    assert (row.people, row.letters, row.title) == (2, 2, noise.title)
    assert handed.letters == handed.statements.count() == 3
    assert procedure.handed_over_at == handed.at


def test_passages_go_out_by_the_code_of_their_letter(handed, noise):
    authors = set(
        HandedPassage.objects.filter(handed__argument=noise).values_list("author", flat=True)
    )
    codes = Statement.objects.filter(occurrences__segment__argument=noise)
    assert authors == set(codes.values_list("code", flat=True))


def test_no_word_goes_out_that_tells_who_wrote_it(procedure, secrets):
    made = hand_over(procedure=procedure, by=BY)
    told = " ".join(
        HandedPassage.objects.filter(handed__hand_over=made).values_list("text", flat=True)
    )
    assert "Lärm" in told
    assert [secret for secret in secrets if secret in told] == []


def test_words_of_somebody_whose_name_was_erased_are_not_handed_over(procedure, secrets, noise):
    first = hand_over(procedure=procedure, by=BY)
    person = Identity.objects.get().person
    erase(person, by=BY, reason="Antrag")
    with pytest.raises(NothingNew):
        hand_over(procedure=procedure, by=BY)
    make_point(procedure, person, noise)
    second = hand_over(procedure=procedure, by=BY)
    (passage,) = HandedPassage.objects.filter(handed__hand_over=second)
    assert (first.number, passage.text) == (1, "[…]")


def test_a_campaign_is_one_passage_with_the_number_of_its_letters(procedure, noise):
    campaign = CampaignFactory(procedure=procedure)
    shared = SegmentFactory(
        statement=None, campaign=campaign, procedure=procedure, tied=True, argument=noise
    )
    for _number in range(3):
        letter = StatementFactory(procedure=procedure, campaign=campaign)
        OccurrenceFactory(segment=shared, statement=letter)
    made = hand_over(procedure=procedure, by=BY)
    passage = HandedPassage.objects.filter(handed__hand_over=made).first()
    assert (passage.letters, str(campaign.number) in passage.author) == (3, True)
    assert made.letters == 5


def test_without_a_tied_passage_there_is_nothing_to_hand_over(procedure):
    with pytest.raises(NothingNew, match=r"."):
        hand_over(procedure=procedure, by=BY)
    assert not procedure.hand_overs.exists()
    procedure.refresh_from_db()
    assert procedure.handed_over_at is None


def test_a_second_time_only_what_is_new_or_changed_is_handed_over(procedure, handed, noise, kites):
    with pytest.raises(NothingNew):
        hand_over(procedure=procedure, by=BY)
    make_point(procedure, PersonFactory(), kites)
    fresh = make_point(procedure, PersonFactory())
    second = hand_over(procedure=procedure, by=BY)
    assert changes(second) == {
        kites.number: "changed",
        fresh.segment.argument.number: "new",
    }
    assert (second.number, second.passages, second.letters) == (2, 2, 2)


def test_another_title_is_a_change_and_more_letters_of_a_known_passage_are_new_figures(
    procedure, handed, noise, kites
):
    answers.amend_argument(
        argument=noise, title="Lärm", kind=noise.kind, summary="", responsible=None, by=BY
    )
    OccurrenceFactory(segment=kites.segments.get(), statement=StatementFactory(procedure=procedure))
    second = hand_over(procedure=procedure, by=BY)
    assert changes(second) == {noise.number: "changed", kites.number: "figures"}
    assert second.passages == 0


def test_a_merged_argument_is_withdrawn_and_says_where_it_went(procedure, handed, noise, kites):
    answers.merge(source=kites, target=noise, by=BY)
    second = hand_over(procedure=procedure, by=BY)
    gone = second.arguments.get(argument=kites)
    assert (gone.change, gone.merged_into) == ("withdrawn", noise.number)
    assert changes(second)[noise.number] == "changed"
    with pytest.raises(NothingNew):
        hand_over(procedure=procedure, by=BY)


def test_a_passage_that_moved_is_withdrawn_from_its_argument(procedure, handed, noise, kites):
    segment = noise.segments.first()
    answers.split(source=noise, title="Infraschall", segments=[segment], by=BY)
    second = hand_over(procedure=procedure, by=BY)
    row = second.arguments.get(argument=noise)
    assert [one.is_withdrawn for one in row.passages.all()] == [True]
    assert row.passages.get().segment_key == segment.pk


def test_each_letter_is_handed_over_for_the_first_time_once(procedure, handed, noise):
    letter = noise.segments.first().statement
    OccurrenceFactory(
        segment=SegmentFactory(statement=letter, tied=True, start=21, end=30), statement=letter
    )
    assert hand_over(procedure=procedure, by=BY).letters == 0


def test_the_journal_keeps_number_figures_and_a_checksum_that_can_be_computed_again(handed):
    entry = JournalEntry.objects.get(action="statements.handed_over")
    assert entry.subject == handed.code
    assert entry.payload["sha256"] == handed.sha256 == checksums.of_hand_over(handed)
    assert (entry.payload["number"], entry.payload["letters"]) == (1, 3)


def test_the_checksum_of_another_content_is_another(procedure, handed):
    before = handed.sha256
    row = handed.arguments.first()
    HandedPassage.objects.create(handed=row, segment_key=1, author="E-1", text="Anders.")
    assert checksums.of_hand_over(handed) != before


def test_what_was_handed_over_cannot_be_changed(handed):
    for change in (
        lambda: HandedArgument.objects.update(title="Anders"),
        lambda: HandedPassage.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_after_the_weighing_nothing_is_handed_over(procedure, noise):
    procedure.weighing_closed_at = timezone.now()
    procedure.save()
    with pytest.raises(WritingClosed):
        hand_over(procedure=procedure, by=BY)


def test_other_procedures_stay_out_of_it(procedure, handed):
    other = ProcedureFactory()
    make_point(other, PersonFactory())
    assert hand_over(procedure=other, by=BY).arguments_total == 1
    with pytest.raises(NothingNew):
        hand_over(procedure=procedure, by=BY)


def test_many_arguments_need_few_queries_and_no_text_of_a_letter(
    procedure, django_assert_max_num_queries
):
    for _number in range(30):
        make_point(procedure, PersonFactory())
    with django_assert_max_num_queries(35) as captured:
        hand_over(procedure=procedure, by=BY)
    reading = [one["sql"] for one in captured if one["sql"].startswith("SELECT")]
    assert not [sql for sql in reading if '"statements_statement"."text"' in sql]


class Waiting:
    """Hears how far it is; the first time it does something of its own."""

    def __init__(self, first=None):
        self.heard, self.first = [], first

    def advance(self, done, message="", *, total=None):
        if not self.heard and self.first:
            self.first()
        self.heard.append((done, total))

    def should_stop(self):
        return False


def test_who_waits_hears_of_every_portion_before_anything_is_written(
    procedure, noise, kites, monkeypatch
):
    monkeypatch.setattr(snapshots, "CHUNK", 1)
    written = []
    waiting = Waiting(first=lambda: written.append(procedure.hand_overs.count()))
    hand_over(procedure=procedure, by=BY, progress=waiting)
    assert waiting.heard == [(1, 2), (2, 2)]
    assert written == [0]


def test_what_another_hand_over_took_meanwhile_is_not_handed_over_again(procedure, noise, kites):
    def another_comes_first():
        hand_over(procedure=procedure, by="user:2")
        make_point(procedure, PersonFactory(), kites)

    made = hand_over(procedure=procedure, by=BY, progress=Waiting(first=another_comes_first))
    assert made.number == 2
    assert list(made.arguments.values_list("argument", flat=True)) == [kites.pk]
