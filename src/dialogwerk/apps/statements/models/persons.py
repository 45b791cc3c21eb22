"""Links between persons: whose letters are one person's, as the machine or somebody found."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.people.models import Person
from dialogwerk.apps.schemes.models import Procedure


class PersonLinkQuerySet(models.QuerySet["PersonLink"]):
    def open(self) -> "PersonLinkQuerySet":
        """Nobody has decided yet."""
        return self.filter(state=PersonLink.State.PROPOSED)

    def together(self) -> "PersonLinkQuerySet":
        return self.filter(state__in=(PersonLink.State.CERTAIN, PersonLink.State.CONFIRMED))

    def decided_apart(self) -> "PersonLinkQuerySet":
        return self.filter(state=PersonLink.State.REFUSED)

    def likeliest_first(self) -> "PersonLinkQuerySet":
        return self.order_by("-score", "pk")

    def next_first(self) -> "PersonLinkQuerySet":
        """Likeliest first, those put off last."""
        return self.order_by(F("postponed_at").asc(nulls_first=True), "-score", "pk")


class PersonLink(models.Model):
    """Two persons of one procedure, whether they are one, and why; no names, only code numbers.

    ``first`` is the person with more letters when the link was found; if the two are one person,
    ``second`` is the form that was put with it. ``moved`` says which replies went along, so that
    all can be undone.
    """

    class State(models.TextChoices):
        CERTAIN = "certain", _("certain")
        PROPOSED = "proposed", _("to be decided")
        RULED_OUT = "ruled_out", _("ruled out")
        CONFIRMED = "confirmed", _("same person, decided")
        REFUSED = "refused", _("different people, decided")

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="person_links")
    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links_as_first")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links_as_second")
    pair = models.CharField(max_length=42, help_text=_("both keys, the smaller first"))
    state = models.CharField(_("state"), max_length=10, choices=State)
    score = models.FloatField(default=0, help_text=_("bits beyond what a certain link needs"))
    reasons = models.JSONField(default=list, help_text=_("pairs of field and finding"))
    is_ambiguous = models.BooleanField(default=False)
    moved = models.JSONField(default=dict, blank=True)
    found_at = models.DateTimeField(default=timezone.now)
    postponed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = PersonLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link between persons")
        verbose_name_plural = _("links between persons")
        constraints = [
            models.UniqueConstraint(fields=["procedure", "pair"], name="two_persons_have_one_link")
        ]
        indexes = [
            models.Index(fields=["procedure", "state", "-score"], name="person_link_state"),
        ]

    def __str__(self) -> str:
        return f"{self.pair} {self.state}"

    @staticmethod
    def pair_of(one: int, other: int) -> str:
        low, high = sorted((one, other))
        return f"{low}-{high}"
