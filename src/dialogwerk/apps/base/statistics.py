"""What the database knows about the size of its tables, refreshed after they grew at once.

Until then it plans as if they were nearly empty, and small questions can take minutes. PostgreSQL
counts by itself some minutes later, SQLite never does. It looks at whole indexes: of a sample it
would think that all are of one size, and not take the small one.
"""

from django.db import connection, models


def refresh_statistics(*tables: type[models.Model]) -> None:
    """Let the database count these tables now."""
    names = [connection.ops.quote_name(table._meta.db_table) for table in tables]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {', '.join(names)}")
            return
        for name in names:
            cursor.execute(f"ANALYZE {name}")


def refresh_all_statistics() -> None:
    """The same for every table, where the database does not do it by itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
