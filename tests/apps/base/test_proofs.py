import copy
import json
from datetime import UTC, datetime, timedelta

import pytest

from dialogwerk.apps.base.journal import EntryDraft, proof_of, record, record_many, seal
from dialogwerk.apps.base.models import JournalSeal
from dialogwerk.apps.base.proofs import canonical_json, verify_proof

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def proof(db):
    record_many(EntryDraft(action="a.b", subject=f"S{n}", actor="public") for n in range(6))
    seal(NOW)
    record("c.d", subject="X", actor="user:1")
    seal(NOW + timedelta(minutes=1))
    return json.loads(json.dumps(proof_of("S3")))


def test_canonical_json_does_not_depend_on_the_order_of_keys():
    assert canonical_json({"b": 1, "a": "ä"}) == '{"a":"ä","b":1}'.encode()


def test_a_proof_holds_after_travelling_as_json(proof):
    result = verify_proof(proof)
    assert result.holds
    assert result.head == JournalSeal.objects.head().hash
    assert "compare it with a published one" in result.findings[-1]


def test_a_proof_holds_against_every_seal_in_its_chain(proof):
    for new in JournalSeal.objects.all():
        assert verify_proof(proof, trusted_head=new.hash.upper()).holds


def test_a_proof_does_not_hold_against_a_head_from_elsewhere(proof):
    result = verify_proof(proof, trusted_head="f" * 64)
    assert not result.holds
    assert result.findings == ("The seal that you trust does not occur in the proof's chain.",)


def _paths(value, path=()):
    """Every place in the proof that holds a single value."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _paths(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _paths(item, (*path, index))
    else:
        yield path


def _altered(proof, path):
    changed = copy.deepcopy(proof)
    place = changed
    for step in path[:-1]:
        place = place[step]
    old = place[path[-1]]
    place[path[-1]] = (
        old + 1 if isinstance(old, int) else ("0" if old[:1] != "0" else "1") + old[1:]
    )
    return changed


def test_whatever_is_altered_in_a_proof_is_noticed(proof):
    head = proof["head"]
    repeated = {("seals", index, "hash") for index in range(len(proof["seals"]))}
    for path in set(_paths(proof)) - repeated:
        assert not verify_proof(_altered(proof, path), trusted_head=head).holds, path


@pytest.mark.parametrize("key", ["format", "subject", "entries", "seals", "head"])
def test_an_incomplete_proof_does_not_hold(proof, key):
    del proof[key]
    result = verify_proof(proof)
    assert not result.holds
    assert "no complete proof" in result.findings[0]


@pytest.mark.parametrize("nonsense", [[], None, "proof", 7, {"seals": 3}, {"seals": [None]}])
def test_nonsense_is_no_proof(nonsense):
    assert not verify_proof(nonsense).holds


def test_a_proof_without_entries_proves_nothing(proof):
    proof["entries"] = []
    assert not verify_proof(proof).holds
