"""Telling one visitor from another where that is needed to count a support once.

A browser gets a cookie only when somebody supports something without an account. It holds a random
word; the database keeps a keyed checksum of it, which nobody can turn into a person.
"""

import secrets

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from ..services.supporting import Supporter

COOKIE = "dialogwerk_visitor"
KEPT_FOR = 365 * 24 * 3600
"""Seconds."""
_SALT = "dialogwerk.visitor"


def supporter_of(request: HttpRequest) -> Supporter:
    """The account and browser that ask; nothing is set in a browser that only reads."""
    user = request.user if request.user.is_authenticated else None
    visitor = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=KEPT_FOR)
    return Supporter(user, checksum(visitor) if visitor else "")


def new_cookie() -> str:
    """What a new cookie holds."""
    return secrets.token_urlsafe(16)


def checksum(cookie: str) -> str:
    """What the database keeps of it."""
    return salted_hmac(_SALT, cookie, algorithm="sha256").hexdigest()


def keep_cookie(response: HttpResponse, cookie: str, *, secure: bool) -> None:
    """Give it to the browser, signed, for a year."""
    response.set_signed_cookie(
        COOKIE,
        cookie,
        salt=_SALT,
        max_age=KEPT_FOR,
        httponly=True,
        secure=secure,
        samesite="Lax",
    )
