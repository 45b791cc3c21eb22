"""How far a mailbox of the authority has been read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mailbox(models.Model):
    """A folder on a mail server. Server, account and password stand in the settings only.

    Numbers of messages (UID) grow and mean something only together with ``uidvalidity`` (RFC 3501,
    2.3.1.1): when that changes, everything is read again, and what is known adds nothing.
    """

    key = models.CharField(max_length=300, unique=True, help_text=_("account, server and folder"))
    uidvalidity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    checked_at = models.DateTimeField(_("last looked into"), null=True, blank=True)
    error = models.CharField(_("what went wrong last"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")

    def __str__(self) -> str:
        return self.key
