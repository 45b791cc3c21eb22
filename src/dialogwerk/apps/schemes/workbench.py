"""Pages of a procedure's workbench in this app; whoever stands above it provides the tabs.

The workbench belongs to an app above this one. In its ``AppConfig.ready`` it calls
`provide_sections`, so that its tabs stand on the pages of the calendar and of notices too.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .models import Procedure

Sections = Callable[[HttpRequest, Procedure, str], list[dict[str, Any]]]
"""Gets the request, the procedure and the name of the present section; gives the tabs."""

_providers: list[Sections] = []


def provide_sections(provider: Sections) -> None:
    """Say how the tabs of a procedure's workbench are made; the last one who says so counts."""
    _providers[:] = [provider]


def workbench_page(
    request: HttpRequest,
    template: str,
    procedure: Procedure,
    section: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render a page of the workbench with the tabs of its procedure; checks no permission.

    Args:
        section: name of the address whose tab is the present one, such as "calendar".
    """
    tabs = [tab for provide in _providers for tab in provide(request, procedure, section)]
    shared = {
        "procedure": procedure,
        "scheme": procedure.scheme,
        "section": section,
        "workbench_sections": tabs,
    }
    return render(request, template, {**shared, **context}, status=status)
