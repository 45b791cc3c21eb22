"""What is said beside a map, so that nobody takes it for more than it is."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LETTERS = "ABCDEFGHIJ"


def group_name(group: int) -> str:
    """Letter of a group; the largest is A."""
    return LETTERS[group] if group < len(LETTERS) else str(group + 1)


def percent(share: float) -> str:
    """A share as people write it.

    >>> percent(0.756)
    '76\\xa0%'
    """
    return f"{share * 100:.0f}\u00a0%"


def cautions(result: Mapping[str, Any]) -> list[str]:
    """The sentences for the cautions that the core found, and the one that always holds."""
    said = [_("This map is not part of the formal weighing (Abwägung) of any procedure.")]
    return said + [_SENTENCES[code](result) for code in result["cautions"] if code in _SENTENCES]


def _self_selection(result: Mapping[str, Any]) -> str:
    return _(
        "The participants chose themselves to take part. The sizes of the groups say nothing about"
        " the population."
    )


def _no_groups(result: Mapping[str, Any]) -> str:
    if not result["placed"]:
        return _("No groups: nobody has voted on enough statements yet.")
    if not result["structure"]["is_there"]:
        return _(
            "No groups: the votes hang together no more than if everybody had voted on each"
            " statement independently of the others."
        )
    return _("No groups that are large enough to be shown.")


def _one_cloud(result: Mapping[str, Any]) -> str:
    return _(
        "No separate groups: opinions pass into each other without a gap. What is shown as groups"
        " are sections of one cloud; their number and borders are a choice of the method."
    )


def _unseen(result: Mapping[str, Any]) -> str:
    return _("Of all pairs of person and statement %(share)s have no vote.") % {
        "share": percent(result["unseen_share"])
    }


def _too_small(result: Mapping[str, Any]) -> str:
    count = result["too_small"]
    return ngettext(
        "%(count)d person is in a group too small to be shown.",
        "%(count)d people are in groups too small to be shown.",
        count,
    ) % {"count": count}


def _unstable_people(result: Mapping[str, Any]) -> str:
    return _(
        "If the people are drawn again, one is in the same group in %(share)s of the draws on"
        " average. Who belongs to which group is unsure."
    ) % {"share": percent(result["stability"] or 0)}


def _unstable_number(result: Mapping[str, Any]) -> str:
    groups = result["shown"]
    share = result["numbers_in_draws"].get(str(groups), 0)
    return _(
        "The number of groups (%(groups)d) comes out again in only %(share)s of the draws."
    ) % {"groups": groups, "share": percent(share)}


_SENTENCES = {
    "self-selection": _self_selection,
    "no-groups": _no_groups,
    "one-cloud": _one_cloud,
    "unseen": _unseen,
    "too-small": _too_small,
    "unstable-people": _unstable_people,
    "unstable-number": _unstable_number,
}
