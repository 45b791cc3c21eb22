"""A procedure lived through in any order: whatever people do, the record stays true.

Letters arrive, clerks read, tie, correct and answer, replies go out and come back; after each step
everything is counted once more by `recount` and compared with what the services say. The suite
always plays the same stories; to look further, play more and longer ones with derandomize=False.
"""

import io
import smtplib
from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.cache import caches
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dialogwerk.apps.base import audit, journal
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.people.services import IdentityDraft
from dialogwerk.apps.statements.errors import GateClosed, StatementError
from dialogwerk.apps.statements.models import (
    Argument,
    Dispatch,
    Original,
    Segment,
    Statement,
)
from dialogwerk.apps.statements.services import (
    answers,
    dispatch,
    gate,
    grouping,
    intake,
    ledger,
    membership,
    placing,
    reading,
    receipts,
    reply_states,
    signature_lists,
    standing,
    writing,
)
from dialogwerk.documents import typesetters
from tests.factories import ProcedureFactory, UserFactory

from . import recount
from .test_campaigns import ALONE, NOISE, OWN, WATER, with_own_words

pytestmark = pytest.mark.django_db
CLERK = "user:7"
PARTS = NOISE.split("\n\n")
SHORT = "\n\n".join([PARTS[0], PARTS[1], PARTS[3]])
TEXTS = [NOISE, NOISE, SHORT, WATER, with_own_words(NOISE), with_own_words(WATER), ALONE, OWN]
PEOPLE = [
    IdentityDraft(name="Erika Beispiel", street="Musterweg 1", city="Musterhausen"),
    IdentityDraft(
        name="Max Muster", street="Musterweg 2", city="Musterhausen", email="m@b.example"
    ),
    IdentityDraft(name="Frieda Muster", email="frieda@beispiel.example"),
    IdentityDraft(name="Ohne Anschrift"),
]
some = st.integers(min_value=0, max_value=11)
flag = st.booleans()


class Story(RuleBasedStateMachine):
    """One procedure; ``some`` picks which of the things there are a step is about."""

    @initialize()
    def begin(self):
        self.world = transaction.atomic()
        self.world.__enter__()
        caches["default"].clear()
        self.procedure = ProcedureFactory(open_round=True)
        self.expert = UserFactory()
        self.originals = {}
        self.sent = {}
        self.keys = 0
        for text in (NOISE, NOISE, with_own_words(NOISE), SHORT):
            self.take_in(text, self.keys % 3)
        grouping.regroup(self.procedure, by=CLERK)

    def teardown(self):
        if not hasattr(self, "world"):
            return
        try:
            self.check_figures(recount.read(self.procedure))
            journal.seal(timezone.now())
            assert audit.verify().is_intact
        finally:
            transaction.set_rollback(True)
            self.world.__exit__(None, None, None)

    def pick(self, rows, number):
        found = list(rows.order_by("pk"))
        return found[number % len(found)] if found else None

    def argument(self, number):
        """One of the catalogue, or a new one."""
        active = self.procedure.arguments.active()
        if number % 3 and active.exists():
            return self.pick(active, number)
        return answers.open_argument(procedure=self.procedure, title="Lärm", by=CLERK)

    def passages(self, number):
        """A text with its passages, as somebody sees it who opens it: letter or template."""
        if number % 2 and self.procedure.campaigns.exists():
            return self.pick(self.procedure.campaigns, number // 2)
        letter = self.pick(self.procedure.statements, number)
        placing.place(letter)
        if letter.read_at is None:
            reading.propose_segments(letter)
        return letter

    # What arrives

    def take_in(self, text, person, *, days=0, file=False):
        self.keys += 1
        letter = intake.Letter(
            text=text,
            received_at=timezone.now() + timedelta(days=days),
            sender=PEOPLE[person % len(PEOPLE)],
            submission_key=f"story-{self.keys}",
            files=[intake.FileDraft("a.pdf", "application/pdf", io.BytesIO(b"%PDF-"), 5)]
            if file
            else (),
        )
        taken = intake.take_in(procedure=self.procedure, letter=letter, by="public")
        assert intake.take_in(procedure=self.procedure, letter=letter, by="public") == taken
        assert taken.is_late == (days > 40)

    @rule(
        text=st.sampled_from(TEXTS), person=some, days=st.sampled_from([0, 90]), file=st.booleans()
    )
    def a_letter_arrives(self, text, person, days, file):
        self.take_in(text, person, days=days, file=file)

    @rule(texts=st.lists(st.sampled_from(TEXTS), min_size=2, max_size=4), person=some)
    def a_table_is_imported(self, texts, person):
        letters = [
            intake.Letter(
                text=one, received_at=timezone.now(), channel="import", sender=PEOPLE[person % 3]
            )
            for one in texts
        ]
        intake.take_in_many(procedure=self.procedure, letters=letters, by=CLERK)

    @rule(text=st.sampled_from(TEXTS))
    def a_signature_list_arrives(self, text):
        self.keys += 1
        new = IdentityDraft(name=f"Neu {self.keys}", street="A 1", city="B")
        signatories = [*PEOPLE[:2], new]
        for _again in range(2):
            taken = signature_lists.take_in_list(
                procedure=self.procedure,
                title="Liste",
                text=text,
                signatories=signatories,
                received_at=timezone.now(),
                channel="counter",
                by=CLERK,
                submission_key=f"list-{self.keys}",
            )
        assert len(taken) == 3

    # Reading

    @rule()
    def letters_are_grouped(self):
        grouping.regroup(self.procedure, by=CLERK)

    @rule()
    def new_letters_are_placed(self):
        placing.place_new(self.procedure)

    @rule(number=some, which=some, argument=some)
    def a_passage_is_tied(self, number, which, argument):
        where = self.passages(number)
        segment = self.pick(Segment.objects.filter(**reading._place(where)), which)
        if segment:
            reading.tie_segment(segment=segment, argument=self.argument(argument), by=CLERK)

    @rule(number=some, start=some, argument=some)
    def a_selection_is_tied(self, number, start, argument):
        where = self.passages(number)
        with suppress(StatementError):
            reading.tie(
                where=where,
                start=start * 9,
                end=start * 9 + 40,
                argument=self.argument(argument),
                by=CLERK,
            )

    @rule(number=some, which=some, decide=st.sampled_from([reading.set_aside, reading.reopen]))
    def a_passage_is_set_aside_or_reopened(self, number, which, decide):
        segment = self.pick(Segment.objects.filter(**reading._place(self.passages(number))), which)
        if segment:
            decide(segment=segment, by=CLERK)

    @rule(number=some)
    def a_text_is_read_to_its_end(self, number):
        reading.finish_reading(where=self.passages(number), by=CLERK, set_rest_aside=True)

    @rule(argument=some)
    def everything_is_read_and_answered(self, argument):
        for where in [*self.procedure.campaigns.all(), *self.procedure.statements.unread()]:
            where.refresh_from_db()
            reading.propose_segments(where)
            for segment in Segment.objects.filter(**reading._place(where)).proposed():
                reading.tie_segment(segment=segment, argument=self.argument(argument), by=CLERK)
            if not where.read_at:
                reading.finish_reading(where=where, by=CLERK)
        for one in self.procedure.arguments.unanswered():
            self.answer(one)

    @rule(number=some, campaign=some)
    def a_clerk_corrects_a_campaign(self, number, campaign):
        letter = self.pick(self.procedure.statements, number)
        target = self.pick(self.procedure.campaigns, campaign) if campaign % 3 else None
        membership.assign(statement=letter, campaign=target, by=CLERK)
        grouping.regroup(self.procedure, by=CLERK)
        letter.refresh_from_db()
        assert letter.campaign == target

    # Answering

    def answer(self, argument):
        self.keys += 1
        answers.answer(
            argument=argument, result="not_followed", text=f"Antwort {self.keys}.", by=self.expert
        )

    @rule(number=some)
    def an_answer_is_written(self, number):
        if argument := self.pick(self.procedure.arguments.active(), number):
            self.answer(argument)

    @rule(number=some, other=some)
    def arguments_are_merged(self, number, other):
        active = self.procedure.arguments.active()
        if active.exists():
            with suppress(StatementError):
                answers.merge(
                    source=self.pick(active, number), target=self.pick(active, other), by=CLERK
                )

    @rule(number=some)
    def an_argument_is_split(self, number):
        used = Argument.objects.filter(pk__in=Segment.objects.tied().values("argument"))
        if argument := self.pick(used.filter(procedure=self.procedure), number):
            some_of_it = list(argument.segments.order_by("pk")[:1])
            answers.split(source=argument, title="Teil", segments=some_of_it, by=CLERK)

    # Replies

    @rule()
    def replies_are_written(self):
        list(writing.write_due(self.procedure, by=CLERK))

    @rule(number=some, how=st.sampled_from(["post", "email", "counter", "receipt"]))
    def a_reply_is_sent(self, number, how):
        reply = self.pick(self.procedure.replies.unsent(), number)
        with suppress(StatementError):
            if reply and how == "email":
                dispatch.send_by_email(reply, by=CLERK)
            elif reply:
                dispatch.mark_sent(reply, how=how, by=CLERK)

    @rule()
    def all_replies_are_written_and_sent(self):
        list(writing.write_due(self.procedure, by=CLERK))
        for reply in dispatch.written(self.procedure):
            dispatch.mark_sent(reply, how="post", by=CLERK)

    @rule(number=some)
    def the_mail_server_is_lost(self, number):
        lost = smtplib.SMTPServerDisconnected("lost")
        reply = self.pick(self.procedure.replies.unsent(), number)
        with (
            patch.object(EmailBackend, "send_messages", side_effect=lost),
            suppress(StatementError),
        ):
            if reply:
                dispatch.send_by_email(reply, by=CLERK)
        unclear = Dispatch.objects.filter(reply=reply, state="sending").first()
        if unclear:
            reply.refresh_from_db()
            self.sent[reply.pk] = reply.sha256

    @rule(number=some, arrived=flag)
    def an_unclear_mail_is_settled(self, number, arrived):
        unclear = Dispatch.objects.filter(reply__procedure=self.procedure, state="sending")
        if attempt := self.pick(unclear, number):
            dispatch.settle(attempt, arrived=arrived, by=CLERK)
            if not arrived:
                del self.sent[attempt.reply_id]
            else:
                attempt.reply.refresh_from_db()
                assert self.sent[attempt.reply_id] == attempt.reply.sha256

    @rule(number=some)
    def a_reply_comes_back(self, number):
        back = Dispatch.objects.filter(
            reply__procedure=self.procedure, state="sent", how__in=["post", "email"]
        )
        if attempt := self.pick(back, number):
            dispatch.mark_returned(attempt, by=CLERK)
            self.sent.pop(attempt.reply_id)

    @rule()
    def somebody_tries_to_close_the_weighing(self):
        record = recount.read(self.procedure)
        is_done = not record.unanswered and all(map(record.is_read_through, record.letters))
        is_done = is_done and not record.undecided
        if not is_done:
            with pytest.raises(GateClosed):
                gate.close_weighing(procedure=self.procedure, by=CLERK)
            return
        gate.close_weighing(procedure=self.procedure, by=CLERK)
        gate.reopen_weighing(procedure=self.procedure, by=CLERK, reason="Es geht weiter.")
        self.procedure.refresh_from_db()

    @precondition(lambda self: self.procedure.answers_released_at is None)
    @rule()
    def answers_are_released(self):
        gate.release_answers(procedure=self.procedure, by=CLERK)
        self.procedure.refresh_from_db()

    # What is true after every step

    @invariant()
    def the_record_is_true(self):
        record = recount.read(self.procedure)
        self.check_originals(record)
        self.check_points(record)
        self.check_gate(record)
        self.check_replies(record)
        self.check_ledger(record)
        self.check_public(record)

    def check_originals(self, record):
        now = {one.pk: (one.sha256, bytes(one.body)) for one in Original.objects.all()}
        assert self.originals.items() <= now.items()
        self.originals = now
        received = JournalEntry.objects.filter(procedure=self.procedure.slug)
        assert received.filter(action="statement.received").count() == len(record.letters)

    def check_points(self, record):
        assert recount.missing_or_needless_points(record) == set()
        assert recount.overlapping(record) == []
        assert recount.unseen(record) == []
        texts = {one.pk: one.text for one in record.letters}
        templates = {one.pk: one.template for one in record.campaigns}
        for one in record.segments:
            text = templates[one.campaign_id] if one.campaign_id else texts[one.statement_id]
            assert text[one.start : one.end] == one.text
        for point in record.points:
            argument = point.segment.argument
            assert argument.procedure_id == self.procedure.pk
            assert argument.merged_into_id is None
        for campaign in record.campaigns:
            mine = [one for one in record.letters if one.campaign_id == campaign.pk]
            assert campaign.size == len(mine)
            assert campaign.people == len({one.person_id for one in mine})
            assert campaign.letters_with_own_words == sum(one.has_own_words for one in mine)

    def check_gate(self, record):
        unread = [one for one in record.letters if not one.read_at]
        items = gate.open_items(self.procedure)
        sent = [one for one in record.replies if one.sent_at]
        answered = {one.person_id for one in sent if not one.supplement_to_id}
        assert items == gate.OpenItems(
            unread_letters=len(unread),
            undecided_passages=len(record.undecided),
            unanswered_arguments=len({one.segment.argument_id for one in record.unanswered}),
            unanswered_points=len(record.unanswered),
            people_without_reply=len(record.people - answered),
            outdated_replies=sum(map(record.tells_less, record.replies)),
        )
        if items.everything_is_answered:
            assert all(map(record.is_read_through, record.letters))
        files = set(Statement.objects.exclude(attachments=None).values_list("pk", flat=True))
        for letter in record.letters:
            if letter.read_how == "tacit":
                assert not letter.has_own_words
                assert letter.pk not in files
        ready = set(gate.people_ready_for_reply(self.procedure).values_list("pk", flat=True))
        assert ready == {one for one in record.people if record.is_ready(one)}

    def check_replies(self, record):
        first = [one.person_id for one in record.replies if not one.supplement_to_id]
        assert len(first) == len(set(first))
        less = gate.replies_telling_less(self.procedure)
        assert set(less) == {one for one in record.replies if record.tells_less(one)}
        for reply in record.replies:
            if reply.sent_at and reply.pk not in self.sent:
                self.check_newly_sent(reply, record)
            if reply.pk in self.sent:
                assert self.sent[reply.pk] == reply.sha256 == recount.checksum_of_file(reply)
        shown = reply_states.shown(self.procedure.replies.sent())
        stale = {one for one in shown if reply_states.state_of(one) == "outdated"}
        assert stale == {one for one in record.replies if record.tells_less(one)}

    def check_figures(self, record):
        """What is only added up from what is checked after each step."""
        counted = reply_states.overview(self.procedure)
        assert counted.people == len(record.people)
        assert counted.ready == sum(map(record.is_ready, record.people))
        assert counted.outdated == sum(map(record.tells_less, record.replies))
        states = [ledger.Wanted(state=state) for state in ledger.STATES]
        points = [ledger.count(self.procedure, wanted) for wanted in states]
        assert sum(points) == ledger.count(self.procedure, ledger.Wanted()) == len(record.points)

    def check_newly_sent(self, reply, record):
        """At the moment of sending it says, with what was sent before, all that is owed."""
        self.sent[reply.pk] = reply.sha256
        assert record.is_ready(reply.person_id)
        assert record.answers_owed(reply.person_id) <= record.answers_told(reply.person_id)
        current = {one.current_answer_id for one in self.procedure.arguments.all()}
        assert {one.answer_id for one in record.told if one.reply_id == reply.pk} <= current

    def check_ledger(self, record):
        states = {one.pk: record.state_of(one) for one in record.points}
        rows = ledger.rows(ledger.points(self.procedure))
        assert {row.point.pk: row.state for row in rows} == states
        for state in ledger.STATES:
            found = ledger.search(self.procedure, ledger.Wanted(state=state))
            expected = {pk for pk, where in states.items() if where == state}
            assert set(found.values_list("pk", flat=True)) == expected

    def check_public(self, record):
        counter = standing.count(self.procedure)
        assert (counter.letters, counter.people) == (len(record.letters), len(record.people))
        assert counter.unread == sum(not one.read_at for one in record.letters)
        assert (counter.points, counter.open) == (len(record.points), len(record.unanswered))
        for letter in record.letters[:3]:
            for point in receipts.points_of(letter):
                current = point.argument.current_answer
                told = {answer for _one, answer in record.answers_told(letter.person_id)}
                if self.procedure.answers_released_at and current:
                    assert point.answer == current
                elif point.answer:
                    assert point.answer.pk in told


def test_whatever_people_do_the_record_stays_true(monkeypatch):
    monkeypatch.setattr(typesetters, "reply_letter", lambda letter: repr(letter).encode())
    run_state_machine_as_test(
        Story,
        settings=settings(
            max_examples=10,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
            database=None,
        ),
    )
