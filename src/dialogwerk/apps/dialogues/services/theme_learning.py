"""Themes proposed by the machine: learned from decisions and examples, with calibrated confidence.

What a person decided is never touched. A proposal is a row like any other; people see it as such,
the public does not see it at all.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Prefetch, Q, Subquery
from django.utils.translation import gettext as _

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import RunFailed, RunHandle, handler, start_run

from ..models import (
    Contribution,
    Process,
    ThemeAssignment,
    ThemeExample,
    ThemeModel,
    ThemeReview,
)

if TYPE_CHECKING:
    from dialogwerk.cores.statements.themes import Example, Guess
    from dialogwerk.cores.statements.themes import ThemeModel as Learned

KIND = "dialogue-themes"
ACTOR = "system:themes"
AT_ONCE = 300
MOST_TEXTS = 4_000
"""The newest decisions and examples are learned from, so that a run stays one of minutes."""

LONGEST = timedelta(minutes=10)
How = ThemeAssignment.How


def words_of(contribution: Contribution) -> str:
    """What is learned from and asked about: title and text as received."""
    return f"{contribution.title}\n{contribution.text}".strip()


def examples_of(process: Process) -> "tuple[list[Example], int]":
    """What there is to learn from, and how many of these are contributions of this process.

    Labels are the themes' keys. A contribution that a person has looked at teaches with what it
    has and with what it has not.
    """
    from dialogwerk.cores.statements.themes import Example

    reviewed = Contribution.objects.filter(process=process, theme_review__isnull=False)
    newest = reviewed.order_by("-theme_review__at", "-pk")[:MOST_TEXTS]
    decided = [
        Example(words_of(one), frozenset(str(row.theme_id) for row in one.holding))  # type: ignore[attr-defined]
        for one in newest.prefetch_related(_holding())
    ]
    others = ThemeExample.objects.filter(process=process).order_by("-pk").prefetch_related("themes")
    given = [
        Example(one.text, frozenset(str(theme.pk) for theme in one.themes.all()))
        for one in others[: MOST_TEXTS - len(decided)]
    ]
    return [*decided, *given], len(decided)


def _holding() -> Any:
    rows = ThemeAssignment.objects.holding().order_by()
    return Prefetch("theme_assignments", queryset=rows, to_attr="holding")


def learn(
    process: Process, alive: Callable[[], object] = bool
) -> "tuple[ThemeModel, Learned] | None":
    """A model from all that is known now; None while there is too little to learn from."""
    from dialogwerk.cores.statements.errors import NothingToLearnFrom
    from dialogwerk.cores.statements.themes import train

    examples, decided = examples_of(process)
    try:
        learned = train(examples, alive=alive)
    except NothingToLearnFrom:
        return None
    return _stored(process, learned, decided), learned


@transaction.atomic
def _stored(process: Process, learned: "Learned", decided: int) -> ThemeModel:
    from dialogwerk.cores.statements.theme_files import to_bytes
    from dialogwerk.cores.statements.themes import VERSION

    Process.objects.select_for_update(of=("self",)).only("pk").get(pk=process.pk)
    models = ThemeModel.objects.filter(process=process)
    last = models.aggregate(last=Max("number"))["last"] or 0
    models.exclude(content=b"").update(content=b"")
    return ThemeModel.objects.create(
        process=process,
        number=last + 1,
        method=VERSION,
        texts=learned.passages,
        decided=decided,
        threshold=learned.threshold,
        held_out_f1=learned.held_out_f1,
        content=to_bytes(learned),
    )


def newest_model(process: Process) -> "tuple[ThemeModel, Learned] | None":
    """The model that is kept, read back; None if there is none or it cannot be read."""
    from dialogwerk.cores.statements.errors import UnreadableModel
    from dialogwerk.cores.statements.theme_files import from_bytes

    row = ThemeModel.objects.filter(process=process).order_by("-number").first()
    if row is None or not row.content:
        return None
    try:
        return row, from_bytes(bytes(row.content))
    except UnreadableModel:
        return None


def renew(process: Process, handle: RunHandle | None = None) -> dict[str, int]:
    """Learn, and propose themes for everything that nobody has looked at; may be repeated."""
    learned = learn(process, handle.should_stop if handle else bool)
    if learned is None:
        return {"model": 0, "contributions": 0, "proposals": 0}
    open_ones = list(_open(process).only("pk", "title", "text"))
    done = proposals = 0
    for some in _portions(open_ones):
        if handle and handle.should_stop():
            break
        proposals += _propose(some, *learned)
        done += len(some)
        if handle:
            handle.advance(done, _("Proposing themes"), total=len(open_ones))
    return {"model": learned[0].number, "contributions": done, "proposals": proposals}


def _open(process: Process) -> Any:
    reviewed = ThemeReview.objects.filter(contribution=OuterRef("pk"))
    standing = Contribution.objects.filter(process=process).standing()
    return standing.filter(~Exists(reviewed)).order_by("pk")


def _portions(rows: Sequence[Contribution]) -> Iterator[Sequence[Contribution]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def _propose(some: Sequence[Contribution], row: ThemeModel, learned: "Learned") -> int:
    guesses = learned.predict([words_of(one) for one in some])
    return _write(some, guesses, row)


@transaction.atomic
def _write(
    some: Sequence[Contribution], guesses: "Sequence[Sequence[Guess]]", model: ThemeModel
) -> int:
    """Replace open proposals; whoever decides at the same time goes first or finds the old ones."""
    keys = [one.pk for one in some]
    locked = Contribution.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    list(locked.order_by("pk").values_list("pk", flat=True))
    reviewed = set(
        ThemeReview.objects.filter(contribution__in=keys).values_list("contribution", flat=True)
    )
    ThemeAssignment.objects.proposed().filter(contribution__in=keys).delete()
    decided = set(
        ThemeAssignment.objects.filter(contribution__in=keys).values_list("contribution", "theme")
    )
    themes = set(model.process.themes.values_list("pk", flat=True))
    fresh = [
        ThemeAssignment(
            contribution=one,
            theme_id=int(guess.label),
            how=How.PROPOSED,
            confidence=min(1.0, max(0.0, guess.confidence)),
            evidence=[word.word for word in guess.evidence],
            model=model,
            by=ACTOR,
        )
        for one, found in zip(some, guesses, strict=True)
        if one.pk not in reviewed
        for guess in found
        if int(guess.label) in themes and (one.pk, int(guess.label)) not in decided
    ]
    ThemeAssignment.objects.bulk_create(fresh, batch_size=500)
    return len(fresh)


def most_useful_next(process: Process, *, count: int = 12) -> list[Contribution]:
    """What to decide on next: where the machine is least sure, and not the same again and again."""
    from dialogwerk.cores.statements.usefulness import most_useful, uncertainty

    open_ones = list(_open(process)[:2000])
    if not open_ones:
        return []
    kept = newest_model(process)
    texts = [words_of(one) for one in open_ones]
    unsure = (
        [uncertainty(row) for row in kept[1].confidences(texts).tolist()]
        if kept
        else [1.0] * len(texts)
    )
    weights = [1 + one.support_count for one in open_ones]
    return [open_ones[at] for at in most_useful(texts, unsure, weights, count=count)]


@transaction.atomic
def start_proposing(process: Process, *, by: str = ACTOR) -> Run:
    """Renew the proposals in the background; a run that waits or works is given back instead."""
    Process.objects.select_for_update(of=("self",)).only("pk").get(pk=process.pk)
    under_way = runs_of(process).unfinished().filter(stop_requested=False).order_by("pk").first()
    if under_way:
        found: Run = under_way
        return found
    return start_run(
        KIND,
        title=_("Themes in %(process)s") % {"process": process.title},
        arguments={"process": process.slug},
        by=by,
        total=_open(process).count(),
    )


def runs_of(process: Process) -> Any:
    """The runs of this kind for this process."""
    return Run.objects.filter(kind=KIND, arguments__process=process.slug)


def start_where_due(now: datetime) -> list[Run]:
    """Renew where people decided, or contributions came, since the last time, but not too often."""
    last = OuterRef("last_model")
    newer_reviews = ThemeReview.objects.filter(contribution__process=OuterRef("pk"), at__gt=last)
    newer_ones = Contribution.objects.filter(process=OuterRef("pk"), received_at__gt=last)
    newest = ThemeModel.objects.filter(process=OuterRef("pk")).order_by("-number")
    found = Process.objects.annotate(last_model=Subquery(newest.values("at")[:1]))
    found = found.filter(last_model__lt=now - LONGEST)
    due = found.filter(Q(Exists(newer_reviews)) | Q(Exists(newer_ones)), ended_at=None)
    return [start_proposing(process) for process in due.order_by("pk")]


@handler(KIND)
def propose(handle: RunHandle) -> dict[str, Any]:
    """Run-handler: renew the proposals of the process that the run names."""
    process = Process.objects.filter(slug=handle.arguments.get("process", "")).first()
    if process is None:
        raise RunFailed(_("The dialogue of this run does not exist any more."))
    return renew(process, handle)
