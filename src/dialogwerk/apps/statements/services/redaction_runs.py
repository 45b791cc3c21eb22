"""Long work on redactions in the background: proposing marks, releasing many letters."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import RunFailed, RunHandle, handler, start_run
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.documents.errors import UnreadableFile

from ..errors import NotAllowedNow
from ..models import BulkRelease, Release
from . import redaction_files, redaction_marks, releases

PREPARE, RELEASE = "statements.redact", "statements.release"
FILES = "statements.redact_files"


def start_preparing(procedure: Procedure, *, by: str) -> Run:
    """Propose marks for every letter that has none."""
    return start_run(
        PREPARE,
        title=_("Propose redactions"),
        arguments={"procedure": procedure.slug},
        by=by,
        total=redaction_marks.unprepared(procedure).count(),
    )


@handler(PREPARE)
def prepare(run: RunHandle) -> Mapping[str, Any]:
    procedure = Procedure.objects.get(slug=run.arguments["procedure"])
    done = 0
    for done in redaction_marks.prepare_all(procedure):
        run.advance(done)
        if run.should_stop():
            break
    return {"letters": done}


def start_releasing(bulk: BulkRelease, *, by: str) -> Run:
    """Release the letters of a bulk whose sample is in order.

    Raises:
        NotAllowedNow: it is not.
    """
    releases.may_release(bulk)
    return start_run(
        RELEASE,
        title=_("Release letters"),
        arguments={"procedure": bulk.procedure.slug, "bulk": bulk.code},
        by=by,
        total=bulk.letters,
    )


def start_making_files(release: Release, *, by: str) -> Run:
    """Make the files of a released letter for its audience."""
    return start_run(
        FILES,
        title=_("Redact files"),
        arguments={"procedure": release.statement.procedure.slug, "release": release.pk},
        by=by,
    )


@handler(FILES)
def make_files(run: RunHandle) -> Mapping[str, Any]:
    standing = Release.objects.standing().select_related("statement__procedure")
    found = standing.filter(pk=run.arguments["release"]).first()
    if found is None:
        return {"files": 0}
    try:
        return {"files": len(redaction_files.make_files(found))}
    except UnreadableFile as error:
        redaction_marks.withdraw(
            statement=found.statement, audience=found.audience, by=run.run.actor
        )
        raise RunFailed(redaction_files.why_not(error)) from error


@handler(RELEASE)
def release(run: RunHandle) -> Mapping[str, Any]:
    bulk = BulkRelease.objects.select_related("procedure").get(code=run.arguments["bulk"])
    try:
        count = releases.release_bulk(bulk=bulk, by=run.run.actor)
    except NotAllowedNow as error:
        raise RunFailed(str(error)) from error
    run.advance(count)
    return {"letters": count}
