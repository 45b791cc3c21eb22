"""Writing a vote that is not there yet, in as few words with the database as can be.

On PostgreSQL a voter and their first vote are one statement; elsewhere they are a transaction.
Both say None instead of failing where the voter or the vote exists already.
"""

from datetime import datetime

from django.db import IntegrityError, connection, transaction

from ..models import Vote, Voter

_VOTE = f'INSERT INTO "{Vote._meta.db_table}" (voter_id, statement_id, value, at)'


def cast_first(
    keys: dict[str, int | str], *, statement_id: int, value: int, now: datetime
) -> int | None:
    """A new voter with a first vote.

    Args:
        keys: columns by which the voter is known, see `voting.Who.keys`.

    Returns:
        Primary key of the voter; None if there is such a voter already: nothing is written then.
    """
    if connection.vendor != "postgresql":
        return _cast_first_in_a_transaction(keys, statement_id, value, now)
    columns, holes = ", ".join(keys), ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            f'WITH new AS (INSERT INTO "{Voter._meta.db_table}" ({columns}, first_at)'  # noqa: S608
            f" VALUES ({holes}, %s) ON CONFLICT DO NOTHING RETURNING id)"
            f" {_VOTE} SELECT id, %s, %s, %s FROM new RETURNING voter_id",
            [*keys.values(), now, statement_id, value, now],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _cast_first_in_a_transaction(
    keys: dict[str, int | str], statement_id: int, value: int, now: datetime
) -> int | None:
    try:
        with transaction.atomic():
            voter = Voter.objects.create(first_at=now, **keys)
            Vote.objects.create(voter=voter, statement_id=statement_id, value=value, at=now)
    except IntegrityError:
        return None
    return int(voter.pk)


def cast_next(*, voter_id: int, statement_id: int, value: int, now: datetime) -> bool:
    """One more vote; False if this voter has voted on the statement: nothing is written then."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_VOTE} VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [voter_id, statement_id, value, now],
        )
        return bool(cursor.rowcount == 1)
