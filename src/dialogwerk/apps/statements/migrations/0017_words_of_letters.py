"""The index of all words of all letters; filled after the migrations, and with each new letter."""

from typing import Any

from django.db import migrations

from dialogwerk.apps.statements.services import search_index


def create(_apps: Any, schema_editor: Any) -> None:
    search_index.create(schema_editor.connection)


def drop(_apps: Any, schema_editor: Any) -> None:
    search_index.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("statements", "0016_redactions")]

    operations = [migrations.RunPython(create, drop)]
