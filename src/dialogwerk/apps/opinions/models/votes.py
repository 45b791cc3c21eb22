"""Who votes, and how. Nothing here says who somebody is."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.triggers import immutable
from dialogwerk.apps.dialogues.models import Format

from .statements import OpinionStatement


class VoterQuerySet(models.QuerySet):
    def taking_part(self):
        """Who has cast at least one vote."""
        return self.filter(models.Exists(Vote.objects.filter(voter=models.OuterRef("pk"))))


class Voter(models.Model):
    """Somebody who takes part in one round: an account, a browser, or a row of an import.

    A browser is known by a keyed hash of the number in its cookie and of the round, so that
    nobody can tell from the database whether two rounds had the same visitor.
    """

    round = models.ForeignKey(Format, on_delete=models.PROTECT, related_name="voters")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="voters",
    )
    token_hash = models.CharField(max_length=64, null=True, blank=True, editable=False)
    origin = models.CharField(_("name in the imported file"), max_length=200, null=True, blank=True)
    number = models.PositiveIntegerField(
        _("number"), null=True, blank=True, help_text=_("given when the voter is first counted")
    )
    first_at = models.DateTimeField(default=timezone.now)

    objects = VoterQuerySet.as_manager()

    class Meta:
        verbose_name = _("voter")
        verbose_name_plural = _("voters")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "token_hash"],
                condition=Q(token_hash__isnull=False),
                name="one_voter_per_browser",
            ),
            models.UniqueConstraint(
                fields=["round", "user"],
                condition=Q(user__isnull=False),
                name="one_voter_per_account",
            ),
            models.UniqueConstraint(
                fields=["round", "origin"],
                condition=Q(origin__isnull=False),
                name="one_voter_per_imported_row",
            ),
            models.UniqueConstraint(
                fields=["round", "number"],
                condition=Q(number__isnull=False),
                name="voters_are_numbered",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number or self.pk)


class VoteQuerySet(models.QuerySet):
    def of_round(self, one: Format):
        """All votes of a round, whatever became of their statements."""
        return self.filter(statement__round=one)


class Vote(models.Model):
    """The last word of a voter on a statement: 1 agree, 0 pass, -1 disagree.

    What somebody said before stands in `EarlierVote`.
    """

    class Value(models.IntegerChoices):
        AGREE = 1, _("agree")
        PASS = 0, _("do not know, skip")
        DISAGREE = -1, _("disagree")

    voter = models.ForeignKey(Voter, on_delete=models.PROTECT, related_name="votes", db_index=False)
    statement = models.ForeignKey(
        OpinionStatement, on_delete=models.PROTECT, related_name="votes", db_index=False
    )
    value = models.SmallIntegerField(_("vote"), choices=Value)
    at = models.DateTimeField(_("time"), default=timezone.now)

    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(
                fields=["voter", "statement"], name="one_vote_of_a_voter_on_a_statement"
            ),
            models.CheckConstraint(condition=Q(value__in=[-1, 0, 1]), name="vote_is_one_of_three"),
        ]
        indexes = [models.Index(fields=["statement", "value"], name="vote_counts")]

    def __str__(self) -> str:
        return f"{self.voter_id} on {self.statement_id}: {self.value}"


@immutable
class EarlierVote(models.Model):
    """A vote that its voter changed later. Together with `Vote` nothing ever said is lost."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="earlier")
    value = models.SmallIntegerField(_("vote"), choices=Vote.Value)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("earlier vote")
        verbose_name_plural = _("earlier votes")
        ordering = ["vote", "at"]

    def __str__(self) -> str:
        return f"{self.vote_id}: {self.value}"
