"""What came out so far: the map, all statements with their votes, and everything as files."""

import tempfile
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from dialogwerk.apps.dialogues.models import Format
from dialogwerk.cores.opinions.live import Placement

from .. import drawing
from ..models import OpinionMap
from ..services import exports
from ..services.maps import newest_map
from ..services.places import place_of
from ..services.reading import read_map, statement_rows
from ..services.rounds import Round
from ..services.voting import ballot_of
from ..wording import cautions, group_name
from .finding import Visitor, round_for, visitor_of

ORDERS = {
    "number": lambda row: row.number,
    "agree": lambda row: -(row.agreeing.value if row.agreeing else -1),
    "disagree": lambda row: -(row.disagreeing.value if row.disagreeing else -1),
    "votes": lambda row: -row.seen,
}


@require_safe
@never_cache
def opinion_map(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """Who votes alike, what unites and divides, how sure that is, and where one stands oneself."""
    round, visitor = round_for(request, slug, format_slug), visitor_of(request)
    stored = newest_map(round.format)
    context: dict[str, Any] = {"round": round, "process": round.process, "map": None}
    if stored is not None:
        own = _own_place(round, visitor, stored)
        context |= {
            "map": read_map(stored),
            "stored": stored,
            "drawing": drawing.draw(stored.result, (own.x, own.y) if own else None),
            "own": own,
            "own_group": group_name(own.group) if own and own.group >= 0 else "",
            "cautions": cautions(stored.result),
            "enough": stored.parameters["enough_votes"],
        }
    return render(request, "opinions/map.html", context)


def _own_place(round: Round, visitor: Visitor, stored: OpinionMap) -> Placement | None:
    if not visitor.is_known or not stored.result["points"]:
        return None
    numbers = {one.pk: one.number for one in round.statements}
    return place_of(stored, ballot_of(round.format, visitor.who), numbers)


@require_safe
@gzip_page
def report(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """All statements with their votes, overall and by group."""
    round = round_for(request, slug, format_slug)
    stored, order = newest_map(round.format), request.GET.get("nach", "number")
    rows = statement_rows(stored) if stored else []
    rows.sort(key=ORDERS.get(order, ORDERS["number"]))
    context = {
        "round": round,
        "process": round.process,
        "stored": stored,
        "rows": rows,
        "order": order,
        "orders": [
            ("number", _("number")),
            ("agree", _("most agreement")),
            ("disagree", _("most disagreement")),
            ("votes", _("most votes")),
        ],
        "groups": [group_name(one) for one in range(stored.result["shown"])] if stored else [],
        "cautions": cautions(stored.result) if stored else [],
        "files": exports.NAMES,
    }
    return render(request, "opinions/report.html", context)


@require_safe
def as_json(request: HttpRequest, slug: str, format_slug: str) -> JsonResponse:
    """The round with its newest map, for programs."""
    round = round_for(request, slug, format_slug)
    return JsonResponse(
        exports.as_json(round.format, newest_map(round.format)),
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
def download(request: HttpRequest, slug: str, format_slug: str, name: str) -> FileResponse:
    """One of the files of Polis: public statements and the votes on them."""
    return file_of(round_for(request, slug, format_slug).format, name)


def file_of(one: Format, name: str, *, everything: bool = False) -> FileResponse:
    """The file of that name.

    Raises:
        Http404: there is no such file.
    """
    if name not in exports.NAMES:
        raise Http404(_("There is no such file."))
    with tempfile.TemporaryDirectory(prefix="dialogwerk-opinions-") as folder:
        path = Path(folder) / name
        exports.write(exports.exported(one, everything=everything), name, path)
        return FileResponse(path.open("rb"), as_attachment=True, filename=name)
