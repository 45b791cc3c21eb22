"""Finding letters by their words, among hundreds of thousands; see `search_index`.

Names are in the vault and not in the index, but people sign their letters. So who may not see names
does not find a letter by what the vault knows of its writer. Words that letters of more than
`TELLING` people hold tell of nobody.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet

from dialogwerk.apps.base.ids import MistypedReceipt, parse_receipt
from dialogwerk.apps.people.models import Identity
from dialogwerk.cores.statements.wanted_words import Query, Term, folded_words, read_query

from ..models import Statement
from .masking import identities_to_hide, masked
from .search_index import LONGEST_WORD, TABLE, indexed_text

MOST_COUNTED = 10_000
"""Beyond this a search says "more than" and shows the first ones: nobody reads further."""

TELLING = 100
READ_AT_MOST = 500


def found(letters: QuerySet[Statement], text: str, *, sees_names: bool) -> QuerySet[Statement]:
    """The letters that somebody looks for: by code, by receipt, else by words.

    Args:
        sees_names: whether this reader may know who wrote. Only such a reader finds a letter by its
            receipt, which opens it, and by words that tell who wrote it.
    """
    if code := _beginning_of_code(text):
        letters_with_code = letters.filter(_begins_with(code))
        if letters_with_code.order_by().exists():
            return letters_with_code
    if sees_names and (receipt := _receipt(text)):
        return letters.filter(receipt=receipt)
    query = read_query(text)
    with_words = having_words(letters, query)
    return with_words if sees_names else without_telling(with_words, query)


def _beginning_of_code(text: str) -> str:
    """How code numbers of letters begin; empty if this cannot be one."""
    code = text.strip().upper()
    return code if _CODE.fullmatch(code) else ""


def _begins_with(code: str) -> Q:
    """SQLite finds a beginning in an index only if it is written as a range."""
    begins = Q(code__startswith=code)
    is_range = connection.vendor == "sqlite"
    return begins & Q(code__gte=code, code__lt=f"{code}\x7f") if is_range else begins


_CODE = re.compile(r"E-[0-9A-Z-]{1,12}")


def _receipt(text: str) -> str:
    try:
        return parse_receipt(text)
    except MistypedReceipt:
        return ""


def having_words(letters: QuerySet[Statement], query: Query) -> QuerySet[Statement]:
    """Those of the letters in which all of these words stand and none of the unwanted ones."""
    if not query:
        return letters.none()
    few = letters.filter(_HasWords(F("pk"), query=query))
    if len(few.order_by().values_list("pk")[: MOST_COUNTED + 1]) <= MOST_COUNTED:
        return few
    return letters.filter(_HasWords(F("pk"), query=query, is_common=True))


class _HasWords(Func):
    """Whether the letter with this key has the words.

    Of rare words the index gives all letters at once. For common ones PostgreSQL is made to walk
    through the letters in the order wanted and to look at each, until the page is full.
    """

    output_field = BooleanField()  # type: ignore[assignment]

    def __init__(self, *expressions: Any, query: Query, is_common: bool = False) -> None:
        super().__init__(*expressions)
        self.query, self.is_common = query, is_common

    def as_sqlite(self, compiler: Any, connection: Any, **extra_context: Any) -> Any:
        key, params = compiler.compile(self.source_expressions[0])
        found = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608
        return f"{key} IN ({found})", [*params, fts_query(self.query)]

    def as_postgresql(self, compiler: Any, connection: Any, **extra_context: Any) -> Any:
        key, params = compiler.compile(self.source_expressions[0])
        wanted = ts_query(self.query)
        if self.is_common:
            one = f"SELECT w.words @@ %s::tsquery FROM {TABLE} w WHERE w.statement_id = {key}"  # noqa: S608
            return f"({one})", [wanted, *params]
        found = f"SELECT statement_id FROM {TABLE} WHERE words @@ %s::tsquery"  # noqa: S608
        return f"{key} IN ({found})", [*params, wanted]


def fts_query(query: Query) -> str:
    """The search as SQLite writes it.

    >>> from dialogwerk.cores.statements.wanted_words import read_query
    >>> fts_query(read_query('Lärm "sehr laut" Rot* -Brunnen'))
    '("laerm" AND "sehr laut" AND "rot"*) NOT "brunnen"'
    """
    wanted = " AND ".join(map(_fts_term, query.wanted))
    return " NOT ".join([f"({wanted})", *map(_fts_term, query.unwanted)])


def _fts_term(term: Term) -> str:
    return f'"{" ".join(_kept(term))}"' + "*" * term.is_beginning


def ts_query(query: Query) -> str:
    """The search as PostgreSQL writes it.

    >>> from dialogwerk.cores.statements.wanted_words import read_query
    >>> ts_query(read_query('Lärm "sehr laut" Rot* -Brunnen'))
    "('laerm') & ('sehr' <-> 'laut') & ('rot':*) & !('brunnen')"
    """
    unwanted = (f"!{_ts_term(term)}" for term in query.unwanted)
    return " & ".join([*map(_ts_term, query.wanted), *unwanted])


def _ts_term(term: Term) -> str:
    side_by_side = " <-> ".join(f"'{word}'" for word in _kept(term))
    return f"({side_by_side}{':*' * term.is_beginning})"


def _kept(term: Term) -> Iterable[str]:
    return (word[:LONGEST_WORD] for word in term.words)


def count(letters: QuerySet[Statement]) -> int:
    """How many were found, counted up to one more than `MOST_COUNTED`."""
    return letters.order_by()[: MOST_COUNTED + 1].count()


# Who may not see names


def without_telling(letters: QuerySet[Statement], query: Query) -> QuerySet[Statement]:
    """Only letters that have the words besides what tells who wrote them: a search for a name
    would find its code."""
    people = list(letters.order_by().values_list("person", flat=True).distinct()[: TELLING + 1])
    if len(people) > TELLING:
        return letters
    known = identities_to_hide(people)
    told = {person: one for person, one in known.items() if _tells(one, query)}
    if not told:
        return letters
    theirs = letters.filter(person__in=told).order_by()
    read = theirs.values_list("pk", "person", "title", "text")[:READ_AT_MOST]
    kept = [
        pk
        for pk, person, title, text in read
        if query.matches(masked(indexed_text(title, text), told[person]))
    ]
    others = letters.exclude(person__in=told)
    return others | letters.filter(pk__in=kept)


def _tells(identity: Identity, query: Query) -> bool:
    """Whether a word of the search is one by which this person is known."""
    about = (
        f"{one.name} {one.organisation} {one.street} {one.email} {one.phone}"
        for one in (identity, *identity.other_forms)
    )
    known = folded_words(" ".join(about))
    return any(
        word == own or (term.is_beginning and own.startswith(word))
        for term in query.wanted
        for word in term.words
        for own in known
    )
