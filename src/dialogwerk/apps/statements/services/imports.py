"""Tables of letters: staged with a proposed mapping, checked in a dry run, taken in by portions.

A portion of rows and the note how far the import has come are one transaction, so an import that
was killed goes on where the database says it stopped. The same file sent again adds nothing.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.base.bulk import roomy
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.models import JournalEntry, Run
from dialogwerk.apps.base.progress import Progress, Silent
from dialogwerk.apps.base.runs import RunFailed, RunHandle, RunTakenOver, handler, start_run
from dialogwerk.apps.base.statistics import refresh_statistics
from dialogwerk.apps.base.table_words import table_sentence
from dialogwerk.apps.people.models import Identity, Person
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.tables import TableError

from ..errors import NotAllowedNow
from ..models import ImportBatch, Original, SignatureList, Statement
from . import search_index
from .grouping_runs import start_grouping
from .import_checking import check, is_at_work, preview, start_check
from .import_fields import IDENTITY_FIELDS, LEFT_OUT
from .import_findings import shown
from .import_portions import Counts, known_among, portions, reader_of
from .import_rows import Reading
from .import_staging import discard, opened_table, sample_rows, set_mapping, stage
from .intake import Letter, take_in_many
from .person_runs import start_telling_apart
from .signature_lists import note_unclear, open_list

logger = logging.getLogger(__name__)
MOST_TRIES = 3
SIGNATORY = frozenset({"name", "given_name", "family_name"})
MANY = 1_000
"""From so many new letters on the database has to look anew how much there is."""

ABANDONED_AFTER = timedelta(days=30)
State = ImportBatch.State

__all__ = [
    "check",
    "discard",
    "discard_abandoned",
    "findings_table",
    "is_at_work",
    "preview",
    "sample_rows",
    "set_mapping",
    "stage",
    "start",
    "start_check",
    "take_in_rows",
]


def start(batch: ImportBatch, *, by: str, group_after: bool = True) -> Run:
    """Take a checked table in, in the background; also resumes what was stopped or failed.

    Raises:
        NotAllowedNow: not checked yet, at work already, or done.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        _check_can_start(batch)
        run = start_run(
            "import",
            title=_("Import of %(name)s") % {"name": batch.name},
            arguments={
                "procedure": batch.procedure.slug,
                "import": batch.code,
                "group_after": group_after,
            },
            by=by,
            total=batch.rows_total,
        )
        batch.state, batch.run_code = State.RUNNING, run.public_id
        batch.save(update_fields=["state", "run_code"])
    return run


def _check_can_start(batch: ImportBatch) -> None:
    if batch.state == State.UPLOADED:
        raise NotAllowedNow(_("Check the table first, then start the import."))
    if batch.state == State.DONE:
        raise NotAllowedNow(_("This table has been taken in already."))
    if is_at_work(batch):
        raise NotAllowedNow(_("This import is at work already."))


@handler("import")
def run(handle: RunHandle) -> dict[str, Any]:
    """Run-handler: take the rows of one import in, from where it stopped."""
    batch = ImportBatch.objects.select_related("procedure").get(code=handle.arguments["import"])
    try:
        take_in_rows(batch, by=handle.run.actor, progress=handle)
    except RunTakenOver:
        raise
    except TableError as error:
        _fail(batch)
        raise RunFailed(table_sentence(error)) from error
    except Exception:
        _fail(batch)
        raise
    if batch.state == State.DONE and batch.added and handle.arguments.get("group_after"):
        start_grouping(batch.procedure, by=handle.run.actor)
        start_telling_apart(batch.procedure, by=handle.run.actor)
    return {"added": batch.added, "known": batch.known, "refused": batch.refused}


def _fail(batch: ImportBatch) -> None:
    ImportBatch.objects.filter(pk=batch.pk).exclude(state=State.DONE).update(state=State.FAILED)


def take_in_rows(batch: ImportBatch, *, by: str, progress: Progress | None = None) -> ImportBatch:
    """Take in all rows that are not in yet; stops between two portions when asked to.

    Raises:
        TableError: the file turns out to be unreadable further down.
        NotAllowedNow: another worker takes in the same table.
    """
    progress = progress or Silent()
    if _is_file_gone(batch):
        return _finish(batch, by)
    with opened_table(batch) as table, roomy():
        reader = reader_of(batch)
        readings = (reader.read(row) for row in table.rows())
        for _done in islice(readings, batch.rows_done):
            pass
        for portion in portions(readings):
            _take_in_portion(batch, portion, by)
            progress.advance(batch.rows_done, _so_far(batch), total=batch.rows_total)
            if progress.should_stop():
                return _stopped(batch)
    _forget_file(batch)
    if batch.added > MANY:
        refresh_statistics(Statement, Original, JournalEntry, Person, Identity)
        search_index.settle()
    return _finish(batch, by)


def _so_far(batch: ImportBatch) -> str:
    return _("%(added)s letters taken in, %(known)s known already, %(refused)s not taken in") % {
        "added": batch.added,
        "known": batch.known,
        "refused": batch.refused,
    }


def _take_in_portion(batch: ImportBatch, portion: list[Reading], by: str) -> None:
    """One portion, again when letters with the same keys came in by another way meanwhile."""
    for tries_left in reversed(range(MOST_TRIES)):
        try:
            counts = _try_portion(batch, portion, by)
        except IntegrityError:
            if not tries_left:
                raise
        else:
            break
    batch.state, batch.rows_done = State.RUNNING, counts.rows
    batch.added, batch.known, batch.refused = counts.added, counts.known, counts.refused


@transaction.atomic
def _try_portion(batch: ImportBatch, portion: list[Reading], by: str) -> Counts:
    """Letters, journal and the note how far we are, all or nothing."""
    locked = ImportBatch.objects.select_for_update().only("rows_done").get(pk=batch.pk)
    if locked.rows_done != batch.rows_done:
        raise NotAllowedNow(_("Another worker takes this table in at the same time."))
    known = known_among(batch.procedure, portion)
    there = sum(known.sort(reading) for reading in portion)
    fresh = [one for one in portion if one.letter and one.key not in known.texts]
    letters = _letters(batch, fresh, by)
    taken = take_in_many(procedure=batch.procedure, letters=letters, by=by, table=batch)
    _note_unclear(batch, fresh, taken)
    counts = Counts(batch.rows_done, batch.added, batch.known, batch.refused)
    counts.add(portion, there)
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=State.RUNNING,
        rows_done=counts.rows,
        added=counts.added,
        known=counts.known,
        refused=counts.refused,
    )
    return counts


def _letters(batch: ImportBatch, fresh: Sequence[Reading], by: str) -> list[Letter]:
    lists = _lists(batch.procedure, {one.list_title for one in fresh} - {""}, by)
    return [
        replace(one.letter, signature_list=lists.get(one.list_title))
        if one.list_title and one.letter
        else one.letter
        for one in fresh
        if one.letter
    ]


def _note_unclear(batch: ImportBatch, fresh: Sequence[Reading], taken: Sequence[Statement]) -> None:
    """Signatures of lists that nobody can read, where the table has columns for who signed."""
    if not SIGNATORY.intersection(batch.mapping):
        return
    pairs = zip(taken, fresh, strict=True)
    signed = [(letter, one) for letter, one in pairs if one.list_title and one.letter]
    note_unclear(
        [letter for letter, _one in signed],
        [one.letter.sender for _letter, one in signed if one.letter],
        [one.row for _letter, one in signed],
    )


def _lists(procedure: Procedure, titles: set[str], by: str) -> dict[str, SignatureList]:
    """The signature lists of these titles; those that are new are opened."""
    found = {
        one.title: one
        for one in SignatureList.objects.filter(procedure=procedure, title__in=titles)
    }
    for title in sorted(titles - found.keys()):
        found[title] = open_list(procedure=procedure, title=title, by=by)
    return found


def _stopped(batch: ImportBatch) -> ImportBatch:
    batch.state = State.STOPPED
    batch.save(update_fields=["state"])
    return batch


@transaction.atomic
def _finish(batch: ImportBatch, by: str) -> ImportBatch:
    batch.state = State.DONE
    batch.rows_total = batch.rows_done
    batch.save(update_fields=["state", "rows_total"])
    record(
        "import.done",
        subject=batch.code,
        actor=by,
        procedure=batch.procedure.slug,
        payload={
            "sha256": batch.sha256,
            "rows": batch.rows_done,
            "added": batch.added,
            "known": batch.known,
            "refused": batch.refused,
        },
    )
    return batch


def _is_file_gone(batch: ImportBatch) -> bool:
    """True when everything was taken in and only the last note is missing."""
    name = batch.file.name
    return not name or not batch.file.storage.exists(name)


def _forget_file(batch: ImportBatch) -> None:
    """Remove a file with names and addresses: these live in the vault and nowhere else."""
    if IDENTITY_FIELDS.intersection(batch.mapping) or batch.mapping.get(LEFT_OUT):
        batch.file.delete(save=False)
        ImportBatch.objects.filter(pk=batch.pk).update(file="")


def findings_table(batch: ImportBatch) -> tuple[list[str], Iterator[list[str]]]:
    """Header and rows of the findings, for a file."""
    header = [_("Row"), _("Field"), _("Severity"), _("Finding")]
    severities = {"error": _("error"), "warning": _("warning"), "note": _("note")}
    rows = (
        [str(one["row"]), one["label"], severities[one["severity"]], one["sentence"]]
        for one in shown(batch.findings)
    )
    return header, rows


def discard_abandoned(now: datetime, after: timedelta = ABANDONED_AFTER) -> int:
    """Discard tables that were uploaded but not taken in for so long; returns how many."""
    waiting = ImportBatch.objects.filter(
        state__in=(State.UPLOADED, State.CHECKED), rows_done=0, created_at__lt=now - after
    )
    gone = [code for code in waiting.values_list("code", flat=True) if _discard_idle(code)]
    if gone:
        logger.info("Discarded tables never taken in: %s", ", ".join(gone))
    return len(gone)


@transaction.atomic
def _discard_idle(code: str) -> bool:
    batch = ImportBatch.objects.select_for_update().filter(code=code, rows_done=0).first()
    if batch is None or is_at_work(batch) or batch.state == State.RUNNING:
        return False
    discard(batch)
    return True
