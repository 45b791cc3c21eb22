"""Figures kept near at hand: counted once, and again as soon as something has changed."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.statements.models import Dispatch, PrintBatch, PrintedLetter
from dialogwerk.apps.statements.services import answers, dispatch, figures, replies
from dialogwerk.apps.statements.services.figures import Counted, kept, stamp
from tests.factories import (
    DispatchFactory,
    PersonFactory,
    ProcedureFactory,
    StatementFactory,
    UserFactory,
)

from .answered_letters import BY, make_answered, make_point, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def near(settings):
    """A cache in memory, empty at first; other tests keep nothing at all."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "figures"}
    settings.CACHES = {**settings.CACHES, "near": memory}
    figures.caches["near"].clear()
    yield
    figures.caches["near"].clear()


@pytest.fixture
def reply(procedure):
    make_point(procedure, PersonFactory(named=True), make_answered(procedure))
    replies.prepare(procedure)
    return procedure.replies.get()


def make_reply(procedure, reply):
    make_point(procedure, PersonFactory(named=True), make_answered(procedure))
    replies.prepare(procedure)


def do_something(procedure, reply):
    record("segment.tied", subject="E-1", actor=BY, procedure=procedure.slug)


def write_it(procedure, reply):
    write(procedure)


def answer_anew(procedure, reply):
    argument = procedure.arguments.get()
    answers.answer(argument=argument, result="followed", text="Neu.", by=UserFactory())


def send_it(procedure, reply):
    dispatch.mark_sent(reply, how="post", by=BY)


def hand_it_over(procedure, reply):
    DispatchFactory(reply=reply, how="email", state=Dispatch.State.SENDING)


def print_it(procedure, reply):
    batch = PrintBatch.objects.create(procedure=procedure, created_by=BY)
    PrintedLetter.objects.create(batch=batch, reply=reply, position=1, sha256="0" * 64)


CHANGES = [make_reply, do_something, write_it, answer_anew, send_it, hand_it_over, print_it]


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_makes_another_stamp(procedure, reply, change):
    if change in (answer_anew, send_it, hand_it_over):
        write(procedure)
    before = stamp(procedure)
    assert stamp(procedure) == before
    change(procedure, reply)
    assert stamp(procedure) != before


def test_an_e_mail_that_is_refused_makes_another_stamp(procedure, reply):
    attempt = DispatchFactory(reply=reply, how="email", state=Dispatch.State.SENDING)
    before = stamp(procedure)
    attempt.state = Dispatch.State.FAILED
    attempt.save()
    assert stamp(procedure) != before


def test_a_stamp_takes_one_query(procedure, reply, django_assert_num_queries):
    with django_assert_num_queries(1):
        stamp(procedure)


def test_the_same_is_counted_once_for_each_stamp(near, procedure):
    numbers = iter(range(10))

    def ask(name, at, where=procedure):
        return kept(name, where, lambda: next(numbers), at=at)

    assert [ask("points", "1"), ask("points", "1")] == [0, 0]
    assert [ask("points", "2"), ask("letters", "2"), ask("points", "2")] == [1, 2, 1]
    assert ask("points", "2", ProcedureFactory()) == 3


def test_pages_of_counted_rows_do_not_count_again(procedure, reply, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = Counted(procedure.replies.order_by("pk"), 50, count=1).get_page("last")
        assert list(page) == [reply]
    assert page.paginator.num_pages == 1


def test_the_pages_show_every_step_at_once(near, client, worker, procedure):
    """With figures kept, nobody sees those from before their own deed."""
    point = make_point(procedure, PersonFactory(named=True))
    assert figures_shown(client, procedure) == (1, 0, 0, 0)
    argument = point.segment.argument
    answers.answer(argument=argument, result="followed", text="Ja.", by=worker)
    assert figures_shown(client, procedure) == (0, 1, 0, 0)
    write(procedure)
    assert figures_shown(client, procedure) == (0, 0, 1, 0)
    dispatch.mark_sent(procedure.replies.get(), how="post", by=BY)
    assert figures_shown(client, procedure) == (0, 0, 0, 1)


def figures_shown(client, procedure):
    """Points without answer, letters to be written, written and sent."""
    ledger = client.get(reverse("ledger", args=[procedure.slug]), {"state": "unanswered"})
    overview = client.get(reverse("replies", args=[procedure.slug])).context["overview"]
    unanswered = ledger.context["page"].paginator.count
    assert unanswered == ledger.context["items"].unanswered_points
    return unanswered, overview.unwritten, overview.written, overview.sent


def test_two_pages_that_keep_their_figures_do_not_mix_them_up(near, client, procedure, reply):
    client.force_login(UserFactory(roles=["case_worker"], on_team=procedure))
    for page in ("overview", "replies", "ledger", "gate", "overview"):
        assert client.get(reverse(page, args=[procedure.slug])).status_code == 200


def a_clock(monkeypatch):
    """Moves on by hand; counting takes no time on it unless what counts moves it."""
    time = [1_000.0]
    monkeypatch.setattr(figures, "clock", lambda: time[0])
    return time


def size_of(procedure, count, *, at):
    return kept("letters", procedure, count, at=at, of_all=True)


def test_what_takes_long_to_count_may_be_older_and_is_counted_again_then(near, monkeypatch):
    procedure, time, counted = ProcedureFactory(), a_clock(monkeypatch), []

    def slowly():
        time[0] += 0.2
        counted.append(time[0])
        return len(counted)

    assert size_of(procedure, slowly, at="1") == 1
    time[0] += 19
    assert size_of(procedure, slowly, at="2") == 1, "a hundred times 0.2 s"
    time[0] += 2
    assert size_of(procedure, slowly, at="2") == 2


def test_nothing_is_older_than_two_minutes(near, monkeypatch):
    procedure, time, numbers = ProcedureFactory(), a_clock(monkeypatch), iter(range(9))

    def very_slowly():
        time[0] += 60
        return next(numbers)

    assert size_of(procedure, very_slowly, at="1") == 0
    time[0] += figures.OLDEST
    assert size_of(procedure, very_slowly, at="1") == 1


def test_while_one_counts_the_others_read_on(near, monkeypatch):
    procedure, time = ProcedureFactory(), a_clock(monkeypatch)

    def slowly():
        time[0] += 1
        return "old"

    def and_others_ask():
        assert size_of(procedure, slowly, at="2") == "old"
        return "new"

    assert size_of(procedure, slowly, at="1") == "old"
    time[0] += figures.OLDEST
    assert size_of(procedure, and_others_ask, at="2") == "new"
    assert size_of(procedure, slowly, at="2") == "new"


def test_counting_that_fails_is_tried_again(near, monkeypatch):
    procedure, time = ProcedureFactory(), a_clock(monkeypatch)

    def slowly():
        time[0] += 1
        return "counted"

    def fails():
        raise OSError("The disk is full.")

    size_of(procedure, slowly, at="1")
    time[0] += figures.OLDEST
    with pytest.raises(OSError, match="disk"):
        size_of(procedure, fails, at="2")
    assert size_of(procedure, lambda: "again", at="2") == "again"


def test_people_are_those_who_wrote_here_and_those_who_wait(procedure):
    for read in (True, False, False):
        person = PersonFactory()
        for _letter in range(2):
            StatementFactory(procedure=procedure, person=person, read_at=now() if read else None)
    StatementFactory(person=person)
    asked = procedure.__class__.objects.filter(pk=procedure.pk)
    both = figures.people_of(procedure), figures.people_of(procedure, unread=True)
    assert asked.values_list(*both).get() == (3, 2)
    other = ProcedureFactory()
    assert asked.values_list(figures.people_of(other)).get() == (0,)
