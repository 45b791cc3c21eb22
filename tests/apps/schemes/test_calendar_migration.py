"""Rounds from before the calendar keep their days and steps, there and back."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = ("schemes", "0001_initial"), ("schemes", "0004_without_old_steps")
STEPS = [
    {
        "step": "public_display",
        "first_day": "2026-03-02",
        "last_day": "2026-04-01",
        "accept_until": "2026-04-01",
        "kind": "minimum",
        "norms": ["§ 73 Abs. 3 Satz 1 VwVfG NRW"],
        "explanation_de": "Ein Monat.",
        "explanation_en": "One month.",
    },
    {
        "step": "objections",
        "first_day": "2026-03-02",
        "last_day": "2026-05-31",
        "accept_until": "2026-06-01",
        "kind": "right",
        "norms": ["§ 21 Abs. 2 UVPG"],
        "explanation_de": "Wie bekannt gemacht.",
        "explanation_en": "As announced.",
    },
]


def migrated(target):
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return MigrationExecutor(connection).loader.project_state([target]).apps


@pytest.fixture
def back_to_now():
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def old_round(apps):
    office = apps.get_model("people", "Organisation").objects.create(name="Bezirksamt")
    scheme = apps.get_model("schemes", "Scheme").objects.create(
        slug="hohe-heide", title="Windpark", developer=office, place_name="Musterhausen"
    )
    procedure = apps.get_model("schemes", "Procedure").objects.create(
        scheme=scheme, slug="hohe-heide", title="Planfeststellung", authority=office
    )
    return apps.get_model("schemes", "Round").objects.create(
        procedure=procedure,
        display_start=date(2026, 3, 2),
        display_end=date(2026, 4, 1),
        objections_until=date(2026, 5, 31),
        steps=STEPS,
    )


@pytest.mark.django_db(transaction=True)
def test_steps_and_announced_days_become_rows_and_go_back(back_to_now):
    old = old_round(migrated(BEFORE))
    apps = migrated(AFTER)
    one = apps.get_model("schemes", "Round").objects.get(pk=old.pk)
    rows = list(one.steps.order_by("position"))
    assert [(row.step, row.last_day) for row in rows] == [
        ("public_display", date(2026, 4, 1)),
        ("objections", date(2026, 5, 31)),
    ]
    assert rows[1].norms == ["§ 21 Abs. 2 UVPG"]
    assert one.accepted_until == rows[1].accept_until == date(2026, 6, 1)
    assert dict(one.events.values_list("name", "day")) == {
        "display_start": date(2026, 3, 2),
        "display_end": date(2026, 4, 1),
        "objections_end": date(2026, 5, 31),
    }
    again = migrated(BEFORE).get_model("schemes", "Round").objects.get(pk=old.pk)
    assert again.steps == STEPS
