"""Campaigns found among the letters of a procedure, and kept as letters arrive.

Numbers and titles stay when letters are grouped again. A template stays word for word from the
first passage on that somebody has decided on, for passages count characters in it; until then a
better one may replace it. What a clerk has said about a letter's campaign is never changed here.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.models import JournalEntry, Run
from dialogwerk.apps.base.runs import RunFailed, RunHandle, handler, start_run
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements.sentences import sentences

from ..errors import NotAllowedNow
from ..models import Campaign, Occurrence, Segment, Statement
from .reading import flag_uncovered_by, propose_segments, read_tacitly, spread

CHUNK = 500
LONGEST_TITLE = 70
LIKELY = 0.5
"""Share of a template's words that a letter must have before the two are compared closely."""

Spans = list[list[int]]


class Progress(Protocol):
    """Who waits for the grouping: a run in the background, or the command line."""

    def advance(self, done: int, message: str = "", *, total: int | None = None) -> None: ...

    def should_stop(self) -> bool: ...


class Silent:
    """Nobody waits."""

    def advance(self, done: int, message: str = "", *, total: int | None = None) -> None:
        pass

    def should_stop(self) -> bool:
        return False


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


def ungrouped(procedure: Procedure) -> int:
    """How many letters came since the last grouping; all, if there was none."""
    return procedure.statements.filter(pk__gt=_last_grouped(procedure)).count()


def _last_grouped(procedure: Procedure) -> int:
    """Primary key of the newest letter that a grouping has looked at, as the journal says."""
    done = JournalEntry.objects.filter(action="campaigns.grouped", procedure=procedure.slug)
    payload = done.order_by("-at", "-pk").values_list("payload", flat=True).first()
    return int(payload["last_letter"]) if payload else 0


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
        campaign = _kept(one.known) or _new_campaign(procedure, one.template)
        one.known = campaign
        _renew_template(campaign, one.template)
        deviations = _deviations(campaign.template, {at: texts[at] for at in one.members})
        changed = [at for at in one.members if _differs(letters[at], campaign, deviations[at])]
        if changed:
            joined = [letters[at].pk for at in changed if letters[at].campaign != campaign.pk]
            _write(campaign, {letters[at].pk: deviations[at] for at in changed})
            _joined(campaign, joined, by=by)
            _renew_proposals([letters[at].pk for at in changed])
            outcome.joined += len(joined)
        _count(campaign)


def _is_free(letter: _Letter, known: Campaign | None) -> bool:
    """Whether grouping may say where this letter belongs; a fixed one may stay where it is."""
    return not letter.is_fixed or (known is not None and letter.campaign == known.pk)


def _kept(campaign: Campaign | None) -> Campaign | None:
    return Campaign.objects.select_for_update().get(pk=campaign.pk) if campaign else None


def _new_campaign(procedure: Procedure, template: str) -> Campaign:
    Procedure.objects.select_for_update().get(pk=procedure.pk)
    last = procedure.campaigns.aggregate(last=Max("number"))["last"] or 0
    campaign = Campaign.objects.create(
        procedure=procedure, number=last + 1, title=title_of(template), template=template
    )
    propose_segments(campaign)
    return campaign


def is_frozen(campaign: Campaign) -> bool:
    """Whether somebody has read the template or decided on a passage of it."""
    if campaign.read_at:
        return True
    return campaign.segments.exclude(state=Segment.State.PROPOSED).exists()


def _renew_template(campaign: Campaign, template: str) -> None:
    if campaign.template == template or is_frozen(campaign):
        return
    campaign.segments.proposed().delete()
    campaign.template = template
    campaign.save(update_fields=["template"])
    propose_segments(campaign)


def title_of(template: str) -> str:
    """What a new campaign is called until somebody renames it: how its text begins."""
    paragraphs = (part.strip(" …\n\r\t") for part in re.split(r"\n\s*\n|…", template))
    wordy = [part for part in paragraphs if len(part.split()) > 3 and not _GREETING.match(part)]
    words = " ".join((wordy or [template])[0].split())
    if not words:
        return _("Campaign")
    first = sentences(words)[0].of(words)
    first = first[0].upper() + first[1:]
    if len(first) <= LONGEST_TITLE:
        return first.rstrip(".")
    return first[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",;:–-") + " …"


_GREETING = re.compile(r"(?i)(sehr geehrte|guten (tag|morgen|abend)|hallo|liebe)\b")


# Deviations


def _deviations(template: str, texts: Mapping[int, str]) -> dict[int, tuple[Spans, Spans]]:
    """Own words and what is left out, per letter; letters of the same words are compared once."""
    known: dict[str, tuple[Spans, Spans]] = {}
    for text in texts.values():
        if text not in known:
            known[text] = deviation(template, text)
    return {place: known[text] for place, text in texts.items()}


def deviation(template: str, text: str) -> tuple[Spans, Spans]:
    """Spans of the letter that are its own words, and of the template that it leaves out."""
    from dialogwerk.cores.statements.deviations import compare

    found = compare(template, text)
    return [list(span) for span in found.own], [list(span) for span in found.left_out]


def _differs(letter: _Letter, campaign: Campaign, wanted: tuple[Spans, Spans]) -> bool:
    return (letter.campaign, letter.own_words, letter.left_out) != (campaign.pk, *wanted)


def _write(campaign: Campaign, deviations: Mapping[int, tuple[Spans, Spans]]) -> None:
    """Store where these letters differ. Most letters of a campaign do so in the same way."""
    alike: dict[str, list[int]] = defaultdict(list)
    for pk, spans in deviations.items():
        alike[repr(spans)].append(pk)
    single = [pks[0] for pks in alike.values() if len(pks) == 1]
    for pks in alike.values():
        if len(pks) > 1:
            _write_alike(campaign, pks, *deviations[pks[0]])
    Statement.objects.bulk_update(
        [
            Statement(
                pk=pk,
                campaign=campaign,
                own_words=deviations[pk][0],
                left_out=deviations[pk][1],
                has_own_words=bool(deviations[pk][0]),
            )
            for pk in single
        ],
        ["campaign", "own_words", "left_out", "has_own_words"],
        batch_size=200,
    )
    for some in _chunks(list(deviations)):
        _unread_own_words(some)


def _write_alike(campaign: Campaign, pks: Sequence[int], own: Spans, left_out: Spans) -> None:
    for some in _chunks(pks):
        Statement.objects.filter(pk__in=some).update(
            campaign=campaign, own_words=own, left_out=left_out, has_own_words=bool(own)
        )


def _unread_own_words(pks: Sequence[int]) -> None:
    """A letter read tacitly in which own words turn up is open until somebody looks."""
    Statement.objects.filter(
        pk__in=pks, has_own_words=True, read_how=Statement.ReadHow.TACIT
    ).update(read_at=None, read_by="", read_how="")


def _chunks(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    return (pks[start : start + CHUNK] for start in range(0, len(pks), CHUNK))


# Joining and leaving


def _joined(campaign: Campaign, pks: Sequence[int], *, by: str) -> None:
    """Letters that are new in a campaign: they lose the points of the former one and get these."""
    if not pks:
        return
    tied = list(campaign.segments.tied())
    for some in _chunks(pks):
        _lose_points(some, keep=campaign)
        letters = list(Statement.objects.filter(pk__in=some).only("pk", "left_out"))
        for segment in tied:
            spread(segment, letters)
    for segment in tied:
        flag_uncovered_by(segment)
    if campaign.read_at:
        read_tacitly(campaign, by=by, now=timezone.now())
    _record("campaign.joined", campaign, by, letters=len(pks))


def _lose_points(pks: Sequence[int], keep: Campaign | None = None) -> None:
    """Points that came from a template, other than of the campaign to keep; and the tacit reading
    that came with it."""
    points = Occurrence.objects.filter(statement__in=pks, segment__campaign__isnull=False)
    if keep:
        points = points.exclude(segment__campaign=keep)
    points.delete()
    Statement.objects.filter(pk__in=pks, read_how=Statement.ReadHow.TACIT).update(
        read_at=None, read_by="", read_how=""
    )


def _renew_proposals(pks: Sequence[int]) -> None:
    """Proposals outside the own words go; new ones are made when a letter is opened."""
    for some in _chunks(pks):
        Segment.objects.filter(statement__in=some).proposed().delete()


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
    for some in _chunks(leaving):
        with transaction.atomic():
            _leave(some)
    outcome.left = len(leaving)
    if leaving:
        record(
            "campaign.left",
            subject=procedure.slug,
            actor=by,
            procedure=procedure.slug,
            payload={"letters": len(leaving)},
        )


def _leave(pks: Sequence[int]) -> None:
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


def _count(campaign: Campaign) -> None:
    size = campaign.statements.count()
    if campaign.size != size:
        campaign.size = size
        campaign.save(update_fields=["size"])


@transaction.atomic
def _tidy(procedure: Procedure, outcome: Regrouping) -> None:
    """Count again, and take away campaigns that have neither letters nor tied passages."""
    for campaign in procedure.campaigns.all():
        _count(campaign)
    tied = Segment.objects.filter(campaign=OuterRef("pk")).tied()
    empty = procedure.campaigns.filter(size=0).exclude(Exists(tied))
    Segment.objects.filter(campaign__in=empty.values("pk")).delete()
    outcome.removed = empty.count()
    empty.delete()
    outcome.campaigns = procedure.campaigns.count()


def _record_grouping(procedure: Procedure, outcome: Regrouping, by: str) -> None:
    """Once for every grouping that has seen new letters."""
    if outcome.last_letter <= _last_grouped(procedure):
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


def _record(action: str, campaign: Campaign, by: str, **payload: object) -> None:
    record(
        action,
        subject=f"campaign {campaign.number}",
        actor=by,
        procedure=campaign.procedure.slug,
        payload=payload,
    )


# One letter


@transaction.atomic
def assign(*, statement: Statement, campaign: Campaign | None, by: str) -> None:
    """A clerk says to which campaign a letter belongs, or that it is individual; this stays.

    Raises:
        NotAllowedNow: the campaign belongs to another procedure, or the weighing is closed.
    """
    _check_may_move(statement, campaign)
    before = statement.campaign
    _move(statement, campaign, by=by)
    Statement.objects.filter(pk=statement.pk).update(campaign_fixed=True)
    for changed in {before, campaign} - {None}:
        _count(changed)  # type: ignore[arg-type]
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


def _move(statement: Statement, campaign: Campaign | None, *, by: str) -> None:
    if statement.campaign == campaign:
        return
    if campaign is None:
        _leave([statement.pk])
        return
    Statement.objects.filter(pk=statement.pk).update(read_at=None, read_by="", read_how="")
    _write(campaign, {statement.pk: deviation(campaign.template, statement.text)})
    _renew_proposals([statement.pk])
    _joined(campaign, [statement.pk], by=by)


def place(statement: Statement, *, by: str = "system:campaigns") -> Campaign | None:
    """Put a new letter into the campaign whose template it uses, if there is one.

    Compares it only with templates that share most of their words with it; a letter that a clerk
    has dealt with is left alone. Returns the campaign the letter is in now.
    """
    if statement.campaign_id or statement.campaign_fixed or statement.read_at:
        return statement.campaign
    best = _best(statement)
    if best is None:
        return None
    with transaction.atomic():
        _move(statement, best, by=by)
        Campaign.objects.filter(pk=best.pk).update(size=F("size") + 1)
    statement.refresh_from_db()
    return best


def place_new(procedure: Procedure, *, by: str = "system:campaigns") -> int:
    """Place all letters that came since the last grouping; returns how many joined a campaign."""
    fresh = procedure.statements.unread().individual()
    fresh = fresh.filter(campaign_fixed=False, pk__gt=_last_grouped(procedure))
    return sum(place(letter, by=by) is not None for letter in fresh.iterator(chunk_size=200))


def _best(statement: Statement) -> Campaign | None:
    """The campaign of which this letter has the least own words, if less than half are its own."""
    words = _words(statement.text)
    scored = []
    for campaign in statement.procedure.campaigns.all():
        template = _words(campaign.template)
        if template and len(template & words) >= LIKELY * len(template):
            own, left_out = deviation(campaign.template, statement.text)
            scored.append((_length(own) + _length(left_out), _length(own), campaign))
    good = [one for one in scored if one[1] * 2 < len(statement.text)]
    return min(good, key=lambda one: (one[0], one[2].number))[2] if good else None


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.casefold()))


def _length(spans: Spans) -> int:
    return sum(end - start for start, end in spans)


@transaction.atomic
def rename(*, campaign: Campaign, title: str, by: str) -> None:
    """Give a campaign another title; grouping keeps it.

    Raises:
        NotAllowedNow: the title is empty.
    """
    title = " ".join(title.split())[:200]
    if not title:
        raise NotAllowedNow(_("Give the campaign a title."))
    if title == campaign.title:
        return
    before, campaign.title = campaign.title, title
    campaign.save(update_fields=["title"])
    _record("campaign.renamed", campaign, by, before=before, after=title)
