"""Keeping machines from flooding the public form: no picture puzzles, no third party, no tracking.

With JavaScript the browser works for the form (proof of work, the ALTCHA protocol). Without it,
the form must have been open for some seconds, a trap field must be empty and only some letters an
hour are taken from one address. Both are bound to the form's submission key, of which the database
takes one letter; so nothing needs to be remembered to stop a proof from being used twice, and
sending the same form again stays harmless. See docs/adr/0014.
"""

import base64
import binascii
import json
import uuid
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import parse_qs

import altcha
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django_altcha import get_hmac_key

from .clients import client_address

SOONEST = timedelta(seconds=3)
LATEST = timedelta(hours=24)
_SALT = "dialogwerk.letter-form"


def new_challenge(key: uuid.UUID, *, place: str, now: datetime) -> dict[str, Any]:
    """A puzzle for the browser, worth one letter with this submission key in this place.

    Args:
        key: the submission key of the form.
        place: slug of the procedure.
        now: when the form is shown; the puzzle can be handed in for a day.
    """
    options = altcha.ChallengeOptions(
        hmac_key=get_hmac_key(),
        max_number=settings.PROOF_OF_WORK_MAX_NUMBER,
        expires=now + LATEST,
        params={"form": f"{place}:{key}"},
    )
    return altcha.create_challenge(options).to_dict()


def proves_work(payload: str, key: uuid.UUID, *, place: str) -> bool:
    """Whether the browser solved the puzzle that was given for this key in this place."""
    try:
        solution = json.loads(base64.b64decode(payload, validate=True))
        asked_for = parse_qs(solution["salt"].partition("?")[2]).get("form")
        solved, _problem = altcha.verify_solution(solution, get_hmac_key(), check_expires=True)
    except (binascii.Error, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
    return solved and asked_for == [f"{place}:{key}"]


def new_token(key: uuid.UUID, *, place: str) -> str:
    """When the form with this key was opened, signed."""
    return signing.TimestampSigner(salt=_SALT).sign(f"{place}:{key}")


def seconds_open(token: str, *, now: datetime) -> float | None:
    """How long the form with this token was open; None if the token is not ours."""
    try:
        signing.TimestampSigner(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    opened = signing.b62_decode(token.rsplit(":", 2)[1])
    return max(0.0, now.timestamp() - opened)


def refusal(
    *, proof: str, token: str, trap: str, key: uuid.UUID, place: str, client: str
) -> str | None:
    """Why this form is not taken, in a sentence that says what to do; None if it is.

    Args:
        proof: what the browser's script worked out; empty without JavaScript.
        token: what `new_token` signed.
        trap: content of the field that people never see.
        client: from `client_of`.
    """
    if proof and proves_work(proof, key, place=place):
        return None
    if trap:
        return _("Leave the field “Website” empty; it is a trap for machines. Then send again.")
    return _token_refusal(token, key, place) or _flood_refusal(client)


def _token_refusal(token: str, key: uuid.UUID, place: str) -> str | None:
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        if signer.unsign(token, max_age=LATEST) != f"{place}:{key}":
            raise signing.BadSignature
    except signing.BadSignature:
        return _(
            "This form has been open for more than a day or was changed. Your text is still here:"
            " please check it and send again."
        )
    try:
        signer.unsign(token, max_age=SOONEST)
    except signing.SignatureExpired:
        return None
    return _("That was very quick. Please wait three seconds and send again.")


def _flood_refusal(client: str) -> str | None:
    if not is_too_often("letter", client, per_hour=settings.UNPROVED_LETTERS_PER_HOUR):
        return None
    return _(
        "Very many letters have come from your connection within an hour. Please switch on"
        " JavaScript, send again later, or send your letter by post. Your text is still here."
    )


def is_too_often(what: str, client: str, *, per_hour: int) -> bool:
    """Count one more attempt of this client and say whether it exceeds the hourly number."""
    key = f"often:{what}:{client}"
    cache.add(key, 0, timeout=3600)
    try:
        return cache.incr(key) > per_hour
    except ValueError:  # it ran out between the two calls
        return False


def was_too_often(what: str, client: str, *, per_hour: int) -> bool:
    """The same without counting."""
    return cache.get(f"often:{what}:{client}", 0) >= per_hour


def client_of(request: HttpRequest, *, day: str) -> str:
    """A key for the sender's connection that says nothing about it and changes every day.

    An IPv6 connection is known by its first 64 bits.
    """
    network = _network(client_address(request))
    return salted_hmac(f"client:{day}", network).hexdigest()[:32]


def _network(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return "unknown"
    return str(known if known.version == 4 else ip_network((known, 64), strict=False))
