"""Campaigns found among the letters of a procedure, and kept when it is done again.

What a clerk has said about a letter's campaign is never changed here.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import RunFailed, RunHandle, handler, start_run
from dialogwerk.apps.schemes.models import Procedure

from ..models import Campaign
from .campaigns import count, last_grouped, new_campaign, remove_empty, renew_template
from .membership import (
    Spans,
    chunks,
    deviations_from,
    let_join,
    let_leave,
    renew_proposals,
    write_deviations,
)
from .progress import Progress, Silent


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
    """A letter as grouping sees it; ``text`` is let go as soon as it was compared."""

    pk: int
    campaign: int | None
    is_fixed: bool
    own_words: Spans
    left_out: Spans


@dataclass(slots=True)
class _Found:
    """A campaign as the core found it, with the one in the database that it continues."""

    members: list[int]
    template: str
    known: Campaign | None = None
    deviations: dict[int, tuple[Spans, Spans]] = field(default_factory=dict)


# In the background


def start_grouping(procedure: Procedure, *, by: str) -> Run:
    """Group the letters in the background; a run that waits already is given back instead."""
    waiting = Run.objects.filter(
        kind="group", state=Run.State.WAITING, arguments__procedure=procedure.slug
    ).first()
    return waiting or start_run(
        "group",
        title=_("Campaigns in %(procedure)s") % {"procedure": procedure.title},
        arguments={"procedure": procedure.slug},
        by=by,
        total=procedure.statements.count(),
    )


@handler("group")
def group_letters(handle: RunHandle) -> dict[str, Any]:
    """Run-handler: look for campaigns in the procedure that the run names."""
    procedure = Procedure.objects.filter(slug=handle.arguments.get("procedure", "")).first()
    if procedure is None:
        raise RunFailed(_("The procedure of this run does not exist any more."))
    return regroup(procedure, by=handle.run.actor, handle=handle).as_json()


# Grouping


def regroup(procedure: Procedure, *, by: str, handle: Progress | None = None) -> Regrouping:
    """Find the campaigns among all letters of a procedure and store them.

    Done again without new letters it changes nothing. Each campaign is stored in a transaction of
    its own, so a grouping that was stopped or killed leaves a sound record and is simply repeated.

    Args:
        by: the actor; letters without own words that join a campaign already read are read by it.
        handle: told how many letters are stored.
    """
    progress: Progress = handle or Silent()
    progress.advance(0, _("Reading the letters"))
    letters, texts = _load(procedure)
    outcome = Regrouping(letters=len(letters), last_letter=letters[-1].pk if letters else 0)
    progress.advance(0, _("Looking for campaigns"), total=len(letters))
    found = _find(texts)
    _match(found, letters, procedure, outcome)
    done = 0
    for one in found:
        if progress.should_stop():
            outcome.stopped = True
            return outcome
        _store(procedure, one, letters, texts, outcome, by=by)
        done += len(one.members)
        progress.advance(done, _("Storing the campaigns"))
    _let_go(procedure, found, letters, outcome, by=by)
    _tidy(procedure, outcome)
    _record_grouping(procedure, outcome, by)
    progress.advance(len(letters), _("All letters are grouped"))
    return outcome


def _load(procedure: Procedure) -> tuple[list[_Letter], list[str]]:
    rows = procedure.statements.order_by("pk").values_list(
        "pk", "campaign_id", "campaign_fixed", "own_words", "left_out", "text"
    )
    letters: list[_Letter] = []
    texts: list[str] = []
    for *values, text in rows.iterator(chunk_size=2000):
        letters.append(_Letter(*values))
        texts.append(text)
    return letters, texts


def _find(texts: Sequence[str]) -> list[_Found]:
    """The campaigns among these texts, largest first. numpy is loaded here, not at start-up."""
    from dialogwerk.cores.statements.grouping import group

    return [_Found(list(one.members), one.template) for one in group(texts).campaigns]


def _match(
    found: Sequence[_Found], letters: Sequence[_Letter], procedure: Procedure, outcome: Regrouping
) -> None:
    """Give each campaign in the database to the found one that has most of its letters."""
    known = {campaign.pk: campaign for campaign in procedure.campaigns.all()}
    overlaps = [
        (shared, -place, campaign)
        for place, one in enumerate(found)
        for campaign, shared in Counter(letters[at].campaign for at in one.members).items()
        if campaign in known
    ]
    for _shared, place, campaign in sorted(overlaps, reverse=True):
        if campaign in known and found[-place].known is None:
            found[-place].known = known.pop(campaign)
    outcome.new = sum(one.known is None for one in found)


def _store(
    procedure: Procedure,
    one: _Found,
    letters: Sequence[_Letter],
    texts: Sequence[str],
    outcome: Regrouping,
    *,
    by: str,
) -> None:
    """One found campaign, in one transaction: its template, its letters, their points."""
    one.members = [at for at in one.members if _is_free(letters[at], one.known)]
    if not one.members:
        return
    with transaction.atomic():
        campaign = _kept(one.known) or new_campaign(procedure, one.template)
        one.known = campaign
        renew_template(campaign, one.template)
        deviations = deviations_from(campaign.template, {at: texts[at] for at in one.members})
        changed = [at for at in one.members if _differs(letters[at], campaign, deviations[at])]
        if changed:
            joined = [letters[at].pk for at in changed if letters[at].campaign != campaign.pk]
            write_deviations(campaign, {letters[at].pk: deviations[at] for at in changed})
            let_join(campaign, joined, by=by)
            renew_proposals([letters[at].pk for at in changed])
            outcome.joined += len(joined)
        count(campaign)


def _is_free(letter: _Letter, known: Campaign | None) -> bool:
    """Whether grouping may say where this letter belongs; a fixed one may stay where it is."""
    return not letter.is_fixed or (known is not None and letter.campaign == known.pk)


def _kept(campaign: Campaign | None) -> Campaign | None:
    return Campaign.objects.select_for_update().get(pk=campaign.pk) if campaign else None


def _differs(letter: _Letter, campaign: Campaign, wanted: tuple[Spans, Spans]) -> bool:
    return (letter.campaign, letter.own_words, letter.left_out) != (campaign.pk, *wanted)


def _let_go(
    procedure: Procedure,
    found: Iterable[_Found],
    letters: Sequence[_Letter],
    outcome: Regrouping,
    *,
    by: str,
) -> None:
    """Letters that are in no campaign any more: they are individual, and unread as a whole."""
    grouped = {letters[at].pk for one in found for at in one.members}
    leaving = [
        letter.pk
        for letter in letters
        if letter.campaign is not None and not letter.is_fixed and letter.pk not in grouped
    ]
    for some in chunks(leaving):
        with transaction.atomic():
            let_leave(some)
    outcome.left = len(leaving)
    if leaving:
        record(
            "campaign.left",
            subject=procedure.slug,
            actor=by,
            procedure=procedure.slug,
            payload={"letters": len(leaving)},
        )


@transaction.atomic
def _tidy(procedure: Procedure, outcome: Regrouping) -> None:
    outcome.removed = remove_empty(procedure)
    outcome.campaigns = procedure.campaigns.count()


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
