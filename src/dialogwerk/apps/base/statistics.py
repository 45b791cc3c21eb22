"""What the database knows about the size of its tables, refreshed after they grew at once.

Until then it plans as if they were nearly empty, and small questions can take minutes. PostgreSQL
counts by itself some minutes later, SQLite never does. It looks at whole indexes: of a sample it
would think that all are of one size, and not take the small one.
"""

from django.db import connection, models


def refresh_statistics(*tables: type[models.Model] | str, changed: bool = False) -> None:
    """Let the database count these tables now.

    Args:
        tables: by model, or by name where there is no model.
        changed: many of their rows were written anew. PostgreSQL then has to note which of its
            pages everybody may see; until then it looks up each row that it counts in an index. It
            cannot inside a transaction, and is only told to count there.
    """
    tidies = changed and connection.vendor == "postgresql" and not connection.in_atomic_block
    word = "VACUUM (ANALYZE)" if tidies else "ANALYZE"
    with connection.cursor() as cursor:
        for table in tables:
            name = table if isinstance(table, str) else table._meta.db_table
            cursor.execute(f"{word} {connection.ops.quote_name(name)}")


def refresh_all_statistics() -> None:
    """The same for every table, where the database does not do it by itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
