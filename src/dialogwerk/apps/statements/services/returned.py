"""Returned mail: many letters noted at once, with the reason; another address, and out again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.ids import MistypedReceipt, parse_public_id
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.people.models import Identity
from dialogwerk.apps.people.services import IdentityDraft
from dialogwerk.apps.schemes.models import Procedure

from ..errors import NotAllowedNow
from ..models import Dispatch, Reply
from .dispatch import CAN_COME_BACK, mark_returned

MOST_AT_ONCE = 2000


@dataclass(slots=True)
class Report:
    """What came of the codes of returned letters, each in the order in which it was given.

    Attributes:
        noted: codes of letters noted as returned now.
        known: noted as returned before, and not sent again since.
        not_sent: letters that were never sent by post or e-mail.
        unknown: no letter has this code.
        mistyped: cannot be a code at all.
    """

    noted: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    not_sent: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    mistyped: list[str] = field(default_factory=list)

    @property
    def left(self) -> int:
        """How many somebody has to look at."""
        return len(self.not_sent) + len(self.unknown) + len(self.mistyped)


def codes_in(text: str) -> list[str]:
    """The codes in what was typed or scanned: one a line, or between blanks, commas, semicolons."""
    return [one for one in re.split(r"[\s,;]+", text) if one]


def record_returned(
    codes: Iterable[str],
    reason: str,
    *,
    by: str,
    procedure: Procedure | None = None,
    how: str = "",
    note: str = "",
) -> Report:
    """Note that these letters came back; each in a transaction of its own.

    Args:
        codes: of reply letters (``A-…``), as printed on them or in the header of an e-mail.
        reason: one of ``Dispatch.Reason``.
        procedure: only letters of this procedure; of any if left out.
        how: only what was sent this way, e.g. ``Dispatch.How.EMAIL`` for a bounce.
        note: kept with each, without personal data.

    Raises:
        NotAllowedNow: no such reason, or more than ``MOST_AT_ONCE`` codes.
    """
    if reason not in Dispatch.Reason.values:
        raise NotAllowedNow(_("Choose why the letters came back."))
    wanted = list(dict.fromkeys(codes))
    if len(wanted) > MOST_AT_ONCE:
        raise NotAllowedNow(
            _("No more than %(most)s codes at once, please.") % {"most": MOST_AT_ONCE}
        )
    report = Report()
    for code in wanted:
        _place(report, code, reason, by=by, procedure=procedure, how=how, note=note)
    return report


def _place(
    report: Report,
    code: str,
    reason: str,
    *,
    by: str,
    procedure: Procedure | None,
    how: str,
    note: str,
) -> None:
    try:
        read = parse_public_id(code)
    except MistypedReceipt:
        report.mistyped.append(code[:40])
        return
    letters = Reply.objects.filter(code=read)
    reply = (letters.filter(procedure=procedure) if procedure else letters).first()
    if reply is None:
        report.unknown.append(read)
        return
    ways = [how] if how else list(CAN_COME_BACK)
    last = reply.dispatches.filter(how__in=ways).order_by("-at", "-pk").first()
    if last is None:
        report.not_sent.append(read)
    elif last.state != Dispatch.State.SENT:
        (report.known if last.state == Dispatch.State.RETURNED else report.not_sent).append(read)
    else:
        mark_returned(last, by=by, note=note, reason=reason)
        report.noted.append(read)


@transaction.atomic
def renew_address(reply: Reply, *, address: IdentityDraft, by: str) -> None:
    """Another address became known for somebody whose letter came back: the way is open again.

    The address is the person's from now on; letters not sent yet are written anew with it.

    Args:
        address: street, postal code and town, or an e-mail address, or both; the rest is ignored.

    Raises:
        NotAllowedNow: no address given, or the person was erased.
    """
    tidy = address.tidy()
    has_street = bool(tidy.street and tidy.city)
    if not has_street and not tidy.email:
        raise NotAllowedNow(_("Give street and town, or an e-mail address."))
    identity = Identity.objects.select_for_update().filter(person=reply.person_id).first()
    if identity is None:
        raise NotAllowedNow(_("The address of this person was erased."))
    ways = []
    if has_street:
        identity.street, identity.postal_code = tidy.street, tidy.postal_code
        identity.city = tidy.city
        ways.append(Dispatch.How.POST)
    if tidy.email:
        identity.email = tidy.email
        ways.append(Dispatch.How.EMAIL)
    identity.save(update_fields=["street", "postal_code", "city", "email"])
    _open_ways(reply, ways)
    Reply.objects.unsent().filter(person=reply.person_id).update(generated_at=None)
    record(
        "person.address_renewed",
        subject=reply.person.code,
        actor=by,
        procedure=reply.procedure.slug,
        payload={"ways": [str(one) for one in ways], "reply": reply.code},
    )


def _open_ways(reply: Reply, ways: list[Dispatch.How]) -> None:
    came_back = Dispatch.objects.filter(
        reply__person=reply.person_id,
        how__in=ways,
        state__in=[Dispatch.State.RETURNED, Dispatch.State.FAILED],
    )
    came_back.update(address_changed_at=timezone.now())
