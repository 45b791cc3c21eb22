"""Handing replies over, and what became of them: sent, how, when, returned.

An e-mail is noted as "being handed over" before it leaves and as sent afterwards, each in a
transaction of its own: no write lock is held while a mail server thinks, and a letter during which
the power went out is shown as unclear instead of being sent twice.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialogwerk.apps.base.journal import EntryDraft, record, record_many
from dialogwerk.apps.base.sites import absolute_url
from dialogwerk.apps.people.models import Identity
from dialogwerk.apps.people.services import identities
from dialogwerk.apps.schemes.models import Procedure

from ..errors import MailUnavailable, NotAllowedNow
from ..models import Dispatch, Reply, Statement
from ..models.replies import ReplyQuerySet, open_prints
from ..signals import replies_sent, reply_returned
from .replies import due, withdraw_supplement
from .writing import write_many

How, State = Dispatch.How, Dispatch.State
CAN_COME_BACK = (How.EMAIL, How.POST)
PERMANENT = 500
"""From this reply code of a mail server on, trying again is no use (RFC 5321, 4.2.1)."""


# By which way


def written(procedure: Procedure) -> ReplyQuerySet:
    """Due letters that stand as PDF and wait to be sent; not those with the printer."""
    return due(procedure).filter(is_written())


def is_written() -> Q:
    """The condition of :func:`written` on a due reply."""
    unclear = Dispatch.objects.filter(reply=OuterRef("pk"), state=State.SENDING)
    return Q(generated_at__isnull=False) & ~Q(Exists(open_prints())) & ~Q(Exists(unclear))


def by_email(replies: ReplyQuerySet) -> ReplyQuerySet:
    """Those that may go by e-mail: every letter of the person came with the address we hold, and
    no e-mail to them failed or came back."""
    return replies.filter(reached_by_email())


def by_post(replies: ReplyQuerySet) -> ReplyQuerySet:
    """Those for the printer: a postal address, and no e-mail."""
    return replies.filter(~reached_by_email() & reached_by_post())


def by_receipt(replies: ReplyQuerySet) -> ReplyQuerySet:
    """Nobody knows where to: the answer waits behind the receipt."""
    return replies.filter(~reached_by_email() & ~reached_by_post())


def reached_by_email() -> Q:
    """Every letter of the person gave the address, and no e-mail failed or came back."""
    address = Identity.objects.filter(person=OuterRef("person")).exclude(email="")
    not_given = Statement.objects.filter(
        procedure=OuterRef("procedure"), person=OuterRef("person"), email_given=False
    )
    return Q(Exists(address)) & ~Q(Exists(not_given)) & ~_came_back(How.EMAIL)


def reached_by_post() -> Q:
    """There is a postal address, and no letter came back from it."""
    address = Identity.objects.filter(person=OuterRef("person"))
    return Q(Exists(address.exclude(street="").exclude(city=""))) & ~_came_back(How.POST)


def _came_back(how: str) -> Q:
    """A letter to this person on this way failed or came back, so it is not tried again unasked,
    unless another address is known since."""
    failed = Dispatch.objects.filter(
        reply__person=OuterRef("person"),
        reply__procedure=OuterRef("procedure"),
        how=how,
        state__in=[State.RETURNED, State.FAILED],
        address_changed_at=None,
    )
    return Q(Exists(failed))


# Sending


def send_by_email(reply: Reply, *, by: str) -> Dispatch:
    """Send one letter as PDF by e-mail. A refusal is recorded, and the letter stays unsent.

    Raises:
        NotAllowedNow: sent already, with the printer, being handed over, not written, no address,
            or the mail server asks to try again later.
        MailUnavailable: the mail server cannot be reached, or was lost while it took the letter;
            then the dispatch stays unclear until somebody settles it.
    """
    reply = _current(reply, by)
    identity = identities(
        [reply.person_id], by=by, purpose="reply by e-mail", procedure=reply.procedure.slug
    ).get(reply.person_id)
    if identity is None or not identity.email:
        raise NotAllowedNow(_("There is no e-mail address for this person."))
    with _mail_server() as connection:
        message = _mail(reply, identity, connection)
        attempt = _begin(reply, by)
        return _hand_over(message, attempt)


@contextmanager
def _mail_server() -> Iterator[BaseEmailBackend]:
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        raise _unavailable(error) from error
    try:
        yield connection
    finally:
        with suppress(OSError):
            connection.close()


def _unavailable(error: OSError) -> MailUnavailable:
    return MailUnavailable(
        _("The mail server cannot be reached: %(error)s") % {"error": type(error).__name__}
    )


def _begin(reply: Reply, by: str) -> Dispatch:
    try:
        with transaction.atomic():
            return Dispatch.objects.create(reply=reply, how=How.EMAIL, state=State.SENDING, by=by)
    except IntegrityError as error:
        raise NotAllowedNow(_being_handed_over()) from error


def _hand_over(message: EmailMessage, attempt: Dispatch) -> Dispatch:
    """The mail server's words may hold the address, so only its codes are kept."""
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        return _refused(attempt, {code for code, _text in error.recipients.values()})
    except SMTPDataError as error:
        return _refused(attempt, {error.smtp_code})
    except ValueError:
        return _failed(attempt, _("The e-mail address cannot be used as it stands."))
    except OSError as error:
        raise _unavailable(error) from error
    return _succeeded(attempt)


def _refused(attempt: Dispatch, codes: set[int]) -> Dispatch:
    named = {"codes": ", ".join(map(str, sorted(codes)))}
    if max(codes, default=PERMANENT) < PERMANENT:
        attempt.delete()
        raise NotAllowedNow(_("The mail server asks to try again later (%(codes)s).") % named)
    return _failed(attempt, _("The mail server refused it (%(codes)s).") % named)


def _failed(attempt: Dispatch, note: str) -> Dispatch:
    attempt.state, attempt.note = State.FAILED, note[:300]
    attempt.save(update_fields=["state", "note"])
    return attempt


@transaction.atomic
def _succeeded(attempt: Dispatch) -> Dispatch:
    attempt.state, attempt.at = State.SENT, timezone.now()
    attempt.save(update_fields=["state", "at", "by"])
    _mark([attempt.reply], How.EMAIL, attempt.by, attempt.at)
    return attempt


def settle(attempt: Dispatch, *, arrived: bool, by: str) -> Dispatch:
    """A person found out what became of an e-mail during which the sender was cut off.

    Raises:
        NotAllowedNow: this dispatch is not unclear.
    """
    with transaction.atomic():
        locked = Dispatch.objects.select_for_update().get(pk=attempt.pk)
        if locked.state != State.SENDING:
            raise NotAllowedNow(_("What became of this e-mail is known already."))
        locked.by = by
        if arrived:
            return _succeeded(locked)
        locked.delete()
        return locked


def _current(reply: Reply, by: str) -> Reply:
    """The letter as it has to be today: rewritten if an answer changed since it was written."""
    _check_unsent(reply)
    write_many([reply.pk], by=by)
    now = Reply.objects.select_related("procedure__authority", "person").get(pk=reply.pk)
    _check_unsent(now)
    if not now.pdf or now.generated_at is None:
        raise NotAllowedNow(
            _("This letter has not been written yet, or a point in it has no answer any more.")
        )
    if not due(now.procedure).filter(pk=now.pk).exists():
        raise NotAllowedNow(
            _("Something this person wrote is unread, undecided or unanswered; the letter waits.")
        )
    return now


def _check_unsent(reply: Reply) -> None:
    if reply.sent_at:
        raise NotAllowedNow(_("This letter was sent already."))
    open_print = reply.prints.filter(batch__sent_at=None, batch__discarded_at=None).first()
    if open_print:
        raise NotAllowedNow(
            _("This letter is with the printer in batch %(code)s. Mark it as sent or discard it.")
            % {"code": open_print.batch.code}
        )
    if reply.dispatches.filter(state=State.SENDING).exists():
        raise NotAllowedNow(_being_handed_over())


def _being_handed_over() -> str:
    return _("This letter was being handed to the mail server. Check whether it has arrived.")


def _mail(reply: Reply, identity: Identity, connection: BaseEmailBackend) -> EmailMessage:
    procedure = reply.procedure
    with override("de"):
        body = render_to_string(
            "statements/mail/reply.txt", {**_mail_words(reply), "procedure": procedure}
        )
        subject = _("Answer to your statement: %(procedure)s") % {"procedure": procedure.title}
    message = EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        to=[identity.email],
        connection=connection,
        from_email=settings.DEFAULT_FROM_EMAIL,
        reply_to=[procedure.authority.email] if procedure.authority.email else None,
        headers={"Auto-Submitted": "auto-generated", "X-Dialogwerk-Reply": reply.code},
    )
    with reply.pdf.open("rb") as file:
        message.attach(f"Antwort-{reply.code}.pdf", file.read(), "application/pdf")
    return message


def _mail_words(reply: Reply) -> dict[str, object]:
    letters = Statement.objects.filter(procedure=reply.procedure_id, person=reply.person_id)
    return {
        "reply": reply,
        "receipts": list(letters.order_by("received_at", "pk").values_list("receipt", flat=True)),
        "lookup_url": absolute_url(reverse("lookup")),
    }


def send_all_by_email(procedure: Procedure, *, by: str) -> Iterator[Dispatch | None]:
    """Send what may go by e-mail, one letter after the other; None for one that could not go.

    No faster than ``MAILS_PER_MINUTE``, for mail servers that would take it for spam.
    """
    pause = 60 / settings.MAILS_PER_MINUTE if settings.MAILS_PER_MINUTE else 0
    keys = list(by_email(written(procedure)).order_by("pk").values_list("pk", flat=True))
    for number, key in enumerate(keys):
        if pause and number:
            time.sleep(pause)
        try:
            yield send_by_email(Reply.objects.get(pk=key), by=by)
        except NotAllowedNow:
            yield None


def leave_to_fetch(procedure: Procedure, *, by: str) -> Iterator[Dispatch | None]:
    """Leave what has no address to be fetched with the receipt; one transaction each."""
    for key in list(by_receipt(written(procedure)).order_by("pk").values_list("pk", flat=True)):
        try:
            yield mark_sent(Reply.objects.get(pk=key), how=How.RECEIPT, by=by)
        except NotAllowedNow:
            yield None


def mark_sent(reply: Reply, *, how: str, by: str, at: datetime | None = None) -> Dispatch:
    """Record that a printed letter was posted, handed over, or left to be fetched.

    Raises:
        NotAllowedNow: sent already, with the printer, or not written.
    """
    reply = _current(reply, by)
    with transaction.atomic():
        return record_sent([reply], how=how, by=by, at=at or timezone.now())[0]


def record_sent(
    replies: Sequence[Reply], *, how: str, by: str, at: datetime, note: str = ""
) -> list[Dispatch]:
    """Note these letters, as they stand, as sent; for use inside a transaction.

    Raises:
        NotAllowedNow: one of them was sent meanwhile.
    """
    dispatches = [Dispatch(reply=one, how=how, at=at, by=by, note=note[:300]) for one in replies]
    _mark(replies, how, by, at)
    return Dispatch.objects.bulk_create(dispatches)


def _mark(replies: Sequence[Reply], how: str, by: str, at: datetime) -> None:
    keys = [reply.pk for reply in replies]
    taken = Reply.objects.filter(pk__in=keys, sent_at=None).update(sent_at=at, outdated_at=None)
    if taken != len(keys):
        raise NotAllowedNow(_("This letter was sent already."))
    corrected = [reply.supplement_to_id for reply in replies if reply.supplement_to_id]
    if corrected:
        Reply.objects.filter(pk__in=corrected).update(supplemented_at=at)
    counted = Reply.objects.filter(pk__in=keys).prefetch_related("points")
    record_many(
        EntryDraft(
            action="reply.sent",
            subject=reply.code,
            actor=by,
            procedure=replies[0].procedure.slug,
            payload={
                "how": str(how),
                "sha256": reply.sha256,
                "answers": [point.answer_id for point in reply.points.all()],
            },
        )
        for reply in counted
    )
    replies_sent.send(sender=Reply, replies=replies, by=by, at=at)


# What comes back


@transaction.atomic
def mark_returned(dispatch: Dispatch, *, by: str, note: str = "", reason: str = "") -> None:
    """The letter came back; it can be sent again, on another way if there is one.

    Args:
        reason: why, one of ``Dispatch.Reason``; empty if nobody said.

    Raises:
        NotAllowedNow: this dispatch cannot come back, or did already.
    """
    locked = Dispatch.objects.select_for_update().get(pk=dispatch.pk)
    if locked.how not in CAN_COME_BACK or locked.state != State.SENT:
        raise NotAllowedNow(_("Only what was sent by post or e-mail can come back, and only once."))
    locked.state, locked.returned_at, locked.note = State.RETURNED, timezone.now(), note[:300]
    locked.reason = reason if reason in Dispatch.Reason.values else ""
    locked.save(update_fields=["state", "returned_at", "note", "reason"])
    reply = locked.reply
    Reply.objects.filter(pk=reply.pk).update(sent_at=None)
    Reply.objects.filter(supplement=reply).update(supplemented_at=None)
    withdraw_supplement(reply)
    record(
        "reply.returned",
        subject=reply.code,
        actor=by,
        procedure=reply.procedure.slug,
        payload={"how": locked.how, "reason": locked.reason},
    )
    reply_returned.send(sender=Reply, reply=reply, by=by)
