"""The votes of a round as the core takes them, with the numbers of voters and statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, Q
from numpy.typing import NDArray

from dialogwerk.apps.dialogues.models import Format
from dialogwerk.cores.opinions.votes import Votes, votes_of

from ..models import OpinionStatement, StatementState, Vote, Voter

_PORTION = 50_000


@dataclass(frozen=True, eq=False)
class Matrix:
    """Votes of everybody who took part.

    Attributes:
        voters: primary key of each row, in the order of the numbers.
        numbers: number of each row.
        statements: of each column: public ones, and those taken out after votes were cast.
        rejected: shape (statements,); True for those taken out and those about the round itself.
    """

    votes: Votes
    voters: NDArray[np.int64]
    numbers: NDArray[np.int64]
    statements: Sequence[OpinionStatement]
    rejected: NDArray[np.bool_]


def matrix_of(one: Format, *, with_held: bool = False) -> Matrix:
    """The votes of the round as they are now; voters without a number get one.

    Args:
        with_held: statements that wait for moderation too; they count as taken out.
    """
    number_voters(one)
    statements = list(_counted_statements(one, with_held))
    rows = np.array(
        list(
            Voter.objects.filter(round=one, number__isnull=False)
            .order_by("number")
            .values_list("pk", "number")
        ),
        np.int64,
    ).reshape(-1, 2)
    cells = _cells(statements)
    order = np.argsort(rows[:, 0])
    places = np.searchsorted(rows[order, 0], cells[:, 0])
    is_known = np.isin(cells[:, 0], rows[:, 0])  # who voted since has no number yet
    cells, places = cells[is_known], places[is_known]
    columns = {statement.pk: place for place, statement in enumerate(statements)}
    column = np.array([columns[pk] for pk in cells[:, 1].tolist()], np.int64)
    votes = votes_of(
        order[places], column, cells[:, 2], participants=len(rows), statements=len(statements)
    )
    rejected = [row.is_meta or row.state != StatementState.PUBLIC for row in statements]
    return Matrix(votes, rows[:, 0], rows[:, 1], statements, np.array(rejected, bool))


def _counted_statements(one: Format, with_held: bool) -> Sequence[OpinionStatement]:
    voted = Exists(Vote.objects.filter(statement=OuterRef("pk")))
    counts: Any = Q(state=StatementState.PUBLIC) | (Q(state=StatementState.REFUSED) & voted)
    if with_held:
        counts |= Q(state=StatementState.HELD)
    found = OpinionStatement.objects.filter(counts, round=one)
    return list(found.select_related("author").order_by("number"))


def _cells(statements: Sequence[OpinionStatement]) -> NDArray[np.int64]:
    found = Vote.objects.filter(statement__in=statements).order_by()
    flat = (
        number
        for row in found.values_list("voter_id", "statement_id", "value").iterator(_PORTION)
        for number in row
    )
    return np.fromiter(flat, np.int64).reshape(-1, 3)


@transaction.atomic
def number_voters(one: Format) -> None:
    """Number those who have voted and have no number yet, in the order in which they came."""
    waiting = Voter.objects.taking_part().filter(round=one, number=None)
    if not waiting.exists():
        return
    Format.objects.select_for_update().get(pk=one.pk)
    last = Voter.objects.filter(round=one).aggregate(last=Max("number"))["last"] or 0
    table, votes = Voter._meta.db_table, Vote._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET number = waiting.place + %s FROM'  # noqa: S608
            f' (SELECT id, row_number() OVER (ORDER BY id) AS place FROM "{table}" AS one'
            f" WHERE round_id = %s AND number IS NULL AND EXISTS"
            f' (SELECT 1 FROM "{votes}" AS cast_ WHERE cast_.voter_id = one.id)) AS waiting'
            f' WHERE "{table}".id = waiting.id',
            [last, one.pk],
        )
