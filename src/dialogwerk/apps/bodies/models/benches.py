"""Benches with their seats, and who held which role from when to when."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.base.conditions import says_something
from dialogwerk.apps.people.models import Person

from .bodies import Body
from .entries import Entry, PeriodQuerySet, ends_after_it_began

NAME_BASES = {
    "office": _("holds a public office"),
    "representative": _("represents the body in public"),
    "consent": _("has consented"),
    "published": _("made the name public themselves"),
}
"""On what ground a name is published."""


class Bench(Entry):
    """A bench (Bank) of a body: the seats of one group."""

    class Group(models.TextChoices):
        COMPANIES = "companies", _("companies")
        UNIONS = "unions", _("trade unions")
        EMPLOYERS = "employers", _("employers' associations")
        CHAMBERS = "chambers", _("chambers")
        TRADE = "trade", _("trade associations")
        ENVIRONMENT = "environment", _("environmental associations")
        MUNICIPALITIES = "municipalities", _("municipalities")
        SCIENCE = "science", _("science and education")
        CITIZENS = "citizens", _("citizens")
        ADMINISTRATION = "administration", _("public administration")
        OTHER = "other", pgettext_lazy("bench", "others")

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="benches")
    group = models.CharField(_("group"), max_length=20, choices=Group)
    title = models.CharField(_("name of the bench"), max_length=120, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("bench")
        verbose_name_plural = _("benches")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_bench_has_at_least_one_seat", condition=Q(seats=None) | Q(seats__gte=1)
            ),
            ends_after_it_began("a_bench_ends_after_it_began"),
        ]

    def __str__(self) -> str:
        return self.title or self.get_group_display()


class TenureQuerySet(PeriodQuerySet):
    def in_full(self):
        """With what a row of a list shows; no names of persons."""
        return self.select_related("bench", "holder", "on_behalf_of", "person")


class Tenure(Entry):
    """Who held a role in a body from when to when: a person, a body, or somebody not named.

    A person's name stands in the vault. It is shown to everyone only where ``name_is_public`` says
    so, with the ground.
    """

    class Role(models.TextChoices):
        MEMBER = "member", pgettext_lazy("tenure", "member")
        CHAIR = "chair", pgettext_lazy("tenure", "chair")
        DEPUTY_CHAIR = "deputy_chair", pgettext_lazy("tenure", "deputy chair")
        SPOKESPERSON = "spokesperson", pgettext_lazy("tenure", "spokesperson")
        PATRON = "patron", pgettext_lazy("tenure", "patron")
        MANAGEMENT = "management", pgettext_lazy("tenure", "management of the office")
        CONTACT = "contact", pgettext_lazy("tenure", "contact")
        SIGNATORY = "signatory", pgettext_lazy("tenure", "signatory of the declaration")
        HEAD = "head", pgettext_lazy("tenure", "head")
        GUEST = "guest", pgettext_lazy("tenure", "permanent guest")
        OTHER = "other", pgettext_lazy("tenure", "other role")

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="tenures")
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    title = models.CharField(_("name of the role"), max_length=120, blank=True)
    bench = models.ForeignKey(
        Bench,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tenures",
        verbose_name=_("bench"),
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="tenures"
    )
    holder = models.ForeignKey(
        Body,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="held_tenures",
        verbose_name=_("body that holds it"),
    )
    unnamed = models.CharField(_("somebody not named"), max_length=200, blank=True)
    on_behalf_of = models.ForeignKey(
        Body,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="represented_in",
        verbose_name=_("on behalf of"),
    )
    name_is_public = models.BooleanField(_("name shown to everyone"), default=False)
    name_basis = models.CharField(
        _("ground"), max_length=20, blank=True, choices=list(NAME_BASES.items())
    )
    name_basis_text = models.CharField(_("where that stands"), max_length=300, blank=True)

    objects = TenureQuerySet.as_manager()

    class Meta:
        verbose_name = _("role over time")
        verbose_name_plural = _("roles over time")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="a_role_is_held_by_one",
                condition=Q(person__isnull=False, holder=None, unnamed="")
                | Q(person=None, holder__isnull=False, unnamed="")
                | Q(person=None, holder=None),
            ),
            models.CheckConstraint(
                name="a_name_is_published_on_a_ground",
                condition=Q(name_is_public=False)
                | (Q(person__isnull=False) & ~Q(name_basis="") & says_something("name_basis_text")),
            ),
            ends_after_it_began("a_role_ends_after_it_began"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.body_id}"

    @property
    def role_in_words(self) -> str:
        return self.title or self.get_role_display()
