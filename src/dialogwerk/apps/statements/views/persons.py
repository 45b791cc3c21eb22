"""Persons of a procedure: pairs to decide, what was decided, and one person with all letters."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dialogwerk.apps.people.models import Identity, Person
from dialogwerk.apps.people.services import identities
from dialogwerk.apps.schemes.models import Procedure

from ..errors import StatementError
from ..models import PersonLink, Reply, Statement
from ..paging import in_order
from ..services import persons as service
from ..services.figures import Counted
from ..services.person_reasons import spoken
from ..services.person_runs import last_run, start_telling_apart
from .inbox import snippet
from .workbench import procedure_for, workbench_page

SECTION, PERM = "persons", "statements.link_persons"
PER_PAGE = 10
LETTERS_PER_PAGE = 50
SAMPLES = 2
State = PersonLink.State
LISTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "open": (gettext_lazy("To decide"), (State.PROPOSED,)),
    "certain": (gettext_lazy("Put together, certain"), (State.CERTAIN,)),
    "same": (gettext_lazy("Decided: same person"), (State.CONFIRMED,)),
    "different": (gettext_lazy("Decided: different people"), (State.REFUSED,)),
    "ruled_out": (gettext_lazy("Alike, but ruled out"), (State.RULED_OUT,)),
}
"""Which links a list shows: its name in the address, its label, and their states."""


@login_required
@never_cache
@require_safe
def links(request: HttpRequest, slug: str) -> HttpResponse:
    """Pairs of persons, one list for each state; each look at the names is logged."""
    procedure = procedure_for(request, slug, PERM)
    shown = request.GET.get("list", "open")
    shown = shown if shown in LISTS else "open"
    numbers = _numbers(procedure)
    states = LISTS[shown][1]
    links = procedure.person_links.filter(state__in=states)
    found = links.next_first() if shown == "open" else links.likeliest_first()
    count = sum(numbers.get(one, 0) for one in states)
    pages = Counted(found.values_list("pk", flat=True), PER_PAGE, count=count)
    page = pages.get_page(request.GET.get("page"))
    pairs = in_order(found.select_related("first", "second", "decided_by"), list(page))
    context = {
        "page": page,
        "shown": shown,
        "lists": [
            {"name": name, "label": label, "count": sum(numbers.get(one, 0) for one in of)}
            for name, (label, of) in LISTS.items()
        ],
        "pairs": _pairs(request, procedure, pairs),
        "run": last_run(procedure),
    }
    return workbench_page(
        request, "statements/workbench/persons/list.html", procedure, SECTION, context
    )


def _numbers(procedure: Procedure) -> dict[str, int]:
    counted = procedure.person_links.order_by().values_list("state").annotate(Count("pk"))
    return dict(counted)


def _pairs(
    request: HttpRequest, procedure: Procedure, shown: Sequence[PersonLink]
) -> list[dict[str, Any]]:
    keys = {key for link in shown for key in (link.first_id, link.second_id)}
    known = _identities(request, procedure, keys)
    numbers = _numbers_of_letters(procedure, keys)
    samples = {key: (numbers[key], _samples(procedure, key)) for key in keys}
    return [
        {
            "link": link,
            "reasons": spoken(link.reasons),
            "sides": [
                _side(person, known, samples[person.pk]) for person in (link.first, link.second)
            ],
        }
        for link in shown
    ]


def _identities(
    request: HttpRequest, procedure: Procedure, keys: Iterable[int]
) -> dict[int, Identity]:
    return identities(
        keys,
        by=request.user.actor,
        purpose="persons",
        procedure=procedure.slug,
        user_id=request.user.pk,
    )


def _side(
    person: Person, known: Mapping[int, Identity], samples: tuple[int, list[dict[str, Any]]]
) -> dict[str, Any]:
    letters, newest = samples
    return {
        "person": person,
        "identity": known.get(person.pk),
        "letters": letters,
        "samples": newest,
    }


def _samples(procedure: Procedure, key: int) -> list[dict[str, Any]]:
    """The newest letters that came under this form."""
    newest = _letters_of(procedure, key).order_by("-received_at", "-pk")[:SAMPLES]
    return [
        {"letter": letter, "snippet": snippet(letter.title or letter.text)} for letter in newest
    ]


def _numbers_of_letters(procedure: Procedure, keys: Iterable[int]) -> dict[int, int]:
    """How many letters each of these persons wrote, or came under a form put with another one."""
    forms = Person.objects.filter(pk__in=keys).values_list("pk", "merged_into")
    person_of = {key: into or key for key, into in forms}
    letters = Statement.objects.filter(procedure=procedure, person__in=set(person_of.values()))
    counted = letters.order_by().values_list("person", "sender").annotate(Count("pk"))
    numbers: Counter[int] = Counter()
    for person, form, count in counted:
        numbers[person] += count
        if form:
            numbers[form] += count
    return {key: numbers[key] for key in keys}


def _letters_of(procedure: Procedure, key: int) -> Any:
    """Letters of a person, or under a form that was put with another one."""
    mine = Q(person=key)
    person = Person.objects.filter(pk=key).values_list("merged_into", flat=True).first()
    if person:
        mine = Q(person=person, sender=key)
    return Statement.objects.filter(mine, procedure=procedure)


# Deciding

_DECISIONS = {
    "same": (service.confirm, gettext_lazy("Put together: %(first)s and %(second)s.")),
    "different": (service.refuse, gettext_lazy("Kept apart: %(first)s and %(second)s.")),
    "again": (service.reconsider, gettext_lazy("To be decided again: %(first)s and %(second)s.")),
}


@login_required
@require_POST
def decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Same person, different people, later, or decide again."""
    procedure = procedure_for(request, slug, PERM)
    found = PersonLink.objects.select_related("first", "second", "procedure")
    link = get_object_or_404(found, procedure=procedure, pk=pk)
    answer = request.POST.get("answer", "")
    if answer == "later":
        service.postpone(link)
    elif answer in _DECISIONS:
        _decided(request, link, answer)
    else:
        raise Http404
    shown = request.POST.get("list", "open")
    return redirect(f"{reverse('persons', args=[slug])}?list={shown if shown in LISTS else 'open'}")


def _decided(request: HttpRequest, link: PersonLink, answer: str) -> None:
    act, sentence = _DECISIONS[answer]
    try:
        act(link=link, by=request.user)
    except StatementError as error:
        messages.error(request, str(error))
        return
    codes = {"first": link.first.code, "second": link.second.code}
    undo = "" if answer == "again" else " " + _("You can take this back in the lists below.")
    messages.success(request, str(sentence) % codes + undo)


@login_required
@require_POST
def search_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell the persons apart again, in the background."""
    procedure = procedure_for(request, slug, PERM)
    start_telling_apart(procedure, by=request.user.actor)
    messages.success(request, _("The persons are being told apart. What was decided stays."))
    return redirect("persons", slug)


# One person


@login_required
@never_cache
@require_safe
def person(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One person: forms of the name, letters, links with reasons, replies."""
    procedure = procedure_for(request, slug, PERM)
    found = _person(procedure, code)
    if found.merged_into is not None:
        return redirect("person", slug, found.merged_into.code)
    forms = [found, *found.aliases.order_by("pk")[:LETTERS_PER_PAGE]]
    known = _identities(request, procedure, [one.pk for one in forms])
    letters = Statement.objects.filter(procedure=procedure, person=found)
    page = Paginator(
        letters.select_related("campaign").order_by("-received_at", "-pk"), LETTERS_PER_PAGE
    ).get_page(request.GET.get("page"))
    context = {
        "person": found,
        "identity": known.get(found.pk),
        "forms": _forms(procedure, found, forms, known),
        "more_forms": found.aliases.count() + 1 - len(forms),
        "page": page,
        "letters": [
            {"letter": one, "snippet": snippet(one.title or one.text)} for one in page.object_list
        ],
        "links": _links_of(procedure, found),
        "replies": Reply.objects.filter(procedure=procedure, person=found).order_by("pk"),
    }
    return workbench_page(
        request, "statements/workbench/persons/person.html", procedure, SECTION, context
    )


def _person(procedure: Procedure, code: str) -> Person:
    """A person with letters in this procedure, now or under this form."""
    found = get_object_or_404(Person.objects.select_related("merged_into"), code=code)
    if not Statement.objects.filter(
        procedure=procedure, person=found.merged_into_id or found.pk
    ).exists():
        raise Http404
    return found


def _forms(
    procedure: Procedure, found: Person, forms: Sequence[Person], known: Mapping[int, Identity]
) -> list[dict[str, Any]]:
    """Each form of the name with the number of its letters."""
    letters = Statement.objects.filter(procedure=procedure, person=found).order_by()
    counted = dict(letters.values_list("sender").annotate(Count("pk")))
    return [
        {
            "person": one,
            "identity": known.get(one.pk),
            "letters": counted.get(None if one.pk == found.pk else one.pk, 0),
        }
        for one in forms
    ]


def _links_of(procedure: Procedure, found: Person) -> list[dict[str, Any]]:
    mine = Q(first=found) | Q(second=found)
    rows = procedure.person_links.filter(mine).select_related("first", "second")
    return [
        {
            "link": link,
            "other": link.second if link.first_id == found.pk else link.first,
            "reasons": spoken(link.reasons),
        }
        for link in rows.order_by("state", "-score", "pk")[:LETTERS_PER_PAGE]
    ]


@login_required
@require_POST
def take_apart(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Make a form of the name a person of its own again."""
    procedure = procedure_for(request, slug, PERM)
    found = _person(procedure, code)
    try:
        service.take_apart(person=found, procedure=procedure, by=request.user)
    except StatementError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("%(code)s is a person of its own again, with its letters.") % {"code": found.code},
        )
    return redirect("person", slug, found.code)
