"""The table of the cache that all workers share (replay guard, rate limits, lockouts)."""

from django.core.management import call_command
from django.db import migrations

TABLE = "base_cache"


def create_cache_table(_apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop_cache_table(_apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(TABLE)}")


class Migration(migrations.Migration):
    dependencies = [("base", "0002_protect_journal")]

    operations = [migrations.RunPython(create_cache_table, drop_cache_table)]
