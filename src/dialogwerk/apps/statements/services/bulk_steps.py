"""What is done to one portion of letters, and how it is taken back; the procedure is locked."""

import zlib
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..errors import NotAllowedNow
from ..models import (
    BulkAction,
    BulkPortion,
    Campaign,
    CollectiveReply,
    Reply,
    Segment,
    Statement,
)
from . import bulk_rows, proposal_outcomes
from .campaigns import count, lock
from .membership import (
    deviations_from,
    let_join,
    let_leave,
    renew_proposals,
    unread,
    write_deviations,
)
from .reading import propose_segments

Kind = BulkAction.Kind


def check_open(action: BulkAction) -> None:
    """Raises NotAllowedNow: the weighing is closed."""
    if action.procedure.weighing_closed_at:
        raise NotAllowedNow(
            _("The weighing is closed. Open it again, with a reason, before you change letters.")
        )


@transaction.atomic
def do(portion: BulkPortion) -> None:
    """Do the action to these letters and remember how they were; done once only.

    Raises:
        NotAllowedNow: the weighing was closed, or the campaign is not there any more.
    """
    action = portion.action
    lock(action.procedure)
    portion.refresh_from_db()
    action.procedure.refresh_from_db(fields=["weighing_closed_at"])
    if portion.done_at:
        return
    check_open(action)
    if action.portions.exclude(undone_at=None).exists():
        raise NotAllowedNow(_("This was undone already."))
    before = bulk_rows.picture(action.procedure_id, portion.keys)
    places = {row[0] for row in before["letter"].values()} - {None}
    portion.origins = {str(place): _signature(place) for place in sorted(places)}
    _change(action, portion.keys)
    after = bulk_rows.picture(action.procedure_id, portion.keys, before=before)
    portion.changes = bulk_rows.changes(before, after)
    portion.states = bulk_rows.states(after, with_points=action.kind != Kind.READ)
    portion.done_at = timezone.now()
    portion.save()
    _recount(places | {action.campaign_id})


def _recount(places: set[int | None]) -> None:
    known = [place for place in places if place is not None]
    for campaign in Campaign.objects.filter(pk__in=known):
        count(campaign)


def _change(action: BulkAction, keys: Sequence[int]) -> None:
    if action.kind == Kind.READ:
        _read(action, keys)
        return
    letters = Statement.objects.filter(pk__in=keys).order_by("pk")
    if action.kind == Kind.LEAVE:
        let_leave(list(letters.exclude(campaign=None).values_list("pk", flat=True)))
    elif action.campaign:
        source = [action.emptied] if action.emptied else []
        _bring(action.campaign, keys, by=action.by, keeps=source)
    else:
        raise NotAllowedNow(_("This campaign is not there any more."))
    letters.update(campaign_fixed=True)


def _bring(campaign: Campaign, keys: Sequence[int], *, by: str, keeps: Sequence[Campaign]) -> None:
    """Letters that are not in this campaign come into it."""
    there = set(campaign.statements.filter(pk__in=keys).values_list("pk", flat=True))
    coming = Statement.objects.filter(pk__in=set(keys) - there).order_by("pk")
    texts = dict(coming.values_list("pk", "text"))
    unread(list(texts))
    write_deviations(campaign, deviations_from(campaign.template, texts))
    renew_proposals(list(texts))
    let_join(campaign, list(texts), by=by, keeps=keeps, reads_these_only=True)


def _read(action: BulkAction, keys: Sequence[int]) -> None:
    """As if each letter were finished by itself: what nobody has decided on is set aside."""
    now = timezone.now()
    letters = list(Statement.objects.filter(pk__in=keys).unread())
    unread_keys = [letter.pk for letter in letters]
    known: dict[int | None, list[Segment]] = {}
    for segment in Segment.objects.filter(statement__in=unread_keys):
        known.setdefault(segment.statement_id, []).append(segment)
    for letter in letters:
        propose_segments(letter, known=known.get(letter.pk, []))
    waiting = Segment.objects.filter(statement__in=unread_keys).proposed()
    passages = list(waiting.values_list("pk", flat=True))
    Segment.objects.filter(pk__in=passages).update(
        state=Segment.State.SET_ASIDE,
        confirmation=Segment.Confirmation.TACIT,
        decided_by=action.by,
        decided_at=now,
    )
    proposal_outcomes.note_all_set_aside(passages, by=action.by)
    Statement.objects.filter(pk__in=unread_keys).update(
        read_at=now, read_by=action.by, read_how=Statement.ReadHow.EXPLICIT
    )


# Undoing


def check_untouched(portion: BulkPortion) -> None:
    """Raises NotAllowedNow: something was decided since that depends on what was done here."""
    action = portion.action
    found = bulk_rows.picture(action.procedure_id, portion.keys)
    now = bulk_rows.states(found, with_points=action.kind != Kind.READ)
    touched = sum(now.get(key) != state for key, state in portion.states.items())
    if touched:
        raise NotAllowedNow(
            ngettext(
                "%(count)d of the letters was moved, read or decided on since. Nothing was undone.",
                "%(count)d of the letters were moved, read or decided on since."
                " Nothing was undone.",
                touched,
            )
            % {"count": touched}
        )
    for place, signature in portion.origins.items():
        if action.kind != Kind.READ and _signature(int(place)) != signature:
            raise NotAllowedNow(
                _("The campaign from which the letters came has changed since. Nothing was undone.")
            )
    if _was_answered(portion):
        raise NotAllowedNow(
            _("Replies to these people have been sent or published since. Nothing was undone.")
        )


def _was_answered(portion: BulkPortion) -> bool:
    procedure, since = portion.action.procedure_id, portion.done_at
    people = Statement.objects.filter(pk__in=portion.keys).order_by().values("person")
    replies = Reply.objects.sent().filter(procedure=procedure, sent_at__gte=since)
    for_all = CollectiveReply.objects.filter(procedure=procedure, done_at__gte=since)
    return replies.filter(person__in=people).exists() or for_all.exists()


def _signature(place: int) -> str:
    """Another one as soon as the campaign's template or a decision on its passages is another."""
    campaign = Campaign.objects.filter(pk=place).first()
    if campaign is None:
        return "gone"
    tied = campaign.segments.tied().order_by("pk").values_list("pk", F("argument"))
    return f"{zlib.crc32(campaign.template.encode())}:{list(tied)}"


@transaction.atomic
def undo(portion: BulkPortion) -> None:
    """These letters as they were before; undone once only.

    Raises:
        NotAllowedNow: the weighing was closed, or something depends on it by now.
    """
    action = portion.action
    lock(action.procedure)
    portion.refresh_from_db()
    action.procedure.refresh_from_db(fields=["weighing_closed_at"])
    if portion.undone_at:
        return
    check_open(action)
    check_untouched(portion)
    Segment.objects.filter(statement__in=_moved(portion)).proposed().delete()
    bulk_rows.put_back(portion.changes)
    portion.undone_at = timezone.now()
    portion.save(update_fields=["undone_at"])
    _recount({*map(int, portion.origins), action.campaign_id})


def _moved(portion: BulkPortion) -> list[int]:
    """Letters whose proposals, made when they were opened since, are not those from before."""
    if portion.action.kind == Kind.READ:
        return []
    return [key for key, old, new in portion.changes["letter"] if old[0] != new[0]]
