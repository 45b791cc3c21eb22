"""Handing in many letters together, without an account; and fetching a receipt with a slip."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.protection import (
    client_of,
    is_too_often,
    new_challenge,
    new_token,
    refusal,
)
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.services.standing import participation
from dialogwerk.apps.statements.views.public import public_procedure

from ..errors import IntakeError
from ..forms.bulk import BulkForm, RedeemForm
from ..models import BulkUpload
from ..services import bulk as service
from ..services.bulk_format import COLUMNS, FORMAT, UnfitUpload, checked, example, schema

TEMPLATES = "intake/public"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for organisers; everything is checked before anything is taken in."""
    now = timezone.now()
    procedure = public_procedure(request, slug)
    if not participation(procedure, now=now).is_possible:
        return render(request, "statements/public/not_yet.html", {"procedure": procedure})
    if request.method != "POST":
        return _page(request, procedure, BulkForm(), uuid.uuid4(), now)
    form = BulkForm(request.POST, request.FILES)
    unfit = None
    if form.is_valid() and not (reason := _refusal(request, procedure, form, now)):
        try:
            made = _handed_in(procedure, form, now)
            return redirect("bulk-upload", slug, made.code)
        except UnfitUpload as error:
            unfit = error
            form.add_error("files", str(error))
    elif not form.errors:
        form.add_error(None, reason)
    key = form.cleaned_data.get("submission_key") or uuid.uuid4()
    return _page(request, procedure, form, key, now, unfit=unfit, status=422)


def _refusal(
    request: HttpRequest, procedure: Procedure, form: BulkForm, now: datetime
) -> str | None:
    client = client_of(request, day=timezone.localdate(now).isoformat())
    if is_too_often("bulk", client, per_hour=settings.BULK_UPLOADS_PER_HOUR):
        return _("Very many files have come from your connection within an hour. Try again later.")
    return refusal(
        proof=form.cleaned_data["proof"],
        token=form.cleaned_data["token"],
        trap=form.cleaned_data["website"],
        key=form.key,
        place=procedure.slug,
        client=client,
    )


def _handed_in(procedure: Procedure, form: BulkForm, now: datetime) -> BulkUpload:
    data = form.cleaned_data
    return service.hand_in(
        procedure=procedure,
        upload=checked(data["files"].file, data["files"].name or "letters"),
        organiser=data["organiser"],
        contact=data["contact"],
        title=data["title"],
        key=form.key,
        received_at=now,
    )


def _page(
    request: HttpRequest,
    procedure: Procedure,
    form: BulkForm,
    key: uuid.UUID,
    now: datetime,
    *,
    unfit: UnfitUpload | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "procedure": procedure,
        "form": form,
        "unfit": unfit,
        "key": key,
        "token": new_token(key, place=procedure.slug),
        "challenge": new_challenge(key, place=procedure.slug, now=now),
        "columns": COLUMNS,
        "format": FORMAT,
        "max_letters": settings.BULK_MAX_LETTERS,
        "max_bytes": settings.BULK_MAX_BYTES,
    }
    return render(request, f"{TEMPLATES}/bulk.html", context, status=status)


@never_cache
@require_safe
def upload(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """How far an upload is, and its slips; for whoever has the secret address."""
    found = _upload(request, slug, code)
    slips = found.slips.count()
    context = {
        "upload": found,
        "procedure": found.procedure,
        "table": found.table,
        "run": Run.objects.filter(public_id=found.table.run_code).first(),
        "slips": slips,
        "mailed": found.slips.exclude(mailed_at=None).count(),
        "redeemed": found.slips.exclude(redeemed_at=None).count(),
        "parts": range(1, -(-slips // service.SLIPS_PER_FILE) + 1),
    }
    response = render(request, f"{TEMPLATES}/upload.html", context)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _upload(request: HttpRequest, slug: str, code: str) -> BulkUpload:
    procedure = public_procedure(request, slug)
    rows = BulkUpload.objects.select_related("table")
    found = get_object_or_404(rows, procedure=procedure, code=code)
    found.procedure = procedure
    return found


@never_cache
@require_safe
def slips(request: HttpRequest, slug: str, code: str, part: int) -> HttpResponse:
    """A file of slips to hand on."""
    found = _upload(request, slug, code)
    lang = "en" if (get_language() or "de").startswith("en") else "de"
    try:
        content = service.slips_pdf(found, part, lang=lang)  # type: ignore[arg-type]
    except IntakeError as error:
        raise Http404(str(error)) from error
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="abholscheine-{part}.pdf"'
    return response


@require_safe
def format_schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema."""
    return HttpResponse(
        json.dumps(schema(), ensure_ascii=False, indent=2), content_type="application/schema+json"
    )


@require_safe
def format_example(request: HttpRequest, ending: str) -> HttpResponse:
    """An example to fill in."""
    if ending not in TYPES:
        raise Http404
    response = HttpResponse(example(ending), content_type=TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="schreiben.{ending}"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def redeem(request: HttpRequest) -> HttpResponse:
    """Exchange a slip for its receipt."""
    form = RedeemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        client = client_of(request, day=timezone.localdate().isoformat())
        try:
            if is_too_often("redeem", client, per_hour=settings.BULK_REDEMPTIONS_PER_HOUR):
                raise IntakeError(_("These were many codes within an hour. Try again later."))
            slip = service.redeem(form.cleaned_data["code"])
            return redirect(reverse("receipt", args=[slip.statement.receipt]) + "?neu=1")
        except IntakeError as error:
            form.add_error("code", str(error))
    status = 422 if form.errors else 200
    return render(request, f"{TEMPLATES}/redeem.html", {"form": form}, status=status)
