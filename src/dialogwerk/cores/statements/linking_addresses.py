"""Addresses as people write them: Str. or Straße, "12 a", c/o, one field or four.

>>> read_address("Probestr. 12 A, 99001 Musterhausen") == read_address(
...     "Probestraße 12a", "99001", "Musterhausen")
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialogwerk.cores.statements.linking_given_names import plain

_WHOLE = re.compile(
    r"^(?P<street>.*?)(?:[,;\n]+|\s)\s*(?:D\s?[-–]\s?)?(?P<code>\d[\dOoIlS]{3}\d)\s*(?P<city>[^\d,;\n]*)"
)
_CARE_OF = re.compile(
    r"(?:^|[,;\n])\s*(?:c/o|bei|z\.\s?Hd\.?)\s[^,;\n]*(?:[,;\n]|$)", re.IGNORECASE
)
_HOUSE = re.compile(
    r"(?P<street>.*?\D)\s*(?P<number>\d{1,4})\s*(?P<suffix>[a-zA-Z](?![a-zA-Z]))?\D*$"
)
_STREET_END = re.compile(r"str(?:asse|\.)?$|strase$")
_SCANNED = str.maketrans("OoQDIlSsBZ", "0000115582")


@dataclass(frozen=True, slots=True)
class Address:
    """An address in the form in which addresses are compared; what is not given is empty."""

    street: str = ""
    number: str = ""
    suffix: str = ""
    postcode: str = ""
    city: str = ""

    @property
    def is_whole(self) -> bool:
        """Street and house number are known."""
        return bool(self.street and self.number)

    @property
    def door(self) -> tuple[str, str, str]:
        return (self.street, self.number, self.suffix)

    @property
    def place(self) -> str:
        return self.postcode or self.city


NOWHERE = Address()


def read_address(street: str, postcode: str = "", city: str = "") -> Address:
    """The address in the form in which addresses are compared.

    Args:
        street: street and house number, or the whole address if the others are empty.
    """
    if not (street or postcode or city):
        return NOWHERE
    if street and not (postcode or city):
        street, postcode, city = _split(street)
    street = _CARE_OF.sub(" ", street).strip(" ,;\n")
    house = _HOUSE.match(street)
    if house is None:
        return Address(_street(street), "", "", _postcode(postcode), plain(city))
    suffix = (house["suffix"] or "").lower()
    number = house["number"].lstrip("0")
    return Address(_street(house["street"]), number, suffix, _postcode(postcode), plain(city))


def _split(text: str) -> tuple[str, str, str]:
    """Street, postcode and town of an address in one field."""
    found = _WHOLE.match(text)
    return (found["street"], found["code"], found["city"]) if found else (text, "", "")


def _street(text: str) -> str:
    folded = plain(text)
    if folded.endswith("platz"):
        return folded[:-3]
    return _STREET_END.sub("str", folded)


def _postcode(text: str) -> str:
    digits = re.sub(r"\D", "", text.strip().removeprefix("D-").translate(_SCANNED))
    return digits.zfill(5) if 4 <= len(digits) <= 5 else ""
