"""Count the people and the letters with own words of the campaigns that are there."""

from typing import Any

from django.db import migrations
from django.db.models import Count, Q


def count(apps: Any, _schema_editor: Any) -> None:
    campaigns = apps.get_model("statements", "Campaign")
    letters = apps.get_model("statements", "Statement").objects.filter(campaign__isnull=False)
    counted = (
        letters.order_by()
        .values("campaign")
        .annotate(
            people=Count("person", distinct=True), own=Count("pk", filter=Q(has_own_words=True))
        )
    )
    for one in counted.iterator():
        campaigns.objects.filter(pk=one["campaign"]).update(
            people=one["people"], letters_with_own_words=one["own"]
        )


class Migration(migrations.Migration):
    dependencies = [("statements", "0013_campaigns_know_their_counts")]

    operations = [migrations.RunPython(count, migrations.RunPython.noop, elidable=True)]
