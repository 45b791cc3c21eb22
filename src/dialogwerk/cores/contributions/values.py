"""A contribution as it was given elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Outcome = Literal["adopted", "refused"]
"""The two outcomes that other systems state so that they mean the same here."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What the source says became of a contribution, with the answer given there.

    Attributes:
        reason: the answer in its own words; never empty.
        on: the day of the decision, None where the source does not say.
    """

    outcome: Outcome
    reason: str
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One contribution.

    Attributes:
        external_id: its number in the source; "" if the source has none.
        said_at: when; without time zone where the source names none, None where it is unknown.
        longitude, latitude: degrees, WGS 84; both or none.
        shown_as: name under which its author was shown there.
        support: people who support it.
        themes: what people who know the matter have labelled it with.
    """

    title: str
    text: str
    external_id: str = ""
    url: str = ""
    category: str = ""
    said_at: datetime | None = None
    longitude: float | None = None
    latitude: float | None = None
    place_name: str = ""
    shown_as: str = ""
    support: int = 0
    themes: tuple[str, ...] = ()
    decided: Decided | None = None
