"""Checksums of what went out and what came back, so that both sides can show they mean the same."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from dialogwerk.apps.base.proofs import canonical_json

from ..models import CommentVersion, HandedPassage, HandOver


def of_hand_over(hand_over: HandOver) -> str:
    """SHA-256 over every argument and passage of a hand-over, in their order, one JSON a line."""
    return _sha256(_content(hand_over))


def of_comments(versions: Iterable[CommentVersion]) -> str:
    """SHA-256 over these wordings: number of the argument and text, by number."""
    lines = [{"argument": one.handed.number, "text": one.text} for one in versions]
    return _sha256(sorted(lines, key=lambda line: int(line["argument"])))


def _content(hand_over: HandOver) -> Iterator[dict[str, Any]]:
    yield {"code": hand_over.code, "number": hand_over.number}
    fields = ("number", "title", "summary", "kind", "people", "letters", "change", "merged_into")
    yield from hand_over.arguments.order_by("pk").values(*fields).iterator(2_000)
    passages = HandedPassage.objects.filter(handed__hand_over=hand_over).order_by("pk")
    named = ("handed__number", "author", "text", "letters", "is_withdrawn")
    yield from passages.values(*named).iterator(2_000)


def _sha256(lines: Iterable[dict[str, Any]]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(canonical_json(line) + b"\n")
    return digest.hexdigest()
