"""The receipt of a contribution that was typed in, as a slip to hand to its author."""

from django.utils import timezone

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.sites import absolute_url
from dialogwerk.documents.slips import Slip, SlipSheet, slip_sheet
from dialogwerk.documents.values import Lang

from ..models import Contribution
from .notices import receipt_path


def slip_for(contribution: Contribution, *, lang: Lang, by: User) -> bytes:
    """The slip as PDF. Whoever holds it can follow the contribution, so it is noted."""
    day = timezone.localtime(contribution.received_at).date()
    content = slip_sheet(
        SlipSheet(
            source=contribution.code,
            procedure=contribution.process.title,
            date=day,
            lookup_url=absolute_url(receipt_path(contribution)),
            slips=[Slip(code=contribution.receipt, letter=contribution.code, received_on=day)],
            lang=lang,
            of_dialogue=True,
        )
    )
    record("contribution.receipt_printed", subject=contribution.code, actor=by.actor)
    return content
