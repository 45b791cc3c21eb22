"""The steps of rounds are rows now; the JSON beside them goes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("schemes", "0003_steps_of_old_rounds")]
    operations = [migrations.RemoveField("round", "old_steps")]
