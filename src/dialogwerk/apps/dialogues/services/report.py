"""The results report: drafted from what is on record, published as frozen versions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.cores.contributions.credits import LICENCES
from dialogwerk.documents.reports import (
    DialogueReport,
    ReportChapter,
    ReportTable,
    report_package,
    report_pdf,
    report_xlsx,
)

from .. import hooks
from ..errors import Unchanged
from ..models import Phase, Process, ReportDraft, ReportVersion, TargetGroup

SCHEMA = "dialogwerk.dialogue-report"
SCHEMA_VERSION = 1
MADE_BY = 1
"""Raised when files of a version would come out otherwise, so that kept ones are made anew."""

MAKERS = {"pdf": report_pdf, "xlsx": report_xlsx, "zip": report_package}
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "json": "application/json",
}


def draft(process: Process, now: datetime) -> dict[str, Any]:
    """What a version published now would say; in the language of the site."""
    with translation.override(settings.LANGUAGE_CODE):
        words = ReportDraft.objects.filter(process=process).first()
        credits = (
            process.contributions.public()
            .exclude(credit="")
            .order_by("credit")
            .values_list("credit", flat=True)
            .distinct()
        )
        return {
            "schema": SCHEMA,
            "schema_version": SCHEMA_VERSION,
            "lang": settings.LANGUAGE_CODE[:2],
            "process": {
                "code": process.code,
                "title": process.title,
                "project": process.scheme.title if process.scheme else "",
                "url": settings.BASE_URL + process.get_absolute_url(),
            },
            "as_of": timezone.localtime(now).date().isoformat(),
            "issuer": settings.SITE_NAME,
            "summary": words.summary if words else "",
            "licence": settings.OPEN_DATA_LICENCE,
            "credits": list(credits),
            "chapters": [_plain_chapter(chapter) for chapter in hooks.chapters(process)],
        }


def _plain_chapter(chapter: hooks.Chapter) -> dict[str, Any]:
    return {
        "key": chapter.key,
        "title": str(chapter.title),
        "paragraphs": [str(one) for one in chapter.paragraphs],
        "figure": str(chapter.figure),
        "gaps": [str(one) for one in chapter.gaps],
        "tables": [
            {
                "title": str(table.title),
                "columns": [str(column) for column in table.columns],
                "rows": [[_cell(cell) for cell in row] for row in table.rows],
                "ids": [str(one) for one in table.ids],
            }
            for table in chapter.tables
        ],
    }


def _cell(value: Any) -> str | int | float:
    """Numbers stay numbers; days as people write them; anything else as text."""
    if isinstance(value, bool) or value is None:
        return _("yes") if value else "–"
    return value if isinstance(value, int | float) else str(value)


def checksum(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 of the snapshot as JSON with sorted keys and without white space."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic
def publish_report(*, process: Process, by: User, now: datetime) -> ReportVersion:
    """Freeze what the report says now as its next version.

    Raises:
        Unchanged: it would say exactly what the last version says.
    """
    Process.objects.select_for_update().get(pk=process.pk)
    snapshot = draft(process, now)
    last = process.reports.newest_first().first()
    if last and _said(last.snapshot) == _said(snapshot):
        raise Unchanged(
            _("Nothing has changed since version %(number)d; it still holds.")
            % {"number": last.number}
        )
    number = (process.reports.aggregate(Max("number"))["number__max"] or 0) + 1
    snapshot |= {"number": number}
    version = ReportVersion.objects.create(
        process=process,
        number=number,
        snapshot=snapshot,
        sha256=checksum(snapshot),
        published_at=now,
        by=by.actor,
    )
    payload = {"number": number, "sha256": version.sha256, "report": version.code}
    record("report.published", subject=process.code, actor=by.actor, payload=payload)
    return version


def _said(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """Without what changes by itself."""
    return {key: value for key, value in snapshot.items() if key not in ("number", "as_of")}


@transaction.atomic
def save_summary(*, process: Process, summary: str, by: User) -> None:
    """What stands at the beginning of the next version."""
    ReportDraft.objects.update_or_create(
        process=process, defaults={"summary": summary, "changed_at": timezone.now()}
    )
    payload = {"sha256": hashlib.sha256(summary.encode()).hexdigest()}
    record("report.summary_changed", subject=process.code, actor=by.actor, payload=payload)


@transaction.atomic
def save_group(
    *,
    process: Process,
    group: TargetGroup | None,
    phases: Sequence[Phase],
    by: User,
    **said: Any,
) -> TargetGroup:
    """Say whom the process wants to reach, and whether it did."""
    kept = group or TargetGroup(process=process, position=process.target_groups.count() + 1)
    for name, value in said.items():
        setattr(kept, name, value)
    kept.save()
    kept.phases.set(phases)
    payload = {"group": kept.title, "reached": str(kept.reached), "source": kept.source}
    action = "process.group_changed" if group else "process.group_added"
    record(action, subject=process.code, actor=by.actor, payload=payload)
    return kept


@transaction.atomic
def remove_group(*, group: TargetGroup, by: User) -> None:
    """Take a target group out; published versions keep it."""
    payload = {"group": group.title}
    record("process.group_removed", subject=group.process.code, actor=by.actor, payload=payload)
    group.delete()


def gaps_of(snapshot: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Everything that is open: title of the chapter, and the sentence."""
    return [(chapter["title"], gap) for chapter in snapshot["chapters"] for gap in chapter["gaps"]]


def report_of(version: ReportVersion) -> DialogueReport:
    """A version as the value that all files are made from."""
    snapshot = version.snapshot
    return _report(
        snapshot,
        version=_version_words(snapshot, version.number),
        sha256=version.sha256,
        url=settings.BASE_URL + version.get_absolute_url(),
    )


def _version_words(snapshot: Mapping[str, Any], number: int) -> str:
    with translation.override(snapshot["lang"]):
        return _("Version %(number)d") % {"number": number}


def draft_report(process: Process, now: datetime) -> DialogueReport:
    """What a version published now would look like."""
    return _report(draft(process, now), version="", sha256="", url="")


def _report(snapshot: Mapping[str, Any], *, version: str, sha256: str, url: str) -> DialogueReport:
    licence = LICENCES.get(snapshot["licence"])
    return DialogueReport(
        title=snapshot["process"]["title"],
        subtitle=snapshot["process"]["project"],
        version=version,
        checksum=sha256,
        date=date.fromisoformat(snapshot["as_of"]),
        issuer=snapshot["issuer"],
        summary=snapshot["summary"],
        licence=(licence.name, licence.url) if licence else ("", ""),
        credits=snapshot["credits"],
        url=url,
        snapshot=snapshot if sha256 else None,
        lang="en" if snapshot["lang"] == "en" else "de",
        chapters=[
            ReportChapter(
                key=chapter["key"],
                title=chapter["title"],
                paragraphs=chapter["paragraphs"],
                figure=chapter["figure"],
                gaps=chapter["gaps"],
                tables=[ReportTable(**table) for table in chapter["tables"]],
            )
            for chapter in snapshot["chapters"]
        ],
    )


def file_of(version: ReportVersion, ending: str) -> bytes:
    """A version as file; made once and kept beside its checksum.

    Args:
        ending: "pdf", "xlsx", "zip" or "json".
    """
    if ending == "json":
        text = json.dumps(version.snapshot, ensure_ascii=False, indent=1, sort_keys=True)
        return text.encode("utf-8", "replace")
    path = f"dialogues/reports/{version.sha256}-{MADE_BY}.{ending}"
    if default_storage.exists(path):
        with default_storage.open(path, "rb") as kept:
            return bytes(kept.read())
    content = MAKERS[ending](report_of(version))
    default_storage.save(path, ContentFile(content))
    return content
