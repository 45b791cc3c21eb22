"""Dates of the dialogue: planned, checked beside the procedure, taken away."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.schemes.interlock import interlock_of
from dialogwerk.apps.schemes.models import DialogueDate, ProcedureEvent

from .calendars import clerk_of, dialogue_date, planned_procedure

pytestmark = pytest.mark.django_db


@pytest.fixture
def procedure():
    return planned_procedure()


@pytest.fixture
def clerk(client, procedure):
    client.force_login(clerk_of(procedure))
    return client


def form(**more):
    return {
        "kind": "workshop",
        "title": "Werkstatt Schallschutz",
        "first_day": "2027-03-08",
        "last_day": "2027-03-08",
        "is_public": "on",
        **more,
    }


def new(client, procedure, **more):
    address = reverse("dialogue-date-new", args=[procedure.scheme.slug])
    return client.post(address, form(**more))


def codes(procedure):
    found = interlock_of([procedure], list(procedure.scheme.dialogue_dates.all()))
    return {finding.code for one in found.dates for _procedure, finding in one.findings}


def last_entry():
    return JournalEntry.objects.order_by("pk").last()


def test_a_date_is_planned_and_the_journal_says_so(clerk, procedure):
    response = new(clerk, procedure)
    planned = DialogueDate.objects.get()
    assert response.url.endswith(f"#date-{planned.pk}")
    assert (planned.scheme, planned.title) == (procedure.scheme, "Werkstatt Schallschutz")
    assert last_entry().action == "dialogue.planned"


def test_a_change_keeps_what_it_was_in_the_journal(clerk, procedure):
    one = dialogue_date(procedure)
    address = reverse("dialogue-date-edit", args=[procedure.scheme.slug, one.pk])
    assert clerk.post(address, form(place="Bürgerhaus")).status_code == 302
    one.refresh_from_db()
    assert one.place == "Bürgerhaus"
    assert last_entry().payload["changed"] == {"place": ["", "Bürgerhaus"]}
    number = JournalEntry.objects.count()
    clerk.post(address, form(place="Bürgerhaus"))
    assert JournalEntry.objects.count() == number


def test_a_date_is_taken_away_after_asking(clerk, procedure):
    one = dialogue_date(procedure)
    address = reverse("dialogue-date-remove", args=[procedure.scheme.slug, one.pk])
    assert one.title in clerk.get(address).content.decode()
    clerk.post(address)
    assert not DialogueDate.objects.exists()
    assert last_entry().action == "dialogue.removed"
    assert last_entry().payload["changed"]["title"] == [one.title, None]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("last_day", "2027-03-07"),
        ("answer_by", "2027-03-01"),
        ("first_day", "2027-02-30"),
        ("url", "javascript:alert(1)"),
        ("title", ""),
        ("kind", "party"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(clerk, procedure, field, value):
    response = new(clerk, procedure, **{field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not DialogueDate.objects.exists()


def test_a_result_is_not_handed_over_in_the_future(clerk, procedure):
    days = {"first_day": "2020-03-02", "last_day": "2020-03-02"}
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = new(clerk, procedure, result_handed_over=tomorrow.isoformat(), **days)
    assert "result_handed_over" in response.context["form"].errors
    assert new(clerk, procedure, result_handed_over="2020-04-01", **days).status_code == 302


def test_dialogue_during_the_objections_without_the_hint_is_found_with_norm_and_advice(
    clerk, procedure
):
    new(clerk, procedure)
    html = clerk.get(reverse("dialogue-dates", args=[procedure.scheme.slug])).content.decode()
    found = interlock_of([procedure], list(procedure.scheme.dialogue_dates.all()))
    [(_procedure, finding)] = found.dates[0].findings[:1]
    assert finding.severity == "error"
    assert finding.text.de in html
    assert finding.advice.de in html
    assert finding.norms[0] in html


def test_the_hint_settles_it(clerk, procedure):
    new(clerk, procedure)
    before = codes(procedure)
    DialogueDate.objects.update(says_no_objection=True)
    assert codes(procedure) < before


def test_the_findings_stand_on_the_calendar_of_the_procedure_too(clerk, procedure):
    new(clerk, procedure)
    html = clerk.get(reverse("calendar", args=[procedure.slug])).content.decode()
    found = interlock_of([procedure], list(procedure.scheme.dialogue_dates.all()))
    assert found.dates[0].findings[0][1].text.de in html


def test_places_for_dialogue_are_named_and_lead_to_a_form_filled_in(clerk, procedure):
    address = reverse("dialogue-dates", args=[procedure.scheme.slug])
    response = clerk.get(address)
    [(_procedure, places)] = response.context["interlock"].places
    assert places
    html = response.content.decode()
    assert all(place.name.de in html for place in places)
    new_address = reverse("dialogue-date-new", args=[procedure.scheme.slug])
    filled = clerk.get(new_address, {"kind": "early_participation", "first_day": "2027-01-11"})
    assert 'value="2027-01-11"' in filled.content.decode()


def test_an_address_that_proposes_nonsense_gives_an_empty_form(clerk, procedure):
    address = reverse("dialogue-date-new", args=[procedure.scheme.slug])
    response = clerk.get(address, {"kind": "party", "first_day": "morgen"})
    assert response.status_code == 200
    assert 'value="morgen"' not in response.content.decode()


def test_a_schedule_that_does_not_go_together_is_said(clerk, procedure):
    ProcedureEvent.objects.filter(name="display_start").update(day=date(1960, 3, 1))
    response = clerk.get(reverse("dialogue-dates", args=[procedure.scheme.slug]))
    assert [one for one, _sentence in response.context["interlock"].problems] == [procedure]
