"""Messages out as a ZIP, and in by way of a look at what each would become."""

import zipfile
from tempfile import SpooledTemporaryFile
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.views.workbench import procedure_for, workbench_page
from dialogwerk.cores.xbeteiligung import XBeteiligungError

from .errors import ExchangeError
from .forms import LinkForm, ParcelForm, SendForm, TakeForm
from .models import Link, Outgoing, Parcel
from .services import links, parcels, receiving, sending
from .services.sentences import sentence

SECTION = "xbeteiligung"
KEEP, SEND, RECEIVE = "exchange.keep_link", "exchange.send", "exchange.receive"
NAMES = "statements.see_names"
MOST_LETTERS = 1_000
IN_MEMORY = 8 * 1024**2
PER_PAGE = 100


@login_required
@require_safe
@never_cache
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """What went and came, and the forms for more."""
    return _page(request, procedure_for(request, slug, RECEIVE))


def _page(
    request: HttpRequest,
    procedure: Procedure,
    *,
    send_form: SendForm | None = None,
    status: int = 200,
) -> HttpResponse:
    written = Outgoing.objects.filter(procedure=procedure)
    context = {
        "link": Link.objects.filter(procedure=procedure).first(),
        "waiting": sending.waiting(procedure).count(),
        "written": written.count(),
        "refused": list(written.filter(answer="nok").select_related("statement")[:PER_PAGE]),
        "acknowledged": written.filter(answer="ok").count(),
        "parcels": list(procedure.parcels.select_related("by")[:PER_PAGE]),
        "has_schemas": links.has_schemas(),
        "send_form": send_form or _send_form(request, procedure),
        "receive_form": ParcelForm(),
    }
    return workbench_page(
        request, "exchange/overview.html", procedure, SECTION, context, status=status
    )


def _send_form(request: HttpRequest, procedure: Procedure, data: Any = None) -> SendForm:
    return SendForm(data, may_see_names=request.user.has_perm(NAMES, procedure))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, slug: str) -> HttpResponse:
    """The identifiers under which the partner knows the procedure."""
    procedure = procedure_for(request, slug, KEEP)
    found = Link.objects.filter(procedure=procedure).first() or Link(procedure=procedure)
    form = LinkForm(request.POST or None, instance=found)
    if form.is_valid():
        links.keep_link(link=form.instance, by=request.user.actor)
        messages.success(request, _("The identifiers are stored."))
        return redirect("xbeteiligung", slug)
    status = 422 if form.errors else 200
    return workbench_page(
        request, "exchange/link.html", procedure, SECTION, {"form": form}, status=status
    )


@login_required
@require_POST
@never_cache
def send(request: HttpRequest, slug: str) -> HttpResponse | FileResponse:
    """Letters as messages in a ZIP; writing the same letter again gives the same message."""
    procedure = procedure_for(request, slug, SEND)
    form = _send_form(request, procedure, request.POST)
    if not form.is_valid():
        return _page(request, procedure, send_form=form, status=422)
    how = sending.Sending(
        procedure=procedure,
        by=request.user.actor,
        with_names=form.cleaned_data.get("names", False),
        is_test=form.cleaned_data["is_test"],
        user_id=request.user.pk,
    )
    target = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    try:
        count = sending.write_zip(target, _chosen(procedure, form), how, MOST_LETTERS)
    except (ExchangeError, XBeteiligungError) as error:
        form.add_error(None, _sentence(error))
        return _page(request, procedure, send_form=form, status=422)
    if not count:
        form.add_error(None, _("There is no such letter."))
        return _page(request, procedure, send_form=form, status=422)
    target.seek(0)
    name = f"xbeteiligung-{procedure.slug}-{timezone.localdate():%Y-%m-%d}.zip"
    return FileResponse(target, as_attachment=True, filename=name, content_type="application/zip")


def _chosen(procedure: Procedure, form: SendForm) -> Any:
    which = form.cleaned_data["which"]
    if which == "one":
        return procedure.statements.filter(code=form.cleaned_data["code"].strip().upper())
    return procedure.statements.all() if which == "all" else sending.waiting(procedure)


def _sentence(error: Exception) -> str:
    return sentence(error) if isinstance(error, XBeteiligungError) else str(error)


@login_required
@require_POST
def receive(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a file with messages, and show what they would become."""
    procedure = procedure_for(request, slug, RECEIVE)
    form = ParcelForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors["file"])))
        return redirect("xbeteiligung", slug)
    file = form.cleaned_data["file"]
    try:
        links.link_of(procedure)
        kept = parcels.keep_parcel(
            procedure=procedure, file=file.file, name=file.name, by=request.user
        )
    except ExchangeError as error:
        messages.error(request, str(error))
        return redirect("xbeteiligung", slug)
    return redirect("xbeteiligung-parcel", slug, kept.code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def parcel(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """What each message of a parcel would become; posted, they are taken in."""
    procedure = procedure_for(request, slug, RECEIVE)
    found = _parcel(procedure, code)
    form = TakeForm(request.POST if request.method == "POST" else None)
    try:
        if request.method == "POST" and form.is_valid():
            return _take(request, found, form)
        lines = [] if found.taken_at else list(receiving.lines_of(found))
    except (ExchangeError, XBeteiligungError) as error:
        messages.error(request, _sentence(error))
        return redirect("xbeteiligung", slug)
    page = Paginator(lines or found.messages.select_related("statement"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "parcel": found,
        "form": form,
        "page": page,
        "to_take": sum(line.is_taken for line in lines),
        "refused": sum(bool(line.reason) for line in lines),
    }
    template = "exchange/taken.html" if found.taken_at else "exchange/parcel.html"
    return workbench_page(
        request, template, procedure, SECTION, context, status=422 if form.errors else 200
    )


def _parcel(procedure: Procedure, code: str) -> Parcel:
    found = get_object_or_404(Parcel, procedure=procedure, code=code)
    found.procedure = procedure
    return found


def _take(request: HttpRequest, found: Parcel, form: TakeForm) -> HttpResponse:
    results = receiving.take_parcel(
        parcel=found, by=request.user.actor, received_at=form.cleaned_data["received_at"]
    )
    taken = sum(one.state == one.State.TAKEN for one in results)
    said = ngettext("%(count)s message is taken in.", "%(count)s messages are taken in.", taken)
    messages.success(request, said % {"count": taken})
    return redirect("xbeteiligung-parcel", found.procedure.slug, found.code)


@login_required
@require_safe
def receipts(request: HttpRequest, slug: str, code: str) -> FileResponse:
    """The acknowledgements of a parcel that was taken in, as a ZIP."""
    procedure = procedure_for(request, slug, RECEIVE)
    found = _parcel(procedure, code)
    if found.taken_at is None:
        raise Http404
    target = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in found.messages.all():
            one.parcel = found
            if xml := receiving.receipt_for(one):
                archive.writestr(f"{one.uuid}-quittung.xml", xml)
    target.seek(0)
    return FileResponse(
        target,
        as_attachment=True,
        filename=f"quittungen-{found.code}.zip",
        content_type="application/zip",
    )
