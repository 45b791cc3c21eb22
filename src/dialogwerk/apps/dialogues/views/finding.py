"""Which process, format or contribution this request may see or change; the desk's tabs."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dialogwerk.apps.base.ids import MistypedReceipt, parse_public_id

from .. import hooks
from ..models import Contribution, Format, Process, State

staff_only = login_required


def process_for(request: HttpRequest, slug: str, perm: str = "dialogues.view") -> Process:
    """The process of that address.

    Raises:
        Http404: there is none, or this visitor may not know of it.
        PermissionDenied: visible, but not with this permission.
    """
    visible = Process.objects.visible_to(request.user).select_related("scheme")
    process = visible.filter(slug=slug).first()
    if process is None:
        raise Http404(_("There is no such dialogue, or it is not public."))
    if not request.user.has_perm(perm, process):
        raise PermissionDenied
    return process


def format_of(process: Process, slug: str, *kinds: str) -> Format:
    """The format of that address in this process, of one of these kinds if any are named.

    Raises:
        Http404: there is none, or it was taken out.
    """
    found = process.formats.shown().select_related("phase").filter(slug=slug)
    one = (found.filter(kind__in=kinds) if kinds else found).first()
    if one is None:
        raise Http404(_("There is no such format in this dialogue."))
    one.process = process
    return one


def moved_contribution(process: Process, code: str) -> Contribution | None:
    """The contribution of this code that was put together with others or taken apart; None if it
    was not. Whether its words may be shown says `lineage.was_public`."""
    moved = process.contributions.filter(state__in=[State.MERGED, State.SPLIT])
    found = moved.select_related("format").filter(code=code.upper()).first()
    if found is not None:
        found.process = process
    return found


def public_contribution(process: Process, code: str) -> Contribution:
    """The public contribution of this code number, however it is written.

    Raises:
        Http404: there is none, or it is not shown.
    """
    try:
        written = parse_public_id(code, prefix="B")
    except MistypedReceipt as error:
        raise Http404(str(error)) from error
    found = process.contributions.public().select_related("category", "format__phase")
    contribution = found.filter(code=written).first()
    if contribution is None:
        raise Http404(_("There is no such contribution, or it is not shown."))
    contribution.process = contribution.format.process = process
    return contribution


def desk_page(
    request: HttpRequest,
    template: str,
    process: Process,
    section: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render a page of the workbench of a process with its tabs; checks no permission.

    Args:
        section: name of the address whose tab is the present one, such as "process-phases".
    """
    tabs = [
        {
            "label": one.label,
            "url": reverse(one.name, args=[process.slug]),
            "count": one.count(process) if one.count else None,
            "current": one.name == section,
        }
        for one in hooks.sections()
        if request.user.has_perm(one.perm, process)
    ]
    shared = {"process": process, "section": section, "workbench_sections": tabs}
    return render(request, template, {**shared, **context}, status=status)
