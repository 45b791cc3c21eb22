import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import dialogwerk.apps.statements.models.replies


class Migration(migrations.Migration):
    dependencies = [
        ("schemes", "0001_initial"),
        ("statements", "0003_import_summary"),
    ]

    operations = [
        migrations.CreateModel(
            name="PrintBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=dialogwerk.apps.statements.models.replies.new_print_batch_code,
                        max_length=20,
                        unique=True,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="made"),
                ),
                ("created_by", models.CharField(help_text="actor", max_length=50)),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        upload_to=dialogwerk.apps.statements.models.replies.print_batch_path,
                    ),
                ),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("run_code", models.CharField(blank=True, max_length=20)),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                (
                    "discarded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="discarded"),
                ),
            ],
            options={
                "verbose_name": "print batch",
                "verbose_name_plural": "print batches",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="PrintedLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("pages", models.PositiveIntegerField(default=0, verbose_name="pages")),
                ("sha256", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "printed letter",
                "verbose_name_plural": "printed letters",
                "ordering": ["position"],
            },
        ),
        migrations.AddField(
            model_name="reply",
            name="letters",
            field=models.PositiveIntegerField(
                default=0,
                help_text="of the person, as the written reply lists them",
                verbose_name="letters",
            ),
        ),
        migrations.AlterField(
            model_name="dispatch",
            name="state",
            field=models.CharField(
                choices=[
                    ("sending", "handed to the mail server, outcome unknown"),
                    ("sent", "sent"),
                    ("returned", "returned"),
                    ("failed", "failed"),
                ],
                default="sent",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "sending")),
                fields=("reply",),
                name="a_reply_is_handed_over_once_at_a_time",
            ),
        ),
        migrations.AddField(
            model_name="printbatch",
            name="procedure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="print_batches",
                to="schemes.procedure",
            ),
        ),
        migrations.AddField(
            model_name="printedletter",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="printed",
                to="statements.printbatch",
            ),
        ),
        migrations.AddField(
            model_name="printedletter",
            name="reply",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="prints",
                to="statements.reply",
            ),
        ),
        migrations.AddConstraint(
            model_name="printedletter",
            constraint=models.UniqueConstraint(
                fields=("batch", "reply"), name="a_letter_is_printed_once_in_a_batch"
            ),
        ),
    ]
