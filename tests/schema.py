"""The empty SQLite database of the tests is built once for each state of the models.

All migrations take half a minute; a copy of what they made takes none. It is kept in the cache of
pytest under a digest of whatever the tables come from, so that any change builds it anew.
"""

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management.commands import migrate
from django.db import connections

SOURCE = Path(__file__).parents[1] / "src" / "dialogwerk"
MAKES_TABLES = (
    *("apps/*/migrations/*.py", "apps/*/models/**/*.py", "apps/*/models.py", "apps/*/apps.py"),
    *("apps/base/*.py", "apps/statements/services/search_index.py", "config/settings/*.py"),
)
original = migrate.Command.handle


def digest() -> str:
    """Of the files that tables, triggers and first rows come from, and of Django's version."""
    found = hashlib.sha256(django.get_version().encode())
    for path in sorted({path for pattern in MAKES_TABLES for path in SOURCE.glob(pattern)}):
        found.update(f"{path.relative_to(SOURCE)}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def migrating_into(folder: Path):
    """A stand-in for the command ``migrate`` that copies what it made before, if it may."""

    def handle(command, *args, **options):
        connection = connections[options["database"]]
        is_new = not connection.introspection.table_names()
        if connection.vendor != "sqlite" or not is_new or options.get("app_label"):
            return original(command, *args, **options)
        kept = folder / f"{digest()}.sqlite3"
        with _alone(folder / "lock"):
            if kept.exists():
                return _copy(kept, connection)
            result = original(command, *args, **options)
            _keep(connection, kept)
            return result

    return handle


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _copy(kept: Path, connection) -> None:
    connection.ensure_connection()
    source = sqlite3.connect(kept)
    source.backup(connection.connection)
    source.close()


def _keep(connection, kept: Path) -> None:
    for older in kept.parent.glob("*.sqlite3"):
        older.unlink()
    part = kept.with_suffix(".part")
    target = sqlite3.connect(part)
    connection.connection.backup(target)
    target.close()
    part.replace(kept)
