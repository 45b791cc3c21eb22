"""Answers for many: decided for a list, a campaign or everyone; notices and what became of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements.errors import UnknownGround
from dialogwerk.documents.errors import UnknownFormat
from dialogwerk.documents.notices import FORMATS

from ..errors import StatementError
from ..forms.uniform import CollectiveForm, NoticeTextForm, PublicationForm, WithdrawForm
from ..models import Campaign, CollectiveReply, SignatureList
from ..services import collective as service
from ..services import covering, notice_drafts, reply_runs, representation, uniform
from .workbench import first_error, procedure_for, workbench_page

SECTION = "uniform"
TEMPLATES = "statements/workbench/uniform"
LOOK, SEND = "statements.open_workbench", "statements.send"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str, ground: str) -> HttpResponse:
    """Decide, on this ground, that people are answered together. Whom, stands in the query."""
    procedure = procedure_for(request, slug, SEND)
    subject = _subject(request, procedure)
    try:
        name, norms = uniform.ground_named(ground)
    except UnknownGround as error:
        raise Http404(_("There is no such legal ground.")) from error
    initial = {"title": _title(name, subject)}
    form = CollectiveForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        decided = _decided(request, procedure, ground, subject, form)
        if decided:
            messages.success(
                request, _("The decision is noted. Nobody has been answered by it yet.")
            )
            return redirect("collective", slug, decided.code)
    context = {"form": form, "subject": subject, "name": name, "norms": norms}
    status = 422 if form.errors else 200
    return workbench_page(
        request, f"{TEMPLATES}/decide.html", procedure, SECTION, context, status=status
    )


def _title(name: str, subject: SignatureList | Campaign | None) -> str:
    return f"{name}: {subject.title}"[:250] if subject else name


def _subject(request: HttpRequest, procedure: Procedure) -> SignatureList | Campaign | None:
    """The list or campaign named in the address; everyone if none is."""
    if code := request.GET.get("liste", ""):
        return get_object_or_404(SignatureList, procedure=procedure, code=code)
    number = request.GET.get("kampagne", "")
    if not number:
        return None
    if not (number.isascii() and number.isdecimal() and len(number) < 9):
        raise Http404
    return get_object_or_404(Campaign, procedure=procedure, number=int(number))


def _decided(
    request: HttpRequest,
    procedure: Procedure,
    ground: str,
    subject: SignatureList | Campaign | None,
    form: CollectiveForm,
) -> CollectiveReply | None:
    try:
        return service.decide(
            procedure=procedure,
            ground=ground,
            by=request.user.actor,
            campaigns=[subject] if isinstance(subject, Campaign) else [],
            signature_lists=[subject] if isinstance(subject, SignatureList) else [],
            representation=representation.representation_of(subject) if subject else None,
            text=notice_drafts.draft(procedure, ground, [subject.title] if subject else []),
            **form.cleaned_data,
        )
    except StatementError as error:
        form.add_error(None, str(error))
        return None


def _found(procedure: Procedure, code: str) -> CollectiveReply:
    known = CollectiveReply.objects.select_related("representation__representative")
    found = get_object_or_404(known, procedure=procedure, code=code)
    found.procedure = procedure
    return found


@login_required
@require_safe
def collective(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One answer for many: whom it reaches, its text, and how it leaves."""
    procedure = procedure_for(request, slug, LOOK)
    return _page(request, procedure, _found(procedure, code))


def _page(
    request: HttpRequest,
    procedure: Procedure,
    found: CollectiveReply,
    *,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    name, norms = uniform.ground_named(found.ground)
    context = {
        "collective": found,
        "ground": name,
        "norms": norms,
        "covered": covering.people_covered(found).count() if found.is_planned else 0,
        "ready": service.ready(found).count() if found.is_planned else 0,
        "answered": found.replies.sent().count(),
        "campaigns": found.campaigns.all(),
        "lists": found.signature_lists.all(),
        "letter": _letter_to_speaker(found),
        "text_form": NoticeTextForm(initial={"title": found.title, "text": found.text}),
        "publication_form": PublicationForm(),
        "withdraw_form": WithdrawForm(prefix="w"),
        "run": _run(found),
        "may_send": request.user.has_perm(SEND, procedure),
        **forms,
    }
    return workbench_page(
        request, f"{TEMPLATES}/collective.html", procedure, SECTION, context, status=status
    )


def _letter_to_speaker(found: CollectiveReply) -> Any:
    """The letter that answers everyone it speaks for, if it is there already."""
    if found.representation is None or found.representation.representative_id is None:
        return None
    letters = found.procedure.replies.filter(person=found.representation.representative_id)
    return letters.order_by("-pk").first()


def _run(found: CollectiveReply) -> Run | None:
    runs = Run.objects.filter(kind=reply_runs.SETTLE, arguments__collective=found.code)
    return runs.order_by("-pk").first()


@login_required
@require_POST
def amend(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change title and text of the notice."""
    procedure = procedure_for(request, slug, SEND)
    found = _found(procedure, code)
    form = NoticeTextForm(request.POST)
    if form.is_valid():
        try:
            service.amend(found, by=request.user.actor, **form.cleaned_data)
        except StatementError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The text is saved."))
            return redirect("collective", slug, code)
    return _page(request, procedure, found, status=422, text_form=form)


@login_required
@require_POST
def publish(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Note when and where the notice was published; its people are then noted as answered."""
    procedure = procedure_for(request, slug, SEND)
    found = _found(procedure, code)
    form = PublicationForm(request.POST)
    if form.is_valid():
        try:
            service.note_published(found, by=request.user.actor, **form.cleaned_data)
            reply_runs.start_settling(found, by=request.user.actor)
        except StatementError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("The publication is noted; the people are now noted as answered.")
            )
            return redirect("collective", slug, code)
    return _page(request, procedure, found, status=422, publication_form=form)


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take the decision back."""
    procedure = procedure_for(request, slug, SEND)
    found = _found(procedure, code)
    form = WithdrawForm(request.POST, prefix="w")
    try:
        if not form.is_valid():
            raise StatementError(first_error([form]))
        service.withdraw(found, by=request.user.actor, reason=form.cleaned_data["reason"])
    except StatementError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The decision is taken back; everyone gets a letter again."))
    return redirect("collective", slug, code)


@login_required
@require_safe
@never_cache
def notice(request: HttpRequest, slug: str, code: str, ending: str) -> HttpResponse:
    """The notice as PDF or DOCX."""
    procedure = procedure_for(request, slug, LOOK)
    found = _found(procedure, code)
    try:
        content = service.notice_bytes(found, ending)
    except UnknownFormat as error:
        raise Http404(str(error)) from error
    response = HttpResponse(content, content_type=FORMATS[ending].media_type)
    response["Content-Disposition"] = f'attachment; filename="{found.code}.{ending}"'
    return response
