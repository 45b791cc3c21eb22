"""What happened to a promise and what shows it: added, never changed."""

from django.db import migrations

from dialogwerk.apps.base.triggers import immutable_triggers


class Migration(migrations.Migration):
    dependencies = [("promises", "0001_promises"), ("base", "0002_protect_journal")]

    operations = [*immutable_triggers("promises_evidence", "promises_promiseevent")]
