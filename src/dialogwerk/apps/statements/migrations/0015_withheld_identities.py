"""Writers who asked that name and address are not passed on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("statements", "0014_count_campaigns")]

    operations = [
        migrations.AddField(
            model_name="statement",
            name="withholds_identity",
            field=models.BooleanField(
                default=False,
                help_text="the writer asked that name and address are not passed on",
            ),
        )
    ]
