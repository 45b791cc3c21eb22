"""Moderation for everyone: reporting a breach of the rules, the log; the author's objection."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dialogwerk.apps.base.guarding import guard_of, is_refused

from ..errors import DialogueError
from ..forms.moderation import AppealForm, ReportForm
from ..models import Comment, Contribution, Process, State
from ..services import moderation
from ..services.moderation_log import decisions_of, figures_of
from ..standing_of_authors import standing_for
from .finding import process_for
from .receipt import with_receipt

PER_PAGE = 50
pages = require_http_methods(["GET", "HEAD", "POST"])


@pages
@never_cache
def report(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say that a public contribution or comment breaks the rules; without an account."""
    process = process_for(request, slug)
    thing = _public_thing(process, code)
    form, now = ReportForm(request.POST or None), timezone.now()
    place = f"report:{thing.code}"
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and not is_refused(request, form, place=place, now=now):
        data = form.cleaned_data
        moderation.report(
            thing=thing, kind=data["kind"], text=data["text"], key=str(form.key), now=now
        )
        messages.success(request, _("Thank you. Those who moderate will look at it and decide."))
        return redirect(_contribution(thing).get_absolute_url())
    context = {
        "process": process,
        "thing": thing,
        "contribution": _contribution(thing),
        "form": form,
        "guard": guard_of(form, place=place, now=now),
        "rules": moderation.rules_of(process),
    }
    status = 422 if form.errors else 200
    return render(request, "dialogues/report.html", context, status=status)


def _public_thing(process: Process, code: str) -> Contribution | Comment:
    found = process.contributions.public().filter(code=code).first()
    if found is None:
        comments = Comment.objects.public().filter(contribution__process=process)
        below = comments.filter(contribution__state=State.PUBLIC).select_related("contribution")
        found = below.filter(code=code).first()
    if found is None:
        raise Http404(_("There is no such contribution or comment, or it is not shown."))
    return found


def _contribution(thing: Contribution | Comment) -> Contribution:
    return thing.contribution if isinstance(thing, Comment) else thing


@require_safe
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """All decisions of the moderation, without anything about people."""
    process = process_for(request, slug)
    page = Paginator(decisions_of(process), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "process": process,
        "page": page,
        "figures": figures_of(process),
        "rules": moderation.rules_of(process),
    }
    return render(request, "dialogues/moderation_log.html", context)


@with_receipt
@require_POST
def appeal(request: HttpRequest, thing: Contribution | Comment) -> HttpResponse:
    """The author objects to a decision of the moderation."""
    form = AppealForm(request.POST)
    if form.is_valid():
        try:
            moderation.appeal(thing=thing, text=form.cleaned_data["text"])
        except DialogueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your objection has arrived. The answer will stand here."))
            return redirect("contribution-receipt", thing.receipt)
    context = {
        "thing": thing,
        "process": _contribution(thing).process,
        "standing": standing_for(thing),
        "appeal_form": form,
        "receipt": thing.receipt,
    }
    return render(request, "dialogues/appeal.html", context, status=422)
