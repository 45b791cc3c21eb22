"""Contributing: the form, what others have said already, and the way to the receipt."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dialogwerk.apps.base.guarding import guard_of, is_refused
from dialogwerk.apps.base.places import municipalities
from dialogwerk.apps.base.protection import client_of, is_too_often

from .. import hooks
from ..errors import EmptyContribution, KeyReused, NotOpen
from ..formats import CONTRIBUTIONS, drawable
from ..forms.contributing import ContributionForm
from ..gates import is_open
from ..models import Contribution, Format
from ..services.contributions import contribute
from ..services.following import follow_own
from ..similar import similar_to
from .finding import format_of, process_for

LOOKED_AT = 2_000
"""Characters of a text that similar ones are looked for with."""

CHECKS_PER_HOUR = 600


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """The form; what is posted counts as received at this moment."""
    process = process_for(request, slug)
    one = format_of(process, format_slug, CONTRIBUTIONS)
    now = timezone.now()
    if request.method != "POST":
        if not is_open(one, timezone.localdate(now)):
            messages.info(request, _("This format takes no contributions now."))
            return redirect("contributions", slug, format_slug)
        return _page(request, one, _form(request, one, now), now)
    form = _form(request, one, now)
    if "check" in request.POST:
        form.is_valid()
        return _page(request, one, form, now, checked=True)
    contribution = _received(request, one, form, now)
    if contribution:
        return redirect(reverse("contribution-receipt", args=[contribution.receipt]) + "?neu=1")
    return _page(request, one, form, now, status=422)


def _form(request: HttpRequest, one: Format, now: datetime) -> ContributionForm:
    ways = hooks.objection_ways(one.process, timezone.localdate(now))
    if request.method == "POST":
        return ContributionForm(request.POST, request.FILES, one=one, with_address=bool(ways))
    return ContributionForm(one=one, with_address=bool(ways))


def place_of(one: Format) -> str:
    """What proofs of work for this format are bound to."""
    return f"{one.process.slug}/{one.slug}"


def _received(
    request: HttpRequest, one: Format, form: ContributionForm, now: datetime
) -> Contribution | None:
    """The contribution taken in, or None with the reasons in the form."""
    if not form.is_valid() or is_refused(request, form, place=place_of(one), now=now):
        return None
    user = request.user if request.user.is_authenticated else None
    by = user.actor if user else "public"
    try:
        contribution = contribute(format=one, said=form.said(user=user, now=now), by=by, now=now)
    except (EmptyContribution, NotOpen) as error:
        form.refuse(str(error))
        return None
    except KeyReused:
        form.key_is_spent = True
        form.refuse(
            _(
                "This form has been sent before, with other words; that contribution has arrived."
                " If this is a further one, please check it and send again."
            )
        )
        return None
    follow_own(contribution, email=form.cleaned_data["email"], now=now)
    return contribution


def _page(
    request: HttpRequest,
    one: Format,
    form: ContributionForm,
    now: datetime,
    *,
    status: int = 200,
    checked: bool = False,
) -> HttpResponse:
    process = one.process
    data = form.data if form.is_bound else {}
    text = f"{data.get('title', '')}\n{data.get('text', '')}"[:LOOKED_AT]
    context = {
        "process": process,
        "format": one,
        "form": form,
        "guard": guard_of(form, place=place_of(one), now=now),
        "drawable": drawable(one),
        "similar": similar_to(process, text) if form.is_bound else [],
        "checked": checked,
        "objection_ways": hooks.objection_ways(process, timezone.localdate(now)),
        "municipalities": municipalities(),
        "draft_key": draft_key(one),
    }
    return render(request, "dialogues/contribution_new.html", context, status=status)


def draft_key(one: Format) -> str:
    """Under which the browser keeps what is typed."""
    return f"contribution-{one.process.slug}-{one.slug}"


@require_POST
def similar(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """What resembles the text that somebody is just writing; nothing of it is kept."""
    process = process_for(request, slug)
    one = format_of(process, format_slug, CONTRIBUTIONS)
    client = client_of(request, day=timezone.localdate().isoformat())
    found: list[Contribution] = []
    if not is_too_often("similar", client, per_hour=CHECKS_PER_HOUR):
        text = f"{request.POST.get('title', '')}\n{request.POST.get('text', '')}"
        found = similar_to(process, text[:LOOKED_AT])
    context = {"process": process, "format": one, "similar": found}
    return render(request, "dialogues/contribution_similar.html", context)
