"""Tables whose rows can be added but never changed, enforced by the database itself.

Mark the model with ``@immutable`` and put ``*immutable_triggers("its_table")`` behind the table's
creation in the migration. After every ``migrate`` the triggers of marked models are made again
where they are missing: SQLite loses them when Django rebuilds a table to alter it.

A refused change is an `django.db.IntegrityError` on both databases. Whole rows are protected; what
changes over time belongs into a table of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython

ModelType = TypeVar("ModelType", bound=type[models.Model])

PREFIX = "immutable_"
_PG_FUNCTION = "dialogwerk_refuse_change"
_marked: list[type[models.Model]] = []


def immutable(model: ModelType) -> ModelType:
    """Class decorator: this model's rows are never changed or deleted."""
    _marked.append(model)
    return model


def immutable_models() -> tuple[type[models.Model], ...]:
    """All models marked so far."""
    return tuple(_marked)


def immutable_triggers(*tables: str) -> list[RunPython]:
    """Operations for the migration that makes these tables; reversible."""

    def forwards(_apps: Any, schema_editor: Any) -> None:
        create_triggers(schema_editor.connection, tables)

    def backwards(_apps: Any, schema_editor: Any) -> None:
        drop_triggers(schema_editor.connection, tables)

    return [RunPython(forwards, backwards, elidable=False)]


def create_triggers(connection: BaseDatabaseWrapper, tables: tuple[str, ...] | list[str]) -> None:
    """Make UPDATE, DELETE (and on PostgreSQL TRUNCATE) fail on these tables; may be repeated."""
    statements = _statements(connection)
    with connection.cursor() as cursor:
        for sql in statements.prepare:
            cursor.execute(sql)
        for table in tables:
            for sql in statements.create:
                cursor.execute(sql.format(table=table, prefix=PREFIX))


def drop_triggers(connection: BaseDatabaseWrapper, tables: tuple[str, ...] | list[str]) -> None:
    """Take the protection off: for reversing a migration and for emptying test data."""
    statements = _statements(connection)
    with connection.cursor() as cursor:
        for table in tables:
            for sql in statements.drop:
                cursor.execute(sql.format(table=table, prefix=PREFIX))


def protected_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables on which all triggers stand in this database, as the database tells it."""
    statements = _statements(connection)
    with connection.cursor() as cursor:
        cursor.execute(statements.listing, [PREFIX + "%", len(statements.create)])
        return [row[0] for row in cursor.fetchall()]


@contextmanager
def triggers_lifted(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Take all protection off for a moment and put it back: only for emptying a test database."""
    connection = connections[using]
    tables = protected_tables(connection)
    drop_triggers(connection, tables)
    try:
        yield
    finally:
        create_triggers(connection, tables)


def restore_triggers(app_config: AppConfig, using: str, **_kwargs: Any) -> None:
    """After ``migrate``: protect this app's marked tables again where the protection got lost."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    wanted = {m._meta.db_table for m in _marked if m._meta.app_label == app_config.label}
    missing = (wanted & existing) - set(protected_tables(connection)) if wanted else set()
    if missing:
        create_triggers(connection, sorted(missing))


class _Sqlite:
    prepare: tuple[str, ...] = ()
    create = tuple(
        f'CREATE TRIGGER IF NOT EXISTS "{{prefix}}{event.lower()}_{{table}}"'
        f' BEFORE {event} ON "{{table}}" BEGIN SELECT RAISE(ABORT,'
        f" 'Rows of {{table}} are kept as written: {event} is refused.'); END"
        for event in ("UPDATE", "DELETE")
    )
    drop = tuple(
        f'DROP TRIGGER IF EXISTS "{{prefix}}{event}_{{table}}"' for event in ("update", "delete")
    )
    listing = (
        "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
        " GROUP BY tbl_name HAVING count(*) = %s ORDER BY tbl_name"
    )


class _PostgreSql:
    prepare = (
        f"CREATE OR REPLACE FUNCTION {_PG_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN RAISE EXCEPTION 'Rows of % are kept as written: % is refused.',"
        " TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation'; END $$",
    )
    create = (
        'CREATE OR REPLACE TRIGGER "{prefix}rows_{table}" BEFORE UPDATE OR DELETE ON "{table}"'
        f" FOR EACH ROW EXECUTE FUNCTION {_PG_FUNCTION}()",
        'CREATE OR REPLACE TRIGGER "{prefix}table_{table}" BEFORE TRUNCATE ON "{table}"'
        f" FOR EACH STATEMENT EXECUTE FUNCTION {_PG_FUNCTION}()",
    )
    drop = tuple(
        f'DROP TRIGGER IF EXISTS "{{prefix}}{part}_{{table}}" ON "{{table}}"'
        for part in ("rows", "table")
    )
    listing = (
        "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgname LIKE %s"
        " AND pg_table_is_visible(c.oid)"
        " GROUP BY c.relname HAVING count(*) = %s ORDER BY c.relname"
    )


def _statements(connection: BaseDatabaseWrapper) -> type[_Sqlite] | type[_PostgreSql]:
    if connection.vendor == "sqlite":
        return _Sqlite
    if connection.vendor == "postgresql":
        return _PostgreSql
    raise NotImplementedError(
        f"Immutable tables are kept on SQLite and PostgreSQL, not on {connection.vendor}."
    )
