"""``dialogwerk statements leak-check``: search what others than the authority get for who wrote.

Asks every address of the site as the public and as the developer of the scheme, inside a
transaction that is taken back at the end, and reads the letters as a `Redactor` gives them. Nothing
leaves the machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from . import house

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dialogwerk.apps.schemes.models import Procedure

LEAST_LETTERS = 8
"""Of a secret; shorter ones stand in other words by chance."""
CHUNK = 500


def leak_check(procedure: str, letters: int = 1000) -> None:
    """Print every place where something tells who wrote; exit with 1 if there is one.

    Args:
        procedure: slug.
        letters: so many of the newest letters are searched as they would be handed out.
    """
    house.start_django()
    from django.db import transaction
    from django.test.utils import override_settings

    found = house.find_procedure(procedure)
    secrets = sorted(_secrets(found))
    with transaction.atomic(), override_settings(ALLOWED_HOSTS=["*"]):
        leaks, searched = _of_pages(found, secrets)
        transaction.set_rollback(True)
    more, read = _of_letters(found, secrets, letters)
    for line in [*leaks, *more]:
        typer.echo(line)
    typer.echo(
        f"{len(secrets):,} secrets searched in {searched:,} answers and {read:,} letters:"
        f" {len(leaks) + len(more):,} found."
    )
    raise typer.Exit(house.INCOMPLETE if leaks or more else house.DONE)


def _secrets(procedure: Procedure) -> Iterator[str]:
    """What the vault knows of the people who wrote, long enough to be told from other words."""
    from dialogwerk.apps.people.models import Identity
    from dialogwerk.documents.searching import folded

    people = Identity.objects.filter(person__statements__procedure=procedure).distinct()
    for one in people.iterator(CHUNK):
        candidates = [one.name if " " in one.name.strip() else "", one.email, one.phone]
        if any(char.isdigit() for char in one.street):
            candidates.append(one.street)
        yield from (text for text in candidates if len(folded(text)) >= LEAST_LETTERS)


def _of_pages(procedure: Procedure, secrets: list[str]) -> tuple[list[str], int]:
    from django.test import Client

    from dialogwerk.apps.accounts.models import Role, User
    from dialogwerk.apps.schemes.models import TeamMember
    from dialogwerk.apps.statements import leak_check as checking

    account = User.objects.create(email="leak-check@localhost.invalid", name="")
    TeamMember.objects.create(scheme=procedure.scheme, user=account, role=Role.DEVELOPER)
    developer = Client()
    developer.force_login(account, backend="dialogwerk.apps.accounts.backends.LogInBackend")
    clients = {"public": Client(), "developer": developer}
    report = checking.check(
        clients, dict.fromkeys(clients, secrets), lambda *asked: _values(procedure, *asked)
    )
    lines = [f"{one.audience}: {one.address}: {one.secret}" for one in report.leaks]
    return lines, sum(map(len, report.searched.values()))


def _values(procedure: Procedure, name: str, params: str) -> list[dict[str, Any]]:
    """Objects of this procedure to ask an address with; none for the receipts of people."""
    from dialogwerk.documents.synopsis import FORMATS

    wanted = params.split()
    letter = procedure.statements.order_by("-pk").first()
    argument = procedure.arguments.order_by("number").first()
    known: dict[str, list[Any]] = {
        "slug": [procedure.slug, procedure.scheme.slug],
        "code": [letter.code] if letter else [],
        "number": [argument.number] if argument else [1],
        "pk": [1],
        "ending": sorted({*FORMATS, "pdf", "csv", "xlsx"}),
    }
    if not set(wanted) <= set(known):
        return []
    chosen: list[dict[str, Any]] = [{}]
    for one in wanted:
        chosen = [{**some, one: value} for some in chosen for value in known[one]]
    return chosen


def _of_letters(procedure: Procedure, secrets: list[str], most: int) -> tuple[list[str], int]:
    """The letters as the developer and the public would get them."""
    from dialogwerk.apps.people.disclosure import Audience
    from dialogwerk.apps.statements.services.redaction import Redactor
    from dialogwerk.documents.searching import folded

    plain = {secret: folded(secret) for secret in secrets}
    letters = list(procedure.statements.order_by("-pk")[:most])
    lines = []
    for audience in (Audience.DEVELOPER, Audience.PUBLIC):
        redactor = Redactor(audience, letters)
        for letter in letters:
            text = folded(" ".join((redactor.title(letter), redactor.text(letter))))
            lines += [
                f"{audience}: {letter.code}: {secret}"
                for secret, word in plain.items()
                if word in text
            ]
    return lines, len(letters)
