"""Casting votes: each counts once, the last one counts, and none is lost.

A vote is written by its request and acknowledged after the database has it. Votes do not stand in
the journal one by one; `seals` puts checksums of them there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from dialogwerk.apps.dialogues.models import Format

from ..errors import RoundClosed, UnfitVote
from ..models import EarlierVote, Vote, Voter
from .casting import cast_first, cast_next
from .rounds import Round, Shown


@dataclass(frozen=True, slots=True)
class Who:
    """Whose vote it is: an account, or a browser by the number in its cookie."""

    user_id: int | None = None
    token: str = ""

    def keys(self, round_id: int) -> dict[str, int | str]:
        """By which fields the voter of this round is found."""
        if self.user_id is not None:
            return {"round_id": round_id, "user_id": self.user_id}
        hashed = salted_hmac("dialogwerk.voter", f"{round_id}:{self.token}", algorithm="sha256")
        return {"round_id": round_id, "token_hash": hashed.hexdigest()}


@dataclass(frozen=True, slots=True)
class Ballot:
    """All votes of somebody, by primary key of the statement; no voter before the first."""

    voter_id: int | None = None
    votes: Mapping[int, int] = field(default_factory=dict)


def ballot_of(one: Format, who: Who) -> Ballot:
    """The votes of somebody in this round. One query."""
    found: dict[str, Any] = {f"voter__{name}": value for name, value in who.keys(one.pk).items()}
    rows = list(Vote.objects.filter(**found).values_list("voter_id", "statement_id", "value"))
    if not rows:
        return Ballot()
    return Ballot(rows[0][0], {statement: value for _voter, statement, value in rows})


def vote(
    *, round: Round, who: Who, number: int, value: int, now: datetime, ballot: Ballot | None = None
) -> Ballot:
    """Count a vote; a second one on the same statement replaces the first, which is kept.

    Args:
        ballot: what `ballot_of` gave, if it was asked already.

    Returns:
        The votes of this person with the new one.

    Raises:
        RoundClosed: nobody can vote now.
        UnknownStatement: nobody can vote on this statement.
        UnfitVote: the value is none of 1, 0, -1.
    """
    if not round.is_open:
        raise RoundClosed(_("“%(round)s” takes no votes now.") % {"round": round.format.title})
    if value not in Vote.Value.values:
        raise UnfitVote(_("Please choose agree, disagree or skip."))
    statement = round.statement(number)
    ballot = ballot_of(round.format, who) if ballot is None else ballot
    voter_id = _write(round.format, who, ballot, statement, value, now)
    return Ballot(voter_id, {**ballot.votes, statement.pk: value})


def _write(
    one: Format, who: Who, ballot: Ballot, statement: Shown, value: int, now: datetime
) -> int:
    voter_id = ballot.voter_id
    named: dict[str, Any] = {"statement_id": statement.pk, "value": value, "now": now}
    if statement.pk not in ballot.votes:
        if voter_id is None and (new := cast_first(who.keys(one.pk), **named)):
            return new
        if voter_id is not None and cast_next(voter_id=voter_id, **named):
            return voter_id
    # Changed, or the same form was sent twice at once, so that the voter or the vote is there.
    with transaction.atomic():
        voter_id = voter_id or _voter(one, who, now)
        change_vote(voter_id=voter_id, **named)
    return voter_id


def _voter(one: Format, who: Who, now: datetime) -> int:
    found, _is_new = Voter.objects.get_or_create(**who.keys(one.pk), defaults={"first_at": now})
    return int(found.pk)


def voter_of(one: Format, who: Who, now: datetime) -> Voter:
    """The voter of this round, made if there is none yet."""
    found: Voter = Voter.objects.get(pk=_voter(one, who, now))
    return found


@transaction.atomic
def change_vote(*, voter_id: int, statement_id: int, value: int, now: datetime) -> bool:
    """Set a vote whatever stood there; says whether that changed anything."""
    held = Vote.objects.select_for_update().filter(voter_id=voter_id, statement_id=statement_id)
    known = held.first()
    if known is None:
        created = Vote.objects.get_or_create(
            voter_id=voter_id, statement_id=statement_id, defaults={"value": value, "at": now}
        )
        if created[1]:
            return True
        known = held.get()
    if known.value == value:
        return False
    EarlierVote.objects.create(vote=known, value=known.value, at=known.at)
    known.value, known.at = value, now
    known.save(update_fields=["value", "at"])
    return True
