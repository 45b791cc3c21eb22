"""Supporting, commenting and following, on the page of a contribution or beside a process."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from dialogwerk.apps.base.guarding import guard_of, is_refused
from dialogwerk.apps.base.protection import client_of, is_too_often

from .. import hooks
from ..errors import DialogueError, KeyReused
from ..forms.contributing import CommentForm, FollowForm
from ..gates import is_open
from ..models import Comment, Contribution, Following, Process
from ..services import following as news
from ..services.comments import comment_on
from ..services.supporting import Supporter, support, take_back
from .finding import process_for, public_contribution
from .visitors import checksum, keep_cookie, new_cookie, supporter_of

SUPPORTS_PER_HOUR = 120
QUESTIONS_PER_HOUR = 10


@require_POST
def toggle_support(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Support a contribution (``wanted=yes``), or take that back."""
    process = process_for(request, slug)
    contribution = public_contribution(process, code)
    supporter, new_visitor = supporter_of(request), ""
    if supporter.user is None and not supporter.visitor:
        new_visitor = new_cookie()
        supporter = Supporter(None, checksum(new_visitor))
    refusal = _support_refusal(request, contribution)
    if refusal:
        messages.error(request, refusal)
    else:
        change = support if request.POST.get("wanted") == "yes" else take_back
        change(contribution=contribution, supporter=supporter)
    response = _after_support(request, contribution, supporter, refusal)
    if new_visitor and not refusal:
        keep_cookie(response, new_visitor, secure=request.is_secure())
    return response


def _support_refusal(request: HttpRequest, contribution: Contribution) -> str:
    if not is_open(contribution.format, timezone.localdate()):
        return _("This format is closed now; nothing can be supported any more.")
    client = client_of(request, day=timezone.localdate().isoformat())
    if is_too_often("support", client, per_hour=SUPPORTS_PER_HOUR):
        return _("Very much was supported from your connection. Please try again later.")
    return ""


def _after_support(
    request: HttpRequest, contribution: Contribution, supporter: Supporter, refusal: str
) -> HttpResponse:
    if not request.htmx or refusal:
        return redirect(contribution.get_absolute_url() + "#unterstuetzen")
    context = {
        "contribution": contribution,
        "process": contribution.process,
        "is_supported": supporter.supports().filter(contribution=contribution).exists(),
        "is_open": True,
        "in_list": request.htmx.target != "unterstuetzen",
    }
    return render(request, "dialogues/contribution_support.html", context)


def comment_place(contribution: Contribution) -> str:
    """What proofs of work for comments on it are bound to."""
    return f"comment:{contribution.code}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Comment on a contribution, or reply to a comment (``antwort`` is its code number)."""
    process = process_for(request, slug)
    contribution = public_contribution(process, code)
    answered = (request.POST or request.GET).get("antwort", "")
    parent = contribution.comments.public().filter(code=answered).first()
    now = timezone.now()
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _commented(request, contribution, parent, form)
        if made:
            return redirect(reverse("contribution-receipt", args=[made.receipt]) + "?neu=1")
    context = {
        "objection_ways": hooks.objection_ways(contribution.process, timezone.localdate()),
        "process": process,
        "contribution": contribution,
        "parent": parent,
        "form": form,
        "guard": guard_of(form, place=comment_place(contribution), now=now),
    }
    status = 422 if form.errors else 200
    return render(request, "dialogues/comment_new.html", context, status=status)


def _commented(
    request: HttpRequest, contribution: Contribution, parent: Comment | None, form: CommentForm
) -> Comment | None:
    now = timezone.now()
    if is_refused(request, form, place=comment_place(contribution), now=now):
        return None
    user = request.user if request.user.is_authenticated else None
    try:
        return comment_on(
            contribution=contribution,
            parent=parent,
            text=form.cleaned_data["text"],
            public_name=form.cleaned_data["public_name"],
            user=user,
            by=user.actor if user else "public",
            submission_key=f"web:{form.key}",
            seconds=form.seconds_open(now),
            now=now,
        )
    except DialogueError as error:
        form.key_is_spent = isinstance(error, KeyReused)
        form.refuse(str(error))
        return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_process(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for news of a whole dialogue."""
    return _follow(request, process_for(request, slug), None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_contribution(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Ask for news of one contribution."""
    process = process_for(request, slug)
    return _follow(request, process, public_contribution(process, code))


def _follow(
    request: HttpRequest, process: Process, contribution: Contribution | None
) -> HttpResponse:
    now = timezone.now()
    place = f"follow:{contribution.code if contribution else process.slug}"
    user = request.user
    initial = {"email": user.email} if user.is_authenticated else None
    form = FollowForm(request.POST or None, initial=initial)
    was_asked = False
    if request.method == "POST" and form.is_valid():
        client = client_of(request, day=timezone.localdate(now).isoformat())
        if is_refused(request, form, place=place, now=now):
            pass
        elif is_too_often("follow", client, per_hour=QUESTIONS_PER_HOUR):
            form.refuse(_("Very many mails were asked for. Please try again later."))
        else:
            email = form.cleaned_data["email"]
            news.follow(process=process, contribution=contribution, email=email, now=now)
            was_asked = True
    context = {
        "process": process,
        "contribution": contribution,
        "form": form,
        "was_asked": was_asked,
        "guard": guard_of(form, place=place, now=now),
    }
    status = 422 if form.errors else 200
    return render(request, "dialogues/follow.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def following(request: HttpRequest, key: str) -> HttpResponse:
    """The page behind the links in the mails: begin to get news, or end it."""
    one = get_object_or_404(
        Following.objects.select_related("process", "contribution", "person"), key=key
    )
    if request.method == "POST":
        if request.POST.get("wanted") == "yes":
            news.confirm(following=one, now=timezone.now())
        else:
            news.end(following=one, now=timezone.now())
        return redirect("following", key)
    context = {"following": one, "subject": news.subject_of(one)}
    response = render(request, "dialogues/following.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


@csrf_exempt
@require_POST
def unsubscribe(request: HttpRequest, key: str) -> HttpResponse:
    """One click in a mail program (RFC 8058): no more news. The key alone is enough."""
    one = get_object_or_404(Following.objects.select_related("process", "person"), key=key)
    news.end(following=one, now=timezone.now())
    return HttpResponse(
        _("You get no more news of this."), content_type="text/plain; charset=utf-8"
    )
