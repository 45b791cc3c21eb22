from django.db import migrations

from dialogwerk.apps.base.triggers import immutable_triggers


class Migration(migrations.Migration):
    dependencies = [("statements", "0001_initial"), ("base", "0002_protect_journal")]

    operations = [*immutable_triggers("statements_original", "statements_answerversion")]
