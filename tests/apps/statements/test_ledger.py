"""The ledger: every point, where it stands, who may see what of it."""

import csv
import io
import json

import pytest
from django.urls import reverse

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.people.models import VaultLook
from dialogwerk.apps.statements.models import Occurrence
from dialogwerk.apps.statements.services import dispatch, ledger, replies
from dialogwerk.apps.statements.services.ledger import Wanted
from tests.factories import (
    AnswerVersionFactory,
    ArgumentFactory,
    CampaignFactory,
    OccurrenceFactory,
    PersonFactory,
    ProcedureFactory,
    SegmentFactory,
    StatementFactory,
    UserFactory,
)

from .answered_letters import BY, make_answered, make_point, make_talkative, write

pytestmark = pytest.mark.django_db


def states_of(procedure):
    return [row.state for row in ledger.rows(ledger.points(procedure))]


def assert_found_and_shown_alike(procedure):
    """The state that a row shows is the one under which the database finds it."""
    for state in ledger.STATES:
        found = set(ledger.search(procedure, Wanted(state=state)))
        shown = {row.point for row in ledger.rows(ledger.points(procedure)) if row.state == state}
        assert found == shown, state


def test_a_point_goes_its_way_state_by_state(procedure):
    person = PersonFactory(named=True)
    argument = ArgumentFactory(procedure=procedure)
    make_point(procedure, person, argument)
    assert states_of(procedure) == ["unanswered"]
    AnswerVersionFactory(argument=argument)
    assert states_of(procedure) == ["unwritten"]
    write(procedure)
    assert states_of(procedure) == ["unsent"]
    sent = dispatch.mark_sent(procedure.replies.get(), how="post", by=BY)
    assert states_of(procedure) == ["sent"]
    assert_found_and_shown_alike(procedure)
    dispatch.mark_returned(sent, by=BY)
    assert states_of(procedure) == ["returned"]
    assert_found_and_shown_alike(procedure)


def test_a_changed_answer_shows_until_its_supplement_is_sent(procedure):
    person = PersonFactory(named=True)
    argument = make_answered(procedure)
    make_point(procedure, person, argument)
    write(procedure)
    dispatch.mark_sent(procedure.replies.get(), how="post", by=BY)
    AnswerVersionFactory(argument=argument, text="Neu.")
    write(procedure)
    assert states_of(procedure) == ["outdated"]
    assert_found_and_shown_alike(procedure)
    (row,) = ledger.rows(ledger.points(procedure))
    assert row.supplement == procedure.replies.get(supplement_to=row.reply)
    dispatch.mark_sent(row.supplement, how="post", by=BY)
    assert states_of(procedure) == ["sent"]
    assert_found_and_shown_alike(procedure)


def test_it_is_searched_by_whatever_somebody_has_at_hand(procedure):
    person = PersonFactory(named=True)
    wanted = make_point(procedure, person, make_answered(procedure))
    make_point(procedure, PersonFactory(), make_answered(procedure))
    write(procedure)
    reply = procedure.replies.get(person=person)
    argument = wanted.segment.argument
    words = (
        person.code,
        person.code.lower().replace("-", " "),
        wanted.statement.code,
        wanted.statement.receipt,
        reply.code,
        str(argument.number),
        argument.title.lower(),
    )
    for word in words:
        assert list(ledger.search(procedure, Wanted(words=word))) == [wanted], word
    assert not ledger.search(procedure, Wanted(words="Gibt es nicht"))


def test_it_is_narrowed_to_a_campaign_and_to_late_letters(procedure):
    campaign = CampaignFactory(procedure=procedure)
    one = make_point(procedure, PersonFactory(), campaign=campaign)
    two = make_point(procedure, PersonFactory(), is_late=True)
    assert list(ledger.search(procedure, Wanted(campaign=campaign.number))) == [one]
    assert list(ledger.search(procedure, Wanted(late=True))) == [two]


def test_read_letters_without_a_point_are_not_lost(procedure):
    empty = StatementFactory(procedure=procedure, already_read=True)
    StatementFactory(procedure=procedure)
    make_point(procedure, PersonFactory())
    assert list(ledger.letters_without_points(procedure)) == [empty]


def test_rows_take_two_queries_more(procedure, django_assert_num_queries):
    argument = make_answered(procedure)
    for _number in range(5):
        make_point(procedure, PersonFactory(named=True), argument)
    write(procedure)
    dispatch.mark_sent(procedure.replies.first(), how="post", by=BY)
    with django_assert_num_queries(3):
        for row in ledger.rows(ledger.points(procedure)):
            assert row.point.statement.person.code
            assert row.state_label


class TestPage:
    def test_it_shows_the_way_with_links_in_few_queries(
        self, client, worker, procedure, django_assert_max_num_queries
    ):
        argument = make_answered(procedure)
        points = [make_point(procedure, PersonFactory(), argument) for _number in range(3)]
        write(procedure)
        with django_assert_max_num_queries(17):
            page = client.get(reverse("ledger", args=[procedure.slug]))
        text = page.content.decode()
        for point in points:
            assert point.statement.code in text
            assert point.statement.person.code in text
        assert argument.get_absolute_url() in text
        assert reverse("reply", args=[procedure.slug, procedure.replies.first().code]) in text

    def test_htmx_gets_the_results_only(self, client, worker, procedure):
        make_point(procedure, PersonFactory())
        address = reverse("ledger", args=[procedure.slug])
        part = client.get(address, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part
        assert "<table" in part

    def test_a_wrong_filter_counts_as_none(self, client, worker, procedure):
        make_point(procedure, PersonFactory())
        address = reverse("ledger", args=[procedure.slug])
        page = client.get(address, {"state": "lost", "campaign": "x", "page": "99", "late": "?"})
        assert page.status_code == 200
        assert page.context["page"].paginator.count == 1

    def test_letters_without_points_have_their_own_list(self, client, worker, procedure):
        letter = StatementFactory(procedure=procedure, already_read=True)
        page = client.get(reverse("ledger", args=[procedure.slug]), {"state": "nothing"})
        assert letter.code in page.content.decode()

    @pytest.mark.parametrize("role", [Role.DEVELOPER, Role.PARTICIPANT])
    def test_it_is_closed_to_others(self, client, procedure, role):
        client.force_login(UserFactory(roles=[role], on_team=procedure))
        for name in ("ledger", "ledger-export", "replies", "gate", "prints"):
            assert client.get(reverse(name, args=[procedure.slug])).status_code == 403, name


class TestExport:
    def lines(self, client, procedure, **query):
        response = client.get(reverse("ledger-export", args=[procedure.slug]), query)
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text), delimiter=";"))

    def test_every_point_is_a_line(self, client, worker, procedure):
        argument = make_answered(procedure)
        for _number in range(3):
            make_point(procedure, PersonFactory(named=True), argument)
        write(procedure)
        dispatch.mark_sent(procedure.replies.first(), how="post", by=BY)
        header, *lines = self.lines(client, procedure)
        assert len(header) == 16
        assert len(lines) == 3
        assert len(self.lines(client, procedure, state="sent")) == 2

    def test_no_cell_is_a_formula(self, client, worker, procedure):
        letter = StatementFactory(procedure=procedure, text="=1+1; Schluss")
        segment = SegmentFactory(statement=letter, tied=True, start=0, end=4)
        OccurrenceFactory(segment=segment, statement=letter)
        _header, line = self.lines(client, procedure)
        assert line[5] == "'=1+1"

    def test_experts_get_no_name_not_even_inside_a_passage(self, client, procedure):
        secrets = make_talkative(procedure)
        client.force_login(UserFactory(roles=[Role.EXPERT], on_team=procedure))
        told = json.dumps(self.lines(client, procedure), ensure_ascii=False)
        assert "Lärm" in told
        for secret in secrets:
            assert secret not in told
        assert VaultLook.objects.get().purpose == "masking"


def test_points_of_other_procedures_stay_out(procedure):
    make_point(ProcedureFactory(), PersonFactory())
    assert not ledger.points(procedure).exists()
    assert Occurrence.objects.count() == 1
    assert replies.prepare(procedure) == 0
