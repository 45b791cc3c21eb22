"""Who registered before addresses were confirmed counts on hearing of changes."""

from django.db import migrations
from django.db.models import F


def count_as_confirmed(apps, schema_editor):
    apps.get_model("events", "Registration").objects.update(confirmed_at=F("at"))


class Migration(migrations.Migration):
    dependencies = [("events", "0002_confirmed_addresses")]

    operations = [migrations.RunPython(count_as_confirmed, migrations.RunPython.noop)]
