"""Arguments proposed for every open passage, and the order in which to look at them.

What a person has decided or refused is never touched.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.schemes.models import Procedure

from ..models import Argument, LearnedModel, Proposal, ProposalQueue, Segment, Statement
from .learning import Decision, arguing_of, decisions_of, model_for, similar_to
from .proposal_outcomes import fingerprint
from .reading import propose_segments

if TYPE_CHECKING:
    from dialogwerk.apps.base.runs import RunHandle
    from dialogwerk.cores.statements.arguing import Arguing
    from dialogwerk.cores.statements.similar_passages import Match
    from dialogwerk.cores.statements.themes import Guess, ThemeModel

MOST_PASSAGES = 20_000
"""So many open passages at a time get proposals; the next run takes those that came behind."""

LEAST_CONFIDENCE = 0.2
MOST_FOR_A_PASSAGE = 3
AT_ONCE = 500
QUEUED = 200


@dataclass
class Renewal:
    """What a run did."""

    passages: int = 0
    proposed: int = 0
    proposals: int = 0
    model: int = 0
    last_letter: int = 0
    stopped: bool = False


@dataclass
class _Candidate:
    argument: int
    confidence: float
    method: str
    evidence: list[str] = field(default_factory=list)
    resembles: str = ""


def renew(procedure: Procedure, handle: "RunHandle | None" = None) -> Renewal:
    """Propose arguments for all open passages anew, and put these into order.

    May be started again at any point: every portion stands by itself.
    """
    now = timezone.now()
    done = Renewal(last_letter=_make_passages(procedure, handle))
    decisions = decisions_of(procedure)
    alive = handle.should_stop if handle else bool
    learned = model_for(procedure, decisions, alive)
    arguing = arguing_of(decisions, alive)
    done.model = learned[0].number if learned else 0
    segments = _open_passages(procedure)
    done.passages = len(segments)
    _note_arguing(procedure, segments, arguing)
    unsure = _propose_all(procedure, segments, decisions, learned, done, handle)
    if not done.stopped:
        _queue(procedure, segments, unsure, now, done.last_letter)
    return done


def _make_passages(procedure: Procedure, handle: "RunHandle | None") -> int:
    """Cut letters that nobody has opened into passages, the oldest first. Returns the newest letter
    there is, so that one knows when others come."""
    ProposalQueue.objects.get_or_create(procedure=procedure)
    newest = procedure.statements.aggregate(last=Max("pk"))["last"] or 0
    has_own = Q(campaign=None) | Q(has_own_words=True)
    none_yet = ~Exists(Segment.objects.filter(statement=OuterRef("pk")))
    letters = procedure.statements.unread().filter(has_own, none_yet).order_by("pk")
    for letter in letters[:MOST_PASSAGES].iterator(chunk_size=AT_ONCE):
        if handle and handle.should_stop():
            break
        _make_for(letter)
    return int(newest)


@transaction.atomic
def _make_for(letter: Statement) -> None:
    """Of a letter that is opened at the same time the passages are made once."""
    Statement.objects.select_for_update().only("pk").get(pk=letter.pk)
    if not Segment.objects.filter(statement=letter).exists():
        propose_segments(letter, known=())


def _open_passages(procedure: Procedure) -> list[Segment]:
    waiting = Segment.objects.filter(procedure=procedure).proposed().select_related("campaign")
    return list(waiting.order_by("pk")[:MOST_PASSAGES])


def _note_arguing(
    procedure: Procedure, segments: Sequence[Segment], arguing: "Arguing | None"
) -> None:
    """How probably each open passage holds an argument, and how well that is known; what is not
    known any more is forgotten."""
    for some in _portions(segments):
        known = arguing.confidences([one.text for one in some]) if arguing else [None] * len(some)
        changed = []
        for segment, argues in zip(some, known, strict=True):
            if segment.argues != argues:
                segment.argues = argues
                changed.append(segment)
        Segment.objects.bulk_update(changed, ["argues"], batch_size=AT_ONCE)
    quality = (
        {
            "tied": arguing.tied,
            "set_aside": arguing.set_aside,
            "right_tied": arguing.right_tied,
            "right_set_aside": arguing.right_set_aside,
            "is_shown": arguing.model is not None,
        }
        if arguing
        else {}
    )
    ProposalQueue.objects.filter(procedure=procedure).update(arguing=quality)


def _propose_all(
    procedure: Procedure,
    segments: Sequence[Segment],
    decisions: Sequence[Decision],
    learned: "tuple[LearnedModel, ThemeModel] | None",
    done: Renewal,
    handle: "RunHandle | None",
) -> dict[int, float]:
    """Proposals for these passages, portion by portion; how unsure the machine is about each."""
    from dialogwerk.cores.statements.usefulness import uncertainty

    similar = similar_to(decisions)
    active = set(Argument.objects.filter(procedure=procedure).active().values_list("pk", flat=True))
    unsure: dict[int, float] = {}
    for some in _portions(segments):
        if handle and handle.should_stop():
            done.stopped = True
            break
        texts = [one.text for one in some]
        near = similar.nearest(texts)
        guesses = (
            learned[1].predict(texts, at_least=LEAST_CONFIDENCE) if learned else [()] * len(some)
        )
        found = [
            _candidates(match, guess, active) for match, guess in zip(near, guesses, strict=True)
        ]
        done.proposals += _write(procedure, some, found, learned[0] if learned else None)
        done.proposed += sum(1 for one in found if one)
        for segment, candidates in zip(some, found, strict=True):
            unsure[segment.pk] = uncertainty([one.confidence for one in candidates])
        if handle:
            handle.advance(len(unsure), _("Proposing arguments"), total=len(segments))
    return unsure


def _portions(segments: Sequence[Segment]) -> Iterator[Sequence[Segment]]:
    return (segments[start : start + AT_ONCE] for start in range(0, len(segments), AT_ONCE))


def _candidates(
    match: "Match | None", guesses: "Sequence[Guess]", active: set[int]
) -> list[_Candidate]:
    """From both ways; of two proposals of the same argument the more confident one."""
    found: dict[int, _Candidate] = {
        int(one.label): _Candidate(
            int(one.label),
            one.confidence,
            Proposal.Method.LEARNED,
            [word.word for word in one.evidence],
        )
        for one in guesses
    }
    if match and match.confidence >= LEAST_CONFIDENCE:
        known = found.get(int(match.label))
        if known is None or match.confidence > known.confidence:
            found[int(match.label)] = _Candidate(
                int(match.label),
                match.confidence,
                Proposal.Method.SIMILAR,
                list(match.shared),
                match.text,
            )
    active_ones = [one for one in found.values() if one.argument in active]
    return sorted(active_ones, key=lambda one: (-one.confidence, one.argument))


@transaction.atomic
def _write(
    procedure: Procedure,
    segments: Sequence[Segment],
    found: Sequence[list[_Candidate]],
    model: LearnedModel | None,
) -> int:
    """Replace open proposals of these passages; whoever decides on one at the same time goes first
    or finds the old ones."""
    keys = [one.pk for one in segments]
    still_open = set(
        Segment.objects.select_for_update()
        .filter(pk__in=keys)
        .proposed()
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    prints = {one.pk: fingerprint(one.text) for one in segments}
    refused = _refused(procedure, set(prints.values()))
    Proposal.objects.filter(segment__in=still_open).undecided().delete()
    fresh = [
        proposal
        for segment, candidates in zip(segments, found, strict=True)
        if segment.pk in still_open
        for proposal in _rows(procedure, segment, prints[segment.pk], candidates, refused, model)
    ]
    Proposal.objects.bulk_create(fresh, batch_size=AT_ONCE)
    return len(fresh)


def _refused(procedure: Procedure, prints: set[str]) -> set[tuple[str, int]]:
    """What people did not want for these words."""
    rows = Proposal.objects.filter(
        procedure=procedure,
        fingerprint__in=prints,
        outcome__in=[Proposal.Outcome.REFUSED, Proposal.Outcome.CHANGED],
        confirmation=Segment.Confirmation.EXPLICIT,
    )
    return set(rows.values_list("fingerprint", "argument"))


def _rows(
    procedure: Procedure,
    segment: Segment,
    passage: str,
    candidates: Sequence[_Candidate],
    refused: set[tuple[str, int]],
    model: LearnedModel | None,
) -> Iterator[Proposal]:
    wanted = [one for one in candidates if (passage, one.argument) not in refused]
    for rank, one in enumerate(wanted[:MOST_FOR_A_PASSAGE], start=1):
        yield Proposal(
            procedure=procedure,
            segment=segment,
            fingerprint=passage,
            argument_id=one.argument,
            rank=rank,
            confidence=min(1.0, max(0.0, one.confidence)),
            method=one.method,
            evidence=one.evidence,
            resembles=one.resembles[:2000],
            model=model if one.method == Proposal.Method.LEARNED else None,
        )


def _queue(
    procedure: Procedure,
    segments: Sequence[Segment],
    unsure: dict[int, float],
    now: object,
    last_letter: int,
) -> None:
    """The most useful passages next; of equal ones the first stands for all."""
    from dialogwerk.cores.statements.usefulness import most_useful

    same = Counter(one.text for one in segments)
    firsts = list({one.text: one for one in reversed(segments)}.values())
    letters = [_letters(one, same[one.text]) for one in firsts]
    doubts = [unsure.get(one.pk, 1.0) for one in firsts]
    places = most_useful([one.text for one in firsts], doubts, letters, count=QUEUED)
    ProposalQueue.objects.filter(procedure=procedure).update(
        renewed_at=now,
        last_letter=last_letter,
        passages=[[firsts[at].pk, letters[at]] for at in places],
    )
    Proposal.objects.filter(procedure=procedure, segment=None).undecided().delete()


def _letters(segment: Segment, same: int) -> int:
    """In how many letters the passage stands."""
    return max(same, segment.campaign.size if segment.campaign else 1)
