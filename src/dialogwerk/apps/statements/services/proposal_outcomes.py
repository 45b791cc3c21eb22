"""What becomes of proposals when a person decides on their passage."""

import hashlib
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from dialogwerk.cores.statements.words import words

from ..models import Argument, Proposal, Segment

Outcome = Proposal.Outcome


def fingerprint(text: str) -> str:
    """Of the passage's words, however they are set: case, punctuation and line breaks apart."""
    folded = " ".join(word.folded for word in words(text))
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def note_tied(segment: Segment, argument: Argument, *, by: str, tacit: bool = False) -> None:
    """The passage belongs to this argument now."""
    _note([segment.pk], argument, by=by, tacit=tacit)


def move(given_way: Collection[Proposal], segment: Segment, argument: Argument, *, by: str) -> None:
    """Somebody tied words of their own choice, before which proposed passages gave way: what was
    proposed for those is measured by what the new passage was tied to."""
    Proposal.objects.filter(pk__in=[one.pk for one in given_way]).update(segment=segment)
    _note([segment.pk], argument, by=by, tacit=False)


def note_set_aside(segment: Segment, *, by: str, tacit: bool) -> None:
    """The passage holds nothing to answer: the first proposal was refused."""
    _note([segment.pk], None, by=by, tacit=tacit)


def note_all_set_aside(passages: Collection[int], *, by: str) -> None:
    """These passages were set aside together, with the rest of their letters."""
    _note(passages, None, by=by, tacit=True)


def _note(passages: Collection[int], argument: Argument | None, *, by: str, tacit: bool) -> None:
    """A later decision on the same passage replaces the outcome of the earlier one, but what was
    refused by itself stays refused."""
    changing = list(Proposal.objects.filter(segment__in=passages, is_refused_alone=False))
    how = Segment.Confirmation.TACIT if tacit else Segment.Confirmation.EXPLICIT
    for one in changing:
        one.outcome = _outcome(one, argument)
        one.confirmation, one.decided_by, one.decided_at = how, by, timezone.now()
    Proposal.objects.bulk_update(changing, ["outcome", "confirmation", "decided_by", "decided_at"])


def _outcome(proposal: Proposal, argument: Argument | None) -> str:
    if argument and proposal.argument_id == argument.pk:
        return Outcome.KEPT
    if proposal.rank > 1:
        return Outcome.PASSED_OVER
    return Outcome.CHANGED if argument else Outcome.REFUSED


def take_back(segment: Segment) -> None:
    """The passage is open again; what was decided on its proposals counts no longer."""
    Proposal.objects.filter(segment=segment, is_refused_alone=False).update(
        outcome=Outcome.OPEN, confirmation="", decided_by="", decided_at=None
    )


@transaction.atomic
def refuse(*, proposal: Proposal, by: str) -> None:
    """Not this argument: it is not proposed again for these words; the next one moves up."""
    now = timezone.now()
    same = Proposal.objects.filter(segment=proposal.segment_id).undecided()
    Proposal.objects.filter(pk=proposal.pk, outcome=Outcome.OPEN).update(
        outcome=Outcome.REFUSED,
        is_refused_alone=True,
        confirmation=Segment.Confirmation.EXPLICIT,
        decided_by=by,
        decided_at=now,
    )
    for rank, one in enumerate(same.exclude(pk=proposal.pk).order_by("rank"), start=1):
        Proposal.objects.filter(pk=one.pk).update(rank=rank)


def open_proposals(segments: Iterable[Segment]) -> dict[int, list[Proposal]]:
    """Per passage what is proposed for it, the best first."""
    found: dict[int, list[Proposal]] = {}
    waiting = Proposal.objects.filter(segment__in=[one.pk for one in segments]).undecided()
    active = waiting.filter(argument__merged_into=None).select_related("argument", "model")
    for proposal in active.order_by("segment", "rank"):
        found.setdefault(proposal.segment_id or 0, []).append(proposal)
    return found
