"""The catalogue of arguments: answers, versions, merging and splitting."""

import pytest

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.statements.models import Argument
from dialogwerk.apps.statements.services import answers
from tests.factories import (
    AnswerVersionFactory,
    ArgumentFactory,
    DocumentFactory,
    OccurrenceFactory,
    ReplyFactory,
    ReplyPointFactory,
    UserFactory,
)

from .pages import account, address, text_of

pytestmark = pytest.mark.django_db


def test_the_catalogue_narrows_and_counts(client, procedure, letter):
    clerk = account(procedure, Role.CASE_WORKER)
    client.force_login(clerk)
    noise = ArgumentFactory(procedure=procedure, title="Lärm", responsible=clerk)
    water = ArgumentFactory(procedure=procedure, title="Trinkwasser", kind="study")
    AnswerVersionFactory(argument=water)
    OccurrenceFactory(segment__statement=letter, segment__argument=noise)
    merged = ArgumentFactory(procedure=procedure, merged_into=noise)

    def listed(**query):
        rows = client.get(address("arguments", procedure.slug), query).context["rows"]
        return [row["argument"] for row in rows]

    assert listed() == [noise, water]
    assert merged not in listed()
    assert listed(state="open") == [noise]
    assert listed(state="answered") == [water]
    assert listed(kind="study") == [water]
    assert listed(responsible="me") == [noise]
    assert listed(responsible="nobody") == [water]
    assert listed(responsible=str(clerk.pk)) == [noise]
    assert listed(q="trink") == [water]
    assert listed(q=str(noise.number)) == [noise]
    assert listed(sort="people") == [noise, water]
    rows = client.get(address("arguments", procedure.slug)).context["rows"]
    assert [(row["people"], row["letters"], row["points"]) for row in rows] == [
        (1, 1, 1),
        (0, 0, 0),
    ]


def test_the_search_finds_arguments_whose_words_all_occur(as_clerk, procedure):
    ArgumentFactory(procedure=procedure, title="Lärm in der Nacht")
    ArgumentFactory(procedure=procedure, title="Lärm am Tag")
    page = as_clerk.get(address("argument-search", procedure.slug), {"arg": "lärm nacht"})
    assert [one.title for one in page.context["arguments"]] == ["Lärm in der Nacht"]
    nothing = as_clerk.get(address("argument-search", procedure.slug), {"arg": "Wolf"})
    assert "<button" not in text_of(nothing)


def test_a_new_argument_needs_a_title(as_clerk, procedure):
    page = address("argument-new", procedure.slug)
    assert as_clerk.post(page, {"title": "", "kind": "argument"}).status_code == 200
    response = as_clerk.post(page, {"title": "Lärm", "kind": "argument"})
    assert response.url == Argument.objects.get().get_absolute_url()


ANSWER = {"result": "followed", "text": "Die Auflage wird erteilt.", "passed_to": "", "after": 0}


def test_the_responsible_expert_answers_own_arguments_only(client, procedure):
    expert = account(procedure, Role.EXPERT)
    client.force_login(expert)
    mine = ArgumentFactory(procedure=procedure, responsible=expert)
    other = ArgumentFactory(procedure=procedure)
    page = address("argument-answer", procedure.slug, mine.number)
    assert client.post(page, ANSWER).url == mine.get_absolute_url()
    page = address("argument-answer", procedure.slug, other.number)
    assert client.post(page, ANSWER).status_code == 403
    assert mine.answers.count() == 1
    assert not other.answers.exists()


def test_before_saving_the_page_says_whom_the_answer_concerns(as_clerk, letter, argument):
    OccurrenceFactory(segment__statement=letter, segment__argument=argument)
    old = AnswerVersionFactory(argument=argument)
    ReplyPointFactory(
        reply=ReplyFactory(procedure=letter.procedure, person=letter.person, dispatched=True),
        answer=old,
    )
    page = as_clerk.get(argument.get_absolute_url())
    assert page.context["counts"]["people"] == 1
    assert page.context["sent_replies"] == 1
    assert "knows" in page.context["answer_form"].fields


def test_flagging_sent_letters_has_to_be_confirmed(as_clerk, letter, argument):
    old = AnswerVersionFactory(argument=argument)
    reply = ReplyFactory(procedure=letter.procedure, person=letter.person, dispatched=True)
    ReplyPointFactory(reply=reply, answer=old)
    page = address("argument-answer", letter.procedure.slug, argument.number)
    refused = as_clerk.post(page, {**ANSWER, "after": 1})
    assert refused.status_code == 422
    assert argument.answers.count() == 1
    as_clerk.post(page, {**ANSWER, "after": 1, "knows": "1"})
    reply.refresh_from_db()
    assert reply.outdated_at is not None


def test_what_was_typed_stays_when_somebody_else_was_faster(as_clerk, argument):
    AnswerVersionFactory(argument=argument)
    page = address("argument-answer", argument.procedure.slug, argument.number)
    response = as_clerk.post(page, ANSWER)
    assert response.status_code == 422
    assert ANSWER["text"] in text_of(response)
    assert argument.answers.count() == 1


def test_versions_show_who_when_and_what_changed(as_clerk, argument):
    clerk = UserFactory(name="Kim Sachbearbeitung")
    answers.answer(argument=argument, result="followed", text="Nachts ist Ruhe.", by=clerk)
    answers.answer(argument=argument, result="followed", text="Abends ist Ruhe.", by=clerk)
    page = text_of(as_clerk.get(argument.get_absolute_url()))
    assert "<del>Nachts</del><ins>Abends</ins> ist Ruhe." in page
    assert "Kim Sachbearbeitung" in page


def test_an_argument_is_amended(as_clerk, procedure, argument):
    expert = account(procedure, Role.EXPERT)
    page = address("argument-amend", procedure.slug, argument.number)
    data = {"a-title": "Lärm", "a-kind": "argument", "a-summary": "", "a-responsible": expert.pk}
    as_clerk.post(page, data)
    argument.refresh_from_db()
    assert (argument.title, argument.responsible) == ("Lärm", expert)
    assert as_clerk.post(page, {**data, "a-title": ""}).status_code == 422
    stranger = UserFactory(roles=[Role.EXPERT])
    assert as_clerk.post(page, {**data, "a-responsible": stranger.pk}).status_code == 422


def test_sources_are_added_checked_and_taken_away(as_clerk, procedure, argument):
    document = DocumentFactory(scheme=procedure.scheme, pages=12)
    page = address("argument-source", procedure.slug, argument.number)
    wrong = as_clerk.post(page, {"s-document": document.pk, "s-page": 13, "s-note": ""})
    assert wrong.status_code == 422
    as_clerk.post(page, {"s-document": document.pk, "s-page": 12, "s-note": ""})
    source = argument.sources.get()
    assert (source.document, source.page) == (document, 12)
    as_clerk.post(page, {"drop": source.pk})
    assert not argument.sources.exists()
    assert as_clerk.post(page, {"drop": "x"}).status_code == 404


def test_merging_shows_what_it_means_and_waits_for_confirmation(as_clerk, letter, argument):
    target = ArgumentFactory(procedure=letter.procedure, number=2)
    OccurrenceFactory(segment__statement=letter, segment__argument=argument)
    page = address("argument-merge", letter.procedure.slug, argument.number)
    offered = as_clerk.get(page).context["offered"]
    assert offered == [target]
    asked = as_clerk.get(page, {"target": target.number})
    assert (asked.context["passages"], asked.context["counts"]["people"]) == (1, 1)
    argument.refresh_from_db()
    assert argument.merged_into is None
    as_clerk.post(page, {"target": target.number})
    argument.refresh_from_db()
    assert argument.merged_into == target
    lineage = as_clerk.get(target.get_absolute_url()).context["lineage"]
    assert [one.source for one in lineage["came_from"]] == [argument]


def test_splitting_needs_a_title_and_a_passage(as_clerk, letter, argument):
    point = OccurrenceFactory(segment__statement=letter, segment__argument=argument)
    page = address("argument-split", letter.procedure.slug, argument.number)
    assert as_clerk.get(page).status_code == 200
    data = {"title": "Schatten", "kind": "argument"}
    assert as_clerk.post(page, data).status_code == 200
    assert Argument.objects.count() == 1
    response = as_clerk.post(page, {**data, "passage": point.segment.pk})
    new = Argument.objects.get(title="Schatten")
    assert response.url == new.get_absolute_url()
    assert new.segments.get() == point.segment
