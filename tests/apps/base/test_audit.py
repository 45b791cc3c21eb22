from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from dialogwerk.apps.base.audit import verify
from dialogwerk.apps.base.journal import EntryDraft, record, record_many, seal
from dialogwerk.apps.base.models import JournalEntry, JournalSeal, SealedEntry
from dialogwerk.apps.base.triggers import drop_triggers

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def entries(db):
    """Two sealed batches of four, and one entry that waits."""
    made = []
    for batch in range(2):
        made += record_many(
            EntryDraft(
                action="statement.received",
                subject=f"S{batch}{number}",
                actor="public",
                payload={"number": number},
            )
            for number in range(4)
        )
        seal(NOW + timedelta(minutes=batch))
    return [*made, record("statement.read", subject="S00", actor="user:1")]


def _kinds(**options):
    return [problem.kind for problem in verify(**options).problems]


def test_a_journal_as_written_is_intact(entries):
    counted = []
    found = verify(counted.append)
    assert found.is_intact
    assert (found.sealed, found.unsealed, found.seals, sum(counted)) == (8, 1, 2, 9)
    assert found.head == JournalSeal.objects.head().hash


def test_an_empty_journal_is_intact():
    assert verify().is_intact
    assert verify().head == ""


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2020-01-01 00:00:00+00:00"),
        ("actor", "user:2"),
        ("action", "statement.lost"),
        ("subject", "S99"),
        ("procedure", "elsewhere"),
        ("payload", '{"number": 0.5}'),
        ("uid", "00000000000000000000000000000001"),
        ("digest", "0" * 64),
        ("digest", "no digest"),
    ],
)
def test_an_entry_altered_in_any_column_is_named(entries, tamper, column, value):
    altered = entries[2]
    sql = f'UPDATE base_journalentry SET "{column}" = %s WHERE id = %s'  # noqa: S608
    tamper(sql, value, altered.pk)
    (problem,) = verify().problems
    assert (problem.kind, problem.seal, problem.entries) == ("altered", 1, (altered.pk,))


def test_an_altered_entry_that_waits_for_its_seal_is_named(entries, tamper):
    tamper("UPDATE base_journalentry SET actor = 'user:2' WHERE id = %s", entries[8].pk)
    (problem,) = verify().problems
    assert (problem.kind, problem.seal, problem.entries) == ("altered", None, (entries[8].pk,))


def test_an_entry_altered_together_with_its_digest_is_named(entries, tamper):
    forged = entries[5]
    forged.actor = "user:666"
    sql = "UPDATE base_journalentry SET actor = %s, digest = %s WHERE id = %s"
    tamper(sql, forged.actor, forged.computed_digest(), forged.pk)
    (problem,) = verify().problems
    assert (problem.kind, problem.seal, problem.entries) == ("replaced", 2, (forged.pk,))


def test_an_entry_altered_with_digest_and_leaf_breaks_its_batch(entries, tamper):
    forged = entries[5]
    forged.actor = "user:666"
    digest = forged.computed_digest()
    sql = "UPDATE base_journalentry SET actor = %s, digest = %s WHERE id = %s"
    tamper(sql, forged.actor, digest, forged.pk)
    tamper("UPDATE base_sealedentry SET leaf = %s WHERE entry_id = %s", digest, forged.pk)
    (problem,) = verify().problems
    assert (problem.kind, problem.seal) == ("batch", 2)


def test_a_missing_entry_is_named(entries, tamper):
    tamper("DELETE FROM base_journalentry WHERE id = %s", entries[1].pk)
    (problem,) = verify().problems
    assert (problem.kind, problem.seal, problem.entries) == ("missing", 1, (entries[1].pk,))


def test_an_entry_removed_with_its_place_leaves_a_gap_between_its_neighbours(entries, tamper):
    tamper("DELETE FROM base_sealedentry WHERE entry_id = %s", entries[1].pk)
    tamper("DELETE FROM base_journalentry WHERE id = %s", entries[1].pk)
    gap, batch = verify().problems
    assert (gap.kind, gap.seal, batch.kind) == ("gap", 1, "batch")
    assert str(entries[0].pk) in gap.sentence
    assert str(entries[2].pk) in gap.sentence


def test_reordered_entries_are_named(entries, tamper):
    swap = "UPDATE base_sealedentry SET position = %s WHERE entry_id = %s"
    for position, entry in ((90, entries[1]), (1, entries[3]), (3, entries[1])):
        tamper(swap, position, entry.pk)
    (problem,) = verify().problems
    assert (problem.kind, problem.seal) == ("reordered", 1)
    assert set(problem.entries) == {entries[1].pk, entries[3].pk}


def test_entries_exchanged_between_positions_with_their_leaves_are_altered_or_replaced(
    entries, tamper
):
    first, second = entries[0], entries[1]
    tamper("UPDATE base_sealedentry SET leaf = %s WHERE entry_id = %s", second.digest, first.pk)
    tamper("UPDATE base_sealedentry SET leaf = %s WHERE entry_id = %s", first.digest, second.pk)
    assert _kinds() == ["replaced", "replaced", "batch"]


@pytest.mark.parametrize(
    ("column", "value"),
    [("sealed_at", "2020-01-01 00:00:00+00:00"), ("size", 5), ("root", "0" * 64)],
)
def test_an_altered_seal_is_named(entries, tamper, column, value):
    tamper(f"UPDATE base_journalseal SET {column} = %s WHERE number = 1", value)  # noqa: S608
    found = verify().problems
    assert ("seal", 1) in [(problem.kind, problem.seal) for problem in found]


def test_a_seal_that_names_another_one_before_it_breaks_the_chain(entries, tamper):
    second = JournalSeal.objects.get(number=2)
    second.previous = "1" * 64
    sql = "UPDATE base_journalseal SET previous = %s, hash = %s WHERE number = 2"
    tamper(sql, second.previous, second.computed_hash())
    assert _kinds() == ["chain"]


def test_a_missing_seal_is_noticed_with_its_orphans(entries, tamper):
    tamper("DELETE FROM base_journalseal WHERE number = 1")
    assert _kinds() == ["chain", "orphan"]


def test_a_journal_cut_off_at_the_end_does_not_contain_the_head_one_kept(entries, tamper):
    head = JournalSeal.objects.head().hash
    assert _kinds(trusted_head=head) == []
    tamper("DELETE FROM base_sealedentry WHERE seal_id = 2")
    tamper("DELETE FROM base_journalseal WHERE number = 2")
    tamper("DELETE FROM base_journalentry WHERE id >= %s", entries[4].pk)
    assert _kinds() == []
    assert _kinds(trusted_head=head) == ["head"]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE base_journalentry SET payload = '{' WHERE id = %s",
        "UPDATE base_journalentry SET at = 'yesterday' WHERE id = %s",
        "UPDATE base_journalentry SET uid = 'none' WHERE id = %s",
    ],
)
def test_an_entry_that_cannot_even_be_read_is_named(entries, tamper, sql):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's columns only take what fits")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
    try:
        tamper(sql, entries[2].pk)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
    (problem,) = verify().problems
    assert (problem.kind, problem.entries) == ("altered", (entries[2].pk,))


def test_a_seal_whose_time_cannot_be_read_is_named(entries, tamper):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's columns only take what fits")
    tamper("UPDATE base_journalseal SET sealed_at = 'yesterday' WHERE number = 2")
    assert _kinds() == ["seal"]


def test_a_spoilt_digest_does_not_keep_the_rest_from_being_sealed(entries, tamper):
    tamper("UPDATE base_journalentry SET digest = 'spoilt' WHERE id = %s", entries[8].pk)
    assert seal(NOW + timedelta(hours=2), thorough=True).size == 1
    (problem,) = verify().problems
    assert (problem.kind, problem.entries) == ("altered", (entries[8].pk,))


def test_a_table_without_protection_is_named(entries):
    connection.check_constraints()
    drop_triggers(connection, ["base_sealedentry"])
    (problem,) = verify().problems
    assert problem.kind == "unprotected"
    assert "base_sealedentry" in problem.sentence


def test_an_entry_that_never_happened_is_noticed_in_its_batch(entries, tamper):
    invented = JournalEntry(action="a.b", subject="X", actor="public", at=NOW)
    invented.digest = invented.computed_digest()
    invented.save(force_insert=True)
    SealedEntry.objects.create(entry=invented, seal_id=1, position=4, leaf=invented.digest)
    assert _kinds() == ["batch"]


def test_far_apart_entries_of_one_batch_are_found():
    first = record("a.b", subject="X", actor="public")
    far = JournalEntry(pk=first.pk + 1_000_000, action="a.b", subject="Y", actor="public", at=NOW)
    far.digest = far.computed_digest()
    far.save(force_insert=True)
    seal(NOW)
    assert verify().is_intact
