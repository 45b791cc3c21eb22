"""What the database knows about the size of its tables, refreshed after they grew at once."""

from django.db import connection, models


def refresh_statistics(*tables: type[models.Model]) -> None:
    """Let PostgreSQL count these tables now; by itself it does so minutes later.

    Until then it plans as if they were nearly empty, and small questions can take minutes.
    SQLite needs nothing.
    """
    if connection.vendor != "postgresql":
        return
    names = ", ".join(connection.ops.quote_name(table._meta.db_table) for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {names}")
