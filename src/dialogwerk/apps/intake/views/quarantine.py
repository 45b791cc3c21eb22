"""What was refused, with the reason, and what a person does about it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dialogwerk.apps.statements.views.workbench import procedure_for

from ..errors import IntakeError
from ..forms.deliveries import DiscardForm, TypeInForm
from ..models import Item
from ..services import quarantine as service
from .deliveries import PAGE, PERM, intake_page


@login_required
@require_safe
def quarantine(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for a decision; or, asked for, what was discarded."""
    procedure = procedure_for(request, slug, PERM)
    discarded = request.GET.get("state") == "discarded"
    rows = Item.objects.discarded() if discarded else Item.objects.quarantined()
    rows = rows.filter(delivery__procedure=procedure).select_related("delivery", "source")
    page = Paginator(rows.order_by("pk"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "discarded": discarded}
    return intake_page(request, "quarantine", procedure, context, part="quarantine")


def _found(request: HttpRequest, slug: str, code: str) -> Item:
    procedure = procedure_for(request, slug, PERM)
    rows = Item.objects.select_related("delivery", "source", "statement")
    item = get_object_or_404(rows, delivery__procedure=procedure, code=code)
    item.delivery.procedure = procedure
    return item


@login_required
@never_cache
@require_safe
def item(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One refused thing: why, its file, and the ways out."""
    return _page(request, _found(request, slug, code))


def _page(
    request: HttpRequest,
    found: Item,
    *,
    type_in: TypeInForm | None = None,
    discard: DiscardForm | None = None,
) -> HttpResponse:
    initial = {"channel": found.channel, "received_at": found.received_at}
    context = {
        "item": found,
        "type_in": type_in or TypeInForm(initial=initial),
        "discard": discard or DiscardForm(auto_id="discard_%s"),
    }
    has_errors = (type_in and type_in.errors) or (discard and discard.errors)
    return intake_page(
        request,
        "item",
        found.delivery.procedure,
        context,
        part="item",
        status=422 if has_errors else 200,
    )


@login_required
@never_cache
@require_safe
def file(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The refused bytes, saved under a name that no program opens by itself."""
    found = _found(request, slug, code)
    if not request.user.has_perm("statements.see_names", found.delivery.procedure):
        raise PermissionDenied
    try:
        content = found.file.open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise Http404(_("The file is not in the store. Tell the administrators.")) from error
    response = FileResponse(content, as_attachment=True, filename=f"{found.name}.quarantine")
    response["Content-Type"] = "application/octet-stream"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@login_required
@require_POST
def type_in(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take in what a person has read."""
    found = _found(request, slug, code)
    form = TypeInForm(request.POST)
    if not form.is_valid():
        return _page(request, found, type_in=form)
    data = form.cleaned_data
    try:
        letter = service.type_in(
            found,
            text=data["text"],
            title=data["title"],
            sender=form.sender,
            received_at=data["received_at"],
            channel=data["channel"],
            by=request.user.actor,
        )
    except IntakeError as error:
        form.add_error(None, str(error))
        return _page(request, found, type_in=form)
    messages.success(request, _("Taken in as %(code)s.") % {"code": letter.code})
    return redirect("captured", slug, letter.code)


@login_required
@require_POST
def discard(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """It is no letter."""
    found = _found(request, slug, code)
    form = DiscardForm(request.POST, auto_id="discard_%s")
    if not form.is_valid():
        return _page(request, found, discard=form)
    try:
        service.discard(found, why=form.cleaned_data["why"], by=request.user.actor)
    except IntakeError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("“%(name)s” was discarded.") % {"name": found.name})
    return redirect("quarantine", slug)


@login_required
@require_POST
def restore(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take a discarding back."""
    found = _found(request, slug, code)
    try:
        service.restore(found, by=request.user.actor)
    except IntakeError as error:
        messages.error(request, str(error))
    return redirect("quarantine-item", slug, code)
