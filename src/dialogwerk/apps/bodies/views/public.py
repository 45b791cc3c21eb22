"""The list of bodies with its map, and one body with everything on record about it."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.documents.calendars import write_csv, write_xlsx

from ..body_page import body_page
from ..forms.register import BodyFilter, DayForm
from ..models import Body
from ..services import held_on
from ..services import register as service
from .finding import body_for

PAGE = 25
WRITERS = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@require_safe
@gzip_page
@vary_on_headers("HX-Request")
def bodies(request: HttpRequest) -> HttpResponse:
    """The bodies asked for, how many stand how, and where they are."""
    day = timezone.localdate()
    visible = Body.objects.public()
    chosen = BodyFilter(request.GET, bodies=visible)
    found = service.narrowed(visible, chosen.wanted, day)
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
        return render(request, "bodies/_results.html", context)
    context["may_keep"] = request.user.has_perm("bodies.keep")
    return render(request, "bodies/list.html", context)


def row(body: Body, day: date) -> dict[str, Any]:
    """One body as lists show it."""
    standing = body.standing(day)
    return {
        "body": body,
        "standing": service.STANDINGS[standing],
        "badge": service.BADGES[standing],
    }


def _figures(visible: Any, chosen: BodyFilter, day: date) -> list[dict[str, Any]]:
    """How many stand how among those asked for, each with the address that shows only them."""
    numbers = service.counts(service.without_state(visible, chosen.wanted), day)
    kept = {name: value for name, value in chosen.chosen.items() if name != "state"}
    return [
        {
            "label": service.STANDINGS[name],
            "number": number,
            "url": "?" + urlencode({**kept, "state": name}),
        }
        for name, number in numbers.items()
    ]


@require_safe
@gzip_page
def map_data(request: HttpRequest) -> HttpResponse:
    """Where the bodies asked for have their seat, as GeoJSON."""
    visible = Body.objects.public()
    wanted = BodyFilter(request.GET, bodies=visible).wanted
    found = service.narrowed(visible, wanted, timezone.localdate())
    return JsonResponse(service.features(found), json_dumps_params={"ensure_ascii": False})


@require_safe
@gzip_page
@never_cache
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """The public bodies asked for as a file for spreadsheets, or as JSON for programs."""
    day = timezone.localdate()
    visible = Body.objects.public()
    wanted = BodyFilter(request.GET, bodies=visible).wanted
    found = service.with_entries(service.narrowed(visible, wanted, day))
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
        raise Http404(_("The list can be had as XLSX, CSV or JSON."))
    name = f"akteure-{day.isoformat()}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@require_safe
def body(request: HttpRequest, code: str) -> HttpResponse:
    """One body: names, relations, benches and seats, roles, what has happened, what is open."""
    merged = Body.objects.filter(code=code.upper()).exclude(merged_into=None).first()
    if merged is not None and merged.merged_into is not None:
        return redirect(body_for(request, merged.merged_into.code))
    found = body_for(request, code)
    asked = DayForm(request.GET or None)
    day = asked.cleaned_data["tag"] if asked.is_bound and asked.is_valid() else None
    context = body_page(request, found, day or timezone.localdate())
    context |= {"day_form": asked, "asked_for": day}
    return render(request, "bodies/body.html", context)


@never_cache
@require_safe
def body_data(request: HttpRequest, code: str) -> HttpResponse:
    """One body for programs, with who held which role on a day (``?tag=2011-05-01``)."""
    found = service.with_entries(Body.objects.public().filter(code=code.upper())).first()
    if found is None:
        raise Http404(_("There is no such body, or it is not public."))
    asked = DayForm(request.GET)
    if not asked.is_valid():
        return JsonResponse({"error": asked.errors["tag"][0]}, status=400)
    day = asked.cleaned_data["tag"] or timezone.localdate()
    roles = [
        {
            "role": one.tenure.role,
            "title": one.tenure.role_in_words,
            "bench": str(one.tenure.bench) if one.tenure.bench else None,
            "certainty": one.certainty.value,
            "holder": _holder(one),
            "from": service.date_as_data(one.tenure.begun),
            "until": service.date_as_data(one.tenure.ended),
            "source": {"text": one.tenure.source, "url": one.tenure.source_url},
        }
        for one in held_on(found, day)
    ]
    data = {**service.as_data(found, day), "roles_on": day.isoformat(), "roles": roles}
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _holder(one: Any) -> dict[str, Any]:
    """Who holds it; a body that is not public and a person without a ground stay unnamed."""
    holder, behalf = one.tenure.holder, one.tenure.on_behalf_of
    return {
        "body": holder.code if holder and holder.is_public else None,
        "name": (holder.name if holder and holder.is_public else one.name) or None,
        "words": one.tenure.unnamed or None,
        "is_person": one.tenure.person_id is not None,
        "on_behalf_of": behalf.code if behalf and behalf.is_public else None,
    }
