"""Reading letters: segments proposed, tied to arguments, set aside; letters finished."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements.segments import propose

from ..errors import NotAllowedNow, OpenPassages, PassageNotFound, PassageOverlaps
from ..models import Argument, Campaign, Occurrence, Proposal, Reply, ReplyPoint, Segment, Statement
from . import proposal_outcomes as outcomes
from .argument_counts import note_change

Text = Statement | Campaign
"""Where a passage stands: in one letter, or in a template that holds for all its letters."""

LEAST_WORDS_OF_A_REST = 3
"""What a selection leaves of a proposal stays proposed from this many words on."""


def text_of(where: Text) -> str:
    return where.template if isinstance(where, Campaign) else where.text


def subject_of(where: Text) -> str:
    """How the journal names a letter or a campaign."""
    return f"campaign {where.number}" if isinstance(where, Campaign) else where.code


def _place(where: Text) -> dict[str, Text]:
    return {"campaign": where} if isinstance(where, Campaign) else {"statement": where}


def _where(segment: Segment) -> Text:
    where = segment.campaign or segment.statement
    assert where is not None  # noqa: S101 - the database has a constraint for it
    return where


def _lock(where: Text) -> None:
    """Of two people who decide on the same text at the same time one comes after the other."""
    type(where).objects.select_for_update().only("pk").get(pk=where.pk)


def _lock_passage(segment: Segment) -> Text:
    """The text of a passage, locked, with the passage as it stands now.

    Raises:
        PassageNotFound: somebody else has taken the passage away meanwhile.
    """
    where = _where(segment)
    _check_open(where.procedure)
    _lock(where)
    try:
        segment.refresh_from_db(fields=["state", "argument"])
    except Segment.DoesNotExist as error:
        raise PassageNotFound(
            _("This passage is not there any more. Load the page again to see what became of it.")
        ) from error
    return where


def _check_open(procedure: Procedure) -> None:
    if procedure.weighing_closed_at:
        raise NotAllowedNow(
            _("The weighing is closed. Open it again, with a reason, before you change passages.")
        )


def segments_of(where: Text) -> Sequence[Segment]:
    return list(Segment.objects.filter(**_place(where)).select_related("argument"))


# Proposals


def propose_segments(
    where: Text, *, known: Sequence[Segment] | None = None, by: str = "system:segments"
) -> list[Segment]:
    """Propose passages that nobody has decided on yet; asked again, nothing is doubled.

    In a letter of a campaign only its own words are proposed: the rest is read in the template.

    Args:
        known: all passages of this text, if they are at hand already.
    """
    text = text_of(where)
    taken = [(one.start, one.end) for one in (segments_of(where) if known is None else known)]
    spans = [span for span in _proposals(where, text) if not _touches(span, taken)]
    if not spans:
        return []
    made = Segment.objects.bulk_create([_proposed(where, text, span, by) for span in spans])
    for segment in made:
        segment.is_fresh = True
    return made


def _touches(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _proposed(where: Text, text: str, span: tuple[int, int], by: str) -> Segment:
    start, end = span
    return Segment(
        procedure_id=where.procedure_id,
        start=start,
        end=end,
        text=text[start:end],
        made_by=by,
        **_place(where),
    )


def _proposals(where: Text, text: str) -> Iterator[tuple[int, int]]:
    if isinstance(where, Statement) and where.campaign_id:
        for own_start, own_end in where.own_words:
            for span in propose(text[own_start:own_end]):
                yield own_start + span[0], own_start + span[1]
        return
    for span in propose(text):
        yield span[0], span[1]


# Deciding on passages


@transaction.atomic
def tie(*, where: Text, start: int, end: int, argument: Argument, by: str) -> Segment:
    """Tie a selected passage to an argument. Tied in a template, it holds for all its letters.

    Proposals that the selection touches give way to it, what it leaves of them stays proposed; a
    passage already tied does not give way.

    Raises:
        PassageNotFound: the selection is empty or lies outside the text.
        PassageOverlaps: part of it is tied already.
        NotAllowedNow: the weighing is closed, or the argument was merged or belongs elsewhere.
    """
    _check_open(where.procedure)
    _check_argument(where, argument)
    text = text_of(where)
    start, end = _trimmed(text, start, end)
    _lock(where)
    given_way = _make_room(where, start, end)
    segment = _proposed(where, text, (start, end), by)
    _decide(segment, Segment.State.TIED, argument, by)
    outcomes.move(given_way, segment, argument, by=by)
    spread(segment)
    flag_uncovered_by(segment)
    _record("segment.tied", where, by, segment, argument=argument.number, span=[start, end])
    return segment


@transaction.atomic
def tie_segment(*, segment: Segment, argument: Argument, by: str, tacit: bool = False) -> Segment:
    """Tie a proposed passage as it stands, or tie a tied one to another argument.

    Args:
        tacit: the rest of a letter was confirmed in one go, not this passage by itself.

    Raises:
        PassageNotFound: the passage is not there any more.
        NotAllowedNow: the weighing is closed, or the argument was merged or belongs elsewhere.
    """
    where = _lock_passage(segment)
    _check_argument(where, argument)
    before = segment.argument
    if before == argument:
        return segment
    if before:
        _flag_answered_otherwise(segment)
        note_change(Argument.objects.filter(pk=before.pk))
    _decide(segment, Segment.State.TIED, argument, by, tacit=tacit)
    outcomes.note_tied(segment, argument, by=by, tacit=tacit)
    spread(segment)
    flag_uncovered_by(segment)
    number = before.number if before else None
    _record("segment.tied", where, by, segment, argument=argument.number, before=number)
    return segment


@transaction.atomic
def set_aside(*, segment: Segment, by: str, tacit: bool = False) -> None:
    """A person says that this passage holds nothing to answer; what was tied is untied."""
    where = _lock_passage(segment)
    _drop_points(segment)
    _decide(segment, Segment.State.SET_ASIDE, None, by, tacit=tacit)
    outcomes.note_set_aside(segment, by=by, tacit=tacit)
    _record("segment.set_aside", where, by, segment, tacit=tacit)


@transaction.atomic
def reopen(*, segment: Segment, by: str) -> None:
    """Back to proposed, e.g. after a slip; its points disappear until it is decided again."""
    where = _lock_passage(segment)
    _drop_points(segment)
    segment.state, segment.argument = Segment.State.PROPOSED, None
    segment.confirmation, segment.decided_by, segment.decided_at = "", "", None
    segment.save()
    outcomes.take_back(segment)
    _unread(where)
    _record("segment.reopened", where, by, segment)


def _decide(
    segment: Segment, state: str, argument: Argument | None, by: str, *, tacit: bool = False
) -> None:
    how = Segment.Confirmation.TACIT if tacit else Segment.Confirmation.EXPLICIT
    segment.state, segment.argument, segment.confirmation = state, argument, how
    segment.decided_by, segment.decided_at = by, timezone.now()
    segment.save()


def _record(action: str, where: Text, by: str, segment: Segment, **payload: object) -> None:
    record(
        action,
        subject=subject_of(where),
        actor=by,
        procedure=where.procedure.slug,
        payload={"segment": segment.pk, **payload},
    )


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
    if argument.merged_into:
        raise NotAllowedNow(
            _("Argument %(number)s was merged into argument %(target)s. Choose that one.")
            % {"number": argument.number, "target": argument.merged_into.number}
        )


def _make_room(where: Text, start: int, end: int) -> list[Proposal]:
    """Proposed passages give way to a selection; what had been proposed for them is given back."""
    touching = Segment.objects.filter(start__lt=end, end__gt=start, **_place(where))
    tied = touching.tied().select_related("argument").first()
    if tied and tied.argument:
        raise PassageOverlaps(
            _("Part of this passage is already tied to argument %(number)s. Untie it first.")
            % {"number": tied.argument.number}
        )
    rests = [rest for segment in touching.proposed() for rest in _rests(segment, start, end)]
    proposals = list(Proposal.objects.filter(segment__in=touching))
    touching.delete()
    text = text_of(where)
    Segment.objects.bulk_create([_proposed(where, text, rest, "system:segments") for rest in rests])
    return proposals


def _rests(segment: Segment, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What a selection leaves of a proposal, so that no words get lost beside it."""
    for rest_start, rest_end in ((segment.start, start), (end, segment.end)):
        if rest_start >= rest_end:
            continue
        passage = segment.text[rest_start - segment.start : rest_end - segment.start]
        words = list(re.finditer(r"\w+", passage))
        if len(words) >= LEAST_WORDS_OF_A_REST:
            yield rest_start + words[0].start(), rest_start + len(passage.rstrip())


def _drop_points(segment: Segment) -> None:
    if segment.argument_id:
        _flag_answered_otherwise(segment)
        note_change(Argument.objects.filter(pk=segment.argument_id))
    segment.occurrences.all().delete()


def _unread(where: Text) -> None:
    """A passage reopened makes its letter, or its campaign with all tacitly read ones, unread."""
    if isinstance(where, Statement):
        Statement.objects.filter(pk=where.pk).update(read_at=None, read_by="", read_how="")
        return
    Campaign.objects.filter(pk=where.pk).update(read_at=None, read_by="")
    where.statements.filter(read_how=Statement.ReadHow.TACIT).update(
        read_at=None, read_by="", read_how=""
    )


# Points


def spread(segment: Segment, statements: Iterable[Statement] | None = None) -> int:
    """Make the points of a tied segment: one in its letter, or one in every letter of its campaign
    that has not left the passage out. Returns how many letters it holds for.

    Args:
        statements: only these letters of the campaign, e.g. those that have just joined it.
    """
    letters = _letters_of(segment) if statements is None else statements
    points = [
        Occurrence(segment=segment, statement=letter)
        for letter in letters
        if segment.statement_id or not leaves_out(letter.left_out, segment)
    ]
    Occurrence.objects.bulk_create(points, batch_size=2000, ignore_conflicts=True)
    if points and segment.argument_id:
        note_change(Argument.objects.filter(pk=segment.argument_id))
    return len(points)


def _letters_of(segment: Segment) -> Iterable[Statement]:
    if segment.statement:
        return [segment.statement]
    return Statement.objects.filter(campaign=segment.campaign_id).only("pk", "left_out")


def leaves_out(left_out: Sequence[Sequence[int]], segment: Segment) -> bool:
    """Whether more than half of the passage is missing in a letter that leaves these spans out."""
    missing = sum(
        max(0, min(end, segment.end) - max(start, segment.start)) for start, end in left_out
    )
    return missing * 2 > segment.end - segment.start


def flag_uncovered_by(segment: Segment, *, among: Sequence[int] | None = None) -> int:
    """Flag sent replies to people who make this point but were not answered on its argument.

    Args:
        among: primary keys of letters; only people who make it in one of these.
    """
    covered = ReplyPoint.objects.filter(
        reply__procedure=segment.procedure_id,
        reply__person=OuterRef("person"),
        argument=segment.argument_id,
    )
    return _flag(segment, ~Exists(covered), among)


def _flag_answered_otherwise(segment: Segment) -> int:
    """Flag sent replies that answer this passage under the argument which it now leaves."""
    shown = ReplyPoint.objects.filter(reply=OuterRef("pk"), argument=segment.argument_id)
    return _flag(segment, Exists(shown))


def _flag(segment: Segment, condition: Exists | object, among: Sequence[int] | None = None) -> int:
    newest = Reply.objects.sent().filter(
        procedure=segment.procedure_id, supplement=None, outdated_at=None
    )
    if not newest.exists():
        return 0
    points = Occurrence.objects.filter(segment=segment)
    if among is not None:
        points = points.filter(statement__in=among)
    people = points.values("statement__person")
    concerned = newest.filter(condition, person__in=people).values("pk")  # type: ignore[arg-type]
    return Reply.objects.filter(pk__in=concerned).update(outdated_at=timezone.now())


# Finishing


def finish_reading(
    *, where: Text, by: str, now: datetime | None = None, set_rest_aside: bool = False
) -> int:
    """Confirm that every passage was looked at. A campaign finished reads, tacitly, all its letters
    without own words. Returns the number of letters that count as read by this.

    Raises:
        OpenPassages: proposals are undecided and ``set_rest_aside`` was not chosen.
        NotAllowedNow: the weighing is closed.
    """
    _check_open(where.procedure)
    propose_segments(where)
    return _finish_all(where, by, now or timezone.now(), set_rest_aside)


@transaction.atomic
def _finish_all(where: Text, by: str, now: datetime, set_rest_aside: bool) -> int:
    _lock(where)
    open_segments = list(Segment.objects.filter(**_place(where)).proposed())
    if open_segments and not set_rest_aside:
        raise OpenPassages(_open_passages(len(open_segments)), len(open_segments))
    for segment in open_segments:
        set_aside(segment=segment, by=by, tacit=True)
    if isinstance(where, Campaign):
        return _finish_campaign(where, by, now)
    return _finish(where, by, now)


def _open_passages(count: int) -> str:
    return ngettext(
        "%(count)s passage is neither tied nor set aside.",
        "%(count)s passages are neither tied nor set aside.",
        count,
    ) % {"count": count}


def _finish(statement: Statement, by: str, now: datetime) -> int:
    statement.read_at, statement.read_by = now, by
    statement.read_how = Statement.ReadHow.EXPLICIT
    statement.save(update_fields=["read_at", "read_by", "read_how"])
    record("statement.read", subject=statement.code, actor=by, procedure=statement.procedure.slug)
    return 1


def _finish_campaign(campaign: Campaign, by: str, now: datetime) -> int:
    campaign.read_at, campaign.read_by = now, by
    campaign.save(update_fields=["read_at", "read_by"])
    letters = read_tacitly(campaign, by=by, now=now)
    record(
        "campaign.read",
        subject=subject_of(campaign),
        actor=by,
        procedure=campaign.procedure.slug,
        payload={"letters": letters},
    )
    return letters


def read_tacitly(
    campaign: Campaign, *, by: str, now: datetime, among: Sequence[int] | None = None
) -> int:
    """Letters without own words, of a campaign that was read, count as read. Letters with files,
    or with an undecided passage of their own, wait for a person.

    Args:
        among: primary keys; only these letters.
    """
    undecided = Segment.objects.filter(statement=OuterRef("pk")).proposed()
    plain: QuerySet[Statement] = campaign.statements.unread().filter(
        ~Exists(undecided), has_own_words=False, attachments=None
    )
    if among is not None:
        plain = plain.filter(pk__in=among)
    return plain.update(read_at=now, read_by=by, read_how=Statement.ReadHow.TACIT)
