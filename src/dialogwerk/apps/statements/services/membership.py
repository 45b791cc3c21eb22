"""Which letters belong to a campaign, and where each differs from its template.

What a clerk has said about a letter's campaign is never changed here but by a clerk.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base import bulk
from dialogwerk.apps.base.journal import record

from ..errors import NotAllowedNow
from ..models import Campaign, Occurrence, Segment, Statement
from ..models.letters import StatementQuerySet
from .argument_counts import note_change_of
from .campaigns import count, lock, record_change
from .reading import flag_uncovered_by, read_tacitly, spread

CHUNK = 2000
"""How many letters are changed in one transaction: others wait for it."""

FEW = 100
"""So few letters are compared without kernels, which a web process need not load."""

Spans = list[list[int]]


# Deviations


def deviations_from(template: str, texts: Mapping[int, str]) -> dict[int, tuple[Spans, Spans]]:
    """Own words and what is left out, per letter; letters of the same words are compared once."""
    if len(texts) < FEW:
        return {place: deviation(template, text) for place, text in texts.items()}
    from dialogwerk.cores.statements.own_words import spans_for

    found = spans_for(template, list(texts.values()))
    return {
        place: (_listed(own), _listed(out)) for place, (own, out) in zip(texts, found, strict=True)
    }


def deviation(template: str, text: str) -> tuple[Spans, Spans]:
    """Spans of the letter that are its own words, and of the template that it leaves out."""
    from dialogwerk.cores.statements.deviations import compare

    found = compare(template, text)
    return _listed(found.own), _listed(found.left_out)


def _listed(spans: Sequence[tuple[int, int]]) -> Spans:
    return [list(span) for span in spans]


def write_deviations(campaign: Campaign, deviations: Mapping[int, tuple[Spans, Spans]]) -> None:
    """Store where these letters differ, and that they are in this campaign."""
    bulk.update(
        Statement,
        ("campaign_id", "own_words", "left_out", "has_own_words"),
        [(pk, campaign.pk, own, out, bool(own)) for pk, (own, out) in deviations.items()],
    )
    for some in chunks(list(deviations)):
        _unread_own_words(some)


def compare_again(campaign: Campaign, letters: StatementQuerySet) -> None:
    """These of its letters beside a template that is another one now."""
    texts = dict(letters.filter(campaign=campaign).values_list("pk", "text"))
    write_deviations(campaign, deviations_from(campaign.template, texts))
    unread(list(texts))
    renew_proposals(list(texts))


def unread(pks: Sequence[int]) -> None:
    """Letters beside another template than before: what was read of them is not all of it."""
    for some in chunks(pks):
        Statement.objects.filter(pk__in=some).update(read_at=None, read_by="", read_how="")


def _unread_own_words(pks: Sequence[int]) -> None:
    """A letter read tacitly in which own words turn up is open until somebody looks."""
    Statement.objects.filter(
        pk__in=pks, has_own_words=True, read_how=Statement.ReadHow.TACIT
    ).update(read_at=None, read_by="", read_how="")


def chunks(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    return (pks[start : start + CHUNK] for start in range(0, len(pks), CHUNK))


# Joining and leaving


def let_join(
    campaign: Campaign,
    pks: Sequence[int],
    *,
    by: str,
    keeps: Collection[Campaign] = (),
    reads_these_only: bool = False,
) -> None:
    """Letters that are new in a campaign: they lose the points of the former one and get these.

    Args:
        keeps: campaigns whose points they do not lose, since they were merged into this one.
        reads_these_only: of a campaign that was read, no other letters are read tacitly with it.
    """
    if not pks:
        return
    tied = list(campaign.segments.tied())
    for some in chunks(pks):
        _lose_points(some, keep=[campaign, *keeps])
        letters = list(Statement.objects.filter(pk__in=some).only("pk", "left_out"))
        for segment in tied:
            spread(segment, letters)
    for segment in tied:
        flag_uncovered_by(segment, among=pks)
    if campaign.read_at:
        among = pks if reads_these_only else None
        read_tacitly(campaign, by=by, now=timezone.now(), among=among)
    record_change("campaign.joined", campaign, by, letters=len(pks))


def _lose_points(pks: Sequence[int], keep: Collection[Campaign] = ()) -> None:
    """Points that came from a template, other than of the campaigns to keep; and the tacit reading
    that came with it."""
    points = Occurrence.objects.filter(statement__in=pks, segment__campaign__isnull=False)
    if keep:
        points = points.exclude(segment__campaign__in=keep)
    note_change_of(points)
    points.delete()
    Statement.objects.filter(pk__in=pks, read_how=Statement.ReadHow.TACIT).update(
        read_at=None, read_by="", read_how=""
    )


def renew_proposals(pks: Sequence[int]) -> None:
    """Proposals outside the own words go; new ones are made when a letter is opened."""
    for some in chunks(pks):
        Segment.objects.filter(statement__in=some).proposed().delete()


def let_leave(pks: Sequence[int]) -> None:
    """Letters that are in no campaign any more: individual, and unread as a whole."""
    _lose_points(pks)
    Segment.objects.filter(statement__in=pks).proposed().delete()
    Statement.objects.filter(pk__in=pks).update(
        campaign=None,
        own_words=[],
        left_out=[],
        has_own_words=False,
        read_at=None,
        read_by="",
        read_how="",
    )


# One letter


@transaction.atomic
def assign(*, statement: Statement, campaign: Campaign | None, by: str) -> None:
    """A clerk says to which campaign a letter belongs, or that it is individual; this stays.

    Raises:
        NotAllowedNow: the campaign belongs to another procedure, or the weighing is closed.
    """
    _check_may_move(statement, campaign)
    lock(statement.procedure)
    statement.refresh_from_db(fields=["campaign"])
    before = statement.campaign
    move(statement, campaign, by=by)
    Statement.objects.filter(pk=statement.pk).update(campaign_fixed=True)
    for changed in {before, campaign} - {None}:
        count(changed)  # type: ignore[arg-type]
    record(
        "statement.campaign_assigned",
        subject=statement.code,
        actor=by,
        procedure=statement.procedure.slug,
        payload={
            "before": before.number if before else None,
            "after": campaign.number if campaign else None,
        },
    )
    statement.refresh_from_db()


def _check_may_move(statement: Statement, campaign: Campaign | None) -> None:
    if statement.procedure.weighing_closed_at:
        raise NotAllowedNow(
            _("The weighing is closed. Open it again, with a reason, before you move letters.")
        )
    if campaign and campaign.procedure_id != statement.procedure_id:
        raise NotAllowedNow(_("This campaign belongs to another procedure."))


def move(statement: Statement, campaign: Campaign | None, *, by: str) -> None:
    """Take one letter out of its campaign and into this one; the procedure is locked."""
    if statement.campaign == campaign:
        return
    if campaign is None:
        let_leave([statement.pk])
        return
    unread([statement.pk])
    write_deviations(campaign, {statement.pk: deviation(campaign.template, statement.text)})
    renew_proposals([statement.pk])
    let_join(campaign, [statement.pk], by=by)
