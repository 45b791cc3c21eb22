from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="confirmed_at",
            field=models.DateTimeField(
                blank=True,
                help_text="by whoever owns it; before that nothing but the first mail is sent",
                null=True,
                verbose_name="address confirmed",
            ),
        ),
    ]
