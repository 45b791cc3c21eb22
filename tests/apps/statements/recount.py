"""The record of a procedure counted once more, plainly, to hold the services against."""

import hashlib
from dataclasses import dataclass
from itertools import pairwise

from dialogwerk.apps.statements.models import (
    Campaign,
    Occurrence,
    Reply,
    ReplyPoint,
    Segment,
    Statement,
)
from dialogwerk.apps.statements.services import reading
from dialogwerk.apps.statements.services.membership import deviation


@dataclass
class Record:
    """Everything about one procedure, read anew from the tables."""

    letters: list
    campaigns: list
    segments: list
    points: list
    replies: list
    told: list

    @property
    def people(self):
        return {letter.person_id for letter in self.letters}

    @property
    def unanswered(self):
        return [one for one in self.points if one.segment.argument.current_answer_id is None]

    @property
    def undecided(self):
        """Proposals that no reader has before them any more, for the letter counts as read."""
        read = {letter.pk for letter in self.letters if letter.read_at}
        by_template = {letter.campaign_id for letter in self.letters if letter.read_at}
        by_template |= {one.pk for one in self.campaigns if one.read_at}
        return [
            one
            for one in self.segments
            if one.state == "proposed"
            and (one.statement_id in read or (one.campaign_id and one.campaign_id in by_template))
        ]

    def is_read_through(self, letter):
        proposed = [one for one in self.segments if one.state == "proposed"]
        open_in = {one.statement_id for one in proposed}
        open_templates = {one.campaign_id for one in proposed} - {None}
        return bool(
            letter.read_at and letter.pk not in open_in and letter.campaign_id not in open_templates
        )

    def is_ready(self, person):
        letters = [one for one in self.letters if one.person_id == person]
        waiting = {one.statement.person_id for one in self.unanswered}
        return person not in waiting and all(map(self.is_read_through, letters))

    def answers_told(self, person):
        """Argument and answer of everything that sent letters say to this person."""
        return {
            (one.argument_id, one.answer_id)
            for one in self.told
            if one.reply.person_id == person and one.reply.sent_at
        }

    def answers_owed(self, person):
        return {
            (one.segment.argument_id, one.segment.argument.current_answer_id)
            for one in self.points
            if one.statement.person_id == person
        }

    def tells_less(self, reply):
        """Whether the newest letter sent to somebody leaves something out that is known now."""
        if not reply.sent_at or any(
            one.supplement_to_id == reply.pk and one.sent_at for one in self.replies
        ):
            return False
        written = sum(letter.person_id == reply.person_id for letter in self.letters)
        owed = self.answers_owed(reply.person_id)
        return reply.letters < written or not owed <= self.answers_told(reply.person_id)

    def state_of(self, point):
        """Where a point stands, as the ledger names it."""
        argument, person = point.segment.argument, point.statement.person_id
        if argument.current_answer_id is None:
            return "unanswered"
        shown = [
            one
            for one in self.told
            if one.argument_id == argument.pk and one.reply.person_id == person
        ]
        if not shown:
            return "unwritten"
        sent = [one for one in shown if one.reply.sent_at]
        if sent:
            is_current = any(one.answer_id == argument.current_answer_id for one in sent)
            return "sent" if is_current else "outdated"
        last = [list(one.reply.dispatches.order_by("at", "pk"))[-1:] for one in shown]
        came_back = any(one and one[0].state == "returned" for one in last)
        return "returned" if came_back else "unsent"


def read(procedure):
    return Record(
        letters=list(Statement.objects.filter(procedure=procedure).select_related("campaign")),
        campaigns=list(Campaign.objects.filter(procedure=procedure)),
        segments=list(Segment.objects.filter(procedure=procedure)),
        points=list(
            Occurrence.objects.filter(statement__procedure=procedure).select_related(
                "statement__campaign", "segment__argument", "segment__campaign"
            )
        ),
        replies=list(Reply.objects.filter(procedure=procedure)),
        told=list(ReplyPoint.objects.filter(reply__procedure=procedure).select_related("reply")),
    )


def missing_or_needless_points(record):
    """Points that the tied passages ask for beside those that are there: the difference."""
    wanted = set()
    for segment in record.segments:
        if segment.state != "tied":
            continue
        if segment.statement_id:
            wanted.add((segment.pk, segment.statement_id))
            continue
        for letter in record.letters:
            if letter.campaign_id == segment.campaign_id:
                _own, left_out = deviation(letter.campaign.template, letter.text)
                if not reading.leaves_out(left_out, segment):
                    wanted.add((segment.pk, letter.pk))
    return wanted ^ {(one.segment_id, one.statement_id) for one in record.points}


def overlapping(record):
    """Passages of the same text that lie over each other."""
    texts = {}
    for one in sorted(record.segments, key=lambda segment: segment.start):
        texts.setdefault((one.statement_id, one.campaign_id), []).append(one)
    return [
        (one.pk, other.pk)
        for known in texts.values()
        for one, other in pairwise(known)
        if other.start < one.end
    ]


def unseen(record):
    """Passages that nobody has decided on in texts that count as read."""
    found = []
    for where in [*record.letters, *record.campaigns]:
        if not where.read_at:
            continue
        name = "campaign_id" if isinstance(where, Campaign) else "statement_id"
        decided = [
            (one.start, one.end)
            for one in record.segments
            if getattr(one, name) == where.pk and one.state != "proposed"
        ]
        spans = reading._proposals(where, reading.text_of(where))
        found += [(where, span) for span in spans if not reading._touches(span, decided)]
    return found


def checksum_of_file(reply):
    with reply.pdf.open("rb") as file:
        return hashlib.sha256(file.read()).hexdigest()
