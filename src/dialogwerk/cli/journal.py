"""``dialogwerk journal``: verify, seal and prove the journal, and check proofs of others.

Only ``check-proof`` needs nothing but the file; the others open the database of the settings.
"""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    help="The append-only record: verify it, seal it, prove what stands in it.",
    no_args_is_help=True,
)

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
HeadOption = Annotated[
    str | None,
    typer.Option(
        "--head", help="Hash of a seal kept outside the database; it has to occur in the chain."
    ),
]


@app.command()
def verify(head: HeadOption = None, as_json: JsonOption = False) -> None:
    """Compute the whole journal again; ends with code 1 if anything was altered."""
    _start_django()
    from dialogwerk.apps.base.audit import verify as verify_journal

    found = verify_journal(_Ticker(quiet=as_json), trusted_head=head)
    if as_json:
        _print_json({**asdict(found), "is_intact": found.is_intact})
    else:
        _print_verification(found)
    raise typer.Exit(0 if found.is_intact else 1)


@app.command()
def seal() -> None:
    """Put all entries that are not sealed yet under new seals."""
    _start_django()
    from django.utils import timezone

    from dialogwerk.apps.base.journal import seal_all

    seals = seal_all(timezone.now(), thorough=True)
    for new in seals:
        typer.echo(f"Seal {new.number}: {new.size} entries, hash {new.hash}")
    if not seals:
        typer.echo("Nothing to seal.")


@app.command()
def prove(
    code: Annotated[str, typer.Argument(help="Receipt or code number.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; else the screen.")
    ] = None,
    up_to: Annotated[
        int | None, typer.Option(help="Number of the seal with which the chain ends.")
    ] = None,
) -> None:
    """Write the proof that the entries about a receipt stand in the sealed journal."""
    _start_django()
    from dialogwerk.apps.base.journal import proof_of

    proof = proof_of(_subject(code), up_to=up_to)
    if not proof["entries"]:
        _fail(_why_no_proof(proof))
    text = json.dumps(proof, indent=2, ensure_ascii=False) + "\n"
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding="utf-8")
        typer.echo(f"{len(proof['entries'])} entries proved, head {proof['head']}: {output}")


@app.command("check-proof")
def check_proof(
    file: Annotated[Path, typer.Argument(help="What “journal prove” wrote.")],
    head: HeadOption = None,
) -> None:
    """Check a proof without any database; ends with code 1 if it does not hold."""
    from dialogwerk.apps.base.proofs import verify_proof

    try:
        proof = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        _fail(f"{file} cannot be read: {error.strerror}.")
    except ValueError as error:
        _fail(f"{file} is no JSON file: {error}.")
    result = verify_proof(proof, trusted_head=head)
    for finding in result.findings:
        typer.echo(finding, err=not result.holds)
    typer.echo("The proof holds." if result.holds else "The proof does not hold.")
    raise typer.Exit(0 if result.holds else 1)


class _Ticker:
    """Shows on the terminal how many entries were looked at."""

    def __init__(self, *, quiet: bool) -> None:
        self.count, self.quiet = 0, quiet or not sys.stderr.isatty()

    def __call__(self, count: int) -> None:
        self.count += count
        if not self.quiet:
            typer.echo(f"\r{self.count:,} entries", nl=False, err=True)


def _start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogwerk.config.settings.dev")
    import django
    from django.utils import translation

    django.setup()
    translation.activate("en")


def _subject(code: str) -> str:
    """The code as the journal writes it; anything else is looked up as typed."""
    from dialogwerk.apps.base.ids import MistypedReceipt, parse_public_id, parse_receipt

    for parse in (parse_receipt, parse_public_id):
        try:
            return _letter_behind(parse(code))
        except MistypedReceipt:
            continue
    return code


def _letter_behind(code: str) -> str:
    """The journal names letters by code number, for receipts are secret."""
    from dialogwerk.apps.statements.models import Statement

    letter = Statement.objects.filter(receipt=code).values_list("code", flat=True).first()
    return letter or code


def _why_no_proof(proof: dict[str, Any]) -> str:
    if proof["unsealed"]:
        return f"{proof['subject']} is in the journal but not sealed yet: run “journal seal”."
    return f"Nothing in the journal is about {proof['subject']}. Compare the code with the receipt."


def _print_verification(found: Any) -> None:
    for problem in found.problems:
        typer.echo(f"{problem.kind}: {problem.sentence}", err=True)
    typer.echo(
        f"{found.sealed:,} sealed entries under {found.seals:,} seals,"
        f" {found.unsealed:,} not yet sealed."
    )
    typer.echo(f"Head: {found.head or 'none yet'}")
    count = len(found.problems)
    typer.echo("The journal is intact." if not count else f"Problems found: {count}")


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))


def _fail(message: str) -> None:
    typer.echo(message, err=True)
    raise typer.Exit(1)
