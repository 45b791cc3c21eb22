"""Whom to credit for published contributions, and under which licence they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence of open data: its short name, and where its text stands."""

    name: str
    url: str


LICENCES: Final[Mapping[str, Licence]] = {
    "cc-by-4.0": Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.de"),
    "cc-by-sa-4.0": Licence(
        "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/deed.de"
    ),
    "cc0-1.0": Licence("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.de"),
    "dl-de-by-2.0": Licence("dl-de/by-2-0", "https://www.govdata.de/dl-de/by-2-0"),
    "dl-de-zero-2.0": Licence("dl-de/zero-2-0", "https://www.govdata.de/dl-de/zero-2-0"),
}

_PUBLISHED: Final[Mapping[str, str]] = {
    "www.raddialog.bonn.de": "cc-by-4.0",
    "www.raddialog-ehrenfeld.koeln": "cc-by-4.0",
    "freiraumottensen.beteiligung.hamburg": "cc-by-4.0",
}
"""Dialogues whose contributions were published, with their licence."""


def host_of(url: str) -> str:
    """Name of the machine in a web address.

    >>> host_of("https://www.raddialog.bonn.de/dialoge/1")
    'www.raddialog.bonn.de'
    """
    return (urlsplit(url).hostname or "") if url else ""


def licence_of(host: str) -> str:
    """Key of the licence under which contributions there were published; "" if unknown."""
    return _PUBLISHED.get(host, "")
