"""Promises of the dialogue in the weighing: each is cited in it or refuted with reasons."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.base.conditions import says_something
from dialogwerk.apps.promises.models import Promise
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.schemes.models.calendar import Standing, Withdrawable

from .answers import Argument


class ConsideredQuerySet(Standing):
    def holding(self):
        """Those that deal with the promise: refuted, or cited where there is an answer."""
        answered = Q(argument=None) | Q(argument__current_answer__isnull=False)
        return self.standing().filter(answered)


class PromiseConsidered(Withdrawable):
    """Where a promise stands in the weighing of a procedure; taken back with a reason, never
    changed.

    A promise cited in several answers has several rows.
    """

    class How(models.TextChoices):
        CITED = "cited", pgettext_lazy("promise", "cited")
        REFUTED = "refuted", pgettext_lazy("promise", "refuted")

    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, related_name="promises_considered"
    )
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="considered")
    how = models.CharField(_("how"), max_length=10, choices=How)
    argument = models.ForeignKey(
        Argument, null=True, blank=True, on_delete=models.PROTECT, related_name="promises_cited"
    )
    text = models.TextField(_("where it is cited, or the reasons"), blank=True)

    objects = ConsideredQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise in the weighing")
        verbose_name_plural = _("promises in the weighing")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="refuted_with_reasons_or_cited_somewhere",
                condition=(Q(how="refuted", argument=None) & says_something("text"))
                | (Q(how="cited") & (Q(argument__isnull=False) | says_something("text"))),
            ),
            models.UniqueConstraint(
                fields=["procedure", "promise", "argument"],
                condition=Q(withdrawn_at=None),
                name="a_promise_is_cited_once_in_an_argument",
            ),
            models.UniqueConstraint(
                fields=["procedure", "promise"],
                condition=Q(withdrawn_at=None, argument=None),
                name="a_promise_is_considered_once_without_argument",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise_id} {self.how}"
