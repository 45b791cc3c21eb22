"""A period that ends later takes in letters that came late; an earlier end turns none away."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import connection, connections
from django.urls import reverse
from django.utils import translation

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.schemes.models import StepOverride
from dialogwerk.apps.schemes.services import (
    open_round,
    override_step,
    record_event,
    withdraw_event,
    withdraw_override,
)
from dialogwerk.apps.schemes.signals import round_days_changed
from dialogwerk.apps.statements.models import Statement
from dialogwerk.apps.statements.periodic import count_late_letters_again
from dialogwerk.apps.statements.services.intake import Letter, take_in
from dialogwerk.apps.statements.timeliness import consequence
from dialogwerk.cores.deadlines import DeadlineError
from tests.factories import ProcedureFactory, UserFactory

pytestmark = pytest.mark.django_db
START, END, LATER = date(2026, 3, 2), date(2026, 4, 15), date(2026, 4, 30)
LAST_SECOND = datetime(2026, 4, 30, 21, 59, 59, tzinfo=UTC)
FIRST_TOO_LATE = datetime(2026, 4, 30, 22, 0, tzinfo=UTC)


@pytest.fixture
def procedure():
    return ProcedureFactory(eia=False, land="NW")


@pytest.fixture
def opened(procedure):
    one = open_round(procedure=procedure, display_start=START, by="user:1")
    assert one.accept_until == END
    return one


@pytest.fixture
def lawyer(procedure):
    return UserFactory(roles=[Role.LAWYER], on_team=procedure)


def received(procedure, at):
    return take_in(procedure=procedure, letter=Letter(text="Zu laut.", received_at=at), by="public")


def extend(opened, lawyer, day=LATER):
    return override_step(
        procedure=opened.procedure,
        step="objections",
        round=opened,
        day=day,
        reason="Der Server stand still.",
        by=lawyer,
    )


def late():
    return list(Statement.objects.order_by("pk").values_list("is_late", flat=True))


def entries():
    return list(JournalEntry.objects.filter(action="statements.in_time_after_all").order_by("pk"))


def test_letters_count_up_to_the_last_second_of_the_new_last_day(procedure, opened, lawyer):
    in_time = received(procedure, datetime(2026, 4, 15, 21, 59, 59, tzinfo=UTC))
    received(procedure, LAST_SECOND)
    received(procedure, FIRST_TOO_LATE)
    assert late() == [False, True, True]
    extend(opened, lawyer)
    assert late() == [False, False, True]
    in_time.refresh_from_db()
    assert in_time.in_time_since is None
    (entry,) = entries()
    assert entry.payload == {"count": 1, "accepted_until": LATER.isoformat()}
    assert (entry.actor, entry.procedure) == (lawyer.actor, procedure.slug)


def test_a_letter_stays_in_time_when_the_period_is_shortened_again(procedure, opened, lawyer):
    received(procedure, LAST_SECOND)
    override = extend(opened, lawyer)
    assert late() == [False]
    withdraw_override(override=override, by=lawyer, because="Doch nicht.")
    opened.refresh_from_db()
    assert opened.accept_until == END
    assert late() == [False]
    assert len(entries()) == 1


def test_a_corrected_end_of_the_display_takes_letters_in_as_well(procedure, opened, lawyer):
    received(procedure, datetime(2026, 4, 16, 8, tzinfo=UTC))
    record_event(
        procedure=procedure, name="display_end", day=date(2026, 4, 10), round=opened, by=lawyer
    )
    assert late() == [False]


def test_another_round_is_left_alone(procedure, opened, lawyer):
    second = open_round(procedure=procedure, display_start=date(2026, 6, 1), by="user:1")
    received(procedure, LAST_SECOND)
    override_step(
        procedure=procedure,
        step="objections",
        round=second,
        day=date(2026, 9, 30),
        reason="Sommerferien.",
        by=lawyer,
    )
    assert late() == [True]
    assert not entries()


def test_a_change_that_fails_takes_no_letter_in(procedure, opened, lawyer):
    received(procedure, LAST_SECOND)
    start = opened.events.get(name="display_start")
    with pytest.raises(DeadlineError):
        record_event(
            procedure=procedure, name="display_end", day=date(2026, 3, 3), round=opened, by=lawyer
        )
    assert late() == [True]
    withdraw_event(event=start, by=lawyer, because="Verzählt.", instead=date(2026, 3, 20))
    assert late() == [False]


def test_an_error_of_a_receiver_takes_the_change_of_the_period_back(procedure, opened, lawyer):
    def refuse(**_kwargs):
        raise RuntimeError("no")

    received(procedure, LAST_SECOND)
    round_days_changed.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            extend(opened, lawyer)
    finally:
        round_days_changed.disconnect(refuse)
    opened.refresh_from_db()
    assert opened.accept_until == END
    assert not StepOverride.objects.exists()
    assert late() == [True]


def test_a_letter_on_its_way_in_meanwhile_is_found_by_the_periodic_step(procedure, opened, lawyer):
    extend(opened, lawyer)
    statement = received(procedure, LAST_SECOND)
    Statement.objects.filter(pk=statement.pk).update(is_late=True)  # as read before the change
    count_late_letters_again()
    count_late_letters_again()
    assert late() == [False]
    assert [one.payload["count"] for one in entries()] == [1]
    assert entries()[0].actor == "system:periods"


def test_the_receipt_says_that_the_letter_counts_after_all(client, procedure, opened, lawyer):
    statement = received(procedure, LAST_SECOND)
    extend(opened, lawyer)
    statement.refresh_from_db()
    with translation.override("en"):
        said = consequence(statement)
        assert "counts since" in said
        assert "marked as late" not in said
    client.cookies["django_language"] = "en"
    page = client.get(reverse("receipt", args=[statement.receipt])).content.decode()
    assert "counts since" in page


def test_the_page_of_the_letter_says_so_too(client, procedure, opened, lawyer):
    statement = received(procedure, LAST_SECOND)
    extend(opened, lawyer)
    client.force_login(lawyer)
    reader = client.get(reverse("reader", args=[procedure.slug, statement.code]))
    with translation.override("de"):
        words = translation.gettext("in time after all since %(day)s: the period ends later now")
    assert words.split("%(day)s")[1] in reader.content.decode()


@pytest.mark.django_db(transaction=True)
def test_letters_that_come_while_the_period_is_extended_end_up_in_time(procedure):
    if connection.vendor != "postgresql":
        pytest.skip("needs transactions that run at the same time")
    opened = open_round(procedure=procedure, display_start=START, by="user:1")
    lawyer = UserFactory(roles=[Role.LAWYER], on_team=procedure)

    def work(number):
        try:
            if number == 10:
                extend(opened, lawyer)
            else:
                received(procedure, LAST_SECOND)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(20)))
    count_late_letters_again()
    assert late() == [False] * 19
    counted = Statement.objects.exclude(in_time_since=None).count()
    assert sum(one.payload["count"] for one in entries()) == counted
