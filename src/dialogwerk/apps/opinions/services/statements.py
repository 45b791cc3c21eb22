"""Statements: written by the office or by people who take part, and moderated with reasons."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import category

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process, utils

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import EntryDraft, record_many
from dialogwerk.apps.dialogues.models import Format

from ..errors import RoundClosed, UnfitStatement
from ..models import OpinionStatement, StatementState, Vote
from ..models.statements import LONGEST
from .appeals import check_judge, settle
from .rounds import Round, Shown, forget_rounds
from .voting import Who, change_vote, voter_of

ALIKE, MOST_ALIKE = 60, 3
_NO_WORDS = ("Cc", "Cf", "Cn", "Co", "Cs")
"""Signs without a meaning that all share: control signs, and what is not assigned."""
SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Seeded:
    """What became of lines that the office typed in."""

    added: Sequence[OpinionStatement]
    known: Sequence[str]


def tidy(text: str) -> str:
    """One line without double spaces, and nothing at its start that a table would compute.

    >>> tidy(" =Mehr   Bäume ")
    'Mehr Bäume'
    """
    kept = "".join(sign for sign in text if category(sign) not in _NO_WORDS or sign.isspace())
    return " ".join(kept.split()).lstrip("=+-@ ")


def checked(text: str) -> str:
    """The statement as it is kept.

    Raises:
        UnfitStatement: nothing or too little is written, or too much.
    """
    tidied = tidy(text)
    if len(tidied) < SHORTEST:
        raise UnfitStatement(_("Please write a sentence that one can agree or disagree with."))
    if len(tidied) > LONGEST:
        raise UnfitStatement(
            _("The statement has %(length)d characters; %(most)d are possible. Keep one idea.")
            % {"length": len(tidied), "most": LONGEST}
        )
    return tidied


def alike(text: str, round: Round) -> list[Shown]:
    """Public statements that say nearly the same, the most similar first; three at most."""
    texts = {one.number: one.text for one in round.statements}
    found = process.extract(
        tidy(text), texts, scorer=fuzz.token_set_ratio, processor=utils.default_process,
        score_cutoff=ALIKE, limit=MOST_ALIKE,
    )  # fmt: skip
    return [round.statement(number) for _text, _score, number in found]


@transaction.atomic
def seed(*, format: Format, lines: Iterable[str], by: User, now: datetime) -> Seeded:
    """Add statements of the office, public at once; lines that are there already are left out.

    Raises:
        UnfitStatement: a line is too short or too long; names it. Nothing is added then.
    """
    wanted = list(dict.fromkeys(_line(number, text) for number, text in _lines(lines)))
    known = set(format.opinion_statements.values_list("text", flat=True))
    number = next_number(format)
    made = [
        OpinionStatement(round=format, number=number + place, text=text, by=by.actor,
                         received_at=now, decided_at=now, decided_by=by.actor)
        for place, text in enumerate(one for one in wanted if one not in known)
    ]  # fmt: skip
    OpinionStatement.objects.bulk_create(made)
    record_many(_entry("opinion_statement.seeded", one, by.actor) for one in made)
    forget_rounds()
    return Seeded(made, [one for one in wanted if one in known])


def _lines(lines: Iterable[str]) -> list[tuple[int, str]]:
    return [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _line(number: int, text: str) -> str:
    try:
        return checked(text)
    except UnfitStatement as error:
        raise UnfitStatement(
            _("Line %(number)d: %(error)s") % {"number": number, "error": error}
        ) from None


def next_number(format: Format) -> int:
    """The next free number of a statement; holds the round until the transaction ends."""
    Format.objects.select_for_update().get(pk=format.pk)
    last = format.opinion_statements.aggregate(last=Max("number"))["last"]
    return 1 if last is None else int(last) + 1


@transaction.atomic
def add_statement(
    *, round: Round, who: Who, text: str, votes_cast: int, now: datetime
) -> OpinionStatement:
    """Take in a statement of somebody who takes part; they agree with it by writing it.

    It is held for moderation if the format says so. The same words give back what is there.

    Args:
        votes_cast: how many votes this person has cast.

    Raises:
        RoundClosed: the round is not open, takes no statements, or asks for more votes first.
        UnfitStatement: nothing, too little or too much is written.
    """
    _check_may_add(round, votes_cast)
    said = checked(text)
    format, voter = round.format, voter_of(round.format, who, now)
    same = format.opinion_statements.filter(text__iexact=said).exclude(state=StatementState.REFUSED)
    if known := same.first():
        return known
    held = format.moderated_first
    made = OpinionStatement.objects.create(
        round=format,
        number=next_number(format),
        text=said,
        state=StatementState.HELD if held else StatementState.PUBLIC,
        author=voter,
        by=f"user:{who.user_id}" if who.user_id else "public",
        received_at=now,
    )
    change_vote(voter_id=voter.pk, statement_id=made.pk, value=Vote.Value.AGREE, now=now)
    drafted = _entry("opinion_statement.received", made, made.by, held=held)
    record_many([drafted])
    forget_rounds()
    return made


def _check_may_add(round: Round, votes_cast: int) -> None:
    if not round.is_open or not round.choices.own_statements:
        raise RoundClosed(_("No statements can be added here now."))
    if votes_cast < round.choices.votes_before_own:
        raise RoundClosed(
            _("Please vote on %(count)d statements first; perhaps yours is among them.")
            % {"count": round.choices.votes_before_own}
        )


@transaction.atomic
def approve(*, statement: OpinionStatement, by: User, now: datetime) -> None:
    """Put a statement up for a vote; one that was refused comes back in this way too.

    Raises:
        SomebodyElse: it is about an objection to this person's own decision.
    """
    if statement.state != StatementState.PUBLIC:
        _decide(statement, StatementState.PUBLIC, "", by, now)


@transaction.atomic
def refuse(*, statement: OpinionStatement, reason: str, by: User, now: datetime) -> None:
    """Show a statement no more; its author reads the reason. Votes on it are kept.

    Raises:
        UnfitStatement: no reason was given.
        SomebodyElse: it is about an objection to this person's own decision.
    """
    if not reason.strip():
        raise UnfitStatement(_("Please say why; the author reads it."))
    _decide(statement, StatementState.REFUSED, reason.strip()[:500], by, now)


def _decide(statement: OpinionStatement, state: str, reason: str, by: User, now: datetime) -> None:
    check_judge(statement, by)
    on_appeal = settle(statement, by=by, now=now)
    statement.state, statement.reason = state, reason
    statement.decided_at, statement.decided_by = now, by.actor
    statement.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    what = "approved" if state == StatementState.PUBLIC else "refused"
    said = {"reason": _sha256(reason), "on_appeal": on_appeal}
    record_many([_entry(f"opinion_statement.{what}", statement, by.actor, **said)])
    forget_rounds()


@transaction.atomic
def mark_meta(*, statement: OpinionStatement, is_meta: bool, by: User) -> None:
    """Say that a statement is about the round itself, or that it is not."""
    if statement.is_meta == is_meta:
        return
    statement.is_meta = is_meta
    statement.save(update_fields=["is_meta"])
    record_many([_entry("opinion_statement.marked", statement, by.actor, is_meta=is_meta)])
    forget_rounds()


def _entry(action: str, one: OpinionStatement, by: str, **details: object) -> EntryDraft:
    payload = {"format": one.round_id, "number": one.number, "sha256": _sha256(one.text)}
    return EntryDraft(
        action=action,
        subject=one.process.code,
        actor=by,
        payload={**payload, **details},
        at=one.received_at if action.endswith("received") else None,
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
