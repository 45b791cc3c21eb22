"""Print batches in files that a print shop can handle."""

import django.db.models.deletion
from django.db import migrations, models

import dialogwerk.apps.statements.models.replies


class Migration(migrations.Migration):
    dependencies = [("statements", "0009_one_answer_for_many")]

    operations = [
        migrations.AddField(
            model_name="printbatch",
            name="letters_a_part",
            field=models.PositiveIntegerField(
                default=500, verbose_name="letters in a file at most"
            ),
        ),
        migrations.CreateModel(
            name="PrintPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="part")),
                ("first", models.PositiveIntegerField(verbose_name="first letter")),
                ("last", models.PositiveIntegerField(verbose_name="last letter")),
                ("pages", models.PositiveIntegerField(verbose_name="pages")),
                (
                    "sheets",
                    models.PositiveIntegerField(
                        help_text="printed on both sides", verbose_name="sheets"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        upload_to=dialogwerk.apps.statements.models.replies.print_part_path,
                    ),
                ),
                ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="statements.printbatch",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a print batch",
                "verbose_name_plural": "parts of print batches",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "number"), name="print_parts_are_numbered"
                    )
                ],
            },
        ),
    ]
