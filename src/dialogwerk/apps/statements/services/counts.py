"""The four counts that tell the size of a procedure: letters, persons, templates, own passages.

440,000 letters may be 6,650 people with 140 templates: whoever shows one of these figures should
show the others beside it. This is the one place that counts them.
"""

from dataclasses import dataclass

from django.db.models import Count, Sum

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.schemes.models import Procedure

from ..models import Campaign, Statement
from .figures import figure, kept, people_of


@dataclass(frozen=True, slots=True)
class FourCounts:
    """How much there is.

    Attributes:
        letters: all that were received.
        persons: people and organisations who sent them, as far as they are told apart by now.
        templates: campaigns, each a text that many letters share.
        own_passages: what people wrote themselves: the own words of a letter beside its template,
            counted once a letter, and each letter that follows no template.
        unread: letters that nobody has finished reading.
    """

    letters: int = 0
    persons: int = 0
    templates: int = 0
    own_passages: int = 0
    unread: int = 0

    @property
    def to_read(self) -> int:
        """What somebody has to read: each template once, and each own passage."""
        return self.templates + self.own_passages


def four_counts(procedure: Procedure) -> FourCounts:
    """The four counts: two queries, the second only if anything was done since the last time."""
    latest = JournalEntry.objects.order_by("-pk").values_list("uid", flat=True).first()
    return kept("four counts", procedure, lambda: counted(procedure), at=str(latest), of_all=True)


def counted(procedure: Procedure) -> FourCounts:
    """Counted in indexes, never in the letters themselves."""
    letters = Statement.objects.filter(procedure=procedure)
    campaigns = Campaign.objects.filter(procedure=procedure)
    counted = Procedure.objects.filter(pk=procedure.pk).values_list(
        figure(letters, Count("*")),
        people_of(procedure),
        figure(campaigns, Count("*")),
        figure(campaigns, Sum("letters_with_own_words")),
        figure(letters.individual(), Count("*")),
        figure(letters.unread(), Count("*")),
    )
    everything, persons, templates, own, alone, unread = (one or 0 for one in counted.get())
    return FourCounts(everything, persons, templates, own + alone, unread)
