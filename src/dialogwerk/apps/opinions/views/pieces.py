"""Markup that is the same for everybody is rendered once; what differs is put in for each.

Rendering the voting page takes many times as long as counting a vote. Templates therefore put a
mark where a number, the token of the form or the nonce of the page belongs, and `filled` exchanges
the marks. What is kept never holds anything that belongs to one visitor.
"""

from collections.abc import Mapping
from functools import lru_cache

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

_MOST = 4096
_MARKS = {
    name: f"\ue000{name}\ue001"
    for name in ("csrf_token", "CSP_NONCE", "ticket", "seen", "chance", "done", "total", "card")
}


def marked(*names: str) -> dict[str, str]:
    """A mark for each of these names, as context of a template."""
    return {name: _MARKS[name] for name in names}


@lru_cache(maxsize=_MOST)
def piece(template: str, language: str, context: tuple[tuple[str, object], ...]) -> str:
    """A small template in this language, rendered once for the same values.

    Args:
        template: its name.
        language: the one that is active; part of what tells pieces apart.
        context: pairs of name and value that do not belong to one visitor.
    """
    return str(render_to_string(template, dict(context)))


def filled(markup: str, values: Mapping[str, str]) -> SafeString:
    """The markup with these values in place of their marks.

    Args:
        values: must be safe as text and within quotes: numbers, tokens, markup of our own.
    """
    for name, value in values.items():
        markup = markup.replace(_MARKS[name], value)
    return mark_safe(markup)  # noqa: S308


def token_of(request: HttpRequest) -> str:
    """The token for the forms of this page, masked once and not for each of them."""
    if not hasattr(request, "_token_of_page"):
        request._token_of_page = get_token(request)  # type: ignore[attr-defined]
    return str(request._token_of_page)
