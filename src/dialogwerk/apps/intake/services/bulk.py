"""Letters handed in by an organiser: taken in like a table, each signatory gets a receipt.

A receipt opens a letter and later its reply. So the organiser never gets receipts, but slips to
hand on: a slip is exchanged for the receipt once, and whoever comes later sees that it was.
"""

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from dialogwerk.apps.base.ids import ALPHABET
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.protection import is_too_often
from dialogwerk.apps.base.sites import absolute_url
from dialogwerk.apps.people.models import Identity
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.models import ImportBatch, Statement
from dialogwerk.apps.statements.models.letters import Channel
from dialogwerk.apps.statements.services import imports
from dialogwerk.documents.slips import Slip as PrintedSlip
from dialogwerk.documents.slips import SlipSheet, slip_sheet
from dialogwerk.documents.values import Lang

from ..errors import NotPossibleNow
from ..models import BulkUpload, Slip
from .bulk_format import Checked

logger = logging.getLogger(__name__)
ACTOR = "public"
SLIPS_PER_FILE = 1_000
MAILS_AT_ONCE = 200
MAILS_PER_ADDRESS_AND_HOUR = 3
SLIPS_FOR = timedelta(days=90)
_SYMBOLS = 12


@transaction.atomic
def hand_in(
    *,
    procedure: Procedure,
    upload: Checked,
    organiser: str,
    contact: str,
    title: str,
    key: UUID,
    received_at: datetime,
) -> BulkUpload:
    """Take an upload in, in the background; the same form sent again gives back the same upload."""
    known = BulkUpload.objects.filter(submission_key=key).first()
    if known:
        return known
    upload.table.seek(0)
    table = imports.stage(
        procedure=procedure,
        file=upload.table,
        name=upload.name,
        by=ACTOR,
        channel=Channel.WEB,
        received_at=received_at,
    )
    others = [column for column in table.header if column not in upload.mapping.values()]
    table.mapping = {**upload.mapping, "left_out": others}
    table.save(update_fields=["mapping"])
    imports.check(table)
    # New letters join the campaigns that are there; grouping all anew is for clerks to start.
    imports.start(table, by=ACTOR, group_after=False)
    made = BulkUpload.objects.create(
        submission_key=key,
        procedure=procedure,
        table=table,
        organiser=organiser,
        contact=contact,
        title=title,
        declared_at=received_at,
    )
    record(
        "bulk.handed_in",
        subject=table.code,
        actor=ACTOR,
        procedure=procedure.slug,
        payload={"sha256": table.sha256, "letters": upload.letters},
    )
    return made


# Slips


def slip_code(upload: BulkUpload, statement_pk: int) -> str:
    """The code of a slip, always the same: 60 bits that only this installation can work out."""
    digest = salted_hmac(
        "intake.slip", f"{upload.code}:{statement_pk}", algorithm="sha256"
    ).digest()
    number = int.from_bytes(digest[:8], "big")
    symbols = "".join(ALPHABET[number >> 5 * place & 31] for place in range(_SYMBOLS))
    return "-".join(symbols[place : place + 4] for place in range(0, _SYMBOLS, 4))


def hashed(code: str) -> str:
    """What is kept of a code; spaces, dashes and small letters make no difference."""
    plain = "".join(char for char in code.upper() if char.isalnum())
    lookalikes = plain.translate(str.maketrans("OIL", "011"))
    return hashlib.sha256(lookalikes.encode()).hexdigest()


def finish_uploads() -> None:
    """Slips for what is in by now, and mails to those who gave an address. Safe to be repeated."""
    done = BulkUpload.objects.filter(table__state=ImportBatch.State.DONE, receipts_ready_at=None)
    for upload in done.select_related("procedure", "table"):
        make_slips(upload)
    send_receipts()


@transaction.atomic
def make_slips(upload: BulkUpload) -> None:
    """One slip for each letter of the upload that was not there before."""
    letters = Statement.objects.filter(table=upload.table, slip=None).values_list("pk", flat=True)
    Slip.objects.bulk_create(
        [
            Slip(upload=upload, statement_id=pk, code_hash=hashed(slip_code(upload, pk)))
            for pk in letters
        ],
        batch_size=500,
    )
    upload.receipts_ready_at = timezone.now()
    upload.save(update_fields=["receipts_ready_at"])


def send_receipts() -> int:
    """Mail receipts that were not mailed yet, some at a time; returns how many went out.

    Nobody gets more than a few an hour, whatever organisers write into their tables; the others
    wait. The mail says only that a letter is in, nothing that an organiser could choose.
    """
    waiting = Slip.objects.filter(mailed_at=None, redeemed_at=None, statement__email_given=True)
    rows = waiting.select_related("statement__person__identity", "upload__procedure")
    sent = 0
    with get_connection() as connection:
        for slip in rows.order_by("pk")[:MAILS_AT_ONCE]:
            identity = getattr(slip.statement.person, "identity", None)
            if identity is None or not identity.email or _has_enough(identity):
                continue
            # Noted first: a mail too few is found on the slip, one too many would be a nuisance.
            if Slip.objects.filter(pk=slip.pk, mailed_at=None).update(mailed_at=timezone.now()):
                sent += _mailed(_mail(slip, identity, connection), slip)
    return sent


def _has_enough(identity: Identity) -> bool:
    who = hashlib.sha256(identity.email.encode()).hexdigest()[:32]
    return is_too_often("bulk-receipt", who, per_hour=MAILS_PER_ADDRESS_AND_HOUR)


def _mailed(message: EmailMessage, slip: Slip) -> bool:
    try:
        message.send()
    except Exception as error:  # whatever the mail server says; the slip stays
        logger.warning("A receipt could not be mailed: %s", type(error).__name__)
        Slip.objects.filter(pk=slip.pk).update(mailed_at=None)
        return False
    return True


def _mail(slip: Slip, identity: Identity, connection: object) -> EmailMessage:
    letter = slip.statement
    with translation.override("de"):
        day = timezone.localtime(letter.received_at).strftime("%d.%m.%Y, %H:%M")
        text = _(
            "In the procedure “%(procedure)s” a letter in your name was received on %(day)s.\n\n"
            "Whoever collected signatures handed it in. With this receipt you see the letter and"
            " later the reply: %(address)s\n\n"
            "The receipt is meant for you alone. If you have signed nothing, please answer this"
            " mail."
        ) % {
            "procedure": letter.procedure.title,
            "day": day,
            "address": absolute_url(reverse("receipt", args=[letter.receipt])),
        }
        subject = _("Receipt for your letter")
    return EmailMessage(subject, text, to=[identity.email], connection=connection)  # type: ignore[arg-type]


def slips_pdf(upload: BulkUpload, part: int, *, lang: Lang) -> bytes:
    """A file of slips to hand on; ``part`` counts from 1.

    Raises:
        NotPossibleNow: not ready, no such part, or too long ago.
    """
    check_slips(upload)
    first = (part - 1) * SLIPS_PER_FILE
    letters = Statement.objects.filter(slip__upload=upload).select_related("original")
    chosen = list(letters.order_by("pk").defer("text")[first : first + SLIPS_PER_FILE])
    if part < 1 or not chosen:
        raise NotPossibleNow(_("There is no such file of slips."))
    return slip_sheet(
        SlipSheet(
            source=upload.title,
            procedure=upload.procedure.title,
            date=timezone.localdate(),
            lookup_url=absolute_url(reverse("redeem")),
            slips=_printed(upload, chosen),
            lang=lang,
            to_be_redeemed=True,
        )
    )


def check_slips(upload: BulkUpload) -> None:
    """Raises: NotPossibleNow, see `slips_pdf`."""
    if upload.receipts_ready_at is None:
        raise NotPossibleNow(_("The slips are not ready yet."))
    if timezone.now() - upload.receipts_ready_at > SLIPS_FOR:
        raise NotPossibleNow(_("Slips can be fetched for 90 days; that time is over."))


def _printed(upload: BulkUpload, letters: Iterable[Statement]) -> list[PrintedSlip]:
    return [
        PrintedSlip(
            code=slip_code(upload, one.pk),
            letter=_("row %(row)s of the table") % {"row": _row(upload, one)},
            received_on=timezone.localdate(one.received_at),
        )
        for one in letters
    ]


def _row(upload: BulkUpload, letter: Statement) -> int:
    """The row as the organiser counts: a list in JSON has no header."""
    row = int(letter.original.source.rpartition(", ")[2])
    return row - 1 if upload.table.name.lower().endswith(".json") else row


def redeem(code: str) -> Slip:
    """Exchange a slip for its receipt, once.

    Raises:
        NotPossibleNow: there is no such slip, or it was exchanged before.
    """
    slip = Slip.objects.select_related("statement").filter(code_hash=hashed(code)).first()
    if slip is None:
        raise NotPossibleNow(_("There is no slip with this code. Please compare it once more."))
    now = timezone.now()
    if not Slip.objects.filter(pk=slip.pk, redeemed_at=None).update(redeemed_at=now):
        when = timezone.localtime(slip.redeemed_at or now).strftime("%d.%m.%Y, %H:%M")
        raise NotPossibleNow(
            _(
                "This slip was exchanged on %(when)s already; it works once. If that was not you,"
                " please tell the authority."
            )
            % {"when": when}
        )
    record(
        "slip.redeemed",
        subject=slip.statement.code,
        actor=ACTOR,
        procedure=slip.statement.procedure.slug,
    )
    return slip
