"""The municipalities of North Rhine-Westphalia: names to choose from, keys, districts, outlines.

They change once in decades, so they are read from a file and not kept in a table: every
installation has the same 396, and whoever needs one keeps its key (AGS).

Source: data/geo/*.geojson; credit and licence in the README beside them.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from django.conf import settings

MAP_CREDIT = "© GeoBasis-DE / BKG 2021 (Daten verändert)"
AGS_OF_DISTRICT = 5
"""So many digits of the key of a municipality are the key of its district."""


@dataclass(frozen=True, slots=True)
class District:
    """A district (Kreis) or a city that belongs to none (kreisfreie Stadt).

    Attributes:
        key: the first five digits of the keys of its municipalities.
    """

    key: str
    name: str
    kind: str

    @property
    def title(self) -> str:
        """As people look for it: "Lippe (Kreis)", "Bielefeld"."""
        says_it = self.kind == "Kreisfreie Stadt" or self.kind.casefold() in self.name.casefold()
        return self.name if says_it else f"{self.name} ({self.kind})"


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality (Gemeinde) with its outline.

    Attributes:
        ags: official key (Amtlicher Gemeindeschlüssel), eight digits.
        kind: Stadt or Gemeinde.
        outline: GeoJSON geometry, WGS 84, simplified; not fit for measuring.
        centre: longitude and latitude of the middle of its bounding box.
    """

    ags: str
    name: str
    kind: str
    district: District
    outline: Mapping[str, Any]
    centre: tuple[float, float]

    @property
    def official_name(self) -> str:
        return f"{self.kind} {self.name}"


def municipalities() -> tuple[str, ...]:
    """Names of the 396 municipalities, in alphabetical order."""
    return tuple(one.name for one in by_key().values())


@cache
def by_key() -> Mapping[str, Municipality]:
    """Every municipality by its key, in the alphabetical order of their names."""
    made = (_municipality(feature) for feature in _features("nrw-gemeinden.geojson"))
    ordered = sorted(made, key=lambda one: _german_order(one.name))
    return MappingProxyType({one.ags: one for one in ordered})


@cache
def districts() -> Mapping[str, District]:
    """Every district by its key, in the alphabetical order of their names."""
    rows = (feature["properties"] for feature in _features("nrw-kreise.geojson"))
    made = (District(row["ags"], row["name"], row["kind"]) for row in rows)
    ordered = sorted(made, key=lambda one: _german_order(one.name))
    return MappingProxyType({one.key: one for one in ordered})


def named(name: str) -> Municipality | None:
    """The municipality of that name, whatever its case; names occur once.

    >>> named("bielefeld").ags
    '05711000'
    """
    return _by_name().get(" ".join(name.split()).casefold())


def mentioning(words: str) -> tuple[str, ...]:
    """Keys of the municipalities in whose name, or the name of whose district, this occurs."""
    looked_for = words.casefold()
    return tuple(
        one.ags
        for one in by_key().values()
        if looked_for in one.name.casefold() or looked_for in one.district.name.casefold()
    )


@cache
def _by_name() -> Mapping[str, Municipality]:
    return {one.name.casefold(): one for one in by_key().values()}


def _municipality(feature: Mapping[str, Any]) -> Municipality:
    given, outline = feature["properties"], feature["geometry"]
    points = list(_points(outline))
    longitudes, latitudes = zip(*points, strict=True)
    return Municipality(
        ags=given["ags"],
        name=given["name"],
        kind=given["kind"],
        district=districts()[given["ags"][:AGS_OF_DISTRICT]],
        outline=MappingProxyType(outline),
        centre=(
            round((min(longitudes) + max(longitudes)) / 2, 4),
            round((min(latitudes) + max(latitudes)) / 2, 4),
        ),
    )


def _points(outline: Mapping[str, Any]) -> Iterator[tuple[float, float]]:
    areas = outline["coordinates"]
    for area in areas if outline["type"] == "MultiPolygon" else [areas]:
        for ring in area:
            yield from ((east, north) for east, north in ring)


def _features(name: str) -> list[dict[str, Any]]:
    collection = json.loads((settings.DATA_DIR / "geo" / name).read_bytes())
    features: list[dict[str, Any]] = collection["features"]
    return features


def _german_order(name: str) -> str:
    return name.casefold().translate(str.maketrans("äöü", "aou"))
