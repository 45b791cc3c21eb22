"""The register of promises, and one promise with what became of it."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.base.guarding import guard_of
from dialogwerk.apps.schemes.services.proofs import MEDIA_TYPES
from dialogwerk.documents.calendars import write_csv, write_xlsx

from .. import sources
from ..forms.following import FollowForm
from ..forms.register import RegisterFilter
from ..models import Evidence, Promise
from ..services import register as service
from ..steps import steps_of
from .finding import KEEP, promise_for

PAGE = 25
PLACE = "zusage-%s"
"""What a proof of work is bound to: the promise that somebody wants to follow."""
WRITERS = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@require_safe
@gzip_page
@vary_on_headers("HX-Request")
def register(request: HttpRequest) -> HttpResponse:
    """All promises that this visitor may see, narrowed and paged, with how many stand how."""
    day = timezone.localdate()
    visible = Promise.objects.visible_to(request.user)
    chosen = RegisterFilter(request.GET, promises=visible)
    wanted = chosen.wanted
    found = service.narrowed(visible, wanted, day).in_full()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "page": page,
        "rows": [row(one, day) for one in page],
        "counts": _figures(visible, chosen, day),
        "is_narrowed": bool(chosen.chosen),
        "query": urlencode(chosen.chosen),
    }
    if request.htmx:
        return render(request, "promises/_register_results.html", context)
    context["may_record"] = request.user.has_perm("accounts.open_workbench")
    return render(request, "promises/register.html", context)


def row(promise: Promise, day: Any) -> dict[str, Any]:
    """One promise as lists show it."""
    standing = promise.standing(day)
    return {
        "promise": promise,
        "standing": service.STANDINGS[standing],
        "kind": service.KINDS[standing],
    }


def _figures(visible: Any, chosen: RegisterFilter, day: Any) -> list[dict[str, Any]]:
    """How many stand how among those asked for, each with the address that shows only them."""
    found = service.counts(service.without_state(visible, chosen.wanted), day)
    kept = {name: value for name, value in chosen.chosen.items() if name != "state"}
    return [
        {"label": label, "number": number, "url": "?" + urlencode({**kept, "state": name})}
        for name, label, number in found.items()
    ]


@require_safe
@never_cache
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """The promises asked for as a file for spreadsheets, or as JSON for programs."""
    day = timezone.localdate()
    visible = Promise.objects.visible_to(request.user)
    wanted = RegisterFilter(request.GET, promises=visible).wanted
    found = list(service.narrowed(visible, wanted, day).in_full())
    response: HttpResponse
    if ending == "json":
        response = JsonResponse(
            service.data_of(found, day), json_dumps_params={"ensure_ascii": False, "indent": 1}
        )
    elif ending in WRITERS:
        write, content_type = WRITERS[ending]
        response = HttpResponse(content_type=content_type)
        write(response, service.table_of(found, day))  # type: ignore[arg-type]
    else:
        raise Http404(_("The register can be had as XLSX, CSV or JSON."))
    name = f"zusagen-{day.isoformat()}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@require_safe
def promise(request: HttpRequest, code: str) -> HttpResponse:
    """One promise: what, by whom, until when; everything that happened, with its evidence."""
    return promise_page(request, promise_for(request, code))


def promise_page(
    request: HttpRequest, found: Promise, *, status: int = 200, **context: Any
) -> HttpResponse:
    """The page of a promise; a form that was refused comes along."""
    may_keep = request.user.has_perm(KEEP, found)
    follow_form = context.pop("follow_form", None) or FollowForm()
    shown = {
        "follow_form": follow_form,
        "guard": guard_of(follow_form, place=PLACE % found.code, now=timezone.now()),
        "can_follow": Promise.objects.public().filter(pk=found.pk).exists(),
        **row(found, timezone.localdate()),
        "events": _events(found, may_keep),
        "source": sources.source_of(found.source_kind, found.source_ref),
        "may_keep": may_keep,
        "steps": steps_of(found) if may_keep else {},
        **context,
    }
    return render(request, "promises/promise.html", shown, status=status)


def _events(found: Promise, may_keep: bool) -> list[dict[str, Any]]:
    """The history, the oldest first; corrections of the entry are for those who keep it."""
    events = found.events.select_related("evidence")
    if not may_keep:
        events = events.exclude(kind="amended")
    return [
        {
            "event": one,
            "changed": [(_label(name), *pair) for name, pair in one.changed.items()],
            "shows_file": bool(
                one.evidence and one.evidence.file and (may_keep or one.evidence.file_is_public)
            ),
        }
        for one in events
    ]


def _label(field: str) -> str:
    """What a field is called on the screen."""
    return str(Promise._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


@never_cache
@require_safe
def evidence_file(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """The file of a piece of evidence: for everyone where it was said so, else for keepers."""
    found = promise_for(request, code)
    evidence = get_object_or_404(Evidence, promise=found, pk=pk)
    may_see = evidence.file_is_public or request.user.has_perm(KEEP, found)
    if not evidence.file or not may_see:
        raise Http404(_("There is no file with this evidence, or it is not public."))
    try:
        content = evidence.file.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("The file of this evidence is missing.")) from error
    response = FileResponse(
        content,
        content_type=MEDIA_TYPES[evidence.ending],
        as_attachment=True,
        filename=f"{found.code}-{evidence.pk}.{evidence.ending}",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
