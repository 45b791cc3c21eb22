"""Chapters of the results report: who took part, and what was contributed. Public figures only."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from dialogwerk.apps.base.templatetags.dialogwerk import day

from .. import hooks
from ..formats import CONTRIBUTIONS
from ..mapping import shortened
from ..models import Channel, Comment, Contribution, Process, State

MOST_SUPPORTED = 10
MOST_BARS = 120
"""Of more days the chart shows weeks."""


def participation(process: Process) -> Sequence[hooks.Chapter]:
    """Who took part: by which way, for whom, with or without an account, on which days."""
    public = process.contributions.public().order_by()
    total = public.count()
    if not total:
        return []
    by_day = _by_day(public)
    figures = public.aggregate(
        on_behalf=Count("pk", filter=~Q(on_behalf_of="")),
        with_account=Count("pk", filter=Q(user__isnull=False)),
        named=Count("pk", filter=~Q(public_name="")),
        supports=Sum("support_count"),
    )
    comments = Comment.objects.public().filter(contribution__in=public).count()
    first, last = min(by_day), max(by_day)
    return [
        hooks.Chapter(
            key="participation",
            title=_("Who took part"),
            paragraphs=[
                _(
                    "%(total)s contributions came from %(first)s to %(last)s. They were supported"
                    " %(supports)s times and commented on %(comments)s times."
                )
                % {
                    "total": total,
                    "first": day(first),
                    "last": day(last),
                    "supports": figures["supports"] or 0,
                    "comments": comments,
                },
                _("One person may have contributed several times; nobody had to give a name."),
            ],
            tables=[
                hooks.Table(_("By which way"), [_("Way"), _("Contributions")], _channels(public)),
                hooks.Table(
                    _("For whom, and how"),
                    [_("Kind"), _("Contributions")],
                    [
                        [_("on behalf of an organisation"), figures["on_behalf"]],
                        [_("for themselves"), total - figures["on_behalf"]],
                        [_("with an account"), figures["with_account"]],
                        [_("without an account"), total - figures["with_account"]],
                        [_("with a name that is shown"), figures["named"]],
                    ],
                ),
                *_organisations(public),
                hooks.Table(
                    _("By day"),
                    [_("Day"), _("Contributions")],
                    [[day(one), number] for one, number in sorted(by_day.items())],
                ),
            ],
            figure=_chart(by_day),
            order=12,
        )
    ]


def contributions(process: Process) -> Sequence[hooks.Chapter]:
    """What was contributed: by format, category and outcome, and what most people supported."""
    formats = [one for one in process.formats.all() if one.kind == CONTRIBUTIONS]
    said = Contribution.objects.filter(format__in=formats)
    public = said.public()
    total = public.count()
    if not total:
        return []
    placed = public.exclude(west=None).count()
    return [
        hooks.Chapter(
            key="contributions",
            title=_("What was contributed"),
            paragraphs=[
                ngettext(
                    "%(total)s contribution can be read, %(placed)s with a place on the map.",
                    "%(total)s contributions can be read, %(placed)s with a place on the map.",
                    total,
                )
                % {"total": total, "placed": placed}
            ],
            tables=[
                hooks.Table(
                    _("By category"),
                    [_("Format"), _("Category"), _("Contributions"), _("Supporters")],
                    _categories(public),
                ),
                hooks.Table(
                    _("What most people supported"),
                    [
                        _("Code number"),
                        _("Contribution"),
                        _("Supporters"),
                        pgettext("dialogue", "Comments"),
                    ],
                    _most_supported(public),
                ),
            ],
            gaps=_gaps(said),
            order=20,
        )
    ]


def _channels(public: QuerySet[Contribution]) -> list[list[Any]]:
    rows = public.values_list("channel").annotate(number=Count("pk")).order_by("-number")
    return [[str(Channel(channel).label), number] for channel, number in rows]


def _organisations(public: QuerySet[Contribution]) -> list[hooks.Table]:
    rows = (
        public.exclude(on_behalf_of="")
        .values_list("on_behalf_of")
        .annotate(number=Count("pk"))
        .order_by("-number", "on_behalf_of")
    )
    if not rows:
        return []
    columns = [_("Organisation"), _("Contributions")]
    return [hooks.Table(_("For these organisations"), columns, [list(row) for row in rows])]


def _by_day(public: QuerySet[Contribution]) -> dict[date, int]:
    days = public.annotate(day=TruncDate("received_at")).values_list("day")
    return dict(days.annotate(number=Count("pk")))


def _categories(public: QuerySet[Contribution]) -> list[list[Any]]:
    rows = (
        public.values_list("format__title", "category__title")
        .annotate(number=Count("pk"), supports=Sum("support_count"))
        .order_by("format__position", "format__title", "-number")
    )
    return [
        [title, category or _("none of them"), number, supports]
        for title, category, number, supports in rows
    ]


def _most_supported(public: QuerySet[Contribution]) -> list[list[Any]]:
    rows = public.filter(support_count__gt=0).order_by("-support_count", "pk")[:MOST_SUPPORTED]
    return [
        [
            one.code,
            one.shown_title or shortened(one.shown_text),
            one.support_count,
            one.comment_count,
        ]
        for one in rows
    ]


def _gaps(said: QuerySet[Contribution]) -> list[str]:
    waiting = said.filter(state=State.HELD).count()
    unanswered = said.filter(state=State.PUBLIC, outcomes=None).count()
    gaps = []
    if waiting:
        gaps.append(
            ngettext(
                "%(number)s contribution waits for moderation and is not counted here.",
                "%(number)s contributions wait for moderation and are not counted here.",
                waiting,
            )
            % {"number": waiting}
        )
    if unanswered:
        gaps.append(
            ngettext(
                "Of %(number)s contribution nobody has said yet what becomes of it.",
                "Of %(number)s contributions nobody has said yet what becomes of them.",
                unanswered,
            )
            % {"number": unanswered}
        )
    return gaps


def _chart(by_day: Mapping[date, int]) -> str:
    """Bars by day, or by week where there are many days; the table beside it says the same."""
    first, last = min(by_day), max(by_day)
    step = 1 if (last - first).days < MOST_BARS else 7
    bars: list[tuple[date, int]] = []
    start = first
    while start <= last:
        days = (start + timedelta(days=ahead) for ahead in range(step))
        bars.append((start, sum(by_day.get(one, 0) for one in days)))
        start += timedelta(days=step)
    highest = max(number for _start, number in bars)
    width = 600 / len(bars)
    drawn = "".join(
        f'<rect x="{place * width:.2f}" y="{120 - 100 * number / highest:.2f}"'
        f' width="{max(width * 0.8, 0.5):.2f}" height="{100 * number / highest:.2f}">'
        f"<title>{escape(day(start))}: {number}</title></rect>"
        for place, (start, number) in enumerate(bars)
        if number
    )
    said = _("Contributions by day, at most %(number)s") % {"number": highest}
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 150" role="img"'
        f' aria-label="{escape(said)}"><g fill="currentColor">{drawn}</g>'
        f'<line x1="0" y1="120.5" x2="600" y2="120.5" stroke="currentColor"/>'
        f'<text x="0" y="140" font-size="12" fill="currentColor">{escape(day(first))}</text>'
        f'<text x="600" y="140" font-size="12" fill="currentColor" text-anchor="end">'
        f"{escape(day(last))}</text></svg>"
    )
