"""The receipt of a contribution or comment: its author's own page. Its code is the only key."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dialogwerk.apps.base.ids import MistypedReceipt, parse_receipt
from dialogwerk.apps.base.protection import client_of, is_too_often, was_too_often

from .. import hooks
from ..errors import NotWithdrawable
from ..models import Comment, Contribution, State
from ..services.outcomes import outcomes_for
from ..services.withdrawing import WITHDRAWABLE, withdraw, withdraw_comment
from ..similar import similar_to
from .contributing import draft_key
from .contributions import page_of_format, picture

WRONG_CODES_PER_HOUR = 30

Thing = Contribution | Comment
View = Callable[..., HttpResponse]


def page_of(receipt: str) -> str | None:
    """For the form "look up a receipt": the page of a contribution or comment."""
    return reverse("contribution-receipt", args=[receipt]) if find(receipt) else None


def find(receipt: str) -> Thing | None:
    """What has this receipt, in its written form."""
    contributions = Contribution.objects.select_related(
        "process__scheme", "format__phase", "category"
    )
    comments = Comment.objects.select_related("contribution__process__scheme", "parent")
    return contributions.filter(receipt=receipt).first() or comments.filter(receipt=receipt).first()


def with_receipt(view: View) -> View:
    """Find what the code in the address stands for. Nobody keeps a copy of such a page: no cache,
    no search engine; whoever guesses codes is stopped."""

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, receipt: str, **more: Any) -> HttpResponse:
        try:
            code = parse_receipt(receipt)
        except MistypedReceipt as error:
            raise Http404(str(error)) from error
        client = client_of(request, day=timezone.localdate().isoformat())
        if was_too_often("lookup", client, per_hour=WRONG_CODES_PER_HOUR):
            raise Http404(
                _("Too many unknown codes came from your connection. Please try again later.")
            )
        thing = find(code)
        if thing is None:
            is_too_often("lookup", client, per_hour=WRONG_CODES_PER_HOUR)
            raise Http404(_("There is no contribution with this receipt here."))
        if code != receipt:
            return redirect("contribution-receipt", code)
        response = view(request, thing, **more)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return wrapped


@with_receipt
@require_safe
def receipt(request: HttpRequest, thing: Thing) -> HttpResponse:
    """The receipt, how things stand, and what can still be done."""
    context: dict[str, Any] = {
        "is_new": "neu" in request.GET,
        "may_withdraw": thing.state in WITHDRAWABLE,
    }
    if isinstance(thing, Comment):
        return render(request, "dialogues/comment_receipt.html", {**context, "comment": thing})
    return render(request, "dialogues/contribution_receipt.html", {**context, **_about(thing)})


def _about(contribution: Contribution) -> dict[str, Any]:
    """What the author of a contribution is told."""
    process = contribution.process
    ways = []
    if contribution.state != State.WITHDRAWN:
        ways = hooks.objection_ways(process, timezone.localdate())
    text = f"{contribution.title}\n{contribution.text}"
    return {
        "contribution": contribution,
        "process": process,
        "format": contribution.format,
        "format_url": page_of_format(contribution.format),
        "photos": contribution.photos.all(),
        "outcomes": outcomes_for([contribution])[contribution.pk],
        "follow_ups": hooks.follow_ups(contribution),
        "ways": [(way, way.address(contribution)) for way in ways],
        "similar": similar_to(process, text, but=contribution.pk),
        "comments": contribution.comments.public().order_by("-received_at")[:5],
        "draft_key": draft_key(contribution.format),
    }


@with_receipt
@require_safe
def receipt_photo(request: HttpRequest, thing: Thing, pk: int) -> HttpResponse:
    """A picture of one's own contribution, also while others do not see it."""
    if isinstance(thing, Comment):
        raise Http404(_("There is no such picture."))
    return picture(thing, pk)


@with_receipt
@require_POST
def take_back(request: HttpRequest, thing: Thing) -> HttpResponse:
    """The author takes it out of view."""
    user = request.user
    by = user.actor if user.is_authenticated else "public"
    try:
        if isinstance(thing, Comment):
            withdraw_comment(comment=thing, by=by)
        else:
            withdraw(contribution=thing, by=by)
    except NotWithdrawable as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is withdrawn; nobody else can read it any more."))
    return redirect("contribution-receipt", thing.receipt)
