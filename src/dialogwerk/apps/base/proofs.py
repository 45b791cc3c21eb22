"""What the journal's hashes are made of, and how a proof is checked without database or Django.

An entry's leaf is the tree hash over its canonical JSON: sorted keys, no spaces, UTF-8, numbers
only whole, time as UTC with microseconds. Nothing else goes into it, so anyone can compute it again
from a printed entry. A seal's hash covers its number, time, size, root and the hash before it.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from .merkle import leaf_hash

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
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_as_text
    )
    return text.encode()


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return written_time(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    return str(_refuse(f"{type(value).__name__} cannot be written as JSON"))


def _refuse_unfit(value: object) -> None:
    if isinstance(value, float):
        _refuse(f"{value!r} is a float; write whole numbers, or a decimal as text")
    elif isinstance(value, str):
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            _refuse("a text holds a NUL character or half a surrogate pair")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                _refuse(f"the key {key!r} is not a text")
            _refuse_unfit(key)
            _refuse_unfit(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _refuse_unfit(item)


def _refuse(reason: str) -> None:
    raise UnfitPayload(f"The journal cannot keep this payload: {reason}.")


def entry_leaf(fields: Mapping[str, Any]) -> str:
    """The leaf hash (hex) of an entry given as its `ENTRY_FIELDS`, time and uid already text."""
    return leaf_hash(canonical_json({name: fields[name] for name in ENTRY_FIELDS})).hex()


def seal_hash(fields: Mapping[str, Any]) -> str:
    """The hash (hex) of a seal given as its `SEAL_FIELDS`, time already text."""
    return sha256(canonical_json({name: fields[name] for name in SEAL_FIELDS})).hexdigest()
