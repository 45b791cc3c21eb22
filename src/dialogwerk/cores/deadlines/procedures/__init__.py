"""The types of procedure, declared one by one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..declaring import ProcedureType
from ..errors import UnknownProcedureType
from . import (
    bauleitplan,
    bimschg,
    kleine_anfrage,
    planfeststellung,
    raumordnung,
    raumvertraeglichkeit,
)

_ALL = (
    planfeststellung.TYPE,
    bimschg.TYPE,
    bauleitplan.TYPE,
    raumordnung.TYPE,
    raumvertraeglichkeit.TYPE,
    kleine_anfrage.TYPE,
)
_BY_ID: Mapping[str, ProcedureType] = MappingProxyType({one.id: one for one in _ALL})


def procedure_types() -> tuple[ProcedureType, ...]:
    """All types on file."""
    return _ALL


def procedure_type(id_: str) -> ProcedureType:
    """The type of that id.

    Raises:
        UnknownProcedureType: there is none.
    """
    found = _BY_ID.get(id_)
    if found is None:
        raise UnknownProcedureType(given=id_, known=", ".join(_BY_ID))
    return found
