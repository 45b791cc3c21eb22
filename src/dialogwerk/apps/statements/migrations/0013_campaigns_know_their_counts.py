"""A campaign knows its people and how many of its letters have own words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("statements", "0012_pages_of_very_many_letters"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="letters_with_own_words",
            field=models.PositiveIntegerField(default=0, verbose_name="letters with own words"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="people",
            field=models.PositiveIntegerField(default=0, verbose_name="people"),
        ),
    ]
