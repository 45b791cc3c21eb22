"""Following a promise by e-mail: asked for, confirmed by whoever reads the mailbox, ended.

The address stands in the vault. An address that is not confirmed gets one mail, and a few at most
on one day, whatever is asked for in its name; after a week it is forgotten.
"""

from datetime import datetime, timedelta
from logging import getLogger

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.sites import absolute_url
from dialogwerk.apps.people.models import Person
from dialogwerk.apps.people.services import (
    IdentityDraft,
    erase,
    person_with_email,
    resolve_person,
)

from ..models import Follower, Promise

logger = getLogger(__name__)

AGAIN_AFTER = timedelta(minutes=15)
"""Sooner nobody gets the question for the same promise once more."""
OPEN_AT_MOST = 5
"""So many questions are on their way to one address on one day."""
FORGOTTEN_AFTER = timedelta(days=7)
SENDER = "system:promises"


class MailNotSent(Exception):
    """The mail server did not take the mail; nothing is stored."""


def ask_to_follow(*, promise: Promise, email: str, language: str, at: datetime) -> bool:
    """Ask the owner of an address whether to be told of a promise, by a mail with a link.

    What the page says afterwards must not depend on the result: it would tell who follows what.

    Args:
        language: of the mails, "de" or "en".
        at: the present moment.

    Returns:
        Whether a mail left.

    Raises:
        MailNotSent: the mail server does not take it; the person may try again later.
    """
    follower = _asked(promise, email, language, at)
    if follower is None:
        return False
    try:
        _mail(follower, email).send()
    except (OSError, ValueError) as error:
        logger.warning("No mail for %s: %s", follower.person.code, type(error).__name__)
        _forget(follower, SENDER)
        raise MailNotSent from error
    return True


@transaction.atomic
def _asked(promise: Promise, email: str, language: str, at: datetime) -> Follower | None:
    """The follower to ask now; None if the address follows already or was asked just now."""
    Promise.objects.select_for_update().get(pk=promise.pk)
    person = person_with_email(email, within=Follower.objects.all())
    if person and _had_enough(person, at):
        return None
    follower = Follower.objects.filter(promise=promise, person=person).first() if person else None
    if follower and (follower.confirmed_at or at - follower.asked_at < AGAIN_AFTER):
        return None
    if follower is None:
        person = person or resolve_person(IdentityDraft(email=email))
        follower = Follower(promise=promise, person=person)
    follower.language, follower.asked_at = language, at
    follower.save()
    _say("promise.follow_asked", follower, "public")
    return follower


def _had_enough(person: Person, at: datetime) -> bool:
    lately = person.follows.unconfirmed().filter(asked_at__gt=at - timedelta(days=1))
    return bool(lately.count() >= OPEN_AT_MOST)


def _mail(follower: Follower, email: str) -> EmailMultiAlternatives:
    with override(follower.language):
        subject = _("Please confirm: news of promise %(code)s") % {"code": follower.promise.code}
        url = absolute_url(reverse("follow-confirm", args=[follower.token]))
        context = {"promise": follower.promise, "confirm_url": url, "days": FORGOTTEN_AFTER.days}
        return message(follower, email, subject, "confirm", context)


def message(
    follower: Follower,
    email: str,
    subject: str,
    template: str,
    context: dict[str, object],
    server: BaseEmailBackend | None = None,
) -> EmailMultiAlternatives:
    """A mail to a follower in the present language, with a link that ends all further ones."""
    end = absolute_url(reverse("follow-end", args=[follower.token]))
    shared = {"subject": subject, "end_url": end, "site_name": settings.SITE_NAME}
    shared["promise_url"] = absolute_url(follower.promise.get_absolute_url())
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string(f"promises/mail/{template}.txt", {**shared, **context}),
        to=[email],
        connection=server,
        headers={
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{end}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    html = render_to_string(f"promises/mail/{template}.html", {**shared, **context})
    mail.attach_alternative(html, "text/html")
    return mail


@transaction.atomic
def confirm(*, follower: Follower, at: datetime) -> None:
    """Whoever reads the mailbox says yes; what happened before is not told."""
    Promise.objects.select_for_update().get(pk=follower.promise_id)
    if follower.confirmed_at:
        return
    last = follower.promise.events.order_by("-pk").values_list("pk", flat=True).first()
    follower.confirmed_at, follower.told_up_to = at, last or 0
    follower.save(update_fields=["confirmed_at", "told_up_to"])
    _say("promise.followed", follower, "public")


@transaction.atomic
def end(*, follower: Follower, by: str = "public") -> None:
    """No further mails; the address leaves the vault unless it follows another promise."""
    _forget(follower, by)


def _forget(follower: Follower, by: str) -> None:
    with transaction.atomic():
        person = follower.person
        _say("promise.unfollowed", follower, by)
        follower.delete()
        if not person.follows.exists() and person.erased_at is None:
            erase(person, by=by, reason="follows no promise any more")


def forget_unconfirmed(*, at: datetime) -> int:
    """Forget addresses that nobody has confirmed within a week; gives how many."""
    old = Follower.objects.unconfirmed().filter(asked_at__lt=at - FORGOTTEN_AFTER)
    found = list(old.select_related("person", "promise"))
    for follower in found:
        end(follower=follower, by=SENDER)
    return len(found)


def _say(action: str, follower: Follower, by: str) -> None:
    payload = {"person": follower.person.code}
    record(action, subject=follower.promise.code, actor=by, payload=payload)
