"""Keeping a project: creating it, changing what is said of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dialogwerk.apps.base.places import municipalities
from dialogwerk.apps.people.models import Organisation

from ..forms import SchemeForm
from ..models import Scheme
from ..services import save_scheme
from .finding import scheme_for, staff_only

pages = require_http_methods(["GET", "HEAD", "POST"])


@staff_only
@pages
def new(request: HttpRequest) -> HttpResponse:
    """A new project."""
    if not request.user.has_perm("schemes.create"):
        raise PermissionDenied
    return _form_page(request, None)


@staff_only
@pages
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """A project with everything that belongs to it: what is said of it, documents, procedures."""
    return _form_page(request, scheme_for(request, slug, "schemes.edit"))


def _form_page(request: HttpRequest, scheme: Scheme | None) -> HttpResponse:
    form = SchemeForm(request.POST or None, scheme=scheme)
    if request.method == "POST" and form.is_valid():
        saved = save_scheme(scheme=scheme, by=request.user, **form.values())
        messages.success(request, _("“%(scheme)s” has been saved.") % {"scheme": saved})
        return redirect("scheme-edit", saved.slug)
    context = {"form": form, "scheme": scheme, "municipalities": municipalities()}
    context["organisations"] = Organisation.objects.filter(kind=Organisation.Kind.DEVELOPER)
    if scheme:
        context["documents"] = scheme.documents.all()
        context["procedures"] = scheme.procedures.in_full()
    return render(request, "schemes/scheme_form.html", context, status=422 if form.errors else 200)
