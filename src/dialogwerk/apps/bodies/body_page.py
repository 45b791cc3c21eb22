"""What the page of a body shows, put together from its entries with few queries."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from . import hooks
from .models import Body, Founding, Tenure
from .periods import Certainty
from .services import gaps, holding, register
from .services.founding import STEPS
from .services.timeline import timeline_of


@dataclass(frozen=True, slots=True)
class Related:
    """A relation as it reads from this body."""

    label: str
    other: Body
    entry: Any
    certainty: Certainty


def body_page(request: HttpRequest, body: Body, day: date) -> dict[str, Any]:
    """Everything on record that this visitor may see, as of a day."""
    visible = Body.objects.visible_to(request.user)
    relations = list(body.relations.filter(other__in=visible).select_related("other").in_time())
    of_others = list(
        body.relations_of_others.filter(body__in=visible).select_related("body").in_time()
    )
    benches, tenures = list(body.benches.all()), list(body.tenures.in_full().in_time())
    held_elsewhere = list(body.held_tenures.filter(body__in=visible).select_related("body"))
    holders = holding.held(tenures, day)
    seated = holding.benches_on(benches, holders, day)
    wording = wording_of(tenures)
    standing = body.standing(day)
    founding = Founding.objects.filter(body=body).first()
    return {
        "body": body,
        "day": day,
        "outline": dict(body.municipality.outline) if body.municipality else None,
        "standing": register.STANDINGS[standing],
        "badge": register.BADGES[standing],
        "aliases": list(body.aliases.all()),
        "related": [
            *_related(relations, day, lambda one: (one.get_kind_display(), one.other)),
            *_related(of_others, day, lambda one: (one.inverse_label, one.body)),
            *_related(held_elsewhere, day, lambda one: (one.role_in_words, one.body)),
        ],
        "benches": [(one, _worded(one.held, wording)) for one in seated],
        "roles": _worded([one for one in holders if not _sits(one, seated)], wording),
        "former": [
            (one, wording(one))
            for one in tenures
            if one.certainty(day) is Certainty.NO and one.ended is not None
        ],
        "gaps": [
            *gaps.gaps_of(body, seated, has_roles=bool(holders)),
            *_left_open(founding),
        ],
        "founding": founding,
        "programme": list(founding.programme.all()) if founding else [],
        "timeline": timeline_of(
            body,
            relations=relations,
            relations_of_others=of_others,
            benches=benches,
            tenures=tenures,
            signs=body.signs.all(),
            holder=wording,
            more=hooks.happened(request, body),
        ),
        "parts": hooks.parts(request, body),
        "may_keep": request.user.has_perm("bodies.keep", body),
    }


def _left_open(founding: Founding | None) -> list[str]:
    """Steps of the founding that were left open and still are."""
    if founding is None or not founding.left_open:
        return []
    return [
        _("Left open at the founding: %(step)s.") % {"step": step.title}
        for step in STEPS
        if step.key in founding.left_open and not step.is_done(founding)
    ]


def _related(
    entries: Iterable[Any], day: date, read: Callable[[Any], tuple[str, Body]]
) -> list[Related]:
    return [Related(*read(one), one, one.certainty(day)) for one in entries]


def _sits(one: holding.Held, benches: Iterable[holding.BenchOnDay]) -> bool:
    return one.tenure.bench_id in {bench.bench.pk for bench in benches}


def _worded(
    held: Iterable[holding.Held], wording: Callable[[Tenure], str]
) -> list[tuple[holding.Held, str]]:
    return [(one, wording(one.tenure)) for one in held]


def wording_of(
    tenures: list[Tenure], names: Mapping[int, str] | None = None
) -> Callable[[Tenure], str]:
    """Gives who holds a role in words that this reader may see; names come with one query."""
    name_of = holding.naming(tenures, names)

    def wording(tenure: Tenure) -> str:
        who = _who(tenure, name_of(tenure))
        behalf = tenure.on_behalf_of
        if behalf is None or not behalf.is_public:
            return who
        return _("%(who)s, on behalf of %(body)s") % {"who": who, "body": behalf.name}

    return wording


def _who(tenure: Tenure, name: str) -> str:
    if tenure.holder is not None:
        return tenure.holder.name if tenure.holder.is_public else _("a body that is not public")
    if tenure.person_id is None:
        return tenure.unnamed or _("a representative")
    if name:
        return name
    if tenure.person is not None and tenure.person.erased_at:
        return _("a person whose name was erased")
    return _("a person (name not published)")
