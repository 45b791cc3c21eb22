"""``dialogwerk bodies``: the record of alliances and bodies from the command line."""

import json
from datetime import date, datetime
from typing import Annotated

import typer

from . import house

app = typer.Typer(help="Alliances and bodies on record.", no_args_is_help=True)
COMMAND = "system:command"


@app.callback()
def bodies() -> None:
    """Alliances and bodies on record."""


@app.command()
def municipalities() -> None:
    """Take all municipalities of North Rhine-Westphalia into the record; done again, nothing."""
    house.start_django()
    from dialogwerk.apps.bodies.services import record_municipalities

    new = record_municipalities(by=COMMAND)
    typer.echo(f"{new} municipalities are new on record.")


@app.command("list")
def list_bodies(
    state: Annotated[str, typer.Option("--state", help="Only active, dormant or ended ones.")] = "",
    kind: Annotated[
        str, typer.Option("--kind", help="Only this kind, such as alliance_local.")
    ] = "",
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="Dormant on this day; today if left out."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """List all bodies, public or not, in the order of their names."""
    house.start_django()
    from django.utils import timezone

    from dialogwerk.apps.bodies.models import Body
    from dialogwerk.apps.bodies.services import register

    for value, known, option in (
        (state, register.STANDINGS, "--state"),
        (kind, Body.Kind.values, "--kind"),
    ):
        if value and value not in known:
            message = f"“{value}” is none of {', '.join(known)}."
            raise typer.BadParameter(message, param_hint=option)
    day: date = on.date() if on else timezone.localdate()
    wanted = register.Wanted(kind=kind or register.ALL, state=state)
    rows = list(register.with_entries(register.narrowed(Body.objects.current(), wanted, day)))
    if as_json:
        typer.echo(json.dumps(register.data_of(rows, day), ensure_ascii=False, indent=1))
        return
    for one in rows:
        typer.echo(f"{one.code}  {one.standing(day):<7}  {one.kind:<17}  {one.name}")
    typer.echo(f"{len(rows)} bodies")
