"""Places that can be chosen from a list: the municipalities of North Rhine-Westphalia."""

import json
from functools import cache

from django.conf import settings

MAP_CREDIT = "© GeoBasis-DE / BKG 2021 (Daten verändert)"


@cache
def municipalities() -> tuple[str, ...]:
    """Names of the 396 municipalities, in alphabetical order.

    Source: data/geo/nrw-gemeinden.geojson; credit and licence in the README beside it.
    """
    outlines = json.loads((settings.DATA_DIR / "geo" / "nrw-gemeinden.geojson").read_bytes())
    names = {feature["properties"]["name"] for feature in outlines["features"]}
    return tuple(sorted(names, key=_german_order))


def _german_order(name: str) -> str:
    return name.casefold().translate(str.maketrans("äöü", "aou"))
