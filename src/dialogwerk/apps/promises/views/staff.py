"""Keeping promises: recording, correcting, moving the due date, evidence, settling."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.base.refusals import add_to
from dialogwerk.apps.people.models import Organisation
from dialogwerk.apps.schemes.models import Scheme

from .. import services, sources
from ..forms.register import KeptFilter
from ..forms.staff import PromiseForm, schemes_kept_by
from ..models import Promise
from ..services import register
from ..steps import STEPS, steps_of
from .finding import KEEP, promise_for
from .public import row

PAGE = 50
SHOWN_ON_START = 5
pages = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
@vary_on_headers("HX-Request")
def kept(request: HttpRequest) -> HttpResponse:
    """The promises this account can see, those due first on top."""
    if not request.user.has_perm("accounts.open_workbench"):
        raise PermissionDenied
    day = timezone.localdate()
    visible = Promise.objects.visible_to(request.user)
    chosen = KeptFilter(request.GET, promises=visible)
    if chosen.chosen.get("show") == "mine":
        visible = visible.looked_after_by(request.user)
    found = register.narrowed(visible, chosen.wanted, day).in_full().select_related("responsible")
    found = found.order_by(F("due_latest").asc(nulls_last=True), "pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "page": page,
        "rows": [row(one, day) for one in page],
        "is_narrowed": bool(chosen.chosen),
        "may_record": may_record(request),
    }
    template = "promises/staff/_results.html" if request.htmx else "promises/staff/list.html"
    return render(request, template, context)


def may_record(request: HttpRequest) -> bool:
    """Whether there is anything for which this account may record a promise."""
    return request.user.has_perm(KEEP) or schemes_kept_by(request.user).exists()


def overdue_ones(request: HttpRequest) -> dict[str, Any]:
    """What this account looks after and is overdue, for the start page of the workbench."""
    day = timezone.localdate()
    mine = Promise.objects.visible_to(request.user).looked_after_by(request.user)
    late = mine.overdue(day).in_full().order_by("due_latest", "pk")
    rows = list(late[: SHOWN_ON_START + 1])
    return {"rows": rows[:SHOWN_ON_START], "has_more": len(rows) > SHOWN_ON_START}


# Recording and correcting


@login_required
@pages
def new(request: HttpRequest) -> HttpResponse:
    """Record a promise; the address may name a project and what it came from."""
    if not may_record(request):
        raise PermissionDenied
    scheme = schemes_kept_by(request.user).filter(slug=request.GET.get("vorhaben", "")).first()
    origin = origin_of(request, scheme)
    initial = {"scheme": scheme, **proposed(request.GET)} if scheme else proposed(request.GET)
    form = PromiseForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            promise = services.make_promise(by=request.user.actor, origin=origin, **form.values())
        except ValidationError as error:
            add_to(form, error)
        else:
            messages.success(request, _("The promise %(code)s is recorded.") % words(promise))
            return redirect(promise)
    context = {"source": sources.source_of(origin.kind, origin.ref) if origin else None}
    return _form_page(request, form, **context)


def proposed(query: Mapping[str, str]) -> dict[str, Any]:
    """What an address proposes for a new promise."""
    names = ("text", "owner", "source_text", "made_on")
    return {name: query[name].replace("\x00", "")[:2000] for name in names if name in query}


def origin_of(request: HttpRequest, scheme: Scheme | None) -> services.Origin | None:
    """What the address says the promise came from: ``?von=dialogue_date:7``."""
    kind, _colon, ref = request.GET.get("von", "").partition(":")
    if not ref or len(ref) > 80 or sources.source_of(kind, ref) is None:
        return None
    return services.Origin(kind, ref)


@login_required
@pages
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Correct what is said of a promise."""
    promise = promise_for(request, code, KEEP)
    form = PromiseForm(request.POST or None, user=request.user, promise=promise)
    if request.method == "POST" and form.is_valid():
        try:
            services.amend_promise(promise=promise, by=request.user.actor, **form.values())
        except ValidationError as error:
            add_to(form, error)
        else:
            messages.success(request, _("The promise %(code)s is corrected.") % words(promise))
            return redirect(promise)
    return _form_page(request, form, promise=promise)


def _form_page(request: HttpRequest, form: PromiseForm, **context: Any) -> HttpResponse:
    context |= {"form": form, "organisations": Organisation.objects.all()}
    status = 422 if form.errors else 200
    return render(request, "promises/staff/form.html", context, status=status)


def words(promise: Promise) -> dict[str, str]:
    return {"code": promise.code}


# What happens to a promise


@login_required
@pages
def step(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Let something happen to a promise."""
    promise = promise_for(request, code, KEEP)
    if name not in STEPS:
        raise Http404
    if name not in steps_of(promise):
        messages.error(request, _refusal(promise))
        return redirect(promise)
    one = STEPS[name]
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = one.form(data, files, promise=promise)
    if request.method == "POST" and form.is_valid():
        try:
            one.service(promise=promise, by=request.user.actor, **form.values())
        except ValidationError as error:
            add_to(form, error)
        else:
            messages.success(request, one.done)
            return redirect(promise)
    context = {"promise": promise, "form": form, "step": one, **row(promise, timezone.localdate())}
    status = 422 if form.errors else 200
    return render(request, "promises/staff/step.html", context, status=status)


def _refusal(promise: Promise) -> str:
    if promise.is_open:
        return _("This promise is open.")
    return _(
        "This promise is settled already (%(state)s). If that is a mistake, open it again."
    ) % {"state": promise.get_state_display()}
