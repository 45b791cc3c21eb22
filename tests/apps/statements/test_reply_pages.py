"""The pages on which reply letters are written, printed, sent and taken back."""

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.urls import reverse

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import execute_run
from dialogwerk.apps.people.models import VaultLook
from dialogwerk.apps.statements.models import Dispatch, PrintBatch
from dialogwerk.apps.statements.services import dispatch, reply_states
from tests.factories import (
    AnswerVersionFactory,
    IdentityFactory,
    PersonFactory,
    ProcedureFactory,
    StatementFactory,
    UserFactory,
)

from .answered_letters import BY, make_answered, make_point, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def argument(procedure):
    return make_answered(procedure, text="Wir drosseln nachts.")


@pytest.fixture
def expert(client, procedure):
    client.force_login(UserFactory(roles=[Role.EXPERT], on_team=procedure))


def make_writer(procedure, argument, **identity):
    person = PersonFactory()
    IdentityFactory(person=person, **identity)
    make_point(procedure, person, argument)
    return person


def work_off(run):
    execute_run.func(run.pk)
    run.refresh_from_db()
    return run


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


class TestOverview:
    def test_every_letter_is_counted_where_it_is(
        self, procedure, argument, django_assert_num_queries
    ):
        StatementFactory(procedure=procedure)
        mailed, posted = (
            make_writer(procedure, argument),
            make_writer(procedure, argument, email=""),
        )
        make_writer(procedure, argument, email="", street="")
        write(procedure)
        make_writer(procedure, argument)
        dispatch.send_by_email(procedure.replies.get(person=mailed), by=BY)
        back = dispatch.mark_sent(procedure.replies.get(person=posted), how="post", by=BY)
        dispatch.mark_returned(back, by=BY)
        with django_assert_num_queries(3):
            figures = reply_states.overview(procedure)
        assert figures == reply_states.Overview(
            people=5,
            ready=4,
            unwritten=1,
            for_email=0,
            for_post=0,
            for_receipt=2,
            printing=0,
            unclear=0,
            sent=1,
            sent_by={"email": 1},
            returned=1,
            outdated=0,
        )
        assert figures.written == 2

    def test_supplements_count_as_to_be_written_until_they_are(self, procedure, argument):
        make_writer(procedure, argument)
        write(procedure)
        dispatch.send_by_email(procedure.replies.get(), by=BY)
        AnswerVersionFactory(argument=argument, text="Neu.")
        before = reply_states.overview(procedure)
        write(procedure)
        after = reply_states.overview(procedure)
        assert (before.unwritten, before.outdated) == (1, 1)
        assert (after.unwritten, after.outdated, after.for_email) == (0, 1, 1)

    def test_a_row_says_at_once_that_a_supplement_is_due(self, procedure, argument):
        """Also before anybody writes letters, as the filter does."""
        person = make_writer(procedure, argument)
        write(procedure)
        dispatch.send_by_email(procedure.replies.get(), by=BY)
        states = []
        for _time in range(2):
            row = reply_states.shown(procedure.replies.all()).get()
            filtered = reply_states.in_state(procedure, "outdated").exists()
            states.append((reply_states.state_of(row), filtered))
            StatementFactory(procedure=procedure, person=person)
        assert states == [("sent", False), ("outdated", True)]

    def test_nothing_at_all_is_all_zero(self, procedure):
        assert reply_states.overview(procedure).people == 0

    @pytest.mark.parametrize("state", [*reply_states.STATES, ""])
    def test_every_filter_can_be_asked_for(self, procedure, argument, state):
        make_writer(procedure, argument)
        write(procedure)
        expected = 1 if state in ("written", "") else 0
        assert reply_states.in_state(procedure, state).count() == expected


class TestList:
    def test_it_shows_figures_steps_and_letters(
        self, client, worker, procedure, argument, django_assert_max_num_queries
    ):
        people = [make_writer(procedure, argument) for _number in range(3)]
        write(procedure)
        with django_assert_max_num_queries(16):
            page = client.get(reverse("replies", args=[procedure.slug]))
        text = page.content.decode()
        for person in people:
            assert person.code in text
            assert person.identity.name in text
        assert reverse("replies-send", args=[procedure.slug, "email"]) in text
        assert VaultLook.objects.filter(purpose="list of replies").count() == 1

    def test_experts_see_codes_only_and_no_buttons(self, client, expert, procedure, argument):
        person = make_writer(procedure, argument)
        write(procedure)
        text = client.get(reverse("replies", args=[procedure.slug])).content.decode()
        assert person.code in text
        assert person.identity.name not in text
        assert reverse("replies-write", args=[procedure.slug]) not in text

    def test_it_is_searched_by_code(self, client, worker, procedure, argument):
        wanted, _other = make_writer(procedure, argument), make_writer(procedure, argument)
        write(procedure)
        address = reverse("replies", args=[procedure.slug])
        for word in (wanted.code.lower(), procedure.replies.get(person=wanted).code):
            assert client.get(address, {"q": word}).context["page"].paginator.count == 1
        assert client.get(address, {"q": "Erika"}).context["page"].paginator.count == 0

    def test_writing_runs_in_the_background(self, client, worker, procedure, argument):
        make_writer(procedure, argument)
        answer = client.post(reverse("replies-write", args=[procedure.slug]))
        run = Run.objects.get()
        assert answer.url == reverse("run", args=[run.public_id])
        assert work_off(run).state == "done"
        assert procedure.replies.get().generated_at

    def test_sending_asks_once_more_with_the_number(self, client, worker, procedure, argument):
        make_writer(procedure, argument)
        write(procedure)
        address = reverse("replies-send", args=[procedure.slug, "email"])
        assert "1" in client.get(address).content.decode()
        assert not mail.outbox
        client.post(address)
        work_off(Run.objects.get())
        assert len(mail.outbox) == 1

    def test_there_is_no_way_by_pigeon(self, client, worker, procedure):
        address = reverse("replies-send", args=[procedure.slug, "pigeon"])
        assert client.get(address).status_code == 404

    def test_experts_start_nothing(self, client, expert, procedure):
        for address in (
            reverse("replies-write", args=[procedure.slug]),
            reverse("replies-send", args=[procedure.slug, "email"]),
            reverse("prints", args=[procedure.slug]),
        ):
            assert client.post(address).status_code == 403, address


class TestLetter:
    @pytest.fixture
    def reply(self, procedure, argument):
        make_writer(procedure, argument)
        write(procedure)
        return procedure.replies.get()

    def address(self, reply, name="reply"):
        return reverse(name, args=[reply.procedure.slug, reply.code])

    def test_the_preview_shows_the_letter_as_it_stands(
        self, client, worker, reply, argument, django_assert_max_num_queries
    ):
        AnswerVersionFactory(argument=argument, text="Wir drosseln auch abends.")
        with django_assert_max_num_queries(15):
            text = client.get(self.address(reply)).content.decode()
        assert "Wir drosseln auch abends." in text
        assert reply.person.identity.name in text
        assert reply.person.statements.get().code in text

    def test_a_sent_letter_shows_what_was_sent(self, client, worker, reply, argument):
        dispatch.send_by_email(reply, by=BY)
        AnswerVersionFactory(argument=argument, text="Später anders.")
        text = client.get(self.address(reply)).content.decode()
        assert "Wir drosseln nachts." in text
        assert "Später anders." not in text

    def test_experts_read_it_without_name_and_without_pdf(self, client, expert, reply):
        text = client.get(self.address(reply)).content.decode()
        assert "Wir drosseln nachts." in text
        assert reply.person.identity.name not in text
        assert client.get(self.address(reply, "reply-pdf")).status_code == 403
        assert not VaultLook.objects.filter(purpose="reply letter").exists()

    def test_the_pdf_is_a_draft_until_it_is_sent(self, client, worker, reply):
        draft = client.get(self.address(reply, "reply-pdf"))
        assert draft.content.startswith(b"%PDF-")
        dispatch.send_by_email(reply, by=BY)
        reply.refresh_from_db()
        sent = client.get(self.address(reply, "reply-pdf"))
        with reply.pdf.open("rb") as file:
            assert b"".join(sent.streaming_content) == file.read()

    def test_it_is_sent_returned_and_sent_another_way(self, client, worker, reply):
        client.post(self.address(reply, "reply-send"), {"how": "email"})
        assert len(mail.outbox) == 1
        attempt = Dispatch.objects.get()
        answer = client.post(
            self.address(reply, "reply-returned"), {"dispatch": attempt.pk, "note": "unbekannt"}
        )
        assert len(told(answer)) == 2
        client.post(self.address(reply, "reply-send"), {"how": "counter"})
        assert list(reply.dispatches.values_list("how", "state")) == [
            ("counter", "sent"),
            ("email", "returned"),
        ]
        assert reply.dispatches.get(how="email").note == "unbekannt"

    def test_nonsense_gets_a_message(self, client, worker, reply):
        for name, data in (
            ("reply-send", {"how": "pigeon"}),
            ("reply-returned", {"dispatch": "²"}),
            ("reply-returned", {}),
            ("reply-settle", {"arrived": "yes"}),
        ):
            answer = client.post(self.address(reply, name), data)
            assert answer.status_code == 302
            assert told(answer), name
        assert not Dispatch.objects.exists()

    def test_an_unclear_e_mail_is_settled_by_hand(self, client, worker, reply):
        Dispatch.objects.create(reply=reply, how="email", state="sending", by=BY)
        text = client.get(self.address(reply)).content.decode()
        assert self.address(reply, "reply-settle") in text
        client.post(self.address(reply, "reply-settle"), {"arrived": "no"})
        assert not Dispatch.objects.exists()

    def test_supplement_and_first_letter_lead_to_each_other(
        self, client, worker, reply, argument, procedure
    ):
        dispatch.send_by_email(reply, by=BY)
        AnswerVersionFactory(argument=argument, text="Neu.")
        write(procedure)
        supplement = procedure.replies.get(supplement_to=reply)
        assert self.address(supplement) in client.get(self.address(reply)).content.decode()
        assert self.address(reply) in client.get(self.address(supplement)).content.decode()

    def test_letters_of_other_procedures_are_not_found(self, client, worker, reply):
        other = ProcedureFactory(scheme=reply.procedure.scheme)
        assert client.get(reverse("reply", args=[other.slug, reply.code])).status_code == 404


class TestPrinting:
    @pytest.fixture
    def batch(self, client, worker, procedure, argument):
        make_writer(procedure, argument, email="")
        write(procedure)
        client.post(reverse("prints", args=[procedure.slug]), {"letters_a_part": 500})
        work_off(Run.objects.get())
        return PrintBatch.objects.get()

    def test_it_is_made_fetched_and_marked_as_sent(
        self, client, batch, procedure, django_assert_max_num_queries
    ):
        address = reverse("print", args=[procedure.slug, batch.code])
        with django_assert_max_num_queries(15):
            text = client.get(address).content.decode()
        assert procedure.replies.get().code in text
        file = client.get(reverse("print-file", args=[procedure.slug, batch.code]))
        assert b"".join(file.streaming_content).startswith(b"PK")
        part = client.get(reverse("print-part", args=[procedure.slug, batch.code, 1]))
        assert b"".join(part.streaming_content).startswith(b"PK")
        assert VaultLook.objects.filter(purpose="print file", count=1).exists()
        client.post(reverse("print-sent", args=[procedure.slug, batch.code]))
        work_off(Run.objects.latest("pk"))
        assert procedure.replies.get().sent_at
        assert batch.code in client.get(reverse("prints", args=[procedure.slug])).content.decode()

    def test_discarding_asks_first(self, client, batch, procedure):
        address = reverse("print-discard", args=[procedure.slug, batch.code])
        client.get(address)
        batch.refresh_from_db()
        assert batch.is_open
        client.post(address)
        batch.refresh_from_db()
        assert batch.discarded_at

    def test_experts_do_not_get_the_file(self, client, batch, procedure):
        client.force_login(UserFactory(roles=[Role.EXPERT], on_team=procedure))
        address = reverse("print-file", args=[procedure.slug, batch.code])
        assert client.get(address).status_code == 403
