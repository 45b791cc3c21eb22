"""Written letters follow their answers by themselves; what hangs on an answer is said before."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import execute_run
from dialogwerk.apps.statements.models import AnswerVersion
from dialogwerk.apps.statements.periodic import let_letters_follow_their_answers
from dialogwerk.apps.statements.services import answers, dispatch, printing, writing
from tests.factories import IdentityFactory, PersonFactory, UserFactory

from .answered_letters import BY, make_answered, make_point, words_of, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def argument(procedure):
    return make_answered(procedure, text="Alt.")


@pytest.fixture
def people(procedure, argument):
    """Four people who make the same point, their letters written."""
    made = PersonFactory.create_batch(4)
    for person in made:
        IdentityFactory(person=person, email="")
        make_point(procedure, person, argument)
    write(procedure)
    return made


def change(argument):
    answers.answer(argument=argument, result="followed", text="Neu.", by=UserFactory())


def test_written_letters_are_set_anew_once_nobody_saves_answers_any_more(
    procedure, people, argument, monkeypatch
):
    change(argument)
    let_letters_follow_their_answers()
    assert not Run.objects.exists()
    monkeypatch.setattr(writing, "QUIET", timedelta(0))
    let_letters_follow_their_answers()
    run = Run.objects.get()
    if run.state == "waiting":
        execute_run.func(run.pk)
    assert all("Neu." in words_of(reply) for reply in procedure.replies.all())
    let_letters_follow_their_answers()
    assert Run.objects.count() == 1


def test_letters_never_written_are_not_written_unasked(procedure, argument, monkeypatch):
    make_point(procedure, PersonFactory(), argument)
    monkeypatch.setattr(writing, "QUIET", timedelta(0))
    let_letters_follow_their_answers()
    assert not Run.objects.exists()
    assert not procedure.replies.exists()


def test_an_answer_just_saved_keeps_the_letters_waiting(procedure, people, argument):
    assert not writing.is_quiet(procedure)
    later = timezone.now() + 2 * writing.QUIET
    assert AnswerVersion.objects.filter(at__lt=later).exists()


def test_before_it_is_saved_the_page_says_what_hangs_on_an_answer(
    clerk, procedure, people, argument
):
    dispatch.mark_sent(procedure.replies.get(person=people[0]), how="counter", by=BY)
    batch = printing.open_batch(procedure, by=BY)
    printing._freeze(batch, [procedure.replies.get(person=people[1]).pk])
    make_point(procedure, PersonFactory(), argument)
    found = answers.concerned(argument)
    assert (found.people, found.sent, found.written, found.printing, found.without) == (
        5,
        1,
        2,
        1,
        1,
    )
    page = clerk.get(reverse("argument", args=[procedure.slug, argument.number]))
    assert page.context["concerned"] == found
    assert reverse("argument-people", args=[procedure.slug, argument.number]) in page.text


def test_the_people_are_listed_by_code_with_where_their_letters_stand(
    clerk, procedure, people, argument, django_assert_max_num_queries
):
    dispatch.mark_sent(procedure.replies.get(person=people[0]), how="counter", by=BY)
    with django_assert_max_num_queries(15):
        page = clerk.get(reverse("argument-people", args=[procedure.slug, argument.number]))
    assert all(person.code in page.text for person in people)
    states = {row["person"].pk: row["state"] for row in page.context["rows"]}
    assert states[people[0].pk] == "sent"
    assert states[people[1].pk] == "written"
