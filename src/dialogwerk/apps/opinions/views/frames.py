"""The voting page around the card."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ..services.rounds import Round


def framed(
    request: HttpRequest, round: Round, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """The voting page with this card in it."""
    shortcuts = (("1", _("agree")), ("2", _("disagree")), ("3", _("do not know, skip")))
    page = {**context, "shortcuts": shortcuts}
    return render(request, "opinions/vote.html", page, status=status)
