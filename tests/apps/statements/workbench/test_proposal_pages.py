"""Proposals where they are decided on: the reader, the queue, the quality page."""

import pytest
from django.utils import timezone

from dialogwerk.apps.statements.models import Proposal, ProposalQueue, Segment
from dialogwerk.apps.statements.services import reading
from tests.factories import ProposalFactory, StatementFactory

from .pages import address, text_of

pytestmark = pytest.mark.django_db
QUERIES = 15


@pytest.fixture
def segment(letter):
    return reading.propose_segments(letter)[0]


@pytest.fixture
def proposal(segment, argument):
    return ProposalFactory(segment=segment, argument=argument)


@pytest.fixture
def queue(procedure, segment):
    return ProposalQueue.objects.create(
        procedure=procedure, renewed_at=timezone.now(), passages=[[segment.pk, 12]]
    )


def test_the_proposed_argument_stands_first_with_percent_and_evidence(as_clerk, letter, proposal):
    page = text_of(as_clerk.get(letter.get_absolute_url()))
    panel = page[page.index('id="panel"') :]
    assert panel.index("Argument 1 zuordnen") < panel.index('id="found-arguments"')
    assert "wahrscheinlich, 83 %" in panel
    assert "Nacht" in panel


def test_one_click_ties_as_proposed(as_clerk, letter, proposal):
    where = address("reader-passage", letter.procedure.slug, letter.code)
    as_clerk.post(where, {"segment": proposal.segment_id, "argument": proposal.argument.number})
    proposal.refresh_from_db()
    assert proposal.outcome == Proposal.Outcome.KEPT
    assert proposal.segment.confirmation == Segment.Confirmation.EXPLICIT


def test_a_refused_proposal_leaves_the_passage_open(as_clerk, letter, proposal):
    where = address("reader-passage", letter.procedure.slug, letter.code)
    sent = {"segment": proposal.segment_id, "refuse": proposal.pk}
    response = as_clerk.post(where, sent)
    assert f"passage={proposal.segment_id}" in response.url
    proposal.refresh_from_db()
    assert proposal.outcome == Proposal.Outcome.REFUSED
    assert proposal.segment.state == Segment.State.PROPOSED
    assert "Nicht Argument 1" not in text_of(as_clerk.get(response.url))
    assert as_clerk.post(where, sent).status_code == 302


def test_a_letter_is_finished_with_the_rest_confirmed(as_clerk, letter, proposal):
    Segment.objects.filter(statement=letter).exclude(pk=proposal.segment_id).delete()
    finish = address("reader-finish", letter.procedure.slug, letter.code)
    asked = as_clerk.get(as_clerk.post(finish).url)
    assert "Diesen Vorschlag bestätigen und abschließen" in text_of(asked)
    Segment.objects.filter(statement=letter).exclude(pk=proposal.segment_id).delete()
    as_clerk.post(finish, {"rest": "confirm"})
    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.confirmation) == ("kept", "tacit")


def test_the_queue_shows_one_passage_and_goes_on_after_it(as_clerk, procedure, proposal, queue):
    page = address("useful-passages", procedure.slug)
    shown = as_clerk.get(page)
    assert shown.context["current"].segment == proposal.segment
    assert "steht in 12 Schreiben" in text_of(shown)
    where = address("useful-passage", procedure.slug)
    as_clerk.post(where, {"segment": proposal.segment_id, "argument": proposal.argument.number})
    proposal.segment.refresh_from_db()
    assert proposal.segment.state == Segment.State.TIED
    assert "Hier wartet keine Passage" in text_of(as_clerk.get(page))


def test_the_queue_decides_only_on_its_own_procedure(as_clerk, procedure):
    foreign = reading.propose_segments(StatementFactory())[0]
    where = address("useful-passage", procedure.slug)
    assert as_clerk.post(where, {"segment": foreign.pk, "action": "aside"}).status_code == 404
    assert as_clerk.post(where, {"segment": "x"}).status_code == 404


def test_experts_see_the_quality_but_not_the_queue(as_expert, procedure):
    assert as_expert.get(address("useful-passages", procedure.slug)).status_code == 403
    assert as_expert.get(address("proposal-quality", procedure.slug)).status_code == 200


def test_the_quality_page_and_its_chart_hold_the_same_figures(as_clerk, procedure, proposal):
    reading.tie_segment(segment=proposal.segment, argument=proposal.argument, by="user:1")
    response = as_clerk.get(address("proposal-quality", procedure.slug))
    assert response.context["quality"].explicit.kept == 1
    assert [dot.label for dot in response.context["dots"]] == ["83 % → 100 % (1)"]
    page = text_of(response)
    assert "<svg" in page
    assert "80–100 %" in page


@pytest.mark.parametrize(
    ("ending", "kind"), [("json", "application/json"), ("pdf", "application/pdf")]
)
def test_the_model_card_is_a_file(as_clerk, procedure, proposal, ending, kind):
    response = as_clerk.get(address("model-card", procedure.slug, ending))
    assert response["Content-Type"] == kind
    assert ending in response["Content-Disposition"]


def test_there_is_no_other_model_card(as_clerk, procedure):
    assert as_clerk.get(address("model-card", procedure.slug, "exe")).status_code == 404


def test_proposals_can_be_renewed_at_once(as_clerk, procedure):
    response = as_clerk.post(address("proposals-renew", procedure.slug), follow=True)
    assert "im Hintergrund erneuert" in text_of(response)


@pytest.mark.parametrize("name", ["useful-passages", "proposal-quality"])
def test_pages_need_few_queries(
    as_clerk, procedure, proposal, queue, name, django_assert_max_num_queries
):
    page = address(name, procedure.slug)
    as_clerk.get(page)
    with django_assert_max_num_queries(QUERIES):
        as_clerk.get(page)


def test_an_open_passage_shows_whether_it_probably_argues(as_clerk, letter, segment):
    segment.argues = 0.12
    segment.save()
    page = text_of(as_clerk.get(letter.get_absolute_url()))
    assert page.count("kein Argument, 88 %") == 3
    assert "beiseitegelegt wurde: kein Argument, 88 %." in page
    reading.set_aside(segment=segment, by="user:7")
    assert "kein Argument, 88 %" not in text_of(as_clerk.get(letter.get_absolute_url()))


def test_the_quality_page_says_how_well_argument_or_not_was_learned(as_clerk, procedure, queue):
    here = address("proposal-quality", procedure.slug)
    assert "20 verschiedene zugeordnete und 20 beiseitegelegte" in text_of(as_clerk.get(here))
    queue.arguing = {"tied": 40, "set_aside": 30, "right_tied": 0.9, "right_set_aside": 0.4}
    queue.arguing["is_shown"] = False
    queue.save()
    page = text_of(as_clerk.get(here))
    assert "90 % der zugeordneten und 40 % der beiseitegelegten" in page
    assert "zu nahe am Raten" in page
