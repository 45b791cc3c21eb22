"""Bodies, what stands between them, who holds which role, and their signs of life."""

from .benches import NAME_BASES, Bench, Tenure
from .bodies import KEPT_ALIVE, Body, Coordinator
from .founding import Founding, ProgrammeItem
from .relations import INVERSE, Alias, Relation, SignOfLife

__all__ = [
    "INVERSE",
    "KEPT_ALIVE",
    "NAME_BASES",
    "Alias",
    "Bench",
    "Body",
    "Coordinator",
    "Founding",
    "ProgrammeItem",
    "Relation",
    "SignOfLife",
    "Tenure",
]
