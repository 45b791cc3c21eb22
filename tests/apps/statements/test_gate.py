"""The gate: nothing is closed while something is open, and nothing opens without a reason."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.statements.errors import GateClosed
from dialogwerk.apps.statements.services import dispatch, gate, reading, reply_states
from tests.factories import (
    AnswerVersionFactory,
    CampaignFactory,
    PersonFactory,
    SegmentFactory,
    StatementFactory,
    UserFactory,
)

from .answered_letters import BY, make_answered, make_point, write

pytestmark = pytest.mark.django_db


def test_an_empty_procedure_has_nothing_open(procedure):
    items = gate.open_items(procedure)
    assert items == gate.OpenItems(0, 0, 0, 0, 0, 0)
    assert items.everything_is_answered
    assert items.everyone_has_a_reply


def test_everything_open_is_counted(procedure, django_assert_num_queries):
    StatementFactory(procedure=procedure)
    read = StatementFactory(procedure=procedure, already_read=True)
    SegmentFactory(statement=read)
    argument = make_point(procedure, PersonFactory()).segment.argument
    make_point(procedure, PersonFactory(), argument)
    make_point(procedure, PersonFactory(), make_answered(procedure))
    with django_assert_num_queries(5):
        items = gate.open_items(procedure)
    assert items == gate.OpenItems(
        unread_letters=1,
        undecided_passages=1,
        unanswered_arguments=1,
        unanswered_points=2,
        people_without_reply=5,
        outdated_replies=0,
    )


def test_a_reply_that_says_too_little_is_counted_without_being_flagged(procedure):
    person = PersonFactory(named=True)
    argument = make_answered(procedure)
    make_point(procedure, person, argument)
    write(procedure)
    dispatch.mark_sent(procedure.replies.get(), how="post", by=BY)
    assert gate.open_items(procedure).outdated_replies == 0
    AnswerVersionFactory(argument=argument, text="Neu.")
    items = gate.open_items(procedure)
    assert (items.outdated_replies, items.people_without_reply) == (1, 0)
    assert not items.everyone_has_a_reply


@pytest.mark.parametrize("obstacle", ["unread", "undecided", "unanswered"])
def test_the_weighing_is_not_closed_by_accident(procedure, obstacle):
    if obstacle == "unread":
        StatementFactory(procedure=procedure)
    elif obstacle == "undecided":
        SegmentFactory(statement=StatementFactory(procedure=procedure, already_read=True))
    else:
        make_point(procedure, PersonFactory())
    with pytest.raises(GateClosed, match="1"):
        gate.close_weighing(procedure=procedure, by=BY)
    procedure.refresh_from_db()
    assert procedure.weighing_closed_at is None
    assert not JournalEntry.objects.filter(action="weighing.closed").exists()


def test_a_template_nobody_has_decided_on_keeps_it_closed_though_its_letters_are_read(procedure):
    """Of a letter of a campaign a reader sees its own words only; the rest is in the template."""
    campaign = CampaignFactory(procedure=procedure)
    letter = StatementFactory(procedure=procedure, campaign=campaign, has_own_words=True)
    passage, *_others = reading.propose_segments(campaign)
    reading.finish_reading(where=letter, by=BY)
    assert gate.open_items(procedure).undecided_passages == campaign.segments.count()
    assert not gate.people_ready_for_reply(procedure).exists()
    assert reply_states.overview(procedure).ready == 0
    with pytest.raises(GateClosed):
        gate.close_weighing(procedure=procedure, by=BY)
    reading.finish_reading(where=campaign, by=BY, set_rest_aside=True)
    assert gate.people_ready_for_reply(procedure).get() == letter.person
    gate.close_weighing(procedure=procedure, by=BY)
    gate.reopen_weighing(procedure=procedure, by=BY, reason="Ein Versehen")
    passage.refresh_from_db()
    reading.reopen(segment=passage, by=BY)
    assert not gate.people_ready_for_reply(procedure).exists()


def test_it_is_closed_once_everything_is_answered(procedure):
    make_point(procedure, PersonFactory(), make_answered(procedure))
    gate.close_weighing(procedure=procedure, by=BY)
    procedure.refresh_from_db()
    assert procedure.weighing_closed_at
    assert JournalEntry.objects.get(action="weighing.closed").actor == BY
    with pytest.raises(GateClosed):
        gate.close_weighing(procedure=procedure, by=BY)


def test_it_is_opened_again_only_with_a_reason(procedure):
    with pytest.raises(GateClosed):
        gate.reopen_weighing(procedure=procedure, by=BY, reason="Versehen")
    gate.close_weighing(procedure=procedure, by=BY)
    with pytest.raises(GateClosed):
        gate.reopen_weighing(procedure=procedure, by=BY, reason="  ")
    gate.reopen_weighing(procedure=procedure, by=BY, reason="Neues Gutachten")
    procedure.refresh_from_db()
    assert procedure.weighing_closed_at is None
    entry = JournalEntry.objects.get(action="weighing.reopened")
    assert entry.payload == {"reason": "Neues Gutachten"}


def test_answers_are_published_once(procedure):
    gate.release_answers(procedure=procedure, by=BY)
    procedure.refresh_from_db()
    first = procedure.answers_released_at
    with pytest.raises(GateClosed):
        gate.release_answers(procedure=procedure, by=BY)
    procedure.refresh_from_db()
    assert procedure.answers_released_at == first


class TestPage:
    def test_it_links_to_what_is_open(
        self, client, worker, procedure, django_assert_max_num_queries
    ):
        StatementFactory(procedure=procedure)
        make_point(procedure, PersonFactory())
        with django_assert_max_num_queries(15):
            page = client.get(reverse("gate", args=[procedure.slug]))
        text = page.content.decode()
        assert f"{reverse('inbox', args=[procedure.slug])}?state=unread" in text
        assert f"{reverse('arguments', args=[procedure.slug])}?state=open" in text
        assert reverse("gate-close", args=[procedure.slug]) not in text

    def test_closing_while_something_is_open_is_refused_with_the_counts(
        self, client, worker, procedure
    ):
        StatementFactory(procedure=procedure)
        answer = client.post(reverse("gate-close", args=[procedure.slug]))
        (message,) = get_messages(answer.wsgi_request)
        assert "1" in str(message)
        procedure.refresh_from_db()
        assert procedure.weighing_closed_at is None

    def test_closing_opening_and_publishing(self, client, worker, procedure):
        client.post(reverse("gate-close", args=[procedure.slug]))
        procedure.refresh_from_db()
        assert procedure.weighing_closed_at
        client.post(reverse("gate-reopen", args=[procedure.slug]), {"reason": ""})
        procedure.refresh_from_db()
        assert procedure.weighing_closed_at
        client.post(reverse("gate-reopen", args=[procedure.slug]), {"reason": "Nachtrag"})
        asks = client.get(reverse("gate-release", args=[procedure.slug]))
        procedure.refresh_from_db()
        assert (asks.status_code, procedure.answers_released_at) == (200, None)
        client.post(reverse("gate-release", args=[procedure.slug]))
        procedure.refresh_from_db()
        assert procedure.weighing_closed_at is None
        assert procedure.answers_released_at

    def test_a_letter_after_closing_raises_the_alarm(self, client, worker, procedure):
        gate.close_weighing(procedure=procedure, by=BY)
        StatementFactory(procedure=procedure)
        page = client.get(reverse("gate", args=[procedure.slug]))
        assert "kern-alert--danger" in page.content.decode()

    @pytest.mark.parametrize("role", [Role.EXPERT, Role.OFFICE])
    def test_only_case_workers_take_the_steps(self, client, procedure, role):
        client.force_login(UserFactory(roles=[role], on_team=procedure))
        assert client.get(reverse("gate", args=[procedure.slug])).status_code == 200
        for step in ("gate-close", "gate-reopen", "gate-release"):
            answer = client.post(reverse(step, args=[procedure.slug]), {"reason": "x"})
            assert answer.status_code == 403, step
