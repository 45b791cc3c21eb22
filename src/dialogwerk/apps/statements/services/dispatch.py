"""Handing replies over, and what became of them: sent, how, when, returned."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.people.models import Identity
from dialogwerk.apps.people.services import identities
from dialogwerk.apps.schemes.models import Procedure

from ..errors import NotAllowedNow
from ..models import Dispatch, Reply, Statement
from .replies import due, write_many

MAIL_ERRORS = (OSError,)
"""What sending mail can raise for reasons outside: connections, refusals (smtplib's are OSErrors)."""


def written(procedure: Procedure) -> QuerySet[Reply]:
    """Due letters that stand as PDF and wait to be sent."""
    return due(procedure).exclude(generated_at=None)


def by_email(replies: QuerySet[Reply]) -> QuerySet[Reply]:
    """Those that may go by e-mail: every letter of the person came with the address we hold."""
    without = Statement.objects.filter(
        procedure=OuterRef("procedure"), person=OuterRef("person"), email_given=False
    )
    return replies.exclude(person__identity__email="").filter(
        person__identity__isnull=False
    ).exclude(Exists(without))


def by_post(replies: QuerySet[Reply]) -> QuerySet[Reply]:
    """Those for the printer: a postal address, and no e-mail."""
    return (
        replies.exclude(pk__in=by_email(replies).values("pk"))
        .exclude(person__identity__street="")
        .filter(person__identity__isnull=False)
    )


def by_receipt(replies: QuerySet[Reply]) -> QuerySet[Reply]:
    """Nobody knows where to: the answer waits behind the receipt."""
    reachable = by_email(replies).values("pk").union(by_post(replies).values("pk"))
    return replies.exclude(pk__in=[row["pk"] for row in reachable])


def send_by_email(reply: Reply, *, by: str) -> Dispatch:
    """Send one letter as PDF by e-mail. What fails is recorded, and the letter stays unsent."""
    reply = _current(reply, by)
    identity = identities([reply.person_id], by=by, purpose="reply by e-mail").get(reply.person_id)
    if identity is None or not identity.email:
        raise NotAllowedNow(_("There is no e-mail address for this person."))
    try:
        with transaction.atomic():
            dispatch = _record_sent(reply, Dispatch.How.EMAIL, by, timezone.now())
            _mail(reply, identity).send()
            return dispatch
    except MAIL_ERRORS as error:
        return Dispatch.objects.create(
            reply=reply,
            how=Dispatch.How.EMAIL,
            state=Dispatch.State.FAILED,
            by=by,
            note=str(error)[:300],
        )


def _current(reply: Reply, by: str) -> Reply:
    """The letter as it has to be today: rewritten if an answer changed since it was written."""
    if reply.sent_at:
        raise NotAllowedNow(_("This letter was sent already."))
    write_many([reply.pk], by=by)
    reply.refresh_from_db()
    if not reply.pdf:
        raise NotAllowedNow(_("This letter has not been written yet."))
    return reply


def _mail(reply: Reply, identity: Identity) -> EmailMessage:
    with override("de"):
        body = render_to_string(
            "statements/mail/reply.txt", {"reply": reply, "procedure": reply.procedure}
        )
        subject = _("Answer to your statement: %(procedure)s") % {
            "procedure": reply.procedure.title
        }
    message = EmailMessage(
        subject=subject,
        body=body,
        to=[identity.email],
        from_email=settings.DEFAULT_FROM_EMAIL,
        reply_to=[reply.procedure.authority.email] if reply.procedure.authority.email else None,
    )
    with reply.pdf.open("rb") as file:
        message.attach(f"Antwort-{reply.code}.pdf", file.read(), "application/pdf")
    return message


def mark_sent(reply: Reply, *, how: str, by: str, at: datetime | None = None) -> Dispatch:
    """Record that a printed letter was posted, handed over, or left to be fetched."""
    reply = _current(reply, by)
    with transaction.atomic():
        return _record_sent(reply, how, by, at or timezone.now())


def _record_sent(reply: Reply, how: str, by: str, at: datetime) -> Dispatch:
    taken = Reply.objects.filter(pk=reply.pk, sent_at=None).update(sent_at=at)
    if not taken:
        raise NotAllowedNow(_("This letter was sent already."))
    reply.sent_at = at
    if reply.supplement_to_id:
        Reply.objects.filter(pk=reply.supplement_to_id).update(supplemented_at=at)
    dispatch = Dispatch.objects.create(reply=reply, how=how, at=at, by=by)
    record(
        "reply.sent",
        subject=reply.code,
        actor=by,
        procedure=reply.procedure.slug,
        payload={"how": how, "sha256": reply.sha256, "points": reply.points.count()},
    )
    return dispatch


@transaction.atomic
def mark_returned(dispatch: Dispatch, *, by: str, note: str = "") -> None:
    """The letter came back; it can be sent again, on another way if there is one."""
    dispatch.state, dispatch.returned_at = Dispatch.State.RETURNED, timezone.now()
    dispatch.note = note[:300]
    dispatch.save(update_fields=["state", "returned_at", "note"])
    Reply.objects.filter(pk=dispatch.reply_id).update(sent_at=None)
    record(
        "reply.returned",
        subject=dispatch.reply.code,
        actor=by,
        procedure=dispatch.reply.procedure.slug,
        payload={"how": dispatch.how},
    )
