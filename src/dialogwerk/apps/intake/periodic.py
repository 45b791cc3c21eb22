"""What has to happen again and again with what arrives; see `base.periodic`."""

from datetime import timedelta

from dialogwerk.apps.base.periodic import every
from dialogwerk.apps.schemes.models import Procedure

from .services import duplicates
from .services.bulk import finish_uploads
from .services.mailboxes import fetch_all


@every(timedelta(minutes=2))
def fetch_mail() -> None:
    """Take over what is new in the mailboxes that the settings name."""
    fetch_all()


@every(timedelta(minutes=1))
def prepare_receipts() -> None:
    """Slips and mails for letters that organisers handed in together."""
    finish_uploads()


@every(timedelta(minutes=1))
def propose_duplicates() -> None:
    """Letters of one person that came by two ways and are the same."""
    for procedure in Procedure.objects.filter(weighing_closed_at=None):
        duplicates.propose_new(procedure)
