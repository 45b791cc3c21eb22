"""Putting contributions together and taking them apart, with visible lineage (Herkunft).

What was said stays as it was and points to what came of it. Supporters are carried over, each
once, and numbers that came along from elsewhere are added up; outcomes of the results count for
the sources. A lineage can be undone with a reason, as long as no later one stands on its results.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import EntryDraft, record_many

from ..errors import Incomplete, NotPossible
from ..models import (
    CarriedSupport,
    Channel,
    Contribution,
    DuplicatePair,
    Lineage,
    LineagePart,
    Process,
    State,
    Support,
)
from .contributions import Said, contribute_many
from .notices import tell

STANDING = (State.PUBLIC,)
"""What is put together or taken apart stays readable for everyone, so it is public before."""

MOST_AT_ONCE = 200
DEEPEST = 20
"""So many lineages one behind the other are followed."""


@dataclass(frozen=True, slots=True)
class Written:
    """A contribution that the office writes out of others, in their words as far as it can."""

    title: str
    text: str


@transaction.atomic
def merge(
    *,
    contributions: Sequence[Contribution],
    into: Contribution | Written,
    reason: str,
    by: User,
    now: datetime | None = None,
) -> Lineage:
    """Put contributions together, into one of them or into a new one.

    Args:
        into: the one that stays, or what the office writes out of all.

    Raises:
        Incomplete: no reason, or no words for the new one.
        NotPossible: fewer than two, of several dialogues, or one is not standing any more.
    """
    now = now or timezone.now()
    given = [*contributions, into] if isinstance(into, Contribution) else [*contributions]
    kept = _locked(given)
    process = _one_process(kept)
    _check_reason(reason)
    if len(kept) < 2:
        raise NotPossible(_("Choose at least two public contributions to put together."))
    _check_standing(kept)
    result = (
        next(one for one in kept if one.pk == into.pk)
        if isinstance(into, Contribution)
        else _write(into, kept, by, now)
    )
    sources = [one for one in kept if one.pk != result.pk]
    made = _lineage(process, Lineage.Kind.MERGE, reason, by, now)
    _note(made, sources, [result], made_new=not isinstance(into, Contribution))
    _set_state(sources, State.MERGED)
    _carry_supports(made, sources, [result])
    _settle_pairs(kept, by, now)
    _say("contribution.merged", made, sources, [result], by)
    tell(sources, lineage=made)
    return made


@transaction.atomic
def split(
    *,
    contribution: Contribution,
    parts: Sequence[Written],
    reason: str,
    by: User,
    now: datetime | None = None,
) -> Lineage:
    """Take one contribution apart that says several things; its author follows all parts.

    Whoever supported the whole supports each part.

    Raises:
        Incomplete: no reason, or a part without words.
        NotPossible: fewer than two parts, or it is not standing any more.
    """
    now = now or timezone.now()
    kept = _locked([contribution])
    _check_reason(reason)
    if len(parts) < 2:
        raise NotPossible(_("Write at least two parts."))
    _check_standing(kept)
    source = kept[0]
    results = [_part_of(source, part, by, now) for part in parts]
    made = _lineage(source.process, Lineage.Kind.SPLIT, reason, by, now)
    _note(made, [source], results, made_new=True)
    _set_state([source], State.SPLIT)
    _carry_supports(made, [source], results)
    _say("contribution.split", made, [source], results, by)
    tell([source], lineage=made)
    return made


@transaction.atomic
def undo(*, lineage: Lineage, because: str, by: User, now: datetime | None = None) -> None:
    """Everything stands again as before; what the office wrote is kept, but not shown as standing.

    Raises:
        Incomplete: no reason.
        NotPossible: undone already; or a later lineage or an outcome stands on a new result.
    """
    now = now or timezone.now()
    if not because.strip():
        raise Incomplete(_("Please say why it is undone."), "because")
    kept = Lineage.objects.select_for_update().get(pk=lineage.pk)
    if kept.undone_at:
        raise NotPossible(_("That was undone already."))
    parts = list(kept.parts.select_related("contribution"))
    _check_nothing_later(kept, parts)
    for part in parts:
        if part.is_source:
            _set_state([part.contribution], State(part.state_before))
        elif part.was_made:
            gone = State.SPLIT if kept.kind == Lineage.Kind.MERGE else State.MERGED
            _set_state([part.contribution], gone)
    Support.objects.filter(carried__lineage=kept).delete()
    kept.undone_at, kept.undone_by, kept.undone_because = now, by.actor, because.strip()
    kept.save(update_fields=["undone_at", "undone_by", "undone_because"])
    _recount_supports(part.contribution for part in parts)
    lineage.undone_at = now
    sources = [part.contribution for part in parts if part.is_source]
    _say("contribution.lineage_undone", kept, sources, [], by)
    tell(sources, lineage=kept)


def _check_nothing_later(lineage: Lineage, parts: Sequence[LineagePart]) -> None:
    results = [part.contribution_id for part in parts if not part.is_source]
    made = [part.contribution_id for part in parts if part.was_made]
    later = Lineage.objects.standing().filter(pk__gt=lineage.pk, parts__contribution__in=results)
    if first := later.first():
        raise NotPossible(
            _("Something later stands on it. Undo %(code)s first.") % {"code": first.code}
        )
    if Contribution.objects.filter(pk__in=made, outcomes__isnull=False).exists():
        raise NotPossible(
            _("There is an outcome on what came of it; authors were told. It cannot be undone.")
        )


def lineages_of(contribution: Contribution) -> list[Lineage]:
    """All lineages in which it stands, the newest first, with their contributions."""
    found = Lineage.objects.filter(parts__contribution=contribution)
    return list(found.prefetch_related("parts__contribution__process").distinct())


def was_public(contribution: Contribution) -> bool:
    """Whether everyone could read it before it was put together or taken apart."""
    before = Q(is_source=True, state_before=State.PUBLIC) | Q(was_made=True)
    return bool(contribution.lineage_parts.filter(before).exists())


def results_of(contributions: Iterable[Contribution]) -> dict[int, list[int]]:
    """For each (by primary key) what stands for it now, through all lineages; itself if none."""
    found = {one.pk: [one.pk] for one in contributions}
    for _round in range(DEEPEST):
        ends = {end for some in found.values() for end in some}
        steps = _next(ends, forwards=True)
        if not steps:
            return found
        found = {
            pk: list(dict.fromkeys(new for end in some for new in steps.get(end, [end])))
            for pk, some in found.items()
        }
    return found


def sources_of(contributions: Iterable[Contribution]) -> dict[int, list[int]]:
    """For each (by primary key) all that went into it, through all lineages; without itself."""
    found: dict[int, list[int]] = {one.pk: [] for one in contributions}
    ends = {pk: [pk] for pk in found}
    for _round in range(DEEPEST):
        steps = _next({end for some in ends.values() for end in some}, forwards=False)
        if not steps:
            return found
        for pk, some in ends.items():
            new = [one for end in some for one in steps.get(end, []) if one not in found[pk]]
            found[pk] += dict.fromkeys(new)
            ends[pk] = new
    return found


def _next(ends: set[int], *, forwards: bool) -> dict[int, list[int]]:
    """One step along standing lineages: source to results, or back."""
    here = LineagePart.objects.filter(
        contribution__in=ends, is_source=forwards, lineage__undone_at=None
    )
    pairs = here.values_list("contribution", "lineage")
    lineages = {lineage for _end, lineage in pairs}
    there: dict[int, list[int]] = {}
    others = LineagePart.objects.filter(lineage__in=lineages, is_source=not forwards)
    for lineage, contribution in others.order_by("pk").values_list("lineage", "contribution"):
        there.setdefault(lineage, []).append(contribution)
    found: dict[int, list[int]] = {}
    for end, lineage in pairs:
        found.setdefault(end, []).extend(there.get(lineage, []))
    return found


def _locked(given: Sequence[Contribution]) -> list[Contribution]:
    """The rows in the order given, locked in the order of their keys."""
    rows = Contribution.objects.select_for_update(of=("self",)).select_related("process", "format")
    found = {one.pk: one for one in rows.filter(pk__in={one.pk for one in given}).order_by("pk")}
    if len(found) > MOST_AT_ONCE:
        raise NotPossible(
            _("At most %(most)d contributions are put together at once.") % {"most": MOST_AT_ONCE}
        )
    return [found[pk] for pk in dict.fromkeys(one.pk for one in given)]


def _one_process(kept: Sequence[Contribution]) -> Process:
    if len({one.process_id for one in kept}) != 1:
        raise NotPossible(_("Only contributions of one dialogue can be put together."))
    process: Process = kept[0].process
    return process


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Incomplete(_("Please give a reason; everyone reads it."), "reason")


def _check_standing(kept: Sequence[Contribution]) -> None:
    for one in kept:
        if one.state not in STANDING:
            raise NotPossible(
                _("%(code)s is not public: %(state)s. Only public contributions have a lineage.")
                % {"code": one.code, "state": one.get_state_display()}
            )


def _write(said: Written, kept: Sequence[Contribution], by: User, now: datetime) -> Contribution:
    placed = next((one for one in kept if one.geometry), kept[0])
    categories = {one.category_id for one in kept if one.format_id == placed.format_id}
    new = _new(said, placed, by, now)
    new.category_id = categories.pop() if len(categories) == 1 else None
    new.state = State.PUBLIC
    new.save()
    return new


def _part_of(source: Contribution, said: Written, by: User, now: datetime) -> Contribution:
    new = _new(said, source, by, now)
    for name in ("category_id", "person_id", "user_id", "public_name", "on_behalf_of", "channel"):
        setattr(new, name, getattr(source, name))
    new.received_at, new.state = source.received_at, source.state
    new.save()
    return new


def _new(said: Written, like: Contribution, by: User, now: datetime) -> Contribution:
    if not said.title.strip() and not said.text.strip():
        raise Incomplete(_("Please write what it says."), "text")
    draft = Said(title=said.title, text=said.text, channel=Channel.OFFICE)
    new = contribute_many(format=like.format, all_said=[draft], by=by.actor, now=now)[0]
    for name in ("geometry", "west", "south", "east", "north", "place_name", "anchor"):
        setattr(new, name, getattr(like, name))
    return new


def _lineage(process: Process, kind: str, reason: str, by: User, now: datetime) -> Lineage:
    return Lineage.objects.create(
        process=process, kind=kind, reason=reason.strip(), by=by.actor, at=now
    )


def _note(
    lineage: Lineage,
    sources: Sequence[Contribution],
    results: Sequence[Contribution],
    *,
    made_new: bool,
) -> None:
    LineagePart.objects.bulk_create(
        [
            *(
                LineagePart(
                    lineage=lineage, contribution=one, is_source=True, state_before=one.state
                )
                for one in sources
            ),
            *(
                LineagePart(lineage=lineage, contribution=one, is_source=False, was_made=made_new)
                for one in results
            ),
        ]
    )


def _set_state(contributions: Sequence[Contribution], state: State) -> None:
    for one in contributions:
        one.state = state
    Contribution.objects.filter(pk__in=[one.pk for one in contributions]).update(state=state)


def _carry_supports(
    lineage: Lineage, sources: Sequence[Contribution], results: Sequence[Contribution]
) -> None:
    """Everybody who supported a source supports each result, nobody twice."""
    supports = list(Support.objects.filter(contribution__in=sources).order_by("pk"))
    for result in results:
        known = {(one.user_id, one.visitor) for one in Support.objects.filter(contribution=result)}
        new = {
            (one.user_id, one.visitor): Support(
                contribution=result, user_id=one.user_id, visitor=one.visitor, at=one.at
            )
            for one in supports
            if (one.user_id, one.visitor) not in known
        }
        made = Support.objects.bulk_create(new.values())
        CarriedSupport.objects.bulk_create(
            CarriedSupport(lineage=lineage, support=one) for one in made
        )
    _recount_supports(results)


def _recount_supports(contributions: Iterable[Contribution]) -> None:
    """Those counted here, and the numbers that it and its sources brought along, each number once.

    Who supported elsewhere is not known, so nobody can say whether they also did so here.
    """
    kept = list(contributions)
    counted = Support.objects.filter(contribution__in=kept).values_list("contribution")
    counts = dict(counted.annotate(Count("pk")).order_by())
    sources = sources_of(kept)
    known = {pk for some in sources.values() for pk in some} | {*sources}
    numbers = Contribution.objects.filter(pk__in=known, supports_elsewhere__gt=0)
    elsewhere = dict(numbers.values_list("pk", "supports_elsewhere"))
    for pk, some in sources.items():
        brought = sum(elsewhere.get(one, 0) for one in {pk, *some})
        Contribution.objects.filter(pk=pk).update(support_count=counts.get(pk, 0) + brought)


def _settle_pairs(kept: Sequence[Contribution], by: User, now: datetime) -> None:
    keys = [one.pk for one in kept]
    pairs = DuplicatePair.objects.filter(first__in=keys, second__in=keys)
    pairs.update(decision=DuplicatePair.Decision.MERGED, by=by.actor, at=now)


def _say(
    action: str,
    lineage: Lineage,
    sources: Sequence[Contribution],
    results: Sequence[Contribution],
    by: User,
) -> None:
    payload = {
        "lineage": lineage.code,
        "sources": [one.code for one in sources],
        "results": [one.code for one in results],
        "reason_sha256": hashlib.sha256(
            (lineage.undone_because or lineage.reason).encode()
        ).hexdigest(),
    }
    record_many(
        EntryDraft(action=action, subject=one.code, actor=by.actor, payload=payload)
        for one in [*sources, *results]
    )
