from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dialogues", "0012_handing_over")]

    operations = [
        migrations.AddField(
            model_name="contribution",
            name="supports_elsewhere",
            field=models.PositiveIntegerField(
                default=0,
                help_text="of its source, known as a number only; part of the supporters",
                verbose_name="supporters counted elsewhere",
            ),
        ),
    ]
