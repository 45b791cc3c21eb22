"""What the journal's hashes are made of, and how a proof is checked without database or Django.

An entry's leaf is the tree hash over its canonical JSON: sorted keys, no spaces, UTF-8, numbers
only whole, time as UTC with microseconds. Nothing else goes into it, so anyone can compute it again
from a printed entry. A seal's hash covers its number, time, size, root and the hash before it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from .merkle import leaf_hash, verify_inclusion

ENTRY_FIELDS = ("action", "actor", "at", "payload", "procedure", "subject", "uid")
SEAL_FIELDS = ("number", "previous", "root", "sealed_at", "size")
FIRST_PREVIOUS = "0" * 64
"""What the first seal names as the hash before it."""


class UnfitPayload(ValueError):
    """A payload that would not read back from both databases exactly as it was written."""


def written_time(moment: datetime) -> str:
    """A moment as it stands in the hashes: UTC, always with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def canonical_json(value: object) -> bytes:
    """The one way to write this value down.

    Dates, decimals and UUIDs become text.

    Raises:
        UnfitPayload: it holds a float, a NUL character, half a surrogate pair or a strange type.
    """
    _refuse_unfit(value)
    return _written(value).encode()


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return written_time(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    raise _unfit(f"{type(value).__name__} cannot be written as JSON")


_written = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_as_text
).encode
_UNFIT = re.compile("[\x00\ud800-\udfff]")


def _refuse_unfit(value: object) -> None:
    if isinstance(value, str):
        if _UNFIT.search(value):
            raise _unfit("a text holds a NUL character or half a surrogate pair")
    elif isinstance(value, int):
        return
    elif isinstance(value, float):
        raise _unfit(f"{value!r} is a float; write whole numbers, or a decimal as text")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise _unfit(f"the key {key!r} is not a text")
            _refuse_unfit(key)
            _refuse_unfit(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _refuse_unfit(item)


def _unfit(reason: str) -> UnfitPayload:
    return UnfitPayload(f"The journal cannot keep this payload: {reason}.")


def entry_leaf(fields: Mapping[str, Any]) -> str:
    """The leaf hash (hex) of an entry given as its `ENTRY_FIELDS`, time and uid already text."""
    return leaf_hash(canonical_json({name: fields[name] for name in ENTRY_FIELDS})).hex()


def leaf_bytes(digest: str) -> bytes:
    """A stored digest as a leaf of the tree; one that is no hex any more still has a leaf."""
    try:
        return bytes.fromhex(digest)
    except ValueError:
        return leaf_hash(digest.encode())


def seal_hash(fields: Mapping[str, Any]) -> str:
    """The hash (hex) of a seal given as its `SEAL_FIELDS`, time already text."""
    return sha256(canonical_json({name: fields[name] for name in SEAL_FIELDS})).hexdigest()


PROOF_FORMAT = "dialogwerk-journal-proof-1"


@dataclass(frozen=True)
class ProofCheck:
    """Whether a proof holds, and what was found, in sentences."""

    holds: bool
    findings: tuple[str, ...]
    head: str
    """The hash of the newest seal in the proof: what a published one is compared with."""


class _BrokenProof(Exception):
    """A step of the proof does not follow; the text says which."""


def verify_proof(proof: Mapping[str, Any], *, trusted_head: str | None = None) -> ProofCheck:
    """Check a proof by computing every hash in it again, from the entries up to the newest seal.

    Args:
        proof: what `journal.proof_of` made, read back from JSON.
        trusted_head: hash of a seal that the office published or that one noted oneself. The
            proof has to pass through it. Without it the proof is only checked against itself.
    """
    try:
        chain = _checked_chain(proof["seals"])
        seals = {seal["number"]: seal for seal in proof["seals"]}
        findings = [_checked_entry(item, proof["subject"], seals) for item in proof["entries"]]
        findings.append(_checked_head(chain, proof["head"], trusted_head))
        if proof["format"] != PROOF_FORMAT:
            raise _BrokenProof(f"This is a proof of another kind: {proof['format']!r}.")
        if not proof["entries"]:
            raise _BrokenProof("The proof holds no sealed entry.")
    except _BrokenProof as problem:
        return ProofCheck(False, (str(problem),), "")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = f"This is no complete proof: {type(error).__name__} {error}."
        return ProofCheck(False, (reason,), "")
    return ProofCheck(True, tuple(findings), chain[-1])


def _checked_chain(seals: Sequence[Mapping[str, Any]]) -> list[str]:
    """The hashes of the seals, each computed again and found named by its successor."""
    hashes: list[str] = []
    for before, seal in zip([None, *seals], seals, strict=False):
        if before and (seal["number"] != before["number"] + 1 or seal["previous"] != hashes[-1]):
            raise _BrokenProof(f"Seal {seal['number']} does not follow seal {before['number']}.")
        hashes.append(seal_hash(seal))
    if not hashes:
        raise _BrokenProof("The proof holds no seal.")
    return hashes


def _checked_entry(
    item: Mapping[str, Any], subject: str, seals: Mapping[int, Mapping[str, Any]]
) -> str:
    entry, seal = item["entry"], seals[item["seal"]]
    if entry["subject"] != subject:
        raise _BrokenProof(f"An entry is about {entry['subject']!r}, not about {subject!r}.")
    leaf = bytes.fromhex(entry_leaf(entry))
    path = [bytes.fromhex(step) for step in item["path"]]
    expected = bytes.fromhex(seal["root"])
    if not verify_inclusion(leaf, item["position"], seal["size"], path, expected):
        raise _BrokenProof(
            f"The entry {entry['action']!r} of {entry['at']} is not the one"
            f" in position {item['position']} of seal {seal['number']}."
        )
    return f"{entry['at']}: {entry['action']} stands in seal {seal['number']}."


def _checked_head(chain: Sequence[str], head: str, trusted_head: str | None) -> str:
    if head != chain[-1]:
        raise _BrokenProof("The proof names another newest seal than the one it ends with.")
    if trusted_head is None:
        return f"The chain ends with {head}: compare it with a published one."
    if trusted_head.strip().lower() not in chain:
        raise _BrokenProof("The seal that you trust does not occur in the proof's chain.")
    return "The chain passes through the seal that you trust."
