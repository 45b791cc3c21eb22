"""Very many rows are written as `bulk_create` writes them."""

from datetime import timedelta, timezone

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone as clock

from dialogwerk.apps.base import bulk
from dialogwerk.apps.base.models import JournalEntry, Run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=["few", "many"])
def _either_way(request, monkeypatch):
    """Few rows take another way than many; both have to hold what is promised."""
    if request.param == "many":
        monkeypatch.setattr(bulk, "FEW", 0)


def some(count: int) -> list[Run]:
    there = timezone(timedelta(hours=2))
    return [
        Run(
            kind="test",
            title=f"Lärm „{number}“\n\t\\N",
            actor="user:1",
            arguments={"zahl": number, "wörter": ["ß", None]},
            started_at=clock.now().astimezone(there) if number % 2 else None,
            stop_requested=bool(number % 2),
        )
        for number in range(count)
    ]


def test_rows_read_back_as_they_were_written():
    rows = some(5)
    bulk.insert(rows)
    for row in rows:
        found = Run.objects.get(pk=row.pk)
        for field in Run._meta.concrete_fields:
            assert getattr(found, field.attname) == getattr(row, field.attname), field.name
        assert not row._state.adding


def test_rows_read_back_as_bulk_create_writes_them():
    bulk.insert([one := some(2)[1]])
    one_more = some(2)[1]
    one_more.started_at = one.started_at
    Run.objects.bulk_create([one_more])
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, arguments, started_at, stop_requested FROM base_run")
        first, second = cursor.fetchall()
    assert first == second


def test_keys_go_on_behind_those_given_out_before_and_after():
    before = some(1)[0]
    before.save()
    rows = some(3)
    bulk.insert(rows)
    after = some(1)[0]
    after.save()
    keys = [before.pk, *(row.pk for row in rows), after.pk]
    assert keys == sorted(set(keys))


def test_a_key_once_given_out_is_not_given_out_again():
    rows = some(2)
    bulk.insert(rows)
    gone = rows[1].pk
    Run.objects.filter(pk=gone).delete()
    bulk.insert(again := some(1))
    assert again[0].pk > gone


def test_an_offence_against_a_constraint_is_an_integrity_error_and_nothing_is_written():
    rows = some(3)
    rows[2].public_id = rows[0].public_id
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(rows)
    assert not Run.objects.exists()


def test_what_is_immutable_stays_so():
    entry = JournalEntry(actor="public", action="a", subject="s")
    entry.digest = entry.computed_digest()
    bulk.insert([entry])
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalEntry.objects.filter(pk=entry.pk).update(subject="t")


def test_sqlite_keeps_more_in_memory_only_during_long_work():
    if connection.vendor != "sqlite":
        pytest.skip("a setting of SQLite")

    def kept() -> int:
        with connection.cursor() as cursor:
            return int(cursor.execute("PRAGMA cache_size").fetchone()[0])

    before = kept()
    with bulk.roomy():
        assert kept() == -bulk.PAGES_KEPT_KIB
    assert kept() == before
