"""Who is concerned by an argument, and where their letters stand, before its answer changes."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from dialogwerk.apps.people.models import Person
from dialogwerk.apps.schemes.models import Procedure

from ..models import Argument, Reply
from ..services import answers, reply_states
from .workbench import procedure_for, workbench_page

PAGE = 100


@login_required
@require_safe
def people(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Everyone who makes this point, by code number, with the state of their reply."""
    procedure = procedure_for(request, slug, "statements.open_workbench")
    found = get_object_or_404(Argument, procedure=procedure, number=number)
    by_person = answers.letters_by_person(found)
    page = Paginator(by_person, PAGE).get_page(request.GET.get("page"))
    context = {
        "argument": found,
        "concerned": answers.concerned(found, people=page.paginator.count),
        "page": page,
        "rows": _rows(procedure, list(page.object_list)),
    }
    return workbench_page(
        request, "statements/workbench/argument_people.html", procedure, "arguments", context
    )


def _rows(procedure: Procedure, shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """People of one page with their newest letter."""
    keys = [one["person"] for one in shown]
    people_ = Person.objects.in_bulk(keys)
    letters: dict[int, Reply] = {}
    for reply in reply_states.shown(procedure.replies.filter(person__in=keys)).order_by("pk"):
        letters[reply.person_id] = reply
    return [
        {
            "person": people_[one["person"]],
            "letters": one["letters"],
            "reply": letters.get(one["person"]),
            **_state(letters.get(one["person"])),
        }
        for one in shown
    ]


def _state(reply: Reply | None) -> dict[str, Any]:
    state = reply_states.state_of(reply) if reply else "unwritten"
    return {"state": state, "state_label": reply_states.STATES[state]}
