"""Why a letter came back, and since when its way is open again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("statements", "0010_prints_in_parts")]

    operations = [
        migrations.AddField(
            model_name="dispatch",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("moved", "moved"),
                    ("unknown", "unknown at this address"),
                    ("refused", "acceptance refused"),
                    ("deceased", "deceased"),
                    ("mailbox", "mailbox full or closed"),
                    ("other", "other reason"),
                ],
                max_length=10,
                verbose_name="why it came back",
            ),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="address_changed_at",
            field=models.DateTimeField(
                blank=True, help_text="since then the way is open again", null=True
            ),
        ),
    ]
