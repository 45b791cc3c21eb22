"""The letter reader: one letter with its layers, and everything one does with it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.people.services import identities
from dialogwerk.apps.schemes.models import Procedure

from .. import hooks
from ..errors import StatementError
from ..forms.reading import InboxFilter
from ..models import Attachment, Occurrence, Statement
from ..services import membership, placing, reading, search
from ..services.masking import masker
from . import passages
from .inbox import inbox_filter
from .workbench import procedure_for, workbench_page


@login_required
@require_safe
@vary_on_headers("HX-Request")
def reader(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One letter. Opening it places a new one in its campaign and proposes passages."""
    procedure = procedure_for(request, slug, "statements.open_workbench")
    letter = _letter(procedure, code)
    segments = _made_ready(letter)
    chosen = inbox_filter(request, procedure)
    about = _about(request, procedure, letter)
    context = {
        **about,
        **passages.panel(
            request,
            letter,
            segments,
            keep=urlencode(chosen.chosen),
            points=about["points"],
            shows_sender=about["may_see_names"],
        ),
        **_links(request, _neighbours(procedure, letter, chosen)),
        "four_counts": None,
        "panels": hooks.letter_panels(request, letter),
        "letter": letter,
        "subject": _hidden(letter, letter.title, sees_names=about["may_see_names"]),
        "place": _hidden(letter, letter.place_name, sees_names=about["may_see_names"]),
        "may_tie": request.user.has_perm("statements.tie", procedure),
        "may_take_in": request.user.has_perm("statements.take_in", procedure),
    }
    if request.htmx:
        context["procedure"] = procedure
        return workbench_page(request, "statements/workbench/_reader.html", None, "inbox", context)
    return workbench_page(request, "statements/workbench/reader.html", procedure, "inbox", context)


def _letter(procedure: Procedure, code: str) -> Statement:
    files = Attachment.objects.filter(statement=OuterRef("pk"))
    letters = Statement.objects.filter(procedure=procedure).defer("original__body")
    letters = letters.annotate(has_files=Exists(files), **hooks.letter_marks())
    related = (
        *("original", "campaign", "person", "signature_list", "round"),
        "from_dialogue__contribution__process",
    )
    letter = get_object_or_404(letters.select_related(*related), code=code)
    letter.procedure = procedure
    return letter


def _made_ready(letter: Statement) -> list[Any]:
    """The passages of a letter; an unread one gets its proposals when it is opened."""
    if letter.read_at is None and letter.campaign_id is None:
        placing.place(letter)
    segments = list(reading.segments_of(letter))
    if letter.read_at is None:
        segments += reading.propose_segments(letter, known=segments)
    return sorted(segments, key=lambda segment: segment.start)


def _about(request: HttpRequest, procedure: Procedure, letter: Statement) -> dict[str, Any]:
    """What stands beside the text."""
    others = Statement.objects.filter(person=letter.person_id, procedure=procedure)
    others = others.exclude(pk=letter.pk).order_by("-received_at")
    may_see_names = request.user.has_perm("statements.see_names", procedure)
    return {
        "points": _points(letter) if letter.campaign_id else [],
        "attachments": list(letter.attachments.all()) if letter.has_files else [],
        "others": list(others.only("code", "received_at", "read_at", "title")[:20]),
        "may_see_names": may_see_names,
        "identity": _identity(request, letter) if may_see_names else None,
        "moving": bool(request.GET.get("move")),
        "campaigns": _campaigns(request, procedure),
    }


def _hidden(letter: Statement, words: str, *, sees_names: bool) -> str:
    """What the letter says it is about, or where; without what would tell who wrote it for who may
    not know that."""
    return masker([letter.person_id], sees_names=sees_names)(letter.person_id, words)


def _points(letter: Statement) -> list[Occurrence]:
    """What the letter says by its campaign's template."""
    points = Occurrence.objects.filter(statement=letter, segment__campaign__isnull=False)
    return list(points.select_related("segment__argument").order_by("segment__start"))


def _identity(request: HttpRequest, letter: Statement) -> Any:
    """Name and address, when they are asked for: every look is logged."""
    if request.GET.get("names") != "show":
        return None
    known = identities(
        [letter.person_id],
        by=request.user.actor,
        purpose="letter reader",
        procedure=letter.procedure.slug,
        user_id=request.user.pk,
    )
    return known.get(letter.person_id) or {"missing": True}


def _campaigns(request: HttpRequest, procedure: Procedure) -> list[Any]:
    """What a letter can be moved to, when that is asked for."""
    if not request.GET.get("move"):
        return []
    return list(procedure.campaigns.by_weight().only("number", "title", "procedure"))


def _neighbours(procedure: Procedure, letter: Statement, chosen: InboxFilter) -> dict[str, Any]:
    """The next and the previous unread letter among those that the inbox listed, newest first."""
    unread = Statement.objects.filter(procedure=procedure).unread()
    narrowed = chosen.narrow(unread)
    if chosen.query:
        within = chosen.narrow_without_search(unread)
        older, newer = (_first_found(narrowed, within, *way) for way in _around(letter))
    else:
        older, newer = (_first(narrowed, *way) for way in _around(letter))
    found = Statement.objects.filter(Q(pk=older) | Q(pk=newer)).only("code", "received_at")
    sides: dict[bool, Statement] = {}
    for one in found:
        one.procedure = procedure
        sides[(one.received_at, one.pk) < (letter.received_at, letter.pk)] = one
    oldest_first = chosen.chosen.get("sort") == "oldest"
    return {"next": sides.get(not oldest_first), "previous": sides.get(oldest_first)}


def _links(request: HttpRequest, found: dict[str, Any]) -> dict[str, str]:
    """Addresses of the next and the previous unread letter, "" where there is none."""
    return {f"{name}_url": _address(request, one, "") if one else "" for name, one in found.items()}


def _around(letter: Statement) -> tuple[tuple[Q, tuple[str, str]], tuple[Q, tuple[str, str]]]:
    at, pk = letter.received_at, letter.pk
    older = Q(received_at__lt=at) | Q(received_at=at, pk__lt=pk)
    newer = Q(received_at__gt=at) | Q(received_at=at, pk__gt=pk)
    return (older, ("-received_at", "-pk")), (newer, ("received_at", "pk"))


def _first(letters: QuerySet[Statement], where: Q, order: tuple[str, str]) -> Subquery:
    return Subquery(letters.filter(where).order_by(*order).values("pk")[:1])


def _first_found(
    found: QuerySet[Statement],
    within: QuerySet[Statement],
    where: Q,
    order: tuple[str, str],
) -> Any:
    """The same among letters that a search found, without collecting all of these first."""
    keys = search.first_keys(found.filter(where), within.filter(where), order, 1)
    return _first(found, where, order) if keys is None else next(iter(keys), None)


# Changes


@login_required
@require_POST
def passage(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Tie, set aside or reopen a passage of the letter."""
    procedure = procedure_for(request, slug, "statements.tie")
    letter = _letter(procedure, code)
    return redirect(_address(request, letter, passages.decide(request, letter)))


def _address(request: HttpRequest, letter: Statement, query: str) -> str:
    """The reader again, with the inbox's filters, which come along in the address."""
    kept = request.GET.copy()
    for name in ("passage", "start", "end", "s", "arg", "finish", "names", "move"):
        kept.pop(name, None)
    parts = "&".join(part for part in (kept.urlencode(), query) if part)
    address = reverse("reader", args=[letter.procedure.slug, letter.code])
    return f"{address}?{parts}" if parts else address


@login_required
@require_POST
def finish(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Finish reading and go to the next unread letter; undecided passages ask back."""
    procedure = procedure_for(request, slug, "statements.tie")
    letter = _letter(procedure, code)
    if not passages.finish_reading(request, letter):
        return redirect(_address(request, letter, "finish=open"))
    chosen = inbox_filter(request, procedure)
    target = _neighbours(procedure, letter, chosen)
    following = target["next"] or target["previous"]
    if following:
        return redirect(_address(request, following, ""))
    address = reverse("inbox", args=[slug])
    return redirect(f"{address}?{urlencode(chosen.chosen)}" if chosen.chosen else address)


@login_required
@require_POST
def move(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A clerk corrects the campaign of a letter; grouping leaves it there from now on."""
    procedure = procedure_for(request, slug, "statements.tie")
    letter = _letter(procedure, code)
    number = request.POST.get("campaign", "")
    target = (
        procedure.campaigns.filter(number=number).first() if passages.is_number(number) else None
    )
    if number != "none" and target is None:
        messages.error(request, _("Choose a campaign, or “individual letter”."))
        return redirect(_address(request, letter, "move=1"))
    try:
        membership.assign(statement=letter, campaign=target, by=request.user.actor)
    except StatementError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Noted. Grouping leaves this letter where it is now."))
    return redirect(_address(request, letter, ""))


@login_required
@require_safe
def attachment(request: HttpRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """A file as it was received; always saved, never opened inside this site. It may show who
    wrote, so it is for those who may see names."""
    procedure = procedure_for(request, slug, "statements.see_names")
    kept = get_object_or_404(
        Attachment, pk=pk, statement__code=code, statement__procedure=procedure
    )
    try:
        content = kept.file.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("The file is not in the store. Tell the administrators.")) from error
    response = FileResponse(content, as_attachment=True, filename=kept.name)
    response["Content-Type"] = "application/octet-stream"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
