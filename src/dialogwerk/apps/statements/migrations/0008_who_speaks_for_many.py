"""Representatives of lists and campaigns, step by step, and signatures nobody can read."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("schemes", "0005_waivers_as_seen"),
        ("statements", "0007_letters_in_time_after_all"),
    ]

    operations = [
        migrations.CreateModel(
            name="Representation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("unnamed", "nobody is named"),
                            ("named", "named, not confirmed"),
                            ("doubtful", "named, but not as the law asks"),
                            ("confirmed", "speaks for the others"),
                            ("called", "called upon to name somebody"),
                            ("appointed", "appointed by the authority"),
                            ("ended", "no longer represented"),
                            ("set_aside", "left out of consideration"),
                        ],
                        default="unnamed",
                        max_length=10,
                        verbose_name="standing",
                    ),
                ),
                (
                    "answer_by",
                    models.DateField(blank=True, null=True, verbose_name="time set until"),
                ),
                (
                    "campaign",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="representation",
                        to="statements.campaign",
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="representations",
                        to="schemes.procedure",
                    ),
                ),
                (
                    "representative",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="representations",
                        to="people.person",
                    ),
                ),
                (
                    "signature_list",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="representation",
                        to="statements.signaturelist",
                    ),
                ),
            ],
            options={
                "verbose_name": "representation",
                "verbose_name_plural": "representations",
            },
        ),
        migrations.AddConstraint(
            model_name="representation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("campaign__isnull", False), ("signature_list__isnull", True)),
                    models.Q(("campaign__isnull", True), ("signature_list__isnull", False)),
                    _connector="OR",
                ),
                name="represents_a_list_or_a_campaign",
            ),
        ),
        migrations.CreateModel(
            name="RepresentationStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("name", "representative named"),
                            ("confirm", "representative confirmed"),
                            ("doubt", "representative not accepted"),
                            ("call", "called upon to name a joint representative"),
                            ("appoint", "representative appointed by the authority"),
                            ("end", "representation ended"),
                            ("set_aside", "left out of consideration"),
                            ("take_up", "taken up again"),
                        ],
                        max_length=10,
                        verbose_name="what was done",
                    ),
                ),
                ("norms", models.JSONField(default=list, verbose_name="legal ground")),
                ("day", models.DateField(verbose_name="day")),
                ("people", models.PositiveIntegerField(default=0, verbose_name="people concerned")),
                (
                    "answer_by",
                    models.DateField(blank=True, null=True, verbose_name="time set until"),
                ),
                (
                    "published_on",
                    models.DateField(blank=True, null=True, verbose_name="announced on"),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by", models.CharField(help_text="actor", max_length=50)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "representation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="statements.representation",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a representation",
                "verbose_name_plural": "steps of representations",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="UnclearSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField(default=0, verbose_name="line")),
                (
                    "lack",
                    models.CharField(
                        choices=[
                            ("name", "name missing or unreadable"),
                            ("address", "address missing or unreadable"),
                        ],
                        max_length=10,
                        verbose_name="what is missing",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "undecided"),
                            ("counts", "counts all the same"),
                            ("left_out", "left out of consideration"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, help_text="actor", max_length=50)),
                (
                    "statement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unclear_signature",
                        to="statements.statement",
                    ),
                ),
            ],
            options={
                "verbose_name": "unclear signature",
                "verbose_name_plural": "unclear signatures",
                "ordering": ["line", "pk"],
            },
        ),
    ]
