"""``dialogwerk promises``: what was promised and how it stands."""

import json
from datetime import date, datetime
from typing import Annotated

import typer

from . import house

app = typer.Typer(help="Promises made in the dialogue.", no_args_is_help=True)


@app.callback()
def promises() -> None:
    """Promises made in the dialogue."""


@app.command("list")
def list_promises(
    state: Annotated[
        str,
        typer.Option("--state", help="Only open, overdue, kept, kept_late, broken or withdrawn."),
    ] = "",
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="Overdue on this day; today if left out."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """List all promises, public or not, those due first on top."""
    house.start_django()
    from django.db.models import F
    from django.utils import timezone

    from dialogwerk.apps.promises.models import Promise
    from dialogwerk.apps.promises.services import register

    if state and state not in register.STANDINGS:
        known = ", ".join(register.STANDINGS)
        raise typer.BadParameter(f"“{state}” is none of {known}.", param_hint="--state")
    day: date = on.date() if on else timezone.localdate()
    found = register.narrowed(Promise.objects.all(), register.Wanted(state=state), day)
    rows = list(found.in_full().order_by(F("due_latest").asc(nulls_last=True), "pk"))
    if as_json:
        typer.echo(json.dumps(register.data_of(rows, day), ensure_ascii=False, indent=1))
        return
    for one in rows:
        due = one.due.edtf if one.due else "–"
        typer.echo(f"{one.code}  {one.standing(day):<9}  {due:<10}  {one.owner_in_words}")
        typer.echo(f"    {one.text}")
    typer.echo(f"{len(rows)} promises")
