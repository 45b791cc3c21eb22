"""Promises of the dialogue in the synopsis, and all of them as a table."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils.translation import override

from dialogwerk.apps.people.audiences import Audience
from dialogwerk.apps.statements.services import synopsis
from dialogwerk.apps.statements.services.considered_lines import table
from dialogwerk.apps.statements.services.considering import (
    cite_promise,
    refute_promise,
    take_back,
)
from dialogwerk.apps.statements.services.synopsis import Reader
from tests.factories import OccurrenceFactory, ProcedureFactory, PromiseFactory

pytestmark = pytest.mark.django_db
AUDIENCES = [Audience.AUTHORITY, Audience.DEVELOPER, Audience.PUBLIC]


@pytest.fixture
def argument(procedure):
    return OccurrenceFactory(
        statement__procedure=procedure, segment__argument__procedure=procedure
    ).segment.argument


def seen_by(procedure, audience):
    return synopsis.synopsis(procedure, reader=Reader(audience, by="user:1"))


def cited(procedure, audience=Audience.AUTHORITY):
    (row,) = seen_by(procedure, audience).rows
    return [source.document for source in row.sources]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_cited_promise_stands_among_the_sources_of_the_answer(
    procedure, argument, worker, audience
):
    promise = PromiseFactory(scheme=procedure.scheme, text="Die Hecke bleibt.")
    cite_promise(procedure=procedure, promise=promise, argument=argument, by=worker)
    (said,) = cited(procedure, audience)
    assert promise.code in said
    assert "Die Hecke bleibt." in said


@pytest.mark.parametrize("audience", AUDIENCES)
def test_one_that_is_not_public_is_only_for_the_authority(procedure, argument, worker, audience):
    promise = PromiseFactory(scheme=procedure.scheme, is_public=False, text="Nur intern gesagt.")
    other = PromiseFactory(scheme=procedure.scheme, is_public=False, text="Auch nur intern.")
    cite_promise(procedure=procedure, promise=promise, argument=argument, by=worker)
    refute_promise(procedure=procedure, promise=other, reasons="Rechtlich unmöglich.", by=worker)
    is_authority = audience == Audience.AUTHORITY
    assert bool(cited(procedure, audience)) is is_authority
    assert ("Auch nur intern." in seen_by(procedure, audience).note) is is_authority


def test_a_refuted_promise_stands_in_the_note_with_its_reasons(procedure, argument, worker):
    promise = PromiseFactory(scheme=procedure.scheme)
    refute_promise(procedure=procedure, promise=promise, reasons="Kein Belang.", by=worker)
    with override("de"):
        note = seen_by(procedure, Audience.PUBLIC).note
    assert promise.text in note
    assert "Kein Belang." in note
    assert not cited(procedure)


def test_what_was_taken_back_is_not_said(procedure, argument, worker):
    promise = PromiseFactory(scheme=procedure.scheme)
    row = cite_promise(procedure=procedure, promise=promise, argument=argument, by=worker)
    take_back(considered=row, because="Falsches Argument.", by=worker)
    assert not cited(procedure)


def test_promises_of_another_project_are_not_said(procedure, argument, worker):
    other = ProcedureFactory()
    promise = PromiseFactory(scheme=other.scheme, text="Anderswo.")
    refute_promise(procedure=other, promise=promise, reasons="Nein.", by=worker)
    assert "Anderswo." not in seen_by(procedure, Audience.AUTHORITY).note


def test_the_table_has_a_row_for_each_place_and_for_each_open_one(procedure, argument, worker):
    first, second, open_one = (PromiseFactory(scheme=procedure.scheme) for _n in range(3))
    cite_promise(procedure=procedure, promise=first, argument=argument, by=worker)
    cite_promise(procedure=procedure, promise=first, text="Bescheid, S. 7", by=worker)
    refute_promise(procedure=procedure, promise=second, reasons="Kein Belang.", by=worker)
    with override("en"):
        header, rows = table(procedure)
        rows = [dict(zip(header, row, strict=True)) for row in rows]
    assert [row["Promise"] for row in rows] == [
        first.code,
        first.code,
        second.code,
        open_one.code,
    ]
    assert [row["Argument"] for row in rows] == [str(argument.number), "", "", ""]
    assert [row["Where, or why not"] for row in rows] == ["", "Bescheid, S. 7", "Kein Belang.", ""]
    assert not rows[-1]["Decided"]


def test_many_promises_cost_no_more_queries_than_few(
    procedure, argument, worker, django_assert_num_queries
):
    for _n in range(20):
        promise = PromiseFactory(scheme=procedure.scheme)
        cite_promise(procedure=procedure, promise=promise, argument=argument, by=worker)
    with django_assert_num_queries(3):
        assert len(list(table(procedure)[1])) == 20


def test_the_table_can_be_downloaded_from_the_page(procedure, worker, client):
    promise = PromiseFactory(scheme=procedure.scheme, text="=SUMME(A1)")
    client.force_login(worker)
    address = reverse("weighed-promises-export", args=[procedure.slug])
    assert address in client.get(reverse("weighed-promises", args=[procedure.slug])).text
    response = client.get(address)
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][0] == promise.code
    assert rows[1][1] == "'=SUMME(A1)"
    assert "zusagen-" in response.headers["Content-Disposition"]
