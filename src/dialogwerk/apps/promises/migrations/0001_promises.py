import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import dialogwerk.apps.base.fields
import dialogwerk.apps.promises.models.following
import dialogwerk.apps.promises.models.history
import dialogwerk.apps.promises.models.promises


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0002_forms_of_persons"),
        ("schemes", "0006_handed_over_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    models.CharField(blank=True, max_length=500, verbose_name="where it is found"),
                ),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="address")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        upload_to=dialogwerk.apps.promises.models.history.evidence_path,
                        verbose_name="file",
                    ),
                ),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "file_is_public",
                    models.BooleanField(default=False, verbose_name="file shown to everyone"),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by", models.CharField(help_text="actor", max_length=80)),
            ],
            options={
                "verbose_name": "evidence",
                "verbose_name_plural": "pieces of evidence",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Promise",
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
                        default=dialogwerk.apps.promises.models.promises.new_promise_code,
                        max_length=20,
                        unique=True,
                    ),
                ),
                ("text", models.TextField(verbose_name="what was promised")),
                (
                    "made_on",
                    dialogwerk.apps.base.fields.UncertainDateField(
                        max_length=160, verbose_name="promised on"
                    ),
                ),
                (
                    "made_on_earliest",
                    dialogwerk.apps.base.fields.EarliestDay(
                        "made_on", db_index=True, editable=False, null=True
                    ),
                ),
                (
                    "made_on_latest",
                    dialogwerk.apps.base.fields.LatestDay(
                        "made_on", db_index=True, editable=False, null=True
                    ),
                ),
                (
                    "source_text",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="where it was promised"
                    ),
                ),
                (
                    "source_url",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="address of the source"
                    ),
                ),
                ("source_kind", models.CharField(blank=True, max_length=40)),
                ("source_ref", models.CharField(blank=True, max_length=80)),
                (
                    "owner_name",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="office that promised it"
                    ),
                ),
                (
                    "due",
                    dialogwerk.apps.base.fields.UncertainDateField(
                        blank=True, max_length=160, null=True, verbose_name="due"
                    ),
                ),
                (
                    "due_earliest",
                    dialogwerk.apps.base.fields.EarliestDay(
                        "due", db_index=True, editable=False, null=True
                    ),
                ),
                (
                    "due_latest",
                    dialogwerk.apps.base.fields.LatestDay(
                        "due", db_index=True, editable=False, null=True
                    ),
                ),
                ("is_public", models.BooleanField(default=True, verbose_name="shown to everyone")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("kept", "kept"),
                            ("kept_late", "kept late"),
                            ("broken", "broken"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "settled_on",
                    dialogwerk.apps.base.fields.UncertainDateField(
                        blank=True, max_length=160, null=True, verbose_name="settled on"
                    ),
                ),
                (
                    "settled_on_earliest",
                    dialogwerk.apps.base.fields.EarliestDay(
                        "settled_on", db_index=True, editable=False, null=True
                    ),
                ),
                (
                    "settled_on_latest",
                    dialogwerk.apps.base.fields.LatestDay(
                        "settled_on", db_index=True, editable=False, null=True
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="recorded"
                    ),
                ),
                ("recorded_by", models.CharField(help_text="actor", max_length=80)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="people.organisation",
                        verbose_name="organisation that promised it",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="looked after by",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="schemes.scheme",
                        verbose_name="scheme",
                    ),
                ),
                (
                    "shown_by",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shows",
                        to="promises.evidence",
                        verbose_name="evidence that it was kept",
                    ),
                ),
            ],
            options={
                "verbose_name": "promise",
                "verbose_name_plural": "promises",
                "ordering": ["-made_on_earliest", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Follower",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=dialogwerk.apps.promises.models.following.new_token,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("language", models.CharField(default="de", max_length=5)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("told_up_to", models.PositiveBigIntegerField(default=0)),
                (
                    "refusals",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="mails in a row that the server did not take for this address",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follows",
                        to="people.person",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followers",
                        to="promises.promise",
                    ),
                ),
            ],
            options={
                "verbose_name": "follower",
                "verbose_name_plural": "followers",
            },
        ),
        migrations.AddField(
            model_name="evidence",
            name="promise",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evidence",
                to="promises.promise",
            ),
        ),
        migrations.CreateModel(
            name="PromiseEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("made", "promised"),
                            ("amended", "entry corrected"),
                            ("due_moved", "due date moved"),
                            ("evidence", "evidence added"),
                            ("kept", "kept"),
                            ("kept_late", "kept late"),
                            ("broken", "broken"),
                            ("withdrawn", "withdrawn"),
                            ("reopened", "open again: it was settled by mistake"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "on",
                    dialogwerk.apps.base.fields.UncertainDateField(
                        blank=True, max_length=160, null=True, verbose_name="day"
                    ),
                ),
                (
                    "due_before",
                    dialogwerk.apps.base.fields.UncertainDateField(
                        blank=True, max_length=160, null=True, verbose_name="due before"
                    ),
                ),
                (
                    "due_after",
                    dialogwerk.apps.base.fields.UncertainDateField(
                        blank=True, max_length=160, null=True, verbose_name="due from then on"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "changed",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="by field what stood there before and after",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by", models.CharField(help_text="actor", max_length=80)),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promises.evidence",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="promises.promise",
                    ),
                ),
            ],
            options={
                "verbose_name": "event of a promise",
                "verbose_name_plural": "events of promises",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="PromiseReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_latest", models.DateField()),
                ("days_before", models.SmallIntegerField(help_text="−1 for the day after")),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="promises.promise",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promise_reminders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder of a promise",
                "verbose_name_plural": "reminders of promises",
            },
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(fields=["source_kind", "source_ref"], name="promise_source"),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(fields=["state", "due_latest"], name="promise_state_due"),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.GreaterThan(
                    django.db.models.functions.text.Length(
                        django.db.models.functions.text.Trim(models.F("text"))
                    ),
                    0,
                ),
                name="a_promise_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("owner__isnull", False),
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim(models.F("owner_name"))
                        ),
                        0,
                    ),
                    _connector="OR",
                ),
                name="a_promise_has_an_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["open", "kept", "kept_late", "broken", "withdrawn"])
                ),
                name="a_promise_is_in_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_on", None), ("state", "open")),
                    models.Q(
                        models.Q(("state", "open"), _negated=True), ("settled_on__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="what_is_settled_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("shown_by__isnull", False), ("state__in", ("kept", "kept_late"))),
                    models.Q(
                        models.Q(("state__in", ("kept", "kept_late")), _negated=True),
                        ("shown_by", None),
                    ),
                    _connector="OR",
                ),
                name="kept_needs_evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("kept", "kept_late")), _negated=True),
                    models.Q(
                        ("due_latest__isnull", False),
                        ("settled_on_earliest__gt", models.F("due_latest")),
                        ("settled_on_earliest__isnull", False),
                        ("state", "kept_late"),
                    ),
                    models.Q(
                        ("state", "kept"),
                        models.Q(
                            ("due_latest", None),
                            ("settled_on_earliest", None),
                            ("settled_on_earliest__lte", models.F("due_latest")),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="kept_after_its_day_is_kept_late",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["broken", "withdrawn"]), _negated=True),
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim(models.F("reason"))
                        ),
                        0,
                    ),
                    _connector="OR",
                ),
                name="broken_and_withdrawn_need_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "open"), _negated=True), ("reason", ""), _connector="OR"
                ),
                name="an_open_promise_has_no_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due_latest", None),
                    ("made_on_earliest", None),
                    ("due_latest__gte", models.F("made_on_earliest")),
                    _connector="OR",
                ),
                name="due_after_it_was_made",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settled_on_latest", None),
                    ("made_on_earliest", None),
                    ("settled_on_latest__gte", models.F("made_on_earliest")),
                    _connector="OR",
                ),
                name="settled_after_it_was_made",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source_kind", ""), ("source_ref", "")),
                    models.Q(
                        models.Q(("source_kind", ""), _negated=True),
                        models.Q(("source_ref", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_promise_points_whole_or_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="follower",
            constraint=models.UniqueConstraint(
                fields=("promise", "person"), name="a_promise_is_followed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim(models.F("text"))
                        ),
                        0,
                    ),
                    models.Q(("url", ""), _negated=True),
                    models.Q(
                        models.Q(("file", ""), _negated=True),
                        models.Q(("sha256", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="evidence_shows_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file", ""), ("sha256", "")),
                    models.Q(
                        models.Q(("file", ""), _negated=True),
                        models.Q(("sha256", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_file_has_its_checksum",
            ),
        ),
        migrations.AddConstraint(
            model_name="promiseevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", ["due_moved", "broken", "withdrawn", "reopened"]),
                        _negated=True,
                    ),
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim(models.F("reason"))
                        ),
                        0,
                    ),
                    _connector="OR",
                ),
                name="what_is_taken_back_needs_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="promiseevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["evidence", "kept", "kept_late"]), _negated=True),
                    ("evidence__isnull", False),
                    _connector="OR",
                ),
                name="what_is_shown_has_evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="promisereminder",
            constraint=models.UniqueConstraint(
                fields=("promise", "user", "due_latest", "days_before"),
                name="reminded_once_of_a_promise",
            ),
        ),
    ]
