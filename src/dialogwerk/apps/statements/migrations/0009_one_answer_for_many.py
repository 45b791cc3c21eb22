"""One answer for the people of a campaign or a list: by notice or through the representative."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import dialogwerk.apps.statements.models.collective


class Migration(migrations.Migration):
    dependencies = [("statements", "0008_who_speaks_for_many")]

    operations = [
        migrations.CreateModel(
            name="CollectiveReply",
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
                        default=dialogwerk.apps.statements.models.collective.new_collective_code,
                        max_length=20,
                        unique=True,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("notice", "by public notice"),
                            ("speaker", "through the representative"),
                        ],
                        max_length=10,
                        verbose_name="way",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        help_text="as in cores/statements/uniform",
                        max_length=40,
                        verbose_name="legal ground",
                    ),
                ),
                (
                    "everyone",
                    models.BooleanField(
                        default=False,
                        help_text="everyone who wrote, not only these campaigns and lists",
                    ),
                ),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("reason", models.TextField(verbose_name="reason for the decision")),
                ("people_at_decision", models.PositiveIntegerField(default=0)),
                (
                    "decided_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="decided"),
                ),
                ("decided_by", models.CharField(help_text="actor", max_length=50)),
                (
                    "published_on",
                    models.DateField(blank=True, null=True, verbose_name="published on"),
                ),
                (
                    "published_in",
                    models.CharField(blank=True, max_length=300, verbose_name="published in"),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        upload_to=dialogwerk.apps.statements.models.collective.notice_path,
                    ),
                ),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "campaigns",
                    models.ManyToManyField(
                        blank=True, related_name="collective_replies", to="statements.campaign"
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collective_replies",
                        to="schemes.procedure",
                    ),
                ),
                (
                    "signature_lists",
                    models.ManyToManyField(
                        blank=True, related_name="collective_replies", to="statements.signaturelist"
                    ),
                ),
            ],
            options={
                "verbose_name": "answer for many",
                "verbose_name_plural": "answers for many",
                "ordering": ["-decided_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="collectivereply",
            name="representation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="collective_replies",
                to="statements.representation",
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="collective",
            field=models.ForeignKey(
                blank=True,
                help_text="answered together with others, not by a letter of its own",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replies",
                to="statements.collectivereply",
            ),
        ),
        migrations.AlterField(
            model_name="dispatch",
            name="how",
            field=models.CharField(
                choices=[
                    ("email", "by e-mail"),
                    ("post", "by post"),
                    ("counter", "handed over"),
                    ("receipt", "to be fetched with the receipt"),
                    ("notice", "by public notice"),
                    ("speaker", "through the representative"),
                ],
                max_length=10,
                verbose_name="how",
            ),
        ),
    ]
