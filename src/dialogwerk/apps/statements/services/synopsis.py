"""The synopsis (Abwägungstabelle): every argument, who raised it, and the answer."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.people.audiences import Audience, sees_names
from dialogwerk.apps.people.services import identities
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.documents import values

from ..models import Argument, Segment
from .composing import sources_of

PASSAGES = 5
"""How many passages one row quotes; all are counted."""

CHUNK = 100


def arguments_of(procedure: Procedure) -> QuerySet[Argument]:
    """The rows of the synopsis, counted in the database."""
    return (
        procedure.arguments.active()
        .with_counts()
        .select_related("current_answer", "responsible")
        .prefetch_related("sources__document")
        .order_by("number")
    )


def synopsis(
    procedure: Procedure,
    *,
    audience: Audience,
    by: str,
    user_id: int | None = None,
    with_names: bool = False,
    lang: values.Lang = "de",
    as_of: date | None = None,
) -> values.Synopsis:
    """The synopsis as a value for every format. Names only where the audience may see them.

    Each such view is logged in the vault, batch by batch, as the rows are written out.
    """
    names = with_names and sees_names(audience, procedure_kind=procedure.kind)
    note = (
        _("Holds personal data: for the hearing authority only.")
        if names
        else _("People are named by code number.")
    )
    return values.Synopsis(
        title=_("Synopsis of the statements"),
        procedure=procedure.title,
        as_of=as_of or timezone.localdate(),
        rows=_rows(procedure, names=names, public=audience == Audience.PUBLIC, by=by, user_id=user_id),
        note=note,
        lang=lang,
    )


def _rows(
    procedure: Procedure, *, names: bool, public: bool, by: str, user_id: int | None
) -> Iterator[values.SynopsisRow]:
    everything = arguments_of(procedure)
    total = everything.count()
    for start in range(0, total, CHUNK):
        chunk = list(everything[start : start + CHUNK])
        quoted = _quoted(chunk, public=public)
        known = _names(quoted, procedure, by, user_id) if names else {}
        for argument in chunk:
            yield _row(argument, quoted[argument.pk], known)


def _quoted(arguments: list[Argument], *, public: bool) -> dict[int, list[Segment]]:
    """The first passages of each argument; none for the public, whose letters they are not."""
    quoted: dict[int, list[Segment]] = {argument.pk: [] for argument in arguments}
    if public:
        return quoted
    found = Segment.objects.filter(argument__in=arguments).order_by("pk")
    for segment in found.select_related("campaign", "statement__person").iterator(500):
        if len(quoted[segment.argument_id or 0]) < PASSAGES:
            quoted[segment.argument_id or 0].append(segment)
    return quoted


def _names(
    quoted: dict[int, list[Segment]], procedure: Procedure, by: str, user_id: int | None
) -> dict[int, str]:
    people = {
        segment.statement.person_id
        for segments in quoted.values()
        for segment in segments
        if segment.statement
    }
    found = identities(
        people, by=by, purpose="synopsis", procedure=procedure.slug, user_id=user_id
    )
    return {key: ", ".join(filter(None, (i.name, i.organisation))) for key, i in found.items()}


def _row(argument: Argument, segments: list[Segment], known: dict[int, str]) -> values.SynopsisRow:
    answer = argument.current_answer
    return values.SynopsisRow(
        number=str(argument.number),
        title=argument.title,
        kind=values.ArgumentKind(argument.kind),
        passages=tuple(_passage(segment, known) for segment in segments),
        persons=argument.people,  # type: ignore[attr-defined]
        letters=argument.letters,  # type: ignore[attr-defined]
        result=values.WeighingResult(answer.result) if answer else None,
        passed_to=answer.passed_to if answer else "",
        answer=answer.text if answer else "",
        sources=sources_of(argument),
    )


def _passage(segment: Segment, known: dict[int, str]) -> values.Passage:
    if segment.campaign:
        author = _("Campaign %(number)s") % {"number": segment.campaign.number}
    elif segment.statement:
        person = segment.statement.person
        author = known.get(person.pk) or person.code
    else:
        author = ""
    return values.Passage(text=segment.text, author=author)
