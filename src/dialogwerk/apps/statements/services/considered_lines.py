"""Promises of the dialogue in synopsis and ledger: lines beside the arguments, and a table."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dialogwerk.apps.people.audiences import Audience
from dialogwerk.apps.promises.models import Promise
from dialogwerk.apps.promises.models.promises import PromiseQuerySet
from dialogwerk.apps.promises.services.register import STANDINGS
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.documents import values

from ..models import Argument, PromiseConsidered
from . import considering

CHUNK = 200


def _shown_to(audience: Audience, procedure: Procedure) -> PromiseQuerySet:
    """The promises that this weighing considers, as far as this audience may read them."""
    promises = considering.concerned(procedure)
    return promises if audience == Audience.AUTHORITY else promises.public()


def cited_sources(
    arguments: Sequence[Argument], procedure: Procedure, audience: Audience
) -> dict[int, tuple[values.Source, ...]]:
    """The promises that the answer to each argument cites, as sources; one query."""
    rows = PromiseConsidered.objects.standing().filter(
        argument__in=arguments, promise__in=_shown_to(audience, procedure)
    )
    found: dict[int, list[values.Source]] = defaultdict(list)
    for row in rows.select_related("promise__owner").order_by("pk"):
        found[row.argument_id or 0].append(values.Source(document=_sentence(row.promise)))
    return {key: tuple(some) for key, some in found.items()}


def lines(procedure: Procedure, audience: Audience) -> list[str]:
    """What the synopsis says of promises that stand beside no argument: refuted, or cited
    elsewhere."""
    rows = PromiseConsidered.objects.standing().filter(
        procedure=procedure, argument=None, promise__in=_shown_to(audience, procedure)
    )
    return [
        f"{_sentence(row.promise)} {_how(row)}: {row.text}"
        for row in rows.select_related("promise__owner").order_by("pk")
    ]


def _sentence(promise: Promise) -> str:
    said = _("Promise %(code)s (%(owner)s): “%(text)s”")
    about = {"code": promise.code, "owner": promise.owner_in_words, "text": promise.text}
    return said % about


def _how(row: PromiseConsidered) -> str:
    return str(PromiseConsidered.How(row.how).label)


def table(procedure: Procedure) -> tuple[list[str], Iterator[list[str]]]:
    """All promises of the weighing as header and rows; a row for each place, or one that says that
    it is open."""
    return _header(), _rows(procedure)


def _rows(procedure: Procedure) -> Iterator[list[str]]:
    keys = list(considering.concerned(procedure).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        some = considering.concerned(procedure).filter(pk__in=keys[start : start + CHUNK])
        for one in considering.weighed(procedure, some.in_full().order_by("pk")):
            yield from _cells(one)


def _header() -> list[str]:
    return [
        _("Promise"),
        _("What was promised"),
        _("Promised by"),
        _("Promised on"),
        _("Due"),
        _("State"),
        _("In the weighing"),
        _("Argument"),
        _("Title"),
        _("Where, or why not"),
        _("Decided"),
    ]


def _cells(one: considering.Weighed) -> list[list[str]]:
    promise, today = one.promise, timezone.localdate()
    about = [
        promise.code,
        promise.text,
        promise.owner_in_words,
        promise.made_on.as_said,
        promise.due.as_said if promise.due else "",
        str(STANDINGS[promise.standing(today)]),
    ]
    if not one.considered:
        return [[*about, pgettext("promise", "not considered yet"), "", "", "", ""]]
    return [
        [
            *about,
            _how(row),
            str(row.argument.number) if row.argument else "",
            row.argument.title if row.argument else "",
            row.text,
            f"{timezone.localdate(row.at):%Y-%m-%d}",
        ]
        for row in one.considered
    ]
