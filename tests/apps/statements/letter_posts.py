"""Posting the public letter form as a browser does, with or without its script."""

import base64
import hashlib
import json
import uuid
from datetime import timedelta

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.base.protection import new_challenge, new_token

SENDER = {
    "kind": "natural",
    "name": "Erika Beispiel",
    "street": "Musterweg 1",
    "postal_code": "00000",
    "city": "Musterhausen",
}


def solved(challenge):
    """The proof of work that the browser's script hands in."""
    for number in range(challenge["maxNumber"] + 1):
        digest = hashlib.sha256(f"{challenge['salt']}{number}".encode()).hexdigest()
        if digest == challenge["challenge"]:
            kept = ("algorithm", "challenge", "salt", "signature")
            payload = {**{name: challenge[name] for name in kept}, "number": number}
            return base64.b64encode(json.dumps(payload).encode()).decode()
    raise AssertionError("this challenge has no solution")


def token_opened(ago, key, place, monkeypatch):
    """The token of a form that was opened some time ago."""
    then = (timezone.now() - ago).timestamp()
    with monkeypatch.context() as patch:
        patch.setattr(signing.time, "time", lambda: then)
        return new_token(key, place=place)


def proved_form(procedure, **fields):
    """The fields of a form whose proof of work is done."""
    key = fields.pop("key", None) or uuid.uuid4()
    challenge = new_challenge(key, place=procedure.slug, now=timezone.now())
    return {
        "text": "Der Lärm raubt uns den Schlaf.",
        **SENDER,
        "submission_key": str(key),
        "proof": solved(challenge),
        "website": "",
        **fields,
    }


def unproved_form(procedure, monkeypatch, *, ago=timedelta(seconds=30), **fields):
    """The fields of a form sent without JavaScript, opened some time ago."""
    key = fields.pop("key", None) or uuid.uuid4()
    token = token_opened(ago, key, procedure.slug, monkeypatch)
    return {**proved_form(procedure, key=key), "proof": "", "token": token, **fields}


def post_letter(client, procedure, fields, **extra):
    return client.post(reverse("write", args=[procedure.slug]), fields, **extra)
