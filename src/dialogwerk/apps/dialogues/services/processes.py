"""Processes, phases and formats: begun, changed, ended; each change stands in the journal."""

import hashlib
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.schemes.models import DialogueDate, Scheme
from dialogwerk.apps.schemes.services.dialogue import remove_dialogue_date, save_dialogue_date
from dialogwerk.apps.schemes.services.schemes import free_slug

from .. import hooks
from ..courses import course
from ..errors import GateClosed
from ..gates import gate_is_open
from ..models import Format, Phase, Process, ProcessMember

RESERVED = ("ergebnis", "daten")
"""Addresses below a process that no format may have."""

FREE_TEXT = frozenset(
    {"summary", "goal", "open_matters", "settled_matters", "rules_of_play", "intro", "purpose"}
)


@transaction.atomic
def begin_process(
    *, by: User, first_day: date, scheme: Scheme | None = None, course_key: str = "", **said: Any
) -> Process:
    """Begin a process; with a course its phases are laid out from ``first_day`` on.

    Whoever begins it runs it. It is shown to nobody until `publish` is called.

    Args:
        said: title, summary, goal, open_matters, settled_matters, decided_by, rules_of_play,
            place_name, area.
    """
    slug = free_slug(said["title"], Process.objects.values_list("slug", flat=True))
    process = Process.objects.create(slug=slug, scheme=scheme, course=course_key, **said)
    process.members.create(user=by, role=ProcessMember.Role.LEAD)
    chosen = course(course_key)
    for position, (phase, begin, end) in enumerate(
        chosen.days_from(first_day) if chosen else [], start=1
    ):
        Phase.objects.create(
            process=process,
            position=position,
            title=phase.title,
            purpose=phase.purpose,
            audience=phase.audience,
            gate=phase.gate,
            first_day=begin,
            last_day=end,
        )
    _say("process.begun", process, by, {"course": course_key, "title": process.title})
    return process


@transaction.atomic
def change_process(*, process: Process, by: User, **said: Any) -> Process:
    """Change what is said of a process; the journal keeps what it was before."""
    changed = _change(process, said)
    if changed:
        process.save(update_fields=list(said))
        _say("process.changed", process, by, {"changed": changed})
    return process


@transaction.atomic
def publish(*, process: Process, is_public: bool, by: User) -> None:
    """Show a process to everyone, or take it from view; its phases come and go with it."""
    if process.is_public == is_public:
        return
    process.is_public = is_public
    process.save(update_fields=["is_public"])
    _say("process.published" if is_public else "process.taken_from_view", process, by, {})
    for phase in process.phases.all():
        put_on_timeline(phase, by)


@transaction.atomic
def end_process(*, process: Process, now: datetime, by: User) -> None:
    """End it: nobody can take part any more; everything stays readable."""
    if process.ended_at is None:
        process.ended_at = now
        process.save(update_fields=["ended_at"])
        _say("process.ended", process, by, {})


@transaction.atomic
def save_phase(*, process: Process, phase: Phase | None, by: User, **said: Any) -> Phase:
    """Add a phase or change one; of a scheme's process it stands on the scheme's timeline too."""
    kept = phase or Phase(process=process, position=process.phases.count() + 1)
    changed = _change(kept, said)
    if phase is not None and not changed:
        return kept
    kept.save()
    put_on_timeline(kept, by)
    _say("phase.changed" if phase else "phase.added", process, by, {"changed": changed}, kept.pk)
    return kept


@transaction.atomic
def remove_phase(*, phase: Phase, by: User) -> None:
    """Take a phase out; its formats stay, without a phase."""
    _say("phase.removed", phase.process, by, {"title": phase.title}, phase.pk)
    if phase.dialogue_date:
        remove_dialogue_date(dialogue_date=phase.dialogue_date, by=by.actor)
    phase.delete()


@transaction.atomic
def publish_results(*, phase: Phase, results: str, now: datetime, by: User) -> None:
    """Publish what came out of a phase; opens its gate if that waits for results."""
    phase.results, phase.results_published_at = results, now
    phase.save(update_fields=["results", "results_published_at"])
    payload = {"sha256": hashlib.sha256(results.encode()).hexdigest()}
    _say("phase.results_published", phase.process, by, payload, phase.pk)


@transaction.atomic
def waive_gate(*, phase: Phase, reason: str, by: User) -> None:
    """Let the next phase begin though the gate of this one is closed; everyone reads why.

    Raises:
        GateClosed: no reason was given.
    """
    if not reason.strip():
        raise GateClosed(_("Please say why the next phase begins all the same."))
    if gate_is_open(phase):
        return
    phase.gate_waived_because = reason.strip()
    phase.save(update_fields=["gate_waived_because"])
    _say("phase.gate_waived", phase.process, by, {"gate": phase.gate}, phase.pk)


@transaction.atomic
def save_format(*, process: Process, format: Format | None, by: User, **said: Any) -> Format:
    """Add a format or change one; the app of its kind is told of a new one."""
    kept = format or Format(process=process, position=process.formats.count() + 1)
    changed = _change(kept, said)
    if format is not None and not changed:
        return kept
    if format is None:
        taken = process.formats.values_list("slug", flat=True)
        kept.slug = free_slug(kept.title, [*taken, *RESERVED])
    kept.save()
    payload = {"changed": changed}
    _say("format.changed" if format else "format.added", process, by, payload, kept.pk)
    kind = hooks.kind_of(kept)
    if format is None and kind:
        kind.made(kept)
    return kept


@transaction.atomic
def withdraw_format(*, format: Format, now: datetime, by: User) -> None:
    """Take a format out of the process; what was contributed stays."""
    if format.withdrawn_at is None:
        format.withdrawn_at = now
        format.save(update_fields=["withdrawn_at"])
        _say("format.withdrawn", format.process, by, {}, format.pk)


def put_on_timeline(phase: Phase, by: User) -> None:
    """Keep the phase of a scheme's process as a date of the dialogue on its timeline."""
    process = phase.process
    if process.scheme is None:
        return
    phase.dialogue_date = save_dialogue_date(
        scheme=process.scheme,
        dialogue_date=phase.dialogue_date,
        kind=phase.dialogue_date.kind if phase.dialogue_date else DialogueDate.Kind.ONLINE,
        title=f"{process.title}: {phase.title}"[:200],
        summary=phase.purpose,
        first_day=phase.first_day,
        last_day=phase.last_day,
        url=settings.BASE_URL + process.get_absolute_url(),
        says_no_objection=True,
        result_handed_over=_day_of(process.handed_over_at),
        is_public=process.is_public,
        by=by.actor,
    )
    phase.save(update_fields=["dialogue_date"])


def _day_of(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _change(row: Any, said: dict[str, Any]) -> dict[str, list[Any]]:
    """Set these fields; gives what was and what is, of free text only checksums."""
    changed = {}
    for name, value in said.items():
        before = getattr(row, name)
        if before != value:
            changed[name] = [_sealed(name, before), _sealed(name, value)]
            setattr(row, name, value)
    return changed


def _sealed(name: str, value: Any) -> Any:
    if isinstance(value, Phase):
        return value.pk
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if name in FREE_TEXT and value:
        return hashlib.sha256(str(value).encode()).hexdigest()[:16]
    if isinstance(value, (dict, list)):
        return hashlib.sha256(repr(value).encode()).hexdigest()[:16]
    return value


def _say(
    action: str, process: Process, by: User, payload: dict[str, Any], pk: int | None = None
) -> None:
    details = payload if pk is None else {**payload, "id": pk}
    record(action, subject=process.code, actor=by.actor, payload=details)
