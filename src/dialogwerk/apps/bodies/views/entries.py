"""Pages for single entries of a body's record: added, corrected, taken out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from dialogwerk.apps.base.refusals import add_to

from .. import services
from ..entries import KINDS, Kind
from ..forms.entries import HolderForm, RemoveForm
from ..models import Body
from .finding import KEEP, body_for, names_in
from .staff import form_page, pages


def _kind(what: str) -> Kind:
    if what not in KINDS:
        raise Http404
    return KINDS[what]


def _names(request: HttpRequest, body: Body, kind: Kind) -> dict[int, str]:
    """Names are looked at only for the form that needs them."""
    return names_in(request, body) if issubclass(kind.form, HolderForm) else {}


@login_required
@never_cache
@pages
def add(request: HttpRequest, code: str, what: str) -> HttpResponse:
    """Add an entry of this kind."""
    kind, body = _kind(what), body_for(request, code, KEEP)
    form = kind.form(request.POST or None, body=body, names=_names(request, body, kind))
    return _handled(request, kind, body, form, None, title=kind.add, button=_("Record"))


@login_required
@never_cache
@pages
def amend(request: HttpRequest, code: str, what: str, pk: int) -> HttpResponse:
    """Correct an entry."""
    kind, body = _kind(what), body_for(request, code, KEEP)
    entry = get_object_or_404(kind.model, body=body, pk=pk)
    names = _names(request, body, kind)
    form = kind.form(request.POST or None, body=body, entry=entry, names=names)
    remove = {"what": what, "pk": pk}
    return _handled(
        request, kind, body, form, entry, title=kind.amend, button=_("Save"), remove=remove
    )


def _handled(
    request: HttpRequest, kind: Kind, body: Body, form: Any, entry: Any, **context: Any
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            kind.save(body=body, by=request.user.actor, entry=entry, **form.values())
        except ValidationError as error:
            add_to(form, error)
        else:
            messages.success(request, kind.done)
            return redirect("body-desk", body.code)
    return form_page(request, form, body=body, text=kind.text, **context)


@login_required
@pages
def remove(request: HttpRequest, code: str, what: str, pk: int) -> HttpResponse:
    """Take an entry out that never was so."""
    kind, body = _kind(what), body_for(request, code, KEEP)
    entry = get_object_or_404(kind.model, body=body, pk=pk)
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.remove_entry(entry=entry, by=request.user.actor, **form.cleaned_data)
        except ValidationError as error:
            add_to(form, error)
        else:
            messages.success(request, _("The entry is taken out."))
            return redirect("body-desk", body.code)
    text = _("For entries that never were so. What has ended gets an end instead, and stays.")
    return form_page(
        request,
        form,
        body=body,
        title=_("Take an entry out"),
        button=_("Take out"),
        text=text,
        is_severe=True,
    )
