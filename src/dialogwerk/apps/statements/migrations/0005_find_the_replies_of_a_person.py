from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("schemes", "0001_initial"),
        ("statements", "0004_replies_in_print"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(fields=["procedure", "person", "sent_at"], name="reply_of_person"),
        ),
    ]
