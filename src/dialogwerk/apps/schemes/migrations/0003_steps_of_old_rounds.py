"""Rounds kept their steps as JSON; now steps are rows, and what was announced is recorded."""

from datetime import date

from django.db import migrations

NAMES = {
    "public_display": ("Auslegung der Unterlagen", "Display of the documents"),
    "objections": ("Einwendungen", "Objections"),
}
EVENTS = {
    "display_start": "display_start",
    "display_end": "display_end",
    "objections_end": "objections_until",
}


def to_rows(apps, schema_editor):
    """Rows for the steps, and the announced days as recorded events: nothing announced moves."""
    rounds = apps.get_model("schemes", "Round").objects
    for one in rounds.order_by("pk").iterator():
        _record_events(apps, one)
        for position, step in enumerate(one.old_steps):
            _step_row(apps, one, position, step).save()
        objections = next((s for s in one.old_steps if s["step"] == "objections"), {})
        accepted = objections.get("accept_until")
        one.accepted_until = date.fromisoformat(accepted) if accepted else None
        one.save(update_fields=["accepted_until"])


def _record_events(apps, one):
    events = apps.get_model("schemes", "ProcedureEvent").objects
    for name, field in EVENTS.items():
        events.create(procedure_id=one.procedure_id, round=one, name=name, day=getattr(one, field))


def _step_row(apps, one, position, step):
    plain = step["step"].replace("_", " ")
    name_de, name_en = NAMES.get(step["step"], (plain, plain))
    last_day = date.fromisoformat(step["last_day"])
    first_day, accepted = step.get("first_day"), step.get("accept_until")
    return apps.get_model("schemes", "ScheduledStep")(
        procedure_id=one.procedure_id,
        round=one,
        step=step["step"],
        position=position,
        name_de=name_de,
        name_en=name_en,
        first_day=date.fromisoformat(first_day) if first_day else None,
        last_day=last_day,
        computed_last_day=last_day,
        minimum_last_day=last_day,
        accept_until=date.fromisoformat(accepted) if accepted else last_day,
        kind=step.get("kind", ""),
        norms=step.get("norms", []),
        explanation_de=step.get("explanation_de", ""),
        explanation_en=step.get("explanation_en", ""),
    )


def to_json(apps, schema_editor):
    """The steps back into their rounds; rows and events go with their tables."""
    rounds = apps.get_model("schemes", "Round").objects
    for one in rounds.order_by("pk").iterator():
        rows = one.steps.filter(cancelled_at=None).order_by("position")
        one.old_steps = [_as_json(row) for row in rows]
        one.save(update_fields=["old_steps"])
    apps.get_model("schemes", "ScheduledStep").objects.all().delete()
    apps.get_model("schemes", "ProcedureEvent").objects.all().delete()


def _as_json(row):
    return {
        "step": row.step,
        "first_day": row.first_day.isoformat() if row.first_day else None,
        "last_day": row.last_day.isoformat(),
        "accept_until": row.accept_until.isoformat(),
        "kind": row.kind,
        "norms": row.norms,
        "explanation_de": row.explanation_de,
        "explanation_en": row.explanation_en,
    }


class Migration(migrations.Migration):
    dependencies = [("schemes", "0002_calendar")]
    operations = [migrations.RunPython(to_rows, to_json)]
