"""Themes: proposed by the machine, decided by people, measured from that."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.dialogues.errors import Incomplete
from dialogwerk.apps.dialogues.models import (
    State,
    Theme,
    ThemeAssignment,
    ThemeExample,
    ThemeModel,
)
from dialogwerk.apps.dialogues.services import theme_learning, themes
from dialogwerk.apps.dialogues.services.theme_quality import quality_of
from tests.factories.dialogues import ContributionFactory

pytestmark = pytest.mark.django_db
How = ThemeAssignment.How

BIKES = ["Der Radweg {} ist zu schmal.", "Fahrräder stehen in Straße {} im Weg.", "Radfahren {}!"]
GREEN = ["Mehr Bäume im Park {}.", "Grüne Wiesen am Bach {} erhalten.", "Blumen statt Beton {}."]


@pytest.fixture
def bike(process):
    return Theme.objects.create(process=process, title="Rad", position=1)


@pytest.fixture
def green(process):
    return Theme.objects.create(process=process, title="Grün", position=2)


@pytest.fixture
def examples(process, bike, green):
    rows = [
        *(themes.ExampleRow(text.format(n), ("Rad",)) for n in range(8) for text in BIKES),
        *(themes.ExampleRow(text.format(n), ("Grün",)) for n in range(8) for text in GREEN),
    ]
    return rows


@pytest.fixture
def learned(process, examples, moderator):
    themes.take_examples(process=process, rows=examples, source="Dialog 2024", by=moderator)


@pytest.fixture
def about_bikes(place):
    return ContributionFactory(format=place, title="Radweg", text="Der Radweg ist zu schmal.")


def rows(contribution):
    return {row.theme.title: row.how for row in contribution.theme_assignments.all()}


def test_what_was_learned_is_proposed_with_reasons(process, learned, about_bikes):
    done = theme_learning.renew(process)
    assert done["proposals"] >= 1
    proposal = about_bikes.theme_assignments.get(theme__title="Rad")
    assert proposal.how == How.PROPOSED
    assert 0.5 < proposal.confidence <= 1
    assert any("rad" in word.casefold() for word in proposal.evidence)


def test_the_public_sees_nothing_that_was_only_proposed(process, learned, about_bikes):
    theme_learning.renew(process)
    assert themes.themes_of([about_bikes]) == {about_bikes.pk: []}
    assert [one.shown for one in themes.with_counts(process)] == [0, 0]


def test_nothing_is_proposed_before_there_is_something_to_learn_from(process, about_bikes, bike):
    assert theme_learning.renew(process) == {"model": 0, "contributions": 0, "proposals": 0}
    assert not ThemeModel.objects.exists()


def test_kept_refused_and_added_survive_every_new_run(
    process, learned, about_bikes, bike, green, moderator
):
    theme_learning.renew(process)
    ThemeAssignment.objects.update_or_create(
        contribution=about_bikes,
        theme=bike,
        defaults={"how": How.PROPOSED, "confidence": 0.9, "by": "system:themes"},
    )
    themes.review(contribution=about_bikes, themes=[green], by=moderator)
    before = rows(about_bikes)
    assert before["Rad"] == How.REJECTED
    assert before["Grün"] in (How.ADDED, How.CONFIRMED)
    theme_learning.renew(process)
    assert rows(about_bikes) == before


def test_a_second_look_changes_what_was_said(process, about_bikes, bike, green, moderator):
    themes.review(contribution=about_bikes, themes=[bike], by=moderator)
    assert rows(about_bikes) == {"Rad": How.ADDED}
    themes.review(contribution=about_bikes, themes=[green], by=moderator)
    assert rows(about_bikes) == {"Grün": How.ADDED}


def test_quality_counts_what_people_did_with_proposals(
    process, place, bike, green, moderator, learned
):
    theme_learning.renew(process)
    kept, refused, missed = ContributionFactory.create_batch(
        3, format=place, received_at=timezone.now() - timedelta(hours=1)
    )
    for one in (kept, refused):
        ThemeAssignment.objects.create(
            contribution=one, theme=bike, how=How.PROPOSED, confidence=0.9, by="system:themes"
        )
    themes.review(contribution=kept, themes=[bike], by=moderator)
    themes.review(contribution=refused, themes=[], by=moderator)
    themes.review(contribution=missed, themes=[green], by=moderator)
    quality = quality_of(process)
    total = quality.total
    assert (total.kept, total.rejected, total.added) == (1, 1, 1)
    assert (total.precision, total.recall) == (0.5, 0.5)
    assert quality.bands[-1].proposals == 2
    assert quality.reviewed == 3


def test_decided_before_there_was_a_model_is_not_measured(process, about_bikes, bike, moderator):
    themes.review(contribution=about_bikes, themes=[bike], by=moderator)
    quality = quality_of(process)
    assert (quality.reviewed, quality.by_hand) == (0, 1)
    assert quality.total.recall is None


def test_decisions_teach_with_what_they_left_out(process, about_bikes, bike, green, moderator):
    themes.review(contribution=about_bikes, themes=[bike], by=moderator)
    (example,), decided = theme_learning.examples_of(process)
    assert example.labels == frozenset({str(bike.pk)})
    assert decided == 1


def test_most_useful_next_leaves_out_what_is_decided(process, place, bike, moderator):
    done, waiting = ContributionFactory.create_batch(2, format=place)
    ContributionFactory(format=place, state=State.REFUSED)
    themes.review(contribution=done, themes=[bike], by=moderator)
    assert theme_learning.most_useful_next(process) == [waiting]


def test_the_run_in_the_background_says_what_it_did(
    process, learned, about_bikes, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        run = theme_learning.start_proposing(process)
    run.refresh_from_db()
    assert run.state == Run.State.DONE
    assert run.result["contributions"] == 1


def test_a_run_under_way_is_not_started_twice(process, learned, about_bikes):
    first = theme_learning.start_proposing(process)
    assert theme_learning.start_proposing(process) == first


def test_new_decisions_let_proposals_be_renewed(process, learned, about_bikes, bike, moderator):
    theme_learning.renew(process)
    long_ago = timezone.now() - timedelta(hours=1)
    ThemeModel.objects.update(at=long_ago)
    assert len(theme_learning.start_where_due(timezone.now())) == 1
    ThemeModel.objects.update(at=timezone.now())
    assert theme_learning.start_where_due(timezone.now()) == []


def test_only_the_newest_model_keeps_its_content(process, learned, about_bikes):
    theme_learning.renew(process)
    theme_learning.renew(process)
    kept = {row.number: bool(row.content) for row in ThemeModel.objects.all()}
    assert kept == {1: False, 2: True}


def test_the_same_examples_are_taken_once(process, learned, examples, moderator):
    before = ThemeExample.objects.count()
    taken = themes.take_examples(process=process, rows=examples, source="x", by=moderator)
    assert taken.examples == 0
    assert ThemeExample.objects.count() == before


def test_a_theme_in_use_cannot_be_left_out(process, about_bikes, bike, green, moderator):
    themes.review(contribution=about_bikes, themes=[bike], by=moderator)
    with pytest.raises(Incomplete):
        themes.save_themes(process=process, titles=["Grün"], by=moderator)
    themes.save_themes(process=process, titles=["Rad", "Lärm"], by=moderator)
    assert list(process.themes.values_list("title", flat=True)) == ["Rad", "Lärm"]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (b"text,themes\nHallo,A;B\n", [("Hallo", ("A", "B"))]),
        (b"Titel;Text;A;B\nEins;Zwei;1;0\n", [("Eins\nZwei", ("A",))]),
        ("text\tthemen\nGrün für alle\tÖl\n".encode("cp1252"), [("Grün für alle", ("Öl",))]),
        (b"text,themes\n,A\nDa,\n", [("Da", ())]),
    ],
)
def test_tables_of_examples_are_read(table, rows):
    assert [(one.text, one.labels) for one in themes.read_examples(table)] == rows


@pytest.mark.parametrize(
    "table", [b"", b"text,themes\n", b"a,b\n1,2\n", b"text\nHallo\n", b"text,A\nHallo,vielleicht\n"]
)
def test_tables_that_cannot_be_read_say_why(table):
    with pytest.raises(Incomplete) as refused:
        themes.read_examples(table)
    assert str(refused.value)


def test_the_real_table_can_be_taken(process, moderator, real_data):
    content = (real_data / "dialogues" / "freiraum-ottensen-2021-themes.csv").read_bytes()
    taken = themes.take_examples(
        process=process,
        rows=themes.read_examples(content),
        source="Freiraum Ottensen 2021",
        by=moderator,
    )
    assert (taken.themes, taken.examples) == (11, 404)  # one of twelve labels is never given
