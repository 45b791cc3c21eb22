"""Pages of events, for everyone and in the workbench."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.dialogues import hooks
from dialogwerk.apps.events import demo
from dialogwerk.apps.events.models import Event, Registration
from dialogwerk.apps.people.models import VaultLook
from tests.factories import UserFactory
from tests.factories.events import EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def register(client, event, **values):
    page = reverse("event-register", args=[event.code])
    guard = client.get(page).context["guard"]
    data = {"submission_key": guard.key, "token": guard.token, "seats": 1}
    data |= {"name": "Kim Beispiel", "email": "kim@beispiel.example"}
    return client.post(page, {**data, **values})


def form_of(**values):
    begin = timezone.localtime() + timedelta(days=20)
    return {
        "title": "Werkstatt",
        "description": "Wir zeichnen.",
        "starts_at": begin.strftime("%Y-%m-%dT18:00"),
        "ends_at": begin.strftime("%Y-%m-%dT20:00"),
        "place": "Rathaus",
        "takes_registrations": "on",
        "is_public": "on",
        **values,
    }


def test_anybody_reads_and_registers(client, evening, patient):
    assert evening.place in client.get(evening.get_absolute_url()).text
    response = register(client, evening)
    assert response.url == evening.get_absolute_url()
    made = Registration.objects.get()
    assert made.person.identity.name == "Kim Beispiel"
    assert made.key not in client.get(response.url).text


@pytest.mark.parametrize(
    "values", [{"email": ""}, {"name": ""}, {"seats": 11}, {"website": "x"}, {"email": "kim"}]
)
def test_a_wrong_form_is_shown_again(client, evening, patient, values):
    assert register(client, evening, **values).status_code == 422
    assert not Registration.objects.exists()


def test_one_cancels_by_the_link_of_the_mail(client, evening):
    made = RegistrationFactory(event=evening)
    assert client.get(made.get_absolute_url()).status_code == 200
    client.post(made.get_absolute_url())
    made.refresh_from_db()
    assert made.state == Registration.State.CANCELLED


def test_keys_cannot_be_guessed_one_after_another(client, evening):
    made = RegistrationFactory(event=evening)
    other = RegistrationFactory(event=evening)
    other_key = other.key
    Registration.objects.filter(pk=other.pk).delete()
    for _attempt in range(30):
        assert client.get(reverse("registration", args=[other_key])).status_code == 404
    assert client.get(made.get_absolute_url()).status_code == 404


def test_the_online_address_is_shown_to_registered_people_only(client, evening):
    evening.online_url = "https://konferenz.beispiel.example/raum"
    evening.save()
    made = RegistrationFactory(event=evening)
    feed = reverse("process-calendar", args=["marktplatz"])
    for page in (evening.get_absolute_url(), feed, reverse("event-calendar", args=[evening.code])):
        assert "konferenz" not in client.get(page).text
    assert "konferenz" in client.get(made.get_absolute_url()).text
    evening.online_is_public = True
    evening.save()
    assert "konferenz" in client.get(evening.get_absolute_url()).text


def test_what_is_not_public_is_seen_by_the_team_only(client, evening, lead):
    evening.is_public = False
    evening.save()
    pages = [evening.get_absolute_url(), reverse("event-register", args=[evening.code])]
    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert evening.title not in client.get(reverse("events")).text
    client.force_login(lead)
    assert client.get(evening.get_absolute_url()).status_code == 200


def test_events_of_a_hidden_dialogue_are_hidden_everywhere(client, evening, process):
    process.is_public = False
    process.save()
    assert client.get(evening.get_absolute_url()).status_code == 404
    assert evening.title not in client.get(reverse("events")).text


def test_the_calendar_of_a_dialogue_keeps_what_was_called_off(client, evening, series):
    gone = EventFactory(format=series, cancelled_at=timezone.now(), cancelled_because="Sturm")
    EventFactory(format=series, is_public=False)
    response = client.get(reverse("process-calendar", args=["marktplatz"]))
    assert response.headers["Content-Type"].startswith("text/calendar")
    found = {
        str(one["summary"]): str(one["status"])
        for one in Calendar.from_ical(response.content).events
    }
    assert found == {evening.title: "CONFIRMED", gone.title: "CANCELLED"}


def test_the_page_of_the_dialogue_shows_the_next_events(client, evening, series):
    EventFactory(format=series, title="Lange her", starts_at=timezone.now() - timedelta(days=9))
    page = client.get(reverse("process", args=["marktplatz"])).text
    assert evening.title in page
    assert "Lange her" not in page
    assert (
        evening.title in client.get(reverse("events-of-format", args=["marktplatz", "abende"])).text
    )


def test_who_runs_the_dialogue_plans_changes_and_calls_off(client, series, lead):
    client.force_login(lead)
    page = reverse("dialogue-event-new", args=["marktplatz", "abende"])
    assert client.post(page, form_of()).status_code == 302
    made = Event.objects.get()
    assert (made.format, timezone.localtime(made.starts_at).hour) == (series, 18)
    edit = reverse("event-edit", args=[made.code])
    assert (
        'value="' + timezone.localtime(made.starts_at).strftime("%Y-%m-%dT18:00")
        in client.get(edit).text
    )
    assert client.post(edit, form_of(place="Turnhalle")).status_code == 302
    assert (
        client.post(reverse("event-call-off", args=[made.code]), {"reason": "Sturm"}).status_code
        == 302
    )
    made.refresh_from_db()
    assert (made.place, made.cancelled_because, made.sequence) == ("Turnhalle", "Sturm", 2)
    assert made.title in client.get(reverse("event-desk", args=["marktplatz", "abende"])).text


@pytest.mark.parametrize("values", [{"place": ""}, {"title": ""}, {"ends_at": "2020-01-01T10:00"}])
def test_a_wrong_plan_is_shown_again(client, series, lead, values):
    client.force_login(lead)
    page = reverse("dialogue-event-new", args=["marktplatz", "abende"])
    assert client.post(page, form_of(**values)).status_code == 422
    assert not Event.objects.exists()


def test_names_are_a_logged_look_and_people_are_ticked_off(client, evening, lead):
    made = RegistrationFactory(event=evening)
    client.force_login(lead)
    page = reverse("event-attendance", args=[evening.code])
    assert made.person.identity.name in client.get(page).text
    look = VaultLook.objects.get()
    assert (look.user, look.procedure, look.codes) == (lead, evening.code, [made.person.code])
    tick = reverse("event-check-in", args=[evening.code, made.code])
    assert client.post(tick, {"came": "yes"}).url == page
    made.refresh_from_db()
    assert made.checked_in_at is not None


def test_experts_and_strangers_see_no_names(client, evening, expert):
    RegistrationFactory(event=evening)
    page = reverse("event-attendance", args=[evening.code])
    for user in (expert, UserFactory()):
        client.force_login(user)
        assert client.get(page).status_code == 403
        assert client.get(reverse("event-edit", args=[evening.code])).status_code == 403


def test_what_came_of_it_is_noted_without_names_and_stands_in_the_report(
    client, evening, process, lead
):
    client.force_login(lead)
    page = reverse("event-afterwards", args=[evening.code])
    wrong = {"groups": "Schule zwölf"}
    assert client.post(page, wrong).status_code == 422
    told = {"attended": 34, "groups": "Schule: 12\n\nVereine : 22", "summary": "Mehr Bäume."}
    assert client.post(page, told).status_code == 302
    assert "Mehr Bäume." in client.get(evening.get_absolute_url()).text
    (chapter,) = [one for one in hooks.chapters(process) if one.key == "events"]
    assert chapter.tables[1].rows == [
        ["Erster Abend", "Schule", 12],
        ["Erster Abend", "Vereine", 22],
    ]
    assert chapter.tables[0].rows[0][4] == 34
    assert chapter.gaps == []


def test_the_report_says_where_numbers_are_missing(series, process):
    EventFactory(format=series, starts_at=timezone.now() - timedelta(days=3))
    (chapter,) = [one for one in hooks.chapters(process) if one.key == "events"]
    assert len(chapter.gaps) == 1


def test_the_office_plans_an_open_day_without_a_dialogue(client):
    office = UserFactory(roles=[Role.OFFICE])
    client.force_login(office)
    assert (
        client.post(reverse("event-new-alone"), form_of(title="Tag der offenen Tür")).status_code
        == 302
    )
    made = Event.objects.get()
    assert made.process is None
    for name in ("event-edit", "event-attendance", "event-afterwards"):
        assert client.get(reverse(name, args=[made.code])).status_code == 200
    assert made.title in client.get(reverse("event-desk-alone")).text
    client.logout()
    assert made.title in client.get(reverse("events")).text
    client.force_login(UserFactory())
    assert client.get(reverse("event-new-alone")).status_code == 403
    assert client.get(reverse("event-edit", args=[made.code])).status_code == 403


def test_a_desk_of_many_events_asks_the_database_no_more(
    client, series, lead, django_assert_max_num_queries
):
    for event in EventFactory.create_batch(12, format=series):
        RegistrationFactory(event=event)
    client.force_login(lead)
    with django_assert_max_num_queries(14):
        client.get(reverse("event-desk", args=["marktplatz", "abende"]))


def test_the_demo_has_one_event_that_is_over_and_one_with_a_waiting_list(series, process, lead):
    demo.rehearse(process, {"office": lead})
    assert series.events.count() == 2
    assert Registration.objects.waiting().exists()
