"""The dry run: every row of a table read and compared, nothing taken in."""

from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.progress import Progress, Silent
from dialogwerk.apps.base.runs import RunFailed, RunHandle, handler, start_run
from dialogwerk.apps.base.table_words import table_sentence
from dialogwerk.cores.tables import TableError

from ..errors import NotAllowedNow, StatementError
from ..models import ImportBatch
from . import import_findings as kinds
from .import_fields import checked
from .import_findings import Finding, FindingLog
from .import_portions import Counts, known_among, portions, reader_of
from .import_rows import Reading
from .import_staging import check_not_begun, opened_table

ROWS_CHECKED_AT_ONCE = 20_000


def preview(batch: ImportBatch, count: int = 5) -> list[Reading]:
    """The first rows as they would be taken in."""
    with opened_table(batch) as table:
        reader = reader_of(batch)
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
    log, counts, progress = FindingLog(), Counts(), progress or Silent()
    with opened_table(batch) as table:
        reader = reader_of(batch)
        for rows in portions(table.rows()):
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


def is_at_work(batch: ImportBatch) -> bool:
    """Whether a run of this import waits or runs; one whose worker died for good does not."""
    if not batch.run_code:
        return False
    return Run.objects.filter(public_id=batch.run_code).unfinished().exists()


def _check_portion(
    readings: list[Reading], batch: ImportBatch, log: FindingLog, counts: Counts
) -> None:
    known = known_among(batch.procedure, readings)
    there = 0
    for reading in readings:
        if known.sort(reading):
            there += 1
            reading.findings.append(Finding.of(kinds.KNOWN, reading.row))
        log.add(reading.findings)
    counts.add(readings, there)


def _keep_check(batch: ImportBatch, log: FindingLog, counts: Counts) -> None:
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
    batch.state = ImportBatch.State.CHECKED
    batch.save(update_fields=["findings", "rows_total", "summary", "state", "mapping"])
