"""How far a procedure is, at one glance: what is read, answered, written and sent."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from dialogwerk.apps.schemes.models import Procedure

from ..models import Campaign, Statement
from .counts import FourCounts, four_counts
from .figures import kept, stamp

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
    """The figures of one procedure, all of the same moment."""

    counts: FourCounts
    unread: int
    own_words_open: int
    individual_open: int
    steps: tuple[Step, ...]


def standing(procedure: Procedure) -> Standing:
    """Counted once until something changes; see `figures`."""
    at = stamp(procedure)
    return kept("overview", procedure, lambda: _count(procedure, at), at=at)


def _count(procedure: Procedure, at: str) -> Standing:
    counts = four_counts(procedure, at=at)
    letters = procedure.statements.order_by()
    unread = letters.unread().count()
    own_open = letters.own_words_open().count()
    alone_open = letters.unread().individual().count()
    waiting = letters.unread().values("person").distinct().count()
    campaigns = procedure.campaigns.aggregate(
        all=Count("pk"), unread=Count("pk", filter=Q(read_at=None))
    )
    steps = (
        Step(_("Letters read"), counts.letters - unread, counts.letters, "inbox", "state=unread"),
        Step(_("Persons whose letters are all read"), counts.persons - waiting, counts.persons),
        Step(
            _("Templates read"),
            campaigns["all"] - campaigns["unread"],
            campaigns["all"],
            "campaigns",
        ),
        Step(
            _("Own passages read"),
            counts.own_passages - own_open - alone_open,
            counts.own_passages,
            "inbox",
            "state=own",
        ),
        *_answers(procedure),
        *_replies(procedure, counts.persons),
    )
    return Standing(counts, unread, own_open, alone_open, steps)


def _answers(procedure: Procedure) -> tuple[Step, ...]:
    found = procedure.arguments.active().aggregate(
        all=Count("pk"), answered=Count("pk", filter=Q(current_answer__isnull=False))
    )
    return (
        Step(_("Arguments answered"), found["answered"], found["all"], "arguments", "state=open"),
    )


def _replies(procedure: Procedure, persons: int) -> tuple[Step, ...]:
    """Each person once: supplements do not count."""
    found = procedure.replies.filter(supplement_to=None).aggregate(
        written=Count("person", filter=Q(generated_at__isnull=False), distinct=True),
        sent=Count("person", filter=Q(sent_at__isnull=False), distinct=True),
    )
    return (
        Step(_("Persons whose reply is written"), found["written"], persons, "replies"),
        Step(_("Persons whose reply is sent"), found["sent"], persons, "replies"),
    )


def heaviest(procedure: Procedure) -> list[Campaign]:
    """The campaigns on which most people hang, with their own words that nobody has looked at."""
    campaigns: Any = procedure.campaigns.with_own_words_open().defer("template")
    return list(campaigns.order_by("-people", "number")[:HEAVIEST])


def next_own_words(procedure: Procedure) -> Statement | None:
    """The unread letter with words of its own to read next: the oldest; of campaigns first, since
    those are most easily overlooked."""
    letters = procedure.statements.unread().only("code", "procedure", "campaign", "received_at")
    own = letters.with_own_words().order_by("received_at", "pk").first()
    return own or letters.individual().order_by("received_at", "pk").first()
