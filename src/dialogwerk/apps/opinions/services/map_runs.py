"""Maps computed in the background, when enough has been voted since the last one."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import RunFailed, RunHandle, handler, start_run
from dialogwerk.apps.dialogues.models import Format

from ..errors import NothingToCount
from ..models import Vote
from .maps import compute_map, newest_map

RUN = "opinions.map"
SOONEST, LATEST = timedelta(minutes=1), timedelta(hours=1)
ENOUGH_NEW = 0.05
"""Share of the counted votes that must have come, or changed, for a new map within the hour."""


@handler(RUN)
def run_map(run: RunHandle) -> Mapping[str, Any]:
    """Compute the map of one round."""
    one = Format.objects.select_related("process").get(pk=run.arguments["format"])
    try:
        stored = compute_map(round=one, now=timezone.now(), by=run.run.actor)
    except NothingToCount as error:
        raise RunFailed(str(error)) from error
    run.advance(1, total=1)
    return {"votes": stored.votes, "groups": stored.result["shown"]}


def start_map(*, round: Format, by: str) -> Run:
    """Compute a map in the background, unless that is under way."""
    under_way: Run | None = (
        Run.objects.unfinished().filter(kind=RUN, arguments__format=round.pk).first()
    )
    if under_way:
        return under_way
    title = _("Opinion map: %(round)s") % {"round": round.title}
    return start_run(RUN, title=title, arguments={"format": round.pk}, by=by, total=1)


def is_due(one: Format, now: datetime) -> bool:
    """Whether enough was voted since the last map, or anything an hour ago."""
    stored = newest_map(one)
    if stored is None:
        return bool(Vote.objects.of_round(one).exists())
    age = now - stored.computed_at
    if age < SOONEST:
        return False
    new = Vote.objects.of_round(one).filter(at__gt=stored.computed_at).count()
    return bool(new) and (new >= ENOUGH_NEW * stored.votes or age >= LATEST)
