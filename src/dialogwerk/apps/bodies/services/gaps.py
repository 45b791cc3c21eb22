"""What the record of a body leaves open: shown, so that somebody fills it in."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Body
from ..models.bodies import ALLIANCES
from .holding import BenchOnDay


def gaps_of(body: Body, benches: Sequence[BenchOnDay], *, has_roles: bool) -> list[str]:
    """Sentences, one for each gap, in the reader's language.

    Args:
        benches: those of the day on which one looks, with who sits there.
        has_roles: somebody holds a role in it, named or not.
    """
    found = [*_of_body(body)]
    if body.can_fall_asleep and not has_roles and body.ended is None:
        found.append(_("Nobody is on record who belongs to it."))
    for one in benches:
        found += _of_bench(one)
    return found


def _of_body(body: Body) -> list[str]:
    found = []
    if body.can_fall_asleep and body.founded is None:
        found.append(_("Nobody has said when it was founded."))
    elif body.founded is not None and body.founded.is_unknown:
        found.append(_("When it was founded could not be found out."))
    if body.kind in ALLIANCES[1:] and not (body.ags or body.region):
        found.append(_("Where it works is not on record."))
    if body.ended is not None:
        if body.ended.is_unknown:
            found.append(_("When it ended could not be found out."))
        if body.end_reason_unknown:
            found.append(_("Why it ended is not known."))
        if not body.end_decided_by:
            found.append(_("Who decided that it ends is not on record."))
    elif body.can_fall_asleep and body.last_sign is None:
        found.append(_("No sign of life is on record."))
    return found


def _of_bench(one: BenchOnDay) -> list[str]:
    values = {"bench": str(one.bench)}
    if one.bench.seats is None:
        sentences = [_("%(bench)s: how many seats there are is not on record.") % values]
        if one.is_empty:
            sentences.append(_("%(bench)s: nobody is on record.") % values)
        return sentences
    if one.is_empty:
        return [_("%(bench)s: the whole bench is empty.") % values]
    if one.empty:
        return [
            ngettext(
                "%(bench)s: one seat is empty.", "%(bench)s: %(number)d seats are empty.", one.empty
            )
            % {**values, "number": one.empty}
        ]
    return []
