"""Calendar files: what stands in them, for whom, and that they change only when a date does."""

from datetime import date, timedelta
from operator import itemgetter

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.schemes.models import CalendarSettings, ProcedureEvent, ScheduledStep
from dialogwerk.apps.schemes.services import open_round, recalculate
from dialogwerk.apps.schemes.services.feeds import (
    personal_feed,
    procedure_feed,
    renew_address,
    shown_days,
)
from tests.factories import (
    ProcedureFactory,
    ScheduledStepFactory,
    SchemeFactory,
    StatementFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

START = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.fixture
def procedure():
    """With a round that was opened, so its steps are those of the core."""
    made = ProcedureFactory(eia=False)
    open_round(procedure=made, display_start=START, by="system:test")
    return made


def entries(content):
    return list(Calendar.from_ical(content).walk("VEVENT"))


def by_uid(content):
    return {str(entry["uid"]): entry for entry in entries(content)}


def move(procedure, start):
    """Another first day of the display was recorded."""
    ProcedureEvent.objects.filter(procedure=procedure, name="display_start").update(day=start)
    recalculate(procedure=procedure, by="system:test")


def get(client, procedure, **headers):
    return client.get(reverse("procedure-feed", args=[procedure.slug]), headers=headers)


def subscriber(procedure, *roles):
    user = UserFactory(roles=list(roles or [Role.CASE_WORKER]), on_team=procedure)
    return user, reverse("personal-feed", args=[renew_address(user=user).token])


# What stands in it


def test_reading_the_file_back_gives_the_days_of_the_schedule(procedure):
    found = by_uid(procedure_feed(procedure, whole=True).content)
    steps = ScheduledStep.objects.filter(procedure=procedure)
    assert {step.step for step in steps} >= {"public_display", "objections"}
    assert len(found) == len(steps)
    for step in steps:
        entry = found[f"step-{step.pk}@localhost"]
        first, last = shown_days(step)
        assert (first, last + DAY) == (entry.DTSTART, entry.DTEND)
        assert step.last_day == entry.DTEND - DAY
        assert entry["dtstart"].params["VALUE"] == "DATE"


def test_a_display_is_a_bar_and_any_other_long_period_its_last_day(procedure):
    display = procedure.steps.get(step="public_display")
    objections = procedure.steps.get(step="objections")
    found = by_uid(procedure_feed(procedure, whole=False).content)
    bar, end = found[f"step-{display.pk}@localhost"], found[f"step-{objections.pk}@localhost"]
    assert (START, display.last_day + DAY) == (bar.DTSTART, bar.DTEND)
    assert (objections.last_day, objections.last_day + DAY) == (end.DTSTART, end.DTEND)
    assert str(bar["summary"]) == f"{display.name_de} – {procedure.title}"
    assert objections.name_de in end["summary"]
    assert end["summary"] != f"{objections.name_de} – {procedure.title}"


def test_a_hearing_is_shown_on_its_day_once_it_is_fixed(procedure):
    step = procedure.steps.get(step="hearing")
    uid = f"step-{step.pk}@localhost"
    before = by_uid(procedure_feed(procedure, whole=False).content)[uid]
    ProcedureEvent.objects.create(procedure=procedure, name="hearing", day=date(2026, 6, 10))
    recalculate(procedure=procedure, by="system:test")
    after = by_uid(procedure_feed(procedure, whole=False).content)[uid]
    assert step.last_day == before.DTSTART
    assert str(before["summary"]) != str(after["summary"])
    assert str(after["summary"]) == f"{step.name_de} – {procedure.title}"
    assert (date(2026, 6, 10), date(2026, 6, 11)) == (after.DTSTART, after.DTEND)


@given(
    first=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    length=st.integers(-3, 400),
    name=st.sampled_from(["public_display", "decision_display", "objections", "hearing"]),
)
def test_an_entry_always_ends_on_the_last_day_and_never_begins_after_it(first, length, name):
    last = (first or START) + timedelta(days=length)
    shown = shown_days(ScheduledStep(step=name, first_day=first, last_day=last))
    assert shown[0] <= shown[1] == last
    assert shown[0] in (first, last)


def test_an_entry_says_why_on_which_ground_and_where_to_read_more(procedure):
    step = procedure.steps.get(step="objections")
    text = procedure_feed(procedure, whole=False).content
    entry = by_uid(text)[f"step-{step.pk}@localhost"]
    assert step.explanation_de in entry["description"]
    assert all(norm in entry["description"] for norm in step.norms)
    assert entry["url"] == settings.BASE_URL + procedure.get_absolute_url()
    assert entry.categories
    assert entry["status"] == "CONFIRMED"
    assert entry["transp"] == "TRANSPARENT"


def test_the_file_follows_the_standard_and_names_itself(procedure):
    content = procedure_feed(procedure, whole=True).content
    calendar = Calendar.from_ical(content)
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert calendar["x-wr-calname"] == procedure.title
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in content
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(not entry.errors for entry in entries(content))


def test_odd_titles_come_back_as_they_are_and_add_no_lines():
    title = 'Höhe, Tal; "A\\B"\nATTENDEE:mailto:x@beispiel.example ' + "Wörter " * 20
    step = ScheduledStepFactory(procedure__title=title, name_de="Einwendungen, schriftlich; \\n")
    (entry,) = entries(procedure_feed(step.procedure, whole=True).content)
    assert entry["summary"].endswith(f"{step.name_de} – {title}")
    assert "attendee" not in entry


def test_a_reader_of_english_gets_english(client, procedure):
    step = procedure.steps.get(step="objections")
    by_header = get(client, procedure, accept_language="en")
    by_address = client.get(
        reverse("procedure-feed", args=[procedure.slug]) + "?sprache=en",
        headers={"accept-language": "de"},
    )
    for response in (by_header, by_address):
        entry = by_uid(response.content)[f"step-{step.pk}@localhost"]
        assert step.name_en in entry["summary"]
        assert step.explanation_en in entry["description"]
    assert get(client, procedure).content != by_header.content


def test_a_day_set_by_hand_shows_the_computed_one_beside_it():
    step = ScheduledStepFactory(
        overridden=True, last_day=date(2026, 5, 5), computed_last_day=date(2026, 4, 30)
    )
    (entry,) = entries(procedure_feed(step.procedure, whole=True).content)
    assert date(2026, 5, 5) == entry.DTSTART
    assert "30.04.2026" in entry["description"]


# How it changes


def test_a_moved_date_keeps_its_uid_counts_its_sequence_on_and_shows_the_new_day(procedure):
    before = by_uid(procedure_feed(procedure, whole=True).content)
    move(procedure, START + timedelta(days=8))
    after = by_uid(procedure_feed(procedure, whole=True).content)
    assert before.keys() == after.keys()
    for step in procedure.steps.all():
        uid = f"step-{step.pk}@localhost"
        assert step.last_day == after[uid].DTEND - DAY
        if after[uid].DTEND != before[uid].DTEND:
            assert after[uid]["sequence"] > before[uid]["sequence"]
            assert after[uid].LAST_MODIFIED >= before[uid].LAST_MODIFIED
    objections = f"step-{procedure.steps.get(step='objections').pk}@localhost"
    assert after[objections].DTSTART > before[objections].DTSTART


def test_a_recalculation_that_changes_nothing_changes_no_byte(procedure):
    before = procedure_feed(procedure, whole=True)
    recalculate(procedure=procedure, by="system:test")
    assert procedure_feed(procedure, whole=True) == before


def test_there_and_back_again_is_a_change_of_its_own(procedure):
    first = by_uid(procedure_feed(procedure, whole=True).content)
    move(procedure, START + timedelta(days=8))
    move(procedure, START)
    last = by_uid(procedure_feed(procedure, whole=True).content)
    uid = f"step-{procedure.steps.get(step='objections').pk}@localhost"
    assert last[uid].DTSTART == first[uid].DTSTART
    assert last[uid]["sequence"] == first[uid]["sequence"] + 2


def test_a_step_that_falls_away_stays_as_cancelled_and_may_come_back(procedure):
    event = ProcedureEvent.objects.create(
        procedure=procedure, name="decision_display_start", day=date(2027, 3, 1)
    )
    recalculate(procedure=procedure, by="system:test")
    uid = f"step-{procedure.steps.get(step='lawsuit').pk}@localhost"
    states = [by_uid(procedure_feed(procedure, whole=False).content)[uid]]
    for withdrawn_at in (timezone.now(), None):
        ProcedureEvent.objects.filter(pk=event.pk).update(withdrawn_at=withdrawn_at)
        recalculate(procedure=procedure, by="system:test")
        states.append(by_uid(procedure_feed(procedure, whole=False).content)[uid])
    assert [one["status"] for one in states] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert [one["sequence"] for one in states] == [0, 1, 2]
    assert len({one.DTSTART for one in states}) == 1


def test_a_file_takes_the_same_number_of_queries_for_many_entries(django_assert_num_queries):
    procedure = ProcedureFactory()
    for number in range(30):
        ScheduledStepFactory(procedure=procedure, step=f"step_{number}")
    user, _address = subscriber(procedure)
    with django_assert_num_queries(1):
        procedure_feed(procedure, whole=True)
    with django_assert_num_queries(3):
        personal_feed(user)


# For whom


def steps_in(response):
    return {str(entry["uid"]) for entry in entries(response.content)}


@pytest.fixture
def two_steps():
    """One for everyone, one between authorities."""
    public = ScheduledStepFactory()
    inner = ScheduledStepFactory(
        procedure=public.procedure, step="agencies", actor="agencies", kind="duty"
    )
    return public, inner


def test_everyone_gets_the_public_steps_and_the_team_all(client, two_steps):
    public, inner = two_steps
    assert steps_in(get(client, public.procedure)) == {f"step-{public.pk}@localhost"}
    client.force_login(UserFactory(roles=[Role.EXPERT], on_team=public.procedure))
    both = {f"step-{one.pk}@localhost" for one in (public, inner)}
    assert steps_in(get(client, public.procedure)) == both


def test_a_scheme_that_is_not_public_has_a_calendar_for_its_team_only(client):
    step = ScheduledStepFactory(procedure__scheme=SchemeFactory(is_public=False))
    assert get(client, step.procedure).status_code == 404
    client.force_login(UserFactory(roles=[Role.OFFICE], on_team=step.procedure))
    response = get(client, step.procedure)
    assert response.status_code == 200
    assert "private" in response.headers["Cache-Control"]


def test_only_what_everybody_may_read_may_be_kept_by_proxies(client, two_steps):
    public, _inner = two_steps
    assert "public" in get(client, public.procedure).headers["Cache-Control"]
    client.force_login(UserFactory(roles=[Role.CASE_WORKER], on_team=public.procedure))
    response = get(client, public.procedure)
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Accept-Language"} <= set(response.headers["Vary"].split(", "))


# How it is fetched


def test_the_file_is_announced_as_a_calendar(client, procedure):
    response = get(client, procedure)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'inline; filename="{procedure.slug}.ics"'
    assert client.post(reverse("procedure-feed", args=[procedure.slug])).status_code == 405


def test_who_has_it_already_gets_304_until_a_date_moves(client, procedure):
    first = get(client, procedure)
    etag, modified = itemgetter("ETag", "Last-Modified")(first.headers)
    again = get(client, procedure, if_none_match=etag)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == etag
    assert get(client, procedure, if_modified_since=modified).status_code == 304
    move(procedure, START + timedelta(days=8))
    ScheduledStep.objects.update(changed_at=timezone.now() + timedelta(seconds=2))
    moved = get(client, procedure, if_none_match=etag)
    assert moved.status_code == 200
    assert moved.headers["ETag"] != etag
    assert get(client, procedure, if_modified_since=modified).status_code == 200


def test_the_etag_is_weak_so_that_a_proxy_may_compress_the_file(client, procedure):
    response = get(client, procedure, accept_encoding="gzip")
    assert response.headers["ETag"].startswith('W/"')
    assert "Content-Encoding" not in response.headers


def test_a_new_title_reaches_those_who_ask_with_the_etag(client, procedure):
    etag = get(client, procedure).headers["ETag"]
    procedure.title = "Planfeststellung Windpark Tiefe Heide"
    procedure.save()
    assert get(client, procedure, if_none_match=etag).status_code == 200


# The personal calendar


def test_a_personal_calendar_needs_no_log_in_and_is_kept_by_nobody(client, procedure):
    _user, address = subscriber(procedure)
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response.headers["X-Robots-Tag"]
    again = client.get(address, headers={"if-none-match": response.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Referrer-Policy"] == "no-referrer"
    assert "private" in again.headers["Cache-Control"]


def test_it_holds_all_procedures_of_the_account_and_their_recorded_events(client, procedure):
    other, foreign = ProcedureFactory(), ProcedureFactory()
    user, address = subscriber(procedure)
    other.scheme.team.create(user=user, role=Role.OFFICE)
    mine = [*procedure.steps.all(), ScheduledStepFactory(procedure=other)]
    ScheduledStepFactory(procedure=foreign)
    events = ProcedureEvent.objects.filter(procedure=procedure)
    expected = {f"step-{step.pk}@localhost" for step in mine}
    expected |= {f"event-{event.pk}@localhost" for event in events}
    assert events
    assert steps_in(client.get(address)) == expected


def test_a_withdrawn_event_is_cancelled_and_keeps_its_proof_to_itself(client, procedure):
    _user, address = subscriber(procedure)
    event = ProcedureEvent.objects.filter(procedure=procedure).first()
    event.proof, event.proof_text = ProcedureEvent.Proof.LETTER, "Brief von Erika Beispiel"
    event.withdrawn_at = timezone.now()
    event.save()
    response = client.get(address)
    entry = by_uid(response.content)[f"event-{event.pk}@localhost"]
    assert (entry["status"], entry["sequence"]) == ("CANCELLED", 1)
    assert event.day == entry.DTSTART
    assert "Erika" not in response.content.decode()


def test_whoever_joins_a_team_gets_its_older_dates_too(client, procedure):
    step = ScheduledStepFactory(changed_at=timezone.now() - timedelta(days=400))
    user, address = subscriber(procedure)
    first = client.get(address)
    step.procedure.scheme.team.create(user=user, role=Role.EXPERT)
    since = {"if-modified-since": first.headers["Last-Modified"]}
    second = client.get(address, headers=since)
    assert second.status_code == 200
    assert f"step-{step.pk}@localhost" in steps_in(second)


def test_the_developer_gets_public_steps_and_what_the_developer_owes(client, two_steps):
    public, inner = two_steps
    owed = ScheduledStepFactory(
        procedure=public.procedure, step="supplement", actor="developer", kind="duty"
    )
    _user, address = subscriber(public.procedure, Role.DEVELOPER)
    found = steps_in(client.get(address))
    assert found == {f"step-{one.pk}@localhost" for one in (public, owed)}
    assert f"step-{inner.pk}@localhost" not in found


def test_a_renewed_address_leads_nowhere_and_the_new_one_works(client, procedure):
    user, old = subscriber(procedure)
    new = reverse("personal-feed", args=[renew_address(user=user).token])
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    entry = JournalEntry.objects.filter(action="calendar.address_renewed").last()
    assert entry.actor == entry.subject == user.actor
    assert CalendarSettings.objects.get(user=user).token not in str(entry.payload)


def test_a_closed_account_has_no_calendar(client, procedure):
    user, address = subscriber(procedure)
    user.is_active = False
    user.save()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("token", ["x", "ä" * 10, "%", "a" * 300, "None"])
def test_a_guessed_address_leads_nowhere(client, token):
    UserFactory()
    assert client.get(reverse("personal-feed", args=[token])).status_code == 404


def test_nobody_who_wrote_a_letter_stands_in_a_calendar(client, procedure):
    letter = StatementFactory(procedure=procedure, named=True)
    _user, address = subscriber(procedure)
    name = letter.person.identity.name
    for response in (client.get(address), get(client, procedure)):
        assert name not in Calendar.from_ical(response.content).to_ical().decode()
        assert letter.receipt not in response.content.decode()


def test_uids_stand_on_the_domain_of_the_site(settings, procedure):
    settings.BASE_URL = "https://dialog.musterhausen.example:8443/x"
    with override("en"):
        uids = by_uid(procedure_feed(procedure, whole=True).content)
    assert all(uid.endswith("@dialog.musterhausen.example") for uid in uids)
