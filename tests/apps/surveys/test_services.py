"""Surveys: frozen versions, anonymous answers, results, tables."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.dialogues import hooks
from dialogwerk.apps.surveys import demo
from dialogwerk.apps.surveys.errors import AnsweredAlready, Frozen, NotAnswerable, NothingToAsk
from dialogwerk.apps.surveys.models import Reply, Submission
from dialogwerk.apps.surveys.services.answering import decide_text, submit
from dialogwerk.apps.surveys.services.exports import as_csv, as_xlsx
from dialogwerk.apps.surveys.services.results import crossed, results_of
from dialogwerk.apps.surveys.services.versions import (
    begin_draft,
    move_question,
    publish,
    published_version,
    remove_question,
    save_question,
)
from dialogwerk.cores.tables import read_table

pytestmark = pytest.mark.django_db


def test_a_published_version_is_frozen_and_a_new_one_begins_as_its_copy(one, survey, lead):
    question = survey.questions.first()
    for change in (
        lambda: save_question(version=survey, question=question, text="Anders?"),
        lambda: move_question(question=question, up=False),
        lambda: remove_question(question=question),
        lambda: publish(version=survey, now=timezone.now(), by=lead),
    ):
        with pytest.raises(Frozen):
            change()
    draft = begin_draft(format=one, now=timezone.now(), by=lead)
    assert begin_draft(format=one, now=timezone.now(), by=lead) == draft
    copied = [(q.text, q.kind, q.options, q.is_required) for q in draft.questions.all()]
    assert copied == [(q.text, q.kind, q.options, q.is_required) for q in survey.questions.all()]
    assert published_version(one) == survey
    publish(version=draft, now=timezone.now(), by=lead)
    assert published_version(one) == draft


def test_nothing_is_published_without_a_question(one, lead):
    with pytest.raises(NothingToAsk):
        publish(
            version=begin_draft(format=one, now=timezone.now(), by=lead),
            now=timezone.now(),
            by=lead,
        )


def test_questions_change_places(draft):
    first, second, *_rest = draft.questions.all()
    move_question(question=second, up=True)
    move_question(question=second, up=True)
    assert list(draft.questions.all())[:2] == [second, first]


def test_one_browser_answers_once_and_another_survey_knows_it_by_another_name(one, survey, lead):
    question = survey.questions.first()
    said = {"version": survey, "given": {question: [0]}, "browser": "b", "now": timezone.now()}
    made = submit(**said, submission_key="eins")
    assert submit(**said, submission_key="eins") == made
    with pytest.raises(AnsweredAlready):
        submit(**said, submission_key="zwei")
    newer = begin_draft(format=one, now=timezone.now(), by=lead)
    publish(version=newer, now=timezone.now(), by=lead)
    again = {**said, "version": newer, "given": {newer.questions.first(): [0]}}
    assert submit(**again, submission_key="drei").visitor != made.visitor
    with pytest.raises(NotAnswerable):
        submit(**{**said, "browser": "c"}, submission_key="vier")


def test_a_closed_survey_takes_nothing(one, survey):
    one.last_day = timezone.localdate() - timedelta(days=1)
    one.save()
    survey.refresh_from_db()
    with pytest.raises(NotAnswerable):
        submit(
            version=survey,
            given={survey.questions.first(): [0]},
            browser="b",
            submission_key="k",
            now=timezone.now(),
        )


def test_nothing_but_the_day_is_kept_and_the_journal_says_nothing_of_answers(answers):
    answers(1, unterwegs=[0])
    fields = {field.name for field in Submission._meta.get_fields() if not field.is_relation}
    assert fields == {"id", "visitor", "submission_key", "day"}
    assert "browser-0" not in Submission.objects.get().visitor
    actions = set(JournalEntry.objects.values_list("action", flat=True))
    assert actions == {"survey.version_begun", "survey.published"}


def test_results_count_shares_and_what_is_missing(survey, answers):
    answers(6, unterwegs=[0], sicher=[4], Wohin=[0, 2], Minuten=10.0)
    answers(2, unterwegs=[1], sicher=[1], Minuten=30.0)
    way, safe, where, minutes, missing = results_of(survey)
    assert [(bar.label, bar.count, bar.share) for bar in way.bars] == [
        ("Fuß", 6, 0.75),
        ("Rad", 2, 0.25),
    ]
    assert (where.n, where.missing) == (6, 2)
    assert [bar.count for bar in where.bars] == [6, 0, 6]
    assert safe.numbers.mean == pytest.approx(3.25)
    assert safe.bars[0].label == "1 (gar nicht)"
    assert (minutes.numbers.mean, minutes.numbers.median) == (15.0, 10.0)
    assert (missing.n, missing.missing) == (0, 8)


def test_very_few_answers_are_not_shown(survey, answers):
    answers(4, unterwegs=[0], Minuten=10.0)
    results = results_of(survey)
    assert not results[0].is_shown
    assert results[3].numbers is None


def test_texts_are_shown_only_when_let_through(survey, answers, lead):
    answers(1, unterwegs=[0], fehlt="Eine Bank.")
    answers(1, unterwegs=[0], fehlt="Herr X ist doof.")
    good, bad = Reply.objects.exclude(text="").order_by("pk")
    assert results_of(survey)[4].texts == []
    decide_text(reply=good, shown=True, by=lead)
    decide_text(reply=bad, shown=False, by=lead)
    assert results_of(survey)[4].texts == ["Eine Bank."]
    assert "doof" not in as_csv(survey).decode()
    assert "Bank" not in str(list(JournalEntry.objects.values_list("payload", flat=True)))


def test_by_group_small_cells_are_hidden(survey, answers):
    answers(10, unterwegs=[0], sicher=[5])
    answers(8, unterwegs=[0], sicher=[4])
    answers(9, unterwegs=[1], sicher=[5])
    answers(2, unterwegs=[1], sicher=[4])
    safe, _where = crossed(survey, survey.questions.first())
    assert safe.groups == ["Fuß", "Rad"]
    cells = dict(safe.rows)
    assert cells["4"] == [None, None]
    assert 2 not in [cell for row in cells.values() for cell in row]


def test_tables_hold_no_formula_and_their_order_tells_nothing(survey, answers):
    answers(1, unterwegs=[1], fehlt="=1+1", Minuten=7.5)
    answers(1, unterwegs=[0], Wohin=[0, 1])
    lines = as_csv(survey).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("1. Wie unterwegs?;2. Wie sicher?")
    assert lines[1:] == ['Fuß;;"Arbeit; Schule";;', "Rad;;;7.5;'=1+1"]
    content = as_xlsx(survey)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    rows = [list(row.values.values()) for row in read_table(io.BytesIO(content)).rows()]
    assert [row[-1] for row in rows] == ["", "=1+1"]


def test_the_chapter_says_that_it_is_not_representative_and_what_is_hidden(
    process, survey, answers
):
    answers(6, unterwegs=[0])
    (chapter,) = [one for one in hooks.chapters(process) if one.key == "survey-umfrage"]
    assert chapter.figure.startswith("<svg")
    assert len(chapter.tables) == 1
    assert len(chapter.gaps) == 4


def test_a_survey_that_was_never_published_has_no_chapter(process, draft):
    assert not [one for one in hooks.chapters(process) if one.key == "survey-umfrage"]


def test_the_demo_is_answered_forty_times(one, process, lead):
    demo.rehearse(process, {"office": lead})
    results = results_of(published_version(one))
    assert [result.n for result in results[:3]] == [40, 40, 40]
    assert len(results[5].texts) == 2
