"""What a reply letter says: from the record of one person's letters to the printed value."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from math import ceil

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialogwerk.apps.base.sites import absolute_url
from dialogwerk.apps.people.models import Identity, Organisation, Person
from dialogwerk.documents import values
from dialogwerk.documents.wording import legal_notes

from ..errors import NotAllowedNow
from ..models import (
    Argument,
    ArgumentSource,
    CollectiveReply,
    Occurrence,
    Reply,
    ReplyPoint,
    Statement,
)

LAYOUT = "2"
"""Part of every fingerprint: raise it when the look of the letters changes."""

QUOTES = 3
"""How many passages of a person stand above the answer to one argument."""

ADDRESS_LINES = 10
ADDRESS_LINE = 45
"""What fits the window of an envelope: lines, and characters a line."""


@dataclass(slots=True)
class Content:
    """What one letter answers: its person's letters and points."""

    statements: list[Statement] = field(default_factory=list)
    quotes: dict[int, list[str]] = field(default_factory=dict)
    arguments: dict[int, Argument] = field(default_factory=dict)
    represented: list[str] = field(default_factory=list)
    corrects: bool = False

    @property
    def ordered(self) -> list[Argument]:
        return sorted(self.arguments.values(), key=lambda argument: argument.number)

    @property
    def unanswered(self) -> list[Argument]:
        return [one for one in self.ordered if one.current_answer_id is None]


Key = tuple[int, int]
"""Procedure and person, by primary key."""


def contents(replies: Sequence[Reply]) -> dict[int, Content]:
    """The content of these replies by primary key, in a fixed number of queries."""
    found: dict[Key, Content] = {_key(reply): Content() for reply in replies}
    somebody_speaks = _add_letters(found)
    _add_points(found)
    if somebody_speaks:
        _add_represented(found)
    told = _told(found) if any(reply.supplement_to_id for reply in replies) else {}
    return {
        reply.pk: _changed_only(found[_key(reply)], told.get(_key(reply), {}))
        if reply.supplement_to_id
        else found[_key(reply)]
        for reply in replies
    }


def _key(reply: Reply) -> Key:
    return reply.procedure_id, reply.person_id


def _add_letters(found: Mapping[Key, Content]) -> bool:
    """Put the letters in; returns whether one of these people speaks for others."""
    speaks = _answered_through().filter(
        procedure=OuterRef("procedure"), representation__representative=OuterRef("person")
    )
    letters = Statement.objects.filter(
        procedure__in={procedure for procedure, _person in found},
        person__in={person for _procedure, person in found},
    ).defer("text", "own_words", "left_out")
    somebody_speaks = False
    for letter in letters.annotate(speaks=Exists(speaks)).order_by("received_at", "pk"):
        if content := found.get((letter.procedure_id, letter.person_id)):
            content.statements.append(letter)
            somebody_speaks |= letter.speaks
    return somebody_speaks


def _answered_through() -> QuerySet[CollectiveReply]:
    """Answers that go to a representative for others."""
    return CollectiveReply.objects.filter(way=CollectiveReply.Way.SPEAKER, withdrawn_at=None)


def _add_points(found: Mapping[Key, Content]) -> None:
    """The points by way of the letters at hand: a plan that no database gets wrong."""
    of_letter = {letter.pk: content for content in found.values() for letter in content.statements}
    sources = ArgumentSource.objects.select_related("document")
    points = (
        Occurrence.objects.filter(statement__in=of_letter)
        .select_related("segment__argument__current_answer")
        .prefetch_related(Prefetch("segment__argument__sources", sources))
        .order_by("segment__argument__number", "statement__received_at", "segment__start", "pk")
    )
    for point in points:
        if point.segment.argument:
            _add_point(of_letter[point.statement_id], point.segment.argument, point.segment.text)


def _add_point(content: Content, argument: Argument, quote: str) -> None:
    content.arguments[argument.pk] = argument
    quotes = content.quotes.setdefault(argument.pk, [])
    if quote not in quotes and len(quotes) < QUOTES:
        quotes.append(quote)


def _add_represented(found: Mapping[Key, Content]) -> None:
    """For whom else the letter speaks: titles of lists and campaigns with their representative."""
    spoken = (
        _answered_through()
        .filter(
            procedure__in={procedure for procedure, _person in found},
            representation__representative__in={person for _procedure, person in found},
        )
        .select_related("representation__signature_list", "representation__campaign")
    )
    for one in spoken.order_by("pk"):
        speaker = one.representation
        if speaker is None or speaker.representative_id is None:
            continue
        if content := found.get((one.procedure_id, speaker.representative_id)):
            title = speaker.signature_list or speaker.campaign
            content.represented.append(title.title if title else one.title)


def _told(found: Mapping[Key, Content]) -> dict[Key, dict[int, set[int]]]:
    """What sent letters told these people already: argument → versions of its answer."""
    shown = ReplyPoint.objects.filter(
        reply__procedure__in={procedure for procedure, _person in found},
        reply__person__in={person for _procedure, person in found},
        reply__sent_at__isnull=False,
    ).values_list("reply__procedure_id", "reply__person_id", "argument_id", "answer_id")
    told: dict[Key, dict[int, set[int]]] = {}
    for procedure, person, argument, answer in shown:
        told.setdefault((procedure, person), {}).setdefault(argument, set()).add(answer)
    return told


def _changed_only(content: Content, told: Mapping[int, set[int]]) -> Content:
    """For a supplement: only the points that no sent letter shows with the current answer."""
    changed = {
        key: argument
        for key, argument in content.arguments.items()
        if argument.current_answer_id not in told.get(key, ())
    }
    return Content(
        statements=content.statements,
        quotes=content.quotes,
        represented=content.represented,
        arguments=changed,
        corrects=any(key in told for key in changed),
    )


def letter_of(
    reply: Reply, content: Content, identity: Identity | None, day: date
) -> values.ReplyLetter:
    """The letter as a value, ready to be set.

    Raises:
        NotAllowedNow: a point of it has no answer yet.
    """
    procedure = reply.procedure
    with override("de"):
        return values.ReplyLetter(
            office=office_of(procedure.authority),
            recipient=recipient_lines(identity),
            salutation=salutation_of(reply.person, identity),
            reference=procedure.reference,
            code_number=reply.person.code,
            date=day,
            procedure=procedure.title,
            submissions=tuple(_submission(one) for one in content.statements),
            points=tuple(_point(one, content) for one in content.ordered),
            lookup_url=absolute_url(reverse("lookup")),
            lookup_code=content.statements[0].receipt if content.statements else "",
            legal_notes=legal_notes("de"),
            supplement=_supplement(reply, corrects=content.corrects),
            represented=tuple(content.represented),
        )


def fingerprint_of(letter: values.ReplyLetter) -> str:
    """Of everything the letter shows except its date."""
    shown = {**asdict(letter), "date": "", "layout": LAYOUT}
    return hashlib.sha256(
        json.dumps(shown, sort_keys=True, default=str, ensure_ascii=False).encode()
    ).hexdigest()


def office_of(organisation: Organisation) -> values.Office:
    """The letterhead of an authority."""
    town = f"{organisation.postal_code} {organisation.city}".strip()
    return values.Office(
        name=organisation.name,
        address=tuple(line for line in (organisation.street, town) if line),
        phone=organisation.phone,
        email=organisation.email,
    )


def recipient_lines(identity: Identity | None) -> tuple[str, ...]:
    """The address as it fits the window; none if there is no postal address.

    An organisation stands above the person in it, DIN 5008. What runs over ``ADDRESS_LINES``
    printed lines is shortened where it is longest, never the street nor the town.
    """
    if identity is None or not identity.has_postal_address:
        return ()
    lines = [part.strip() for line in identity.address_lines for part in line.splitlines()]
    head, foot = [line for line in lines[:-2] if line], lines[-2:]
    head = head[: ADDRESS_LINES - 2]
    while head and sum(map(_height, head + foot)) > ADDRESS_LINES:
        longest = max(range(len(head)), key=lambda at: len(head[at]))
        if len(head[longest]) <= ADDRESS_LINE:
            break
        head[longest] = head[longest][: (_height(head[longest]) - 1) * ADDRESS_LINE - 1] + "…"
    return (*head, *foot)


def _height(line: str) -> int:
    return max(1, ceil(len(line) / ADDRESS_LINE))


def salutation_of(person: Person, identity: Identity | None) -> str:
    """How the letter greets: an organisation as such, people by the name they gave, whatever
    their gender; empty where no name is known."""
    is_natural = person.kind == Person.Kind.NATURAL
    if not is_natural or (identity and identity.organisation):
        return _("Dear Sir or Madam,")
    if identity is None or not identity.name or len(identity.name) > 2 * ADDRESS_LINE:
        return ""
    return _("Hello %(name)s,") % {"name": identity.name}


def _submission(statement: Statement) -> values.Submission:
    return values.Submission(
        received_on=timezone.localdate(statement.received_at),
        receipt_code=statement.receipt,
        channel=str(statement.get_channel_display()),
    )


def _point(argument: Argument, content: Content) -> values.Point:
    answer = argument.current_answer
    if answer is None:
        raise NotAllowedNow(
            _("Argument %(number)s has no answer yet; the letter cannot be written.")
            % {"number": argument.number}
        )
    return values.Point(
        title=argument.title,
        quotes=tuple(content.quotes.get(argument.pk, ())),
        result=values.WeighingResult(answer.result),
        answer=answer.text,
        passed_to=answer.passed_to,
        sources=sources_of(argument),
    )


def sources_of(argument: Argument) -> tuple[values.Source, ...]:
    """Where the answer is founded, as documents print it."""
    return tuple(
        values.Source(
            document=str(source.document) if source.document else source.note,
            page=str(source.page or ""),
        )
        for source in argument.sources.all()
    )


def _supplement(reply: Reply, *, corrects: bool) -> values.Supplement | None:
    earlier = reply.supplement_to
    if earlier is None or earlier.sent_at is None:
        return None
    return values.Supplement(
        kind="correction" if corrects else "supplement",
        letter_date=timezone.localdate(earlier.sent_at),
    )
