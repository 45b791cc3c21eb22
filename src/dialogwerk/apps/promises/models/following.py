"""Who is told what becomes of a promise: people who follow it, and who looks after it."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.people.models import Person

from .history import PromiseEvent
from .promises import Promise

TOLD_OF = (
    PromiseEvent.Kind.DUE_MOVED,
    PromiseEvent.Kind.KEPT,
    PromiseEvent.Kind.KEPT_LATE,
    PromiseEvent.Kind.BROKEN,
    PromiseEvent.Kind.WITHDRAWN,
    PromiseEvent.Kind.REOPENED,
)
"""Followers get a mail when the state or the due date changes."""


def new_token() -> str:
    return secrets.token_urlsafe(24)


class FollowerQuerySet(models.QuerySet):
    def confirmed(self):
        """Whoever reads that mailbox has said yes."""
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed(self):
        """Asked for, and nobody has confirmed it yet."""
        return self.filter(confirmed_at=None)

    def to_be_told(self):
        """Something has happened to a public promise since they were told last."""
        news = PromiseEvent.objects.filter(
            promise=OuterRef("promise"), kind__in=TOLD_OF, pk__gt=OuterRef("told_up_to")
        )
        shown = Promise.objects.public().filter(pk=OuterRef("promise"))
        return self.confirmed().filter(Exists(news), Exists(shown))


class Follower(models.Model):
    """Somebody who wants to be told by e-mail. The address stands in the vault and nowhere else.

    ``told_up_to`` is the key of the last event of which a mail has told.
    """

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="followers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="follows")
    token = models.CharField(max_length=40, unique=True, default=new_token)
    language = models.CharField(max_length=5, default="de")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_up_to = models.PositiveBigIntegerField(default=0)
    refusals = models.PositiveSmallIntegerField(
        default=0, help_text=_("mails in a row that the server did not take for this address")
    )

    objects = FollowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [
            models.UniqueConstraint(fields=["promise", "person"], name="a_promise_is_followed_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.promise_id}"


class PromiseReminder(models.Model):
    """A reminder that was sent: never twice for the same day of the same promise."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="reminders")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="promise_reminders"
    )
    due_latest = models.DateField()
    days_before = models.SmallIntegerField(help_text=_("−1 for the day after"))
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reminder of a promise")
        verbose_name_plural = _("reminders of promises")
        constraints = [
            models.UniqueConstraint(
                fields=["promise", "user", "due_latest", "days_before"],
                name="reminded_once_of_a_promise",
            )
        ]

    def __str__(self) -> str:
        return f"{self.promise_id} {self.user_id}"
