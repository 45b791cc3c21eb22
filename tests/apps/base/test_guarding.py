"""Forms that machines shall not flood, whatever they ask."""

import json
import uuid
from datetime import timedelta

import pytest
from django import forms
from django.test import RequestFactory
from django.utils import timezone

from dialogwerk.apps.base import protection
from dialogwerk.apps.base.guarding import GuardedForm, guard_of, is_refused

pytestmark = pytest.mark.django_db


class WordsForm(GuardedForm):
    words = forms.CharField()


def sent(guard, **values):
    data = {"submission_key": guard.key, "token": guard.token, "words": "Guten Tag"}
    return WordsForm({**data, **values})


def check(form, place="hier"):
    assert form.is_valid()
    request = RequestFactory().post("/")
    return is_refused(request, form, place=place, now=timezone.now())


@pytest.fixture
def guard(monkeypatch):
    """Of a form that has been open for long enough."""
    monkeypatch.setattr(protection, "SOONEST", timedelta(0))
    return guard_of(WordsForm(), place="hier", now=timezone.now())


def test_people_who_took_their_time_are_let_in(guard):
    assert not check(sent(guard))


def test_whoever_fills_the_trap_is_told_so(guard):
    form = sent(guard, website="https://beispiel.example")
    assert check(form)
    assert form.non_field_errors()


def test_a_form_of_another_place_is_refused(guard):
    assert check(sent(guard), place="dort")


def test_a_form_sent_at_once_has_to_wait():
    assert check(sent(guard_of(WordsForm(), place="hier", now=timezone.now())))


def test_a_form_shown_again_keeps_its_key_until_the_key_is_spent(guard):
    form = sent(guard)
    assert form.is_valid()
    assert guard_of(form, place="hier", now=timezone.now()).key == guard.key
    form.key_is_spent = True
    assert guard_of(form, place="hier", now=timezone.now()).key != guard.key


def test_only_the_fields_for_people_are_shown_and_the_challenge_can_be_read(guard):
    assert [field.name for field in sent(guard).shown_fields] == ["words"]
    assert "salt" in json.loads(guard.challenge)
    assert isinstance(guard.key, uuid.UUID)


def test_a_form_knows_how_long_it_was_open(guard):
    form = sent(guard)
    assert form.is_valid()
    later = timezone.now() + timedelta(seconds=40)
    assert 38 < form.seconds_open(later) < 45
    forged = sent(guard, token="erfunden:1abc:unterschrift")
    assert forged.is_valid()
    assert forged.seconds_open(later) is None
