"""A waiver holds for what was seen; it may be given anew when the text has changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schemes", "0004_without_old_steps")]

    operations = [
        migrations.RemoveConstraint(model_name="noticewaiver", name="a_finding_is_waived_once"),
        migrations.AddField(
            model_name="noticewaiver",
            name="paragraphs",
            field=models.JSONField(default=list),
        ),
    ]
