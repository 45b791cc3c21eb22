"""Letters as received: the immutable original, and the statement read from it."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.ids import new_public_id, new_receipt
from dialogwerk.apps.base.triggers import immutable
from dialogwerk.apps.people.models import Person
from dialogwerk.apps.schemes.models import Procedure, Round


def new_statement_code() -> str:
    return new_public_id("E")


def new_list_code() -> str:
    return new_public_id("L")


class Channel(models.TextChoices):
    """The way by which a letter reached the authority."""

    WEB = "web", _("web form")
    COUNTER = "counter", _("at the counter")
    PHONE = "phone", _("by telephone")
    POST = "post", _("by post")
    EMAIL = "email", _("by e-mail")
    IMPORT = "import", _("imported table")


@immutable
class Original(models.Model):
    """What was received, byte for byte. Database triggers refuse any change or deletion.

    ``body`` holds the text in UTF-8 (web, counter) or the row of the table as canonical JSON
    without the columns that went into the vault (import).
    """

    sha256 = models.CharField(max_length=64, db_index=True)
    body = models.BinaryField()
    media_type = models.CharField(max_length=100)
    received_at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel)
    source = models.CharField(
        max_length=300, blank=True, help_text=_("file and row, or where it was taken down")
    )

    class Meta:
        verbose_name = _("original")
        verbose_name_plural = _("originals")

    def __str__(self) -> str:
        return self.sha256[:12]


class SignatureList(models.Model):
    """One text that many people signed (gleichförmige Eingabe, § 17 VwVfG)."""

    code = models.CharField(max_length=20, unique=True, default=new_list_code)
    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, related_name="signature_lists"
    )
    title = models.CharField(_("title"), max_length=200)
    representative = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="represented_lists"
    )

    class Meta:
        verbose_name = _("signature list")
        verbose_name_plural = _("signature lists")

    def __str__(self) -> str:
        return self.title


NARROWED_BY = (
    *("campaign", "has_own_words", "read_at", "is_late", "channel", "signature_list", "person"),
)


class StatementQuerySet(models.QuerySet):
    def unread(self):
        """Nobody has confirmed yet that every passage was looked at."""
        return self.filter(read_at=None)

    def read(self):
        return self.exclude(read_at=None)

    def late(self):
        """Received after the last day for objections."""
        return self.filter(is_late=True)

    def in_time(self):
        return self.filter(is_late=False)

    def individual(self):
        """In no campaign."""
        return self.filter(campaign=None)

    def fixed(self):
        """A person has decided to which campaign they belong."""
        return self.filter(campaign_fixed=True)

    def with_own_words(self):
        """Of a campaign, with words of their own in them."""
        return self.filter(campaign__isnull=False, has_own_words=True)

    def own_words_open(self):
        """Of a campaign, with own words that nobody has looked at."""
        return self.with_own_words().unread()


class Statement(models.Model):
    """A letter (Stellungnahme, Einwendung): one text by one person in one procedure."""

    class ReadHow(models.TextChoices):
        EXPLICIT = "explicit", _("read by a person")
        TACIT = "tacit", _("read with its campaign")

    code = models.CharField(max_length=20, unique=True, default=new_statement_code)
    receipt = models.CharField(max_length=20, unique=True, default=new_receipt)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="statements")
    round = models.ForeignKey(
        Round, null=True, blank=True, on_delete=models.PROTECT, related_name="statements"
    )
    original = models.ForeignKey(Original, on_delete=models.PROTECT, related_name="statements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="statements")
    sender = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="letters_under_this_form",
        db_index=False,
        help_text=_("the form of the person under which this letter came, if it is another one"),
    )
    signature_list = models.ForeignKey(
        SignatureList, null=True, blank=True, on_delete=models.PROTECT, related_name="statements"
    )
    table = models.ForeignKey(
        "statements.ImportBatch",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="statements",
        help_text=_("the table with which this letter came"),
    )
    title = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(_("text"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.WEB)
    is_late = models.BooleanField(_("late"), default=False)
    in_time_since = models.DateTimeField(
        _("in time since"),
        null=True,
        blank=True,
        help_text=_("late at first; the period was extended afterwards"),
    )
    email_given = models.BooleanField(
        default=False, help_text=_("this letter gave the e-mail address of its person")
    )
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    withholds_identity = models.BooleanField(
        default=False,
        help_text=_("the writer asked that name and address are not passed on"),
    )
    place_name = models.CharField(_("place"), max_length=200, blank=True)
    external_id = models.CharField(_("number in the source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    submission_key = models.CharField(
        max_length=80,
        null=True,
        blank=True,
        help_text=_("what makes a repeated submission or import recognisable"),
    )

    campaign = models.ForeignKey(
        "statements.Campaign",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="statements",
    )
    campaign_fixed = models.BooleanField(
        default=False, help_text=_("a person decided on the campaign; grouping leaves it")
    )
    own_words = models.JSONField(
        default=list, blank=True, help_text=_("spans [start, end) in text")
    )
    has_own_words = models.BooleanField(default=False)
    left_out = models.JSONField(
        default=list, blank=True, help_text=_("spans [start, end) in the template")
    )
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    read_by = models.CharField(max_length=50, blank=True, help_text=_("actor"))
    read_how = models.CharField(max_length=10, choices=ReadHow, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "submission_key"], name="no_letter_is_taken_in_twice"
            )
        ]
        indexes = [
            # The two orders of the inbox, each with all that it can be narrowed by: pages of
            # 440,000 letters are found and counted without reading a letter.
            models.Index(
                fields=["procedure", "-received_at", "-id", *NARROWED_BY], name="statement_inbox"
            ),
            models.Index(
                fields=["procedure", "campaign", "-received_at", "-id", *NARROWED_BY[1:]],
                name="statement_campaign",
            ),
            models.Index(  # with what its condition asks for, so that SQLite need not look further
                fields=["procedure", "person", "read_at"],
                condition=models.Q(read_at=None),
                name="statement_waiting",
            ),
            models.Index(fields=["procedure", "code"], name="statement_code"),
            models.Index(
                fields=["procedure", "person", "received_at", "id"], name="statement_person"
            ),
            models.Index(
                fields=["procedure", "campaign"],
                condition=models.Q(has_own_words=True, read_at=None),
                name="statement_own_words_open",
            ),
            models.Index(
                fields=["procedure"],
                condition=models.Q(campaign_fixed=True),
                name="statement_fixed",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("reader", args=[self.procedure.slug, self.code])

    @property
    def form(self) -> Person:
        """The person as this letter names them, before any were put together."""
        return self.sender or self.person

    @property
    def own_texts(self) -> list[str]:
        """The letter's own words, passage by passage."""
        return [self.text[start:end] for start, end in self.own_words]


def attachment_path(attachment: "Attachment", filename: str) -> str:
    return f"originals/{attachment.sha256[:2]}/{attachment.sha256}"


class Attachment(models.Model):
    """A file that came with a letter, kept unchanged under its checksum."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="attachments")
    file = models.FileField(_("file"), upload_to=attachment_path, max_length=200)
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name
