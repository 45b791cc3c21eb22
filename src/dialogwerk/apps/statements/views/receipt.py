"""The receipt: proof of arrival and, later, where each point went. Its code is the only key."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dialogwerk.apps.base.ids import MistypedReceipt, parse_receipt
from dialogwerk.apps.base.journal import proof_of
from dialogwerk.apps.base.protection import client_of, is_too_often, was_too_often
from dialogwerk.apps.base.receipts import page_of
from dialogwerk.documents.letters import receipt as receipt_file

from ..forms.lookup import LookupForm
from ..models import Statement
from ..services import receipts
from ..services.uniform import ground_named
from ..timeliness import consequence

WRONG_CODES_PER_HOUR = 30

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Nobody keeps a copy of this page: no cache, no search engine, no address in a referrer."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return never_cache(wrapped)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """The form for a code; a right one leads to its receipt."""
    if request.method != "POST":
        return _lookup_page(request, LookupForm())
    form = LookupForm(request.POST)
    if not form.is_valid():
        return _lookup_page(request, form, status=422)
    return _unknown(request, form) or _found(form.cleaned_data["receipt"])


def _found(code: str) -> HttpResponse:
    """To the letter with this receipt, or to what another app gave it for."""
    if Statement.objects.filter(receipt=code).exists():
        return redirect("receipt", code)
    return redirect(page_of(code) or reverse("receipt", args=[code]))


def _lookup_page(request: HttpRequest, form: LookupForm, status: int = 200) -> HttpResponse:
    return render(request, "statements/public/lookup.html", {"form": form}, status=status)


def _unknown(request: HttpRequest, form: LookupForm) -> HttpResponse | None:
    """The answer to a code that nobody holds, or to too many of them; None for a known one."""
    client = client_of(request, day=timezone.localdate().isoformat())
    if was_too_often("lookup", client, per_hour=WRONG_CODES_PER_HOUR):
        form.add_error(
            None, _("Too many unknown codes came from your connection. Please try again later.")
        )
        return _lookup_page(request, form, status=429)
    code = form.cleaned_data["receipt"]
    if Statement.objects.filter(receipt=code).exists() or page_of(code):
        return None
    is_too_often("lookup", client, per_hour=WRONG_CODES_PER_HOUR)
    form.add_error(
        "receipt",
        _(
            "The code is written correctly, but there is nothing with it here. Is the receipt"
            " from this office? Please compare it once more."
        ),
    )
    return _lookup_page(request, form, status=404)


def with_receipt(view: Callable[[HttpRequest, Statement], HttpResponse]) -> View:
    """Find the letter by the code in the address; a mistyped one leads to the form with a hint."""

    @private
    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, receipt: str) -> HttpResponse:
        try:
            code = parse_receipt(receipt)
        except MistypedReceipt:
            form = LookupForm({"receipt": receipt})
            form.is_valid()
            return _lookup_page(request, form, status=404)
        if code != receipt:
            return redirect(str(request.resolver_match.view_name), code)
        form = LookupForm({"receipt": code})
        form.is_valid()
        statement = receipts.find(code)
        if statement is None:
            return _unknown(request, form) or _found(code)
        return view(request, statement)

    return wrapped


@with_receipt
def receipt(request: HttpRequest, statement: Statement) -> HttpResponse:
    """The receipt itself, what happens next, and where each point stands."""
    points = receipts.points_of(statement)
    together = receipts.collective_of(statement)
    context = {
        "collective": together,
        "collective_norms": ground_named(together.ground)[1] if together else (),
        "statement": statement,
        "procedure": statement.procedure,
        "consequence": consequence(statement),
        "points": points,
        "answered": sum(1 for point in points if point.answer),
        "replies": receipts.replies_to_fetch(statement),
        "seal": receipts.seal_of(statement),
        "is_new": "neu" in request.GET,
        "draft_key": f"letter-{statement.procedure.slug}",
    }
    return render(request, "statements/public/receipt.html", context)


@with_receipt
def receipt_pdf(request: HttpRequest, statement: Statement) -> HttpResponse:
    """The receipt as PDF, with the letter as kept behind it."""
    document = receipts.receipt_document(
        statement,
        lookup_path=reverse("lookup"),
        consequence=consequence(statement),
        lang="en" if (get_language() or "de").startswith("en") else "de",
    )
    return _download(receipt_file(document), "application/pdf", f"Beleg-{statement.receipt}.pdf")


@with_receipt
def receipt_text(request: HttpRequest, statement: Statement) -> HttpResponse:
    """The letter byte for byte as kept: its checksum is the one on the receipt."""
    original = statement.original
    name = f"Schreiben-{statement.receipt}.txt"
    return _download(bytes(original.body), "text/plain; charset=utf-8", name)


@with_receipt
def receipt_reply(request: HttpRequest, statement: Statement) -> HttpResponse:
    """The reply that waits behind the receipt; the newest, or the one named by ``?antwort=``."""
    replies = receipts.replies_to_fetch(statement)
    wanted = request.GET.get("antwort")
    chosen = [one for one in replies if wanted in (None, one.code)]
    if not chosen:
        return redirect("receipt", statement.receipt)
    reply = chosen[-1]
    return _safe(
        FileResponse(
            reply.pdf.open("rb"),
            content_type="application/pdf",
            as_attachment=True,
            filename=f"Antwort-{reply.code}.pdf",
        )
    )


@with_receipt
def receipt_proof(request: HttpRequest, statement: Statement) -> HttpResponse:
    """What proves, without our database, that the letter stands in the journal."""
    response = JsonResponse(
        proof_of(statement.code), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    name = f"Nachweis-{statement.receipt}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _safe(response)


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return _safe(HttpResponse(content, content_type=media_type, headers=disposition))


def _safe(response: Any) -> Any:
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
