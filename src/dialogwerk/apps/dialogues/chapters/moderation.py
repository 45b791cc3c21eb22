"""What became of contributions, their themes, how they were moderated, what was promised."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from statistics import median
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogwerk.apps.promises.models import Promise
from dialogwerk.apps.promises.services.register import STANDINGS

from .. import hooks
from ..models import Channel, Contribution, Outcome, Process, State
from ..services.moderation_log import figures_of
from ..services.outcomes import count_due, outcomes_for
from ..services.themes import with_counts


def outcome_chapters(process: Process) -> Sequence[hooks.Chapter]:
    """What became of contributions; those put together count with what came of them."""
    said = list(
        Contribution.objects.filter(
            process=process, state__in=[State.PUBLIC, State.MERGED, State.SPLIT]
        ).only("pk", "received_at", "state", "channel")
    )
    counted = [one for one in said if one.channel != Channel.OFFICE]
    if not counted:
        return []
    found = outcomes_for(counted)
    answered = [one for one in counted if found[one.pk]]
    by_kind = dict.fromkeys(Outcome.Kind, 0)
    for one in answered:
        for kind in {Outcome.Kind(outcome.kind) for outcome in found[one.pk]}:
            by_kind[kind] += 1
    return [
        hooks.Chapter(
            key="outcomes",
            title=_("What became of the contributions"),
            paragraphs=list(_sentences(counted, answered, found)),
            tables=[
                hooks.Table(
                    _("Outcomes by kind"),
                    [_("Outcome"), _("Contributions")],
                    [
                        *((str(kind.label), count) for kind, count in by_kind.items()),
                        (_("no outcome yet"), len(counted) - len(answered)),
                    ],
                )
            ],
            gaps=list(_gaps(process, len(counted) - len(answered))),
            order=30,
        )
    ]


def _sentences(
    counted: Sequence[Contribution],
    answered: Sequence[Contribution],
    found: dict[int, list[Outcome]],
) -> Iterator[str]:
    yield _("%(answered)d of %(all)d contributions have an outcome with its reasons.") % {
        "answered": len(answered),
        "all": len(counted),
    }
    days = [
        (
            min(timezone.localtime(outcome.at).date() for outcome in found[one.pk])
            - timezone.localtime(one.received_at).date()
        ).days
        for one in answered
    ]
    if days:
        yield _("Half of them were answered within %(days)d days.") % {
            "days": round(median(max(0, day) for day in days))
        }
    merged = sum(one.state == State.MERGED for one in counted)
    if merged:
        yield ngettext(
            "One was put together with others; the outcome of what came of it counts for it.",
            "%(count)d were put together with others; the outcome of what came of them counts"
            " for each.",
            merged,
        ) % {"count": merged}


def _gaps(process: Process, open_ones: int) -> Iterator[str]:
    if open_ones:
        yield ngettext(
            "One contribution has no outcome yet.",
            "%(count)d contributions have no outcome yet.",
            open_ones,
        ) % {"count": open_ones}
    if due := count_due(process):
        yield ngettext(
            "One report that was promised is overdue.",
            "%(count)d reports that were promised are overdue.",
            due,
        ) % {"count": due}


def theme_chapters(process: Process) -> Sequence[hooks.Chapter]:
    """How many public contributions people have put under each theme."""
    themes = list(with_counts(process))
    if not any(theme.shown for theme in themes):
        return []
    public = Contribution.objects.filter(process=process).public()
    looked_at = public.filter(theme_review__isnull=False).count()
    open_ones = public.count() - looked_at
    rows = sorted(((theme.title, theme.shown) for theme in themes), key=lambda row: -row[1])
    return [
        hooks.Chapter(
            key="themes",
            title=_("Themes"),
            paragraphs=[
                _(
                    "Themes were decided by people; a contribution can have several. What a machine"
                    " proposed and nobody confirmed is not counted."
                )
            ],
            tables=[
                hooks.Table(_("Contributions by theme"), [_("Theme"), _("Contributions")], rows)
            ],
            gaps=[
                ngettext(
                    "Nobody has looked at the themes of one contribution.",
                    "Nobody has looked at the themes of %(count)d contributions.",
                    open_ones,
                )
                % {"count": open_ones}
            ]
            if open_ones
            else [],
            order=25,
        )
    ]


def promise_chapters(process: Process) -> Sequence[hooks.Chapter]:
    """What was promised because of contributions, and how it stands."""
    codes = process.contributions.public().values("code")
    promises = Promise.objects.public().filter(source_kind="contribution", source_ref__in=codes)
    day = timezone.localdate()
    rows = [
        (one.text, one.owner_in_words, str(STANDINGS[one.standing(day)]), one.source_ref)
        for one in promises.select_related("owner").order_by("pk")
    ]
    if not rows:
        return []
    columns = [_("Promise"), _("Promised by"), _("State"), _("Contribution")]
    return [
        hooks.Chapter(
            key="contribution-promises",
            title=_("What was promised"),
            tables=[hooks.Table(_("Promises made because of contributions"), columns, rows)],
            order=35,
        )
    ]


def moderation_chapters(process: Process) -> Sequence[hooks.Chapter]:
    """What was not shown, and by which rules."""
    figures = figures_of(process)
    if not any(number for _label, number in figures.verdicts):
        return []
    rows: list[tuple[Any, int]] = [(str(label), number) for label, number in figures.verdicts]
    paragraphs = [
        _("Nothing was deleted. Authors read the rule and the reason, and can object once.")
    ]
    if figures.median_hours is not None:
        within = timedelta(hours=figures.median_hours)
        paragraphs.append(
            _("Half of the questions was decided within %(hours)d hours.")
            % {"hours": max(1, round(within.total_seconds() / 3600))}
        )
    tables = [hooks.Table(_("Decisions of the moderation"), [_("Decision"), _("Number")], rows)]
    if figures.rules:
        tables.append(hooks.Table(_("Not shown, by rule"), [_("Rule"), _("Number")], figures.rules))
    if figures.appeals:
        tables.append(
            hooks.Table(
                _("Objections of authors"),
                [_("Objections"), _("shown after that")],
                [(figures.appeals, figures.granted)],
            )
        )
    return [
        hooks.Chapter(
            key="moderation",
            title=_("Moderation"),
            paragraphs=paragraphs,
            tables=tables,
            order=80,
        )
    ]
