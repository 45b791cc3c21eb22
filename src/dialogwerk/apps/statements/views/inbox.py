"""The inbox: all letters of a procedure, narrowed and paged."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.people.services import persons_named
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements.sender_block import frame
from dialogwerk.cores.statements.spans import Span, gaps
from dialogwerk.cores.statements.wanted_words import Query

from ..forms.reading import InboxFilter
from ..models import Statement
from ..paging import KeyedPages, in_order
from ..services import figures, search
from ..services.campaigns import ungrouped
from ..services.masking import masker
from .workbench import procedure_for, workbench_page

SNIPPET = 160
LOOKED_AT = 1500
PLACES_SHOWN = 3
AROUND = 60


@login_required
@require_safe
@vary_on_headers("HX-Request")
def inbox(request: HttpRequest, slug: str) -> HttpResponse:
    """The letters as a table; htmx exchanges only the results."""
    procedure = procedure_for(request, slug, "statements.open_workbench")
    chosen = inbox_filter(request, procedure)
    page = _page(request, procedure, chosen)
    letters = in_order(Statement.objects.select_related("campaign", "signature_list"), page)
    hide = masker((one.person_id for one in letters), sees_names=chosen.may_see_names)
    context = {
        "filter": chosen,
        "page": page,
        "rows": [_row(letter, hide, chosen.query) for letter in letters],
        "most_counted": search.MOST_COUNTED,
        "is_capped": page.paginator.count > search.MOST_COUNTED and bool(chosen.query),
        "may_tie": request.user.has_perm("statements.tie", procedure),
        "keep": urlencode(chosen.chosen),
        "is_narrowed": bool({*chosen.chosen} - {"sort"}),
    }
    if request.htmx:
        return workbench_page(
            request, "statements/workbench/_inbox_results.html", None, "inbox", context
        )
    context["ungrouped"] = 0 if chosen.query else ungrouped(procedure)
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
            within=procedure.statements.all(),
            by=request.user.actor,
            user_id=request.user.pk,
        )
    return chosen.narrow(Statement.objects.filter(procedure=procedure), people=people)


def _page(request: HttpRequest, procedure: Procedure, chosen: InboxFilter) -> Page[int]:
    """The keys of one page; their number is counted once until something changes."""
    letters = narrowed(request, procedure, chosen)
    narrowing = {name: value for name, value in chosen.chosen.items() if name != "sort"}
    count = figures.kept(
        f"letters {sorted(narrowing.items())} {chosen.may_see_names}",
        procedure,
        lambda: search.count(letters) if chosen.query else letters.count(),
        at=figures.stamp(procedure),
        of_all=True,
    )
    if chosen.query:
        within = chosen.narrow_without_search(Statement.objects.filter(procedure=procedure))
        pages: KeyedPages = search.FoundPages(letters, chosen.order, count=count, within=within)
    else:
        pages = KeyedPages(letters, chosen.order, count=count)
    return pages.get_page(request.GET.get("page"))


def _row(letter: Statement, hide: Callable[[int | None, str], str], query: Query) -> dict[str, Any]:
    """What the table shows of a letter: where the words sought stand, or its own words, or how it
    begins behind the salutation; without what would tell who wrote, for readers who may not know.
    """
    if query:
        text = hide(letter.person_id, letter.text)
        return {"letter": letter, "pieces": pieces_around(text, query.places(text))}
    own = " … ".join(letter.own_texts) if letter.campaign_id else _beginning(letter.text)
    return {"letter": letter, "snippet": snippet(hide(letter.person_id, own))}


def pieces_around(text: str, places: Sequence[Span]) -> list[tuple[str, bool]]:
    """The first places with some words around them, as pieces of text; True for what was sought."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for place in places[:PLACES_SHOWN]:
        start = max(end, place.start - AROUND)
        if start > end:
            pieces.append((" … ", False))
        pieces += [(text[start : place.start], False), (text[place.start : place.end], True)]
        end = min(len(text), place.end + AROUND)
        following = [one.start for one in places if one.start >= place.end]
        end = min(end, following[0]) if following else end
        pieces.append((text[place.end : end], False))
    return pieces if pieces else [(snippet(text), False)]


def _beginning(text: str) -> str:
    """What is said first, without sender and date."""
    pieces = gaps(frame(text[:LOOKED_AT]), len(text[:LOOKED_AT]))
    return " ".join(piece.of(text) for piece in pieces)


def snippet(text: str, length: int = SNIPPET) -> str:
    """The first words of a text in one line."""
    words = " ".join(text[: 3 * length].split())
    return words if len(words) <= length else words[:length].rsplit(" ", 1)[0] + " …"
