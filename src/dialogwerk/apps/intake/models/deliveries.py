"""A delivery: files that came together, and one row for everything found in them."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.ids import new_public_id
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.models import Statement
from dialogwerk.apps.statements.models.letters import Channel


def new_delivery_code() -> str:
    return new_public_id("PE")


def new_item_code() -> str:
    return new_public_id("Q")


class Delivery(models.Model):
    """What was uploaded together, read from a folder by command, or found in a mailbox at once."""

    code = models.CharField(max_length=20, unique=True, default=new_delivery_code)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="deliveries")
    title = models.CharField(_("title"), max_length=200)
    channel = models.CharField(
        _("channel"),
        max_length=10,
        choices=Channel,
        default=Channel.POST,
        help_text=_("of documents; mails say themselves that they came by e-mail"),
    )
    received_at = models.DateTimeField(
        _("received"), null=True, blank=True, help_text=_("for what bears no stamp of its own")
    )
    run_code = models.CharField(max_length=20, blank=True, help_text=_("of the run at work"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=50, help_text=_("actor"))

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


def delivered_path(file: "DeliveredFile", filename: str) -> str:
    return f"intake/{file.delivery.code}/{file.number}"


class DeliveredFile(models.Model):
    """One file of a delivery as it came. It is removed when everything in it is accounted for."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    file = models.FileField(upload_to=delivered_path, max_length=200, blank=True)
    stamp = models.DateTimeField(
        null=True, blank=True, help_text=_("when the mailbox of the authority received it")
    )
    items_done = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("delivered file")
        verbose_name_plural = _("delivered files")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="files_are_numbered")
        ]

    def __str__(self) -> str:
        return self.name


def item_path(item: "Item", filename: str) -> str:
    return f"quarantine/{item.code[-2:]}/{item.code}"


class ItemQuerySet(models.QuerySet["Item"]):
    def taken_in(self) -> "ItemQuerySet":
        return self.filter(state=Item.State.TAKEN_IN)

    def known(self) -> "ItemQuerySet":
        """The same thing had arrived before."""
        return self.filter(state=Item.State.KNOWN)

    def quarantined(self) -> "ItemQuerySet":
        """Refused, and nobody has decided yet."""
        return self.filter(state=Item.State.QUARANTINED)

    def discarded(self) -> "ItemQuerySet":
        return self.filter(state=Item.State.DISCARDED)

    def noted(self) -> "ItemQuerySet":
        """Taken in, with something that a person should know."""
        return self.taken_in().exclude(notes=[])


class Item(models.Model):
    """One thing found in a delivered file: a mail, a document, or the file itself.

    ``position`` says where: "" for the file itself, "3" for the third file in an archive, "3/17"
    for the seventeenth message of the mailbox file that is the third in an archive.
    """

    class State(models.TextChoices):
        TAKEN_IN = "taken_in", _("taken in")
        KNOWN = "known", _("had arrived before")
        QUARANTINED = "quarantined", _("in quarantine")
        DISCARDED = "discarded", _("discarded")

    class Basis(models.TextChoices):
        """Which clock the moment of receipt was read from."""

        RECEIVED = "received", _("stamp of the mail server (Received)")
        MAILBOX = "mailbox", _("stamp of the mailbox (INTERNALDATE)")
        GIVEN = "given", _("given by the person who took it in")
        ARRIVAL = "arrival", _("moment of the upload")

    code = models.CharField(max_length=20, unique=True, default=new_item_code)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="items")
    source = models.ForeignKey(DeliveredFile, on_delete=models.PROTECT, related_name="items")
    position = models.CharField(max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    state = models.CharField(_("state"), max_length=12, choices=State)
    received_at = models.DateTimeField(_("received"))
    basis = models.CharField(max_length=10, choices=Basis)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    statement = models.ForeignKey(
        Statement, null=True, blank=True, on_delete=models.PROTECT, related_name="arrivals"
    )
    needs_reading = models.BooleanField(
        default=False, help_text=_("a picture of text that no machine has read yet")
    )
    reason = models.CharField(max_length=30, blank=True, help_text=_("code of the refusal"))
    params = models.JSONField(default=dict, blank=True, help_text=_("values of the reason"))
    notes = models.JSONField(default=list, blank=True, help_text=_("code and values of each note"))
    file = models.FileField(
        upload_to=item_path, max_length=200, blank=True, help_text=_("kept while it is refused")
    )
    decided_by = models.CharField(max_length=50, blank=True, help_text=_("actor"))
    decided_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(_("reason for the decision"), max_length=300, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        ordering = ["source", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "position"], name="everything_found_is_one_item"
            )
        ]
        indexes = [models.Index(fields=["delivery", "state"], name="item_state")]

    def __str__(self) -> str:
        return self.name

    @property
    def sentence(self) -> str:
        """Why it was refused; "" if it was not."""
        from ..words import reason_in_words

        return reason_in_words(self.reason, self.params) if self.reason else ""

    @property
    def sentences(self) -> list[str]:
        """What a person should know about it."""
        from ..words import note_in_words

        return [note_in_words(one["code"], one["params"]) for one in self.notes]

    def note(self, code: str, params: dict[str, Any]) -> None:
        self.notes = [*self.notes, {"code": code, "params": params}]
