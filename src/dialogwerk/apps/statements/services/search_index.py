"""The index of all words of all letters: SQLite FTS5 or PostgreSQL GIN, with the same answers.

Both get the words as `cores.statements.wanted_words` folds them, so that umlauts, accents and case
count the same on both. The index holds no text, and is written in the transaction in which a letter
is taken in. It can be made again from the letters at any time. See docs/adr/0023.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from dialogwerk.apps.base.statistics import refresh_statistics
from dialogwerk.cores.statements.wanted_words import folded_words

from ..models import Statement

TABLE = "statements_words"
AT_ONCE = 2_000
LONGEST_WORD = 500
"""Characters of a word that are kept; PostgreSQL refuses words of more than 2,046 bytes."""

LAST_POSITION = 16_383
"""PostgreSQL counts words no further; phrases behind this one are not found there."""

MOST_CHARACTERS = 200_000
"""Of the words of a letter, that PostgreSQL is given as they come: at most four bytes each."""

_CREATE = {
    "sqlite": (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5"
        "(words, content='', tokenize='unicode61 remove_diacritics 0')",
    ),
    "postgresql": (
        f"CREATE TABLE IF NOT EXISTS {TABLE}"
        " (statement_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        f"CREATE INDEX IF NOT EXISTS {TABLE}_gin ON {TABLE} USING gin (words)",
    ),
}
_EMPTY = {
    "sqlite": f"INSERT INTO {TABLE}({TABLE}) VALUES('delete-all')",
    "postgresql": f"DELETE FROM {TABLE}",  # noqa: S608
}
_INDEXED = {
    "sqlite": f"SELECT id FROM {TABLE}_docsize",  # noqa: S608
    "postgresql": f"SELECT statement_id FROM {TABLE}",  # noqa: S608
}


def create(on: BaseDatabaseWrapper) -> None:
    """Make the empty index, for the migration."""
    with on.cursor() as cursor:
        for sql in _CREATE[on.vendor]:
            cursor.execute(sql)


def drop(on: BaseDatabaseWrapper) -> None:
    with on.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")


def indexed_text(title: str, text: str) -> str:
    """What of a letter can be found."""
    return f"{title}\n\n{text}" if title else text


def add(letters: Sequence[Statement]) -> None:
    """Index letters that are not in the index yet; in the transaction that made them."""
    _add((one.pk, indexed_text(one.title, one.text)) for one in letters)


def _add(texts: Iterable[tuple[int, str]]) -> None:
    rows = ((key, _words(text)) for key, text in texts)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = f"COPY {TABLE} (statement_id, words) FROM STDIN"
            with connection.wrap_database_errors, cursor.copy(sql) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            sql = f"INSERT INTO {TABLE}(rowid, words) VALUES(%s, %s)"
            cursor.executemany(sql, rows)  # type: ignore[arg-type]  # any iterator will do


def settle() -> None:
    """After very many letters: let PostgreSQL look how many words there are, and put what waits
    beside its index in order. SQLite does the latter while it writes, and needs no figures."""
    if connection.vendor == "postgresql":
        refresh_statistics(TABLE, changed=True)


def replace(letter: Statement, *, before: str) -> None:
    """Index a letter whose text is another one now.

    Args:
        before: what `indexed_text` said of it when it was indexed; SQLite needs it to forget it.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DELETE FROM {TABLE} WHERE statement_id = %s", [letter.pk])  # noqa: S608
        else:
            cursor.execute(
                f"INSERT INTO {TABLE}({TABLE}, rowid, words) VALUES('delete', %s, %s)",
                [letter.pk, _words(before)],
            )
    add([letter])


def _words(text: str) -> str:
    """As the index of this database takes them."""
    found = [word[:LONGEST_WORD] for word in folded_words(text)]
    return _with_positions(found) if connection.vendor == "postgresql" else " ".join(found)


def _with_positions(words: Sequence[str]) -> str:
    """A tsvector as PostgreSQL reads it; without its parser, which splits words otherwise.

    PostgreSQL puts the places of a word together itself, but takes no more than a megabyte of words
    before it does.
    """
    if sum(map(len, words)) <= MOST_CHARACTERS:
        return " ".join(map("'%s':%d".__mod__, zip(words, _places(), strict=False)))
    places: dict[str, list[str]] = {}
    for word, place in zip(words, _places(), strict=False):
        places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(at[:255])}" for word, at in places.items())


def _places() -> Iterator[int]:
    return chain(range(1, LAST_POSITION), repeat(LAST_POSITION))


def catch_up() -> int:
    """Index letters that are not indexed, e.g. from before there was an index; tells how many.

    An index without any letter left is emptied: its numbers may be given out anew.
    """
    if not Statement.objects.exists():
        with connection.cursor() as cursor:
            cursor.execute(_EMPTY[connection.vendor])
        return 0
    missing = _missing()
    for start in range(0, len(missing), AT_ONCE):
        keys = missing[start : start + AT_ONCE]
        with transaction.atomic():
            add(list(Statement.objects.filter(pk__in=keys).only("pk", "title", "text")))
    return len(missing)


def _missing() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT id FROM "{Statement._meta.db_table}"'  # noqa: S608
            f" WHERE id NOT IN ({_INDEXED[connection.vendor]})"
        )
        return [row[0] for row in cursor.fetchall()]


def is_there() -> bool:
    """Whether the migration that makes the index has run."""
    return TABLE in connection.introspection.table_names()


def restore(**_kwargs: Any) -> None:
    """After ``migrate`` and after a database was emptied: bring the index in line."""
    if is_there():
        catch_up()
