from django.db import migrations

from dialogwerk.apps.base.triggers import immutable_triggers


class Migration(migrations.Migration):
    dependencies = [("handover", "0001_initial"), ("base", "0002_protect_journal")]

    operations = [
        *immutable_triggers(
            "handover_handedargument",
            "handover_handedpassage",
            "handover_commentversion",
            "handover_submission",
            "handover_submittedcomment",
        )
    ]
