"""What people do beside contributing: they support, comment and follow."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.base.ids import new_public_id, new_receipt
from dialogwerk.apps.people.models import Person

from .contributions import Contribution, State
from .processes import Process


def new_comment_code() -> str:
    return new_public_id("K")


class Support(models.Model):
    """Somebody supports a contribution, once: an account, or a browser known by a signed cookie.

    ``visitor`` is a keyed checksum of what the cookie holds; it tells nobody who that is.
    """

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="supports"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="supports",
    )
    visitor = models.CharField(max_length=64, null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "user"], name="an_account_supports_once"
            ),
            models.UniqueConstraint(
                fields=["contribution", "visitor"], name="a_browser_supports_once"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, visitor__isnull=True)
                | Q(user__isnull=True, visitor__isnull=False),
                name="support_by_account_or_browser",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.user_id or self.visitor}"


class CommentQuerySet(models.QuerySet["Comment"]):
    def public(self) -> "CommentQuerySet":
        """What everyone may read."""
        return self.filter(state=State.PUBLIC)

    def waiting(self) -> "CommentQuerySet":
        """Held back until somebody has looked at them."""
        return self.filter(state=State.HELD)


class Comment(models.Model):
    """What somebody says on a contribution, or in reply to a comment on it (one level deep).

    States are those of contributions; its author follows it with the receipt.
    """

    code = models.CharField(max_length=20, unique=True, default=new_comment_code)
    receipt = models.CharField(max_length=20, unique=True, default=new_receipt)
    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="comments"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="dialogue_comments",
    )
    public_name = models.CharField(_("shown as"), max_length=100, blank=True)
    text = models.TextField(_("text"))
    sha256 = models.CharField(max_length=64, help_text=_("checksum of the text as received"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PUBLIC)
    submission_key = models.CharField(max_length=80, null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("dialogue", "comment")
        verbose_name_plural = pgettext_lazy("dialogue", "comments")
        ordering = ["received_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "submission_key"], name="no_comment_is_taken_in_twice"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
        ]
        indexes = [
            models.Index(fields=["contribution", "state", "received_at"], name="comments_in_order"),
            models.Index(fields=["state", "received_at"], name="comments_by_state"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def process(self) -> Process:
        return self.contribution.process


class FollowingQuerySet(models.QuerySet["Following"]):
    def active(self) -> "FollowingQuerySet":
        """Confirmed by whoever owns the address, and not ended."""
        return self.exclude(confirmed_at=None).filter(ended_at=None)

    def by_authors(self) -> "FollowingQuerySet":
        """Of a contribution, by the address that its author left: confirmed, and not ended.

        Only these say that a mail to the author reaches whoever owns the address.
        """
        return self.active().filter(
            person__identity__email__gt="",
            person__identity__email=F("contribution__person__identity__email"),
        )


class Following(models.Model):
    """Somebody wants news of a process, or of one contribution to it, by e-mail.

    The address is in the vault (`person`). Nothing but one confirmation is sent before whoever
    owns the address has confirmed; ``key`` stands in the links of the mails.
    """

    key = models.CharField(max_length=20, unique=True, default=new_receipt)
    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="followings")
    contribution = models.ForeignKey(
        Contribution, null=True, blank=True, on_delete=models.CASCADE, related_name="followings"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="followings")
    language = models.CharField(max_length=5, default="de")
    begun_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text=_("when the mail with the question to confirm was sent")
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    told_until = models.DateTimeField(
        null=True, blank=True, help_text=_("what happened before this moment has been told")
    )

    objects = FollowingQuerySet.as_manager()

    class Meta:
        verbose_name = _("following")
        verbose_name_plural = _("followings")
        indexes = [models.Index(fields=["process", "contribution"], name="followings_of_a_subject")]

    def __str__(self) -> str:
        return f"{self.process_id}/{self.contribution_id or ''}"
