"""Writing very many new rows, as `bulk_create` does, at a fifth of its time.

PostgreSQL takes them by COPY, SQLite by one statement prepared once. Constraints and triggers hold
as ever, and an offence against them is Django's `IntegrityError`. Signals are not sent.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models
from django.db.models import AutoField, BigAutoField

PAGES_KEPT_KIB = 256 * 1024
"""How much of a SQLite file long work keeps in memory: indexes over random codes are written all
over the file, and each page would be read again for every letter."""

FEW = 20
"""Up to here one ordinary statement, which tells the keys at once, is less work than a copy."""

_AS_THEY_ARE = (
    *(models.CharField, models.TextField, models.IntegerField, models.FloatField),
    *(models.BooleanField, models.ForeignKey),
)


def insert(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model and give them their primary keys; all or none.

    To be called inside a transaction. Fields that point to other rows have to name rows that are
    written already.

    Raises:
        IntegrityError: a constraint of the database is offended.
    """
    if not rows:
        return
    if len(rows) <= FEW:
        type(rows[0])._base_manager.bulk_create(rows)
        return
    meta = rows[0]._meta
    if isinstance(meta.pk, AutoField | BigAutoField):
        for row, key in zip(rows, _keys(meta, len(rows)), strict=True):
            row.pk = key
    fields = [field for field in meta.concrete_fields if not field.generated]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = _values(rows, fields)
    if connection.vendor == "postgresql":
        _copy(f'COPY "{meta.db_table}" ({columns}) FROM STDIN', values)
    else:
        holes = ", ".join(["%s"] * len(fields))
        with connection.cursor() as cursor:
            cursor.executemany(
                f'INSERT INTO "{meta.db_table}" ({columns}) VALUES ({holes})',  # noqa: S608
                values,  # type: ignore[arg-type]  # any iterator will do
            )
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def update(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Change these fields of many rows at once, each to values of its own.

    Args:
        names: of the fields, as Django names their columns (``campaign_id``).
        rows: primary key, then one value for each of the names.
    """
    if not rows:
        return
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    asked = [
        (at, _writer(one, in_lists=True)) for at, one in enumerate(fields, 1) if not _is_plain(one)
    ]
    written = [list(row) for row in rows]
    for row in written:
        for at, write in asked:
            row[at] = write(row[at])
    if connection.vendor == "postgresql":
        _update_from_lists(model, fields, written)
        return
    changes = ", ".join(f'"{field.column}" = %s' for field in fields)
    with connection.cursor() as cursor:
        cursor.executemany(
            f'UPDATE "{model._meta.db_table}" SET {changes} WHERE "{model._meta.pk.column}" = %s',  # noqa: S608
            [(*values, key) for key, *values in written],
        )


def _update_from_lists(model: Any, fields: Sequence[Any], rows: Sequence[list[Any]]) -> None:
    """One list for each column, which PostgreSQL lays side by side again."""
    all_fields = [model._meta.pk, *fields]
    lists = ", ".join(f"%s::{_list_of(field)}" for field in all_fields)
    columns = ", ".join(f'"{field.column}"' for field in all_fields)
    changes = ", ".join(f'"{field.column}" = new."{field.column}"' for field in fields)
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET {changes} FROM unnest({lists}) AS new ({columns})'  # noqa: S608
            f' WHERE "{table}"."{key}" = new."{key}"',
            [list(column) for column in zip(*rows, strict=True)],
        )


def _list_of(field: Any) -> str:
    plain = field.rel_db_type(connection) if field.primary_key else field.db_type(connection)
    return f"{plain}[]"


def _copy(sql: str, values: Iterator[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(sql) as copy:
        for row in values:
            copy.write_row(row)


def _values(
    rows: Sequence[models.Model], fields: Sequence[models.Field[Any, Any]]
) -> Iterator[tuple[Any, ...]]:
    """What is written of each row. Most fields are written as they are, without being asked."""
    names = [field.attname for field in fields]
    asked = [(at, _writer(field)) for at, field in enumerate(fields) if not _is_plain(field)]
    for row in rows:
        held = row.__dict__
        values = [held[name] for name in names]
        for at, written in asked:
            values[at] = written(values[at])
        yield tuple(values)


def _is_plain(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, _AS_THEY_ARE) and type(field).__module__.startswith("django.")


def _writer(field: models.Field[Any, Any], *, in_lists: bool = False) -> Callable[[Any], Any]:
    """How Django writes a value of this field; short cuts for what stands in every row.

    Args:
        in_lists: the values become lists of PostgreSQL, which take a text for JSON as a text.
    """
    is_json = type(field) is models.JSONField and field.encoder is None
    if connection.vendor == "sqlite":
        if type(field) is models.DateTimeField:
            return _moment
        if is_json:
            return _json
    elif is_json and not in_lists:
        return _json
    elif type(field) in (models.DateTimeField, models.UUIDField):
        return _as_it_is
    return lambda value: field.get_db_prep_save(value, connection)


def _as_it_is(value: Any) -> Any:
    return value


def _moment(value: datetime | None) -> str | None:
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))


def _json(value: Any) -> str | None:
    return None if value is None else "[]" if value == [] else json.dumps(value)


def _keys(meta: Any, count: int) -> Sequence[int]:
    """Primary keys that nobody else gets. On SQLite one transaction writes at a time."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [f'"{meta.db_table}"', meta.pk.column, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [meta.db_table])
        last = cursor.fetchone()
    first = (last[0] if last else 0) + 1
    return range(first, first + count)


@contextmanager
def roomy() -> Iterator[None]:
    """Let SQLite keep more of its file in memory during long work; elsewhere nothing happens."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        before = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{PAGES_KEPT_KIB}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {before}")
