"""Contributions that perhaps say the same: proposed by resemblance, decided by a person."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import RunFailed, RunHandle, handler, start_run

from ..models import Contribution, DuplicatePair, Process

KIND = "dialogue-duplicates"
AT_LEAST = 0.5
"""Resemblance (cosine of rare stretches of letters) from which a pair is shown."""

MOST_PAIRS = 300
MOST_TEXTS = 10_000


def open_pairs(process: Process) -> QuerySet[DuplicatePair]:
    """Pairs on which nobody has decided, whose contributions are public; the most alike first."""
    standing = Contribution.objects.filter(process=process).public()
    return (
        DuplicatePair.objects.filter(
            process=process,
            decision=DuplicatePair.Decision.OPEN,
            first__in=standing,
            second__in=standing,
        )
        .select_related("first", "second")
        .order_by("-alike", "pk")
    )


@transaction.atomic
def say_different(*, pair: DuplicatePair, by: User, now: datetime | None = None) -> None:
    """The two do not say the same; the pair is not proposed again."""
    pair.decision = DuplicatePair.Decision.DIFFERENT
    pair.by, pair.at = by.actor, now or timezone.now()
    pair.save(update_fields=["decision", "by", "at"])
    payload = {"other": pair.second.code}
    record("contribution.found_different", subject=pair.first.code, actor=by.actor, payload=payload)


def start_looking(process: Process, *, by: str) -> Run:
    """Look for pairs in the background; a run under way is given back instead."""
    under_way = Run.objects.filter(kind=KIND, arguments__process=process.slug).unfinished()
    found: Run | None = under_way.order_by("pk").first()
    return found or start_run(
        KIND,
        title=_("Similar contributions in %(process)s") % {"process": process.title},
        arguments={"process": process.slug},
        by=by,
    )


@handler(KIND)
def look(handle: RunHandle) -> dict[str, Any]:
    """Run-handler: pairs of the process that the run names."""
    process = Process.objects.filter(slug=handle.arguments.get("process", "")).first()
    if process is None:
        raise RunFailed(_("The dialogue of this run does not exist any more."))
    return {"pairs": renew_pairs(process)}


def renew_pairs(process: Process) -> int:
    """Propose pairs anew; what people decided stays. Returns how many are open."""
    from dialogwerk.cores.statements.similar_passages import alike_pairs

    rows = Contribution.objects.filter(process=process).public().order_by("-pk")
    texts = {one.pk: f"{one.title}\n{one.text}" for one in rows.only("title", "text")[:MOST_TEXTS]}
    keys = sorted(texts)
    pairs = alike_pairs([texts[pk] for pk in keys], at_least=AT_LEAST, most=MOST_PAIRS)
    with transaction.atomic():
        Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
        DuplicatePair.objects.filter(process=process, decision=DuplicatePair.Decision.OPEN).delete()
        fresh = [
            DuplicatePair(
                process=process,
                first_id=keys[pair.first],
                second_id=keys[pair.second],
                alike=pair.alike,
                shared=list(pair.shared),
            )
            for pair in pairs
        ]
        DuplicatePair.objects.bulk_create(fresh, ignore_conflicts=True)
    return open_pairs(process).count()
