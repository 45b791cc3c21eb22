"""Handing over: by e-mail, by post, to be fetched; what comes back; what is cut off."""

import smtplib
import socket
import zipfile
from unittest.mock import patch

import pypdfium2
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from dialogwerk.apps.base.models import JournalEntry, Run
from dialogwerk.apps.base.runs import execute_run
from dialogwerk.apps.people.models import Identity
from dialogwerk.apps.statements.errors import MailUnavailable, NotAllowedNow
from dialogwerk.apps.statements.models import Dispatch, PrintBatch, Statement
from dialogwerk.apps.statements.services import (
    answers,
    dispatch,
    gate,
    printing,
    replies,
    reply_runs,
    writing,
)
from dialogwerk.documents import typesetters
from tests.factories import (
    AnswerVersionFactory,
    IdentityFactory,
    PersonFactory,
    StatementFactory,
    UserFactory,
)

from .answered_letters import BY, make_answered, make_point, words_of, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def argument(procedure):
    return make_answered(procedure, text="Alt.")


@pytest.fixture
def writer(procedure, argument):
    """Makes a person with one answered letter."""

    def make(**identity):
        person = PersonFactory()
        IdentityFactory(person=person, **identity)
        make_point(procedure, person, argument)
        return person

    return make


def ways(procedure):
    waiting = dispatch.written(procedure)
    return [
        [reply.person for reply in way(waiting).order_by("pk")]
        for way in (dispatch.by_email, dispatch.by_post, dispatch.by_receipt)
    ]


def test_every_written_letter_has_exactly_one_way(procedure, writer, argument):
    mailed, posted, nowhere = writer(), writer(email=""), writer(email="", street="")
    unknown = PersonFactory()
    make_point(procedure, unknown, argument)
    write(procedure)
    assert ways(procedure) == [[mailed], [posted], [nowhere, unknown]]


def test_an_address_that_only_one_letter_gave_is_not_written_to(procedure, writer):
    person = writer()
    letter = make_point(procedure, person, make_answered(procedure)).statement
    Statement.objects.filter(pk=letter.pk).update(email_given=False)
    write(procedure)
    assert ways(procedure) == [[], [person], []]


class TestByEmail:
    def test_the_letter_goes_as_pdf_and_the_mail_says_how_to_look_it_up(self, procedure, writer):
        person = writer()
        write(procedure)
        reply = procedure.replies.get()
        sent = dispatch.send_by_email(reply, by=BY)
        assert (sent.state, sent.how, sent.by) == ("sent", "email", BY)
        (message,) = mail.outbox
        assert message.to == [person.identity.email]
        assert person.statements.get().receipt in message.body
        assert "/beleg/" in message.body
        assert "Alt." not in message.body
        name, content, kind = message.attachments[0]
        assert (name, kind) == (f"Antwort-{reply.code}.pdf", "application/pdf")
        with reply.pdf.open("rb") as file:
            assert content == file.read()

    def test_a_letter_that_changed_is_rewritten_before_it_goes(self, procedure, writer, argument):
        writer()
        write(procedure)
        AnswerVersionFactory(argument=argument, text="Neu.")
        dispatch.send_by_email(procedure.replies.get(), by=BY)
        assert "Neu." in words_of(procedure.replies.get())

    def test_a_letter_is_not_sent_twice(self, procedure, writer):
        writer()
        write(procedure)
        stale = procedure.replies.get()
        dispatch.send_by_email(procedure.replies.get(), by=BY)
        for reply in (stale, procedure.replies.get()):
            with pytest.raises(NotAllowedNow):
                dispatch.send_by_email(reply, by=BY)
        assert len(mail.outbox) == 1

    @pytest.mark.parametrize(
        ("send", "how"),
        [(dispatch.send_by_email, {}), (dispatch.mark_sent, {"how": "post"})],
    )
    def test_a_letter_waits_when_something_came_that_nobody_has_read(
        self, procedure, writer, send, how
    ):
        """Otherwise it would name the new letter among those that it answers."""
        person = writer()
        write(procedure)
        StatementFactory(procedure=procedure, person=person)
        reply = procedure.replies.get()
        with pytest.raises(NotAllowedNow):
            send(reply, by=BY, **how)
        assert procedure.replies.get().sent_at is None
        assert not mail.outbox

    def test_a_refused_address_is_recorded_without_the_address_and_the_letter_goes_by_post(
        self, procedure, writer
    ):
        person = writer()
        write(procedure)
        refusal = smtplib.SMTPRecipientsRefused({person.identity.email: (550, b"unknown")})
        with patch.object(EmailBackend, "send_messages", side_effect=refusal):
            attempt = dispatch.send_by_email(procedure.replies.get(), by=BY)
        assert attempt.state == "failed"
        assert "550" in attempt.note
        assert person.identity.email not in attempt.note
        assert procedure.replies.get().sent_at is None
        assert ways(procedure) == [[], [person], []]

    def test_a_server_that_asks_for_patience_is_asked_again_later(self, procedure, writer):
        person = writer()
        write(procedure)
        refusal = smtplib.SMTPRecipientsRefused({person.identity.email: (450, b"later")})
        with (
            patch.object(EmailBackend, "send_messages", side_effect=refusal),
            pytest.raises(NotAllowedNow, match="450"),
        ):
            dispatch.send_by_email(procedure.replies.get(), by=BY)
        assert not Dispatch.objects.exists()
        assert ways(procedure) == [[person], [], []]

    def test_an_unreachable_server_records_nothing(self, procedure, writer):
        writer()
        write(procedure)
        with (
            patch.object(EmailBackend, "open", side_effect=ConnectionRefusedError),
            pytest.raises(MailUnavailable),
        ):
            dispatch.send_by_email(procedure.replies.get(), by=BY)
        assert not Dispatch.objects.exists()

    def test_a_connection_lost_in_the_middle_stays_unclear_until_somebody_settles_it(
        self, procedure, writer
    ):
        person = writer()
        write(procedure)
        lost = smtplib.SMTPServerDisconnected("lost")
        with (
            patch.object(EmailBackend, "send_messages", side_effect=lost),
            pytest.raises(MailUnavailable),
        ):
            dispatch.send_by_email(procedure.replies.get(), by=BY)
        attempt = Dispatch.objects.get()
        assert attempt.state == "sending"
        assert ways(procedure) == [[], [], []]
        with pytest.raises(NotAllowedNow):
            dispatch.send_by_email(procedure.replies.get(), by=BY)
        dispatch.settle(attempt, arrived=False, by=BY)
        assert ways(procedure) == [[person], [], []]

    def test_an_unclear_letter_stays_as_it_was_handed_over(self, procedure, writer, argument):
        """Its person may hold it in their hands; a changed answer makes a supplement."""
        person = writer()
        write(procedure)
        reply = procedure.replies.get()
        attempt = Dispatch.objects.create(reply=reply, how="email", state="sending", by=BY)
        answers.answer(argument=argument, result="followed", text="Neu.", by=UserFactory())
        write(procedure)
        with pytest.raises(NotAllowedNow):
            dispatch.mark_sent(reply, how="counter", by=BY)
        dispatch.settle(attempt, arrived=True, by=BY)
        sent = procedure.replies.get()
        assert (sent.sha256, sent.points.get().answer.text) == (reply.sha256, "Alt.")
        assert list(gate.replies_telling_less(procedure)) == [sent]
        write(procedure)
        assert "Neu." in words_of(procedure.replies.get(supplement_to=sent, person=person))

    def test_an_unclear_letter_that_arrived_counts_as_sent(self, procedure, writer):
        writer()
        write(procedure)
        attempt = Dispatch.objects.create(
            reply=procedure.replies.get(), how="email", state="sending", by=BY
        )
        dispatch.settle(attempt, arrived=True, by="user:2")
        assert procedure.replies.get().sent_at
        assert JournalEntry.objects.get(action="reply.sent").actor == "user:2"
        with pytest.raises(NotAllowedNow):
            dispatch.settle(attempt, arrived=True, by=BY)

    def test_an_address_that_is_none_is_recorded_as_failed(self, procedure, writer):
        person = writer()
        write(procedure)
        Identity.objects.filter(person=person).update(email="a@b.example\nBcc: c@d.example")
        attempt = dispatch.send_by_email(procedure.replies.get(), by=BY)
        assert attempt.state == "failed"
        assert not mail.outbox

    def test_a_real_mail_server_gets_it(self, procedure, writer, settings):
        class Keep(Message):
            def handle_message(self, message):
                self.message = message

        handler = Keep()
        server = Controller(handler, hostname="127.0.0.1", port=free_port())
        server.start()
        try:
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST = "127.0.0.1"
            settings.EMAIL_PORT = server.port
            person = writer()
            write(procedure)
            attempt = dispatch.send_by_email(procedure.replies.get(), by=BY)
        finally:
            server.stop()
        assert attempt.state == "sent"
        assert handler.message["To"] == person.identity.email
        assert handler.message["Auto-Submitted"] == "auto-generated"
        text, pdf = handler.message.get_payload()
        assert person.statements.get().receipt in text.get_payload(decode=True).decode()
        assert pdf.get_payload(decode=True).startswith(b"%PDF-")


class TestReturned:
    def test_a_returned_e_mail_goes_by_post_next(self, procedure, writer):
        person = writer()
        write(procedure)
        sent = dispatch.send_by_email(procedure.replies.get(), by=BY)
        dispatch.mark_returned(sent, by=BY, note="Postfach voll")
        assert procedure.replies.get().sent_at is None
        assert ways(procedure) == [[], [person], []]
        dispatch.mark_sent(procedure.replies.get(), how="post", by=BY)
        assert list(procedure.replies.get().dispatches.values_list("how", "state")) == [
            ("post", "sent"),
            ("email", "returned"),
        ]

    def test_what_came_back_on_all_ways_is_left_to_be_fetched(self, procedure, writer):
        person = writer(email="")
        write(procedure)
        dispatch.mark_returned(
            dispatch.mark_sent(procedure.replies.get(), how="post", by=BY), by=BY
        )
        assert ways(procedure) == [[], [], [person]]

    def test_only_once_and_only_what_was_sent_away(self, procedure, writer):
        writer()
        write(procedure)
        fetched = dispatch.mark_sent(procedure.replies.get(), how="receipt", by=BY)
        with pytest.raises(NotAllowedNow):
            dispatch.mark_returned(fetched, by=BY)

    def test_twice_is_refused(self, procedure, writer):
        writer()
        write(procedure)
        sent = dispatch.send_by_email(procedure.replies.get(), by=BY)
        dispatch.mark_returned(sent, by=BY)
        with pytest.raises(NotAllowedNow):
            dispatch.mark_returned(sent, by=BY)

    def test_what_was_posted_once_keeps_its_file(self, procedure, writer, argument):
        writer()
        write(procedure)
        first = procedure.replies.get()
        dispatch.mark_returned(dispatch.mark_sent(first, how="post", by=BY), by=BY)
        AnswerVersionFactory(argument=argument, text="Neu.")
        write(procedure)
        assert first.pdf.storage.exists(first.pdf.name)
        assert procedure.replies.get().pdf.name != first.pdf.name


class TestPrinting:
    @pytest.fixture
    def printed(self, procedure, writer):
        for _number in range(3):
            writer(email="")
        writer()
        write(procedure)
        batch = printing.open_batch(procedure, by=BY)
        list(printing.fill(batch, by=BY))
        return PrintBatch.objects.get(pk=batch.pk)

    def test_it_holds_the_letters_for_the_post_and_a_list_without_names(self, printed):
        part = printed.parts.get()
        with part.file.open("rb") as file, zipfile.ZipFile(file) as archive:
            name = f"{printed.code}-001"
            (listed,) = [one for one in archive.namelist() if one.endswith(".csv")]
            table = archive.read(listed).decode("utf-8-sig")
            pages = len(pypdfium2.PdfDocument(archive.read(f"{name}.pdf")))
        letters = list(printed.printed.select_related("reply"))
        assert len(letters) == 3
        assert table.count("\r\n") == 4
        for letter in letters:
            sheets = (letter.pages + 1) // 2
            assert f"{letter.reply.code};{letter.pages};{sheets};{letter.sha256}" in table
        assert not any(name in table for name in Identity.objects.values_list("name", flat=True))
        assert pages == sum(letter.pages + letter.pages % 2 for letter in letters)

    def test_what_is_with_the_printer_is_not_changed_sent_otherwise_or_printed_again(
        self, procedure, printed, argument
    ):
        AnswerVersionFactory(argument=argument, text="Neu.")
        replies.invalidate([argument])
        write(procedure)
        letter = printed.printed.select_related("reply").first()
        assert letter.reply.sha256 == letter.sha256
        with pytest.raises(NotAllowedNow, match=printed.code):
            dispatch.mark_sent(letter.reply, how="counter", by=BY)
        again = printing.open_batch(procedure, by=BY)
        list(printing.fill(again, by=BY))
        assert again.printed.count() == 0

    def test_a_letter_is_not_printed_when_something_comes_meanwhile(self, procedure, writer):
        person = writer(email="")
        write(procedure)

        def comes_meanwhile(keys, *, by):
            StatementFactory(procedure=procedure, person=person)

        batch = printing.open_batch(procedure, by=BY)
        with patch.object(printing, "write_many", comes_meanwhile):
            list(printing.fill(batch, by=BY))
        assert not batch.printed.exists()

    def test_marking_it_marks_exactly_its_letters(self, procedure, printed):
        assert list(printing.mark_batch_sent(printed, by=BY)) == [3]
        sent = procedure.replies.sent()
        assert set(sent) == {one.reply for one in printed.printed.select_related("reply")}
        assert procedure.replies.unsent().count() == 1
        assert {one.note for one in Dispatch.objects.all()} == {printed.code}
        assert printed.sent_at
        with pytest.raises(NotAllowedNow):
            list(printing.mark_batch_sent(printed, by=BY))

    def test_an_answer_changed_while_printing_makes_a_supplement_afterwards(
        self, procedure, printed, argument
    ):
        AnswerVersionFactory(argument=argument, text="Neu.")
        list(printing.mark_batch_sent(printed, by=BY))
        write(procedure)
        assert procedure.replies.exclude(supplement_to=None).count() == 3

    def test_a_discarded_batch_lets_its_letters_go(self, procedure, printed, argument):
        printing.discard(printed, by=BY)
        AnswerVersionFactory(argument=argument, text="Neu.")
        write(procedure)
        assert all("Neu." in words_of(reply) for reply in procedure.replies.all())
        with pytest.raises(NotAllowedNow):
            list(printing.mark_batch_sent(printed, by=BY))
        with pytest.raises(NotAllowedNow):
            printing.discard(printed, by=BY)

    def test_filling_a_batch_again_leaves_it_as_it_is(self, printed):
        before = printed.sha256
        assert list(printing.fill(printed, by=BY)) == []
        assert PrintBatch.objects.get(pk=printed.pk).sha256 == before


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Killed(BaseException):
    """What a process feels when it is killed."""


class TestRuns:
    def run(self, run):
        Run.objects.filter(pk=run.pk).update(state="waiting")
        execute_run.func(run.pk)
        run.refresh_from_db()
        return run

    def test_writing_goes_on_after_a_kill(self, procedure, writer, monkeypatch):
        for _number in range(4):
            writer()
        monkeypatch.setattr(writing, "CHUNK", 2)
        run = reply_runs.start_writing(procedure, by=BY)
        with (
            patch.object(typesetters, "reply_letter", side_effect=_killed_after(3)),
            pytest.raises(Killed),
        ):
            self.run(run)
        assert procedure.replies.exclude(generated_at=None).count() == 2
        done = self.run(run)
        assert (done.state, done.done, done.total) == ("done", 4, 4)
        assert procedure.replies.exclude(generated_at=None).count() == 4

    def test_sending_goes_on_after_a_kill_and_sends_none_twice(self, procedure, writer):
        for _number in range(4):
            writer()
        write(procedure)
        run = reply_runs.start_sending(procedure, how="email", by=BY)
        original = EmailBackend.send_messages
        counted = _killed_after(3, original)
        with (
            patch.object(EmailBackend, "send_messages", autospec=True, side_effect=counted),
            pytest.raises(Killed),
        ):
            self.run(run)
        assert len(mail.outbox) == 3
        done = self.run(run)
        assert done.state == "done"
        assert len(mail.outbox) == 3
        assert Dispatch.objects.filter(state="sending").count() == 1
        assert procedure.replies.sent().count() == 3

    def test_a_dead_mail_server_fails_the_run_with_a_sentence(self, procedure, writer):
        writer()
        write(procedure)
        run = reply_runs.start_sending(procedure, how="email", by=BY)
        with patch.object(EmailBackend, "open", side_effect=ConnectionRefusedError):
            failed = self.run(run)
        assert failed.state == "failed"
        assert "ConnectionRefusedError" in failed.error

    def test_letters_without_address_are_left_to_be_fetched(self, procedure, writer):
        writer(email="", street="")
        write(procedure)
        run = self.run(reply_runs.start_sending(procedure, how="receipt", by=BY))
        assert run.result == {"sent": 1, "failed": 0, "left": 0}
        assert procedure.replies.get().dispatches.get().how == "receipt"

    def test_a_batch_is_printed_and_posted_in_the_background(self, procedure, writer):
        writer(email="")
        write(procedure)
        batch = reply_runs.start_printing(procedure, by=BY)
        batch.refresh_from_db()
        self.run(Run.objects.get(public_id=batch.run_code))
        batch.refresh_from_db()
        assert batch.file
        self.run(reply_runs.start_posting(batch, by=BY))
        batch.refresh_from_db()
        assert batch.sent_at
        assert procedure.replies.sent().count() == 1

    def test_the_same_is_not_started_twice(self, procedure):
        reply_runs.start_writing(procedure, by=BY)
        with pytest.raises(NotAllowedNow):
            reply_runs.start_writing(procedure, by=BY)

    def test_by_pigeon_is_refused(self, procedure):
        with pytest.raises(NotAllowedNow):
            reply_runs.start_sending(procedure, how="pigeon", by=BY)


def _killed_after(count, original=None):
    """A stand-in that works so often and is then killed."""
    from dialogwerk.documents.letters import reply_letter

    left = [count]

    def call(*arguments):
        if not left[0]:
            raise Killed
        left[0] -= 1
        return (original or reply_letter)(*arguments)

    return call


def test_the_journal_names_nobody(procedure, writer):
    person = writer()
    write(procedure)
    dispatch.mark_returned(dispatch.send_by_email(procedure.replies.get(), by=BY), by=BY)
    told = " ".join(
        str(entry.payload) + entry.subject + entry.actor for entry in JournalEntry.objects.all()
    )
    identity = person.identity
    assert "reply.sent" in JournalEntry.objects.values_list("action", flat=True)
    for secret in (identity.name, identity.email, identity.street):
        assert secret not in told
