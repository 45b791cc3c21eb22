"""Reply letters: what is ready, written, sent; and each letter with what became of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.ids import MistypedReceipt, parse_public_id
from dialogwerk.apps.people.services import identities
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.documents.letters import reply_letter
from dialogwerk.documents.values import Point
from dialogwerk.documents.wording import result_label

from ..errors import NotAllowedNow, StatementError
from ..forms.replies import AddressForm, ReplyFilter, ReturnedForm, SentForm
from ..models import Dispatch, Reply
from ..services import dispatch, figures, reply_runs, reply_states
from ..services import writing as service
from .workbench import first_error, procedure_for, workbench_page

SECTION = "replies"
PAGE = 50
TEMPLATES = "statements/workbench/replies"
LOOK, SEND, NAMES = "statements.open_workbench", "statements.send", "statements.see_names"


@login_required
@require_safe
@vary_on_headers("HX-Request")
def replies(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures, the next steps, and the letters as a list."""
    procedure = procedure_for(request, slug, LOOK)
    chosen = ReplyFilter(request.GET)
    at = figures.stamp(procedure)
    found = _narrowed(procedure, chosen)
    count = figures.kept(f"replies {chosen.chosen}", procedure, found.count, at=at)
    page = figures.Counted(found, PAGE, count=count).get_page(request.GET.get("page"))
    context = {
        "procedure": procedure,
        "page": page,
        "rows": _rows(request, procedure, list(page.object_list)),
        "filter": chosen,
        "is_narrowed": bool(chosen.chosen),
        "has_names": request.user.has_perm(NAMES, procedure),
    }
    if request.htmx:
        return workbench_page(request, f"{TEMPLATES}/_results.html", None, SECTION, context)
    overview = figures.kept(
        "overview of replies", procedure, lambda: reply_states.overview(procedure), at=at
    )
    context |= {
        "overview": overview,
        "sent_note": _ways_in_words(overview.sent_by),
        "runs": reply_runs.at_work(procedure),
        "may_send": request.user.has_perm(SEND, procedure),
    }
    return workbench_page(request, f"{TEMPLATES}/list.html", procedure, SECTION, context)


def _ways_in_words(sent_by: dict[str, int]) -> str:
    """12 by e-mail, 3 by post."""
    return ", ".join(
        f"{number_format(count, force_grouping=True)} {Dispatch.How(how).label}"
        for how, count in sorted(sent_by.items())
    )


def _narrowed(procedure: Procedure, chosen: ReplyFilter) -> Any:
    found = reply_states.in_state(procedure, chosen.chosen.get("state", ""))
    if words := chosen.chosen.get("q", ""):
        try:
            code = parse_public_id(words)
        except MistypedReceipt:
            return found.none()
        found = found.filter(code=code) | found.filter(person__code=code)
    return reply_states.shown(found)


def _rows(request: HttpRequest, procedure: Procedure, shown: list[Reply]) -> list[dict[str, Any]]:
    """Letters with their state; names for those who may see them, as one logged look."""
    known = {}
    if shown and request.user.has_perm(NAMES, procedure):
        known = identities(
            [one.person_id for one in shown],
            by=request.user.actor,
            purpose="list of replies",
            procedure=procedure.slug,
            user_id=request.user.pk,
        )
    return [_row(one, known.get(one.person_id)) for one in shown]


def _row(reply: Reply, identity: Any) -> dict[str, Any]:
    state = reply_states.state_of(reply)
    return {
        "reply": reply,
        "name": (identity.organisation or identity.name) if identity else "",
        "state": state,
        "state_label": reply_states.STATES[state],
        "last": next(iter(reply.dispatches.all()), None),
    }


@login_required
@require_POST
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Write every due letter, in the background."""
    procedure = procedure_for(request, slug, SEND)
    try:
        run = reply_runs.start_writing(procedure, by=request.user.actor)
    except StatementError as error:
        messages.error(request, str(error))
        return redirect("replies", slug)
    return redirect("run", run.public_id)


WAYS = {Dispatch.How.EMAIL: dispatch.by_email, Dispatch.How.RECEIPT: dispatch.by_receipt}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, slug: str, how: str) -> HttpResponse:
    """Ask once more with the number of letters, then send them in the background."""
    procedure = procedure_for(request, slug, SEND)
    if how not in WAYS:
        raise Http404
    if request.method == "POST":
        return _start_sending(request, procedure, how)
    count = WAYS[Dispatch.How(how)](dispatch.written(procedure)).count()
    context = {"how": how, "count": count, "procedure": procedure}
    return workbench_page(request, f"{TEMPLATES}/send.html", procedure, SECTION, context)


def _start_sending(request: HttpRequest, procedure: Procedure, how: str) -> HttpResponse:
    try:
        run = reply_runs.start_sending(procedure, how=how, by=request.user.actor)
    except StatementError as error:
        messages.error(request, str(error))
        return redirect("replies", procedure.slug)
    return redirect("run", run.public_id)


# One letter


@login_required
@require_safe
def reply(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One letter: what it answers, how and when it was sent, what it corrects."""
    procedure = procedure_for(request, slug, LOOK)
    found = _found(procedure, code)
    names = request.user.has_perm(NAMES, procedure)
    state = reply_states.state_of(found)
    context = {
        **_letter(request, found, names),
        "reply": found,
        "state": state,
        "state_label": reply_states.STATES[state],
        "points": found.points.select_related("argument", "answer"),
        "dispatches": _with_names(list(found.dispatches.all())),
        "supplement": getattr(found, "supplement", None),
        "has_names": names,
        "may_send": request.user.has_perm(SEND, procedure),
        "sent_form": SentForm(),
        "returned_form": ReturnedForm(),
        "address_form": AddressForm(),
    }
    context["returnable"] = next((one for one in context["dispatches"] if _may_return(one)), None)
    return workbench_page(request, f"{TEMPLATES}/reply.html", procedure, SECTION, context)


def _with_names(attempts: list[Dispatch]) -> list[Dispatch]:
    """Dispatches with the name of the account behind each, as ``by_name``."""
    numbers = {one.by: _number(one.by.removeprefix("user:")) for one in attempts}
    known = User.objects.in_bulk(numbers.values())
    for one in attempts:
        account = known.get(numbers[one.by])
        one.by_name = str(account) if account else one.by
    return attempts


def _may_return(attempt: Dispatch) -> bool:
    return attempt.state == Dispatch.State.SENT and attempt.how in dispatch.CAN_COME_BACK


def _found(procedure: Procedure, code: str) -> Reply:
    letters = reply_states.shown(procedure.replies.select_related("supplement"))
    found = get_object_or_404(letters, code=code)
    found.procedure = procedure
    return found


def _letter(request: HttpRequest, found: Reply, names: bool) -> dict[str, Any]:
    """The letter as it would be written now, unless it was sent; or why it cannot be."""
    if found.sent_at:
        letters = found.procedure.statements.filter(person=found.person_id)
        letters = letters.defer("text", "own_words", "left_out").order_by("received_at", "pk")
        return {"letter": None, "obstacle": "", "previewed": [], "letters": letters}
    content = service.content_of(found)
    shown = {"letter": None, "obstacle": "", "previewed": [], "letters": content.statements}
    try:
        letter = service.compose(
            found,
            by=request.user.actor,
            content=content,
            with_name=names,
            user_id=request.user.pk,
        )
    except NotAllowedNow as error:
        return shown | {"obstacle": str(error)}
    return shown | {"letter": letter, "previewed": [_previewed(one) for one in letter.points]}


def _previewed(point: Point) -> dict[str, Any]:
    result = result_label(point.result, "de", passed_to=point.passed_to)
    return {
        "title": point.title,
        "quotes": point.quotes,
        "result_label": result,
        "answer": point.answer,
    }


@login_required
@require_safe
@never_cache
def pdf(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The letter as PDF: as it was sent or printed, else as it would be written now."""
    procedure = procedure_for(request, slug, NAMES)
    found = _found(procedure, code)
    name = f"Antwort-{found.code}.pdf"
    is_settled = found.sent_at or found.is_in_print
    try:
        letter = service.compose(found, by=request.user.actor, user_id=request.user.pk)
    except NotAllowedNow:
        letter = None
    if found.pdf and (is_settled or letter is None):
        return FileResponse(found.pdf.open("rb"), filename=name, content_type="application/pdf")
    if letter is None:
        raise Http404(_("This letter cannot be written yet: a point in it has no answer."))
    response = HttpResponse(reply_letter(letter), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="Entwurf-{found.code}.pdf"'
    return response


@login_required
@require_POST
def hand_over(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Send this letter by e-mail, or note by which other way it left."""
    procedure = procedure_for(request, slug, SEND)
    found = _found(procedure, code)
    form = SentForm(request.POST)
    try:
        if request.POST.get("how") == Dispatch.How.EMAIL:
            attempt = dispatch.send_by_email(found, by=request.user.actor)
        elif form.is_valid():
            how = form.cleaned_data["how"]
            attempt = dispatch.mark_sent(found, how=how, by=request.user.actor)
        else:
            raise NotAllowedNow(first_error([form]))
    except StatementError as error:
        messages.error(request, str(error))
    else:
        _tell(request, attempt)
    return redirect("reply", slug, code)


def _tell(request: HttpRequest, attempt: Dispatch) -> None:
    if attempt.state == Dispatch.State.FAILED:
        messages.error(request, attempt.note)
    else:
        messages.success(request, _("Noted as sent %(how)s.") % {"how": attempt.get_how_display()})


@login_required
@require_POST
def returned(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Note that a letter came back."""
    procedure = procedure_for(request, slug, SEND)
    found = _found(procedure, code)
    form = ReturnedForm(request.POST)
    attempt = found.dispatches.filter(pk=_number(request.POST.get("dispatch"))).first()
    try:
        if attempt is None or not form.is_valid():
            raise NotAllowedNow(first_error([form]) or _("Choose which dispatch came back."))
        dispatch.mark_returned(attempt, by=request.user.actor, note=form.cleaned_data["note"])
    except StatementError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Noted as returned. The letter can be sent another way now."))
    return redirect("reply", slug, code)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 18 else 0


@login_required
@require_POST
def settle(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say whether an e-mail arrived during which the sender was cut off."""
    procedure = procedure_for(request, slug, SEND)
    found = _found(procedure, code)
    attempt = found.dispatches.filter(state=Dispatch.State.SENDING).first()
    arrived = request.POST.get("arrived") == "yes"
    try:
        if attempt is None:
            raise NotAllowedNow(_("What became of this e-mail is known already."))
        dispatch.settle(attempt, arrived=arrived, by=request.user.actor)
    except StatementError as error:
        messages.error(request, str(error))
    else:
        text = _("Noted as sent.") if arrived else _("The letter waits to be sent again.")
        messages.success(request, text)
    return redirect("reply", slug, code)
