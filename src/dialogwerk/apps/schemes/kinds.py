"""What the kinds of steps are called, and how strongly their badge speaks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS: dict[str, tuple[Any, str]] = {
    "right": (_("right of the public"), "info"),
    "duty": (_("duty"), "warning"),
    "minimum": (_("minimum period"), "neutral"),
    "target": (_("target period"), "neutral"),
    "fiction": (_("takes effect by law"), "neutral"),
}


def name_of_kind(kind: str) -> str:
    """In the reader's language; a kind without a name keeps its id."""
    return str(KINDS[kind][0]) if kind in KINDS else kind


def badge_of_kind(kind: str) -> str:
    """Kind of the badge component."""
    return KINDS[kind][1] if kind in KINDS else "neutral"


ACTORS: dict[str, Any] = {
    "public": _("the public"),
    "authority": _("the authority"),
    "municipality": _("the municipality"),
    "developer": _("the developer"),
    "agencies": _("public agencies"),
    "court": _("the court"),
    "government": _("the government"),
}


def name_of_actor(actor: str) -> str:
    """Whose step it is, in the reader's language; one without a name keeps its id."""
    return str(ACTORS.get(actor, actor))
