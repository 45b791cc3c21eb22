"""Votes on each statement as they are now, for the workbench."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from dialogwerk.apps.dialogues.models import Format

from ..models import OpinionStatement, Vote


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a statement was agreed with, disagreed with and passed."""

    agrees: int = 0
    disagrees: int = 0
    passes: int = 0


def tallies_of(
    one: Format, statements: Sequence[OpinionStatement]
) -> list[tuple[OpinionStatement, Tally]]:
    """Each of these statements with its votes. One query."""
    counted = (
        Vote.objects.of_round(one)
        .values_list("statement_id", "value")
        .annotate(count=Count("pk"))
        .order_by()
    )
    found = {(pk, value): count for pk, value, count in counted}

    def tally(pk: int) -> Tally:
        return Tally(found.get((pk, 1), 0), found.get((pk, -1), 0), found.get((pk, 0), 0))

    return [(row, tally(row.pk)) for row in statements]
