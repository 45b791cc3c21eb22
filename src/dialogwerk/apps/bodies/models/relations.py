"""What stands between bodies, how else they are called, and signs of life."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.base.conditions import says_something

from .bodies import Body
from .entries import Entry, ends_after_it_began


class Alias(Entry):
    """Another name of a body, with where it stands; the record shows all side by side."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("other name"), max_length=300)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="another_name_says_one", condition=says_something("name")),
            ends_after_it_began("another_name_ends_after_it_began"),
        ]

    def __str__(self) -> str:
        return self.name


class Relation(Entry):
    """Something between two bodies over time, read from ``body`` to ``other``."""

    class Kind(models.TextChoices):
        FOUNDED_BY = "founded_by", pgettext_lazy("relation", "founded by")
        PREDECESSOR_OF = "predecessor_of", pgettext_lazy("relation", "predecessor of")
        UNDER_ROOF_OF = "under_roof_of", pgettext_lazy("relation", "under the roof of")
        PART_OF = "part_of", pgettext_lazy("relation", "part of")
        SECRETARIAT_OF = "secretariat_of", pgettext_lazy("relation", "secretariat of")
        STEERS = "steers", pgettext_lazy("relation", "steers")
        FUNDED_BY = "funded_by", pgettext_lazy("relation", "funded by")
        CONTRACTOR_OF = "contractor_of", pgettext_lazy("relation", "contractor of")
        COOPERATES_WITH = "cooperates_with", pgettext_lazy("relation", "cooperates with")

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("relation"), max_length=20, choices=Kind)
    other = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="relations_of_others")

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="a_relation_joins_two_bodies", condition=~Q(body=F("other"))
            ),
            ends_after_it_began("a_relation_ends_after_it_began"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.kind} {self.other_id}"

    @property
    def inverse_label(self) -> str:
        """How it reads from ``other`` to ``body``."""
        return str(INVERSE[self.kind])


INVERSE = {
    "founded_by": pgettext_lazy("relation", "founded"),
    "predecessor_of": pgettext_lazy("relation", "continues the work of"),
    "under_roof_of": pgettext_lazy("relation", "is the roof of"),
    "part_of": pgettext_lazy("relation", "has as a part"),
    "secretariat_of": pgettext_lazy("relation", "has as its secretariat"),
    "steers": pgettext_lazy("relation", "is steered by"),
    "funded_by": pgettext_lazy("relation", "funds"),
    "contractor_of": pgettext_lazy("relation", "has as its contractor"),
    "cooperates_with": pgettext_lazy("relation", "cooperates with"),
}
"""Each kind of relation, read the other way round."""


class SignOfLife(Entry):
    """Something that shows that a body was at work; ``begun`` is when.

    Apps above note theirs with ``origin``, such as "meeting:T-…", so that it is noted once.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="signs")
    what = models.CharField(_("what happened"), max_length=300)
    origin = models.CharField(max_length=80, blank=True, editable=False)

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="a_sign_of_life_says_what_and_when",
                condition=says_something("what") & Q(begun__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["body", "origin"],
                condition=~Q(origin=""),
                name="a_sign_of_life_is_noted_once",
            ),
        ]

    def __str__(self) -> str:
        return self.what
