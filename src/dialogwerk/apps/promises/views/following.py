"""Following a promise by e-mail, without an account: leaving an address, confirming, ending it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from dialogwerk.apps.base.guarding import is_refused

from ..forms.following import FollowForm
from ..models import Follower, Promise
from ..services import following as service
from .finding import promise_for
from .public import PLACE, promise_page

pages = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@require_POST
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Send the question to the address that somebody has left; the page says the same to all."""
    promise = promise_for(request, code)
    now = timezone.now()
    form = FollowForm(request.POST)
    place = PLACE % promise.code
    if not form.is_valid() or is_refused(request, form, place=place, now=now):
        return promise_page(request, promise, status=422, follow_form=form)
    language = "en" if (get_language() or "de").startswith("en") else "de"
    try:
        service.ask_to_follow(
            promise=promise, email=form.cleaned_data["email"], language=language, at=now
        )
    except service.MailNotSent:
        form.refuse(_("The mail could not be sent. Please check the address, or try again later."))
        return promise_page(request, promise, status=422, follow_form=form)
    messages.success(
        request,
        _(
            "A mail with a link is on its way to you. Please open the link and confirm. If this"
            " address is told of the promise already, no new mail comes."
        ),
    )
    return redirect(promise)


@never_cache
@pages
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then confirm: programs that open every link of a mail shall not do it."""
    follower = _follower(token)
    if request.method == "POST":
        service.confirm(follower=follower, at=timezone.now())
        messages.success(request, _("You will be told by e-mail what becomes of this promise."))
        return redirect(_next(follower.promise))
    context = {"follower": follower, "promise": follower.promise}
    return render(request, "promises/follow_confirm.html", context)


@csrf_exempt
@never_cache
@pages
def end(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then end it; mail programs may do it with one click (RFC 8058), without our cookie."""
    follower = _follower(token)
    if request.method == "POST":
        promise = follower.promise
        service.end(follower=follower)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(status=204)
        messages.success(request, _("You get no more mails of this promise."))
        return redirect(_next(promise))
    context = {"follower": follower, "promise": follower.promise}
    return render(request, "promises/follow_end.html", context)


def _next(promise: Promise) -> str:
    """The page of the promise, or the register if it is not public any more."""
    is_shown = Promise.objects.public().filter(pk=promise.pk).exists()
    return promise.get_absolute_url() if is_shown else reverse("promises")


def _follower(token: str) -> Follower:
    followers = Follower.objects.select_related("promise__owner", "promise__scheme", "person")
    found: Follower | None = followers.filter(token=token).first()
    if found is None:
        raise Http404(
            _(
                "This link is not known any more: you have ended the mails, or the question was"
                " older than a week. On the page of the promise you can ask for them anew."
            )
        )
    return found
