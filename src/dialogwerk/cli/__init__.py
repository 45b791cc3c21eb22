"""The command ``dialogwerk``. Subcommands import what they need when they run, not before."""

import typer

from . import (
    bodies,
    deadlines,
    dialogues,
    exchange,
    house,
    inquiries,
    journal,
    opinions,
    promises,
    rehearse,
    statements,
)

app = typer.Typer(
    help="The record and the workshop of a dialogue office.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(bodies.app, name="bodies")
app.add_typer(deadlines.app, name="deadlines")
app.add_typer(dialogues.app, name="dialogues")
app.add_typer(exchange.app, name="exchange")
app.add_typer(inquiries.app, name="inquiries")
app.add_typer(journal.app, name="journal")
app.add_typer(opinions.app, name="opinions")
app.add_typer(promises.app, name="promises")
app.add_typer(statements.app, name="statements")
app.command("rehearse")(rehearse.rehearse)


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    add_help_option=False,
)
def manage(context: typer.Context) -> None:
    """Run a command of Django, e.g. “dialogwerk manage migrate”; without one, list them all."""
    house.start_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["dialogwerk manage", *context.args])


def main() -> None:
    """Entry point of the installed command."""
    app()
