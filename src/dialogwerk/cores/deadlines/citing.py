"""How the act on administrative procedure (VwVfG) is cited in each Land.

Authorities of a Land apply its own act (§ 1 Abs. 3 VwVfG). Six Länder refer to the federal act as
amended from time to time; the others have a full text of their own, with the same numbering except
in Bavaria (articles) and Schleswig-Holstein (§ 140 LVwG for § 73 VwVfG and so on).
"""

from __future__ import annotations

import re
from functools import cache

ACTS = {
    "BW": "LVwVfG",
    "BY": "BayVwVfG",
    "HB": "BremVwVfG",
    "HE": "HVwVfG",
    "HH": "HmbVwVfG",
    "MV": "VwVfG M-V",
    "NW": "VwVfG NRW",
    "SL": "SVwVfG",
    "SH": "LVwG",
    "TH": "ThürVwVfG",
}
"""Länder with a full text of their own; all others cite the federal act."""

_SCHLESWIG_HOLSTEIN = {"31": "89", "41": "110", "73": "140", "74": "141", "75": "142", "76": "143"}
_PLACE = "{VwVfG}"
_SECTION = re.compile(r"§ (\d+[a-z]?)\b")


@cache
def cite(norm: str, land: str) -> str:
    """A norm as authorities of the Land cite it; ``{VwVfG}`` stands for the act's name.

    >>> cite("§ 73 Abs. 3 Satz 1 {VwVfG}", "NW"), cite("§ 73 Abs. 3 Satz 1 {VwVfG}", "NI")
    ('§ 73 Abs. 3 Satz 1 VwVfG NRW', '§ 73 Abs. 3 Satz 1 VwVfG')
    >>> cite("§ 73 Abs. 4 Satz 1 {VwVfG}", "BY"), cite("§ 73 Abs. 4 Satz 1 {VwVfG}", "SH")
    ('Art. 73 Abs. 4 Satz 1 BayVwVfG', '§ 140 Abs. 4 Satz 1 LVwG')
    >>> cite("§ 27c Abs. 2 Satz 1 {VwVfG}", "SH")
    '§ 27c Abs. 2 Satz 1 VwVfG'
    """
    if _PLACE not in norm:
        return norm
    if land == "BY":
        norm = norm.replace("§§", "Art.").replace("§", "Art.")
    if land == "SH":
        return _in_schleswig_holstein(norm)
    return norm.replace(_PLACE, ACTS.get(land, "VwVfG"))


def _in_schleswig_holstein(norm: str) -> str:
    """By the numbers of its own act; what is not known there by the federal act's."""
    of_the_act, _, rest = norm.partition(_PLACE)
    if any(number not in _SCHLESWIG_HOLSTEIN for number in _SECTION.findall(of_the_act)):
        return f"{of_the_act}VwVfG{rest}"
    own = _SECTION.sub(lambda found: f"§ {_SCHLESWIG_HOLSTEIN[found[1]]}", of_the_act)
    return f"{own}{ACTS['SH']}{rest}"
