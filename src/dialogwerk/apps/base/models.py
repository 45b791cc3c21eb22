"""The journal with its seals, and runs: long work that people wait for."""

import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .ids import new_public_id
from .proofs import entry_leaf, seal_hash, written_time
from .querysets import JournalEntryQuerySet, JournalSealQuerySet, RunQuerySet
from .triggers import immutable


@immutable
class JournalEntry(models.Model):
    """One thing that has consequences, written once: who did what to what, and when.

    Codes only, no personal data: the vault can be emptied, the journal cannot.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(_("time"), default=timezone.now)
    actor = models.CharField(
        _("actor"), max_length=80, help_text=_("“user:12”, “public” or “system:…”, never a name.")
    )
    action = models.CharField(_("action"), max_length=80)
    subject = models.CharField(pgettext_lazy("journal", "subject"), max_length=80)
    procedure = models.CharField(_("procedure"), max_length=80, blank=True, default="")
    payload = models.JSONField(_("details"), default=dict, blank=True)
    digest = models.CharField(_("digest"), max_length=64, editable=False)

    objects = JournalEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["subject"], name="journal_subject"),
            models.Index(fields=["action", "at"], name="journal_action_at"),
            models.Index(fields=["procedure", "at"], name="journal_procedure_at"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"

    def as_written(self) -> dict[str, Any]:
        """The fields that the digest covers, in the form in which they are hashed."""
        return {
            "uid": str(self.uid),
            "at": written_time(self.at),
            "actor": self.actor,
            "action": self.action,
            "subject": self.subject,
            "procedure": self.procedure,
            "payload": self.payload,
        }

    def computed_digest(self) -> str:
        """What the digest has to be for the entry as it stands now."""
        return entry_leaf(self.as_written())


@immutable
class JournalSeal(models.Model):
    """A batch of entries under one Merkle root, chained to the batch before it."""

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    sealed_at = models.DateTimeField(_("sealed at"))
    size = models.PositiveIntegerField(_("number of entries"))
    root = models.CharField(_("root"), max_length=64)
    previous = models.CharField(_("hash of the seal before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64, unique=True)

    objects = JournalSealQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal seal")
        verbose_name_plural = _("journal seals")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.hash[:12]}"

    def as_written(self) -> dict[str, Any]:
        """The fields that the hash covers, in the form in which they are hashed."""
        return {
            "number": self.number,
            "sealed_at": written_time(self.sealed_at),
            "size": self.size,
            "root": self.root,
            "previous": self.previous,
        }

    def computed_hash(self) -> str:
        """What the hash has to be for the seal as it stands now."""
        return seal_hash(self.as_written())


@immutable
class SealedEntry(models.Model):
    """The place of an entry in its sealed batch, with the leaf that was sealed."""

    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, primary_key=True, related_name="sealed"
    )
    seal = models.ForeignKey(JournalSeal, models.PROTECT, related_name="entries", db_index=False)
    position = models.PositiveIntegerField(_("position"))
    leaf = models.CharField(_("leaf hash"), max_length=64)

    class Meta:
        verbose_name = _("sealed entry")
        verbose_name_plural = _("sealed entries")
        ordering = ["seal", "position"]
        constraints = [
            models.UniqueConstraint(fields=["seal", "position"], name="sealed_once_per_position")
        ]

    def __str__(self) -> str:
        return f"{self.seal_id}/{self.position}"


def new_run_id() -> str:
    """The public id of a run, e.g. ``V-4F7K2-9XQ8M`` (Vorgang)."""
    return new_public_id("V")


class Run(models.Model):
    """Long work in the background (Vorgang) that reports how far it is and can be stopped."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("run", "waiting")
        RUNNING = "running", pgettext_lazy("run", "running")
        DONE = "done", pgettext_lazy("run", "done")
        FAILED = "failed", pgettext_lazy("run", "failed")
        STOPPED = "stopped", pgettext_lazy("run", "stopped")

    public_id = models.CharField(
        pgettext_lazy("run", "code"), max_length=20, unique=True, default=new_run_id
    )
    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    actor = models.CharField(_("started by"), max_length=80)
    arguments = models.JSONField(pgettext_lazy("run", "arguments"), default=dict, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    total = models.PositiveIntegerField(_("steps in all"), default=0)
    done = models.PositiveIntegerField(_("steps done"), default=0)
    message = models.CharField(_("message"), max_length=500, blank=True, default="")
    error = models.TextField(_("error"), blank=True, default="")
    result = models.JSONField(_("result"), default=dict, blank=True)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    stop_requested = models.BooleanField(_("stop requested"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "heartbeat_at"], name="run_state_heartbeat"),
            models.Index(fields=["kind", "-created_at"], name="run_kind_created"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_finished(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED, self.State.STOPPED)

    @property
    def percent(self) -> int | None:
        """How far it is, 0 to 100; None while the number of steps is unknown."""
        return min(100, 100 * self.done // self.total) if self.total else None
