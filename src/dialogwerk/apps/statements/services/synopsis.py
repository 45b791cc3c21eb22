"""The synopsis (Abwägungstabelle): every argument, who raised it, and the answer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.people.audiences import Audience, sees_names
from dialogwerk.apps.people.models import Identity
from dialogwerk.apps.people.services import identities
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.documents import values
from dialogwerk.documents.synopsis import write_synopsis

from .. import hooks
from ..models import Argument, Occurrence, Segment
from . import considered_lines
from .argument_counts import figures_read
from .composing import sources_of
from .dialogue_results import public_lines
from .redaction import Redactor

PASSAGES = 5
"""How many passages one row quotes; all are counted."""

CHUNK = 100


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at the synopsis, for the rule on names and for the log of looks.

    Attributes:
        with_names: wishes to see names; granted only where the audience may see them.
    """

    audience: Audience
    by: str
    user_id: int | None = None
    with_names: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which arguments somebody asks for; empty fields ask for all. ``result`` may be ``open``."""

    words: str = ""
    result: str = ""
    kind: str = ""


def arguments_of(procedure: Procedure, wanted: Wanted | None = None) -> QuerySet[Argument]:
    """The rows of the synopsis: every argument that somebody raised, in order, not yet counted."""
    raised = Occurrence.objects.filter(segment__argument=OuterRef("pk"))
    found = Argument.objects.filter(Exists(raised), procedure=procedure, merged_into=None)
    if wanted and wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted and wanted.result:
        found = (
            found.filter(current_answer=None)
            if wanted.result == "open"
            else found.filter(current_answer__result=wanted.result)
        )
    if wanted and (words := wanted.words.strip()):
        found = found.filter(_saying(words))
    return (
        found.select_related("current_answer")
        .prefetch_related("sources__document")
        .order_by("number", "pk")
    )


def _saying(words: str) -> Q:
    if words.isdecimal() and len(words) < 7:
        return Q(number=int(words))
    return Q(title__icontains=words) | Q(current_answer__text__icontains=words)


def synopsis(
    procedure: Procedure, *, reader: Reader, lang: values.Lang = "de", as_of: date | None = None
) -> values.Synopsis:
    """The synopsis as a value for every format. Names only where the audience may see them.

    Each such view is logged in the vault, portion by portion, as the rows are written out.
    """
    names = shows_names(reader, procedure)
    remarked = hooks.remarks(procedure, (), reader.audience) is not None
    with override(lang):
        note = (
            _("Holds personal data: for the hearing authority only.")
            if names
            else _("People are named by code number.")
        )
        return values.Synopsis(
            title=_("Synopsis of the statements"),
            procedure=procedure.title,
            as_of=as_of or timezone.localdate(),
            rows=_rows(procedure, reader, lang),
            note=" ".join(
                (
                    note,
                    *public_lines(procedure),
                    *considered_lines.lines(procedure, reader.audience),
                )
            ),
            has_remarks=remarked,
            lang=lang,
        )


def shows_names(reader: Reader, procedure: Procedure) -> bool:
    """Whether this reader gets names: wished for, and allowed in this kind of procedure."""
    return reader.with_names and sees_names(reader.audience, procedure_kind=procedure.kind)


def write_file(
    target: IO[bytes],
    procedure: Procedure,
    ending: str,
    *,
    reader: Reader,
    lang: values.Lang = "de",
) -> None:
    """Write the synopsis in the format with that ending; the journal keeps that it was handed out.

    Raises:
        UnknownFormat: there is no such format.
    """
    value = synopsis(procedure, reader=reader, lang=lang)
    write_synopsis(target, value, ending)  # type: ignore[arg-type]
    record(
        "synopsis.written",
        subject=procedure.slug,
        actor=reader.by,
        procedure=procedure.slug,
        payload={
            "format": ending,
            "names": shows_names(reader, procedure),
            "audience": str(reader.audience),
        },
    )


def _rows(procedure: Procedure, reader: Reader, lang: values.Lang) -> Iterator[values.SynopsisRow]:
    keys = list(arguments_of(procedure).values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        some = arguments_of(procedure).filter(pk__in=keys[start : start + CHUNK])
        with override(lang):
            written = rows_of(list(some), procedure, reader)
        yield from written


def rows_of(
    arguments: Sequence[Argument], procedure: Procedure, reader: Reader
) -> list[values.SynopsisRow]:
    """These arguments as rows, in a fixed number of queries; looks into the vault are logged."""
    quoted = _quoted(arguments, procedure, reader) if reader.audience != Audience.PUBLIC else {}
    counts = counts_of(arguments)
    remarks = hooks.remarks(procedure, arguments, reader.audience) or {}
    cited = considered_lines.cited_sources(arguments, procedure, reader.audience)
    known = _identities(quoted, procedure, reader)
    redactor = _redactor(quoted, procedure, reader)
    return [
        _row(
            argument,
            counts.get(argument.pk, (0, 0)),
            [_passage(one, known, redactor) for one in quoted.get(argument.pk, ())],
            remarks.get(argument.pk, ""),
            cited.get(argument.pk, ()),
        )
        for argument in arguments
    ]


def counts_of(arguments: Sequence[Argument]) -> dict[int, tuple[int, int]]:
    """People and letters per argument, of those just read."""
    return {key: (one.people, one.letters) for key, one in figures_read(arguments).items()}


def _quoted(
    arguments: Sequence[Argument], procedure: Procedure, reader: Reader
) -> dict[int, list[Segment]]:
    """The first passages of each argument, those of campaigns before those of single letters.

    The developer of the scheme reads none that was tied after the statements were handed over.
    """
    place = Window(
        RowNumber(),
        partition_by=F("argument"),
        order_by=[F("campaign").asc(nulls_last=True), F("pk").asc()],
    )
    tied = Segment.objects.filter(argument__in=arguments)
    if reader.audience == Audience.DEVELOPER and procedure.handed_over_at:
        tied = tied.filter(decided_at__lte=procedure.handed_over_at)
    found = (
        tied.annotate(place=place)
        .filter(place__lte=PASSAGES)
        .select_related("campaign", "statement__person")
        .defer("statement__text", "statement__own_words", "campaign__template")
        .order_by("argument", "place")
    )
    quoted: dict[int, list[Segment]] = {}
    for segment in found:
        quoted.setdefault(segment.argument_id or 0, []).append(segment)
    return quoted


def _identities(
    quoted: dict[int, list[Segment]], procedure: Procedure, reader: Reader
) -> dict[int, Identity]:
    """The people behind these passages, where they are to be named."""
    if not shows_names(reader, procedure):
        return {}
    return identities(
        _people(quoted.values()),
        by=reader.by,
        purpose="synopsis",
        procedure=procedure.slug,
        user_id=reader.user_id,
    )


def _people(quoted: Iterable[Iterable[Segment]]) -> set[int]:
    return {one.statement.person_id for some in quoted for one in some if one.statement}


def _redactor(quoted: dict[int, list[Segment]], procedure: Procedure, reader: Reader) -> Redactor:
    """What takes out of the passages what this reader may not know."""
    letters = {one.statement for some in quoted.values() for one in some if one.statement}
    for letter in letters:
        letter.procedure = procedure
    return Redactor(reader.audience, letters)


def _row(
    argument: Argument,
    counts: tuple[int, int],
    passages: Sequence[values.Passage],
    remark: str,
    cited: tuple[values.Source, ...],
) -> values.SynopsisRow:
    answer = argument.current_answer
    return values.SynopsisRow(
        number=str(argument.number),
        title=argument.title,
        kind=values.ArgumentKind(argument.kind),
        passages=tuple(passages),
        persons=counts[0],
        letters=counts[1],
        remark=remark,
        result=values.WeighingResult(answer.result) if answer else None,
        passed_to=answer.passed_to if answer else "",
        answer=answer.text if answer else "",
        sources=sources_of(argument) + cited,
    )


def _passage(segment: Segment, known: dict[int, Identity], redactor: Redactor) -> values.Passage:
    statement = segment.statement
    if segment.campaign:
        author = _("Campaign %(number)s") % {"number": segment.campaign.number}
    elif statement:
        author = _name(known.get(statement.person_id)) or statement.person.code
    return values.Passage(text=redactor.quote(segment), author=author)


def _name(identity: Identity | None) -> str:
    return ", ".join(filter(None, (identity.name, identity.organisation))) if identity else ""
