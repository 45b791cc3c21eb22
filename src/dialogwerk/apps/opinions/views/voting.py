"""Voting: one statement after the other; own statements; changing what one has said."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.dialogues import hooks
from dialogwerk.apps.dialogues.forms.moderation import AppealForm

from ..errors import OpinionError, UnfitStatement
from ..models import OpinionStatement, Vote
from ..models.statements import LONGEST, OpinionStatementQuerySet
from ..services import appeals
from ..services import statements as statement_service
from ..services import voting as service
from ..services.rounds import Round
from ..services.voting import Ballot
from .cards import Card, markup_of
from .finding import Visitor, cookie_name, refuse_too_many, remember, round_for, visitor_of
from .frames import framed


@require_safe
@never_cache
@vary_on_headers("HX-Request")
def voting(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """The next statement with three buttons."""
    round, visitor = round_for(request, slug, format_slug), visitor_of(request)
    ballot = _ballot(round, visitor)
    return framed(request, round, markup_of(request, Card(round, visitor, ballot)))


def _ballot(round: Round, visitor: Visitor) -> Ballot:
    return service.ballot_of(round.format, visitor.who) if visitor.is_known else Ballot()


@require_POST
@never_cache
@vary_on_headers("HX-Request")
def vote(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """Count a vote, and show the next statement."""
    round, visitor = round_for(request, slug, format_slug), visitor_of(request)
    ballot = _ballot(round, visitor)
    try:
        number, value = _sent(request)
        statement = round.statement(number)
        refuse_too_many(request, visitor, changes=statement.pk in ballot.votes)
        ballot = service.vote(
            round=round, who=visitor.who, number=number, value=value,
            now=timezone.now(), ballot=ballot,
        )  # fmt: skip
    except OpinionError as error:
        return _refused(request, round, visitor, ballot, error)
    if request.POST.get("back") == "own":
        response = redirect(f"{reverse('my-votes', args=[slug, format_slug])}#statement-{number}")
    elif request.htmx:
        card = Card(round, visitor, ballot, said=statement)
        response = HttpResponse(markup_of(request, card))
    else:
        response = redirect("opinions", slug, format_slug)
    remember(response, visitor)
    return response


def _sent(request: HttpRequest) -> tuple[int, int]:
    """Statement and value of the form; what cannot be read is no vote."""
    try:
        return int(request.POST.get("statement", "")), int(request.POST.get("value", ""))
    except ValueError:
        raise OpinionError(_("Please choose agree, disagree or skip.")) from None


def _refused(
    request: HttpRequest, round: Round, visitor: Visitor, ballot: Ballot, error: OpinionError
) -> HttpResponse:
    """The page with the reason; htmx shows it too, since it exchanges only what is fine."""
    card = markup_of(request, Card(round, visitor, ballot, error=str(error)))
    return HttpResponse(card) if request.htmx else framed(request, round, card, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def add(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """A statement of one's own; similar ones are shown before it is taken in."""
    round, visitor = round_for(request, slug, format_slug), visitor_of(request)
    ballot = _ballot(round, visitor)
    text = request.POST.get("text", "").replace("\x00", "")
    context: dict[str, Any] = {"round": round, "process": round.process, "longest": LONGEST}
    context |= {"text": text, "left": _left(round, ballot)}
    context["objection_ways"] = hooks.objection_ways(round.process, timezone.localdate())
    if request.method != "POST":
        return render(request, "opinions/add.html", context)
    try:
        statement_service.checked(text)
        similar = statement_service.alike(text, round)
        if similar and "anyway" not in request.POST:
            return render(request, "opinions/add.html", {**context, "similar": similar})
        made = statement_service.add_statement(
            round=round, who=visitor.who, text=text,
            votes_cast=len(round.voted(ballot.votes)), now=timezone.now(),
        )  # fmt: skip
    except OpinionError as error:
        status = 422 if isinstance(error, UnfitStatement) else 409
        return render(request, "opinions/add.html", {**context, "error": error}, status=status)
    messages.success(request, _thanks(made))
    return redirect("opinions", slug, format_slug)


def _left(round: Round, ballot: Ballot) -> int:
    return max(round.choices.votes_before_own - len(round.voted(ballot.votes)), 0)


def _thanks(made: OpinionStatement) -> str:
    if made.state == "held":
        return _("Thank you. Your statement appears as soon as somebody has looked at it.")
    return _("Thank you. Your statement is up for a vote now.")


@require_POST
@never_cache
def similar(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """What others have said already, while somebody writes."""
    round = round_for(request, slug, format_slug)
    found = statement_service.alike(request.POST.get("text", "")[:1000], round)
    return render(request, "opinions/similar.html", {"similar": found})


@require_safe
@never_cache
def mine(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """What one has said so far, to be changed; own statements and what became of them."""
    return _mine(request, round_for(request, slug, format_slug), visitor_of(request))


def _mine(
    request: HttpRequest,
    round: Round,
    visitor: Visitor,
    *,
    refused: tuple[int, AppealForm] | None = None,
) -> HttpResponse:
    ballot = _ballot(round, visitor)
    voted = sorted(round.voted(ballot.votes), key=lambda one: one.number)
    said = [(one, ballot.votes[one.pk]) for one in voted]
    own = _own(ballot).select_related("appeal").order_by("number")
    context = {
        "round": round,
        "process": round.process,
        "rows": [(one, value, Vote.Value(value).label) for one, value in said],
        "own": [(one, appeals.appeal_of(one), _appeal_form(one, refused)) for one in own],
        "total": len(round.statements),
        "knows_by_cookie": visitor.is_known and visitor.who.user_id is None,
    }
    status = 422 if refused else 200
    return render(request, "opinions/mine.html", context, status=status)


def _own(ballot: Ballot) -> OpinionStatementQuerySet:
    """The statements that this visitor wrote."""
    rows = OpinionStatement.objects.all()
    found: OpinionStatementQuerySet = (
        rows.filter(author=ballot.voter_id) if ballot.voter_id else rows.none()
    )
    return found


def _appeal_form(
    one: OpinionStatement, refused: tuple[int, AppealForm] | None
) -> AppealForm | None:
    if refused and refused[0] == one.number:
        return refused[1]
    return AppealForm(prefix=f"s{one.number}") if appeals.may_appeal(one) else None


@require_POST
@never_cache
def appeal(request: HttpRequest, slug: str, format_slug: str, number: int) -> HttpResponse:
    """The author of a statement that is not shown objects, once."""
    round, visitor = round_for(request, slug, format_slug), visitor_of(request)
    meant = get_object_or_404(OpinionStatement, round=round.format, number=number)
    mine = _own(_ballot(round, visitor)).select_related("appeal")
    statement = mine.filter(pk=meant.pk).first()
    form = AppealForm(request.POST, prefix=f"s{number}")
    if statement is None:
        messages.error(request, _("Only whoever wrote a statement can object, on the same device."))
    elif not appeals.may_appeal(statement):
        messages.error(request, _("You can object once, to a decision not to show what you said."))
    elif not form.is_valid():
        return _mine(request, round, visitor, refused=(number, form))
    else:
        try:
            appeals.appeal(statement=statement, text=form.cleaned_data["text"], now=timezone.now())
        except OpinionError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your objection has arrived. The answer will stand here."))
    return redirect("my-votes", slug, format_slug)


@require_POST
@never_cache
def forget(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """Take the cookie off this device; the votes stay, and cannot be changed from here any more."""
    messages.success(request, _("This device no longer knows your votes. They still count."))
    response = redirect("opinions", slug, format_slug)
    response.delete_cookie(cookie_name(), samesite="Lax")
    return response
