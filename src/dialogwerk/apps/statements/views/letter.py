"""Writing a letter: the form, its checks, and the way to the receipt."""

import uuid
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dialogwerk.apps.base.places import municipalities
from dialogwerk.apps.base.protection import client_of, new_challenge, new_token, refusal
from dialogwerk.apps.schemes.models import Procedure

from ..errors import EmptyStatement, KeyReused
from ..forms.letter import LetterForm
from ..models import Statement
from ..services.intake import take_in
from ..services.standing import participation
from ..timeliness import exclusion
from .public import public_procedure


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a letter; what is posted counts as received at this moment."""
    now = timezone.now()
    procedure = public_procedure(request, slug)
    if not participation(procedure, now=now).is_possible:
        return render(request, "statements/public/not_yet.html", {"procedure": procedure})
    if request.method != "POST":
        return _page(request, procedure, LetterForm(), uuid.uuid4(), now)
    form = LetterForm(request.POST, request.FILES)
    statement = _received(request, procedure, form, now)
    if statement:
        return redirect(reverse("receipt", args=[statement.receipt]) + "?neu=1")
    return _page(request, procedure, form, _next_key(form), now, status=422)


def _received(
    request: HttpRequest, procedure: Procedure, form: LetterForm, now: datetime
) -> Statement | None:
    """The letter taken in, or None with the reasons in the form."""
    if not form.is_valid():
        return None
    reason = refusal(
        proof=form.cleaned_data["proof"],
        token=form.cleaned_data["token"],
        trap=form.cleaned_data["website"],
        key=form.key,
        place=procedure.slug,
        client=client_of(request, day=timezone.localdate(now).isoformat()),
    )
    if reason:
        return form.refuse(reason)
    try:
        return take_in(procedure=procedure, letter=form.letter(received_at=now), by="public")
    except EmptyStatement as error:
        return form.refuse(str(error))
    except KeyReused:
        form.key_is_spent = True
        return form.refuse(
            _(
                "This form has been sent before, with other content; that letter has arrived. If"
                " this is a further letter, please check it and send again."
            )
        )


def _next_key(form: LetterForm) -> uuid.UUID:
    """The key of the form as sent, so that sending again adds nothing; a new one if it is spent."""
    sent = form.cleaned_data.get("submission_key")
    return uuid.uuid4() if form.key_is_spent or sent is None else sent


def _page(
    request: HttpRequest,
    procedure: Procedure,
    form: LetterForm,
    key: uuid.UUID,
    now: datetime,
    *,
    status: int = 200,
) -> HttpResponse:
    possible = participation(procedure, now=now)
    context = {
        "procedure": procedure,
        "form": form,
        "participation": possible,
        "exclusion": exclusion(procedure, possible.round),
        "key": key,
        "token": new_token(key, place=procedure.slug),
        "challenge": new_challenge(key, place=procedure.slug, now=now),
        "municipalities": municipalities(),
        "max_files": settings.UPLOAD_MAX_FILES,
        "max_file_bytes": settings.UPLOAD_MAX_FILE_BYTES,
        "draft_key": f"letter-{procedure.slug}",
    }
    return render(request, "statements/public/write.html", context, status=status)
