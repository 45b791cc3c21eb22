"""Passages proposed, tied, set aside; letters and templates finished."""

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.statements.errors import (
    NotAllowedNow,
    OpenPassages,
    PassageNotFound,
    PassageOverlaps,
)
from dialogwerk.apps.statements.models import Occurrence, Segment, Statement
from dialogwerk.apps.statements.services import reading
from dialogwerk.apps.statements.services.reading import leaves_out
from tests.factories import (
    ArgumentFactory,
    AttachmentFactory,
    CampaignFactory,
    OccurrenceFactory,
    ProcedureFactory,
    ReplyFactory,
    ReplyPointFactory,
    SegmentFactory,
    StatementFactory,
)

CLERK = "user:7"
TEXT = (
    "Ich wohne am Musterweg und fürchte den Lärm der Anlagen in der Nacht.\n\n"
    "Der Rotmilan brütet am Heiderand. Das Gutachten nennt ihn nicht."
)
NOISE = TEXT.index("den Lärm"), TEXT.index(" in der Nacht")


@pytest.fixture
def letter(db):
    return StatementFactory(text=TEXT)


@pytest.fixture
def argument(letter):
    return ArgumentFactory(procedure=letter.procedure)


@pytest.fixture
def campaign(db):
    """A campaign of three letters; the last one leaves the second paragraph out."""
    campaign = CampaignFactory()
    StatementFactory.create_batch(
        2, procedure=campaign.procedure, campaign=campaign, text=campaign.template
    )
    StatementFactory(
        procedure=campaign.procedure,
        campaign=campaign,
        text="Ich lehne den Windpark ab. Der Lärm raubt uns den Schlaf.",
        left_out=[[campaign.template.index("Außerdem"), len(campaign.template)]],
    )
    return campaign


def test_proposals_cover_the_letter_and_are_not_doubled(letter):
    first = reading.propose_segments(letter)
    assert [segment.text for segment in first] == TEXT.split("\n\n")
    assert reading.propose_segments(letter) == []
    assert letter.segments.count() == len(first)


def test_in_a_letter_of_a_campaign_only_its_own_words_are_proposed(campaign):
    own = "Mein Kind hat Asthma und schläft schon jetzt kaum."
    text = f"{campaign.template}\n\n{own}"
    letter = StatementFactory(
        procedure=campaign.procedure,
        campaign=campaign,
        text=text,
        own_words=[[text.index(own), len(text)]],
        has_own_words=True,
    )
    assert [segment.text for segment in reading.propose_segments(letter)] == [own]


def test_a_tied_selection_is_a_point_of_its_letter(letter, argument):
    segment = reading.tie(where=letter, start=NOISE[0], end=NOISE[1], argument=argument, by=CLERK)
    assert segment.text == "den Lärm der Anlagen"
    assert segment.confirmation == Segment.Confirmation.EXPLICIT
    assert list(segment.occurrences.values_list("statement", flat=True)) == [letter.pk]
    entry = JournalEntry.objects.get(action="segment.tied")
    assert (entry.subject, entry.actor, entry.procedure) == (
        letter.code,
        CLERK,
        letter.procedure.slug,
    )


def test_what_a_selection_leaves_of_a_proposal_stays_proposed(letter, argument):
    reading.propose_segments(letter)
    reading.tie(where=letter, start=NOISE[0], end=NOISE[1], argument=argument, by=CLERK)
    texts = [one.text for one in letter.segments.proposed()]
    assert "Ich wohne am Musterweg und fürchte" in texts
    assert "in der Nacht." in texts
    assert letter.segments.tied().count() == 1


def test_a_rest_of_two_words_is_not_proposed(letter, argument):
    reading.propose_segments(letter)
    end = TEXT.index("der Nacht.")
    reading.tie(where=letter, start=0, end=end, argument=argument, by=CLERK)
    assert [one.text for one in letter.segments.proposed()] == [TEXT.split("\n\n")[1]]


@given(start=st.integers(-5, len(TEXT) + 5), end=st.integers(-5, len(TEXT) + 5))
def test_a_trimmed_selection_holds_words_at_both_ends_or_is_refused(start, end):
    try:
        begin, until = reading._trimmed(TEXT, start, end)
    except PassageNotFound:
        assert not 0 <= start < end <= len(TEXT) or not TEXT[start:end].strip()
        return
    assert start <= begin < until <= end
    assert TEXT[begin:until] == TEXT[start:end].strip()


@pytest.mark.parametrize("decide", [reading.set_aside, reading.reopen, reading.tie_segment])
def test_a_passage_that_somebody_has_taken_away_meanwhile_does_not_come_back(
    letter, argument, decide
):
    stale = reading.propose_segments(letter)[0]
    reading.tie(where=letter, start=0, end=40, argument=argument, by=CLERK)
    more = {"argument": argument} if decide is reading.tie_segment else {}
    with pytest.raises(PassageNotFound):
        decide(segment=stale, by=CLERK, **more)
    assert not letter.segments.filter(start=stale.start, end=stale.end).exists()


def test_a_passage_tied_already_does_not_give_way(letter, argument):
    reading.tie(where=letter, start=NOISE[0], end=NOISE[1], argument=argument, by=CLERK)
    with pytest.raises(PassageOverlaps, match=str(argument.number)):
        reading.tie(where=letter, start=0, end=NOISE[1], argument=argument, by=CLERK)


def test_an_argument_of_another_procedure_is_refused(letter):
    with pytest.raises(NotAllowedNow):
        reading.tie(where=letter, start=0, end=9, argument=ArgumentFactory(), by=CLERK)


def test_a_merged_argument_is_refused_and_the_message_names_its_target(letter, argument):
    merged = ArgumentFactory(procedure=letter.procedure, merged_into=argument)
    with pytest.raises(NotAllowedNow, match=str(argument.number)):
        reading.tie(where=letter, start=0, end=9, argument=merged, by=CLERK)


def test_nothing_is_tied_set_aside_or_finished_after_the_weighing_is_closed(letter, argument):
    segment = reading.propose_segments(letter)[0]
    letter.procedure.weighing_closed_at = timezone.now()
    letter.procedure.save()
    for step in (
        lambda: reading.tie(where=letter, start=0, end=9, argument=argument, by=CLERK),
        lambda: reading.tie_segment(segment=segment, argument=argument, by=CLERK),
        lambda: reading.set_aside(segment=segment, by=CLERK),
        lambda: reading.reopen(segment=segment, by=CLERK),
        lambda: reading.finish_reading(where=letter, by=CLERK, set_rest_aside=True),
    ):
        with pytest.raises(NotAllowedNow):
            step()


def test_tying_to_the_same_argument_again_changes_nothing(letter, argument):
    segment = reading.propose_segments(letter)[0]
    reading.tie_segment(segment=segment, argument=argument, by=CLERK)
    reading.tie_segment(segment=segment, argument=argument, by="user:8")
    segment.refresh_from_db()
    assert segment.decided_by == CLERK
    assert JournalEntry.objects.filter(action="segment.tied").count() == 1


def test_tying_to_another_argument_says_what_it_was_before(letter, argument):
    other = ArgumentFactory(procedure=letter.procedure)
    segment = reading.propose_segments(letter)[0]
    reading.tie_segment(segment=segment, argument=argument, by=CLERK)
    reading.tie_segment(segment=segment, argument=other, by=CLERK)
    assert segment.occurrences.count() == 1
    assert JournalEntry.objects.last().payload["before"] == argument.number


def test_setting_a_tied_passage_aside_takes_its_points_away(letter, argument):
    segment = reading.tie(where=letter, start=0, end=9, argument=argument, by=CLERK)
    reading.set_aside(segment=segment, by=CLERK)
    assert segment.state == Segment.State.SET_ASIDE
    assert not Occurrence.objects.exists()


def test_reopening_a_passage_makes_its_letter_unread(letter, argument):
    segment = reading.tie(where=letter, start=0, end=9, argument=argument, by=CLERK)
    reading.finish_reading(where=letter, by=CLERK, set_rest_aside=True)
    reading.reopen(segment=segment, by=CLERK)
    letter.refresh_from_db()
    assert letter.read_at is None
    assert not Occurrence.objects.exists()
    assert letter.segments.proposed().filter(pk=segment.pk).exists()


# Templates


def test_what_is_tied_in_a_template_holds_for_all_letters_that_have_the_passage(campaign):
    argument = ArgumentFactory(procedure=campaign.procedure)
    everywhere = reading.tie(where=campaign, start=0, end=26, argument=argument, by=CLERK)
    second = campaign.template.index("Außerdem")
    partly = reading.tie(
        where=campaign, start=second, end=len(campaign.template), argument=argument, by=CLERK
    )
    assert everywhere.occurrences.count() == 3
    assert partly.occurrences.count() == 2


@pytest.mark.parametrize(
    ("left_out", "is_left_out"),
    [([], False), ([[0, 10]], False), ([[0, 11]], True), ([[0, 6], [15, 20]], True)],
)
def test_a_passage_is_left_out_when_more_than_half_of_it_is_missing(left_out, is_left_out):
    assert leaves_out(left_out, Segment(start=0, end=20)) is is_left_out


def test_finishing_a_template_reads_its_letters_without_own_words_or_files(campaign):
    letters = list(campaign.statements.order_by("pk"))
    Statement.objects.filter(pk=letters[0].pk).update(has_own_words=True)
    AttachmentFactory(statement=letters[1])
    assert reading.finish_reading(where=campaign, by=CLERK, set_rest_aside=True) == 1
    read = campaign.statements.read()
    assert [one.pk for one in read] == [letters[2].pk]
    assert read[0].read_how == Statement.ReadHow.TACIT


def test_a_letter_with_an_undecided_passage_of_its_own_is_not_read_tacitly(campaign):
    letter = campaign.statements.first()
    SegmentFactory(statement=letter)
    reading.finish_reading(where=campaign, by=CLERK, set_rest_aside=True)
    letter.refresh_from_db()
    assert letter.read_at is None


def test_reopening_a_passage_of_a_template_makes_its_tacitly_read_letters_unread(campaign):
    argument = ArgumentFactory(procedure=campaign.procedure)
    segment = reading.tie(where=campaign, start=0, end=26, argument=argument, by=CLERK)
    explicit = campaign.statements.first()
    reading.finish_reading(where=explicit, by=CLERK)
    reading.finish_reading(where=campaign, by=CLERK, set_rest_aside=True)
    reading.reopen(segment=segment, by=CLERK)
    campaign.refresh_from_db()
    assert campaign.read_at is None
    assert [one.pk for one in campaign.statements.read()] == [explicit.pk]


# Finishing


def test_a_letter_nobody_opened_cannot_be_finished_unseen(letter):
    with pytest.raises(OpenPassages) as error:
        reading.finish_reading(where=letter, by=CLERK)
    assert error.value.count == 2
    letter.refresh_from_db()
    assert letter.read_at is None


def test_the_rest_is_set_aside_tacitly_and_the_letter_is_read(letter):
    assert reading.finish_reading(where=letter, by=CLERK, set_rest_aside=True) == 1
    assert {one.confirmation for one in letter.segments.all()} == {Segment.Confirmation.TACIT}
    assert (letter.read_how, letter.read_by) == (Statement.ReadHow.EXPLICIT, CLERK)
    assert JournalEntry.objects.filter(action="statement.read", subject=letter.code).exists()


# Replies already sent


def sent_reply(letter, argument=None):
    reply = ReplyFactory(procedure=letter.procedure, person=letter.person, dispatched=True)
    if argument:
        ReplyPointFactory(reply=reply, answer__argument=argument)
    return reply


def test_a_new_point_flags_the_letter_already_sent_to_its_person(letter, argument):
    reply = sent_reply(letter)
    other = sent_reply(StatementFactory(procedure=letter.procedure))
    reading.tie(where=letter, start=0, end=9, argument=argument, by=CLERK)
    reply.refresh_from_db()
    other.refresh_from_db()
    assert reply.outdated_at is not None
    assert other.outdated_at is None


def test_a_point_on_an_argument_answered_in_the_sent_letter_flags_nothing(letter, argument):
    reply = sent_reply(letter, argument)
    reading.tie(where=letter, start=0, end=9, argument=argument, by=CLERK)
    reply.refresh_from_db()
    assert reply.outdated_at is None


def test_tying_a_passage_to_another_argument_flags_the_letter_that_answers_the_first(letter):
    point = OccurrenceFactory(segment__statement=letter)
    reply = sent_reply(letter, point.segment.argument)
    other = ArgumentFactory(procedure=letter.procedure)
    reading.tie_segment(segment=point.segment, argument=other, by=CLERK)
    reply.refresh_from_db()
    assert reply.outdated_at is not None


@pytest.mark.django_db
def test_a_procedure_without_letters_has_nothing_to_propose():
    campaign = CampaignFactory(procedure=ProcedureFactory(), template="")
    assert reading.propose_segments(campaign) == []
