"""The database looks anew how much there is when it is told to."""

import pytest
from django.db import connection

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.statistics import refresh_all_statistics, refresh_statistics

pytestmark = pytest.mark.django_db


def known_rows(table: str) -> int:
    """How many rows the planner believes in."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        else:
            cursor.execute("SELECT max(stat) FROM sqlite_stat1 WHERE tbl = %s", [table])
        (found,) = cursor.fetchone()
    return int(str(found or 0).split()[0].split(".")[0])


def some(count: int) -> None:
    Run.objects.bulk_create(Run(kind="test", title=str(n), actor="user:1") for n in range(count))


def test_a_table_that_grew_is_known_to_have_grown():
    some(700)
    refresh_statistics(Run)
    assert known_rows(Run._meta.db_table) == 700


def test_sqlite_is_told_of_all_tables_since_it_never_looks_by_itself():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL looks by itself.")
    some(300)
    refresh_all_statistics()
    assert known_rows(Run._meta.db_table) == 300
