"""Changing what must not change, to see whether it is noticed."""

from contextlib import contextmanager

import pytest
from django.db import connection

from dialogwerk.apps.base.triggers import triggers_lifted


@contextmanager
def _unguarded():
    """Neither triggers nor foreign keys: what somebody with the database's own password can do."""
    if connection.vendor == "sqlite":
        with triggers_lifted():
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def tamper(db):
    """Run SQL behind the journal's back."""

    def run(sql: str, *params: object) -> None:
        with _unguarded(), connection.cursor() as cursor:
            cursor.execute(sql, params)

    yield run
    connection.set_rollback(True)  # broken references must not be checked at the end
