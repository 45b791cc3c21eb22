"""The stored calendar follows what is recorded, and its readers learn of every change."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, connections
from django.utils import timezone

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.schemes.models import ProcedureEvent, Round, ScheduledStep
from dialogwerk.apps.schemes.services import open_round, preview, recalculate, schedule_of
from dialogwerk.apps.schemes.services.calendar import Trial, foresee
from tests.factories import ProcedureFactory, RoundFactory

pytestmark = pytest.mark.django_db
START = date(2026, 3, 2)


@pytest.fixture
def procedure():
    return ProcedureFactory(eia=False, land="NW")


@pytest.fixture
def opened(procedure):
    return open_round(procedure=procedure, display_start=START, by="user:1")


def standing(procedure, step, round=None):
    return procedure.steps.standing().get(step=step, round=round)


def days(procedure):
    rows = procedure.steps.standing()
    return {(one.round_id, one.step): one.last_day for one in rows}


def actions():
    return list(JournalEntry.objects.order_by("pk").values_list("action", flat=True))


def test_opening_a_round_stores_its_steps_with_reasons(procedure, opened):
    display = standing(procedure, "public_display", opened)
    assert (display.first_day, display.last_day) == (START, date(2026, 4, 1))
    objections = standing(procedure, "objections", opened)
    assert objections.last_day == opened.objections_until == date(2026, 4, 15)
    assert objections.name_de
    assert "15" in objections.explanation_de
    assert objections.norms


def test_what_is_recorded_when_a_round_opens_is_what_was_announced(procedure):
    end = date(2026, 4, 30)
    one = open_round(procedure=procedure, display_start=START, objections_until=end, by="user:1")
    recorded = dict(one.events.values_list("name", "day"))
    assert recorded == {"display_start": START, "objections_end": end}
    assert standing(procedure, "objections", one).recorded


def test_computing_again_changes_nothing(procedure, opened):
    before = list(ScheduledStep.objects.order_by("pk").values())
    assert recalculate(procedure=procedure, by="user:1") == ()
    assert list(ScheduledStep.objects.order_by("pk").values()) == before
    assert actions() == ["round.opened"]


def test_the_sequence_counts_only_what_readers_see(procedure, opened):
    procedure.steps.update(position=77, trigger="something else")
    recalculate(procedure=procedure, by="user:1")
    assert set(procedure.steps.values_list("sequence", flat=True)) == {0}
    procedure.eia = True
    procedure.save()
    moved = recalculate(procedure=procedure, by="user:1")
    objections = standing(procedure, "objections", opened)
    assert objections.sequence == 1
    assert standing(procedure, "public_display", opened).sequence == 0
    assert (moved[0].step, moved[0].before, moved[0].after) == (
        "objections",
        date(2026, 4, 15),
        objections.last_day,
    )
    assert actions() == ["round.opened", "calendar.changed"]


def test_a_step_that_falls_away_is_cancelled_and_comes_back_as_the_same(procedure, opened):
    hearing = ProcedureEvent.objects.create(
        procedure=procedure, name="hearing", day=date(2026, 6, 10)
    )
    recalculate(procedure=procedure, by="user:1")
    notice = standing(procedure, "hearing_notice")
    hearing.withdrawn_at = timezone.now()
    hearing.save()
    recalculate(procedure=procedure, by="user:1")
    notice.refresh_from_db()
    assert notice.cancelled_at
    assert notice.sequence == 1
    ProcedureEvent.objects.create(procedure=procedure, name="hearing", day=date(2026, 6, 10))
    recalculate(procedure=procedure, by="user:1")
    notice.refresh_from_db()
    assert notice.cancelled_at is None
    assert notice.sequence == 2


def test_each_round_keeps_its_own_steps_and_the_procedure_follows_the_last(procedure, opened):
    second = open_round(procedure=procedure, display_start=date(2026, 9, 1), by="user:1")
    first_end = standing(procedure, "objections", opened).last_day
    second_end = standing(procedure, "objections", second).last_day
    assert first_end == date(2026, 4, 15) < date(2026, 9, 1) < second_end
    assert procedure.steps.filter(step="hearing").count() == 1
    assert standing(procedure, "hearing").last_day > second_end
    assert opened.objections_until == Round.objects.get(pk=opened.pk).objections_until


def test_rows_stand_in_the_order_of_the_procedure(procedure, opened):
    second = open_round(procedure=procedure, display_start=date(2026, 9, 1), by="user:1")
    order = [(one.round_id, one.step) for one in procedure.steps.standing()]
    ends = [order.index((one.pk, "objections")) for one in (opened, second)]
    assert ends == sorted(ends)
    assert order.index((None, "hearing")) > ends[-1]
    positions = list(procedure.steps.standing().values_list("position", flat=True))
    assert positions == list(range(len(order)))


def test_a_round_without_recorded_days_stays_as_announced(procedure):
    old = RoundFactory(procedure=procedure, number=1)
    before = Round.objects.filter(pk=old.pk).values().get()
    assert recalculate(procedure=procedure, by="user:1") == ()
    assert Round.objects.filter(pk=old.pk).values().get() == before


def test_without_any_event_there_is_no_date(procedure):
    assert preview(procedure).steps == ()
    assert recalculate(procedure=procedure, by="user:1") == ()
    assert not procedure.steps.exists()


def test_a_preview_stores_nothing(procedure, opened):
    before = days(procedure)
    later = preview(procedure, round=opened, events={"display_start": date(2026, 3, 9)})
    assert later.step("public_display").last_day > date(2026, 4, 1)
    trial = Trial(opened, events={"display_start": date(2026, 3, 9)})
    assert "objections" in [one.step for one in foresee(procedure=procedure, trial=trial)]
    assert days(procedure) == before
    assert schedule_of(procedure).step("objections").last_day == date(2026, 4, 15)


def test_days_tried_for_one_round_leave_the_others_alone(procedure, opened):
    second = open_round(procedure=procedure, display_start=date(2026, 9, 1), by="user:1")
    trial = Trial(second, events={"display_start": date(2026, 9, 8)})
    moved = foresee(procedure=procedure, trial=trial)
    assert {one.round for one in moved} <= {2, None}
    assert ("objections", 2) in [(one.step, one.round) for one in moved]


@pytest.mark.django_db(transaction=True)
def test_two_who_compute_at_the_same_time_wait_for_each_other(procedure):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite knows one writer only; PostgreSQL shows whether the row is locked")
    opened = open_round(procedure=procedure, display_start=START, by="user:1")
    ProcedureEvent.objects.create(procedure=procedure, name="hearing", day=date(2026, 6, 10))

    def again(_number):
        try:
            recalculate(procedure=procedure, by="user:1")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(again, range(8)))
    keys = [(one.round_id, one.step) for one in procedure.steps.all()]
    assert len(keys) == len(set(keys))
    assert (opened.pk, "objections") in keys
    assert max(procedure.steps.values_list("sequence", flat=True)) <= 1
