"""The page on which the author of a contribution makes an objection of it."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dialogwerk.apps.base.guarding import guard_of, is_refused
from dialogwerk.apps.dialogues.models import Contribution, State
from dialogwerk.apps.dialogues.views.receipt import Thing, with_receipt
from dialogwerk.apps.schemes.models import Procedure

from ..errors import EmptyStatement
from ..forms.from_dialogue import ObjectionForm
from ..models import Statement
from ..services import from_dialogue as service
from ..services.standing import participation
from ..timeliness import exclusion, in_time
from .public import public_procedure


@never_cache
@with_receipt
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, thing: Thing, slug: str) -> HttpResponse:
    """What an objection is, until when it counts, and the button that makes one."""
    contribution, procedure = _both(request, thing, slug)
    if known := service.objection_of(contribution, procedure):
        return redirect("receipt", known.statement.receipt)
    now = timezone.now()
    possible = participation(procedure, now=now)
    if not possible.is_possible:
        return render(request, "statements/public/not_yet.html", {"procedure": procedure})
    form = ObjectionForm(request.POST or None, known=service.known_sender(contribution))
    if request.method == "POST" and form.is_valid():
        statement = _made(request, contribution, procedure, form, now)
        if statement:
            return redirect(reverse("receipt", args=[statement.receipt]) + "?neu=1")
    context = {
        "contribution": contribution,
        "process": contribution.process,
        "procedure": procedure,
        "form": form,
        "guard": guard_of(form, place=_place(contribution, procedure), now=now),
        "participation": possible,
        "exclusion": exclusion(procedure, possible.round),
        "in_time": in_time(procedure, possible.round),
        "norms": service.norms_of(procedure, possible.round) if possible.round else (),
        "photos": contribution.photos.count(),
        "draft_key": f"objection-{contribution.code}-{procedure.slug}",
    }
    status = 422 if form.errors else 200
    return render(request, "statements/public/from_dialogue.html", context, status=status)


def _both(request: HttpRequest, thing: Thing, slug: str) -> tuple[Contribution, Procedure]:
    """The contribution, and a procedure of the scheme that its dialogue belongs to.

    Raises:
        Http404: it is a comment, was withdrawn, or the procedure is another scheme's.
    """
    procedure = public_procedure(request, slug)
    if not isinstance(thing, Contribution) or thing.process.scheme_id != procedure.scheme_id:
        raise Http404(_("There is no such procedure, or it is not public."))
    if thing.state == State.WITHDRAWN:
        raise Http404(_("You have withdrawn this contribution."))
    return thing, procedure


def _place(contribution: Contribution, procedure: Procedure) -> str:
    return f"objection:{contribution.code}:{procedure.slug}"


def _made(
    request: HttpRequest,
    contribution: Contribution,
    procedure: Procedure,
    form: ObjectionForm,
    now: datetime,
) -> Statement | None:
    """The objection taken in, or None with the reasons in the form."""
    if is_refused(request, form, place=_place(contribution, procedure), now=now):
        return None
    try:
        return service.make_objection(
            contribution=contribution,
            procedure=procedure,
            sender=form.sender,
            addition=form.cleaned_data["addition"],
            withholds_identity=form.cleaned_data["withholds_identity"],
            now=now,
        )
    except EmptyStatement as error:
        form.refuse(str(error))
        return None
