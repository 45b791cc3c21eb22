"""Since when a letter counts that was late at first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("statements", "0006_link_letters_to_their_table")]

    operations = [
        migrations.AddField(
            model_name="statement",
            name="in_time_since",
            field=models.DateTimeField(
                blank=True,
                help_text="late at first; the period was extended afterwards",
                null=True,
                verbose_name="in time since",
            ),
        ),
    ]
