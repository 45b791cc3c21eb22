"""The developer's own pages: what was handed over, and commenting on it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.accounts.rules import is_developer
from dialogwerk.apps.schemes.models import Procedure

from ..errors import HandOverError
from ..forms.comments import ArgumentFilter, CommentForm
from ..forms.handing_over import SheetForm
from ..models import Comment, HandedArgument
from ..services import comments as service
from ..services import standing
from .finding import COMMENT, procedure_of_developer

PER_PAGE, PASSAGES = 50, 50
NUMBERS = ("open", "saved", "submitted")


@login_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The procedures whose statements were handed over to this account, with what is open."""
    teams = request.user.teams.filter(role="developer")
    procedures = Procedure.objects.filter(scheme__team__in=teams).distinct().order_by("title")
    if not procedures and not is_developer(request.user):
        raise PermissionDenied
    cards = [
        {
            "procedure": one,
            "last": standing.last_hand_over(one),
            "progress": standing.progress(one),
        }
        for one in procedures.filter(handed_over_at__isnull=False)
    ]
    waiting = procedures.filter(handed_over_at=None)
    return render(request, "handover/start.html", {"cards": cards, "waiting": waiting})


@login_required
@require_safe
@never_cache
@vary_on_headers("HX-Request")
def arguments(request: HttpRequest, slug: str) -> HttpResponse:
    """All arguments in the developer's hands, narrowed and paged; htmx exchanges the results."""
    procedure = procedure_of_developer(request, slug)
    hand_overs = list(procedure.hand_overs.order_by("-number"))
    chosen = ArgumentFilter(request.GET, hand_overs=hand_overs)
    found = chosen.narrow(standing.in_hands(procedure))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "procedure": procedure,
        "page": page,
        "rows": [{"handed": one, "state": standing.state_of(one)} for one in page.object_list],
        "filter": chosen,
        "is_narrowed": bool(chosen.chosen),
    }
    if request.htmx:
        return render(request, "handover/_arguments_results.html", context)
    context |= {
        "hand_overs": hand_overs,
        "last": hand_overs[0] if hand_overs else None,
        "progress": standing.progress(procedure),
        "submissions": list(procedure.submissions.select_related("by")),
        "may_comment": request.user.has_perm(COMMENT, procedure),
        "sheet_form": SheetForm(),
    }
    return render(request, "handover/arguments.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def argument(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One argument with its passages by code number, and the comment on it."""
    procedure = procedure_of_developer(request, slug)
    handed = _handed(procedure, number)
    comment = Comment.objects.filter(argument=handed.argument_id).first()
    form = CommentForm(request.POST or None, initial=_initial(comment))
    if request.method == "POST":
        if not request.user.has_perm(COMMENT, procedure):
            raise PermissionDenied
        if form.is_valid() and _saved(request, handed, form):
            return redirect("developer-argument", slug, number)
        comment = Comment.objects.filter(argument=handed.argument_id).first()
    return _argument_page(request, procedure, handed, comment, form)


def _handed(procedure: Procedure, number: int) -> HandedArgument:
    found = standing.in_hands(procedure).filter(number=number).first()
    if found is None:
        raise Http404(_("No argument with this number was handed over to you."))
    found.argument.procedure = procedure
    return found


def _initial(comment: Comment | None) -> dict[str, Any]:
    latest = comment.latest if comment else None
    return {"text": latest.text if latest else "", "after": latest.number if latest else 0}


def _saved(request: HttpRequest, handed: HandedArgument, form: CommentForm) -> bool:
    """Save, and submit if that button was pressed; False with the reason in the form."""
    try:
        version = service.save_comment(
            argument=handed.argument, by=request.user, **form.cleaned_data
        )
        if "submit" in request.POST:
            made = service.submit(
                procedure=handed.argument.procedure, by=request.user, arguments=[handed.argument]
            )
            messages.success(request, _("Submitted.") if made else _("Nothing was changed."))
        else:
            messages.success(
                request,
                _("Saved; not submitted yet.") if version else _("Nothing was changed."),
            )
    except HandOverError as error:
        form.add_error(None, str(error))
        return False
    return True


def _argument_page(
    request: HttpRequest,
    procedure: Procedure,
    handed: HandedArgument,
    comment: Comment | None,
    form: CommentForm,
) -> HttpResponse:
    passages = standing.passages_of(handed)
    page = Paginator(passages, PASSAGES).get_page(request.GET.get("page"))
    before, after = standing.neighbours(handed)
    if form.errors and comment and comment.latest:
        form.data = form.data.copy()
        form.data["after"] = comment.latest.number
    context = {
        "procedure": procedure,
        "handed": handed,
        "state": standing.state_of(handed),
        "comment": comment,
        "versions": _versions(comment),
        "form": form,
        "page": page,
        "may_comment": request.user.has_perm(COMMENT, procedure),
        "previous": before,
        "next": after,
    }
    status = 422 if form.errors else 200
    return render(request, "handover/argument.html", context, status=status)


def _versions(comment: Comment | None) -> list[Any]:
    if comment is None:
        return []
    versions = comment.versions.select_related(
        "by", "submission_line__submission", "handed__hand_over"
    )
    return list(versions)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    """See what would be submitted, and submit it."""
    procedure = procedure_of_developer(request, slug, COMMENT)
    waiting = (
        Comment.objects.filter(procedure=procedure)
        .waiting()
        .select_related("latest__by", "argument")
        .order_by("argument__number")
    )
    if request.method == "POST":
        made = service.submit(procedure=procedure, by=request.user)
        count = made.comments if made else 0
        said = ngettext(
            "%(count)s comment is submitted.", "%(count)s comments are submitted.", count
        )
        messages.success(request, said % {"count": count})
        return redirect("developer-arguments", slug)
    context = {
        "procedure": procedure,
        "waiting": list(waiting),
        "progress": standing.progress(procedure),
    }
    return render(request, "handover/submit.html", context)
