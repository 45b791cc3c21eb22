"""Arguments: opened, answered in versions, merged, split, founded on sources."""

import pytest
from django.utils import timezone

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.statements.errors import NotAllowedNow
from dialogwerk.apps.statements.models import AnswerVersion, ArgumentLineage
from dialogwerk.apps.statements.models.answers import Weighing
from dialogwerk.apps.statements.services import answers
from tests.factories import (
    AnswerVersionFactory,
    ArgumentFactory,
    DocumentFactory,
    OccurrenceFactory,
    ProcedureFactory,
    ReplyFactory,
    ReplyPointFactory,
    SegmentFactory,
    StatementFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
CLERK = "user:7"


@pytest.fixture
def expert():
    return UserFactory()


@pytest.fixture
def argument():
    return ArgumentFactory()


def answer(argument, by, **changes):
    wanted = {"result": Weighing.FOLLOWED, "text": "Die Auflage wird erteilt.", **changes}
    return answers.answer(argument=argument, by=by, **wanted)


def raised_by(argument, *letters):
    """Letters that make the point, each with a passage of its own."""
    return [
        OccurrenceFactory(segment=SegmentFactory(statement=letter, tied=True, argument=argument))
        for letter in letters
    ]


# The catalogue


def test_arguments_are_numbered_within_their_procedure():
    procedure, other = ProcedureFactory(), ProcedureFactory()
    numbers = [
        answers.open_argument(procedure=one, title="Lärm", by=CLERK).number
        for one in (procedure, procedure, other)
    ]
    assert numbers == [1, 2, 1]


def test_an_argument_needs_a_title():
    with pytest.raises(NotAllowedNow):
        answers.open_argument(procedure=ProcedureFactory(), title="  ", by=CLERK)


def test_amending_records_what_it_was_before(argument, expert):
    was = argument.title
    changed = answers.amend_argument(
        argument=argument,
        title="Lärm bei Nacht",
        kind=argument.kind,
        summary="Richtwerte",
        responsible=expert,
        by=CLERK,
    )
    assert set(changed) == {"title", "summary", "responsible_id"}
    argument.refresh_from_db()
    assert (argument.title, argument.responsible) == ("Lärm bei Nacht", expert)
    assert JournalEntry.objects.get(action="argument.amended").payload["before"]["title"] == was


def test_amending_to_the_same_is_no_news(argument):
    changed = answers.amend_argument(
        argument=argument,
        title=argument.title,
        kind=argument.kind,
        summary="",
        responsible=None,
        by=CLERK,
    )
    assert changed == []
    assert not JournalEntry.objects.exists()


# Versions


def test_every_answer_is_a_new_version_and_the_last_one_is_current(argument, expert):
    first = answer(argument, expert)
    second = answer(argument, expert, text="Die Auflage wird verschärft.")
    argument.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert argument.current_answer == second
    assert AnswerVersion.objects.get(pk=first.pk).text == "Die Auflage wird erteilt."


@pytest.mark.parametrize(
    "changes",
    [
        {"text": " \n "},
        {"result": "vielleicht"},
        {"result": Weighing.NOT_IN_THIS_PROCEDURE},
        {"result": Weighing.NOT_IN_THIS_PROCEDURE, "passed_to": "  "},
    ],
)
def test_an_answer_that_says_nothing_is_refused(argument, expert, changes):
    with pytest.raises(NotAllowedNow):
        answer(argument, expert, **changes)
    assert not argument.answers.exists()


def test_to_whom_a_point_was_passed_is_kept_only_with_that_result(argument, expert):
    assert answer(argument, expert, passed_to="Stadt Musterhausen").passed_to == ""
    passed = answer(
        argument, expert, result=Weighing.NOT_IN_THIS_PROCEDURE, passed_to="Stadt Musterhausen"
    )
    assert passed.passed_to == "Stadt Musterhausen"


def test_the_same_answer_again_is_no_new_version(argument, expert):
    answer(argument, expert)
    with pytest.raises(NotAllowedNow):
        answer(argument, expert)


def test_line_ends_of_the_browser_make_no_new_version(argument, expert):
    answer(argument, expert, text="Ja.\n\nGern.")
    with pytest.raises(NotAllowedNow):
        answer(argument, expert, text="Ja.\r\n\r\nGern.\r\n")


def test_of_two_writers_the_second_is_told_about_the_first(argument, expert):
    answer(argument, expert, after=0)
    with pytest.raises(NotAllowedNow, match="1"):
        answer(argument, UserFactory(), text="Anders.", after=0)
    assert answer(argument, UserFactory(), text="Anders.", after=1).number == 2


def test_a_version_says_how_many_people_it_concerned(argument, expert):
    procedure = argument.procedure
    first = StatementFactory(procedure=procedure)
    second = StatementFactory(procedure=procedure, person=first.person)
    raised_by(argument, first, second, StatementFactory(procedure=procedure))
    assert answers.people_concerned(argument) == 2
    assert answer(argument, expert).people_concerned == 2


def test_a_new_version_flags_sent_letters_and_leaves_unsent_ones(argument, expert):
    old = AnswerVersionFactory(argument=argument)
    sent = ReplyFactory(procedure=argument.procedure, dispatched=True)
    unsent = ReplyFactory(procedure=argument.procedure)
    for reply in (sent, unsent):
        ReplyPointFactory(reply=reply, answer=old)
    assert answers.sent_replies_concerned(argument) == 1
    answer(argument, expert)
    sent.refresh_from_db()
    unsent.refresh_from_db()
    assert sent.outdated_at is not None
    assert unsent.outdated_at is None
    assert JournalEntry.objects.get(action="argument.answered").payload["flagged_replies"] == 1


def test_a_merged_argument_is_not_answered_any_more(argument, expert):
    target = ArgumentFactory(procedure=argument.procedure)
    answers.merge(source=argument, target=target, by=CLERK)
    with pytest.raises(NotAllowedNow):
        answer(argument, expert)


def test_nothing_is_changed_after_the_weighing_is_closed(argument, expert):
    other = ArgumentFactory(procedure=argument.procedure)
    source = answers.cite(argument=argument, document_id=None, page=None, note="TA Lärm", by=CLERK)
    argument.procedure.weighing_closed_at = timezone.now()
    argument.procedure.save()
    source.argument = argument
    steps = (
        lambda: answer(argument, expert),
        lambda: answers.open_argument(procedure=argument.procedure, title="Neu", by=CLERK),
        lambda: answers.merge(source=argument, target=other, by=CLERK),
        lambda: answers.split(source=argument, title="Neu", segments=[], by=CLERK),
        lambda: answers.cite(argument=argument, document_id=None, page=None, note="x", by=CLERK),
        lambda: answers.drop_source(source=source, by=CLERK),
    )
    for step in steps:
        with pytest.raises(NotAllowedNow):
            step()


# Merging and splitting


def test_merging_moves_the_passages_and_keeps_the_lineage(argument):
    target = ArgumentFactory(procedure=argument.procedure)
    raised_by(argument, StatementFactory(procedure=argument.procedure))
    answers.merge(source=argument, target=target, by=CLERK)
    argument.refresh_from_db()
    assert argument.merged_into == target
    assert not argument.segments.exists()
    assert answers.people_concerned(target) == 1
    line = ArgumentLineage.objects.get()
    assert (line.kind, line.source, line.target) == ("merge", argument, target)


def test_merging_flags_letters_that_answer_the_merged_argument(argument):
    target = ArgumentFactory(procedure=argument.procedure)
    letter = StatementFactory(procedure=argument.procedure)
    raised_by(argument, letter)
    reply = ReplyFactory(procedure=letter.procedure, person=letter.person, dispatched=True)
    ReplyPointFactory(reply=reply, answer__argument=argument)
    answers.merge(source=argument, target=target, by=CLERK)
    reply.refresh_from_db()
    assert reply.outdated_at is not None


def test_an_argument_is_merged_once_and_never_into_itself_or_elsewhere(argument):
    target = ArgumentFactory(procedure=argument.procedure)
    for wrong in (argument, ArgumentFactory()):
        with pytest.raises(NotAllowedNow):
            answers.merge(source=argument, target=wrong, by=CLERK)
    answers.merge(source=argument, target=target, by=CLERK)
    with pytest.raises(NotAllowedNow):
        answers.merge(source=argument, target=target, by=CLERK)


def test_splitting_takes_the_chosen_passages_and_starts_without_an_answer(argument, expert):
    letters = StatementFactory.create_batch(2, procedure=argument.procedure)
    first, second = raised_by(argument, *letters)
    answer(argument, expert)
    new = answers.split(source=argument, title="Schatten", segments=[first.segment], by=CLERK)
    assert [one.pk for one in new.segments.all()] == [first.segment.pk]
    assert [one.pk for one in argument.segments.all()] == [second.segment.pk]
    assert new.current_answer is None
    assert ArgumentLineage.objects.get().kind == ArgumentLineage.Kind.SPLIT


def test_splitting_needs_a_passage_of_this_argument(argument):
    foreign = SegmentFactory(tied=True)
    for segments in ([], [foreign]):
        with pytest.raises(NotAllowedNow):
            answers.split(source=argument, title="Neu", segments=segments, by=CLERK)


# Sources


def test_a_source_is_a_document_with_a_page_it_has_or_a_note(argument):
    document = DocumentFactory(scheme=argument.procedure.scheme, pages=12)
    cited = answers.cite(argument=argument, document_id=document.pk, page=12, note="", by=CLERK)
    assert str(cited).endswith("S. 12")
    for page in (0, 13):
        with pytest.raises(NotAllowedNow):
            answers.cite(argument=argument, document_id=document.pk, page=page, note="", by=CLERK)
    with pytest.raises(NotAllowedNow):
        answers.cite(argument=argument, document_id=None, page=None, note=" ", by=CLERK)


def test_a_document_of_another_scheme_is_no_source(argument):
    with pytest.raises(NotAllowedNow):
        answers.cite(argument=argument, document_id=DocumentFactory().pk, page=1, note="", by=CLERK)


def test_the_journal_keeps_a_source_that_was_dropped(argument):
    source = answers.cite(argument=argument, document_id=None, page=None, note="TA Lärm", by=CLERK)
    answers.drop_source(source=source, by=CLERK)
    assert not argument.sources.exists()
    assert JournalEntry.objects.last().payload["note"] == "TA Lärm"
