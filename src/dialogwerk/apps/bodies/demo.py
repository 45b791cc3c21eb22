"""The bodies of the demo: alliances with their circles, benches and roles; one being founded."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from dialogwerk.apps.accounts.models import Role, User
from dialogwerk.apps.base import places
from dialogwerk.apps.base.dates import from_day, parse

from . import services
from .models import Bench, Body
from .services import founding

DATES = ("founded", "begun", "ended")
DAYS_TO_THE_DECLARATION = 5


def rehearse(users: Mapping[str, User], *, today: date) -> None:
    """Take the invented bodies into the record, and all municipalities."""
    told = yaml.safe_load(Path(__file__).with_name("demo.yaml").read_text(encoding="utf-8"))
    by = users[Role.OFFICE].actor
    services.record_municipalities(by=by)
    bodies = {row.pop("key"): _body(row, by) for row in told["bodies"]}
    for row in told["aliases"]:
        services.save_alias(**_read(row, bodies), by=by)
    for row in told["relations"]:
        services.save_relation(**_read(row, bodies), by=by)
    benches: dict[str, Bench] = {}
    for row in told["benches"]:
        key = row.pop("key")
        benches[key] = services.save_bench(**_read(row, bodies), position=len(benches), by=by)
    for row in told["tenures"]:
        _tenure(row, bodies, benches, by)
    for row in told["signs"]:
        begun = from_day(today - timedelta(days=row.pop("days_ago")))
        services.save_sign(**_read(row, bodies), begun=begun, by=by)
    for row in told["ended"]:
        services.end_body(**_read(row, bodies), by=by)
    _founding(told["founding"], bodies, today, by)


def _read(row: dict[str, Any], bodies: Mapping[str, Body]) -> dict[str, Any]:
    """The row with its dates and bodies read."""
    pointing = ("body", "other", "holder", "on_behalf_of")
    read = {name: bodies[row[name]] for name in pointing if name in row}
    dates = {name: parse(row[name]) for name in DATES if name in row}
    return {**row, **read, **dates}


def _seat(name: str) -> str:
    found = places.named(name)
    return found.ags if found else ""


def _body(row: dict[str, Any], by: str) -> Body:
    place = _seat(row.pop("place"))
    return services.create_body(**_read(row, {}), ags=place, source="Demo", by=by)


def _tenure(
    row: dict[str, Any], bodies: Mapping[str, Body], benches: Mapping[str, Bench], by: str
) -> None:
    row["bench"] = benches[row["bench"]] if "bench" in row else None
    row["person_name"] = row.pop("person", "")
    services.save_tenure(
        **_read(row, bodies), name_is_public="name_basis" in row, source="Demo", by=by
    )


def _founding(row: dict[str, Any], bodies: Mapping[str, Body], today: date, by: str) -> None:
    """An alliance that is being founded: declared and signed, the rest is to be done."""
    signatories = [one for one in bodies.values() if one.name in row["signatories"]]
    begun = founding.begin_founding(
        name=row["name"], kind=row["kind"], ags=_seat(row["place"]), by=by
    )
    declared = from_day(today - timedelta(days=DAYS_TO_THE_DECLARATION))
    founding.declare(
        founding=begun, text=row["declaration"], on=declared, at="Saalbau", url="", by=by
    )
    founding.sign(founding=begun, holders=signatories, by=by)
