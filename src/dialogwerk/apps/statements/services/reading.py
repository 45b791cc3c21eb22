"""Reading letters: segments proposed, tied to arguments, set aside; letters finished."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogwerk.apps.base.journal import record
from dialogwerk.cores.statements.segments import propose

from ..errors import NotAllowedNow, OpenPassages, PassageNotFound, PassageOverlaps
from ..models import Argument, Campaign, Occurrence, Segment, Statement

Text = Statement | Campaign
"""Where a passage stands: in one letter, or in a template that holds for all its letters."""


def text_of(where: Text) -> str:
    return where.template if isinstance(where, Campaign) else where.text


def _place(where: Text) -> dict[str, Text]:
    return {"campaign": where} if isinstance(where, Campaign) else {"statement": where}


def segments_of(where: Text) -> Sequence[Segment]:
    return list(Segment.objects.filter(**_place(where)).select_related("argument"))


@transaction.atomic
def propose_segments(where: Text, *, by: str = "system:segments") -> list[Segment]:
    """Propose passages that nobody has decided on yet; asked again, nothing is doubled.

    In a letter of a campaign only its own words are proposed: the rest is read in the template.
    """
    text = text_of(where)
    taken = [(segment.start, segment.end) for segment in segments_of(where)]
    spans = [
        (start, end)
        for start, end in _proposals(where, text)
        if not any(start < other_end and other_start < end for other_start, other_end in taken)
    ]
    return Segment.objects.bulk_create(
        [
            Segment(
                procedure_id=where.procedure_id,
                start=start,
                end=end,
                text=text[start:end],
                made_by=by,
                **_place(where),
            )
            for start, end in spans
        ]
    )


def _proposals(where: Text, text: str) -> Iterable[tuple[int, int]]:
    if isinstance(where, Statement) and where.campaign_id:
        for own_start, own_end in where.own_words:
            for span in propose(text[own_start:own_end]):
                yield own_start + span[0], own_start + span[1]
        return
    for span in propose(text):
        yield span[0], span[1]


@transaction.atomic
def tie(*, where: Text, start: int, end: int, argument: Argument, by: str) -> Segment:
    """Tie a selected passage to an argument. Tied in a template, it holds for all its letters.

    Proposals that the selection touches give way to it; a passage already tied does not.

    Raises:
        PassageNotFound: the selection is empty or lies outside the text.
        PassageOverlaps: part of it is tied already.
        NotAllowedNow: the argument was merged into another one, or belongs elsewhere.
    """
    text = text_of(where)
    start, end = _trimmed(text, start, end)
    _check_argument(where, argument)
    _make_room(where, start, end)
    segment = Segment.objects.create(
        procedure_id=where.procedure_id,
        start=start,
        end=end,
        text=text[start:end],
        made_by=by,
        state=Segment.State.TIED,
        confirmation=Segment.Confirmation.EXPLICIT,
        argument=argument,
        decided_by=by,
        decided_at=timezone.now(),
        **_place(where),
    )
    spread(segment)
    record(
        "segment.tied",
        subject=where.code if isinstance(where, Statement) else f"campaign {where.number}",
        actor=by,
        procedure=where.procedure.slug,
        payload={"segment": segment.pk, "argument": argument.number, "span": [start, end]},
    )
    return segment


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    if not 0 <= start < end <= len(text):
        raise PassageNotFound(_("Select the passage again: the selection lies outside the text."))
    passage = text[start:end]
    start += len(passage) - len(passage.lstrip())
    end -= len(passage) - len(passage.rstrip())
    if start >= end:
        raise PassageNotFound(_("The selection holds no text. Select at least one word."))
    return start, end


def _check_argument(where: Text, argument: Argument) -> None:
    if argument.procedure_id != where.procedure_id:
        raise NotAllowedNow(_("This argument belongs to another procedure."))
    if argument.merged_into_id:
        raise NotAllowedNow(
            _("Argument %(number)s was merged into argument %(target)s. Choose that one.")
            % {"number": argument.number, "target": argument.merged_into.number}
        )


def _make_room(where: Text, start: int, end: int) -> None:
    touching = Segment.objects.filter(start__lt=end, end__gt=start, **_place(where))
    tied = touching.tied().select_related("argument").first()
    if tied:
        raise PassageOverlaps(
            _("Part of this passage is already tied to argument %(number)s. Untie it first.")
            % {"number": tied.argument.number}
        )
    touching.delete()


@transaction.atomic
def tie_segment(*, segment: Segment, argument: Argument, by: str) -> Segment:
    """Tie a proposed passage as it stands, or tie a tied one to another argument."""
    where = segment.campaign or segment.statement
    _check_argument(where, argument)
    before = segment.argument
    segment.state = Segment.State.TIED
    segment.confirmation = Segment.Confirmation.EXPLICIT
    segment.argument, segment.decided_by, segment.decided_at = argument, by, timezone.now()
    segment.save()
    spread(segment)
    record(
        "segment.tied",
        subject=where.code if isinstance(where, Statement) else f"campaign {where.number}",
        actor=by,
        procedure=where.procedure.slug,
        payload={
            "segment": segment.pk,
            "argument": argument.number,
            "before": before.number if before else None,
        },
    )
    return segment


@transaction.atomic
def set_aside(*, segment: Segment, by: str, tacit: bool = False) -> None:
    """A person says that this passage holds nothing to answer; what was tied is untied."""
    segment.occurrences.all().delete()
    segment.state, segment.argument = Segment.State.SET_ASIDE, None
    how = Segment.Confirmation.TACIT if tacit else Segment.Confirmation.EXPLICIT
    segment.confirmation, segment.decided_by, segment.decided_at = how, by, timezone.now()
    segment.save()
    record(
        "segment.set_aside",
        subject=_subject(segment),
        actor=by,
        procedure=segment.procedure.slug,
        payload={"segment": segment.pk, "tacit": tacit},
    )


@transaction.atomic
def reopen(*, segment: Segment, by: str) -> None:
    """Back to proposed, e.g. after a slip; its points disappear until it is decided again."""
    segment.occurrences.all().delete()
    segment.state, segment.argument = Segment.State.PROPOSED, None
    segment.confirmation, segment.decided_by, segment.decided_at = "", "", None
    segment.save()
    _unread(segment)
    record(
        "segment.reopened",
        subject=_subject(segment),
        actor=by,
        procedure=segment.procedure.slug,
        payload={"segment": segment.pk},
    )


def _subject(segment: Segment) -> str:
    return segment.statement.code if segment.statement else f"campaign {segment.campaign.number}"


def _unread(segment: Segment) -> None:
    """A passage reopened makes its letter, or its campaign with all tacitly read ones, unread."""
    if segment.statement:
        Statement.objects.filter(pk=segment.statement_id).update(read_at=None, read_by="", read_how="")
        return
    Campaign.objects.filter(pk=segment.campaign_id).update(read_at=None, read_by="")
    segment.campaign.statements.filter(read_how=Statement.ReadHow.TACIT).update(
        read_at=None, read_by="", read_how=""
    )


def spread(segment: Segment, statements: Iterable[Statement] | None = None) -> int:
    """Make the points of a tied segment: one in its letter, or one in every letter of its campaign
    that has not left the passage out. Returns how many letters it holds for."""
    if segment.statement_id:
        letters = [segment.statement]
    else:
        letters = statements if statements is not None else segment.campaign.statements.only("pk", "left_out")
    points = [
        Occurrence(segment=segment, statement=letter)
        for letter in letters
        if segment.statement_id or not _leaves_out(letter, segment)
    ]
    Occurrence.objects.bulk_create(points, batch_size=2000, ignore_conflicts=True)
    return len(points)


def _leaves_out(letter: Statement, segment: Segment) -> bool:
    """Whether more than half of the passage is missing in this letter."""
    missing = sum(
        max(0, min(end, segment.end) - max(start, segment.start)) for start, end in letter.left_out
    )
    return missing * 2 > segment.end - segment.start


@transaction.atomic
def finish_reading(
    *, where: Text, by: str, now: datetime | None = None, set_rest_aside: bool = False
) -> int:
    """Confirm that every passage was looked at. A campaign finished reads, tacitly, all its letters
    without own words. Returns the number of letters that count as read by this.

    Raises:
        OpenPassages: proposals are undecided and ``set_rest_aside`` was not chosen.
    """
    now = now or timezone.now()
    open_segments = list(Segment.objects.filter(**_place(where)).proposed())
    if open_segments and not set_rest_aside:
        raise OpenPassages(
            ngettext(
                "%(count)s passage is neither tied nor set aside.",
                "%(count)s passages are neither tied nor set aside.",
                len(open_segments),
            )
            % {"count": len(open_segments)},
            len(open_segments),
        )
    for segment in open_segments:
        set_aside(segment=segment, by=by, tacit=True)
    if isinstance(where, Campaign):
        return _finish_campaign(where, by, now)
    where.read_at, where.read_by, where.read_how = now, by, Statement.ReadHow.EXPLICIT
    where.save(update_fields=["read_at", "read_by", "read_how"])
    record("statement.read", subject=where.code, actor=by, procedure=where.procedure.slug)
    return 1


def _finish_campaign(campaign: Campaign, by: str, now: datetime) -> int:
    campaign.read_at, campaign.read_by = now, by
    campaign.save(update_fields=["read_at", "read_by"])
    letters = read_tacitly(campaign, by=by, now=now)
    record(
        "campaign.read",
        subject=f"campaign {campaign.number}",
        actor=by,
        procedure=campaign.procedure.slug,
        payload={"letters": letters},
    )
    return letters


def read_tacitly(campaign: Campaign, *, by: str, now: datetime) -> int:
    """Letters without own words, of a campaign that was read, count as read."""
    return (
        campaign.statements.unread()
        .filter(has_own_words=False, attachments=None)
        .update(read_at=now, read_by=by, read_how=Statement.ReadHow.TACIT)
    )
