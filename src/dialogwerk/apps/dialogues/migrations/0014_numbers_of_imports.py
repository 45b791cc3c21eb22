"""What is counted on a contribution beyond its supports came along with an import."""

from django.db import migrations
from django.db.models import Count, F


def note(apps, schema_editor):
    Contribution = apps.get_model("dialogues", "Contribution")
    more = Contribution.objects.annotate(counted=Count("supports")).filter(
        support_count__gt=F("counted")
    )
    for pk, shown, counted in more.values_list("pk", "support_count", "counted").iterator():
        Contribution.objects.filter(pk=pk).update(supports_elsewhere=shown - counted)


class Migration(migrations.Migration):
    dependencies = [("dialogues", "0013_supports_elsewhere")]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
