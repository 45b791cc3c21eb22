"""Uniform submissions: lists and large campaigns, who speaks for them, and unclear signatures."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dialogwerk.apps.people.services import identities
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements.representation import STEPS, Act, Standing
from dialogwerk.documents.notices import notice_file

from ..errors import StatementError
from ..forms.uniform import ListUploadForm, SignatureForm, StepForm
from ..models import (
    Campaign,
    CollectiveReply,
    Representation,
    RepresentationStep,
    SignatureList,
    UnclearSignature,
)
from ..services import notice_drafts, representation, uniform
from ..services.signature_lists import take_in_list
from .workbench import first_error, procedure_for, workbench_page

SECTION = "uniform"
PAGE = 50
TEMPLATES = "statements/workbench/uniform"
LOOK, SEND, TAKE_IN = "statements.open_workbench", "statements.send", "statements.take_in"
NAMES = "statements.see_names"

Subject = SignatureList | Campaign


@login_required
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """All lists, the campaigns of more than 50 people, and what is answered together."""
    procedure = procedure_for(request, slug, LOOK)
    context = {
        "lists": uniform.lists_of(procedure),
        "campaigns": uniform.campaigns_of(procedure),
        "collective": procedure.collective_replies.all(),
        "allowances": [
            one for one in uniform.allowances_for_all(procedure) if one.counts == "services"
        ],
        "may_send": request.user.has_perm(SEND, procedure),
        "may_take_in": request.user.has_perm(TAKE_IN, procedure),
    }
    return workbench_page(request, f"{TEMPLATES}/overview.html", procedure, SECTION, context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """A signature list from a table, with its text or its scan."""
    procedure = procedure_for(request, slug, TAKE_IN)
    form = ListUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        code = _taken_in(procedure, form, by=request.user.actor)
        if code:
            messages.success(request, _("The signature list is taken in."))
            return redirect("signature-list", slug, code)
    status = 422 if form.errors else 200
    return workbench_page(
        request, f"{TEMPLATES}/upload.html", procedure, SECTION, {"form": form}, status=status
    )


def _taken_in(procedure: Procedure, form: ListUploadForm, *, by: str) -> str:
    """The code of the list; empty with the reason in the form."""
    data = form.cleaned_data
    table = data["table"]
    try:
        taken = take_in_list(
            procedure=procedure,
            title=data["title"],
            text=data["text"],
            signatories=table.signatories,
            received_at=data["received_at"],
            channel=data["channel"],
            by=by,
            representative=data["representative"] or table.representative,
            files=data["files"],
            submission_key=form.key,
        )
    except StatementError as error:
        form.add_error(None, str(error))
        return ""
    return taken[0].signature_list.code if taken[0].signature_list else ""


# One list or campaign


def _list(procedure: Procedure, code: str) -> SignatureList:
    return get_object_or_404(SignatureList, procedure=procedure, code=code)


def _campaign(procedure: Procedure, number: int) -> Campaign:
    return get_object_or_404(Campaign, procedure=procedure, number=number)


@login_required
@require_safe
def signature_list(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One list: how many signed, who speaks for them, what the law allows, unclear signatures."""
    procedure = procedure_for(request, slug, LOOK)
    return _page(request, procedure, _list(procedure, code))


@login_required
@require_safe
def campaign(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The same for the people of a campaign."""
    procedure = procedure_for(request, slug, LOOK)
    return _page(request, procedure, _campaign(procedure, number))


def _page(
    request: HttpRequest, procedure: Procedure, subject: Subject, *, status: int = 200, **more: Any
) -> HttpResponse:
    found = representation.representation_of(subject)
    counts = uniform.counts_for(subject, speaks=found.speaks)
    is_list = isinstance(subject, SignatureList)
    unclear = _unclear(subject) if is_list else UnclearSignature.objects.none()
    page = Paginator(unclear, PAGE).get_page(request.GET.get("page"))
    names = request.user.has_perm(NAMES, procedure)
    context = {
        "subject": subject,
        "is_list": is_list,
        "people": counts.same_text,
        "letters": _letters(subject).count(),
        "representation": found,
        "name": _name_of(request, procedure, found) if names else "",
        "steps": found.steps.select_related("person"),
        "acts": _acts(found),
        "allowances": [
            one for one in uniform.allowances(procedure, counts) if one.counts != "services"
        ],
        "collective": _collective(subject),
        "page": page,
        "unclear": _with_names(request, procedure, list(page.object_list)) if names else page,
        "signature_form": SignatureForm(),
        "may_send": request.user.has_perm(SEND, procedure),
        **more,
    }
    return workbench_page(
        request, f"{TEMPLATES}/subject.html", procedure, SECTION, context, status=status
    )


def _letters(subject: Subject) -> Any:
    return subject.statements.all()


def _unclear(signed: Subject) -> Any:
    found = UnclearSignature.objects.filter(statement__signature_list=signed)
    return found.select_related("statement__person")


def _collective(subject: Subject) -> Any:
    return CollectiveReply.objects.filter(pk__in=subject.collective_replies.values("pk"))


def _acts(found: Representation, forms: dict[str, StepForm] | None = None) -> list[dict[str, Any]]:
    """The steps that are possible now, each with its ground and its form."""
    return [
        {
            "act": act,
            "label": RepresentationStep.Act(act).label,
            "norms": step.norms,
            "form": (forms or {}).get(act) or StepForm(needs=step.needs, prefix=act),
        }
        for act in representation.next_acts(found)
        if (step := STEPS[Standing(found.standing), Act(act)])
    ]


def _name_of(request: HttpRequest, procedure: Procedure, found: Representation) -> str:
    """The representative's name, as a logged look."""
    if found.representative_id is None:
        return ""
    known = _identities(request, procedure, [found.representative_id], "representative")
    identity = known.get(found.representative_id)
    return identity.name if identity else ""


def _with_names(
    request: HttpRequest, procedure: Procedure, shown: list[UnclearSignature]
) -> list[UnclearSignature]:
    """Unclear signatures with what can be read of them, as one logged look."""
    people = [one.statement.person_id for one in shown]
    known = _identities(request, procedure, people, "unclear signatures") if people else {}
    for one in shown:
        identity = known.get(one.statement.person_id)
        one.readable = ", ".join(identity.address_lines) if identity else ""
    return shown


def _identities(
    request: HttpRequest, procedure: Procedure, people: list[int], purpose: str
) -> dict[int, Any]:
    return identities(
        people,
        by=request.user.actor,
        purpose=purpose,
        procedure=procedure.slug,
        user_id=request.user.pk,
    )


# Steps


@login_required
@require_POST
def list_step(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Do one step for a list."""
    procedure = procedure_for(request, slug, SEND)
    return _step(request, procedure, _list(procedure, code))


@login_required
@require_POST
def campaign_step(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Do one step for the people of a campaign."""
    procedure = procedure_for(request, slug, SEND)
    return _step(request, procedure, _campaign(procedure, number))


def _step(request: HttpRequest, procedure: Procedure, subject: Subject) -> HttpResponse:
    found = representation.representation_of(subject)
    act = request.POST.get("act", "")
    if act not in representation.next_acts(found):
        messages.error(
            request, _("This step is not possible from where the list or campaign stands.")
        )
        return redirect(address_of(subject))
    needs = STEPS[Standing(found.standing), Act(act)].needs
    form = StepForm(request.POST, needs=needs, prefix=act)
    if form.is_valid():
        try:
            representation.take_step(
                found, act, _filing(request, procedure, form), by=request.user.actor
            )
        except StatementError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The step is noted."))
            return redirect(address_of(subject))
    return _page(
        request, procedure, subject, status=422, acts=_acts(found, {act: form}), open_act=act
    )


def _filing(request: HttpRequest, procedure: Procedure, form: StepForm) -> representation.Filing:
    data = form.cleaned_data
    words = data.get("person", "").strip()
    person = (
        representation.find_person(procedure, words, by=request.user.actor, user_id=request.user.pk)
        if words
        else None
    )
    return representation.Filing(
        day=data["day"],
        person=person,
        reason=data["reason"],
        answer_by=data.get("answer_by"),
        published_on=data.get("published_on"),
    )


def address_of(subject: Subject) -> str:
    """Where the page of this list or campaign stands."""
    slug = subject.procedure.slug
    if isinstance(subject, SignatureList):
        return reverse("signature-list", args=[slug, subject.code])
    return reverse("campaign-people", args=[slug, subject.number])


@login_required
@require_POST
def signature(request: HttpRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """Decide on one unclear signature."""
    procedure = procedure_for(request, slug, SEND)
    signed = _list(procedure, code)
    unclear = get_object_or_404(_unclear(signed), pk=pk)
    form = SignatureForm(request.POST)
    try:
        if not form.is_valid():
            raise StatementError(first_error([form]))
        representation.decide_signature(unclear, by=request.user.actor, **form.cleaned_data)
    except StatementError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The decision is noted."))
    return redirect("signature-list", slug, code)


@login_required
@require_safe
def list_call(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The call for a joint representative as a Word file, to send or to publish."""
    procedure = procedure_for(request, slug, LOOK)
    return _call(procedure, _list(procedure, code))


@login_required
@require_safe
def campaign_call(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The same for the people of a campaign."""
    procedure = procedure_for(request, slug, LOOK)
    return _call(procedure, _campaign(procedure, number))


def _call(procedure: Procedure, subject: Subject) -> HttpResponse:
    found = representation.representation_of(subject)
    if found.answer_by is None:
        raise Http404(_("Nobody is called upon at present."))
    step = found.steps.filter(act=RepresentationStep.Act.CALL).last()
    notice = notice_drafts.call(procedure, subject.title, found, step)
    response = HttpResponse(
        notice_file(notice, "docx"),
        content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )
    response["Content-Disposition"] = 'attachment; filename="Aufforderung.docx"'
    return response
