"""Campaigns found among the letters of a procedure, and kept when it is done again.

What a clerk has said about a letter's campaign is never changed here. Finding takes a while, and
letters are moved meanwhile: what is stored is decided anew for each portion of letters, under a
lock on the procedure, so nobody waits for more than a portion and a killed grouping goes on. Of two
groupings at the same time the later one notices, and reads the letters again.
"""

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.base import bulk
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.progress import Progress, Silent
from dialogwerk.apps.base.statistics import refresh_statistics
from dialogwerk.apps.schemes.models import Procedure

from ..errors import GroupedMeanwhile
from ..models import Campaign, Statement
from .campaigns import (
    count,
    last_grouped,
    last_number,
    lock,
    new_campaign,
    remove_empty,
    renew_template,
)
from .membership import (
    CHUNK,
    Spans,
    chunks,
    compare_again,
    deviations_from,
    let_join,
    let_leave,
    renew_proposals,
    unread,
    write_deviations,
)

MOST_TRIES = 3


@dataclass(slots=True)
class Regrouping:
    """What came of grouping the letters of a procedure.

    Attributes:
        letters: how many were looked at.
        campaigns: how many campaigns there are now.
        new: how many of them were not there before.
        removed: campaigns without letters and without tied passages, taken away.
        joined: letters that came into a campaign, or from one into another.
        left: letters that are in none any more.
        last_letter: primary key of the newest letter looked at.
    """

    letters: int = 0
    campaigns: int = 0
    new: int = 0
    removed: int = 0
    joined: int = 0
    left: int = 0
    last_letter: int = 0
    stopped: bool = False

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class _Letter:
    """A letter as grouping sees it; its place in the list is its number for the core.

    Attributes:
        home: where it belongs so far: its campaign, or the one into which that was merged.
        is_fixed: a person has said so.
    """

    pk: int
    campaign: int | None
    home: int | None
    is_fixed: bool


@dataclass(slots=True)
class _Found:
    """A campaign as the core found it, with the one in the database that it continues."""

    members: list[int]
    template: str
    known: Campaign | None = None


@dataclass(slots=True)
class _Work:
    """One grouping: what it has read, and what came of it so far.

    Attributes:
        last_number: of the campaigns as this grouping knows them; another one in the database
            says that somebody else has grouped.
    """

    procedure: Procedure
    by: str
    last_number: int
    letters: list[_Letter] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    outcome: Regrouping = field(default_factory=Regrouping)


def regroup(procedure: Procedure, *, by: str, handle: Progress | None = None) -> Regrouping:
    """Find the campaigns among all letters of a procedure and store them.

    Done again without new letters it changes nothing. Each portion is stored in a transaction of
    its own, so a grouping that was stopped or killed leaves a sound record and is simply repeated.

    Args:
        by: the actor; letters without own words that join a campaign already read are read by it.
        handle: told how many letters are stored.

    Raises:
        GroupedMeanwhile: somebody else groups the same letters, again and again.
    """
    for _try in range(MOST_TRIES - 1):
        try:
            return _regroup_once(procedure, by, handle or Silent())
        except GroupedMeanwhile:
            continue
    return _regroup_once(procedure, by, handle or Silent())


@bulk.roomy()
def _regroup_once(procedure: Procedure, by: str, progress: Progress) -> Regrouping:
    progress.advance(0, _("Reading the letters"))
    work = _read(procedure, by)
    progress.advance(0, _("Looking for campaigns"), total=len(work.letters))
    found = _as_people_say(work)
    _match(found, work)
    done = 0
    for one in found:
        if progress.should_stop():
            work.outcome.stopped = True
            return work.outcome
        for stored in _store(one, work):
            done += stored
            progress.advance(done, _("Storing the campaigns"))
            if progress.should_stop():
                break
    if progress.should_stop():
        work.outcome.stopped = True
        return work.outcome
    _let_go(found, work)
    _tidy(work)
    if work.outcome.joined > CHUNK:
        refresh_statistics(Statement, changed=True)
    progress.advance(len(work.letters), _("All letters are grouped"))
    return work.outcome


def _read(procedure: Procedure, by: str) -> _Work:
    work = _Work(procedure, by, last_number(procedure))
    merged = procedure.campaigns.exclude(merged_into=None).select_related("merged_into")
    final = {campaign.pk: campaign.final.pk for campaign in merged}
    fields = ("pk", "campaign_id", "campaign_fixed", "text")
    rows = procedure.statements.order_by("pk").values_list(*fields)
    for pk, campaign, is_fixed, text in rows.iterator(chunk_size=2000):
        work.letters.append(_Letter(pk, campaign, final.get(campaign, campaign), is_fixed))
        work.texts.append(text)
    work.outcome.letters = len(work.letters)
    work.outcome.last_letter = work.letters[-1].pk if work.letters else 0
    return work


def found_among(
    texts: Sequence[str],
    *,
    fixed: Sequence[int] | None = None,
    known: Sequence[int] | None = None,
) -> list[_Found]:
    """The campaigns among these texts, largest first. numpy is loaded here, not at start-up.

    Args:
        fixed, known: what people have said, and where letters are; see the core's `corrections`.
    """
    from dialogwerk.cores.statements.grouping import group

    found = group(texts, fixed=fixed, known=known).campaigns
    return [_Found(list(one.members), one.template) for one in found]


def _as_people_say(work: _Work) -> list[_Found]:
    """The campaigns among the letters, with all that was ever decided of a letter's campaign."""
    from dialogwerk.cores.statements.corrections import ALONE, FREE

    return found_among(
        work.texts,
        fixed=[(one.home or ALONE) if one.is_fixed else FREE for one in work.letters],
        known=[one.home or FREE for one in work.letters],
    )


def _match(found: Sequence[_Found], work: _Work) -> None:
    """Give each campaign in the database to the found one that has most of its letters.

    Where people have said of letters that they belong to a campaign, theirs is the found one.
    """
    known = {
        campaign.pk: campaign for campaign in work.procedure.campaigns.filter(merged_into=None)
    }
    overlaps = [
        (is_fixed, shared, -place, campaign)
        for place, one in enumerate(found)
        for (is_fixed, campaign), shared in _homes(one, work).items()
        if campaign in known
    ]
    for _fixed, _shared, place, campaign in sorted(overlaps, reverse=True):
        if campaign in known and found[-place].known is None:
            found[-place].known = known.pop(campaign)
    work.outcome.new = sum(one.known is None for one in found)


def _homes(one: _Found, work: _Work) -> Counter[tuple[bool, int | None]]:
    letters = (work.letters[at] for at in one.members)
    return Counter((letter.is_fixed, letter.home) for letter in letters)


# Storing


def _store(one: _Found, work: _Work) -> Iterator[int]:
    """One found campaign by portions, each in one transaction; tells how many letters are done."""
    campaign = _settled(one, work)
    if campaign is None:
        yield len(one.members)
        return
    for some, deviations in _compared(campaign.template, one.members, work.texts):
        _store_some(campaign, some, deviations, work)
        yield len(some)
    _count(campaign, work)


Deviations = Mapping[int, tuple[Spans, Spans]]


def _compared(
    template: str, members: Sequence[int], texts: Sequence[str]
) -> Iterator[tuple[Sequence[int], Deviations]]:
    """Portions of the letters of a campaign, with where each differs from the template.

    A portion is compared while the one before is written, and before anything is locked for it.
    """
    waiting: deque[tuple[Sequence[int], Future[dict[int, tuple[Spans, Spans]]]]] = deque()
    with ThreadPoolExecutor(1) as other:
        for some in chunks(members):
            part = {at: texts[at] for at in some}
            waiting.append((some, other.submit(deviations_from, template, part)))
            if len(waiting) > 1:
                before, task = waiting.popleft()
                yield before, task.result()
        for last, task in waiting:
            yield last, task.result()


@transaction.atomic
def _settled(one: _Found, work: _Work) -> Campaign | None:
    """The campaign with the template that holds from now on; None if no letter may join it."""
    lock(work.procedure)
    fixed = _fixed(work.procedure)
    if one.known is None:
        if all(work.letters[at].pk in fixed for at in one.members):
            return None
        one.known = _new_campaign(work, one.template)
        return one.known
    campaign = _kept(one.known)
    if campaign.merged_into_id:
        raise _grouped_meanwhile()
    if renew_template(campaign, one.template):
        compare_again(campaign, work.procedure.statements.fixed())
    one.known = campaign
    return campaign


def _fixed(procedure: Procedure) -> set[int]:
    """Letters whose campaign a person has decided on."""
    return set(procedure.statements.fixed().order_by().values_list("pk", flat=True))


def _store_some(
    campaign: Campaign, members: Sequence[int], deviations: Deviations, work: _Work
) -> None:
    """Some letters of a campaign: where they differ from its template, and their points."""
    changed = _changed(members, campaign, deviations, work)
    if changed:
        _write_some(campaign, {at: deviations[at] for at in changed}, work)


@transaction.atomic
def _write_some(campaign: Campaign, deviations: Deviations, work: _Work) -> None:
    """Store what is still to be stored when the procedure is locked."""
    lock(work.procedure)
    if _kept(campaign).template != campaign.template:
        raise _grouped_meanwhile()
    changed = _changed(list(deviations), campaign, deviations, work)
    new = [letter.pk for letter in changed.values() if letter.campaign != campaign.pk]
    unread([letter.pk for letter in changed.values() if letter.campaign])
    write_deviations(campaign, {letter.pk: deviations[at] for at, letter in changed.items()})
    let_join(campaign, new, by=work.by)
    renew_proposals([letter.pk for letter in changed.values()])
    work.outcome.joined += len(new)


class _Stored(NamedTuple):
    """A letter as it stands in the database now."""

    pk: int
    campaign: int | None
    is_fixed: bool
    own_words: Spans
    left_out: Spans


def _changed(
    members: Sequence[int], campaign: Campaign, deviations: Deviations, work: _Work
) -> dict[int, _Stored]:
    """Those of the letters, as they stand in the database, of which something is to be written."""
    return {
        at: letter
        for at, letter in _as_they_are(members, work).items()
        if _is_free(letter, campaign) and _differs(letter, campaign, deviations[at])
    }


def _as_they_are(members: Sequence[int], work: _Work) -> dict[int, _Stored]:
    place_of = {work.letters[at].pk: at for at in members}
    fields = ("pk", "campaign_id", "campaign_fixed", "own_words", "left_out")
    rows = Statement.objects.filter(pk__in=list(place_of)).order_by().values_list(*fields)
    return {place_of[row[0]]: _Stored(*row) for row in rows}


def _is_free(letter: _Stored, campaign: Campaign) -> bool:
    """Whether grouping may say where this letter belongs; a fixed one may stay where it is."""
    return not letter.is_fixed or letter.campaign == campaign.pk


def _kept(known: Campaign) -> Campaign:
    found = Campaign.objects.filter(pk=known.pk).first()
    if found is None:
        raise _grouped_meanwhile()
    return found


@transaction.atomic
def _count(campaign: Campaign, work: _Work) -> None:
    lock(work.procedure)
    count(campaign)


def _new_campaign(work: _Work, template: str) -> Campaign:
    if last_number(work.procedure) != work.last_number:
        raise _grouped_meanwhile()
    campaign = new_campaign(work.procedure, template)
    work.last_number = campaign.number
    return campaign


def _grouped_meanwhile() -> GroupedMeanwhile:
    return GroupedMeanwhile(
        _("These letters are being grouped in another place at the same time. Try again later.")
    )


def _differs(letter: _Stored, campaign: Campaign, wanted: tuple[Spans, Spans]) -> bool:
    return (letter.campaign, letter.own_words, letter.left_out) != (campaign.pk, *wanted)


def _let_go(found: Sequence[_Found], work: _Work) -> None:
    """Letters that are in no campaign any more: they are individual, and unread as a whole."""
    grouped = {at for one in found for at in one.members}
    gone = [
        letter.pk
        for at, letter in enumerate(work.letters)
        if letter.campaign is not None and at not in grouped
    ]
    work.outcome.left = sum(_let_some_go(some, work.procedure) for some in chunks(gone))
    if work.outcome.left:
        record(
            "campaign.left",
            subject=work.procedure.slug,
            actor=work.by,
            procedure=work.procedure.slug,
            payload={"letters": work.outcome.left},
        )


@transaction.atomic
def _let_some_go(pks: Sequence[int], procedure: Procedure) -> int:
    lock(procedure)
    letters = Statement.objects.filter(pk__in=pks, campaign_fixed=False, campaign__isnull=False)
    leaving = list(letters.values_list("pk", flat=True))
    let_leave(leaving)
    return len(leaving)


@transaction.atomic
def _tidy(work: _Work) -> None:
    lock(work.procedure)
    work.outcome.removed = remove_empty(work.procedure)
    work.outcome.campaigns = work.procedure.campaigns.count()
    _record_grouping(work.procedure, work.outcome, work.by)


def _record_grouping(procedure: Procedure, outcome: Regrouping, by: str) -> None:
    """Once for every grouping that has seen new letters."""
    if outcome.last_letter <= last_grouped(procedure):
        return
    counts = outcome.as_json()
    counts.pop("stopped")
    record(
        "campaigns.grouped",
        subject=procedure.slug,
        actor=by,
        procedure=procedure.slug,
        payload=counts,
    )
