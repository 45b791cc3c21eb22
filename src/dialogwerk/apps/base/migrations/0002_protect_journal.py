from django.db import migrations

from dialogwerk.apps.base.triggers import immutable_triggers


class Migration(migrations.Migration):
    dependencies = [("base", "0001_journal_and_runs")]

    operations = immutable_triggers("base_journalentry", "base_journalseal", "base_sealedentry")
