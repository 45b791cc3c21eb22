"""Who sees a name: a rule per audience and kind of procedure.

In a plan approval the authority works with names; the developer of the scheme gets statements by
code number, since handing names on is not needed for commenting (Art. 5 Abs. 1 lit. c DSGVO), and
the public sees no name at all.
"""

from enum import StrEnum


class Audience(StrEnum):
    AUTHORITY = "authority"
    DEVELOPER = "developer"
    PUBLIC = "public"


NAMES_VISIBLE: dict[str, frozenset[Audience]] = {
    "planfeststellung": frozenset({Audience.AUTHORITY}),
}


def sees_names(audience: Audience, *, procedure_kind: str) -> bool:
    """Whether this audience sees names in this kind of procedure; unknown kinds show none."""
    return audience in NAMES_VISIBLE.get(procedure_kind, frozenset())
