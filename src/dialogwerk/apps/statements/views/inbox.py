"""The inbox: all letters of a procedure, narrowed and paged."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.people.services import persons_named
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements.sender_block import frame
from dialogwerk.cores.statements.spans import gaps

from ..forms.reading import InboxFilter
from ..models import Statement
from ..services.campaigns import ungrouped
from ..services.masking import masker
from .workbench import procedure_for, workbench_page

PER_PAGE = 50
SNIPPET = 160
LOOKED_AT = 1500


@login_required
@require_safe
@vary_on_headers("HX-Request")
def inbox(request: HttpRequest, slug: str) -> HttpResponse:
    """The letters as a table; htmx exchanges only the results."""
    procedure = procedure_for(request, slug, "statements.open_workbench")
    chosen = inbox_filter(request, procedure)
    page = _page(request, narrowed(request, procedure, chosen), chosen)
    letters = list(page.object_list)
    hide = masker((one.person_id for one in letters), sees_names=chosen.may_see_names)
    context = {
        "filter": chosen,
        "page": page,
        "rows": [_row(letter, hide) for letter in letters],
        "keep": urlencode(chosen.chosen),
        "is_narrowed": bool({*chosen.chosen} - {"sort"}),
    }
    if request.htmx:
        return workbench_page(
            request, "statements/workbench/_inbox_results.html", None, "inbox", context
        )
    context["ungrouped"] = ungrouped(procedure)
    context["procedure"] = procedure
    return workbench_page(request, "statements/workbench/inbox.html", procedure, "inbox", context)


def inbox_filter(request: HttpRequest, procedure: Procedure) -> InboxFilter:
    """The filter as it stands in the address; names may be searched only by who may see them."""
    may_see_names = request.user.has_perm("statements.see_names", procedure)
    return InboxFilter(request.GET, procedure=procedure, may_see_names=may_see_names)


def narrowed(
    request: HttpRequest, procedure: Procedure, chosen: InboxFilter
) -> QuerySet[Statement]:
    """The letters that the filter asks for; a search in names is logged as a look."""
    people = None
    if chosen.wants_names:
        people = persons_named(
            chosen.chosen["q"],
            procedure=procedure.slug,
            within=procedure.statements.values("person"),
            by=request.user.actor,
            user_id=request.user.pk,
        )
    return chosen.narrow(Statement.objects.filter(procedure=procedure), people=people)


def _page(request: HttpRequest, letters: QuerySet[Statement], chosen: InboxFilter) -> Page:
    """One page. A search looks through the texts only once: for the keys of all letters found."""
    ordered = letters.order_by(*chosen.order)
    if not chosen.chosen.get("q"):
        shown = ordered.select_related("campaign", "signature_list")
        return Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    keys = list(ordered.values_list("pk", flat=True))
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = _in_order(list(page.object_list))
    return page


def _in_order(keys: Sequence[int]) -> list[Statement]:
    found = Statement.objects.select_related("campaign", "signature_list").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _row(letter: Statement, hide: Callable[[int | None, str], str]) -> dict[str, Any]:
    """What the table shows of a letter: its own words, or how it begins behind the salutation;
    without what would tell who wrote, for readers who may not know."""
    own = " … ".join(letter.own_texts) if letter.campaign_id else _beginning(letter.text)
    return {"letter": letter, "snippet": snippet(hide(letter.person_id, own))}


def _beginning(text: str) -> str:
    """What is said first, without sender and date."""
    pieces = gaps(frame(text[:LOOKED_AT]), len(text[:LOOKED_AT]))
    return " ".join(piece.of(text) for piece in pieces)


def snippet(text: str, length: int = SNIPPET) -> str:
    """The first words of a text in one line."""
    words = " ".join(text[: 3 * length].split())
    return words if len(words) <= length else words[:length].rsplit(" ", 1)[0] + " …"
