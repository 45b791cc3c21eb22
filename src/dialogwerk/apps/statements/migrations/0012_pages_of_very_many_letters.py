"""Find, narrow and count the pages of 440,000 letters in indexes alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("statements", "0011_why_letters_come_back"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="statement",
            name="statement_inbox",
        ),
        migrations.RemoveIndex(
            model_name="statement",
            name="statement_campaign",
        ),
        migrations.RemoveIndex(
            model_name="statement",
            name="statement_person",
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                fields=[
                    "procedure",
                    "-received_at",
                    "-id",
                    "campaign",
                    "has_own_words",
                    "read_at",
                    "is_late",
                    "channel",
                    "signature_list",
                    "person",
                ],
                name="statement_inbox",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                fields=[
                    "procedure",
                    "campaign",
                    "-received_at",
                    "-id",
                    "has_own_words",
                    "read_at",
                    "is_late",
                    "channel",
                    "signature_list",
                    "person",
                ],
                name="statement_campaign",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(fields=["procedure", "code"], name="statement_code"),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                fields=["procedure", "person", "received_at", "id"], name="statement_person"
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("has_own_words", True), ("read_at", None)),
                fields=["procedure", "campaign"],
                name="statement_own_words_open",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("campaign_fixed", True)),
                fields=["procedure"],
                name="statement_fixed",
            ),
        ),
    ]
