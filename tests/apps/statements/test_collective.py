"""One answer for many: who is covered, when they count as answered, and what it never swallows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.errors import NotAllowedNow
from dialogwerk.apps.statements.models import CollectiveReply, Dispatch, Reply, Statement
from dialogwerk.apps.statements.services import (
    answers,
    campaigns,
    collective,
    dispatch,
    gate,
    ledger,
    notice_drafts,
    receipts,
    reply_states,
    representation,
)
from dialogwerk.apps.statements.services.representation import Act, Filing
from tests.factories import (
    ArgumentFactory,
    CampaignFactory,
    IdentityFactory,
    OccurrenceFactory,
    PersonFactory,
    ProcedureFactory,
    SegmentFactory,
    SignatureListFactory,
    StatementFactory,
    UserFactory,
)

from .answered_letters import BY, make_answered, make_point, words_of, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
RESULT = "result_open_to_view"


@pytest.fixture
def procedure():
    return ProcedureFactory(open_round=True, kind=Procedure.Kind.BAULEITPLAN)


@pytest.fixture
def argument(procedure):
    return make_answered(procedure, text="Die Anlagen werden nachts gedrosselt.")


def make_campaign(procedure, argument, people):
    """A campaign of so many people, read, its one passage tied."""
    campaign = CampaignFactory(procedure=procedure, read_at=timezone.now())
    segment = SegmentFactory(
        statement=None, campaign=campaign, procedure=procedure, tied=True, argument=argument
    )
    for person in PersonFactory.create_batch(people):
        letter = StatementFactory(
            procedure=procedure,
            campaign=campaign,
            person=person,
            text=campaign.template,
            already_read=True,
        )
        OccurrenceFactory(segment=segment, statement=letter)
    campaigns.recount(procedure)
    campaign.refresh_from_db()
    return campaign


@pytest.fixture
def campaign(procedure, argument):
    return make_campaign(procedure, argument, 51)


def decide(procedure, campaign, **fields):
    wanted = {
        "procedure": procedure,
        "ground": RESULT,
        "title": "Einsicht in das Ergebnis",
        "reason": "51 gleiche Stellungnahmen.",
        "by": BY,
        "campaigns": [campaign],
        "text": notice_drafts.draft(procedure, RESULT, [campaign.title]),
    }
    return collective.decide(**wanted | fields)


def publish(decided):
    collective.note_published(
        decided, published_on=timezone.localdate(), published_in="Amtsblatt 12/2026", by=BY
    )
    return list(collective.settle(decided, by=BY))


class TestDeciding:
    def test_fifty_people_are_too_few(self, procedure, argument):
        few = make_campaign(procedure, argument, 50)
        with pytest.raises(NotAllowedNow, match="more than 50 people; here there are 50"):
            decide(procedure, few)
        assert not CollectiveReply.objects.exists()

    def test_it_needs_a_reason(self, procedure, campaign):
        with pytest.raises(NotAllowedNow):
            decide(procedure, campaign, reason=" ")

    def test_a_ground_that_is_not_law_here_is_refused(self, procedure, campaign):
        with pytest.raises(NotAllowedNow, match="not law"):
            decide(procedure, campaign, ground="services_by_notice")

    def test_nobody_is_answered_together_twice(self, procedure, campaign):
        decide(procedure, campaign)
        with pytest.raises(NotAllowedNow, match="answered together already"):
            decide(procedure, campaign)

    def test_from_then_on_no_single_letters_are_written(self, procedure, campaign):
        decide(procedure, campaign)
        write(procedure)
        assert not procedure.replies.exclude(pdf="").exists()
        found = reply_states.overview(procedure)
        assert (found.together, found.unwritten, found.written) == (51, 0, 0)

    def test_taken_back_everyone_gets_a_letter_again(self, procedure, campaign):
        decided = decide(procedure, campaign)
        with pytest.raises(NotAllowedNow):
            collective.withdraw(decided, by=BY, reason="")
        collective.withdraw(decided, by=BY, reason="Doch einzeln.")
        assert not Reply.objects.exclude(collective=None).exists()
        assert len(decide(procedure, campaign).replies.all()) == 51


class TestWhoIsCovered:
    def test_own_words_are_answered_by_a_letter(self, procedure, campaign):
        writer = campaign.statements.first()
        Statement.objects.filter(pk=writer.pk).update(has_own_words=True)
        decided = decide(procedure, campaign)
        publish(decided)
        assert decided.replies.sent().count() == 50
        assert procedure.replies.unsent().single().get().person_id == writer.person_id

    def test_whoever_wrote_something_else_as_well_gets_a_letter(
        self, procedure, campaign, argument
    ):
        person = campaign.statements.first().person
        make_point(procedure, person, argument)
        decided = decide(procedure, campaign)
        assert person.pk not in set(decided.replies.values_list("person", flat=True))

    def test_a_letter_that_comes_after_the_decision_takes_its_person_out(self, procedure, campaign):
        decided = decide(procedure, campaign)
        person = campaign.statements.first().person
        StatementFactory(procedure=procedure, person=person)
        publish(decided)
        assert decided.replies.sent().count() == 50
        assert person.pk not in set(procedure.replies.sent().values_list("person", flat=True))

    def test_public_agencies_are_neither_counted_nor_covered(self, procedure, campaign):
        agency = PersonFactory(kind="public_agency")
        StatementFactory(procedure=procedure, person=agency, campaign=campaign, already_read=True)
        decided = decide(procedure, campaign)
        assert decided.people_at_decision == 51
        assert agency.pk not in set(decided.replies.values_list("person", flat=True))


class TestTheNotice:
    def test_published_it_answers_everyone_and_satisfies_the_gate(self, procedure, campaign):
        decided = decide(procedure, campaign)
        assert gate.open_items(procedure).people_without_reply == 51
        assert publish(decided) == [51]
        items = gate.open_items(procedure)
        assert items.everything_is_answered
        assert items.everyone_has_a_reply
        assert set(Dispatch.objects.values_list("how", "state", "note")) == {
            ("notice", "sent", decided.code)
        }
        gate.close_weighing(procedure=procedure, by=BY)

    def test_it_stands_in_the_ledger_and_behind_the_receipt(self, procedure, campaign):
        publish(decide(procedure, campaign))
        rows = ledger.rows(ledger.search(procedure, ledger.Wanted(state="sent")))
        assert len(rows) == 51
        assert {row.dispatch.how for row in rows} == {"notice"}
        letter = campaign.statements.select_related("procedure").first()
        assert receipts.points_of(letter)[0].answer.text.startswith("Die Anlagen")
        assert receipts.collective_of(letter).published_in == "Amtsblatt 12/2026"

    def test_its_text_stays_as_it_was_published(self, procedure, campaign):
        decided = decide(procedure, campaign)
        collective.amend(decided, title="Ergebnis", text="Einsicht im Rathaus.", by=BY)
        publish(decided)
        with pytest.raises(NotAllowedNow):
            collective.amend(decided, title="Anders", text="Anders.", by=BY)
        decided.refresh_from_db()
        assert decided.sha256
        assert decided.file.read().startswith(b"%PDF")

    def test_a_notice_of_tomorrow_or_from_nowhere_is_not_noted(self, procedure, campaign):
        decided = decide(procedure, campaign)
        tomorrow = timezone.localdate() + timedelta(days=1)
        for day, place in [(tomorrow, "Amtsblatt"), (timezone.localdate(), " ")]:
            with pytest.raises(NotAllowedNow):
                collective.note_published(decided, published_on=day, published_in=place, by=BY)
        assert not Dispatch.objects.exists()

    def test_gaps_in_the_draft_have_to_be_filled(self, procedure, campaign):
        decided = decide(procedure, campaign, text=f"Auslegung: {notice_drafts.OPEN_PLACE}")
        with pytest.raises(NotAllowedNow, match="square brackets"):
            publish(decided)

    def test_while_something_is_unanswered_it_answers_nobody(self, procedure, campaign):
        open_one = SegmentFactory(
            statement=None,
            campaign=campaign,
            procedure=procedure,
            tied=True,
            argument=ArgumentFactory(procedure=procedure),
        )
        for letter in campaign.statements.all():
            OccurrenceFactory(segment=open_one, statement=letter)
        decided = decide(procedure, campaign)
        with pytest.raises(NotAllowedNow, match="still open"):
            publish(decided)
        assert collective.waiting(decided) == 51

    def test_noting_goes_on_after_a_kill(self, procedure, campaign, monkeypatch):
        monkeypatch.setattr(collective, "CHUNK", 20)
        decided = decide(procedure, campaign)
        collective.note_published(
            decided, published_on=timezone.localdate(), published_in="Amtsblatt", by=BY
        )
        next(collective.settle(decided, by=BY))
        assert decided.replies.sent().count() == 20
        assert list(collective.settle(decided, by=BY)) == [20, 31]
        assert Dispatch.objects.count() == 51

    def test_an_answer_changed_afterwards_flags_them_like_letters(
        self, procedure, campaign, argument
    ):
        publish(decide(procedure, campaign))
        answers.answer(argument=argument, result="followed", text="Neu.", by=UserFactory())
        assert gate.open_items(procedure).outdated_replies == 51
        write(procedure)
        assert procedure.replies.exclude(supplement_to=None).exclude(pdf="").count() == 51

    def test_the_journal_has_the_decision_and_no_name(self, procedure, campaign):
        publish(decide(procedure, campaign))
        actions = set(JournalEntry.objects.values_list("action", flat=True))
        assert {"collective_reply.decided", "collective_reply.published"} <= actions
        entry = JournalEntry.objects.with_action("collective_reply.decided").get()
        assert entry.payload["norms"] == ["§ 3 Abs. 2 Satz 6 und 7 BauGB"]


class TestEveryone:
    def test_the_decision_is_served_on_all_by_notice(self):
        procedure = ProcedureFactory(open_round=True)
        argument = make_answered(procedure)
        for person in PersonFactory.create_batch(51):
            make_point(procedure, person, argument)
        decided = collective.decide(
            procedure=procedure,
            ground="services_by_notice",
            title="Beschluss",
            reason="51 Zustellungen.",
            by=BY,
            text="Der Beschluss liegt aus.",
        )
        assert decided.everyone
        assert publish(decided) == [51]
        assert gate.open_items(procedure).everyone_has_a_reply


class TestThroughTheRepresentative:
    @pytest.fixture
    def procedure(self):
        return ProcedureFactory(open_round=True)

    @pytest.fixture
    def signed(self, procedure, argument):
        """A list of 52 people whose first one speaks for them."""
        signed = SignatureListFactory(procedure=procedure)
        for number, person in enumerate(PersonFactory.create_batch(52)):
            if number == 0:
                IdentityFactory(person=person, email="")
            make_point(
                procedure, person, argument, signature_list=signed, text="Wir wollen schlafen."
            )
        speaker = signed.statements.order_by("pk").first().person
        found = representation.representation_of(signed)
        today = timezone.localdate()
        representation.take_step(found, Act.NAME, Filing(day=today, person=speaker), by=BY)
        representation.take_step(found, Act.CONFIRM, Filing(day=today), by=BY)
        return signed

    def decide(self, procedure, signed):
        return collective.decide(
            procedure=procedure,
            ground="named_representative",
            title="Über den Vertreter",
            reason="§ 17 VwVfG",
            by=BY,
            signature_lists=[signed],
            representation=representation.representation_of(signed),
        )

    def speaker_letter(self, procedure, signed):
        found = representation.representation_of(signed)
        return procedure.replies.get(person=found.representative)

    def test_the_letter_to_the_representative_answers_all(self, procedure, signed):
        decided = self.decide(procedure, signed)
        write(procedure)
        letter = self.speaker_letter(procedure, signed)
        assert signed.title in words_of(letter)
        assert decided.replies.count() == 51
        dispatch.mark_sent(letter, how="post", by=BY)
        assert procedure.replies.sent().count() == 52
        assert Dispatch.objects.filter(how="speaker", note=decided.code).count() == 51
        decided.refresh_from_db()
        assert decided.done_at
        assert gate.open_items(procedure).everyone_has_a_reply

    def test_points_that_it_does_not_answer_get_letters(self, procedure, signed):
        other = signed.statements.order_by("pk").last()
        segment = SegmentFactory(
            statement=other, tied=True, argument=make_answered(procedure, text="Anders.")
        )
        OccurrenceFactory(segment=segment, statement=other)
        self.decide(procedure, signed)
        write(procedure)
        dispatch.mark_sent(self.speaker_letter(procedure, signed), how="post", by=BY)
        assert procedure.replies.sent().count() == 51
        assert procedure.replies.unsent().single().get().person_id == other.person_id

    def test_when_it_comes_back_nobody_was_answered(self, procedure, signed):
        decided = self.decide(procedure, signed)
        write(procedure)
        letter = self.speaker_letter(procedure, signed)
        attempt = dispatch.mark_sent(letter, how="post", by=BY)
        dispatch.mark_returned(attempt, by=BY, reason="moved")
        assert not procedure.replies.sent().exists()
        decided.refresh_from_db()
        assert decided.is_planned
        dispatch.mark_sent(self.speaker_letter(procedure, signed), how="counter", by=BY)
        assert procedure.replies.sent().count() == 52

    def test_without_a_confirmed_representative_it_is_refused(self, procedure, signed):
        found = representation.representation_of(signed)
        gone = Filing(day=timezone.localdate(), reason="Niedergelegt.")
        representation.take_step(found, Act.END, gone, by=BY)
        with pytest.raises(NotAllowedNow, match="Nobody represents"):
            self.decide(procedure, signed)
