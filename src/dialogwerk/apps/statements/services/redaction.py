"""What an audience may read of a letter: the one way for every page, table and hand-over.

``text_for(statement, audience)`` gives the words without what is hidden from that audience. Many
letters go through a `Redactor`, in a fixed number of queries. Three layers decide:

1. what a person accepted, and what was proposed as long as nobody has released the letter;
2. the table who sees what (``people/disclosure.yaml``), with the writer's wish;
3. the net: what the vault knows of the writer, always.

Whole letters and files need a release as well, see `letters_for` and `must_be_released`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from dialogwerk.apps.people.disclosure import Audience, policy
from dialogwerk.apps.people.models import Identity, Person
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements.redaction import Kind, Mark, net, proposed, replaced

from ..errors import NotReleased
from ..models import Redaction, RedactionCheck, Release, Segment, Statement
from .masking import HIDDEN, all_known_of, identities_to_hide

CHUNK = 500


def needs_release(audience: Audience, procedure: Procedure) -> bool:
    """Whether a person has to release each letter before this audience gets it."""
    return policy(audience, procedure.kind).needs_release


def letters_for(audience: Audience, procedure: Procedure) -> QuerySet[Statement]:
    """The letters of a procedure that this audience may have whole."""
    letters = Statement.objects.filter(procedure=procedure)
    if not needs_release(audience, procedure):
        return letters
    return letters.filter(Exists(_standing(audience).filter(statement=OuterRef("pk"))))


def must_be_released(statement: Statement, audience: Audience) -> None:
    """
    Raises:
        NotReleased: this audience gets the letter only after a person released it.
    """
    if needs_release(audience, statement.procedure) and not is_released(statement, audience):
        raise NotReleased(
            _("The letter %(code)s has not been released to this audience.")
            % {"code": statement.code}
        )


def is_released(statement: Statement, audience: Audience) -> bool:
    """Whether a release of this letter to this audience stands."""
    return _standing(audience).filter(statement=statement).exists()


def _standing(audience: Audience) -> QuerySet[Release]:
    found: QuerySet[Release] = Release.objects.standing().filter(audience=audience)
    return found


def text_for(statement: Statement, audience: Audience) -> str:
    """The letter's words for this audience; the authority reads them as they came.

    Before a release everything that was proposed is hidden too. Use a `Redactor` for many letters.
    """
    return Redactor(audience, [statement]).text(statement)


def file_name_for(name: str, number: int, audience: Audience) -> str:
    """A file's name for this audience: the sender's own may tell who it is ("Mueller.pdf")."""
    if audience == Audience.AUTHORITY:
        return name
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    known = ending if ending.isalnum() and len(ending) <= 5 else "bin"
    return _("Attachment %(number)s") % {"number": number} + f".{known}"


@dataclass(frozen=True, slots=True)
class _Hiding:
    """What is known of one letter for one audience."""

    kinds: frozenset[Kind]
    rows: tuple[Redaction, ...]
    identity: Identity | None
    reference: str
    is_prepared: bool
    is_released: bool
    is_erased: bool

    @property
    def is_withheld(self) -> bool:
        """The writer's name was erased before anybody marked where it stands in the letter."""
        return self.is_erased and not self.is_prepared


class Redactor:
    """Texts of some letters for one audience, in few queries however many letters there are.

    Of a writer whose name was erased the vault cannot say any more what to hide: such a letter is
    withheld as a whole, unless its marks were made before.
    """

    def __init__(self, audience: Audience, statements: Iterable[Statement]) -> None:
        self.audience = Audience(audience)
        self._hidings: dict[int, _Hiding] = {}
        if self.audience != Audience.AUTHORITY:
            self._look_up({one.pk: one for one in statements})

    def _look_up(self, letters: dict[int, Statement]) -> None:
        keys = list(letters)
        identities = identities_to_hide(one.person_id for one in letters.values())
        erased = _erased(one.person_id for one in letters.values())
        procedures = Procedure.objects.in_bulk({one.procedure_id for one in letters.values()})
        for start in range(0, len(keys), CHUNK):
            some = keys[start : start + CHUNK]
            rows = _rows(some)
            prepared = set(RedactionCheck.objects.filter(pk__in=some).values_list("pk", flat=True))
            released = set(
                _standing(self.audience)
                .filter(statement__in=some)
                .values_list("statement", flat=True)
            )
            for pk in some:
                letter = letters[pk]
                procedure = procedures[letter.procedure_id]
                rules = policy(self.audience, procedure.kind)
                self._hidings[pk] = _Hiding(
                    kinds=rules.hidden(asked=letter.withholds_identity),
                    rows=tuple(rows.get(pk, ())),
                    identity=identities.get(letter.person_id),
                    reference=procedure.reference,
                    is_prepared=pk in prepared,
                    is_released=pk in released,
                    is_erased=letter.person_id in erased,
                )

    def text(self, statement: Statement) -> str:
        """The letter as this audience reads it."""
        return self.passage(statement, statement.text)

    def title(self, statement: Statement) -> str:
        """Its subject; nobody marks words there, so what looks personal is hidden."""
        return self._anywhere(statement, statement.title)

    def place(self, statement: Statement) -> str:
        """The place that it is about, without what would be the writer's own address."""
        return self._anywhere(statement, statement.place_name)

    def passage(self, statement: Statement, words: str, *, start: int = 0) -> str:
        """Some words of the letter that begin at this position of its text."""
        hiding = self._hidings.get(statement.pk)
        if self.audience == Audience.AUTHORITY:
            return words
        if hiding is None:
            raise KeyError(f"The redactor was not made for the letter {statement.code}.")
        if hiding.is_withheld:
            return HIDDEN
        return replaced(words, _marks(words, start, hiding, self.audience))

    def quote(self, segment: Segment) -> str:
        """The words of a passage, of a letter or of a campaign's template."""
        if segment.statement is not None:
            return self.passage(segment.statement, segment.text, start=segment.start)
        return segment.text if self.audience == Audience.AUTHORITY else template_text(segment.text)

    def _anywhere(self, statement: Statement, words: str) -> str:
        hiding = self._hidings.get(statement.pk)
        if not words or hiding is None:
            return words
        if hiding.is_erased:
            return HIDDEN
        marks = proposed(words, all_known_of(hiding.identity), keep=[hiding.reference])
        return replaced(words, marks, hiding.kinds)


def _erased(persons: Iterable[int]) -> set[int]:
    wanted, found = sorted(set(persons)), set()
    for start in range(0, len(wanted), CHUNK):
        some = Person.objects.filter(pk__in=wanted[start : start + CHUNK])
        found |= set(some.exclude(erased_at=None).values_list("pk", flat=True))
    return found


def template_text(text: str) -> str:
    """Words of a template for everyone outside: without ways to reach whoever wrote it."""
    found = (mark for mark in proposed(text) if mark.is_certain)
    return replaced(text, found, {Kind.EMAIL, Kind.PHONE, Kind.BANK, Kind.BIRTH})


def _rows(keys: Sequence[int]) -> dict[int, list[Redaction]]:
    found: dict[int, list[Redaction]] = {}
    rows = Redaction.objects.in_text().filter(statement__in=keys)
    for row in rows.exclude(state=Redaction.State.REFUSED):
        found.setdefault(row.statement_id, []).append(row)
    return found


def _marks(words: str, start: int, hiding: _Hiding, audience: Audience) -> list[Mark]:
    """Everything to take out of these words, which begin at this position of the letter."""
    known = all_known_of(hiding.identity)
    marks = [mark for mark in net(words, known) if mark.kind in hiding.kinds]
    if not hiding.is_prepared:
        found = proposed(words, known, keep=[hiding.reference])
        return marks + [mark for mark in found if mark.kind in hiding.kinds]
    for row in hiding.rows:
        counts = row.state == Redaction.State.ACCEPTED or not hiding.is_released
        if counts and row.hides_from(audience, hiding.kinds):
            marks += _clipped(row.mark, start, len(words))
    return marks


def _clipped(mark: Mark, start: int, length: int) -> Collection[Mark]:
    begin, end = max(mark.start - start, 0), min(mark.end - start, length)
    return [Mark(begin, end, mark.kind, mark.confidence, mark.reason)] if begin < end else []
