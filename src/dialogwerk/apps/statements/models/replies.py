"""Reply letters: one to each person, covering all their letters; and what became of them."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.ids import new_public_id
from dialogwerk.apps.people.models import Person
from dialogwerk.apps.schemes.models import Procedure

from .answers import AnswerVersion, Argument
from .collective import CollectiveReply


def new_reply_code() -> str:
    return new_public_id("A")


def new_print_batch_code() -> str:
    return new_public_id("D")


def reply_path(reply: "Reply", filename: str) -> str:
    return f"replies/{reply.code[-2:]}/{filename}"


def print_batch_path(batch: "PrintBatch", filename: str) -> str:
    return f"prints/{filename}"


def print_part_path(part: "PrintPart", filename: str) -> str:
    return f"prints/{part.batch.code}/{filename}"


class ReplyQuerySet(models.QuerySet["Reply"]):
    def unsent(self) -> "ReplyQuerySet":
        return self.filter(sent_at=None)

    def sent(self) -> "ReplyQuerySet":
        return self.exclude(sent_at=None)

    def single(self) -> "ReplyQuerySet":
        """Letters to one person, not part of one answer for many."""
        return self.filter(collective=None)

    def outdated(self) -> "ReplyQuerySet":
        """Sent, but an answer in it has changed since; a supplement is due."""
        return self.sent().filter(outdated_at__isnull=False, supplemented_at=None)

    def in_print(self) -> "ReplyQuerySet":
        """With the printer: in a batch that is neither marked as sent nor discarded."""
        return self.filter(Exists(open_prints()))

    def not_in_print(self) -> "ReplyQuerySet":
        return self.exclude(Exists(open_prints()))

    def free_to_change(self) -> "ReplyQuerySet":
        """Neither with the printer nor handed to the mail server with unknown outcome: what their
        people may hold in their hands is not written anew."""
        unclear = Dispatch.objects.filter(reply=OuterRef("pk"), state=Dispatch.State.SENDING)
        return self.not_in_print().exclude(Exists(unclear))

    def with_dispatch(self, **conditions: object) -> "ReplyQuerySet":
        """With a dispatch of which this is true, e.g. ``state=Dispatch.State.FAILED``."""
        return self.filter(Exists(Dispatch.objects.filter(reply=OuterRef("pk"), **conditions)))


def open_prints() -> "models.QuerySet[PrintedLetter]":
    """Of the reply in the query around: that it is in a batch neither sent nor discarded."""
    return PrintedLetter.objects.filter(
        reply=OuterRef("pk"), batch__sent_at=None, batch__discarded_at=None
    )


class Reply(models.Model):
    """A reply letter (Antwortschreiben). A supplement corrects one already sent."""

    code = models.CharField(max_length=20, unique=True, default=new_reply_code)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="replies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="replies")
    supplement_to = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supplement"
    )
    collective = models.ForeignKey(
        CollectiveReply,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replies",
        help_text=_("answered together with others, not by a letter of its own"),
    )
    created_at = models.DateTimeField(default=timezone.now)
    generated_at = models.DateTimeField(_("written"), null=True, blank=True)
    fingerprint = models.CharField(
        max_length=64, blank=True, help_text=_("of everything the PDF shows; changes with it")
    )
    pdf = models.FileField(upload_to=reply_path, blank=True, max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    letters = models.PositiveIntegerField(
        _("letters"), default=0, help_text=_("of the person, as the written reply lists them")
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    outdated_at = models.DateTimeField(_("outdated"), null=True, blank=True)
    supplemented_at = models.DateTimeField(null=True, blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply letter")
        verbose_name_plural = _("reply letters")
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "person"],
                condition=models.Q(supplement_to=None),
                name="one_reply_per_person",
            )
        ]
        indexes = [
            models.Index(fields=["procedure", "sent_at"], name="reply_sent"),
            models.Index(fields=["procedure", "person", "sent_at"], name="reply_of_person"),
        ]

    def __str__(self) -> str:
        return self.code


class ReplyPoint(models.Model):
    """One argument answered in a reply letter, in the version that the letter shows."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="points")
    argument = models.ForeignKey(Argument, on_delete=models.PROTECT, related_name="reply_points")
    answer = models.ForeignKey(AnswerVersion, on_delete=models.PROTECT, related_name="reply_points")
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("point of a reply")
        verbose_name_plural = _("points of replies")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "argument"], name="an_argument_is_answered_once_in_a_reply"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reply_id}/{self.position}"


class Dispatch(models.Model):
    """One attempt to hand a reply over: how, when, and whether it came back."""

    class How(models.TextChoices):
        EMAIL = "email", _("by e-mail")
        POST = "post", _("by post")
        COUNTER = "counter", _("handed over")
        RECEIPT = "receipt", _("to be fetched with the receipt")
        NOTICE = "notice", _("by public notice")
        SPEAKER = "speaker", _("through the representative")

    class State(models.TextChoices):
        SENDING = "sending", _("handed to the mail server, outcome unknown")
        SENT = "sent", _("sent")
        RETURNED = "returned", _("returned")
        FAILED = "failed", _("failed")

    class Reason(models.TextChoices):
        """Why it came back, as the post or the mail server says."""

        MOVED = "moved", _("moved")
        UNKNOWN = "unknown", _("unknown at this address")
        REFUSED = "refused", _("acceptance refused")
        DECEASED = "deceased", _("deceased")
        MAILBOX = "mailbox", _("mailbox full or closed")
        OTHER = "other", _("other reason")

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="dispatches")
    how = models.CharField(_("how"), max_length=10, choices=How)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SENT)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.CharField(max_length=50, help_text=_("actor"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("why it came back"), max_length=10, choices=Reason, blank=True)
    address_changed_at = models.DateTimeField(
        null=True, blank=True, help_text=_("since then the way is open again")
    )

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply"],
                condition=models.Q(state="sending"),
                name="a_reply_is_handed_over_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reply_id} {self.how} {self.state}"


class PrintBatch(models.Model):
    """Letters printed together. Until it is marked as sent or discarded they stay as printed.

    ``file`` lists everything in it; the letters lie in its parts.
    """

    code = models.CharField(max_length=20, unique=True, default=new_print_batch_code)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="print_batches")
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    created_by = models.CharField(max_length=50, help_text=_("actor"))
    letters_a_part = models.PositiveIntegerField(_("letters in a file at most"), default=500)
    file = models.FileField(upload_to=print_batch_path, blank=True, max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    run_code = models.CharField(max_length=20, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    discarded_at = models.DateTimeField(_("discarded"), null=True, blank=True)

    class Meta:
        verbose_name = _("print batch")
        verbose_name_plural = _("print batches")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        return self.sent_at is None and self.discarded_at is None


class PrintPart(models.Model):
    """One file of a print batch, as a print shop takes it: letters, list and cover sheet."""

    batch = models.ForeignKey(PrintBatch, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField(_("part"))
    first = models.PositiveIntegerField(_("first letter"))
    last = models.PositiveIntegerField(_("last letter"))
    pages = models.PositiveIntegerField(_("pages"))
    sheets = models.PositiveIntegerField(_("sheets"), help_text=_("printed on both sides"))
    file = models.FileField(upload_to=print_part_path, max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("part of a print batch")
        verbose_name_plural = _("parts of print batches")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="print_parts_are_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"

    @property
    def letters(self) -> int:
        return self.last - self.first + 1


class PrintedLetter(models.Model):
    """One letter in a print batch, with the checksum of the PDF that was printed."""

    batch = models.ForeignKey(PrintBatch, on_delete=models.CASCADE, related_name="printed")
    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="prints")
    position = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(_("pages"), default=0)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("printed letter")
        verbose_name_plural = _("printed letters")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "reply"], name="a_letter_is_printed_once_in_a_batch"
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.position}"
