"""Marks on letters and files, who may have them, and the files made for them."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import dialogwerk.apps.statements.models.redactions
from dialogwerk.apps.base.triggers import immutable_triggers


class Migration(migrations.Migration):
    dependencies = [
        ("schemes", "0006_handed_over_at"),
        ("statements", "0015_withheld_identities"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkRelease",
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
                        default=dialogwerk.apps.statements.models.redactions.new_bulk_code,
                        max_length=20,
                        unique=True,
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("developer", "developer of the scheme"),
                            ("public", "the public"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "sample",
                    models.JSONField(default=list, help_text="primary keys of the letters drawn"),
                ),
                (
                    "letters",
                    models.PositiveIntegerField(
                        default=0, help_text="letters from which was drawn"
                    ),
                ),
                (
                    "last_letter",
                    models.PositiveBigIntegerField(
                        default=0, help_text="the newest letter from which was drawn"
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("made_by", models.CharField(help_text="actor", max_length=50)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("released_by", models.CharField(blank=True, help_text="actor", max_length=50)),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bulk_releases",
                        to="schemes.procedure",
                    ),
                ),
            ],
            options={
                "verbose_name": "bulk release",
                "verbose_name_plural": "bulk releases",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("developer", "developer of the scheme"),
                            ("public", "the public"),
                        ],
                        max_length=10,
                    ),
                ),
                ("released_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("released_by", models.CharField(help_text="actor", max_length=50)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_by", models.CharField(blank=True, help_text="actor", max_length=50)),
                (
                    "bulk",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="statements.bulkrelease",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="statements.statement",
                    ),
                ),
            ],
            options={
                "verbose_name": "release",
                "verbose_name_plural": "releases",
            },
        ),
        migrations.CreateModel(
            name="RedactedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        upload_to=dialogwerk.apps.statements.models.redactions.redacted_path,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "attachment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redacted_files",
                        to="statements.attachment",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="statements.release",
                    ),
                ),
            ],
            options={
                "verbose_name": "redacted file",
                "verbose_name_plural": "redacted files",
            },
        ),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveIntegerField(blank=True, null=True)),
                ("end", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "page",
                    models.PositiveIntegerField(
                        blank=True, help_text="from 1", null=True, verbose_name="page"
                    ),
                ),
                ("x", models.FloatField(blank=True, null=True)),
                ("y", models.FloatField(blank=True, null=True)),
                ("width", models.FloatField(blank=True, null=True)),
                ("height", models.FloatField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("name", "name"),
                            ("address", "address"),
                            ("email", "e-mail address"),
                            ("phone", "telephone"),
                            ("bank", "bank account"),
                            ("birth", "date of birth"),
                            ("parcel", "parcel of land (Flurstück)"),
                            ("file", "file number"),
                            ("signature", "signature"),
                            ("health", "health"),
                            ("other", "something else"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "everyone for whom the rules say so"),
                            ("developer", "developer of the scheme"),
                            ("public", "the public"),
                        ],
                        max_length=10,
                        verbose_name="hidden from",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("accepted", "accepted"),
                            ("refused", "refused"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("confidence", models.FloatField(default=1.0)),
                (
                    "reason",
                    models.CharField(blank=True, help_text="which rule found it", max_length=30),
                ),
                (
                    "made_by",
                    models.CharField(default="system:redaction", help_text="actor", max_length=50),
                ),
                ("decided_by", models.CharField(blank=True, help_text="actor", max_length=50)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "attachment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redactions",
                        to="statements.attachment",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redactions",
                        to="statements.statement",
                    ),
                ),
            ],
            options={
                "verbose_name": "redaction",
                "verbose_name_plural": "redactions",
                "ordering": ["attachment", "page", "start", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("attachment", None),
                                ("end__gt", models.F("start")),
                                ("start__isnull", False),
                            ),
                            models.Q(
                                ("attachment__isnull", False),
                                ("height__gt", 0),
                                ("page__gte", 1),
                                ("width__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="a_redaction_is_a_stretch_or_a_box",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RedactionCheck",
            fields=[
                (
                    "statement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="redaction_check",
                        serialize=False,
                        to="statements.statement",
                    ),
                ),
                ("marks", models.PositiveIntegerField(default=0)),
                (
                    "uncertain",
                    models.PositiveIntegerField(
                        default=0, help_text="doubtful proposals that nobody has decided on"
                    ),
                ),
                ("files", models.PositiveIntegerField(default=0)),
                ("prepared_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "checked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="looked through"),
                ),
                ("checked_by", models.CharField(blank=True, help_text="actor", max_length=50)),
                (
                    "corrected_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="when a person last changed what the machine proposed",
                        null=True,
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redaction_checks",
                        to="schemes.procedure",
                    ),
                ),
            ],
            options={
                "verbose_name": "check of a redaction",
                "verbose_name_plural": "checks of redactions",
                "indexes": [
                    models.Index(
                        fields=["procedure", "uncertain", "files"], name="redaction_to_look_at"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("statement", "audience"),
                name="a_letter_is_released_once_to_an_audience",
            ),
        ),
        *immutable_triggers("statements_redactedfile"),
    ]
