"""Contributions from elsewhere: a file is staged, its columns settled, checked, taken in.

A portion of rows and the note how far the import has come are one transaction, so an import that
was killed goes on where the database says it stopped. The same file sent again adds nothing;
outcomes that the source has stated since are added to what is known.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial
from itertools import islice
from pathlib import PurePath
from typing import Any, BinaryIO

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record, record_many
from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.progress import Progress, Silent
from dialogwerk.apps.base.runs import RunFailed, RunHandle, RunTakenOver, handler, start_run
from dialogwerk.cores.contributions import Columns, ContributionsError, Source, detect, propose
from dialogwerk.cores.contributions.credits import host_of, licence_of

from ..errors import DialogueError, NotAllowedNow, UnfitFile
from ..models import Category, Contribution, ContributionImport, Format, Outcome
from .contributions import contribute_many
from .import_counts import Counts, FindingLog
from .import_files import OpenedFile, look_into, rows_of
from .import_rows import (
    KIND_OF,
    Arrivals,
    Arriving,
    columns_of,
    kept_columns,
    known_among,
    portions,
    said_in,
)
from .import_themes import assign, check_count
from .import_words import error_sentence, shown
from .outcomes import entry_of

ROWS_CHECKED_AT_ONCE = 5_000
State = ContributionImport.State


def stage(
    *, format: Format, file: BinaryIO, name: str, by: str, source: str = ""
) -> ContributionImport:
    """Keep a file and propose where it comes from and what its columns hold.

    Args:
        file: seekable; read from its start.
        source: "table", "adhocracy" or "decidim"; recognised by the columns if left out.

    Raises:
        UnfitFile: it cannot be read; the text says why.
    """
    name = PurePath(name.replace("\\", "/")).name[:250] or "import"
    opened = look_into(file, name)
    known = Source(source) if source else detect(opened.header)
    columns = propose(opened.header, known, opened.samples)
    host = _host(opened, columns)
    one = ContributionImport(
        process=format.process,
        format=format,
        name=name,
        sha256=opened.sha256,
        media_kind=opened.media_kind,
        source=known.value,
        header=opened.header,
        columns=kept_columns(columns),
        credit=host,
        licence=licence_of(host),
        rows_total=opened.row_count,
        created_by=by,
        summary={"notes": opened.notes},
    )
    one.size = file.seek(0, 2)
    file.seek(0)
    one.file.save(one.code, File(file), save=False)
    one.save()
    return one


def _host(opened: OpenedFile, columns: Columns) -> str:
    """The site that most of the first rows come from."""
    column = columns.of.get("url", "")
    hosts = Counter(host_of(row.get(column, "")) for row in opened.samples)
    hosts.pop("", None)
    return hosts.most_common(1)[0][0] if hosts else ""


def propose_again(one: ContributionImport, source: str) -> None:
    """Look at the columns as those of another layout."""
    _check_not_begun(one)
    with rows_of(one) as rows:
        samples = [row.values for row in islice(rows, 200)]
    one.source = source
    one.columns = kept_columns(propose(one.header, Source(source), samples))
    one.save(update_fields=["source", "columns"])


def settle(
    one: ContributionImport,
    columns: Columns,
    *,
    credit: str,
    licence: str,
    said_at: datetime | None = None,
    decided_on: date | None = None,
    held: bool = False,
) -> None:
    """Say what the columns hold, whom to credit, and what is true of rows that do not say it.

    Raises:
        UnfitFile: a column or field that does not exist, or neither text nor title.
        NotAllowedNow: rows were taken in already.
    """
    _check_not_begun(one)
    try:
        one.columns = kept_columns(columns.checked(one.header))
    except ContributionsError as error:
        raise UnfitFile(error_sentence(error)) from error
    check_count(one.process, columns.themes)
    one.credit, one.licence, one.said_at = credit.strip()[:200], licence, said_at
    one.decided_on, one.held, one.state = decided_on, held, State.UPLOADED
    one.save()


def discard(one: ContributionImport) -> None:
    """Throw a file away of which nothing was taken in."""
    _check_not_begun(one)
    name, storage = one.file.name, one.file.storage
    one.delete()
    if name:
        transaction.on_commit(partial(storage.delete, name))


def _check_not_begun(one: ContributionImport) -> None:
    if one.rows_done or one.state in (State.RUNNING, State.DONE):
        raise NotAllowedNow(_("This import has begun; its columns are settled."))


def preview(one: ContributionImport, count: int = 5) -> list[Arriving]:
    """The first rows as they would be taken in."""
    with rows_of(one) as rows:
        arrivals = Arrivals(one, timezone.now())
        return [arrivals.read(row) for row in islice(rows, count)]


def check(one: ContributionImport, progress: Progress | None = None) -> None:
    """Dry run: every row is read and compared, nothing is taken in; findings are kept.

    Raises:
        UnfitFile: the file turns out to be unreadable further down.
        NotAllowedNow: the import has begun.
    """
    _check_not_begun(one)
    log, counts, progress = FindingLog(), Counts(), progress or Silent()
    categories: set[str] = set()
    with rows_of(one) as rows:
        arrivals = Arrivals(one, timezone.now())
        for portion in portions(arrivals.read(row) for row in rows):
            _compare(one, arrivals, portion, counts, log)
            categories |= {row.given.category for row in portion if row.given}
            progress.advance(counts.rows)
            if progress.should_stop():
                return
    there = set(one.format.categories.values_list("title", flat=True))
    one.findings, one.rows_total, one.state = log.kept, counts.rows, State.CHECKED
    one.summary = {
        "notes": one.summary.get("notes", []),
        "new": counts.added,
        "known": counts.known,
        "refused": counts.refused,
        "left_out": counts.left_out,
        "outcomes": counts.outcomes,
        "themes": counts.themes,
        "categories": sorted(categories - there - {""}),
        "findings": log.total,
        "by_severity": dict(log.by_severity),
    }
    one.save(update_fields=["findings", "rows_total", "state", "summary"])


def _compare(
    one: ContributionImport,
    arrivals: Arrivals,
    portion: Sequence[Arriving],
    counts: Counts,
    log: FindingLog,
) -> None:
    known = known_among(one, portion)
    answered = _answered(known.values())
    for row in portion:
        counts.add(row, row.key in known)
        there = known.get(row.key)
        if row.given and row.given.decided and arrivals.day_of(row.given):
            counts.outcomes += there is None or there.pk not in answered
        if row.given and there is None:
            counts.themes += len(row.given.themes)
        log.add(row)


def start_check(one: ContributionImport, *, by: str) -> Run | None:
    """Dry run: at once if the file is of usual size, else in the background."""
    if one.rows_total <= ROWS_CHECKED_AT_ONCE:
        check(one)
        return None
    _check_not_begun(one)
    if is_at_work(one):
        raise NotAllowedNow(_("This import is at work already."))
    with transaction.atomic():
        run = start_run(
            "contributions-check",
            title=_("Dry run of %(name)s") % {"name": one.name},
            arguments={"process": one.process.slug, "import": one.code},
            by=by,
            total=one.rows_total,
        )
        one.run_code = run.public_id
        one.save(update_fields=["run_code"])
    return run


def is_at_work(one: ContributionImport) -> bool:
    """Whether a run of this import waits or runs."""
    if not one.run_code:
        return False
    return Run.objects.filter(public_id=one.run_code).unfinished().exists()


def start(one: ContributionImport, *, by: str) -> Run:
    """Take a checked file in, in the background; also resumes what was stopped or failed.

    Raises:
        NotAllowedNow: not checked yet, at work already, or done.
    """
    with transaction.atomic():
        one = ContributionImport.objects.select_for_update().get(pk=one.pk)
        if one.state == State.UPLOADED:
            raise NotAllowedNow(_("Check the file first, then start the import."))
        if one.state == State.DONE:
            raise NotAllowedNow(_("This file has been taken in already."))
        if is_at_work(one):
            raise NotAllowedNow(_("This import is at work already."))
        run = start_run(
            "contributions-import",
            title=_("Import of %(name)s") % {"name": one.name},
            arguments={"process": one.process.slug, "import": one.code},
            by=by,
            total=one.rows_total,
        )
        one.state, one.run_code = State.RUNNING, run.public_id
        one.save(update_fields=["state", "run_code"])
    return run


@handler("contributions-check")
def run_check(handle: RunHandle) -> dict[str, Any]:
    """Run-handler: the dry run of a large file."""
    one = _import_of(handle)
    try:
        check(one, handle)
    except DialogueError as error:
        raise RunFailed(str(error)) from error
    return {"findings": len(one.findings)}


@handler("contributions-import")
def run_import(handle: RunHandle) -> dict[str, Any]:
    """Run-handler: the rows of one import, from where it stopped."""
    one = _import_of(handle)
    try:
        take_in_rows(one, by=handle.run.actor, progress=handle)
    except RunTakenOver:
        raise
    except DialogueError as error:
        _fail(one)
        raise RunFailed(str(error)) from error
    except Exception:
        _fail(one)
        raise
    return {"added": one.added, "known": one.known, "refused": one.refused}


def _import_of(handle: RunHandle) -> ContributionImport:
    wanted = ContributionImport.objects.select_related("process", "format__process")
    return wanted.get(code=handle.arguments["import"])


def _fail(one: ContributionImport) -> None:
    ContributionImport.objects.filter(pk=one.pk).exclude(state=State.DONE).update(
        state=State.FAILED
    )


def take_in_rows(
    one: ContributionImport, *, by: str, progress: Progress | None = None
) -> ContributionImport:
    """Take in all rows that are not in yet; stops between two portions when asked to.

    Raises:
        UnfitFile: the file turns out to be unreadable further down; what is in stays in.
        NotAllowedNow: another worker takes in the same file.
    """
    progress = progress or Silent()
    if not one.file or not one.file.storage.exists(one.file.name or ""):
        if one.rows_done < one.rows_total:
            raise NotAllowedNow(_("The file is not there any more. Please upload it again."))
        return _finish(one, by)
    with rows_of(one) as rows:
        arrivals = Arrivals(one, timezone.now())
        arriving = (arrivals.read(row) for row in rows)
        for _done in islice(arriving, one.rows_done):
            pass
        for portion in portions(arriving):
            _take_in_portion(one, arrivals, portion, by)
            progress.advance(one.rows_done, _so_far(one), total=one.rows_total)
            if progress.should_stop():
                one.state = State.STOPPED
                one.save(update_fields=["state"])
                return one
    return _finish(one, by)


def _so_far(one: ContributionImport) -> str:
    return _(
        "%(added)s contributions taken in, %(known)s known already, %(refused)s not taken in"
    ) % {"added": one.added, "known": one.known, "refused": one.refused}


@transaction.atomic
def _take_in_portion(
    one: ContributionImport, arrivals: Arrivals, portion: list[Arriving], by: str
) -> None:
    """Contributions, outcomes, journal and the note how far we are, all or nothing."""
    locked = ContributionImport.objects.select_for_update().only("rows_done").get(pk=one.pk)
    if locked.rows_done != one.rows_done:
        raise NotAllowedNow(_("Another worker takes this file in at the same time."))
    counts = Counts.of(one)
    known = known_among(one, portion)
    fresh = [row for row in portion if row.given and row.key not in known]
    taken = _contribute(one, fresh, by)
    for row in portion:
        counts.add(row, row.key in known)
    everything = {**known, **dict(zip((row.key for row in fresh), taken, strict=True))}
    counts.outcomes += _decide(arrivals, portion, everything, by)
    counts.themes += assign(one, portion, everything, by)
    one.state, one.rows_done = State.RUNNING, counts.rows
    one.added, one.known, one.refused = counts.added, counts.known, counts.refused
    one.outcomes_added, one.themes_added = counts.outcomes, counts.themes
    fields = ("state", "rows_done", "added", "known", "refused", "outcomes_added", "themes_added")
    one.save(update_fields=fields)


def _contribute(one: ContributionImport, fresh: list[Arriving], by: str) -> list[Contribution]:
    categories = _categories(one.format, [row.given.category for row in fresh if row.given])
    said = [said_in(row, one, categories) for row in fresh]
    taken = contribute_many(
        format=one.format, all_said=said, by=by, held=one.held, now=one.created_at
    )
    supported = []
    for contribution, row in zip(taken, fresh, strict=True):
        if row.given and row.given.support:
            contribution.support_count = row.given.support
            contribution.supports_elsewhere = row.given.support
            supported.append(contribution)
    Contribution.objects.bulk_update(supported, ["support_count", "supports_elsewhere"])
    return taken


def _categories(format: Format, titles: Sequence[str]) -> dict[str, Category]:
    """The categories of these titles; those that are new stand behind the others."""
    found = {one.title: one for one in format.categories.all()}
    for title in dict.fromkeys(titles):
        if title and title not in found:
            found[title] = Category.objects.create(
                format=format, title=title, position=len(found) + 1
            )
    return found


def _answered(contributions: Any) -> set[int]:
    keys = [one.pk for one in contributions]
    rows = Outcome.objects.filter(contribution__in=keys).order_by()
    return set(rows.values_list("contribution_id", flat=True))


def _decide(
    arrivals: Arrivals, portion: Sequence[Arriving], there: dict[str, Contribution], by: str
) -> int:
    """Record what the source says became of these; whoever has an outcome here keeps it."""
    answered = _answered(there.values())
    outcomes = []
    for row in portion:
        day = arrivals.day_of(row.given) if row.given and row.given.decided else None
        contribution = there.get(row.key)
        if not (day and row.given and row.given.decided and contribution):
            continue
        if contribution.pk in answered:
            continue
        decided = row.given.decided
        kind = KIND_OF[decided.outcome]
        outcomes.append(
            Outcome(
                contribution=contribution, kind=kind, reason=decided.reason, decided_on=day, by=by
            )
        )
    Outcome.objects.bulk_create(outcomes)
    record_many(entry_of(outcome) for outcome in outcomes)
    return len(outcomes)


@transaction.atomic
def _finish(one: ContributionImport, by: str) -> ContributionImport:
    name, storage = one.file.name, one.file.storage
    one.state, one.rows_total, one.file = State.DONE, one.rows_done, ""
    one.save(update_fields=["state", "rows_total", "file"])
    record(
        "contributions.imported",
        subject=one.code,
        actor=by,
        payload={
            "process": one.process.code,
            "sha256": one.sha256,
            "source": one.source,
            "licence": one.licence,
            "rows": one.rows_done,
            "added": one.added,
            "known": one.known,
            "refused": one.refused,
            "outcomes": one.outcomes_added,
            "themes": one.themes_added,
        },
    )
    if name:
        transaction.on_commit(lambda: storage.delete(name))
    return one


def findings_rows(one: ContributionImport) -> tuple[list[str], Iterator[list[str]]]:
    """Header and rows of the findings, for a file."""
    severities = {"error": _("error"), "warning": _("warning"), "note": _("note")}
    rows = (
        [str(found["row"]), found["label"], severities[found["severity"]], found["sentence"]]
        for found in shown(one.findings)
    )
    return [_("Row"), _("Field"), _("Severity"), _("Finding")], rows


__all__ = [
    "check",
    "columns_of",
    "discard",
    "findings_rows",
    "is_at_work",
    "preview",
    "propose_again",
    "settle",
    "stage",
    "start",
    "start_check",
    "take_in_rows",
]
