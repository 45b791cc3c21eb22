from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dialogwerk.apps.base import journal
from dialogwerk.apps.base.journal import EntryDraft, proof_of, record, record_many, seal, seal_all
from dialogwerk.apps.base.merkle import root
from dialogwerk.apps.base.models import JournalEntry, JournalSeal, SealedEntry
from dialogwerk.apps.base.proofs import FIRST_PREVIOUS, UnfitPayload, verify_proof

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def _drafts(count, start=0):
    return [
        EntryDraft(action="statement.received", subject=f"S{number}", actor="public")
        for number in range(start, start + count)
    ]


def test_an_entry_reads_back_from_the_database_with_the_digest_it_was_given():
    payload = {
        "letters": 3,
        "late": True,
        "nested": [{"ä": None}, -1, 10**30, "\u202e🌳"],
        "on": date(2026, 1, 2),
        "share": Decimal("0.50"),
        "uid": UUID(int=7),
    }
    entry = record("batch.imported", subject="B-1", actor="user:12", payload=payload)
    kept = JournalEntry.objects.get(pk=entry.pk)
    assert kept.digest == entry.digest == kept.computed_digest()
    assert kept.payload["on"] == "2026-01-02"
    assert kept.payload["share"] == "0.50"


def test_an_entry_keeps_who_did_what_when_and_in_which_procedure():
    entry = record("answer.changed", subject="A", actor="user:1", procedure="heide", at=NOW)
    kept = JournalEntry.objects.about("A").get()
    assert (kept.actor, kept.action, kept.procedure, kept.at) == (
        "user:1",
        "answer.changed",
        "heide",
        NOW,
    )
    assert str(entry) == "answer.changed A"


def test_the_same_deed_twice_gives_two_digests():
    first, second = record_many(_drafts(1) * 2)
    assert first.digest != second.digest


@pytest.mark.parametrize(
    "payload",
    [{"share": 0.5}, {"text": "a\x00b"}, {"text": "\ud800"}, {1: "one"}, {"what": object()}],
)
def test_a_payload_that_would_not_read_back_exactly_is_refused(payload):
    with pytest.raises(UnfitPayload, match="cannot keep this payload"):
        record("a.b", subject="X", actor="public", payload=payload)


def test_an_entry_falls_with_the_deed():
    with transaction.atomic():
        record("a.b", subject="X", actor="public")
        transaction.set_rollback(True)
    assert not JournalEntry.objects.exists()


def test_many_entries_take_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        entries = record_many(_drafts(3_000))
    assert [entry.subject for entry in entries[:2]] == ["S0", "S1"]
    assert all(entry.pk for entry in entries)


def test_clerks_find_entries_by_procedure_actor_action_and_time():
    old = record("a.b", subject="X", actor="user:1", at=NOW - timedelta(days=2))
    new = record("c.d", subject="X", actor="user:2", procedure="heide", at=NOW)
    entries = JournalEntry.objects
    assert list(entries.of_procedure("heide")) == [new]
    assert list(entries.by("user:1")) == [old]
    assert list(entries.with_action("a.b", "x.y")) == [old]
    assert list(entries.between(NOW, NOW + timedelta(days=1))) == [new]
    assert list(entries.newest_first()) == [new, old]


def test_a_seal_holds_all_entries_in_order_under_one_root():
    entries = record_many(_drafts(5))
    new = seal(NOW)
    leaves = [bytes.fromhex(entry.digest) for entry in entries]
    assert (new.number, new.size, new.previous) == (1, 5, FIRST_PREVIOUS)
    assert new.root == root(leaves).hex()
    places = SealedEntry.objects.order_by("position").values_list("entry_id", flat=True)
    assert list(places) == [entry.pk for entry in entries]
    assert JournalEntry.objects.unsealed().count() == 0


def test_seals_are_chained_and_nothing_new_gives_none():
    record_many(_drafts(2))
    first = seal(NOW)
    assert seal(NOW) is None
    record_many(_drafts(1, start=2))
    second = seal(NOW + timedelta(minutes=1))
    assert (second.number, second.previous, second.size) == (2, first.hash, 1)
    assert JournalSeal.objects.head() == second


def test_a_large_backlog_is_sealed_in_several_batches(monkeypatch):
    record_many(_drafts(5))
    assert [new.size for new in (seal(NOW, limit=2), seal(NOW, limit=2), seal(NOW))] == [2, 2, 1]
    record_many(_drafts(3, start=5))
    assert [new.size for new in seal_all(NOW)] == [3]


def _entry_with_id(pk):
    entry = JournalEntry(pk=pk, action="a.b", subject=f"id {pk}", actor="public", at=NOW)
    entry.digest = entry.computed_digest()
    entry.save(force_insert=True)
    return entry


def test_an_entry_that_commits_late_gets_into_the_next_seal():
    first = record("a.b", subject="first", actor="public")
    _entry_with_id(first.pk + 2)
    assert seal(NOW).size == 2
    late = _entry_with_id(first.pk + 1)
    assert seal(NOW + timedelta(seconds=10)).entries.get().entry == late


def test_an_entry_that_commits_hours_late_is_found_by_a_thorough_seal():
    first = record("a.b", subject="first", actor="public")
    _entry_with_id(first.pk + 2)
    seal(NOW - timedelta(hours=2))
    late = _entry_with_id(first.pk + 1)
    assert seal(NOW) is None
    assert seal(NOW, thorough=True).entries.get().entry == late


def test_of_two_sealers_at_once_one_wins_and_nothing_is_sealed_twice(monkeypatch):
    record_many(_drafts(3))
    write = journal._write_seal
    winners = []

    def other_is_faster(new, batch):
        if not winners:
            winners.append(None)
            winners[0] = seal(NOW)
        return write(new, batch)

    monkeypatch.setattr(journal, "_write_seal", other_is_faster)
    assert seal(NOW) is None
    assert winners[0].size == 3
    assert JournalSeal.objects.get().entries.count() == 3


def test_a_seal_that_fails_for_another_reason_says_so(monkeypatch):
    entry = record("a.b", subject="X", actor="public")
    seal(NOW)
    monkeypatch.setattr(
        journal.JournalEntry.objects.__class__, "unsealed", lambda self: self.filter(pk=entry.pk)
    )
    with pytest.raises(IntegrityError):
        seal(NOW)


def test_a_receipt_can_prove_that_it_stands_in_the_journal():
    record_many(_drafts(7))
    seal(NOW)
    record("statement.answered", subject="S3", actor="user:1", payload={"version": 2})
    seal(NOW + timedelta(minutes=1))
    record_many(_drafts(2, start=7))
    head = seal(NOW + timedelta(minutes=2))
    proof = proof_of("S3")
    assert [item["entry"]["action"] for item in proof["entries"]] == [
        "statement.received",
        "statement.answered",
    ]
    assert verify_proof(proof, trusted_head=head.hash).holds


def test_a_proof_may_end_with_a_seal_that_was_published():
    for number in range(3):
        record("a.b", subject=f"S{number}", actor="public")
        seal(NOW + timedelta(minutes=number))
    published = JournalSeal.objects.get(number=2)
    proof = proof_of("S0", up_to=2)
    assert proof["head"] == published.hash
    assert len(proof["seals"]) == 2
    assert verify_proof(proof, trusted_head=published.hash).holds


def test_what_is_not_sealed_yet_is_named_as_such():
    record("a.b", subject="X", actor="public")
    proof = proof_of("X")
    assert (proof["entries"], len(proof["unsealed"]), proof["head"]) == ([], 1, "")
    assert not verify_proof(proof).holds


def test_entries_may_be_written_at_any_time_zone():
    entry = record("a.b", subject="X", actor="public", at=timezone.localtime(NOW))
    assert entry.as_written()["at"] == "2026-11-22T12:00:00.000000+00:00"
