"""Verifying the journal: every entry, every batch and the chain of seals, computed again.

Works through the journal in portions, so memory stays bounded by one batch.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from . import merkle
from .models import JournalEntry, JournalSeal, SealedEntry
from .proofs import ENTRY_FIELDS, FIRST_PREVIOUS, entry_leaf, leaf_bytes, written_time
from .querysets import JournalEntryQuerySet
from .triggers import protected_tables

ROWS_AT_ONCE = 2_000

Progress = Callable[[int], None]
_Row = tuple[Any, ...]
_UNREADABLE = (ValueError, TypeError, AttributeError, IndexError)
"""What comes of a column that holds something of another kind."""


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it was written."""

    kind: str
    """altered, replaced, missing, gap, reordered, batch, seal, chain, orphan, unprotected, head"""
    sentence: str
    seal: int | None = None
    entries: tuple[int, ...] = ()


@dataclass(frozen=True)
class Verification:
    """What `verify` found."""

    sealed: int
    unsealed: int
    seals: int
    head: str
    problems: tuple[Problem, ...]

    @property
    def is_intact(self) -> bool:
        return not self.problems


class _Audit:
    """One walk over the journal; collects counts and problems."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress or (lambda _count: None)
        self.problems: list[Problem] = []
        self.sealed = self.unsealed = self.seals = 0

    def report(
        self, kind: str, sentence: str, seal: int | None = None, entries: tuple[int, ...] = ()
    ) -> None:
        self.problems.append(Problem(kind, sentence, seal, entries))

    def check_protection(self) -> None:
        models = (JournalEntry, JournalSeal, SealedEntry)
        for table in {m._meta.db_table for m in models} - set(protected_tables(connection)):
            text = _("The table %(table)s is not protected against changes: run migrate.")
            self.report("unprotected", text % {"table": table})

    def check_seals(self, trusted_head: str | None) -> str:
        """Walk the chain; returns the hash of the newest seal."""
        before, number, trusted = FIRST_PREVIOUS, 0, trusted_head is None
        for new_number in list(JournalSeal.objects.order_by("number").values_list("pk", flat=True)):
            seal = _readable_seal(new_number)
            self._check_link(seal, number, before)
            self._check_batch(seal)
            self.seals += 1
            before, number = seal.hash, seal.number
            trusted = trusted or seal.hash == trusted_head
        if not trusted:
            text = _("The seal that you trust, %(hash)s, is not in the journal.")
            self.report("head", text % {"hash": trusted_head})
        return before if self.seals else ""

    def _check_link(self, seal: JournalSeal, number: int, before: str) -> None:
        values = {"number": seal.number, "first": number + 1, "last": seal.number - 1}
        if seal.number > number + 1:
            text = _("Seals are missing: %(first)d to %(last)d, before seal %(number)d.")
            self.report("chain", text % values, seal.number)
        elif seal.previous != before:
            text = _("Seal %(number)d does not name the hash of the seal before it.")
            self.report("chain", text % values, seal.number)
        if seal.sealed_at is None or seal.hash != seal.computed_hash():
            text = _("Seal %(number)d was altered: its hash does not fit what it says.")
            self.report("seal", text % values, seal.number)

    def _check_batch(self, seal: JournalSeal) -> None:
        rows = SealedEntry.objects.filter(seal=seal).order_by("position")
        places = list(rows.values_list("position", "pk", "leaf"))
        self._check_positions(seal, places)
        for portion in _portions(iter(places)):
            self._check_entries(seal, portion)
        leaves = [leaf_bytes(leaf) for _position, _pk, leaf in places]
        if merkle.root(leaves).hex() != seal.root:
            self._explain_root(seal, places)
        self.sealed += len(places)

    def _check_positions(self, seal: JournalSeal, places: list[tuple[int, int, str]]) -> None:
        missing = sorted(set(range(seal.size)) - {position for position, _pk, _leaf in places})
        if missing:
            text = _("Of the %(size)d entries in seal %(number)d, %(count)d are missing: %(which)s")
            values = {
                "size": seal.size,
                "number": seal.number,
                "count": len(missing),
                "which": "; ".join(_neighbours(position, places) for position in missing[:5]),
            }
            self.report("gap", text % values, seal.number)

    def _check_entries(self, seal: JournalSeal, portion: list[tuple[int, int, str]]) -> None:
        found = _entry_rows([pk for _position, pk, _leaf in portion])
        for position, pk, leaf in portion:
            values = {"pk": pk, "position": position, "number": seal.number}
            if pk not in found:
                text = _("Entry %(pk)d is missing, position %(position)d of seal %(number)d.")
                self.report("missing", text % values, seal.number, (pk,))
            elif self._is_unaltered(pk, found[pk], seal.number) and found[pk][0] != leaf:
                text = _("Entry %(pk)d was replaced after it was put into seal %(number)d.")
                self.report("replaced", text % values, seal.number, (pk,))
        self.progress(len(portion))

    def _is_unaltered(self, pk: int, row: _Row, seal: int | None) -> bool:
        digest, *values = row
        if _leaf_of(values) == digest:
            return True
        text = _("Entry %(pk)d was altered: its digest does not fit what it says.")
        self.report("altered", text % {"pk": pk}, seal, (pk,))
        return False

    def _explain_root(self, seal: JournalSeal, places: list[tuple[int, int, str]]) -> None:
        in_order = sorted(places, key=lambda place: place[1])
        root = merkle.root(leaf_bytes(leaf) for _position, _pk, leaf in in_order).hex()
        if root == seal.root:
            moved = tuple(
                now[1] for now, then in zip(places, in_order, strict=True) if now[1] != then[1]
            )
            text = _("Entries of seal %(number)d were put into another order: %(entries)s.")
            values = {"number": seal.number, "entries": ", ".join(map(str, moved[:20]))}
            self.report("reordered", text % values, seal.number, moved)
        else:
            text = _("The entries of seal %(number)d are not the ones that were sealed.")
            self.report("batch", text % {"number": seal.number}, seal.number)

    def check_orphans(self) -> None:
        """Places in seals that are no longer there."""
        named = set(SealedEntry.objects.order_by().values_list("seal_id", flat=True).distinct())
        there = set(JournalSeal.objects.values_list("pk", flat=True))
        for number in sorted(named - there):
            text = _("Seal %(number)d is missing, but there are entries that were in it.")
            self.report("orphan", text % {"number": number}, number)

    def check_unsealed(self) -> None:
        pks = JournalEntry.objects.unsealed().order_by("pk").values_list("pk", flat=True)
        for portion in _portions(pks.iterator(ROWS_AT_ONCE)):
            for pk, row in _entry_rows(portion).items():
                self._is_unaltered(pk, row, None)
            self.unsealed += len(portion)
            self.progress(len(portion))


_COLUMNS = ("digest", *ENTRY_FIELDS)
_AT, _UID = ENTRY_FIELDS.index("at"), ENTRY_FIELDS.index("uid")


def verify(progress: Progress | None = None, *, trusted_head: str | None = None) -> Verification:
    """Compute everything again and list what is not as it was written.

    Args:
        progress: told how many more entries were looked at.
        trusted_head: hash of a seal that is kept outside the database. Only with it does a
            journal show that was cut off at the end or written anew as a whole.
    """
    audit = _Audit(progress)
    audit.check_protection()
    head = audit.check_seals(trusted_head)
    audit.check_orphans()
    audit.check_unsealed()
    return Verification(audit.sealed, audit.unsealed, audit.seals, head, tuple(audit.problems))


def _leaf_of(values: Sequence[Any]) -> str:
    """The digest that these values should have; empty for values `record` never lets in."""
    fields = dict(zip(ENTRY_FIELDS, values, strict=False))
    try:
        fields["at"], fields["uid"] = written_time(values[_AT]), str(values[_UID])
        return entry_leaf(fields)
    except _UNREADABLE:
        return ""


def _entry_rows(pks: list[int]) -> dict[int, _Row]:
    """Digest and fields of these entries; only a word for one that cannot be read."""
    entries = JournalEntry.objects.order_by()
    if max(pks) - min(pks) < 2 * ROWS_AT_ONCE:
        wanted = entries.filter(pk__range=(min(pks), max(pks)))
    else:
        wanted = entries.filter(pk__in=pks)
    try:
        rows = {row[0]: row[1:] for row in wanted.values_list("pk", *_COLUMNS)}
        return {pk: rows[pk] for pk in pks if pk in rows}
    except _UNREADABLE:
        return _rows_one_by_one(entries.filter(pk__in=pks))


def _rows_one_by_one(entries: JournalEntryQuerySet) -> dict[int, _Row]:
    rows: dict[int, _Row] = {}
    for pk in list(entries.values_list("pk", flat=True)):
        try:
            rows[pk] = entries.filter(pk=pk).values_list(*_COLUMNS).get()
        except _UNREADABLE:
            rows[pk] = ("unreadable",)
    return rows


def _readable_seal(number: int) -> JournalSeal:
    """The seal; without its time if somebody wrote there what is no time."""
    seals = JournalSeal.objects.filter(pk=number)
    try:
        return seals.get()
    except _UNREADABLE:
        known = seals.values("number", "size", "root", "previous", "hash").get()
        unreadable = JournalSeal(**known)
        unreadable.sealed_at = None  # type: ignore[assignment]
        return unreadable


def _portions(rows: Iterator) -> Iterator[list]:
    while portion := list(islice(rows, ROWS_AT_ONCE)):
        yield portion


def _neighbours(position: int, places: list[tuple[int, int, str]]) -> str:
    """Where a missing position lies: between which entries."""
    before = max((pk for other, pk, _leaf in places if other < position), default=None)
    after = min((pk for other, pk, _leaf in places if other > position), default=None)
    values = {"position": position, "before": before or "–", "after": after or "–"}
    return _("position %(position)d, between entries %(before)s and %(after)s") % values
