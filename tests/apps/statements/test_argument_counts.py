"""Figures of arguments: kept, counted again when points change, never wrong where that is quick."""

import pytest

from dialogwerk.apps.statements.models import Argument
from dialogwerk.apps.statements.services import answers, argument_counts, reading
from dialogwerk.apps.statements.services.argument_counts import Figures, figures_of, recount
from tests.factories import ArgumentFactory, CampaignFactory, PersonFactory, StatementFactory

from .answered_letters import BY, make_point

pytestmark = pytest.mark.django_db


@pytest.fixture
def argument(procedure):
    """Three points in three letters of two people."""
    argument = ArgumentFactory(procedure=procedure)
    person = PersonFactory()
    for one in (person, person, PersonFactory()):
        make_point(procedure, one, argument)
    return argument


def stored(argument):
    argument.refresh_from_db()
    return Figures(argument.points, argument.letters, argument.people)


def test_figures_are_right_before_anybody_has_counted(argument):
    assert figures_of([argument]) == {argument.pk: Figures(points=3, letters=3, people=2)}


def test_counting_keeps_them_and_is_done_once(argument, django_assert_num_queries):
    assert recount() == 1
    assert stored(argument) == Figures(3, 3, 2)
    assert recount() == 0
    with django_assert_num_queries(1):
        figures_of(Argument.objects.all())


def test_a_passage_tied_and_untied_in_a_template_counts_at_once(procedure, argument):
    campaign = CampaignFactory(procedure=procedure, number=1)
    StatementFactory.create_batch(2, procedure=procedure, campaign=campaign, person=PersonFactory())
    recount()
    tied = reading.tie(where=campaign, start=0, end=10, argument=argument, by=BY)
    assert figures_of([argument])[argument.pk] == Figures(5, 5, 3)
    other = ArgumentFactory(procedure=procedure)
    reading.tie_segment(segment=tied, argument=other, by=BY)
    assert figures_of([argument])[argument.pk] == Figures(3, 3, 2)
    assert figures_of([other])[other.pk] == Figures(2, 2, 1)
    reading.set_aside(segment=tied, by=BY)
    assert figures_of([other])[other.pk] == Figures()


def test_a_merged_argument_leaves_its_points_to_the_other(procedure, argument):
    other = ArgumentFactory(procedure=procedure)
    recount()
    answers.merge(source=argument, target=other, by=BY)
    assert figures_of([argument, other]) == {argument.pk: Figures(), other.pk: Figures(3, 3, 2)}


def test_very_many_changed_points_are_left_to_the_periodic_command(
    procedure, argument, monkeypatch
):
    recount()
    monkeypatch.setattr(argument_counts, "COUNTED_AT_ONCE", 2)
    point = make_point(procedure, PersonFactory(), argument)
    reading.reopen(segment=point.segment, by=BY)
    make_point(procedure, PersonFactory(), argument)
    assert figures_of([argument])[argument.pk] == Figures(3, 3, 2)
    recount()
    assert figures_of([argument])[argument.pk] == Figures(4, 4, 3)
