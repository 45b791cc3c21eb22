from django.db import migrations

from dialogwerk.apps.base.triggers import immutable_triggers


class Migration(migrations.Migration):
    dependencies = [("dialogues", "0009_report")]

    operations = immutable_triggers("dialogues_reportversion")
