"""How far a procedure is, at one glance: what is read, answered, written and sent."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, Subquery, Sum
from django.utils.translation import gettext as _

from dialogwerk.apps.schemes.models import Procedure

from ..models import Argument, Campaign, Reply, Statement
from .counts import FourCounts
from .figures import figure, kept, people_of, stamp

HEAVIEST = 10


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of work: how much of it is done.

    Attributes:
        page: which page lists what is left (name of its address); empty if none does.
        query: the filter of that page.
    """

    label: str
    done: int
    total: int
    page: str = ""
    query: str = ""

    @property
    def left(self) -> int:
        return self.total - self.done

    @property
    def percent(self) -> int:
        """Whole per cent; 100 only when nothing is left."""
        return 100 * self.done // self.total if self.total else 100


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures of one procedure, all of the same moment; ``newest`` is its newest letter."""

    counts: FourCounts
    unread: int
    own_words_open: int
    individual_open: int
    newest: int
    steps: tuple[Step, ...]


def standing(procedure: Procedure) -> Standing:
    """Counted once until something changes; see `figures`."""
    return kept("overview", procedure, lambda: _count(procedure), at=stamp(procedure), of_all=True)


def _count(procedure: Procedure) -> Standing:
    """In one look through an index for all letters, and one for each of the other tables."""
    letters = _letters(procedure)
    campaigns = procedure.campaigns.aggregate(
        all=Count("*"),
        unread=Count("pk", filter=Q(read_at=None)),
        own=Sum("letters_with_own_words", default=0),
    )
    counts = FourCounts(
        letters=letters["all"],
        persons=letters["persons"],
        templates=campaigns["all"],
        own_passages=campaigns["own"] + letters["alone"],
    )
    steps = (
        Step(_("Letters read"), *_less(counts.letters, letters["unread"]), "inbox", "state=unread"),
        Step(_("Persons whose letters are all read"), *_less(counts.persons, letters["waiting"])),
        Step(_("Templates read"), *_less(campaigns["all"], campaigns["unread"]), "campaigns"),
        Step(
            _("Own passages read"),
            *_less(counts.own_passages, letters["own_open"] + letters["alone_open"]),
            "inbox",
            "state=own",
        ),
        *_outgoing(procedure, counts.persons),
    )
    return Standing(
        counts=counts,
        unread=letters["unread"],
        own_words_open=letters["own_open"],
        individual_open=letters["alone_open"],
        newest=letters["newest"] or 0,
        steps=steps,
    )


def _less(total: int, left: int) -> tuple[int, int]:
    """How much is done, and of how much."""
    return total - left, total


def _letters(procedure: Procedure) -> dict[str, int]:
    """Each figure from the index that holds just what it counts."""
    letters = Statement.objects.filter(procedure=procedure).order_by()
    unread = letters.unread()
    names = ("all", "newest", "persons", "alone", "unread", "waiting", "own_open", "alone_open")
    figures = Procedure.objects.filter(pk=procedure.pk).values_list(
        figure(letters, Count("*")),
        figure(letters, Max("pk")),
        people_of(procedure),
        figure(letters.individual(), Count("*")),
        figure(unread, Count("*")),
        people_of(procedure, unread=True),
        figure(letters.own_words_open(), Count("*")),
        figure(unread.individual(), Count("*")),
    )
    return dict(zip(names, (number or 0 for number in figures.get()), strict=True))


def _outgoing(procedure: Procedure, persons: int) -> tuple[Step, ...]:
    """Arguments answered, and replies by person: supplements do not count."""
    arguments = Argument.objects.active().filter(procedure=procedure)
    replies = Reply.objects.filter(procedure=procedure, supplement_to=None)
    addressees = Count("person", distinct=True)
    answers, answered, written, sent = (
        Procedure.objects.filter(pk=procedure.pk)
        .values_list(
            figure(arguments, Count("*")),
            figure(arguments.answered(), Count("*")),
            figure(replies.filter(generated_at__isnull=False), addressees),
            figure(replies.filter(sent_at__isnull=False), addressees),
        )
        .get()
    )
    return (
        Step(_("Arguments answered"), answered or 0, answers or 0, "arguments", "state=open"),
        Step(_("Persons whose reply is written"), written or 0, persons, "replies"),
        Step(_("Persons whose reply is sent"), sent or 0, persons, "replies"),
    )


def heaviest(procedure: Procedure) -> list[Campaign]:
    """The campaigns on which most people hang, with their own words that nobody has looked at."""
    campaigns: Any = procedure.campaigns.with_own_words_open().defer("template")
    return list(campaigns.order_by("-people", "number")[:HEAVIEST])


def next_own_words(procedure: Procedure) -> Statement | None:
    """The unread letter with words of its own to read next: the oldest; of campaigns first, since
    those are most easily overlooked."""
    letters = procedure.statements.unread().order_by("received_at", "pk").values("pk")
    first = (Subquery(some[:1]) for some in (letters.with_own_words(), letters.individual()))
    found = Statement.objects.filter(pk__in=list(first)).only("code", "campaign")
    return min(found, key=lambda letter: letter.campaign_id is None, default=None)
