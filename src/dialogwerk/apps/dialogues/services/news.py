"""What is new, told once a day by e-mail to those who follow a dialogue or a contribution.

What has been told is noted before a mail leaves, so that two processes never tell the same, and
the note is taken back if the mail server does not take the mail. Who has nothing to hear gets no
mail. Thousands are told in portions, in a run (`base.runs`) that another worker takes up when its
own one dies.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from logging import getLogger
from smtplib import SMTPException
from time import sleep

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import RunHandle, handler, start_run
from dialogwerk.apps.base.sites import absolute_url

from .. import hooks
from ..hooks import News
from ..mapping import shortened
from ..models import (
    Comment,
    Contribution,
    Following,
    ModerationDecision,
    Outcome,
    Process,
    State,
)
from ..models.participation import FollowingQuerySet
from .following import addresses_of, subject_of

logger = getLogger(__name__)

KIND = "dialogues.news"
PORTION = 100
"""Followers whose addresses are looked up and who are told at once."""
MOST_NAMED = 5
"""New contributions that a mail names; of more it says the number."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when (not included) until when something has happened."""

    since: datetime
    until: datetime

    def within(self, field: str) -> Q:
        return Q(**{f"{field}__gt": self.since, f"{field}__lte": self.until})


@dataclass(slots=True)
class Told:
    """News already collected in this round, so that many followers of one thing cost one search."""

    now: datetime
    known: dict[tuple[int, int | None, bool, datetime, str], Sequence[News]] = field(
        default_factory=dict
    )

    def for_one(self, one: Following) -> Sequence[News]:
        """What is new to this follower, in the language of the mail."""
        since = one.told_until or one.confirmed_at or self.now
        key = (one.process_id, one.contribution_id, _is_author(one), since, one.language)
        if key not in self.known:
            with override(one.language):
                self.known[key] = news_of(
                    one.process,
                    one.contribution,
                    Span(since, self.now),
                    with_outcomes=not _is_author(one),
                )
        return self.known[key]


def start_news(now: datetime) -> Run | None:
    """Tell all followers in the background; nothing where nobody is to be told, or a round runs."""
    if not _to_tell(now).exists() or Run.objects.unfinished().filter(kind=KIND).exists():
        return None
    return start_run(
        KIND,
        title=_("News of dialogues by e-mail"),
        arguments={"until": now.isoformat()},
        by="system:dialogues",
        total=_to_tell(now).count(),
    )


@handler(KIND)
def send_news(handle: RunHandle) -> dict[str, int]:
    """Run-handler: tell what was new at the start of the run to everyone not told of it yet."""
    return {"mails": tell_followers(datetime.fromisoformat(handle.arguments["until"]), handle)}


def tell_followers(now: datetime, handle: RunHandle | None = None) -> int:
    """Send what is new since each of them was told last; gives the number of mails sent.

    In portions, each noted before the next begins. Whoever was told in a round that was cut off is
    not told again when it is taken up with the same ``now``.
    """
    sent, last, told = 0, 0, Told(now)
    before = handle.run.total - _to_tell(now).count() if handle else 0
    done = max(before, 0)
    while rows := list(_to_tell(now).filter(pk__gt=last).order_by("pk")[:PORTION]):
        sent += _tell_portion(rows, told, handle)
        last, done = rows[-1].pk, done + len(rows)
        if handle:
            handle.advance(done)
        if len(rows) < PORTION or (handle and handle.should_stop()):
            break
    return sent


def _to_tell(now: datetime) -> FollowingQuerySet:
    """Confirmed followers of public dialogues who do not know yet what happened until then."""
    following = Following.objects.active().filter(process__is_public=True)
    untold = following.filter(Q(told_until=None) | Q(told_until__lt=now))
    found: FollowingQuerySet = untold.select_related("process__scheme", "contribution", "person")
    return found


def _tell_portion(rows: Sequence[Following], told: Told, handle: RunHandle | None) -> int:
    to_tell = [(one, told.for_one(one)) for one in rows]
    nothing_new = [one.pk for one, news in to_tell if not news]
    Following.objects.filter(pk__in=nothing_new).update(told_until=told.now)
    return _send([(one, news) for one, news in to_tell if news], told.now, handle)


def _is_author(one: Following) -> bool:
    """Authors are told of outcomes at once, by `notices`."""
    return bool(one.contribution and one.contribution.person_id == one.person_id)


def news_of(
    process: Process, contribution: Contribution | None, span: Span, *, with_outcomes: bool = True
) -> list[News]:
    """What has happened in a process, or with one contribution to it, the latest last."""
    if contribution:
        own = _about_one(contribution, span, with_outcomes)
    else:
        own = _about_all(process, span)
    others = hooks.news(process, contribution, span.since, span.until)
    return sorted([*own, *others], key=lambda one: one.at)


def _about_one(contribution: Contribution, span: Span, with_outcomes: bool) -> Iterable[News]:
    if not Contribution.objects.public().filter(pk=contribution.pk).exists():
        return
    url = contribution.get_absolute_url()
    outcomes = contribution.outcomes.filter(span.within("at")) if with_outcomes else ()
    for outcome in outcomes:
        said = shortened(outcome.reason, 200)
        yield News(outcome.at, f"{outcome.get_kind_display()}: {said}", url)
    comments = contribution.comments.public().filter(span.within("received_at"))
    if number := comments.count():
        told = ngettext("%(number)s new comment", "%(number)s new comments", number) % {
            "number": number
        }
        yield News(span.until, told, f"{url}#comments")


def _about_all(process: Process, span: Span) -> Iterable[News]:
    yield from _contributions(process, span)
    outcomes = Outcome.objects.filter(
        span.within("at"), contribution__in=process.contributions.public()
    ).select_related("contribution")
    for outcome in outcomes[: MOST_NAMED * 4]:
        said = outcome.contribution
        said.process = process
        title = said.shown_title or shortened(said.shown_text)
        told = f"{outcome.get_kind_display()}: {title}"
        yield News(outcome.at, told, said.get_absolute_url())
    comments = Comment.objects.filter(
        span.within("received_at"),
        contribution__in=process.contributions.public(),
        state=State.PUBLIC,
    )
    if number := comments.count():
        told = ngettext("%(number)s new comment", "%(number)s new comments", number) % {
            "number": number
        }
        yield News(span.until, told, process.get_absolute_url())
    yield from _phases(process, span)


def _contributions(process: Process, span: Span) -> Iterable[News]:
    released = ModerationDecision.objects.filter(
        span.within("at"), comment=None, verdict=ModerationDecision.Verdict.PUBLISHED
    )
    fresh = process.contributions.public().filter(
        span.within("received_at") | Q(pk__in=released.values("contribution"))
    )
    number = fresh.count()
    if not number:
        return
    for one in fresh.order_by("-received_at")[:MOST_NAMED]:
        one.process = process
        title = one.shown_title or shortened(one.shown_text)
        told = _("New: %(title)s") % {"title": title}
        yield News(one.received_at, told, one.get_absolute_url())
    if number > MOST_NAMED:
        told = _("and %(number)s more new contributions") % {"number": number - MOST_NAMED}
        yield News(span.until, told, process.get_absolute_url())


def _phases(process: Process, span: Span) -> Iterable[News]:
    url = process.get_absolute_url()
    first, last = (timezone.localdate(moment) for moment in (span.since, span.until))
    for phase in process.phases.all():
        if phase.results_published_at and span.since < phase.results_published_at <= span.until:
            told = _("Results of “%(phase)s” are published") % {"phase": phase.title}
            yield News(phase.results_published_at, told, url)
        if first < phase.first_day <= last:
            yield News(span.until, _("“%(phase)s” begins") % {"phase": phase.title}, url)
    if process.ended_at and span.since < process.ended_at <= span.until:
        yield News(process.ended_at, _("The dialogue has ended; everything stays readable"), url)


def _send(
    to_tell: Sequence[tuple[Following, Sequence[News]]], now: datetime, handle: RunHandle | None
) -> int:
    """No faster than ``MAILS_PER_MINUTE``; who was not reached when it stops is told next time."""
    if not to_tell:
        return 0
    pause = 60 / settings.MAILS_PER_MINUTE if handle and settings.MAILS_PER_MINUTE else 0
    addresses = addresses_of([one for one, _news in to_tell])
    sent = 0
    with get_connection() as server:
        for number, (one, news) in enumerate(to_tell):
            if handle and handle.should_stop():
                break
            if pause and number:
                sleep(pause)
            sent += _sent(one, news, addresses.get(one.person_id), server, now)
    return sent


def _sent(
    one: Following,
    news: Sequence[News],
    address: str | None,
    server: BaseEmailBackend,
    now: datetime,
) -> bool:
    before = one.told_until
    noted = Following.objects.filter(pk=one.pk, told_until=before, ended_at=None)
    if not address or not noted.update(told_until=now):
        return False
    try:
        _mail(one, news, address, server).send()
    except (SMTPException, OSError) as error:
        Following.objects.filter(pk=one.pk).update(told_until=before)
        logger.warning("News of a dialogue were not taken: %s", type(error).__name__)
        return False
    return True


def _mail(
    one: Following, news: Sequence[News], address: str, server: BaseEmailBackend
) -> EmailMessage:
    with override(one.language):
        subject = subject_of(one)
        end = absolute_url(reverse("following-end", args=[one.key]))
        context = {
            "subject": subject,
            "news": [(item.text, absolute_url(item.url)) for item in news],
            "end_url": absolute_url(reverse("following", args=[one.key])),
            "site_name": settings.SITE_NAME,
        }
        return EmailMessage(
            _("News: %(title)s") % {"title": subject},
            render_to_string("dialogues/mail/news.txt", context),
            to=[address],
            connection=server,
            headers={
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{end}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
