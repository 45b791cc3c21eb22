"""What procedures are for; what kinds of steps are called, how strongly they speak."""

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


ABOUT: dict[str, Any] = {
    "planfeststellung": _(
        "In a plan approval procedure (Planfeststellung) an authority examines whether and how a"
        " large project may be built. Everyone whose interests are affected may object; the"
        " authority weighs all objections before it decides."
    ),
    "bimschg": _(
        "An installation that may cause noise, fumes or other nuisance needs a permit under the"
        " Federal Immission Control Act. The authority examines whether the law allows it. Where"
        " the public takes part, everyone may object."
    ),
    "bauleitplan": _(
        "With a land-use plan a municipality says what may be built where. Everyone may comment"
        " on the draft; the municipality weighs all comments before it decides on the plan."
    ),
    "raumordnung": _(
        "A spatial plan says how a whole region is to develop: where settlements grow, what stays"
        " free, where energy and raw materials come from. Everyone may comment on the draft; all"
        " comments are weighed before the plan is made."
    ),
    "raumvertraeglichkeit": _(
        "Before the actual approval an authority examines how a large project goes together with"
        " the region and its plans, and which alternatives there are. Everyone may comment. The"
        " result decides nothing yet; it has to be taken into account later."
    ),
    "kleine_anfrage": _(
        "Members of parliament ask the government, which answers in writing. The public does not"
        " take part; the answer is published as a printed paper of the parliament."
    ),
}


def about(kind: str) -> str:
    """What this type of procedure is for, in a few words for everyone."""
    return str(ABOUT.get(kind, ""))
