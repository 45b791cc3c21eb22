"""Telling the persons of a procedure apart in the background.

What somebody has decided holds; certain links are made, uncertain ones listed. Each portion is a
transaction, so a run that was killed goes on where it was: what is together stays together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import RunFailed, RunHandle, handler, start_run
from dialogwerk.apps.base.statistics import refresh_statistics
from dialogwerk.apps.people import aliases
from dialogwerk.apps.people.models import Person
from dialogwerk.apps.schemes.models import Procedure

from ..errors import NotAllowedNow
from ..models import PersonLink, Reply, Statement
from . import persons
from .campaigns import lock, recount

if TYPE_CHECKING:
    from dialogwerk.cores.statements.linking import Link, Linking

KIND = "persons"
PORTION = 500
State = PersonLink.State
MACHINE = (State.PROPOSED, State.RULED_OUT)


@transaction.atomic
def start_telling_apart(procedure: Procedure, *, by: str) -> Run:
    """Tell the persons apart in the background; a run that waits already is given back."""
    lock(procedure)
    waiting = Run.objects.filter(
        kind=KIND, arguments__procedure=procedure.slug, state=Run.State.WAITING
    ).first()
    return waiting or start_run(
        KIND,
        title=_("Persons in %(procedure)s") % {"procedure": procedure.title},
        arguments={"procedure": procedure.slug},
        by=by,
    )


def last_run(procedure: Procedure) -> Run | None:
    """The run that is under way, or the last one."""
    runs = Run.objects.filter(kind=KIND, arguments__procedure=procedure.slug)
    return runs.order_by("-created_at").first()


@handler(KIND)
def tell_apart(handle: RunHandle) -> dict[str, Any]:
    """Run-handler: tell the persons of the procedure apart that the run names."""
    procedure = Procedure.objects.filter(slug=handle.arguments.get("procedure", "")).first()
    if procedure is None:
        raise RunFailed(_("The procedure of this run does not exist any more."))
    return tell_persons_apart(procedure, by=handle.run.actor, handle=handle)


@dataclass(frozen=True, slots=True)
class _Forms:
    """All forms of names in a procedure, and for whom each stands now."""

    keys: list[int]
    values: list[tuple[str, ...]]
    letters: list[int]
    current: dict[int, int]


def tell_persons_apart(
    procedure: Procedure, *, by: str, handle: RunHandle | None = None
) -> dict[str, int]:
    """Link the persons of a procedure; gives back how many links were made and are to be decided.

    Args:
        handle: of the run that reports progress and may be stopped between two portions.
    """
    forms = _forms(procedure, by)
    if handle:
        handle.advance(0, _("Comparing %(count)d names.") % {"count": len(forms.keys)})
    linking = _linked(procedure, forms)
    certain = list(_certain(linking, forms))
    made = failed = 0
    for portion in _portions(certain):
        done, refused = _make(procedure, portion, by)
        made, failed = made + done, failed + refused
        if handle:
            handle.advance(made, _("Putting persons together."), total=len(certain))
            if handle.should_stop():
                break
    open_links = _list(procedure, linking, forms)
    with transaction.atomic():
        lock(procedure)
        recount(procedure)
    refresh_statistics(PersonLink)
    refresh_statistics(Statement, changed=made > PORTION)
    return {"made": made, "to_decide": open_links + failed}


def _forms(procedure: Procedure, by: str) -> _Forms:
    form = Coalesce("sender", "person")
    counted = Statement.objects.filter(procedure=procedure).order_by().values_list(form)
    letters = dict(counted.annotate(Count("pk")))
    people = Person.objects.filter(pk__in=procedure.statements.order_by().values("person"))
    known = aliases.for_comparing(people, by=by, procedure=procedure.slug)
    keys = list(known)
    return _Forms(
        keys,
        [known[key] for key in keys],
        [letters.get(key, 0) for key in keys],
        aliases.current(keys),
    )


def _linked(procedure: Procedure, forms: _Forms) -> "Linking":
    from dialogwerk.cores.statements.linking import link

    row_of = {key: row for row, key in enumerate(forms.keys)}
    together = [
        (row_of[key], row_of[current])
        for key, current in forms.current.items()
        if key != current and current in row_of
    ]
    decided = PersonLink.objects.decided_apart().values_list("first", "second")
    apart = [
        (row_of[one], row_of[other]) for one, other in decided if one in row_of and other in row_of
    ]
    columns = zip(*forms.values, strict=True) if forms.values else [()] * len(aliases.FIELDS)
    table = dict(zip(aliases.FIELDS, columns, strict=True))
    return link(table, letters=forms.letters, together=together, apart=apart)


# Certain links


def _certain(linking: "Linking", forms: _Forms) -> Iterator[tuple[int, int, "Link | None"]]:
    """Pairs of persons to put together: into the one that has a reply, else most letters."""
    because = {one.other: one for one in linking.certain} | {
        one.row: one for one in linking.certain
    }
    groups: dict[int, dict[int, list[int]]] = {}
    for row, person in enumerate(linking.person.tolist()):
        if person >= 0:
            current = forms.current[forms.keys[row]]
            groups.setdefault(person, {}).setdefault(current, []).append(row)
    several = {person: members for person, members in groups.items() if len(members) > 1}
    answered = _answered(key for members in several.values() for key in members)
    for members in several.values():
        head = min(
            members,
            key=lambda key: (
                key not in answered,
                -sum(forms.letters[row] for row in members[key]),
                key,
            ),
        )
        for key, rows in sorted(members.items()):
            if key != head:
                yield head, key, next((because[row] for row in rows if row in because), None)


def _answered(people: Iterable[int]) -> set[int]:
    """Those of these persons who have a reply that was sent."""
    found: set[int] = set()
    for keys in _portions(sorted(set(people))):
        sent = Reply.objects.sent().filter(person__in=keys)
        found.update(sent.values_list("person", flat=True))
    return found


@transaction.atomic
def _make(
    procedure: Procedure, portion: Sequence[tuple[int, int, "Link | None"]], by: str
) -> tuple[int, int]:
    """Put these together; returns how many were, and how many have to be decided by somebody."""
    lock(procedure)
    keys = {key for first, second, _why in portion for key in (first, second)}
    has_reply = set(Reply.objects.filter(person__in=keys).values_list("person", flat=True))
    people = Person.objects.in_bulk(keys)
    links = [
        _link(procedure, State.CERTAIN, people[first], people[second], why)
        for first, second, why in portion
        if people[first].merged_into_id is None and people[second].merged_into_id is None
    ]
    plain = [link for link in links if link.second_id not in has_reply]
    persons.put_many_together([(link.first_id, link.second_id) for link in plain])
    persons.rewrite([link.first_id for link in plain if link.first_id in has_reply])
    persons.record_joined(plain, actor=by)
    _store(plain)
    careful = [link for link in links if link.second_id in has_reply]
    done = sum(_made_with_replies(link, by) for link in careful)
    return len(plain) + done, len(careful) - done


def _made_with_replies(link: PersonLink, by: str) -> bool:
    """Put two together of whom one has a reply; if that cannot be, somebody has to decide."""
    try:
        with transaction.atomic():
            persons.put_together(link, how=State.CERTAIN, actor=by)
    except NotAllowedNow:
        link.state = State.PROPOSED
    _store([link])
    return link.state == State.CERTAIN


def _link(
    procedure: Procedure, state: str, first: Person, second: Person, why: "Link | None"
) -> PersonLink:
    return PersonLink(
        procedure=procedure,
        first=first,
        second=second,
        pair=PersonLink.pair_of(first.pk, second.pk),
        state=state,
        score=why.score if why else 0,
        reasons=[[str(one.field), str(one.finding)] for one in why.reasons] if why else [],
        is_ambiguous=bool(why and why.is_ambiguous),
    )


def _store(links: Sequence[PersonLink]) -> None:
    """Keep these links; what somebody decided about a pair stays."""
    PersonLink.objects.filter(pair__in=[one.pair for one in links], state__in=MACHINE).delete()
    PersonLink.objects.bulk_create(links, batch_size=PORTION, ignore_conflicts=True)


# Uncertain links


def _list(procedure: Procedure, linking: "Linking", forms: _Forms) -> int:
    """List what has to be decided and what is ruled out, instead of the last list; how many of
    the first. What was put off stays at the end."""
    now = aliases.current(forms.keys)
    wanted: dict[str, tuple[int, int, str, Link]] = {}
    for state, links in ((State.PROPOSED, linking.proposals), (State.RULED_OUT, linking.refused)):
        for one in links:
            first, second = now[forms.keys[one.row]], now[forms.keys[one.other]]
            if first != second:
                wanted.setdefault(PersonLink.pair_of(first, second), (first, second, state, one))
    with transaction.atomic():
        lock(procedure)
        return _replace(procedure, wanted)


def _replace(procedure: Procedure, wanted: Mapping[str, tuple[int, int, str, "Link"]]) -> int:
    mine = procedure.person_links.filter(state__in=MACHINE)
    put_off = dict(mine.filter(postponed_at__isnull=False).values_list("pair", "postponed_at"))
    mine.delete()
    decided = set(procedure.person_links.values_list("pair", flat=True))
    people = Person.objects.in_bulk(
        {key for first, second, *_rest in wanted.values() for key in (first, second)}
    )
    links = [
        _link(procedure, state, people[first], people[second], why)
        for pair, (first, second, state, why) in wanted.items()
        if pair not in decided
    ]
    for one in links:
        one.postponed_at = put_off.get(one.pair)
    PersonLink.objects.bulk_create(links, batch_size=PORTION)
    return sum(one.state == State.PROPOSED for one in links)


def _portions(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), PORTION):
        yield rows[start : start + PORTION]
