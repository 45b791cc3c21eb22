"""Keeping the record: bodies taken in, corrected, ended, put together; who keeps which."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.base import places
from dialogwerk.apps.base.refusals import add_to

from .. import services
from ..body_page import body_page, wording_of
from ..entries import KINDS
from ..forms.bodies import (
    BodyForm,
    CoordinatorBodyForm,
    CoordinatorForm,
    EndForm,
    MergeForm,
    ResumeForm,
)
from ..forms.fields import offered
from ..forms.register import BodyFilter
from ..models import Body, Coordinator, Founding
from ..services import register
from .finding import KEEP, body_for, names_in
from .public import row

PAGE = 50
pages = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
@vary_on_headers("HX-Request")
def kept(request: HttpRequest) -> HttpResponse:
    """The bodies whose record this account keeps; dormant ones are counted and can be asked for."""
    if not request.user.has_perm(KEEP):
        raise PermissionDenied
    day = timezone.localdate()
    mine = Body.objects.kept_by(request.user)
    chosen = BodyFilter(request.GET, bodies=mine)
    found = register.narrowed(mine, chosen.wanted, day)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "page": page,
        "rows": [row(one, day) for one in page],
        "is_narrowed": bool(chosen.chosen),
    }
    if request.htmx:
        return render(request, "bodies/staff/_results.html", context)
    unfinished = Founding.objects.filter(body__in=mine, finished_at=None)
    context |= {
        "dormant": mine.dormant(day).count(),
        "unfinished": unfinished.select_related("body").order_by("pk"),
        "may_create": request.user.has_perm("bodies.create"),
    }
    return render(request, "bodies/staff/list.html", context)


@login_required
@pages
def new(request: HttpRequest) -> HttpResponse:
    """Take a body into the record."""
    if not request.user.has_perm("bodies.create"):
        raise PermissionDenied
    form = BodyForm(request.POST or None, initial={"is_public": True})
    if request.method == "POST" and form.is_valid():
        try:
            body = services.create_body(by=request.user.actor, **form.values())
        except ValidationError as error:
            add_to(form, error)
        else:
            messages.success(request, _("%(name)s is on record.") % {"name": body.name})
            return redirect("body-desk", body.code)
    return form_page(request, form, title=_("Take a body into the record"), button=_("Record"))


@login_required
@pages
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Correct what is said of a body."""
    body = body_for(request, code, KEEP)
    keeps_all = request.user.has_perm("bodies.create")
    form = (BodyForm if keeps_all else CoordinatorBodyForm)(request.POST or None, body=body)
    if request.method == "POST" and form.is_valid():
        try:
            services.amend_body(body=body, by=request.user.actor, **form.values())
        except ValidationError as error:
            add_to(form, error)
        else:
            messages.success(request, _("The record is corrected."))
            return redirect("body-desk", body.code)
    return form_page(request, form, body=body, title=_("Correct the record"), button=_("Save"))


@login_required
@never_cache
@require_safe
def desk(request: HttpRequest, code: str) -> HttpResponse:
    """One body for those who keep its record: every entry with what can be done to it."""
    body = body_for(request, code, KEEP)
    names = names_in(request, body)
    tenures = list(body.tenures.in_full().in_time())
    wording = wording_of(tenures, names)
    context = body_page(request, body, timezone.localdate())
    context |= {
        "kinds": KINDS,
        "relations": body.relations.select_related("other").in_time(),
        "relations_of_others": body.relations_of_others.select_related("body").in_time(),
        "all_benches": body.benches.all(),
        "tenures": [(one, wording(one)) for one in tenures],
        "signs": body.signs.order_by("-begun_latest", "-pk"),
        "may_merge": request.user.has_perm("bodies.merge"),
        "may_name_coordinators": request.user.has_perm("bodies.name_coordinators"),
    }
    return render(request, "bodies/staff/desk.html", context)


@login_required
@pages
def end(request: HttpRequest, code: str) -> HttpResponse:
    """Record when and why a body ended, or correct that."""
    body = body_for(request, code, KEEP)
    initial = {
        "ended": body.ended,
        "reason": body.end_reason,
        "reason_unknown": body.end_reason_unknown,
        "decided_by": body.end_decided_by,
        "source": body.end_source,
    }
    form = EndForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_body(body=body, by=request.user.actor, **form.cleaned_data)
        except ValidationError as error:
            add_to(form, error)
        else:
            messages.success(request, _("The end of %(name)s is on record.") % {"name": body.name})
            return redirect("body-desk", body.code)
    text = _("Nothing ends without a reason. If nobody knows it, that is recorded, as a gap.")
    return form_page(
        request, form, body=body, title=_("Record the end"), button=_("Record the end"), text=text
    )


@login_required
@pages
def resume(request: HttpRequest, code: str) -> HttpResponse:
    """The body goes on after all."""
    body = body_for(request, code, KEEP)
    form = ResumeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.resume_body(body=body, by=request.user.actor, **form.cleaned_data)
        except ValidationError as error:
            add_to(form, error)
        else:
            messages.success(request, _("%(name)s goes on.") % {"name": body.name})
            return redirect("body-desk", body.code)
    return form_page(
        request, form, body=body, title=_("Take it up again"), button=_("Take it up again")
    )


@login_required
@pages
def merge(request: HttpRequest, code: str) -> HttpResponse:
    """Put this record into another one of the same body."""
    body = body_for(request, code, "bodies.merge")
    form = MergeForm(request.POST or None, body=body)
    if request.method == "POST" and form.is_valid():
        stays, reason = form.cleaned_data["kept"], form.cleaned_data["reason"]
        try:
            services.merge_bodies(gone=body, kept=stays, by=request.user.actor, reason=reason)
        except ValidationError as error:
            add_to(form, error)
        else:
            messages.success(request, _("Both records are one now."))
            return redirect("body-desk", stays.code)
    text = _(
        "All entries move to the record that stays; this name stays there as another name, and"
        " this code leads there."
    )
    return form_page(
        request,
        form,
        body=body,
        title=_("Put together with another record"),
        button=_("Put together"),
        text=text,
        is_severe=True,
    )


@login_required
@pages
def coordinators(request: HttpRequest, code: str) -> HttpResponse:
    """Which accounts keep the record of this body beside the office."""
    body = body_for(request, code, "bodies.name_coordinators")
    form = CoordinatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_coordinator(body=body, user=form.user, by=request.user.actor)  # type: ignore[arg-type]
        messages.success(request, _("This account keeps the record now."))
        return redirect("body-coordinators", body.code)
    context = {
        "body": body,
        "form": form,
        "coordinators": body.coordinators.select_related("user"),
    }
    status = 422 if form.errors else 200
    return render(request, "bodies/staff/coordinators.html", context, status=status)


@login_required
@require_POST
def coordinator_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """This account keeps the record no longer."""
    body = body_for(request, code, "bodies.name_coordinators")
    coordinator = get_object_or_404(Coordinator, body=body, pk=pk)
    services.remove_coordinator(coordinator=coordinator, by=request.user.actor)
    messages.success(request, _("This account keeps the record no longer."))
    return redirect("body-coordinators", body.code)


def form_page(
    request: HttpRequest, form: Any, *, body: Body | None = None, **context: Any
) -> HttpResponse:
    """A page with one form; what it offers to type comes along."""
    context |= {"form": form, "body": body}
    if "municipality" in form.fields:
        context["municipalities"] = places.municipalities()
    if any(name in form.fields for name in ("other", "holder", "kept", "office")):
        context["bodies_on_record"] = offered(Body.objects.current())
    status = 422 if form.errors else 200
    return render(request, "bodies/staff/form.html", context, status=status)
