"""The path to a new alliance: step by step, to be left and taken up again at any time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dialogwerk.apps.base.refusals import add_to

from ..body_page import wording_of
from ..forms.bodies import FoundingForm
from ..forms.fields import offered
from ..forms.founding import (
    DeclarationForm,
    EntrustForm,
    OfficeForm,
    ProgrammeForm,
    SignatoriesForm,
)
from ..models import Body, Founding, Tenure
from ..services import founding as service
from .finding import KEEP, body_for, names_in
from .staff import form_page, pages

Role = Tenure.Role


@dataclass(frozen=True, slots=True)
class Page:
    """How a step is shown and saved.

    Attributes:
        role: whose holders stand above the form.
    """

    form: Any
    save: Callable[..., Any]
    role: str = ""


def _entrust(role: str) -> Callable[..., Any]:
    def save(**values: Any) -> Any:
        return service.entrust(role=role, **values)

    return save


PAGES = {
    "erklaerung": Page(DeclarationForm, service.declare),
    "unterzeichner": Page(SignatoriesForm, service.sign, Role.SIGNATORY),
    "schirmherrschaft": Page(EntrustForm, _entrust(Role.PATRON), Role.PATRON),
    "sprecher": Page(EntrustForm, _entrust(Role.SPOKESPERSON), Role.SPOKESPERSON),
    "geschaeftsstelle": Page(OfficeForm, service.give_office),
    "programm": Page(ProgrammeForm, service.plan),
}


@login_required
@pages
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the path to a new alliance."""
    if not request.user.has_perm("bodies.create"):
        raise PermissionDenied
    form = FoundingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = service.begin_founding(by=request.user.actor, **form.values())
        except ValidationError as error:
            add_to(form, error)
        else:
            return redirect("founding", made.body.code)
    text = _(
        "Declaration, signatories, patron, spokesperson, office, programme of the first year: step"
        " by step, in any order. You can stop at any time and go on later. Nobody sees the alliance"
        " before it is founded."
    )
    return form_page(request, form, title=_("Found an alliance"), button=_("Begin"), text=text)


def _founding(request: HttpRequest, code: str) -> Founding:
    body = body_for(request, code, KEEP)
    found: Founding = get_object_or_404(Founding.objects.select_related("body"), body=body)
    return found


@login_required
@require_safe
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """How far the path is, and what is missing."""
    found = _founding(request, code)
    progress = service.progress_of(found)
    context = {
        "body": found.body,
        "founding": found,
        "progress": progress,
        "done": sum(one.state != "open" for one in progress),
        "missing": service.missing_in(progress),
    }
    return render(request, "bodies/staff/founding.html", context)


@login_required
@never_cache
@pages
def step(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """One step of the path."""
    found = _founding(request, code)
    page, one = _page(key)
    if found.finished_at:
        messages.info(request, _("This alliance is founded. Changes go into its record now."))
        return redirect("body-desk", found.body.code)
    form = page.form(request.POST or None, founding=found, **_names(request, found, page))
    if request.method == "POST" and form.is_valid():
        try:
            page.save(founding=found, by=request.user.actor, **form.values())
        except ValidationError as error:
            add_to(form, error)
        else:
            messages.success(request, _("Saved: %(step)s.") % {"step": one.title})
            return redirect("founding", found.body.code)
    context = {
        "body": found.body,
        "step": one,
        "form": form,
        "is_open": one.key in found.left_open,
        "held": _held(request, found.body, page),
        "offices": service.offices_of(found.body).select_related("body")
        if key == "geschaeftsstelle"
        else [],
        "bodies_on_record": offered(Body.objects.current()),
    }
    status = 422 if form.errors else 200
    return render(request, "bodies/staff/founding_step.html", context, status=status)


def _page(key: str) -> tuple[Page, service.Step]:
    if key not in PAGES:
        raise Http404
    return PAGES[key], next(one for one in service.STEPS if one.key == key)


def _names(request: HttpRequest, found: Founding, page: Page) -> dict[str, Any]:
    if page.form is not EntrustForm:
        return {}
    return {"names": names_in(request, found.body)}


def _held(request: HttpRequest, body: Body, page: Page) -> list[tuple[Tenure, str]]:
    """Who holds the role of this step so far."""
    if not page.role:
        return []
    tenures = list(body.tenures.filter(role=page.role).in_full().in_time())
    persons = any(one.person_id for one in tenures)
    wording = wording_of(tenures, names_in(request, body) if persons else {})
    return [(one, wording(one)) for one in tenures]


@login_required
@require_POST
def leave_open(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Leave a step open on purpose."""
    found = _founding(request, code)
    _view, one = _page(key)
    try:
        service.leave_open(founding=found, step=one, by=request.user.actor)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Left open: %(step)s.") % {"step": one.title})
    return redirect("founding", found.body.code)


@login_required
@require_POST
def finish(request: HttpRequest, code: str) -> HttpResponse:
    """The alliance is founded and public."""
    found = _founding(request, code)
    try:
        body = service.finish_founding(founding=found, by=request.user.actor)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("founding", found.body.code)
    messages.success(request, _("%(name)s is founded.") % {"name": body.name})
    return redirect(body)
