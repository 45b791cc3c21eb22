"""What is new, told once a day by e-mail to those who follow a dialogue or a contribution.

What has been told is noted before a mail leaves, so that two processes never tell the same, and
the note is taken back if the mail server does not take the mail. Who has nothing to hear gets no
mail.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from logging import getLogger
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

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
from .following import addresses_of, subject_of

logger = getLogger(__name__)

MOST_NAMED = 5
"""New contributions that a mail names; of more it says the number."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when (not included) until when something has happened."""

    since: datetime
    until: datetime

    def within(self, field: str) -> Q:
        return Q(**{f"{field}__gt": self.since, f"{field}__lte": self.until})


def tell_followers(now: datetime) -> int:
    """Send what is new since each of them was told last; gives the number of mails sent."""
    following = Following.objects.active().filter(process__is_public=True)
    rows = list(following.select_related("process__scheme", "contribution", "person"))
    known: dict[tuple[int, int | None, bool, datetime, str], Sequence[News]] = {}
    to_tell, nothing_new = [], []
    for one in rows:
        since = one.told_until or one.confirmed_at or now
        key = (one.process_id, one.contribution_id, _is_author(one), since, one.language)
        if key not in known:
            with override(one.language):
                span = Span(since, now)
                known[key] = news_of(
                    one.process, one.contribution, span, with_outcomes=not _is_author(one)
                )
        if known[key]:
            to_tell.append((one, known[key]))
        else:
            nothing_new.append(one.pk)
    Following.objects.filter(pk__in=nothing_new).update(told_until=now)
    return _send(to_tell, now)


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


def _send(to_tell: Sequence[tuple[Following, Sequence[News]]], now: datetime) -> int:
    if not to_tell:
        return 0
    addresses = addresses_of([one for one, _news in to_tell])
    sent = 0
    with get_connection() as server:
        for one, news in to_tell:
            address = addresses.get(one.person_id)
            before = one.told_until
            noted = Following.objects.filter(pk=one.pk, told_until=before, ended_at=None)
            if not address or not noted.update(told_until=now):
                continue
            try:
                _mail(one, news, address, server).send()
            except (SMTPException, OSError) as error:
                Following.objects.filter(pk=one.pk).update(told_until=before)
                logger.warning("News of a dialogue were not taken: %s", type(error).__name__)
            else:
                sent += 1
    return sent


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
