"""What has happened to a body over time, out of all its entries."""

from collections.abc import Callable, Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..hooks import Happened
from ..models import Bench, Body, Relation, SignOfLife, Tenure
from ..models.entries import Entry


def timeline_of(
    body: Body,
    *,
    relations: Iterable[Relation],
    relations_of_others: Iterable[Relation],
    benches: Iterable[Bench],
    tenures: Iterable[Tenure],
    signs: Iterable[SignOfLife],
    holder: Callable[[Tenure], str],
    more: Iterable[Happened] = (),
) -> list[Happened]:
    """Everything with a date, the oldest first; what has no known begin stands at the end.

    Args:
        holder: who held a role, in the words that the reader may see.
        more: what apps above add.
    """
    found = [*_of_body(body), *more]
    for relation in relations:
        text = f"{relation.get_kind_display()} {relation.other.name}"
        found += _both(relation, text, relation.other.get_absolute_url())
    for relation in relations_of_others:
        text = f"{relation.inverse_label} {relation.body.name}"
        found += _both(relation, text, relation.body.get_absolute_url())
    for bench in benches:
        found += _both(bench, _("Bench: %(bench)s") % {"bench": bench})
    for tenure in tenures:
        found += _both(tenure, f"{tenure.role_in_words}: {holder(tenure)}")
    for sign in signs:
        found.append(_happened(sign, sign.what, begin=True))
    return sorted(found, key=_order)


def _order(one: Happened) -> tuple[bool, date]:
    return one.sort_on is None, one.sort_on or date.max


def _of_body(body: Body) -> list[Happened]:
    found = []
    if body.founded is not None:
        found.append(
            Happened(
                body.founded,
                _("Founded"),
                source=body.source,
                source_url=body.source_url,
                sort_on=body.founded.earliest,
            )
        )
    if body.ended is not None:
        reason = body.end_reason or _("Why it ended is not known.")
        found.append(
            Happened(
                body.ended,
                pgettext("body", "Ended"),
                text=reason,
                source=body.end_source,
                sort_on=body.ended.latest,
            )
        )
    return found


def _both(entry: Entry, text: str, url: str = "") -> list[Happened]:
    """Begin and end of an entry, as far as either has a date."""
    found = [_happened(entry, text, begin=True, url=url)] if entry.begun is not None else []
    if entry.ended is not None:
        ends = _("ended: %(what)s") % {"what": text}
        found.append(_happened(entry, ends, begin=False, url=url))
    return found


def _happened(entry: Entry, title: str, *, begin: bool, url: str = "") -> Happened:
    when = entry.begun if begin else entry.ended
    sort_on = None
    if when is not None:
        sort_on = when.earliest if begin else when.latest
    return Happened(
        when,
        title,
        text=entry.remark if begin else "",
        source=entry.source if begin else "",
        source_url=entry.source_url if begin else "",
        url=url,
        sort_on=sort_on,
    )
