"""What dialogues say of a process in its report themselves: its course, who took part, answers.

Outcomes by kind, themes, opinion maps, questions and promises come from whoever knows of them.
Figures rest on public data only.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import hooks
from ..gates import Standing, gate_is_open, phases_on
from ..models import Contribution, Outcome, Phase, Process, TargetGroup

Reached = TargetGroup.Reached


def _day(value: Any) -> str:
    return date_format(value, "SHORT_DATE_FORMAT") if value else "–"


def course(process: Process) -> Sequence[hooks.Chapter]:
    """Phases and formats with their days, and what was left open between them."""
    phases = list(process.phases.all())
    formats = list(process.formats.shown().select_related("phase"))
    rows = [
        [
            phase.title,
            _day(phase.first_day),
            _day(phase.last_day),
            phase.audience or "–",
            phase.results or "–",
        ]
        for phase in phases
    ]
    tables = [
        hooks.Table(
            _("Phases"),
            [_("Phase"), _("first day"), _("last day"), _("whom it addressed"), _("results")],
            rows,
        ),
        hooks.Table(
            _("Formats"),
            [_("Format"), _("kind"), _("phase"), _("figures")],
            [_format_row(process, one) for one in formats],
        ),
    ]
    return [
        hooks.Chapter(
            key="course",
            title=_("Course of the dialogue"),
            paragraphs=list(_ground(process)),
            tables=tables,
            gaps=list(_course_gaps(process, phases)),
            order=10,
        )
    ]


def _ground(process: Process) -> Iterator[str]:
    yield _("Goal: %(text)s") % {"text": process.goal}
    yield _("What was open: %(text)s") % {"text": process.open_matters}
    if process.settled_matters:
        yield _("What was decided already: %(text)s") % {"text": process.settled_matters}
    yield _("Who decides in the end: %(text)s") % {"text": process.decided_by}


def _format_row(process: Process, one: Any) -> list[Any]:
    one.process = process
    kind = hooks.kind_of(one)
    figures = kind.figures(one) if kind else ()
    return [
        one.title,
        str(kind.label) if kind else one.kind,
        one.phase.title if one.phase else "–",
        ", ".join(f"{number} {label}" for label, number in figures) or "–",
    ]


def _course_gaps(process: Process, phases: Sequence[Phase]) -> Iterator[str]:
    if not phases:
        yield _("No phases were laid out.")
    for row in phases_on(process, timezone.localdate()):
        phase = row.phase
        if phase.gate_waived_because:
            yield _("After “%(phase)s” the dialogue went on before its gate was open: %(why)s") % {
                "phase": phase.title,
                "why": phase.gate_waived_because,
            }
        elif row.standing is Standing.OVER and phase.results_published_at is None:
            yield _("For “%(phase)s” no results were published.") % {"phase": phase.title}
        elif row.standing is Standing.OVER and not gate_is_open(phase):
            yield _("“%(phase)s” is over, but not every contribution to it is answered.") % {
                "phase": phase.title
            }
    if process.ended_at is None:
        yield _("The dialogue has not ended; this is how it stands.")


def groups(process: Process) -> Sequence[hooks.Chapter]:
    """Who was to be reached, who was, and what nobody knows."""
    found = list(process.target_groups.prefetch_related("phases"))
    rows = [
        [
            one.title,
            _size(one),
            one.took_part if one.took_part is not None else _("not known"),
            str(one.get_reached_display()),
            one.how_known or "–",
            one.source or "–",
            ", ".join(phase.title for phase in one.phases.all()) or "–",
        ]
        for one in found
    ]
    columns = [
        *(_("Group"), _("People"), _("took part"), _("reached?"), _("how this is known")),
        *(_("source"), _("phases")),
    ]
    return [
        hooks.Chapter(
            key="groups",
            title=_("Whom the dialogue reached"),
            paragraphs=[
                _(
                    "Whoever takes part chooses to do so; contributions show what matters to them,"
                    " not how many of all people think so."
                )
            ],
            tables=[
                hooks.Table(_("Groups that the dialogue wanted to reach"), columns, rows),
            ],
            gaps=list(_group_gaps(process, found)),
            order=15,
        )
    ]


def _size(one: TargetGroup) -> Any:
    if one.size is None:
        return _("not known")
    return _("about %(number)d") % {"number": one.size} if one.size_is_estimate else one.size


def _group_gaps(process: Process, found: Sequence[TargetGroup]) -> Iterator[str]:
    if not found:
        yield _("It was not recorded whom the dialogue wanted to reach.")
    for one in found:
        if one.reached == Reached.UNKNOWN:
            yield _("It is not known whether “%(group)s” was reached.") % {"group": one.title}
        elif one.reached == Reached.NO:
            yield _("“%(group)s” was not reached.") % {"group": one.title}
        elif one.reached == Reached.PARTLY:
            yield _("“%(group)s” was reached in part only.") % {"group": one.title}
        if one.reached != Reached.UNKNOWN and not one.source:
            yield _("There is no source for what is said of “%(group)s”.") % {"group": one.title}
    named = {phase.pk for one in found for phase in one.phases.all()}
    for phase in process.phases.all():
        if phase.audience and phase.pk not in named:
            yield _(
                "“%(phase)s” addressed: %(audience)s. Nobody has recorded whether they came."
            ) % {"phase": phase.title, "audience": phase.audience}


def answers(process: Process) -> Sequence[hooks.Chapter]:
    """Every public contribution with what became of it, in the order in which they came."""
    newest = Prefetch("outcomes", Outcome.objects.order_by("-number"))
    public = (
        Contribution.objects.filter(process=process)
        .public()
        .select_related("format")
        .order_by("received_at", "pk")
        .prefetch_related(newest)
        .defer("geometry", "anchor")
    )
    rows, ids = [], []
    for one in public.iterator(chunk_size=2_000):
        outcome = next(iter(one.outcomes.all()), None)
        ids.append(one.code)
        rows.append(
            [
                one.shown_title or _beginning(one.shown_text),
                one.format.title,
                str(outcome.get_kind_display()) if outcome else _("no outcome yet"),
                outcome.reason if outcome else "–",
                _day(outcome.decided_on) if outcome else "–",
            ]
        )
    if not rows:
        return [
            hooks.Chapter(
                key="answers",
                title=_("Every contribution and its answer"),
                gaps=[_("Nobody has contributed anything that is public.")],
                order=35,
            )
        ]
    columns = [_("Contribution"), _("format"), _("outcome"), _("reasons"), _("decided on")]
    said = ngettext(
        "One contribution is public.", "%(count)d contributions are public.", len(rows)
    ) % {"count": len(rows)}
    return [
        hooks.Chapter(
            key="answers",
            title=_("Every contribution and its answer"),
            paragraphs=[said],
            tables=[hooks.Table(_("Contributions with their outcomes"), columns, rows, ids)],
            order=35,
        )
    ]


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79] + "…"


def sources(process: Process) -> Sequence[hooks.Chapter]:
    """Contributions that were taken over from elsewhere, with credit and licence."""
    done = process.imports.filter(state="done", added__gt=0).order_by("created_at")
    rows = [
        [one.credit_line or _("not known"), one.added, _day(timezone.localtime(one.created_at))]
        for one in done
    ]
    if not rows:
        return []
    unknown = sum(1 for one in done if not one.licence)
    gaps = [_("For contributions taken over from elsewhere the licence is not known.")]
    return [
        hooks.Chapter(
            key="sources",
            title=_("Taken over from elsewhere"),
            tables=[
                hooks.Table(
                    _("Sources"), [_("credit and licence"), _("contributions"), _("on")], rows
                )
            ],
            gaps=gaps if unknown else [],
            order=90,
        )
    ]
