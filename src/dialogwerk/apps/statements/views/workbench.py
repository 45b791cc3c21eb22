"""What every page of the workbench shares: finding the procedure, the tabs; and the start page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.schemes.models import Procedure

SECTIONS: tuple[tuple[str, Any, str], ...] = (
    ("inbox", gettext_lazy("Inbox"), "statements.open_workbench"),
    ("campaigns", gettext_lazy("Campaigns"), "statements.open_workbench"),
    ("arguments", gettext_lazy("Arguments"), "statements.open_workbench"),
    ("replies", gettext_lazy("Reply letters"), "statements.open_workbench"),
    ("ledger", gettext_lazy("Ledger"), "statements.open_workbench"),
    ("synopsis", gettext_lazy("Synopsis"), "statements.export"),
    ("capture", gettext_lazy("Record a letter"), "statements.take_in"),
    ("imports", gettext_lazy("Imports"), "statements.take_in"),
    ("runs", gettext_lazy("Background work"), "statements.open_workbench"),
)
"""Name of the address (it gets the slug), label and the permission that shows the tab."""


def procedure_for(request: HttpRequest, slug: str, perm: str) -> Procedure:
    """The procedure in whose workbench this request acts; views require a log-in before.

    Raises:
        Http404: no such procedure, or not visible to this account.
        PermissionDenied: visible, but not with this permission.
    """
    procedures = Procedure.objects.visible_to(request.user).select_related("scheme", "authority")
    procedure = procedures.filter(slug=slug).first()
    if procedure is None:
        raise Http404(_("There is no such procedure, or it is not open to your account."))
    if not request.user.has_perm(perm, procedure):
        raise PermissionDenied
    return procedure


def workbench_page(
    request: HttpRequest,
    template: str,
    procedure: Procedure | None,
    section: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render a page of the workbench with the tabs of its procedure; checks no permission."""
    shared = {
        "procedure": procedure,
        "section": section,
        "workbench_sections": sections_of(request, procedure, section) if procedure else [],
    }
    return render(request, template, {**shared, **context}, status=status)


def sections_of(request: HttpRequest, procedure: Procedure, current: str) -> list[dict[str, Any]]:
    """The tabs that this account may open; the inbox says how many letters are unread."""
    unread = procedure.statements.unread().count()
    return [
        {
            "label": label,
            "url": url,
            "count": unread if name == "inbox" and unread else None,
            "current": name == current,
        }
        for name, label, perm in SECTIONS
        if (url := _address(name, procedure.slug)) and request.user.has_perm(perm, procedure)
    ]


def _address(name: str, *parts: object) -> str:
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""


def first_error(forms: Iterable[Any]) -> str:
    """The first error of these forms as a sentence, for a message after a redirect."""
    return next((text for form in forms for texts in form.errors.values() for text in texts), "")
