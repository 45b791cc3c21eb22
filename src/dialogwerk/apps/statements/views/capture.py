"""Taking letters down by hand, and the receipts to print for those who brought them."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dialogwerk.apps.schemes.models import Procedure

from ..errors import KeyReused, StatementError
from ..forms.capture import CaptureForm
from ..services.intake import take_in
from ..services.signature_lists import NoSuchSignatory, take_in_list
from ..timeliness import late_letter
from .workbench import procedure_for, workbench_page

PERM = "statements.take_in"
TEMPLATES = "statements/workbench/capture"
PAGE = 50


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def capture(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for letters from the counter, the telephone and the post."""
    procedure = procedure_for(request, slug, PERM)
    form = CaptureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        code = _taken_in(procedure, form, by=request.user.actor)
        if code:
            return redirect("captured", slug, code)
    status = 422 if form.errors else 200
    context = {
        "form": form,
        "draft_key": f"capture-{slug}",
        "list_is_open": form.data.get("kind") == "list",
    }
    return workbench_page(
        request, f"{TEMPLATES}/form.html", procedure, "capture", context, status=status
    )


def _taken_in(procedure: Procedure, form: CaptureForm, *, by: str) -> str:
    """The code of the letter or list taken in; empty with the reason in the form."""
    try:
        if form.is_list:
            return _list_taken_in(procedure, form, by=by)
        return take_in(procedure=procedure, letter=form.letter(), by=by).code
    except NoSuchSignatory as error:
        form.add_error("representative", str(error))
    except KeyReused as error:
        form.add_error(None, str(error))
    except StatementError as error:
        form.add_error("text", str(error))
    return ""


def _list_taken_in(procedure: Procedure, form: CaptureForm, *, by: str) -> str:
    data = form.cleaned_data
    taken = take_in_list(
        procedure=procedure,
        title=data["title"],
        text=data["text"],
        signatories=data["signatures"],
        received_at=data["received_at"],
        channel=data["channel"],
        by=by,
        representative=data["representative"],
        files=data["files"],
        submission_key=form.key,
    )
    return taken[0].signature_list.code if taken[0].signature_list else taken[0].code


@login_required
@never_cache
@require_safe
def captured(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The receipts of what was just taken down, to print or to read out."""
    procedure = procedure_for(request, slug, PERM)
    letters = procedure.statements.select_related("signature_list", "round").order_by("pk")
    signed = procedure.signature_lists.filter(code=code).first()
    letters = letters.filter(signature_list=signed) if signed else letters.filter(code=code)
    page = Paginator(letters, PAGE).get_page(request.GET.get("page"))
    if not page.object_list:
        raise Http404(_("There is no such letter in this procedure."))
    first = page.object_list[0]
    context = {
        "page": page,
        "list": first.signature_list if first.code != code else None,
        "first": first,
        "late": late_letter(procedure, first.round) if first.is_late else [],
        "draft_key": f"capture-{slug}",
    }
    return workbench_page(request, f"{TEMPLATES}/done.html", procedure, "capture", context)
