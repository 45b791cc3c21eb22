"""Finding letters by their words, among hundreds of thousands; see `search_index`.

Names are in the vault and not in the index, but people sign their letters. So who may not see names
does not find a letter by what the vault knows of its writer. Words that letters of more than
`TELLING` people hold tell of nobody.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet

from dialogwerk.apps.base.ids import MistypedReceipt, parse_receipt
from dialogwerk.apps.people.models import Identity
from dialogwerk.cores.statements.wanted_words import Query, Term, folded_words, read_query

from ..models import Statement
from ..paging import KeyedPages
from .masking import identities_to_hide, masked
from .search_index import LONGEST_WORD, TABLE, indexed_text

MOST_COUNTED = 10_000
"""Beyond this a search says "more than" and shows the first ones: nobody reads further."""

MANY = 2 * MOST_COUNTED
"""So many letters of the index are enough to see that more than `MOST_COUNTED` were found, unless
most of them are of other procedures or left out by the filter; then all are looked at."""

FEWEST_LOOKED_AT, LOOKED_AT = 100, 600
"""So many letters are looked at one by one for a page; each costs SQLite a tenth of a millisecond.
To collect all letters that have a common word costs a third of a microsecond each."""

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
    return letters.filter(_HasWords(F("pk"), query=query, is_common=_is_common(query)))


def _is_common(query: Query) -> bool:
    """Whether more letters seem to have these words than are counted.

    SQLite counts so many in a millisecond. PostgreSQL would read them; what it expects from its
    statistics is near enough, since this only decides how to look.
    """
    sql, params = _in_index(query)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            number = cursor.fetchone()[0][0]["Plan"]["Plan Rows"]
        else:
            limited = f"SELECT COUNT(*) FROM ({sql} LIMIT {MOST_COUNTED + 1})"  # noqa: S608
            cursor.execute(limited, params)
            number = cursor.fetchone()[0]
    return int(number) > MOST_COUNTED


def _in_index(query: Query) -> tuple[str, list[str]]:
    """The keys of all letters that have the words, of whatever procedure."""
    if connection.vendor == "sqlite":
        return f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s", [fts_query(query)]  # noqa: S608
    sql = f"SELECT statement_id FROM {TABLE} WHERE words @@ %s::tsquery"  # noqa: S608
    return sql, [ts_query(query)]


class _Way(Enum):
    """How common words are looked for. Each gives the same letters where it is used."""

    AT_ONCE = "SQLite collects all that the index has; PostgreSQL would have to read them all"
    SOME = "only so many of these: enough to see that there are very many"
    ONE_BY_ONE = "the index is asked for each letter: for the letters of a page"


_way: ContextVar[_Way] = ContextVar("way", default=_Way.AT_ONCE)


@contextmanager
def _by(way: _Way) -> Iterator[None]:
    before = _way.set(way)
    try:
        yield
    finally:
        _way.reset(before)


class _HasWords(Func):
    """Whether the letter with this key has the words.

    Of rare words the index gives all letters at once. Of common ones it depends on what is asked,
    see `_Way`; the same condition is asked in several ways, so the way stands beside it.
    """

    output_field = BooleanField()  # type: ignore[assignment]

    def __init__(self, *expressions: Any, query: Query, is_common: bool) -> None:
        super().__init__(*expressions)
        self.query, self.is_common = query, is_common

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> Any:  # type: ignore[override]
        key, params = compiler.compile(self.source_expressions[0])
        found, wanted = _in_index(self.query)
        if self.is_common and _way.get() == _Way.SOME:
            found += f" LIMIT {MANY}"
        elif self.is_common and (_way.get() == _Way.ONE_BY_ONE or connection.vendor != "sqlite"):
            return self._one_by_one(key, params)
        elif self.is_common:
            key = f"+{key}"  # not looked up one after the other, but walked through in order
        return f"{key} IN ({found})", [*params, *wanted]

    def _one_by_one(self, key: str, params: Sequence[Any]) -> tuple[str, list[Any]]:
        """Asked so that PostgreSQL cannot think of collecting all of them after all."""
        if connection.vendor == "sqlite":
            found, wanted = _in_index(self.query)
            return f"EXISTS ({found} AND rowid = {key})", [*wanted, *params]
        one = f"SELECT w.words @@ %s::tsquery FROM {TABLE} w WHERE w.statement_id = {key}"  # noqa: S608
        return f"({one})", [ts_query(self.query), *params]


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
    counted = letters.order_by()[: MOST_COUNTED + 1]
    with _by(_Way.SOME):
        some = counted.count()
    return some if some > MOST_COUNTED else counted.count()


def first_keys(
    found: QuerySet[Any], within: QuerySet[Any], order: Sequence[str], number: int
) -> list[int] | None:
    """The first so many keys of what was found, or fewer if there are no more.

    Looks at letters one by one in the order wanted, which for common words is done soon; None if it
    is not done after four times as many letters, or would take too long.

    Args:
        within: the letters of which some were found.
    """
    window = max(FEWEST_LOOKED_AT, 4 * number)
    if window > LOOKED_AT:
        return None
    keys = list(within.order_by(*order).values_list("pk", flat=True)[:window])
    with _by(_Way.ONE_BY_ONE):
        hits = set(found.filter(pk__in=keys).order_by().values_list("pk", flat=True))
    is_done = len(hits) >= number or len(keys) < window
    return [key for key in keys if key in hits][:number] if is_done else None


class FoundPages(KeyedPages):
    """Pages of letters that a search found: the first ones without collecting all of them."""

    def __init__(
        self,
        found: QuerySet[Statement],
        order: Sequence[str],
        *,
        count: int,
        within: QuerySet[Statement],
    ) -> None:
        super().__init__(found, order, count=count)
        self._within = within

    def _keys(self, start: int, end: int) -> list[int]:
        """From the end only if one knows where that is."""
        if self.count <= MOST_COUNTED:
            return super()._keys(start, end)
        first = first_keys(self.object_list, self._within, self._order, end)  # type: ignore[arg-type]
        return self._slice(self._order, start, end) if first is None else first[start:end]


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
