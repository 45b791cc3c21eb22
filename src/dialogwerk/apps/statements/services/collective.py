"""One answer for many: decided by a person, published or sent to the representative, and noted.

Everyone covered keeps a reply row of their own. When the notice is out, or the letter to the
representative has left, each of these is noted as sent, with the version in which every point was
answered: the ledger, the gate and the receipt then know it like any letter.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements import uniform
from dialogwerk.documents.notices import PublicNotice, notice_file, notice_pdf

from ..errors import NotAllowedNow
from ..models import (
    Campaign,
    CollectiveReply,
    Dispatch,
    Reply,
    ReplyPoint,
    Representation,
    SignatureList,
)
from ..models.replies import ReplyQuerySet
from . import covering
from .composing import contents
from .dispatch import record_sent
from .notice_drafts import OPEN_PLACE
from .replies import is_due, prepare
from .writing import points_told

Way = CollectiveReply.Way
CHUNK = 200


# Deciding


@transaction.atomic
def decide(
    *,
    procedure: Procedure,
    ground: str,
    title: str,
    reason: str,
    by: str,
    campaigns: Sequence[Campaign] = (),
    signature_lists: Sequence[SignatureList] = (),
    representation: Representation | None = None,
    text: str = "",
) -> CollectiveReply:
    """Decide that these people are answered together; their letters are not written one by one.

    Args:
        ground: id of the legal ground, see `cores/statements/uniform`.
        campaigns, signature_lists: whom it concerns; nobody named means everyone who wrote, which
            only grounds that count services allow.
        representation: who speaks for them, where the answer goes to the representative.

    Raises:
        NotAllowedNow: no reason, too few people, not law in this procedure, nobody speaks, or
            people of these campaigns and lists are to be answered together already.
    """
    basis = uniform.ground(ground)
    _check(procedure, basis, reason, representation)
    decided = CollectiveReply.objects.create(
        procedure=procedure,
        way=Way.SPEAKER if basis.way == "speaker" else Way.NOTICE,
        ground=ground,
        representation=representation,
        everyone=basis.counts == "services",
        title=title.strip()[:250] or basis.name["de"],
        text=text,
        reason=reason.strip(),
        decided_by=by,
    )
    decided.campaigns.set(campaigns)
    decided.signature_lists.set(signature_lists)
    _check_people(decided, basis)
    _check_overlap(decided)
    decided.save(update_fields=["people_at_decision"])
    prepare(procedure)
    _renew_letter_to_speaker(decided)
    _record("collective_reply.decided", decided, by, ground=ground, norms=list(basis.norms))
    return decided


def _check(
    procedure: Procedure,
    basis: uniform.Ground,
    reason: str,
    representation: Representation | None,
) -> None:
    if not reason.strip():
        raise NotAllowedNow(_("Give the reason for this decision; it goes on file."))
    if basis.way not in ("speaker", "notice"):
        raise NotAllowedNow(_("On this ground nobody is answered."))
    if not basis.holds_in(procedure.kind):
        raise NotAllowedNow(_("This ground is not law in procedures of this type."))
    if basis.way == "speaker" and not (representation and representation.speaks):
        raise NotAllowedNow(_("Nobody represents these people, as far as it has been confirmed."))


def _check_people(decided: CollectiveReply, basis: uniform.Ground) -> None:
    decided.people_at_decision = covering.people_counted(decided)
    if not basis.is_met_by(decided.people_at_decision):
        raise NotAllowedNow(
            _("%(norm)s asks for more than %(least)s people; here there are %(count)s.")
            % {
                "norm": basis.norms[0],
                "least": basis.more_than,
                "count": decided.people_at_decision,
            }
        )


def _check_overlap(decided: CollectiveReply) -> None:
    others = CollectiveReply.objects.planned().filter(procedure=decided.procedure)
    others = others.exclude(pk=decided.pk)
    same = (
        others
        if decided.everyone
        else others.filter(everyone=True)
        | others.filter(campaigns__in=decided.campaigns.all())
        | others.filter(signature_lists__in=decided.signature_lists.all())
    )
    if found := same.first():
        raise NotAllowedNow(
            _("People of these campaigns or lists are answered together already: “%(title)s”.")
            % {"title": found.title}
        )


@transaction.atomic
def amend(collective: CollectiveReply, *, title: str, text: str, by: str) -> None:
    """Change title and text of a notice that is not out yet.

    Raises:
        NotAllowedNow: it is out or withdrawn, or there is no text.
    """
    _check_planned(collective)
    if not title.strip() or not text.strip():
        raise NotAllowedNow(_("The notice needs a title and a text."))
    collective.title, collective.text = title.strip()[:250], text.strip().replace("\r\n", "\n")
    collective.save(update_fields=["title", "text"])
    _record("collective_reply.amended", collective, by)


@transaction.atomic
def withdraw(collective: CollectiveReply, *, by: str, reason: str) -> None:
    """Take the decision back; everyone it covered gets a letter of their own again.

    Raises:
        NotAllowedNow: it is out already, or no reason is given.
    """
    _check_planned(collective)
    if not reason.strip():
        raise NotAllowedNow(_("Give the reason why the decision is taken back."))
    if collective.replies.sent().exists():
        raise NotAllowedNow(_("Some of these people were answered by it already."))
    collective.withdrawn_at = timezone.now()
    collective.save(update_fields=["withdrawn_at"])
    covering.assign(collective.procedure)
    _renew_letter_to_speaker(collective)
    _record("collective_reply.withdrawn", collective, by, reason=reason.strip()[:1000])


def _renew_letter_to_speaker(collective: CollectiveReply) -> None:
    """It says for whom it speaks."""
    if speaker := collective.representation and collective.representation.representative_id:
        letters = Reply.objects.unsent().filter(procedure=collective.procedure_id, person=speaker)
        letters.free_to_change().update(generated_at=None)


def _check_planned(collective: CollectiveReply) -> None:
    if not collective.is_planned:
        raise NotAllowedNow(_("This answer is out already, or was withdrawn."))


def _record(action: str, collective: CollectiveReply, by: str, **payload: object) -> None:
    record(
        action,
        subject=collective.code,
        actor=by,
        procedure=collective.procedure.slug,
        payload={"way": str(collective.way), "people": collective.people_at_decision, **payload},
    )


# Whom it reaches


def ready(collective: CollectiveReply) -> ReplyQuerySet:
    """Replies that the answer can settle now: everything these people wrote is answered."""
    return collective.replies.unsent().filter(is_due(collective.procedure))


def waiting(collective: CollectiveReply) -> int:
    """People covered of whom something is unread, undecided or unanswered."""
    covered = covering.people_covered(collective).count()
    return max(0, covered - ready(collective).count() - collective.replies.sent().count())


# The notice


@transaction.atomic
def note_published(
    collective: CollectiveReply, *, published_on: date, published_in: str, by: str
) -> None:
    """Note that the notice is out, and keep its text as it was published; `settle` follows.

    Raises:
        NotAllowedNow: no notice, no text, out already, no place, or a day that is still to come.
    """
    _check_planned(collective)
    if collective.way != Way.NOTICE or not collective.text.strip():
        raise NotAllowedNow(_("The notice needs a title and a text."))
    if published_on > timezone.localdate():
        raise NotAllowedNow(_("The public notice lies in the future; come back when it is out."))
    if OPEN_PLACE in collective.text:
        raise NotAllowedNow(_("Fill in what stands in square brackets in the text first."))
    if not published_in.strip():
        raise NotAllowedNow(_("Say where it was published: gazette, papers, website."))
    covering.assign(collective.procedure)
    if not ready(collective).exists():
        raise NotAllowedNow(_("Nobody can be answered by it yet: something is still open."))
    collective.published_on, collective.published_in = published_on, published_in.strip()[:300]
    pdf = notice_pdf(as_notice(collective))
    collective.sha256 = hashlib.sha256(pdf).hexdigest()
    collective.file.save(f"{collective.code}.pdf", ContentFile(pdf), save=False)
    collective.save(update_fields=["published_on", "published_in", "sha256", "file"])
    _record(
        "collective_reply.published",
        collective,
        by,
        published_on=published_on.isoformat(),
        sha256=collective.sha256,
    )


def settle(collective: CollectiveReply, *, by: str) -> Iterator[int]:
    """Note everyone as answered whom the published notice tells everything; yields how many.

    Each portion in a transaction of its own; asked again it goes on. Who is not ready when it is
    out gets a letter of their own.
    """
    keys = list(ready(collective).order_by("pk").values_list("pk", flat=True))
    at = _moment(collective.published_on)
    done = 0
    for start in range(0, len(keys), CHUNK):
        done += _settle(collective, keys[start : start + CHUNK], Dispatch.How.NOTICE, by, at)
        yield done
    _finish(collective)


def _moment(day: date | None) -> datetime:
    """Noon of the day of the notice, or now if that is still to come today."""
    if day is None:
        return timezone.now()
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    return min(noon, timezone.now())


@transaction.atomic
def _settle(
    collective: CollectiveReply, keys: Sequence[int], how: str, by: str, at: datetime
) -> int:
    locked = Reply.objects.select_for_update().filter(pk__in=keys, sent_at=None)
    replies = list(locked.select_related("procedure").order_by("pk"))
    told = contents(replies)
    ReplyPoint.objects.filter(reply__in=replies).delete()
    ReplyPoint.objects.bulk_create(
        (point for reply in replies for point in points_told(reply, told[reply.pk])),
        batch_size=1000,
    )
    for reply in replies:
        Reply.objects.filter(pk=reply.pk).update(letters=len(told[reply.pk].statements))
    if replies:
        record_sent(replies, how=how, by=by, at=at, note=collective.code)
    return len(replies)


def _finish(collective: CollectiveReply) -> None:
    CollectiveReply.objects.filter(pk=collective.pk, done_at=None).update(done_at=timezone.now())
    collective.refresh_from_db()
    covering.assign(collective.procedure)


# Through the representative


def follow_speaker(replies: Sequence[Reply], *, by: str, at: datetime) -> int:
    """A letter left; where it went to a representative, those represented are answered with it.

    Only those of whose points the letter tells every one in its current version; the others get
    letters of their own. Returns how many.
    """
    speakers = {(reply.procedure_id, reply.person_id): reply for reply in replies}
    planned = CollectiveReply.objects.planned().filter(
        way=Way.SPEAKER,
        procedure__in={procedure for procedure, _person in speakers},
        representation__representative__in={person for _procedure, person in speakers},
    )
    settled = 0
    for collective in planned.select_related("procedure", "representation"):
        speaker = collective.representation.representative_id  # type: ignore[union-attr]
        letter = speakers.get((collective.procedure_id, speaker or 0))
        if letter is not None and letter.collective_id is None:
            settled += _settle_represented(collective, letter, by, at)
    return settled


def _settle_represented(collective: CollectiveReply, letter: Reply, by: str, at: datetime) -> int:
    covering.assign(collective.procedure)
    told = set(ReplyPoint.objects.filter(reply=letter).values_list("argument", "answer"))
    keys = []
    candidates = list(ready(collective).select_related("procedure").order_by("pk"))
    for start in range(0, len(candidates), CHUNK):
        portion = candidates[start : start + CHUNK]
        found = contents(portion)
        keys += [
            one.pk
            for one in portion
            if {(a.pk, a.current_answer_id) for a in found[one.pk].ordered} <= told
        ]
    for start in range(0, len(keys), CHUNK):
        _settle(collective, keys[start : start + CHUNK], Dispatch.How.SPEAKER, by, at)
    _finish(collective)
    return len(keys)


def unfollow_speaker(reply: Reply, *, by: str) -> int:
    """The letter to a representative came back: those represented were not answered either."""
    done = CollectiveReply.objects.done().filter(
        way=Way.SPEAKER,
        procedure=reply.procedure_id,
        representation__representative=reply.person_id,
    )
    count = 0
    for collective in done.select_related("procedure"):
        answered = list(collective.replies.sent().values_list("pk", flat=True))
        Dispatch.objects.filter(
            reply__in=answered, how=Dispatch.How.SPEAKER, state=Dispatch.State.SENT
        ).update(state=Dispatch.State.RETURNED, returned_at=timezone.now())
        Reply.objects.filter(pk__in=answered).update(sent_at=None)
        CollectiveReply.objects.filter(pk=collective.pk).update(done_at=None)
        collective.refresh_from_db()
        _record("collective_reply.returned", collective, by, returned=len(answered))
        count += len(answered)
    return count


# The text


def as_notice(collective: CollectiveReply) -> PublicNotice:
    """The notice as a value, ready for PDF and DOCX."""
    with override("de"):
        draft = "" if collective.published_on else _("Draft, not published")
    return PublicNotice(
        title=collective.title,
        text=collective.text,
        issuer=collective.procedure.authority.name,
        date=collective.published_on or timezone.localdate(),
        draft=draft,
    )


def notice_bytes(collective: CollectiveReply, ending: str) -> bytes:
    """The notice as "pdf" or "docx"."""
    return notice_file(as_notice(collective), ending)
