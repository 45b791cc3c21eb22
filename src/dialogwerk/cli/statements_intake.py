"""``dialogwerk statements take-in``: e-mails, documents, scans and archives from the disk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import typer

from . import house
from .ticker import Ticker

if TYPE_CHECKING:
    from dialogwerk.apps.intake.models import Delivery

SHOWN = 20


def take_in(
    paths: Sequence[Path],
    procedure: str,
    received: datetime | None,
    channel: str,
    *,
    as_json: bool,
) -> None:
    """Take everything in these files and folders in, or go on with what broke off."""
    house.start_django()
    files = list(_files(paths))
    if not files:
        house.stop("There is no file in these folders.", house.WRONG_CALL)
    delivery = _delivery(files, procedure, received, channel)
    _work(delivery)
    (_print_json if as_json else _print_sentences)(delivery)
    refused = delivery.items.quarantined().exists()
    raise typer.Exit(house.INCOMPLETE if refused else house.DONE)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Files as given, those in folders in the order of their names; hidden ones are left out."""
    for path in paths:
        if path.is_dir():
            inside = (one for one in sorted(path.rglob("*")) if one.is_file())
            yield from (one for one in inside if not one.name.startswith("."))
        else:
            yield path


def _delivery(
    files: Sequence[Path], slug: str, received: datetime | None, channel: str
) -> Delivery:
    from django.utils import timezone

    from dialogwerk.apps.intake.services import deliveries
    from dialogwerk.apps.statements.models.letters import Channel

    procedure = house.find_procedure(slug)
    if channel not in Channel.values:
        house.stop(
            f"There is no channel “{channel}”. There are: {', '.join(Channel.values)}.",
            house.WRONG_CALL,
        )
    checksums = [_checksum(path) for path in files]
    if known := deliveries.unfinished_like(procedure, checksums, by=house.ACTOR):
        typer.echo(f"Going on with {known.code}, which broke off.", err=True)
        return known
    moment = timezone.make_aware(received) if received else None
    return deliveries.deliver(
        procedure=procedure,
        files=_opened(files),
        by=house.ACTOR,
        channel=channel,
        received_at=moment,
    )


def _opened(files: Sequence[Path]) -> Iterator[tuple[str, IO[bytes]]]:
    """One after another, however many there are."""
    for path in files:
        with path.open("rb") as stream:
            yield path.name, stream


def _checksum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _work(delivery: Delivery) -> None:
    from dialogwerk.apps.intake.errors import IntakeError
    from dialogwerk.apps.intake.services import deliveries

    try:
        with Ticker("Taking in", unit="files") as ticker:
            deliveries.take_in(delivery, by=house.ACTOR, progress=ticker)
    except IntakeError as error:
        house.stop(str(error), house.UNREADABLE)


def _print_sentences(delivery: Delivery) -> None:
    from dialogwerk.apps.intake.services import deliveries

    refused = delivery.items.quarantined().order_by("pk")
    for item in refused[:SHOWN]:
        typer.echo(f"{item.name}: {item.sentence}", err=True)
    more = refused.count() - SHOWN
    if more > 0:
        typer.echo(f"… and {more:,} more; the page of the quarantine lists them.", err=True)
    counts = deliveries.counts(delivery)
    typer.echo(
        f"{counts['taken_in']:,} letters taken in, {counts['known']:,} known already,"
        f" {counts['quarantined']:,} in quarantine. Delivery {delivery.code}."
    )


def _print_json(delivery: Delivery) -> None:
    from dialogwerk.apps.intake.services import deliveries

    items = delivery.items.quarantined().order_by("pk")
    answer = {
        "delivery": delivery.code,
        "procedure": delivery.procedure.slug,
        **deliveries.counts(delivery),
        "refused": [
            {"name": one.name, "code": one.code, "reason": one.reason, "sentence": one.sentence}
            for one in items
        ],
    }
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
