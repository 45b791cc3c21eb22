"""Returned mail: many codes at once, and another address for whoever moved."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dialogwerk.apps.people.services import IdentityDraft

from ..errors import StatementError
from ..forms.replies import AddressForm, ManyReturnedForm
from ..models import Dispatch
from ..services import returned as service
from .workbench import first_error, procedure_for, workbench_page

PAGE = 50
SEND = "statements.send"


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: HttpRequest, slug: str) -> HttpResponse:
    """Type or scan codes of returned letters; and those that came back and did not leave again."""
    procedure = procedure_for(request, slug, SEND)
    form = ManyReturnedForm(request.POST or None)
    report = None
    if request.method == "POST" and form.is_valid():
        try:
            report = service.record_returned(
                service.codes_in(form.cleaned_data["codes"]),
                form.cleaned_data["reason"],
                by=request.user.actor,
                procedure=procedure,
            )
        except StatementError as error:
            form.add_error(None, str(error))
        else:
            form = ManyReturnedForm(initial={"reason": form.cleaned_data["reason"]})
    back = (
        Dispatch.objects.filter(
            reply__procedure=procedure, state=Dispatch.State.RETURNED, reply__sent_at=None
        )
        .select_related("reply__person")
        .order_by("-returned_at", "-pk")
    )
    context = {
        "form": form,
        "report": report,
        "page": Paginator(back, PAGE).get_page(request.GET.get("page")),
    }
    return workbench_page(
        request,
        "statements/workbench/replies/returned.html",
        procedure,
        "replies",
        context,
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def address(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Another address became known; the letter can go out again."""
    procedure = procedure_for(request, slug, SEND)
    found = get_object_or_404(procedure.replies.select_related("person"), code=code)
    form = AddressForm(request.POST)
    try:
        if not form.is_valid():
            raise StatementError(first_error([form]))
        service.renew_address(
            found, address=IdentityDraft(**form.cleaned_data), by=request.user.actor
        )
    except StatementError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("The address is changed. The letter is written anew and can go out again.")
        )
    return redirect("reply", slug, code)
