"""All calendars once more, after an update has brought other law, holidays or reckoning.

Nothing moves in silence: what moves is in the journal (`calendar.changed`), and a period for
objections that people may rely on is never shortened by an update; a person decides on that.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from logging import getLogger

from django.db import transaction

from dialogwerk import __version__
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.cores.deadlines import DeadlineError

from ..models import Procedure, Round
from .calendar import recalculate

logger = getLogger(__name__)
UPDATE = "system:update"
"""Who moves days if an update does."""
RENEWED, LEFT = "calendar.renewed", "calendar.left_as_it_was"
SHORTER = "shorter_period"
"""Why a calendar was left as it was: a round would end earlier than people were told."""
SOURCES = (".py", ".yaml")


@dataclass(frozen=True, slots=True)
class Renewal:
    """What became of the calendars.

    Attributes:
        version: of law and reckoning.
        moved: in how many procedures a last day moved.
        left: procedures left as they were, with the reason: `SHORTER` or the code of an error.
    """

    version: str
    moved: int
    left: dict[str, str]


class _Shortened(Exception):
    """A period would be shorter than it was announced."""


@cache
def version_of_law() -> str:
    """Of everything that dates are computed from: another one after each change of it."""
    digest = hashlib.sha256(__version__.encode())
    for name, content in sorted(_sources(files("dialogwerk.cores.deadlines"), "")):
        digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()[:16]


def _sources(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found = []
    for one in folder.iterdir():
        name = f"{path}/{one.name}"
        if one.is_dir():
            found += _sources(one, name)
        elif one.name.endswith(SOURCES):
            found.append((name, one.read_bytes()))
    return found


def renew_calendars() -> Renewal | None:
    """Compute all calendars anew, once for each version of the law on file.

    Returns:
        What became of them; None if there is nothing to do.
    """
    version = version_of_law()
    procedures = list(Procedure.objects.order_by("pk"))
    if not procedures or _is_done(version):
        return None
    results = {one.slug: _renewed(one) for one in procedures}
    left = {slug: why for slug, why in results.items() if isinstance(why, str)}
    moved = sum(one is True for one in results.values())
    facts = {"procedures": len(results), "moved": moved, "left": len(left)}
    record(RENEWED, subject=version, actor=UPDATE, payload=facts)
    return Renewal(version, moved, left)


def _is_done(version: str) -> bool:
    return JournalEntry.objects.filter(action=RENEWED, subject=version).exists()


def _renewed(procedure: Procedure) -> bool | str:
    """Whether a day moved; why nothing was changed, if it could not be."""
    try:
        return _recalculated(procedure)
    except _Shortened:
        return _left(procedure, SHORTER)
    except DeadlineError as error:
        return _left(procedure, error.code)


@transaction.atomic
def _recalculated(procedure: Procedure) -> bool:
    Procedure.objects.select_for_update(no_key=True).get(pk=procedure.pk)
    before = _ends(procedure)
    moved = recalculate(procedure=procedure, by=UPDATE)
    after = _ends(procedure)
    if any(after[key] < end for key, end in before.items()):
        raise _Shortened
    return bool(moved)


def _ends(procedure: Procedure) -> dict[int, date]:
    rounds = Round.objects.filter(procedure_id=procedure.pk)
    return {one.pk: one.accept_until for one in rounds}


def _left(procedure: Procedure, why: str) -> str:
    logger.warning("The calendar of %s stays as it was: %s", procedure.slug, why)
    record(
        LEFT,
        subject=procedure.slug,
        actor=UPDATE,
        procedure=procedure.slug,
        payload={"why": why, "version": version_of_law()},
    )
    return why
