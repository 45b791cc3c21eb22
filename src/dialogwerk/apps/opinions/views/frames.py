"""The voting page around the card."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..services.rounds import Round
from .pieces import filled, marked, token_of

KEPT_SECONDS = 60


def framed(
    request: HttpRequest, round: Round, card: SafeString, *, status: int = 200
) -> HttpResponse:
    """The voting page with this card in it."""
    if not _is_as_for_everybody(request):
        context = {**_context(round), "card": card}
        return render(request, "opinions/vote.html", context, status=status)
    values = {
        "csrf_token": token_of(request),
        "CSP_NONCE": str(request.csp_nonce),  # type: ignore[attr-defined]
        "card": card,
    }
    return HttpResponse(filled(_frame(request, round), values), status=status)


def _is_as_for_everybody(request: HttpRequest) -> bool:
    """Whether nobody has signed in, nothing is to be reported, and the address is the plain one."""
    cookies = request.COOKIES
    personal = settings.SESSION_COOKIE_NAME in cookies or "messages" in cookies
    return not personal and not request.META.get("QUERY_STRING")


def _frame(request: HttpRequest, round: Round) -> str:
    """The page with marks, kept by each process; known by everything that it shows."""
    one, process = round.format, round.process
    shown = (get_language(), request.path, one.title, one.intro, process.title, process.slug)
    key = "opinion-frame:" + hashlib.sha256(repr(shown).encode()).hexdigest()
    kept: str | None = caches["near"].get(key)
    if kept is None:
        marks = marked("csrf_token", "CSP_NONCE", "card")
        kept = str(render_to_string("opinions/vote.html", {**_context(round), **marks}, request))
        caches["near"].set(key, kept, timeout=KEPT_SECONDS)
    return kept


def _context(round: Round) -> dict[str, Any]:
    shortcuts = (("1", _("agree")), ("2", _("disagree")), ("3", _("do not know, skip")))
    return {"round": round, "process": round.process, "shortcuts": shortcuts}
