"""Proposals by keyboard: accepted, refused, worked through in the queue."""

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.statements.models import Proposal, ProposalQueue, Segment
from dialogwerk.apps.statements.services import reading
from tests.factories import (
    ArgumentFactory,
    ProcedureFactory,
    ProposalFactory,
    StatementFactory,
    UserFactory,
)

from .conftest import assert_accessible, assert_no_sideways_scrolling, sign_in

TEXT = "Ich fürchte den Lärm der Anlagen in der Nacht.\n\nDer Rotmilan brütet am Heiderand."


@pytest.fixture
def proposals():
    """A letter with two passages, each with a proposal, both in the queue."""
    procedure = ProcedureFactory(open_round=True)
    letter = StatementFactory(procedure=procedure, text=TEXT)
    made = [
        ProposalFactory(segment=segment, argument=ArgumentFactory(procedure=procedure, title=title))
        for segment, title in zip(
            reading.propose_segments(letter), ("Lärm in der Nacht", "Rotmilan"), strict=True
        )
    ]
    ProposalQueue.objects.create(
        procedure=procedure,
        renewed_at=timezone.now(),
        passages=[[one.segment_id, 3] for one in made],
    )
    return made


@pytest.fixture
def open_as_clerk(open_page, live_server, proposals):
    def open_(path, **how):
        procedure = proposals[0].procedure
        page = open_page(**how)
        sign_in(page, live_server, UserFactory(roles=[Role.CASE_WORKER], on_team=procedure))
        page.goto(live_server.url + path)
        return page

    return open_


def test_one_key_accepts_and_one_refuses(open_as_clerk, proposals):
    first, second = proposals
    page = open_as_clerk(first.segment.statement.get_absolute_url())
    page.locator(".wb-proposal").wait_for()
    assert_accessible(page)
    page.keyboard.press("a")
    page.locator(f'#panel[data-current="{second.segment_id}"]').wait_for()
    page.keyboard.press("r")
    page.locator(".wb-proposal").wait_for(state="detached")
    for one in proposals:
        one.refresh_from_db()
    assert (first.outcome, second.outcome) == (Proposal.Outcome.KEPT, Proposal.Outcome.REFUSED)
    assert second.segment.state == Segment.State.PROPOSED


@pytest.mark.parametrize("script", [True, False])
def test_the_queue_is_worked_through(open_as_clerk, proposals, script):
    slug = proposals[0].procedure.slug
    page = open_as_clerk(reverse("useful-passages", args=[slug]), script=script, width=320)
    assert_no_sideways_scrolling(page)
    for one in proposals:
        page.locator(f'#panel[data-current="{one.segment_id}"]').wait_for()
        page.locator(".wb-proposal button").first.click()
    page.locator(".dw-empty").wait_for()
    assert Proposal.objects.filter(outcome=Proposal.Outcome.KEPT).count() == 2


def test_queue_and_quality_are_accessible(open_as_clerk, proposals, live_server):
    first = proposals[0]
    reading.tie_segment(segment=first.segment, argument=first.argument, by="user:1")
    slug = first.procedure.slug
    page = open_as_clerk(reverse("useful-passages", args=[slug]))
    assert_accessible(page)
    page.goto(live_server.url + reverse("proposal-quality", args=[slug]))
    assert_accessible(page)
    assert page.locator(".wb-reliability__dot").count() == 1
