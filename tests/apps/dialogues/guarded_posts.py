"""Posting a guarded form as a browser does that has been open for some seconds, without script."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from dialogwerk.apps.base import protection
from dialogwerk.apps.base.protection import new_token


@pytest.fixture
def patient(monkeypatch):
    """Forms count as open for long enough."""
    monkeypatch.setattr(protection, "SOONEST", timedelta(seconds=-1))


def guarded(place, *, key=None, **fields):
    """The fields of a form that belongs to this place, with what the guard sends along."""
    key = key or uuid.uuid4()
    guard = {"submission_key": str(key), "token": new_token(key, place=place)}
    return {**guard, "proof": "", "website": "", **fields}


def contribution_address(one):
    return reverse("contribution-new", args=[one.process.slug, one.slug])


def post_contribution(client, one, *, key=None, **fields):
    place = f"{one.process.slug}/{one.slug}"
    said = {"text": "Auf dem Marktplatz fehlen Bäume.", **fields}
    return client.post(contribution_address(one), guarded(place, key=key, **said))
