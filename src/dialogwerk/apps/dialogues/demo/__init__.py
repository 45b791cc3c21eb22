"""The dialogue of the demo, beside a procedure whose objection period runs. All invented."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role, User
from dialogwerk.apps.schemes.models import Scheme

from .. import hooks
from ..models import Category, Phase, Process
from ..services import processes as service


def rehearse(
    scheme: Scheme, users: Mapping[str, User], *, today: date, say: Callable[[str], None]
) -> Process:
    """Make the process with its phases and formats, and let every app play its part in it."""
    told = yaml.safe_load((Path(__file__).parent / "process.yaml").read_text(encoding="utf-8"))
    phases, formats = told.pop("phases"), told.pop("formats")
    office = users[Role.OFFICE]
    process = service.begin_process(by=office, first_day=today, scheme=scheme, **told)
    made = [_phase(process, row, today, office) for row in phases]
    for row in formats:
        _format(process, row, made[1], office)
    service.publish(process=process, is_public=True, by=office)
    for sentence, scene in hooks.scenes():
        say(sentence)
        scene(process, users)
    return process


def _phase(process: Process, row: dict[str, Any], today: date, office: User) -> Phase:
    results = row.pop("results", "")
    begin, end = (today + timedelta(days=row.pop(name)) for name in ("from", "to"))
    phase = service.save_phase(
        process=process, phase=None, first_day=begin, last_day=end, by=office, **row
    )
    if results:
        service.publish_results(phase=phase, results=results, now=timezone.now(), by=office)
    return phase


def _format(process: Process, row: dict[str, Any], phase: Phase, office: User) -> None:
    """A format, if its app is installed."""
    categories = row.pop("categories", [])
    if row["kind"] not in {kind.kind for kind in hooks.format_kinds()}:
        return
    made = service.save_format(process=process, format=None, by=office, phase=phase, **row)
    for position, title in enumerate(categories, start=1):
        Category.objects.create(format=made, title=title, position=position)
