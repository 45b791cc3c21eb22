"""After an update every calendar is computed anew, once; nothing moves in silence."""

from datetime import date, timedelta

import pytest

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.schemes.models import ProcedureEvent, ScheduledStep
from dialogwerk.apps.schemes.periodic import renew_all_calendars
from dialogwerk.apps.schemes.services import open_round
from dialogwerk.apps.schemes.services import renewal as service
from tests.factories import ProcedureFactory

pytestmark = pytest.mark.django_db
START = date(2026, 3, 2)


@pytest.fixture
def opened():
    return open_round(procedure=ProcedureFactory(eia=False), display_start=START, by="user:1")


def as_under_other_law(one, days):
    """The calendar as it would stand if the law had been another one when it was computed."""
    rows = ScheduledStep.objects.filter(procedure=one.procedure, step="objections")
    for row in rows:
        for name in ("last_day", "computed_last_day", "minimum_last_day", "accept_until"):
            setattr(row, name, getattr(row, name) + timedelta(days=days))
        row.save()
    one.objections_until += timedelta(days=days)
    one.accepted_until = one.objections_until
    one.save()


def entries(action):
    return list(JournalEntry.objects.filter(action=action).order_by("pk"))


def test_days_that_are_later_now_move_once_and_are_in_the_journal(opened):
    until = opened.objections_until
    as_under_other_law(opened, -7)
    renewal = service.renew_calendars()
    opened.refresh_from_db()
    assert opened.objections_until == until
    assert (renewal.moved, renewal.left) == (1, {})
    (entry,) = entries("calendar.changed")
    assert entry.actor == "system:update"
    moved = {one["step"]: one["after"] for one in entry.payload["moved"]}
    assert moved["objections"] == until.isoformat()
    assert service.renew_calendars() is None
    assert len(entries("calendar.renewed")) == 1


def test_a_period_that_people_rely_on_is_not_shortened_by_an_update(opened, caplog):
    as_under_other_law(opened, 7)
    told = opened.objections_until
    renewal = service.renew_calendars()
    opened.refresh_from_db()
    assert opened.objections_until == told
    assert renewal.left == {opened.procedure.slug: "shorter_period"}
    assert not entries("calendar.changed")
    (entry,) = entries("calendar.left_as_it_was")
    assert entry.payload["why"] == "shorter_period"
    assert opened.procedure.slug in caplog.text


def test_a_calendar_that_no_longer_goes_together_does_not_stop_the_others(opened):
    other = open_round(procedure=ProcedureFactory(eia=False), display_start=START, by="user:1")
    as_under_other_law(other, -7)
    ProcedureEvent.objects.create(
        procedure=opened.procedure, round=opened, name="display_end", day=date(2026, 3, 4)
    )
    renewal = service.renew_calendars()
    assert list(renewal.left) == [opened.procedure.slug]
    assert renewal.moved == 1


def test_another_version_of_the_law_renews_again(opened, monkeypatch):
    first = service.version_of_law()
    renew_all_calendars()
    monkeypatch.setattr(service, "version_of_law", lambda: "another")
    renew_all_calendars()
    renew_all_calendars()
    assert [one.subject for one in entries("calendar.renewed")] == [first, "another"]


def test_the_version_is_that_of_everything_dates_are_computed_from(monkeypatch):
    version = service.version_of_law()
    assert version == service.version_of_law.__wrapped__()
    monkeypatch.setattr(service, "_sources", lambda _folder, _path: [("law.yaml", b"other")])
    assert service.version_of_law.__wrapped__() != version


def test_an_empty_house_has_nothing_to_renew():
    assert service.renew_calendars() is None
    assert not JournalEntry.objects.exists()
