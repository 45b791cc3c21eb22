"""Reminding those who run a dialogue of reports that were promised."""

from datetime import date

from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogwerk.apps.base.sites import absolute_url

from ..models import Outcome, Process, ProcessMember
from .outcomes import reports_due


def remind(day: date) -> int:
    """One mail a dialogue to everybody who runs it, while reports are due; returns how many."""
    due = Outcome.objects.report_due(day).values("contribution__process")
    sent = 0
    with get_connection() as connection:
        for process in Process.objects.filter(pk__in=due).order_by("pk"):
            leads = process.members.filter(role=ProcessMember.Role.LEAD, user__is_active=True)
            addresses = sorted(set(leads.values_list("user__email", flat=True)))
            count = reports_due(process, day).order_by().count()
            if addresses and count:
                _mail(process, count, addresses, connection).send(fail_silently=True)
                sent += 1
    return sent


def _mail(process: Process, count: int, addresses: list[str], connection: object) -> EmailMessage:
    with translation.override("de"):
        text = ngettext(
            "In the dialogue “%(process)s” one report that was promised is due: %(address)s",
            "In the dialogue “%(process)s” %(count)d reports that were promised are due:"
            " %(address)s",
            count,
        ) % {
            "process": process.title,
            "count": count,
            "address": absolute_url(reverse("reports-due", args=[process.slug])),
        }
        subject = _("Reports due: %(process)s") % {"process": process.title}
    return EmailMessage(
        " ".join(subject.split()),
        text,
        to=[],
        bcc=addresses,
        connection=connection,  # type: ignore[arg-type]
    )
