"""What other authorities know a procedure by, and the messages that went and came."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.ids import new_public_id
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.models import Statement

token = RegexValidator(
    r"\A[!-~]+(?: [!-~]+)*\Z",
    _("Letters, digits and signs without umlauts, no blank at the ends or twice in a row."),
)


def new_parcel_code() -> str:
    return new_public_id("X")


def parcel_path(parcel: "Parcel", filename: str) -> str:
    return f"parcels/{parcel.sha256[:2]}/{parcel.sha256}"


def _identifier(label: object, length: int = 100) -> models.CharField:
    return models.CharField(label, max_length=length, validators=[token])


class Link(models.Model):
    """The identifiers under which the partners of XBeteiligung know a procedure.

    They come with the message that opened the participation (0201, 0301 or 0401), or by agreement.
    """

    procedure = models.OneToOneField(
        Procedure, on_delete=models.CASCADE, related_name="xbeteiligung"
    )
    process_id = _identifier(_("process (vorgangsID)"))
    plan_id = _identifier(_("plan (planID)"))
    participation_id = _identifier(_("participation (beteiligungsID)"))
    step = _identifier(_("code of the procedural step"), 20)
    step_version = _identifier(_("version of the list of steps"), 20)
    substep = _identifier(_("code of the part of the step"), 20)
    substep_version = _identifier(_("version of the list of parts"), 20)
    directory = _identifier(_("code of the directory of authorities"), 20)
    directory_version = _identifier(_("version of the list of directories"), 20)
    our_key = _identifier(_("our key in the directory"))
    their_key = _identifier(_("key of the partner in the directory"))
    their_name = models.CharField(_("name of the partner"), max_length=200)

    class Meta:
        verbose_name = _("link with XBeteiligung")
        verbose_name_plural = _("links with XBeteiligung")

    def __str__(self) -> str:
        return self.process_id


class Outgoing(models.Model):
    """A message that was written: sent again unchanged it is the same, down to its UUID."""

    class Answer(models.TextChoices):
        NONE = "", _("no acknowledgement yet")
        OK = "ok", _("acknowledged")
        REFUSED = "nok", _("refused by the partner")

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="outgoing")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="outgoing")
    uuid = models.UUIDField(unique=True)
    is_update = models.BooleanField(default=False)
    with_names = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, help_text=_("of what it says, without its head"))
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=50, help_text=_("actor"))
    answer = models.CharField(max_length=3, choices=Answer, blank=True, default=Answer.NONE)
    answer_text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["procedure", "answer"], name="outgoing_answer")]

    def __str__(self) -> str:
        return str(self.uuid)


class Parcel(models.Model):
    """A file with messages that somebody brought: kept as it came, taken in after a look."""

    code = models.CharField(max_length=20, unique=True, default=new_parcel_code)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="parcels")
    file = models.FileField(_("file"), upload_to=parcel_path, max_length=200)
    name = models.CharField(_("file name"), max_length=250)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    at = models.DateTimeField(_("received"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    taken_at = models.DateTimeField(_("taken in"), null=True, blank=True)

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name


class Incoming(models.Model):
    """A message of a parcel: what became of it, and why if nothing did."""

    class State(models.TextChoices):
        TAKEN = "taken", _("taken in")
        REFUSED = "refused", _("refused")

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="messages")
    name = models.CharField(_("file name"), max_length=250)
    uuid = models.UUIDField(null=True, blank=True)
    number = models.CharField(max_length=4, blank=True, help_text=_("of the kind of message"))
    foreign_id = models.CharField(
        max_length=200, blank=True, help_text=_("the sender's number of the statement")
    )
    sender = models.JSONField(default=dict, help_text=_("who sent it, and about which process"))
    state = models.CharField(max_length=10, choices=State)
    reason = models.TextField(blank=True)
    statement = models.ForeignKey(
        Statement, null=True, blank=True, on_delete=models.PROTECT, related_name="incoming"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("incoming message")
        verbose_name_plural = _("incoming messages")
        ordering = ["pk"]
        indexes = [models.Index(fields=["uuid"], name="incoming_uuid")]

    def __str__(self) -> str:
        return f"{self.number} {self.uuid}"
