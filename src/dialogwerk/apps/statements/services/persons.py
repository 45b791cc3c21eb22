"""Putting two persons together and taking them apart again: letters, replies, journal.

The vault keeps both identities; the second becomes another form of the first. Each letter remembers
under which form it came, so that everything can be undone.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import EntryDraft, record, record_many
from dialogwerk.apps.people import aliases
from dialogwerk.apps.people.models import Person
from dialogwerk.apps.schemes.models import Procedure

from ..errors import NotAllowedNow
from ..models import Occurrence, PersonLink, Reply, Representation, SignatureList, Statement
from .argument_counts import note_change_of
from .campaigns import lock, recount
from .replies import delete_never_sent

State = PersonLink.State


# Deciding


@transaction.atomic
def confirm(*, link: PersonLink, by: User) -> None:
    """Both are one person: somebody has decided it. A later run keeps it.

    Raises:
        NotAllowedNow: decided otherwise before, or both have been sent a reply.
    """
    lock(link.procedure)
    put_together(link, how=State.CONFIRMED, actor=by.actor)
    _decide(link, State.CONFIRMED, by)
    recount(link.procedure)


@transaction.atomic
def refuse(*, link: PersonLink, by: User) -> None:
    """They are two people: somebody has decided it. Put together before, they are taken apart."""
    lock(link.procedure)
    if link.state in (State.CERTAIN, State.CONFIRMED):
        take_apart(person=link.second, procedure=link.procedure, by=by)
        link.refresh_from_db()
        return
    _decide(link, State.REFUSED, by)
    _record("person.kept_apart", link.procedure, link.first, link.second, by.actor)


def postpone(link: PersonLink) -> None:
    """Not now: the pair goes to the end of the list."""
    PersonLink.objects.filter(pk=link.pk, state=State.PROPOSED).update(postponed_at=timezone.now())


@transaction.atomic
def reconsider(*, link: PersonLink, by: User) -> None:
    """Take a decision back; the pair is to be decided again."""
    lock(link.procedure)
    if link.state in (State.CERTAIN, State.CONFIRMED):
        take_apart(person=link.second, procedure=link.procedure, by=by)
    PersonLink.objects.filter(pk=link.pk).update(
        state=State.PROPOSED, decided_at=None, decided_by=None, postponed_at=None
    )
    _record("person.reconsidered", link.procedure, link.first, link.second, by.actor)


@transaction.atomic
def take_apart(*, person: Person, procedure: Procedure, by: User) -> None:
    """A form of a person is a person of its own again, with its letters; for ever.

    Raises:
        NotAllowedNow: it is nobody's form.
    """
    lock(procedure)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.merged_into_id is None:
        raise NotAllowedNow(_("This person has not been put together with another one."))
    whole = Person.objects.select_for_update().get(pk=person.merged_into_id)
    aliases.take_apart(person)
    touched = Statement.objects.filter(person=whole, sender=person)
    procedures = set(touched.order_by().values_list("procedure", flat=True).distinct())
    note_change_of(Occurrence.objects.filter(statement__in=touched.order_by().values("pk")))
    touched.update(person=person, sender=None)
    _give_back(person, whole)
    _let_speak_again(person, whole)
    rewrite([whole.pk, person.pk])
    _keep_apart(person, whole, procedure, by)
    for one in Procedure.objects.filter(pk__in=procedures | {procedure.pk}):
        recount(one)
    _record("person.taken_apart", procedure, whole, person, by.actor)


def _keep_apart(person: Person, whole: Person, procedure: Procedure, by: User) -> None:
    """Every link that had put the two together says the opposite now."""
    mine = Q(first=person) | Q(second=person)
    theirs = [whole.pk, *whole.aliases.values_list("pk", flat=True)]
    others = Q(first__in=theirs) | Q(second__in=theirs)
    decided = {"state": State.REFUSED, "decided_at": timezone.now(), "decided_by": by}
    PersonLink.objects.together().filter(mine & others).update(**decided)
    PersonLink.objects.update_or_create(
        procedure=procedure,
        pair=PersonLink.pair_of(whole.pk, person.pk),
        defaults=decided,
        create_defaults={**decided, "first": whole, "second": person},
    )


def _decide(link: PersonLink, state: str, by: User) -> None:
    link.state, link.decided_at, link.decided_by = state, timezone.now(), by
    link.save(update_fields=["state", "decided_at", "decided_by", "moved"])


# Putting together


def put_together(link: PersonLink, *, how: str, actor: str) -> None:
    """Make the second person of a link a form of the first; the procedure is locked.

    Raises:
        NotAllowedNow: somebody decided that they are two, or both have been sent a reply.
    """
    now = aliases.current([link.first_id, link.second_id])
    first, second = now[link.first_id], now[link.second_id]
    if first == second:
        return
    if are_decided_apart(first, second):
        raise NotAllowedNow(
            _("Somebody decided that these are different people. Take that decision back first.")
        )
    link.moved = _move_replies(first, second)
    put_many_together([(first, second)])
    rewrite([first])
    people = Person.objects.in_bulk([first, second])
    details = {"how": how, "score": f"{link.score:.1f}", "reasons": link.reasons}
    _record("person.joined", link.procedure, people[first], people[second], actor, **details)


def put_many_together(pairs: Sequence[tuple[int, int]]) -> None:
    """Give the first of each pair (primary keys) all letters of the second."""
    aliases.put_together(pairs)
    seconds = [second for _first, second in pairs]
    note_change_of(Occurrence.objects.filter(statement__person__in=seconds))
    Statement.objects.filter(person__in=seconds).update(
        sender=Coalesce("sender", "person"), person=_whom_it_stands_for("person")
    )
    for model in (SignatureList, Representation):
        model._default_manager.filter(representative__in=seconds).update(
            representative=_whom_it_stands_for("representative")
        )


def _whom_it_stands_for(field: str) -> Subquery:
    chosen = Person.objects.filter(pk=OuterRef(field))
    return Subquery(chosen.values("merged_into")[:1])


def are_decided_apart(first: int, second: int) -> bool:
    """Whether somebody decided about any two forms of these persons that they are two people."""
    ones, others = _forms(first), _forms(second)
    apart = PersonLink.objects.decided_apart()
    return apart.filter(
        Q(first__in=ones, second__in=others) | Q(first__in=others, second__in=ones)
    ).exists()


def _forms(person: int) -> list[int]:
    forms = Person.objects.filter(merged_into=person).values_list("pk", flat=True)
    return [person, *forms]


# Replies


def _move_replies(first: int, second: int) -> dict[str, list[int]]:
    """One reply to each person: unsent ones are written anew, a sent one goes along.

    Raises:
        NotAllowedNow: both have been sent one, or one is on its way.
    """
    theirs = Reply.objects.filter(person=second)
    moved: list[int] = []
    for slug in set(theirs.values_list("procedure", flat=True)):
        moved += _move_replies_of(slug, first, second)
    return {"replies": moved} if moved else {}


def _move_replies_of(procedure: int, first: int, second: int) -> list[int]:
    ones = Reply.objects.filter(procedure=procedure, person=first)
    others = Reply.objects.filter(procedure=procedure, person=second)
    if _drop_if_never_used(others):
        return []
    if ones.exists() and not _drop_if_never_used(ones):
        raise NotAllowedNow(
            _(
                "Both persons already have a reply letter that was sent or is being printed"
                " (%(codes)s), so they stay apart: one person would have two. Nothing was changed."
            )
            % {"codes": ", ".join((ones | others).order_by("pk").values_list("code", flat=True))}
        )
    keys = list(others.values_list("pk", flat=True))
    Reply.objects.filter(pk__in=keys).update(person=first)
    return keys


def _drop_if_never_used(replies: Any) -> bool:
    """Delete replies that nobody has sent, printed or tried to send; False if one was."""
    is_sent, is_tried = Q(sent_at__isnull=False), Q(dispatches__isnull=False)
    if replies.filter(is_sent | is_tried | Q(prints__isnull=False)).exists():
        return False
    delete_never_sent(replies)
    return True


def _give_back(person: Person, whole: Person) -> None:
    """Replies that came along with a form go back with it."""
    links = PersonLink.objects.filter(Q(first=person) | Q(second=person)).exclude(moved={})
    keys = [key for moved in links.values_list("moved", flat=True) for key in moved["replies"]]
    Reply.objects.filter(pk__in=keys, person=whole).update(person=person)
    links.update(moved={})


def _let_speak_again(person: Person, whole: Person) -> None:
    """Who was named under this form to speak for others speaks under it again."""
    for one in Representation.objects.filter(representative=whole):
        named = one.steps.exclude(person=None).order_by("-at", "-pk").first()
        if named is None or named.person_id != person.pk:
            continue
        Representation.objects.filter(pk=one.pk).update(representative=person)
        if one.signature_list_id:
            lists = SignatureList.objects.filter(pk=one.signature_list_id, representative=whole)
            lists.update(representative=person)


def rewrite(people: Iterable[int]) -> None:
    """Unsent letters to these persons list other letters now, and are written anew."""
    written = Reply.objects.unsent().exclude(generated_at=None).free_to_change()
    written.filter(person__in=list(people)).update(generated_at=None)


# Journal


def _record(
    action: str, procedure: Procedure, first: Person, second: Person, actor: str, **details: object
) -> None:
    """Code numbers only: the journal is for ever, names are not."""
    record(
        action,
        subject=first.code,
        actor=actor,
        procedure=procedure.slug,
        payload={"person": second.code, **details},
    )


def record_joined(links: Iterable[PersonLink], *, actor: str) -> None:
    """One journal entry for each of these links, whose persons are loaded."""
    record_many(
        EntryDraft(
            action="person.joined",
            subject=link.first.code,
            actor=actor,
            procedure=link.procedure.slug,
            payload={
                "person": link.second.code,
                "how": link.state,
                "score": f"{link.score:.1f}",
                "reasons": link.reasons,
            },
        )
        for link in links
    )
