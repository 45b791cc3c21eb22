"""Tables of letters: staged with a proposed mapping, checked in a dry run, taken in by portions.

A portion of rows and the note how far the import has come are one transaction, so an import that
was killed goes on where the database says it stopped. The same file sent again adds nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Protocol, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import RunFailed, RunHandle, RunTakenOver, handler, start_run
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.tables import TableError

from ..errors import NotAllowedNow, StatementError
from ..models import ImportBatch, SignatureList, Statement
from . import import_findings as kinds
from .campaigns import start_grouping
from .import_fields import IDENTITY_FIELDS, LEFT_OUT, checked
from .import_findings import Finding, FindingLog, shown, table_sentence
from .import_rows import Defaults, Reading, RowReader, end_of_day
from .import_staging import (
    check_not_begun,
    discard,
    opened_table,
    sample_rows,
    set_mapping,
    stage,
)
from .intake import Letter, as_kept, take_in_many
from .signature_lists import open_list

ROWS_PER_TRANSACTION = 500
MOST_TRIES = 3
ROWS_CHECKED_AT_ONCE = 20_000
State = ImportBatch.State
Item = TypeVar("Item")


__all__ = [
    "check",
    "discard",
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


class Progress(Protocol):
    """Who waits for an import: a run in the background, or the command line."""

    def advance(self, done: int, message: str = "", *, total: int | None = None) -> None: ...

    def should_stop(self) -> bool: ...


class Silent:
    """Nobody waits."""

    def advance(self, done: int, message: str = "", *, total: int | None = None) -> None:
        pass

    def should_stop(self) -> bool:
        return False


# Reading


@dataclass(frozen=True, slots=True)
class Known:
    """What the database holds already under the keys of some rows."""

    texts: dict[str, str]

    def sort(self, reading: Reading) -> bool:
        """Whether the row is there already; a differing text is noted as a conflict."""
        if reading.letter is None or reading.key not in self.texts:
            return False
        if self.texts[reading.key] == as_kept(reading.letter.text):
            return True
        reading.findings.append(
            Finding.of(kinds.CONFLICT, reading.row, "id", id=reading.external_id)
        )
        reading.letter = None
        return False


def _known(procedure: Procedure, readings: Iterable[Reading]) -> Known:
    keys = [reading.key for reading in readings if reading.letter is not None]
    rows = Statement.objects.filter(procedure=procedure, submission_key__in=keys)
    found = rows.values_list("submission_key", "text")
    return Known({key: text for key, text in found if key})


def _reader(batch: ImportBatch) -> RowReader:
    defaults = Defaults(
        received_at=batch.received_at or batch.created_at,
        channel=batch.channel,
        source=batch.name,
        now=end_of_day(timezone.now()),
    )
    return RowReader(batch.mapping, defaults)


def _portions(items: Iterable[Item]) -> Iterator[list[Item]]:
    iterator = iter(items)
    while portion := list(islice(iterator, ROWS_PER_TRANSACTION)):
        yield portion


# Dry run


def preview(batch: ImportBatch, count: int = 5) -> list[Reading]:
    """The first rows as they would be taken in."""
    with opened_table(batch) as table:
        reader = _reader(batch)
        return [reader.read(row) for row in islice(table.rows(), count)]


def check(batch: ImportBatch, progress: Progress | None = None) -> FindingLog:
    """Read every row without taking anything in; findings and counts are kept in the batch.

    Raises:
        TableError: the file turns out to be unreadable further down.
        UnfitMapping: the mapping lacks the text.
        NotAllowedNow: the import has begun.
    """
    check_not_begun(batch)
    mapping = checked(batch.header, batch.mapping)
    batch.mapping = mapping
    log, counts, progress = FindingLog(), _Counts(), progress or Silent()
    with opened_table(batch) as table:
        reader = _reader(batch)
        for rows in _portions(table.rows()):
            _check_portion([reader.read(row) for row in rows], batch, log, counts)
            progress.advance(counts.rows)
            if progress.should_stop():
                return log
    _keep_check(batch, log, counts)
    return log


def start_check(batch: ImportBatch, *, by: str) -> Run | None:
    """Check a table: at once if it is of usual size, else in the background.

    Raises:
        TableError, UnfitMapping, NotAllowedNow: as :func:`check`.
    """
    if batch.rows_total <= ROWS_CHECKED_AT_ONCE:
        check(batch)
        return None
    check_not_begun(batch)
    if is_at_work(batch):
        raise NotAllowedNow(_("This import is at work already."))
    with transaction.atomic():
        run = start_run(
            "import-check",
            title=_("Dry run of %(name)s") % {"name": batch.name},
            arguments={"procedure": batch.procedure.slug, "import": batch.code},
            by=by,
            total=batch.rows_total,
        )
        batch.run_code = run.public_id
        batch.save(update_fields=["run_code"])
    return run


@handler("import-check")
def run_check(handle: RunHandle) -> dict[str, Any]:
    """Run-handler: the dry run of a large table."""
    batch = ImportBatch.objects.select_related("procedure").get(code=handle.arguments["import"])
    try:
        log = check(batch, handle)
    except TableError as error:
        raise RunFailed(table_sentence(error)) from error
    except StatementError as error:
        raise RunFailed(str(error)) from error
    return {"findings": log.total}


@dataclass(slots=True)
class _Counts:
    rows: int = 0
    added: int = 0
    known: int = 0
    refused: int = 0

    def add(self, readings: Sequence[Reading], known: int) -> None:
        """``known`` of these are there already; repeated rows of the file count as known too."""
        refused = sum(reading.is_refused for reading in readings)
        added = sum(reading.letter is not None for reading in readings) - known
        self.rows += len(readings)
        self.added += added
        self.refused += refused
        self.known += len(readings) - added - refused


def _check_portion(
    readings: list[Reading], batch: ImportBatch, log: FindingLog, counts: _Counts
) -> None:
    known = _known(batch.procedure, readings)
    there = 0
    for reading in readings:
        if known.sort(reading):
            there += 1
            reading.findings.append(Finding.of(kinds.KNOWN, reading.row))
        log.add(reading.findings)
    counts.add(readings, there)


def _keep_check(batch: ImportBatch, log: FindingLog, counts: _Counts) -> None:
    batch.findings = [finding.as_json() for finding in log.kept()]
    batch.rows_total = counts.rows
    batch.summary = {
        "notes": batch.summary.get("notes", []),
        "new": counts.added,
        "known": counts.known,
        "refused": counts.refused,
        "findings": log.total,
        "by_severity": log.counts,
        "by_code": log.by_code,
    }
    batch.state = State.CHECKED
    batch.save(update_fields=["findings", "rows_total", "summary", "state", "mapping"])


# Taking in


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


def is_at_work(batch: ImportBatch) -> bool:
    """Whether a run of this import waits or runs; one whose worker died for good does not."""
    if not batch.run_code:
        return False
    return Run.objects.filter(public_id=batch.run_code).unfinished().exists()


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
    with opened_table(batch) as table:
        reader = _reader(batch)
        readings = (reader.read(row) for row in table.rows())
        for _done in islice(readings, batch.rows_done):
            pass
        for portion in _portions(readings):
            _take_in_portion(batch, portion, by)
            progress.advance(batch.rows_done, _so_far(batch), total=batch.rows_total)
            if progress.should_stop():
                return _stopped(batch)
    _forget_file(batch)
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
def _try_portion(batch: ImportBatch, portion: list[Reading], by: str) -> _Counts:
    """Letters, journal and the note how far we are, all or nothing."""
    locked = ImportBatch.objects.select_for_update().only("rows_done").get(pk=batch.pk)
    if locked.rows_done != batch.rows_done:
        raise NotAllowedNow(_("Another worker takes this table in at the same time."))
    known = _known(batch.procedure, portion)
    there = sum(known.sort(reading) for reading in portion)
    letters = _letters(batch, portion, known, by)
    take_in_many(procedure=batch.procedure, letters=letters, by=by)
    counts = _Counts(batch.rows_done, batch.added, batch.known, batch.refused)
    counts.add(portion, there)
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=State.RUNNING,
        rows_done=counts.rows,
        added=counts.added,
        known=counts.known,
        refused=counts.refused,
    )
    return counts


def _letters(batch: ImportBatch, portion: list[Reading], known: Known, by: str) -> list[Letter]:
    fresh = [one for one in portion if one.letter and one.key not in known.texts]
    lists = _lists(batch.procedure, {one.list_title for one in fresh} - {""}, by)
    return [
        replace(one.letter, signature_list=lists.get(one.list_title))
        if one.list_title and one.letter
        else one.letter
        for one in fresh
        if one.letter
    ]


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
