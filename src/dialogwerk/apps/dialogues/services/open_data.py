"""The public contributions of a process as open data, with stable codes, credit and licence."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import xlsxwriter
from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from dialogwerk.cores import tables
from dialogwerk.cores.contributions.credits import LICENCES

from ..models import Contribution, Outcome, Process, ThemeAssignment

SCHEMA = "dialogwerk.contributions"
SCHEMA_VERSION = 1
COLUMNS = (
    *("id", "format", "category", "title", "text", "shown_as", "received_at", "channel"),
    *("longitude", "latitude", "place", "supporters", "comments", "themes"),
    *("outcome", "outcome_label", "reasons", "decided_on", "url"),
    *("source_id", "source_url", "credit", "licence"),
)
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "geojson": "application/geo+json",
}
PORTION = 2_000
CELL_ROOM = 32_000


def rows_of(process: Process) -> Iterator[dict[str, Any]]:
    """Every public contribution as everyone reads it, the oldest first."""
    licence = LICENCES.get(settings.OPEN_DATA_LICENCE)
    own = licence.name if licence else ""
    newest = Prefetch("outcomes", Outcome.objects.order_by("-number"))
    themes = Prefetch(
        "theme_assignments", ThemeAssignment.objects.holding().select_related("theme")
    )
    found = (
        Contribution.objects.filter(process=process)
        .public()
        .select_related("format", "category")
        .prefetch_related(newest, themes)
        .order_by("received_at", "pk")
    )
    for one in found.iterator(chunk_size=PORTION):
        one.process = process
        yield _row(one, own)


def _row(one: Contribution, own_licence: str) -> dict[str, Any]:
    outcome = next(iter(one.outcomes.all()), None)
    longitude, latitude = _middle(one.west, one.east), _middle(one.south, one.north)
    return {
        "id": one.code,
        "format": one.format.title,
        "category": one.category.title if one.category else "",
        "title": one.shown_title,
        "text": one.shown_text,
        "shown_as": one.public_name,
        "received_at": timezone.localtime(one.received_at).isoformat(timespec="seconds"),
        "channel": one.channel,
        "longitude": longitude,
        "latitude": latitude,
        "place": one.place_name,
        "supporters": one.support_count,
        "comments": one.comment_count,
        "themes": ", ".join(row.theme.title for row in one.theme_assignments.all()),
        "outcome": outcome.kind if outcome else None,
        "outcome_label": str(outcome.get_kind_display()) if outcome else "",
        "reasons": outcome.reason if outcome else "",
        "decided_on": outcome.decided_on.isoformat() if outcome else None,
        "url": settings.BASE_URL + one.get_absolute_url(),
        "source_id": one.external_id,
        "source_url": one.source_url,
        "credit": one.credit,
        "licence": "" if one.credit else own_licence,
        "geometry": one.geometry,
    }


def _middle(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else round((one + other) / 2, 6)


def write(process: Process, ending: str, target: BinaryIO) -> None:
    """Write all public contributions.

    Args:
        ending: "csv", "xlsx", "json" or "geojson".

    ``licence`` is that of the site for what was contributed here; what was taken over from
    elsewhere names its own in ``credit``.
    """
    writers = {"csv": _csv, "xlsx": _xlsx, "json": _json, "geojson": _geojson}
    writers[ending](process, target)


def _csv(process: Process, target: BinaryIO) -> None:
    rows = ([_text(row[name]) for name in COLUMNS] for row in rows_of(process))
    tables.write_csv(target, COLUMNS, rows)


def _text(value: Any) -> str:
    return "" if value is None else str(value).encode("utf-8", "replace").decode()


def _xlsx(process: Process, target: BinaryIO) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold, sheet = book.add_format({"bold": True}), book.add_worksheet("contributions")
        for column, name in enumerate(COLUMNS):
            sheet.write_string(0, column, name, bold)
        for line, row in enumerate(rows_of(process), start=1):
            for column, name in enumerate(COLUMNS):
                value = row[name]
                if isinstance(value, int | float):
                    sheet.write_number(line, column, value)
                elif value:
                    sheet.write_string(line, column, _text(value)[:CELL_ROOM])
        sheet.freeze_panes(1, 1)
        about = book.add_worksheet("licence")
        for line, (label, value) in enumerate(_head(process).items()):
            about.write_string(line, 0, label)
            about.write_string(line, 1, _text(value))


def _head(process: Process) -> dict[str, Any]:
    licence = LICENCES.get(settings.OPEN_DATA_LICENCE)
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "process": process.code,
        "title": process.title,
        "url": settings.BASE_URL + process.get_absolute_url(),
        "licence": licence.name if licence else "",
        "licence_url": licence.url if licence else "",
        "as_of": timezone.localtime().isoformat(timespec="seconds"),
    }


def _json(process: Process, target: BinaryIO) -> None:
    _stream(target, _head(process), "contributions", rows_of(process))


def _geojson(process: Process, target: BinaryIO) -> None:
    """Those with a place; the head stands beside the features, as RFC 7946 allows."""
    features = (
        {
            "type": "Feature",
            "id": row["id"],
            "geometry": row["geometry"],
            "properties": {name: row[name] for name in COLUMNS if name != "id"},
        }
        for row in rows_of(process)
        if row["geometry"]
    )
    _stream(target, {"type": "FeatureCollection", **_head(process)}, "features", features)


def _stream(target: BinaryIO, head: dict[str, Any], name: str, rows: Iterator[Any]) -> None:
    target.write(_encoded(head)[:-1] + f',"{name}":['.encode())
    for index, row in enumerate(rows):
        target.write((b",\n" if index else b"\n") + _encoded(row))
    target.write(b"\n]}\n")


def _encoded(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def as_bytes(process: Process, ending: str) -> bytes:
    """The whole file in memory, for what is not streamed."""
    target = io.BytesIO()
    write(process, ending, target)
    return target.getvalue()
