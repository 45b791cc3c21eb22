"""Marks on letters: proposed by the machine once, then accepted, refused and added by people.

Whoever changes a mark takes back the releases of that letter, because what was looked at and what
is handed out must be the same.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import EntryDraft, record_many
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements.redaction import Kind, Known, Mark, proposed

from ..errors import PassageNotFound
from ..models import Attachment, Redaction, RedactionCheck, Release, Statement
from .masking import identities_to_hide, known_of

CHUNK = 500


def unprepared(procedure: Procedure) -> QuerySet[Statement]:
    """Letters for which nothing was proposed yet, oldest first."""
    known = RedactionCheck.objects.filter(statement=OuterRef("pk"))
    return Statement.objects.filter(~Exists(known), procedure=procedure).order_by("pk")


def prepare(statement: Statement) -> RedactionCheck:
    """The letter's marks are proposed if they were not yet; gives back what is known of them."""
    known = RedactionCheck.objects.filter(statement=statement).first()
    return known or prepare_many(statement.procedure, [statement])[0]


def prepare_all(procedure: Procedure) -> Iterator[int]:
    """Propose marks for all letters that have none, portion by portion; yields how many are done.

    May be stopped and begun again at any time: what is stored is not done twice.
    """
    done = 0
    while letters := list(unprepared(procedure)[:CHUNK]):
        done += len(prepare_many(procedure, letters))
        yield done


@transaction.atomic
def prepare_many(procedure: Procedure, letters: Sequence[Statement]) -> list[RedactionCheck]:
    """Propose the marks of these letters; equal texts of one person are read once."""
    identities = identities_to_hide(one.person_id for one in letters)
    files = _files(letters)
    found: dict[tuple[str, Known], list[Mark]] = {}
    rows: list[Redaction] = []
    checks: list[RedactionCheck] = []
    for letter in letters:
        key = (letter.text, known_of(identities.get(letter.person_id)))
        if key not in found:
            found[key] = proposed(letter.text, [key[1]], keep=[procedure.reference])
        marks = found[key]
        rows += [_row(letter, mark) for mark in marks]
        checks.append(
            RedactionCheck(
                statement=letter,
                procedure=procedure,
                marks=len(marks),
                uncertain=sum(not mark.is_certain for mark in marks),
                files=files.get(letter.pk, 0),
            )
        )
    made = RedactionCheck.objects.bulk_create(checks, batch_size=CHUNK)
    Redaction.objects.bulk_create(rows, batch_size=CHUNK)
    return made


def _files(letters: Sequence[Statement]) -> dict[int, int]:
    found = Attachment.objects.filter(statement__in=letters).values_list("statement")
    return dict(found.annotate(Count("pk")).order_by())


def _row(letter: Statement, mark: Mark) -> Redaction:
    return Redaction(
        statement=letter,
        start=mark.start,
        end=mark.end,
        kind=mark.kind.value,
        confidence=mark.confidence,
        reason=mark.reason,
    )


# Decisions


@transaction.atomic
def decide(
    *, statement: Statement, accept: Iterable[int], refuse: Iterable[int], by: str
) -> RedactionCheck:
    """Accept and refuse marks of a letter (by primary key); the others stay as they are."""
    now = timezone.now()
    changed = 0
    for keys, state in (
        (accept, Redaction.State.ACCEPTED),
        (refuse, Redaction.State.REFUSED),
    ):
        rows = Redaction.objects.filter(statement=statement, pk__in=list(keys)).exclude(state=state)
        is_correction = state == Redaction.State.REFUSED
        corrected = rows.exclude(state=Redaction.State.PROPOSED).count() if not is_correction else 0
        count = rows.update(state=state, decided_by=by, decided_at=now)
        changed += count if is_correction else corrected
    return _looked_at(statement, by=by, corrected=changed > 0)


@transaction.atomic
def add(
    *, statement: Statement, start: int, end: int, kind: Kind, by: str, audience: str = ""
) -> Redaction:
    """A person marks a stretch of the text.

    Raises:
        PassageNotFound: the stretch is empty or lies outside the text.
    """
    if not (0 <= start < end <= len(statement.text)) or not statement.text[start:end].strip():
        raise PassageNotFound(_("Select the words in the text that are to be blackened."))
    row = Redaction.objects.create(
        statement=statement,
        start=start,
        end=end,
        audience=audience,
        **_by_a_person(kind, by),
    )
    prepare(statement)
    _looked_at(statement, by=by, corrected=True)
    return row


@transaction.atomic
def add_everywhere(
    *, statement: Statement, words: str, kind: Kind, by: str, audience: str = ""
) -> int:
    """A person marks these words wherever they stand in the letter; gives back how often.

    Raises:
        PassageNotFound: they do not stand in it.
    """
    words = words.strip()
    starts = _starts(statement.text, words) if words else []
    if not starts:
        raise PassageNotFound(_("These words do not stand in the letter as they are written here."))
    for start in starts:
        add(
            statement=statement,
            start=start,
            end=start + len(words),
            kind=kind,
            by=by,
            audience=audience,
        )
    return len(starts)


def _starts(text: str, words: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + len(words))
    return found


@transaction.atomic
def add_box(
    *,
    attachment: Attachment,
    page: int,
    box: tuple[float, float, float, float],
    kind: Kind,
    by: str,
    audience: str = "",
) -> Redaction:
    """A person marks a box on a page: left, top, width, height as shares of the page.

    Raises:
        PassageNotFound: the box does not lie on the page.
    """
    x, y, width, height = box
    if page < 1 or min(width, height) <= 0 or min(x, y) < 0 or x + width > 1 or y + height > 1:
        raise PassageNotFound(_("The box has to lie on the page, and the page in the file."))
    statement = attachment.statement
    row = Redaction.objects.create(
        statement=statement,
        attachment=attachment,
        page=page,
        x=x,
        y=y,
        width=width,
        height=height,
        audience=audience,
        **_by_a_person(kind, by),
    )
    prepare(statement)
    _looked_at(statement, by=by, corrected=True)
    return row


def _by_a_person(kind: Kind, by: str) -> dict[str, object]:
    return {
        "kind": Kind(kind).value,
        "state": Redaction.State.ACCEPTED,
        "reason": "person",
        "made_by": by,
        "decided_by": by,
        "decided_at": timezone.now(),
    }


def _looked_at(statement: Statement, *, by: str, corrected: bool) -> RedactionCheck:
    """Count anew what is open; a correction takes standing releases back."""
    check = prepare(statement)
    rows = Redaction.objects.filter(statement=statement)
    check.marks = rows.exclude(state=Redaction.State.REFUSED).count()
    check.uncertain = rows.in_text().uncertain().count()
    check.checked_at, check.checked_by = timezone.now(), by
    if corrected:
        check.corrected_at = check.checked_at
    check.save()
    if corrected:
        withdraw(statement=statement, by=by)
    return check


@transaction.atomic
def confirm(*, statement: Statement, by: str) -> RedactionCheck:
    """A person looked the letter through and found its marks in order."""
    return _looked_at(statement, by=by, corrected=False)


@transaction.atomic
def withdraw(*, statement: Statement, by: str, audience: str = "") -> int:
    """Take back releases of a letter (to one audience or to all); gives back how many."""
    found = Release.objects.standing().filter(statement=statement)
    if audience:
        found = found.filter(audience=audience)
    audiences = list(found.values_list("audience", flat=True))
    found.update(withdrawn_at=timezone.now(), withdrawn_by=by)
    record_many(
        EntryDraft(
            action="redaction.withdrawn",
            subject=statement.code,
            actor=by,
            procedure=statement.procedure.slug,
            payload={"audience": one},
        )
        for one in audiences
    )
    return len(audiences)
