"""Conversations of Polis taken over into a round: looked through first, then written.

The same files a second time change nothing: voters are known by their name in the file,
statements by their number there.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base import bulk
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.runs import RunFailed, RunHandle, handler, start_run
from dialogwerk.apps.base.statistics import refresh_statistics
from dialogwerk.apps.dialogues.models import Format
from dialogwerk.cores.opinions.errors import UnreadableVotes
from dialogwerk.cores.opinions.polis_files import (
    Comment,
    Conversation,
    read_comments,
    read_participants_votes,
    read_votes,
)

from ..errors import UnfitImport
from ..models import EarlierVote, OpinionStatement, PolisImport, StatementState, Vote, Voter
from ..models.statements import LONGEST
from .rounds import forget_rounds
from .statements import next_number, tidy

RUN = "opinions.import"
_STATES = {1: StatementState.PUBLIC, 0: StatementState.HELD, -1: StatementState.REFUSED}


@dataclass(frozen=True, eq=False)
class Files:
    """What the two files hold."""

    conversation: Conversation
    comments: Sequence[Comment]


def read(votes: Path, comments: Path) -> Files:
    """Read both files and check that they belong together.

    Args:
        votes: ``participants-votes.csv`` or ``votes.csv``.
        comments: ``comments.csv``.

    Raises:
        UnfitImport: says in which file, row and column, and what is wrong.
    """
    conversation = _read(votes, _reader_of(votes))
    said = _read(comments, read_comments)
    _check_comments(comments.name, said)
    missing = sorted(set(conversation.statements) - {one.number for one in said})
    if missing:
        raise UnfitImport(
            _("%(votes)s has votes on statements that %(comments)s does not have: %(numbers)s.")
            % {
                "votes": votes.name,
                "comments": comments.name,
                "numbers": ", ".join(map(str, missing[:10])),
            }
        )
    return Files(conversation, said)


def _reader_of(votes: Path) -> Any:
    try:
        with votes.open(encoding="utf-8-sig", errors="replace") as stream:
            header = stream.readline()
    except OSError as error:
        raise UnfitImport(str(error)) from error
    return read_votes if "voter-id" in header else read_participants_votes


def _read(path: Path, reader: Any) -> Any:
    try:
        return reader(path)
    except UnreadableVotes as error:
        raise UnfitImport(
            _("%(file)s cannot be taken over. %(place)s%(error)s")
            % {"file": path.name, "place": _place(error), "error": _without_place(error)}
        ) from error


def _place(error: UnreadableVotes) -> str:
    if not error.row:
        return ""
    if error.field:
        return _("Row %(row)d, column “%(column)s”: ") % {"row": error.row, "column": error.field}
    return _("Row %(row)d: ") % {"row": error.row}


def _without_place(error: UnreadableVotes) -> str:
    text = str(error)
    return text.partition(": ")[2] if error.row else text


def _check_comments(name: str, comments: Sequence[Comment]) -> None:
    twice = [number for number, count in Counter(c.number for c in comments).items() if count > 1]
    if twice:
        raise UnfitImport(
            _("%(file)s has the statement %(number)d twice.") % {"file": name, "number": twice[0]}
        )
    for row, one in enumerate(comments, start=2):
        if not tidy(one.body):
            raise UnfitImport(
                _("%(file)s cannot be taken over. %(place)s%(error)s")
                % {
                    "file": name,
                    "place": _("Row %(row)d, column “%(column)s”: ")
                    % {"row": row, "column": "comment-body"},
                    "error": _("the statement is empty."),
                }
            )


@transaction.atomic
def check(*, format: Format, votes: File, comments: File, by: User, now: datetime) -> PolisImport:
    """Keep two files and say what taking them over would change; nothing else happens.

    Raises:
        UnfitImport: they cannot be taken over; nothing is kept then.
    """
    kept = PolisImport(round=format, by=by.actor, at=now)
    kept.votes_file.save("participants-votes.csv", votes, save=False)
    kept.comments_file.save("comments.csv", comments, save=False)
    try:
        files = read(Path(kept.votes_file.path), Path(kept.comments_file.path))
    except UnfitImport:
        kept.votes_file.delete(save=False)
        kept.comments_file.delete(save=False)
        raise
    kept.summary = summary_of(format, files)
    kept.save()
    return kept


def summary_of(format: Format, files: Files) -> dict[str, Any]:
    """What taking these files over would change."""
    known = set(
        format.opinion_statements.exclude(external_number=None).values_list(
            "external_number", flat=True
        )
    )
    origins = set(
        Voter.objects.filter(round=format, origin__isnull=False).values_list("origin", flat=True)
    )
    names = files.conversation.participants
    long = [one.number for one in files.comments if len(tidy(one.body)) > LONGEST]
    return {
        "statements": len(files.comments),
        "new_statements": sum(one.number not in known for one in files.comments),
        "refused": sum(one.moderated == -1 for one in files.comments),
        "held": sum(one.moderated == 0 for one in files.comments),
        "participants": len(names),
        "new_participants": sum(_origin(name) not in origins for name in names),
        "votes": len(files.conversation.votes.value),
        "shortened": long,
    }


def _origin(name: str) -> str:
    return f"polis:{name}"[:200]


@transaction.atomic
def confirm(*, one: PolisImport, by: User) -> None:
    """Take the files over, in the background; a second time changes nothing."""
    waiting = PolisImport.objects.filter(pk=one.pk, state=PolisImport.State.CHECKED)
    if not waiting.update(state=PolisImport.State.CONFIRMED):
        return
    run = start_run(
        RUN,
        title=_("Votes taken over: %(round)s") % {"round": one.round.title},
        arguments={"import": one.code},
        by=by.actor,
        total=one.summary["votes"],
    )
    PolisImport.objects.filter(pk=one.pk).update(run=run)


@handler(RUN)
def run_import(run: RunHandle) -> Mapping[str, Any]:
    """Take confirmed files over."""
    one = PolisImport.objects.select_related("round__process").get(code=run.arguments["import"])
    try:
        files = read(Path(one.votes_file.path), Path(one.comments_file.path))
    except UnfitImport as error:
        raise RunFailed(str(error)) from error
    done = take_over(format=one.round, files=files, by=run.run.actor, now=timezone.now())
    PolisImport.objects.filter(pk=one.pk).update(state=PolisImport.State.DONE)
    run.advance(done["votes"], total=done["votes"])
    return done


@transaction.atomic
def take_over(*, format: Format, files: Files, by: str, now: datetime) -> dict[str, int]:
    """Write what the files hold and the round does not: all or nothing.

    A vote that differs from the one that is there replaces it, which is kept.

    Returns:
        How many statements, participants and votes were added, and how many votes changed.
    """
    statements = _statements(format, files, by, now)
    voters = _voters(format, files.conversation.participants, now)
    added, changed = _votes(files.conversation, statements, voters, now)
    done = {
        "statements": statements.added,
        "participants": voters.added,
        "votes": added,
        "changed": changed,
    }
    if any(done.values()):
        payload = {"format": format.pk, **done}
        record("opinion_votes.imported", subject=format.process.code, actor=by, payload=payload)
    refresh_statistics(Voter, Vote, OpinionStatement)
    forget_rounds()
    return done


@dataclass(frozen=True, slots=True)
class _Keys:
    """Primary keys by name or number in the file, and how many of them are new."""

    keys: Mapping[Any, int]
    added: int


def _statements(format: Format, files: Files, by: str, now: datetime) -> _Keys:
    free = next_number(format)
    known = _known_statements(format)
    used = set(format.opinion_statements.values_list("number", flat=True))
    made = []
    for one in files.comments:
        if one.number in known:
            continue
        number = one.number if one.number not in used else max(free, max(used) + 1)
        used.add(number)
        made.append(_statement(format, one, number, by, now))
    OpinionStatement.objects.bulk_create(made)
    return _Keys(_known_statements(format), len(made))


def _known_statements(format: Format) -> dict[int, int]:
    found = format.opinion_statements.exclude(external_number=None)
    listed = found.values_list("external_number", "pk")
    return {number: pk for number, pk in listed if number is not None}


def _statement(
    format: Format, one: Comment, number: int, by: str, now: datetime
) -> OpinionStatement:
    refused = one.moderated == -1
    stamp = one.timestamp
    said_at = datetime.fromtimestamp(int(stamp) / 1000, UTC) if stamp.isdecimal() else now
    return OpinionStatement(
        round=format,
        number=number,
        text=tidy(one.body)[:LONGEST],
        state=_STATES[one.moderated],
        is_meta=one.is_meta,
        by="system:import",
        received_at=min(said_at, now) if said_at.year > 1970 else now,
        decided_at=now if one.moderated else None,
        decided_by=by if one.moderated else "",
        reason=_("refused in the imported conversation") if refused else "",
        external_number=one.number,
    )


def _voters(format: Format, names: Sequence[str], now: datetime) -> _Keys:
    known = _known_voters(format)
    new = [
        Voter(round=format, origin=_origin(name), first_at=now)
        for name in names
        if _origin(name) not in known
    ]
    bulk.insert(new)
    known = _known_voters(format) if new else known
    return _Keys({name: known[_origin(name)] for name in names}, len(new))


def _known_voters(format: Format) -> dict[str, int]:
    found = Voter.objects.filter(round=format, origin__isnull=False)
    return {name: pk for name, pk in found.values_list("origin", "pk") if name is not None}


def _votes(
    conversation: Conversation, statements: _Keys, voters: _Keys, now: datetime
) -> tuple[int, int]:
    votes, names = conversation.votes, conversation.participants
    rows = zip(
        votes.participant().tolist(), votes.statement.tolist(), votes.value.tolist(), strict=True
    )
    wanted = {
        (voters.keys[names[who]], statements.keys[conversation.statements[what]]): value
        for who, what, value in rows
    }
    known = {
        (voter, statement): (pk, value, at)
        for pk, voter, statement, value, at in Vote.objects.filter(
            statement__in=list(statements.keys.values()), voter__origin__isnull=False
        ).values_list("pk", "voter_id", "statement_id", "value", "at")
    }
    new = [
        Vote(voter_id=voter, statement_id=statement, value=value, at=now)
        for (voter, statement), value in wanted.items()
        if (voter, statement) not in known
    ]
    bulk.insert(new)
    changed = [
        (known[place], value)
        for place, value in wanted.items()
        if place in known and known[place][1] != value
    ]
    for (pk, before, at), value in changed:
        EarlierVote.objects.create(vote_id=pk, value=before, at=at)
        Vote.objects.filter(pk=pk).update(value=value, at=now)
    return len(new), len(changed)
