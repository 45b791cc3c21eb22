"""Telling authors what happened to what they said: by mail, else behind the receipt.

Mail goes to addresses only whose owner has confirmed them: by following this contribution, or with
the account.

A notice is a row first; the mail is sent once everything is committed, a few at once and many by
the periodic step. Whatever a mail server says, the same words stand behind the receipt.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.services import proved_addresses
from dialogwerk.apps.base.sites import absolute_url
from dialogwerk.apps.people.services import identities

from ..models import AuthorNotice, Contribution, Following, Lineage, ModerationDecision, Outcome

logger = logging.getLogger(__name__)

ACTOR = "system:dialogues"
AT_ONCE = 5
"""So many mails are sent right away; more of them wait for the next periodic step."""

MOST_TRIES = 5
PORTION = 100


@dataclass(frozen=True, slots=True)
class Words:
    """A notice in words: its subject, and what it says without greeting and link."""

    subject: str
    text: str


def tell(
    contributions: Iterable[Contribution],
    *,
    moderation: ModerationDecision | None = None,
    outcomes: Sequence[Outcome] = (),
    lineage: Lineage | None = None,
) -> list[AuthorNotice]:
    """Note that the authors of these are told; those with an address get a mail after commit.

    Args:
        outcomes: one for all contributions, or one for each of them in their order.
    """
    told = list(contributions)
    if not told:
        return []
    with_address = _with_address(told)
    about = list(outcomes) * len(told) if len(outcomes) == 1 else list(outcomes)
    notices = AuthorNotice.objects.bulk_create(
        [
            AuthorNotice(
                contribution=one,
                moderation=moderation,
                outcome=about[at] if about else None,
                lineage=lineage,
                how=AuthorNotice.How.MAIL if one.pk in with_address else AuthorNotice.How.RECEIPT,
            )
            for at, one in enumerate(told)
        ]
    )
    mails = [one.pk for one in notices if one.how == AuthorNotice.How.MAIL]
    if 0 < len(mails) <= AT_ONCE:
        transaction.on_commit(lambda: send_waiting(only=mails))
    return notices


def _with_address(contributions: Sequence[Contribution]) -> set[int]:
    """Those (by primary key) whose author has a confirmed address."""
    accounts = proved_addresses(one.user_id for one in contributions if one.user_id)
    return _confirmed(contributions) | {one.pk for one in contributions if one.user_id in accounts}


def _confirmed(contributions: Iterable[Contribution]) -> set[int]:
    """Those (by primary key) whose author confirmed the address that was left with them."""
    asked = sorted({one.pk for one in contributions if one.person_id})
    found: set[int] = set()
    for start in range(0, len(asked), 500):
        some = Following.objects.by_authors().filter(contribution__in=asked[start : start + 500])
        found.update(some.values_list("contribution", flat=True))
    return found


def send_waiting(*, only: Sequence[int] | None = None, most: int = PORTION) -> int:
    """Send the mails that wait, the oldest first; returns how many were sent."""
    waiting = AuthorNotice.objects.waiting().select_related(
        "contribution__process", "moderation__comment", "outcome", "lineage"
    )
    if only is not None:
        waiting = waiting.filter(pk__in=only)
    notices = list(waiting.order_by("pk")[:most])
    if not notices:
        return 0
    addresses = _addresses(notices)
    sent = 0
    with get_connection() as connection:
        for notice in notices:
            # Noted first: a mail too few stands behind the receipt, one too many is a nuisance.
            mine = AuthorNotice.objects.filter(pk=notice.pk, sent_at=None, tries=notice.tries)
            if mine.update(sent_at=timezone.now(), tries=notice.tries + 1):
                sent += _sent(notice, addresses.get(notice.contribution_id, ""), connection)
    return sent


def _addresses(notices: Sequence[AuthorNotice]) -> dict[int, str]:
    """The address of each contribution's author, by contribution; one logged look."""
    contributions = [notice.contribution for notice in notices]
    confirmed = _confirmed(contributions)
    persons = {one.person_id for one in contributions if one.person_id and one.pk in confirmed}
    known = identities(persons, by=ACTOR, purpose="telling authors")
    accounts = proved_addresses(one.user_id for one in contributions if one.user_id)
    found = {}
    for one in contributions:
        identity = known.get(one.person_id or 0) if one.pk in confirmed else None
        found[one.pk] = (identity.email if identity else "") or accounts.get(one.user_id or 0, "")
    return found


def _sent(notice: AuthorNotice, address: str, connection: object) -> bool:
    if not address:
        _give_back(notice, for_good=True)
        return False
    mail = _mail(notice, address, connection)
    try:
        mail.send()
    except Exception as error:  # whatever the mail server says; it stands behind the receipt
        logger.warning("A notice to an author could not be mailed: %s", type(error).__name__)
        _give_back(notice, for_good=notice.tries + 1 >= MOST_TRIES)
        return False
    return True


def _give_back(notice: AuthorNotice, *, for_good: bool) -> None:
    given_up = timezone.now() if for_good else None
    AuthorNotice.objects.filter(pk=notice.pk).update(sent_at=None, given_up_at=given_up)


def _mail(notice: AuthorNotice, address: str, connection: object) -> EmailMessage:
    one = notice.contribution
    with translation.override("de"):
        said = words(notice)
        text = _(
            "Good day,\n\n%(text)s\n\nYour contribution “%(title)s” in the dialogue “%(process)s”"
            " with everything that was decided on it: %(address)s\n\nThe link is meant for you"
            " alone."
        ) % {
            "text": said.text,
            "title": one.title or one.code,
            "process": one.process.title,
            "address": absolute_url(receipt_path(one)),
        }
    return EmailMessage(
        said.subject,
        text,
        to=[address],
        connection=connection,  # type: ignore[arg-type]
    )


def receipt_path(contribution: Contribution) -> str:
    """The page that only the author knows."""
    return reverse("contribution-receipt", args=[contribution.receipt])


def words(notice: AuthorNotice) -> Words:
    """What a notice says, in the language of the moment."""
    if notice.outcome is not None:
        return outcome_words(notice.outcome)
    if notice.lineage is not None:
        return _lineage_words(notice.lineage)
    if notice.moderation is not None:
        return _moderation_words(notice.moderation)
    raise ValueError(f"Notice {notice.pk} is about nothing.")


def _moderation_words(decision: ModerationDecision) -> Words:
    verdicts = ModerationDecision.Verdict
    sentences = {
        verdicts.PUBLISHED: _("Your contribution can be read by everyone now."),
        verdicts.HELD: _(
            "Your contribution is not shown to others yet. Somebody on the team that moderates this"
            " dialogue looks at it again and decides; no day is fixed for that. You learn of the"
            " decision by e-mail and on the page below."
        ),
        verdicts.REFUSED: _("Your contribution is not shown to others. It is kept."),
    }
    lines = [sentences[verdicts(decision.verdict)]]
    if decision.on_appeal:
        lines.insert(0, _("Somebody has looked at your objection."))
    if decision.rule:
        lines.append(_("The rule: “%(rule)s”") % {"rule": decision.rule})
    if decision.reason:
        lines.append(_("The reason: %(reason)s") % {"reason": decision.reason})
    if decision.verdict != verdicts.PUBLISHED and not decision.on_appeal:
        lines.append(_("If you think this is wrong, you can object once, on the page below."))
    return Words(_("Decision on your contribution"), "\n\n".join(lines))


def outcome_words(outcome: Outcome) -> Words:
    """What became of a contribution, as a text."""
    lines = [_("What became of it: %(kind)s.") % {"kind": outcome.get_kind_display()}]
    if outcome.passed_to:
        lines.append(_("Passed on to: %(whom)s") % {"whom": outcome.passed_to})
    if outcome.deferred_until:
        lines.append(_("Deferred until: %(day)s") % {"day": _day(outcome.deferred_until)})
    lines.append(outcome.reason)
    if outcome.next_report_on:
        lines.append(_("We report again by %(day)s.") % {"day": _day(outcome.next_report_on)})
    return Words(_("What became of your contribution"), "\n\n".join(lines))


def _lineage_words(lineage: Lineage) -> Words:
    what = (
        _("Your contribution was put together with others that want the same.")
        if lineage.kind == Lineage.Kind.MERGE
        else _("Your contribution was taken apart into several, since it says several things.")
    )
    if lineage.undone_at:
        what = _("Your contribution stands by itself again.")
    reason = lineage.undone_because or lineage.reason
    lines = [what, _("The reason: %(reason)s") % {"reason": reason}]
    return Words(_("News of your contribution"), "\n\n".join(lines))


def _day(moment: datetime | object) -> str:
    return date_format(moment, "j. F Y")  # type: ignore[arg-type]
