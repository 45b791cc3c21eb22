"""Whose answer is part of one answer for many, and therefore not a letter of its own.

Only people of whom the collective answer says everything belong to it: all their letters are of
these campaigns and lists, and none holds words of their own. Where the law replaces the service of
the decision itself (§ 74 Abs. 5 VwVfG), everybody belongs to it.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from dialogwerk.apps.people.models import Person
from dialogwerk.apps.schemes.models import Procedure

from ..models import CollectiveReply, Reply, Statement


def letters_of(collective: CollectiveReply) -> QuerySet[Statement]:
    """The letters of its campaigns and lists; of the whole procedure if it is for everyone."""
    letters = Statement.objects.filter(procedure=collective.procedure_id)
    return letters if collective.everyone else letters.filter(_is_of(collective))


def _is_of(collective: CollectiveReply) -> Q:
    return Q(campaign__in=collective.campaigns.values("pk")) | Q(
        signature_list__in=collective.signature_lists.values("pk")
    )


def people_counted(collective: CollectiveReply) -> int:
    """How many people the threshold counts; authorities do not count."""
    if collective.everyone:
        return counted_in(collective.procedure)
    return counted(letters_of(collective))


def counted_in(procedure: Procedure) -> int:
    """People who wrote in this procedure, without public agencies; asked person by person, of whom
    there are fewer than letters."""
    wrote = Statement.objects.filter(procedure=procedure, person=OuterRef("pk"))
    return Person.objects.exclude(kind=Person.Kind.PUBLIC_AGENCY).filter(Exists(wrote)).count()


def counted(letters: QuerySet[Statement]) -> int:
    """People behind these letters, each once, without public agencies."""
    citizens = Person.objects.exclude(kind=Person.Kind.PUBLIC_AGENCY)
    return citizens.filter(pk__in=letters.order_by().values("person")).count()


def people_covered(collective: CollectiveReply) -> QuerySet[Statement, Any]:
    """Those whom the one answer tells everything, as ``person`` of their letters."""
    letters = letters_of(collective).exclude(person__kind=Person.Kind.PUBLIC_AGENCY)
    if not collective.everyone:
        others = Statement.objects.filter(
            ~_is_of(collective) | _has_own_words(),
            procedure=collective.procedure_id,
            person=OuterRef("person"),
        )
        letters = letters.exclude(Exists(others))
    if collective.representation_id:
        speaker = collective.representation.representative_id  # type: ignore[union-attr]
        letters = letters.exclude(person=speaker)
    return letters.order_by().values("person").distinct()


def _has_own_words() -> Q:
    """Own words beside a template; a letter that says what its whole list says has none."""
    first = Statement.objects.filter(signature_list=OuterRef("signature_list")).order_by("pk")
    return Q(has_own_words=True) & ~Q(
        signature_list__isnull=False, text=Subquery(first.values("text")[:1])
    )


def assign(procedure: Procedure) -> None:
    """Bring the unsent replies in line with what is planned: who is covered, who no longer is."""
    planned = list(procedure.collective_replies.planned().select_related("representation"))
    for collective in planned:
        covered = people_covered(collective)
        unsent = Reply.objects.unsent().filter(procedure=procedure).not_in_print()
        unsent.filter(collective=None, person__in=covered).update(collective=collective)
        unsent.filter(collective=collective).exclude(person__in=covered).update(collective=None)
    settled = Reply.objects.unsent().filter(procedure=procedure).exclude(collective=None)
    settled.exclude(collective__in=planned).update(collective=None)
