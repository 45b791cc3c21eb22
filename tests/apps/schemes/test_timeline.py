"""The timeline for everyone: both tracks, plain words, nothing internal."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.base.templatetags.dialogwerk import date_long
from dialogwerk.apps.schemes.models import DialogueDate, Notice, ScheduledStep
from dialogwerk.apps.schemes.timeline import timeline_of
from tests.factories import ProcedureFactory, RoundFactory

from .calendars import dialogue_date, happened, planned_procedure

pytestmark = pytest.mark.django_db

DURING = date(2027, 3, 15)


@pytest.fixture
def procedure():
    return planned_procedure()


def line(procedure, day=DURING):
    return timeline_of(procedure.scheme, [procedure], day=day)


def published(procedure, kind, **more):
    values = {"title": "Auslegung des Plans", "text": "…", **more}
    moment = timezone.now()
    return Notice.objects.create(
        procedure=procedure, kind=kind, published_on=moment.date(), published_at=moment, **values
    )


def titles(entries):
    return [entry.title for entry in entries]


def entry(procedure, step, day=DURING):
    name = procedure.steps.get(step=step).name
    return next(one for one in line(procedure, day).entries if one.title == name)


def test_what_runs_what_comes_and_what_has_been_are_told_apart(procedure):
    until = procedure.steps.get(step="objections").last_day
    states = [
        entry(procedure, "objections", day).state
        for day in (date(2027, 2, 28), date(2027, 3, 1), until, until + timedelta(days=1))
    ]
    assert states == ["coming", "now", "now", "past"]


def test_who_can_object_now_finds_where_and_why(procedure):
    found = entry(procedure, "objections")
    assert found.action.url == reverse("write", args=[procedure.slug])
    assert found.why == procedure.steps.get(step="objections").explanation
    assert found.norms
    assert entry(procedure, "objections", date(2028, 1, 1)).action is None


def test_both_tracks_stand_in_the_order_of_their_days(procedure):
    dialogue_date(procedure)
    found = line(procedure).entries
    assert {one.track for one in found} == {"dialogue", "procedure"}
    assert [one.first_day for one in found] == sorted(one.first_day for one in found)


@pytest.mark.parametrize(
    ("first", "last", "is_said"),
    [
        (date(2027, 2, 1), date(2027, 2, 28), False),
        (date(2027, 2, 1), date(2027, 3, 1), True),
        (date(2027, 4, 30), date(2027, 5, 30), True),
        (date(2027, 5, 1), date(2027, 5, 30), False),
    ],
)
def test_dialogue_during_the_objections_says_that_it_is_no_objection(
    procedure, first, last, is_said
):
    one = dialogue_date(procedure, first_day=first, last_day=last)
    [found] = [entry for entry in line(procedure).entries if entry.title == one.title]
    assert found.is_no_objection is is_said


def test_contributions_may_run_longer_than_the_event(procedure):
    one = dialogue_date(procedure, answer_by=date(2027, 3, 31))
    assert one.title in titles(line(procedure, date(2027, 3, 31)).now)


def test_dates_that_are_not_public_stay_inside(client, procedure):
    one = dialogue_date(procedure, title="Vorgespräch im Rathaus", is_public=False)
    assert one.title not in titles(line(procedure).entries)
    for page in (procedure.get_absolute_url(), procedure.scheme.get_absolute_url()):
        assert one.title not in client.get(page).content.decode()


def test_what_authorities_owe_each_other_is_not_shown(procedure):
    first = procedure.steps.get(step="objections")
    ScheduledStep.objects.filter(pk=first.pk).update(
        step="agencies", actor="agencies", kind="duty", name_de="Behörden", name_en="Agencies"
    )
    assert not {"Behörden", "Agencies"} & set(titles(line(procedure).entries))


def test_steps_that_fell_away_are_not_shown(procedure):
    step = procedure.steps.get(step="objections")
    procedure.steps.update(cancelled_at=step.changed_at)
    assert not [one for one in line(procedure).entries if one.why]


def test_a_hearing_is_expected_until_its_day_is_set(procedure):
    expected = entry(procedure, "hearing")
    assert expected.days != date_long(date(2027, 7, 6))
    happened(procedure, "hearing", date(2027, 7, 6))
    held = entry(procedure, "hearing")
    assert (held.first_day, held.last_day) == (date(2027, 7, 6), date(2027, 7, 6))
    assert held.days == date_long(date(2027, 7, 6))


def test_a_round_from_before_the_engine_shows_its_announced_days():
    procedure = ProcedureFactory()
    one = RoundFactory(procedure=procedure, display_start=date(2027, 3, 1))
    found = line(procedure).entries
    assert [entry.last_day for entry in found] == [one.display_end, one.objections_until]
    assert [entry.why for entry in found] == ["", ""]


def test_the_page_of_the_scheme_shows_the_line_and_the_calendar_to_subscribe_to(client, procedure):
    one = dialogue_date(procedure, url="https://dialog.example/schall")
    html = client.get(procedure.scheme.get_absolute_url()).content.decode()
    assert one.title in html
    assert 'href="https://dialog.example/schall"' in html
    assert reverse("procedure-feed", args=[procedure.slug]) in html
    assert procedure.steps.get(step="objections").explanation_de in html


def test_the_page_of_the_procedure_shows_the_same_line(client, procedure):
    DialogueDate.objects.all().delete()
    one = dialogue_date(procedure)
    html = client.get(procedure.get_absolute_url()).content.decode()
    assert one.title in html
    assert procedure.steps.get(step="public_display").explanation_de in html


def test_what_is_announced_leads_to_the_published_notice(procedure):
    one = published(procedure, "display", round=procedure.rounds.get())
    draft = Notice.objects.create(procedure=procedure, kind="hearing", title="Entwurf")
    found = line(procedure, date(2028, 1, 1))
    links = {entry.action.url for entry in found.entries if entry.action}
    assert one.get_absolute_url() in links
    assert draft.get_absolute_url() not in links
    assert found.notices == (one,)


def test_everyone_finds_the_notices_on_the_page_of_the_scheme(client, procedure):
    one = published(procedure, "display", round=procedure.rounds.get())
    page = client.get(procedure.scheme.get_absolute_url()).content.decode()
    assert one.title in page
    assert reverse("public-notice-file", args=[procedure.slug, one.pk, "pdf"]) in page


def test_everyone_may_write_where_the_law_does_not_ask_who_is_affected():
    meanings = {
        kind: entry(planned_procedure(kind=kind), "objections").meaning
        for kind in ("planfeststellung", "bauleitplan")
    }
    assert meanings["planfeststellung"] != meanings["bauleitplan"]


def test_only_calendars_with_dates_can_be_subscribed_to(client, procedure):
    ProcedureFactory(scheme=procedure.scheme, title="Noch ohne Termine")
    page = client.get(procedure.scheme.get_absolute_url())
    assert page.context["timeline"].dated == [procedure]


def test_nobody_is_asked_to_write_where_no_letters_are_taken(client):
    inquiry = ProcedureFactory(kind="kleine_anfrage")
    page = client.get(inquiry.get_absolute_url()).content.decode()
    assert reverse("lookup") not in page[page.index("<main") :]
    assert reverse("standing", args=[inquiry.slug]) not in page


def test_the_line_costs_three_queries(procedure, django_assert_num_queries):
    dialogue_date(procedure)
    procedures = list(procedure.scheme.procedures.in_full())
    scheme = procedures[0].scheme
    with django_assert_num_queries(3):
        for one in timeline_of(scheme, procedures, day=DURING).entries:
            assert one.days
