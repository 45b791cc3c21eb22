from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter

from dialogwerk.apps.base.dates import UNKNOWN, UncertainDate, parse
from dialogwerk.apps.base.fields import (
    EarliestDay,
    LatestDay,
    UncertainDateField,
    UncertainDateFormField,
    may_touch,
)

pytestmark = pytest.mark.django_db


class Chapter(models.Model):
    """Something with an uncertain beginning."""

    begun = UncertainDateField(null=True, blank=True)
    begun_earliest = EarliestDay("begun")
    begun_latest = LatestDay("begun")

    class Meta:
        app_label = "base_test"

    def __str__(self):
        return str(self.begun)


@pytest.fixture
def chapters(db):
    """The table of `Chapter`, gone again with the test's transaction."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TABLE base_test_chapter (id integer PRIMARY KEY AUTOINCREMENT,"
                " begun varchar(160), begun_earliest date, begun_latest date)"
            )
    else:
        with connection.schema_editor() as editor:
            editor.create_model(Chapter)
    return Chapter.objects


def test_a_date_reads_back_with_its_bounds(chapters):
    Chapter.objects.create(begun=parse("zu Beginn des Jahres 2010"))
    chapter = chapters.get()
    assert chapter.begun == UncertainDate("2010-37", "zu Beginn des Jahres 2010")
    assert (chapter.begun_earliest, chapter.begun_latest) == (date(2010, 1, 1), date(2010, 4, 30))


def test_bounds_follow_when_the_date_changes(chapters):
    chapter = Chapter.objects.create(begun=parse("2010"))
    chapter.begun = parse("seit 2012")
    chapter.save()
    chapter = chapters.get()
    assert (chapter.begun_earliest, chapter.begun_latest) == (date(2012, 1, 1), None)


def test_bulk_creation_sets_the_bounds_and_words_may_be_given_as_text(chapters):
    Chapter.objects.bulk_create([Chapter(begun="Anfang 2010"), Chapter(begun=None)])
    bounds = chapters.order_by("pk").values_list("begun", "begun_latest")
    assert list(bounds) == [(UncertainDate("2010-37"), date(2010, 4, 30)), (None, None)]


def test_an_unknown_date_is_something_else_than_no_date(chapters):
    Chapter.objects.bulk_create([Chapter(begun=UNKNOWN), Chapter(begun=None)])
    assert chapters.filter(begun=None).count() == 1
    assert chapters.filter(begun=UNKNOWN).count() == 1


def test_a_time_finds_the_dates_that_can_touch_it(chapters):
    for said in ("2009", "Anfang 2010", "seit 2008", "bis 2009", "unbekannt"):
        Chapter.objects.create(begun=parse(said))
    Chapter.objects.create(begun=None)
    found = chapters.filter(may_touch("begun", date(2010, 1, 1), date(2010, 12, 31)))
    assert {str(chapter) for chapter in found} == {"Anfang 2010", "seit 2008", "unbekannt"}
    assert chapters.filter(may_touch("begun", None, None)).count() == 5


def test_a_form_takes_words_and_shows_them_again():
    form_class = forms.modelform_factory(Chapter, fields=["begun"])
    form = form_class({"begun": " Anfang  Oktober 2010 "})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["begun"].as_said == "Anfang Oktober 2010"
    assert form.instance.begun.latest == date(2010, 10, 10)
    shown = form_class(instance=Chapter(begun=parse("ca. 2010")))
    assert 'value="ca. 2010"' in shown.as_p()


def test_a_form_left_empty_gives_no_date():
    form = forms.modelform_factory(Chapter, fields=["begun"])({"begun": ""})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["begun"] is None


def test_a_form_answers_what_is_no_date_with_examples():
    form = forms.modelform_factory(Chapter, fields=["begun"])({"begun": "demnächst"})
    assert not form.is_valid()
    assert "10.06.2009" in form.errors["begun"][0]


def test_a_form_field_notices_whether_a_date_was_changed():
    field = UncertainDateFormField()
    assert not field.has_changed(parse("ca. 2010"), "ca. 2010")
    assert field.has_changed(parse("ca. 2010"), "2011")
    assert field.clean(UNKNOWN) is UNKNOWN


def test_the_model_refuses_what_is_no_date():
    with pytest.raises(ValidationError, match="demnächst"):
        Chapter(begun="demnächst").full_clean()
    with pytest.raises(ValidationError):
        Chapter(begun="nonsense|demnächst").full_clean()


def test_dates_travel_through_serialisation():
    field = Chapter._meta.get_field("begun")
    chapter = Chapter(begun=parse("ca. 2010"))
    text = field.value_to_string(chapter)
    assert field.to_python(text) == chapter.begun
    assert field.value_to_string(Chapter()) == ""


def test_migrations_write_the_bounds_with_their_source():
    written, _imports = MigrationWriter.serialize(Chapter._meta.get_field("begun_latest"))
    assert "LatestDay('begun'" in written
