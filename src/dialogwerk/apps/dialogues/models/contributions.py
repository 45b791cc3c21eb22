"""What people say in a dialogue: contributions, with photos, categories and places."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.base.ids import new_public_id, new_receipt
from dialogwerk.apps.people.models import Person

from .processes import Format, Process


def new_contribution_code() -> str:
    return new_public_id("B")


class Channel(models.TextChoices):
    """The way by which something reached the dialogue."""

    WEB = "web", _("on the web")
    PAPER = "paper", _("on paper")
    EVENT = "event", _("at an event")
    PHONE = "phone", _("by telephone")
    EMAIL = "email", _("by e-mail")
    IMPORT = "import", _("taken over from elsewhere")
    OFFICE = "office", _("put together by the office")


class State(models.TextChoices):
    """Who can read something. Nothing is ever deleted: held back and refused are states."""

    HELD = "held", pgettext_lazy("contribution", "waits for moderation")
    PUBLIC = "public", pgettext_lazy("contribution", "public")
    REFUSED = "refused", pgettext_lazy("contribution", "not shown")
    WITHDRAWN = "withdrawn", pgettext_lazy("contribution", "withdrawn by its author")
    MERGED = "merged", pgettext_lazy("contribution", "put together with others")
    SPLIT = "split", pgettext_lazy("contribution", "taken apart")


class Category(models.Model):
    """A heading under which contributions to a format are put by their authors."""

    format = models.ForeignKey(Format, on_delete=models.CASCADE, related_name="categories")
    title = models.CharField(_("title"), max_length=100)
    position = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["format", "title"], name="one_category_of_a_name")
        ]

    def __str__(self) -> str:
        return self.title


class ContributionQuerySet(models.QuerySet):
    def public(self):
        """What everyone may read."""
        return self.filter(state=State.PUBLIC)

    def waiting(self):
        """Held back until somebody has looked at them."""
        return self.filter(state=State.HELD)

    def standing(self):
        """What counts as said: neither refused nor withdrawn, nor replaced by what came of it."""
        return self.filter(state__in=[State.HELD, State.PUBLIC])

    def without_outcome(self):
        """Count as said, and nobody has said yet what becomes of them; a question has its outcome
        with a published answer."""
        return self.standing().filter(outcomes=None).exclude(answers__is_published=True)

    def mentioning(self, words: str):
        """In whose title, text, place or code number these words occur, as everyone reads them:
        what is blacked out cannot be searched for."""
        plain = Q(hidden=[]) & (Q(title__icontains=words) | Q(text__icontains=words))
        redacted = Q(redacted_title__icontains=words) | Q(redacted_text__icontains=words)
        beside = Q(place_name__icontains=words) | Q(code=words.upper())
        return self.filter(plain | redacted | beside)

    def received_with(self, words: str):
        """In whose title or text, as received, these words occur. For staff."""
        return self.filter(Q(title__icontains=words) | Q(text__icontains=words))

    def with_outcome(self):
        """Each with ``outcome_kind``: of the latest outcome, None without one."""
        outcomes = self.model._meta.get_field("outcomes").related_model.objects
        latest = outcomes.filter(contribution=OuterRef("pk")).order_by("-number")
        return self.annotate(outcome_kind=Subquery(latest.values("kind")[:1]))

    def within(self, *, west: float, south: float, east: float, north: float):
        """Whose place touches this box (degrees, WGS 84)."""
        return self.filter(west__lte=east, east__gte=west, south__lte=north, north__gte=south)


class Contribution(models.Model):
    """One contribution (Beitrag) to a format of a process. It is no formal objection.

    Its author follows it with the receipt. Name and address are in the vault (`person`), if any
    were given; `public_name` is what the author chose to be shown as, perhaps nothing.
    """

    code = models.CharField(max_length=20, unique=True, default=new_contribution_code)
    receipt = models.CharField(max_length=20, unique=True, default=new_receipt)
    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="contributions")
    format = models.ForeignKey(Format, on_delete=models.PROTECT, related_name="contributions")
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.SET_NULL, related_name="contributions"
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contributions",
    )
    public_name = models.CharField(_("shown as"), max_length=100, blank=True)
    on_behalf_of = models.CharField(_("on behalf of"), max_length=250, blank=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.WEB)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    title = models.CharField(_("title"), max_length=300, blank=True)
    text = models.TextField(_("text"))
    sha256 = models.CharField(
        max_length=64, help_text=_("checksum of title and text as they were received")
    )

    hidden = models.JSONField(
        _("blacked out"),
        default=list,
        blank=True,
        help_text=_("stretches of title and text that the public does not read"),
    )
    redacted_title = models.CharField(max_length=400, blank=True)
    redacted_text = models.TextField(blank=True)

    geometry = models.JSONField(
        null=True, blank=True, help_text=_("GeoJSON, WGS 84: Point, LineString or Polygon")
    )
    west = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    place_name = models.CharField(_("place"), max_length=200, blank=True)
    anchor = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("where in a document: paragraph, or page and place on a plan sheet"),
    )

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PUBLIC)
    support_count = models.PositiveIntegerField(_("supporters"), default=0)
    supports_elsewhere = models.PositiveIntegerField(
        _("supporters counted elsewhere"),
        default=0,
        help_text=_("of its source, known as a number only; part of the supporters"),
    )
    comment_count = models.PositiveIntegerField(_("comments"), default=0)
    submission_key = models.CharField(max_length=80, null=True, blank=True)
    external_id = models.CharField(_("number in the source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=300, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "submission_key"], name="no_contribution_is_taken_in_twice"
            ),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(title=""), name="contribution_says_something"
            ),
        ]
        indexes = [
            models.Index(
                fields=["process", "state", "-received_at", "-id"], name="contribution_newest"
            ),
            models.Index(fields=["process", "sha256"], name="contribution_words"),
            models.Index(
                fields=["format", "state", "-received_at", "-id"], name="contribution_of_format"
            ),
            models.Index(
                fields=["format", "state", "-support_count", "-id"], name="contribution_supported"
            ),
        ]

    def __str__(self) -> str:
        return self.shown_title or self.code

    def get_absolute_url(self) -> str:
        return reverse("contribution", args=[self.process.slug, self.code])

    @property
    def shown_title(self) -> str:
        """The title as everyone reads it: passages with personal data are blacked out."""
        return self.redacted_title if self.hidden else self.title

    @property
    def shown_text(self) -> str:
        """The text as everyone reads it; `text` is what was received, for staff and the author."""
        return self.redacted_text if self.hidden else self.text


def photo_path(photo: "Photo", filename: str) -> str:
    return f"dialogues/{photo.sha256[:2]}/{photo.sha256}"


class Photo(models.Model):
    """A picture that came with a contribution; shown without the data cameras write into it."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="photos")
    file = models.FileField(_("file"), upload_to=photo_path, max_length=200)
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    description = models.CharField(_("what it shows"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return self.name
