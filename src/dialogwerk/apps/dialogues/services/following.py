"""News of a dialogue or of one contribution by e-mail, after the address was confirmed."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.sites import absolute_url
from dialogwerk.apps.people.models import Person
from dialogwerk.apps.people.services import IdentityDraft, identities, resolve_person

from ..models import Contribution, Following, Process

ASK_AGAIN_AFTER = timedelta(minutes=30)
"""For so long the same question is not sent to the same address once more."""


@transaction.atomic
def follow(
    *,
    process: Process,
    contribution: Contribution | None = None,
    email: str,
    now: datetime,
    author: Person | None = None,
) -> Following:
    """Ask whoever owns this address whether they want news; nothing else is sent before.

    Whoever follows already is not asked again and hears nothing of it, so that nobody learns here
    who follows.

    Args:
        author: the person in the vault who gave this address with the contribution.
    """
    following = _known(email, process, contribution) or Following.objects.create(
        process=process,
        contribution=contribution,
        person=author or resolve_person(IdentityDraft(email=email)),
        language=(get_language() or "de")[:5],
        begun_at=now,
    )
    _ask(following, email, now)
    return following


def follow_own(contribution: Contribution, *, email: str, now: datetime) -> None:
    """Ask an author who left an address whether news shall go there; nothing without one."""
    if email:
        follow(
            process=contribution.process,
            contribution=contribution,
            email=email,
            now=now,
            author=contribution.person,
        )


def _known(email: str, process: Process, contribution: Contribution | None) -> Following | None:
    """What is there for this address and subject, confirmed or not, ended or not."""
    return (
        Following.objects.filter(
            process=process,
            contribution=contribution,
            person__identity__email=email.strip().lower(),
        )
        .order_by("-begun_at")
        .first()
    )


def _ask(following: Following, email: str, now: datetime) -> None:
    is_active = following.confirmed_at and not following.ended_at
    asked_lately = following.asked_at and now - following.asked_at < ASK_AGAIN_AFTER
    if is_active or asked_lately:
        return
    following.asked_at = now
    following.save(update_fields=["asked_at"])
    message = _question(following, email)
    transaction.on_commit(lambda: message.send(fail_silently=True))


def _question(following: Following, email: str) -> EmailMessage:
    with override(following.language):
        context = {
            "subject": subject_of(following),
            "confirm_url": absolute_url(reverse("following", args=[following.key])),
            "site_name": settings.SITE_NAME,
        }
        return EmailMessage(
            _("Please confirm: news of “%(title)s”") % {"title": subject_of(following)},
            render_to_string("dialogues/mail/confirm.txt", context),
            to=[email],
            headers={"Auto-Submitted": "auto-generated"},
        )


def subject_of(following: Following) -> str:
    """What is followed, in one line."""
    contribution = following.contribution
    title = contribution.shown_title or contribution.code if contribution else ""
    return " ".join((title or following.process.title).split())


@transaction.atomic
def confirm(*, following: Following, now: datetime) -> None:
    """News are sent from now on; also after they were ended."""
    if following.confirmed_at and not following.ended_at:
        return
    following.confirmed_at = following.told_until = now
    following.ended_at = None
    following.save(update_fields=["confirmed_at", "told_until", "ended_at"])
    _say("following.confirmed", following)


@transaction.atomic
def end(*, following: Following, now: datetime) -> None:
    """No more news; the address stays in the vault only as long as something else needs it."""
    if following.ended_at is None:
        following.ended_at = now
        following.save(update_fields=["ended_at"])
        _say("following.ended", following)


def _say(action: str, following: Following) -> None:
    contribution = following.contribution
    subject = contribution.code if contribution else following.process.code
    record(action, subject=subject, actor="public", payload={"person": following.person.code})


def addresses_of(followings: list[Following]) -> dict[int, str]:
    """E-mail address of each person (by primary key), with one logged look."""
    persons = {one.person_id for one in followings}
    found = identities(persons, by="system:dialogue-news", purpose="news of dialogues")
    return {key: identity.email for key, identity in found.items() if identity.email}
