"""What may not be is refused by the database itself, whoever asks."""

import pytest
from django.db import IntegrityError, transaction

from dialogwerk.apps.base.dates import UNKNOWN
from dialogwerk.apps.promises.models import Evidence, Promise, PromiseEvent
from dialogwerk.apps.promises.services import EvidenceDraft, keep_promise
from tests.factories import EvidenceFactory, PromiseFactory
from tests.factories.promises import day

pytestmark = pytest.mark.django_db


def refused(promise, **values):
    """The database does not take these values, not even past all services."""
    for name, value in values.items():
        setattr(promise, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        promise.save()


@pytest.mark.parametrize("state", ["kept", "kept_late"])
def test_kept_without_evidence(state):
    due = day(-5) if state == "kept_late" else day(5)
    refused(PromiseFactory(due=due), state=state, settled_on=day(0))


@pytest.mark.parametrize("state", ["broken", "withdrawn"])
@pytest.mark.parametrize("reason", ["", "   "])
def test_broken_or_withdrawn_without_a_reason(state, reason):
    refused(PromiseFactory(), state=state, settled_on=day(0), reason=reason)


def test_kept_in_time_after_the_due_date():
    evidence = EvidenceFactory(promise__due=day(-5))
    refused(evidence.promise, state="kept", settled_on=day(0), shown_by=evidence)


@pytest.mark.parametrize("due", [day(5), None, UNKNOWN])
def test_kept_late_without_having_been_late(due):
    evidence = EvidenceFactory(promise__due=due)
    refused(evidence.promise, state="kept_late", settled_on=day(0), shown_by=evidence)


def test_kept_late_on_a_day_that_nobody_knows():
    evidence = EvidenceFactory(promise__due=day(-5))
    refused(evidence.promise, state="kept_late", settled_on=UNKNOWN, shown_by=evidence)


def test_settled_without_a_day():
    refused(PromiseFactory(), state="broken", reason="Darum.")


def test_open_with_a_day_a_reason_or_evidence():
    refused(PromiseFactory(), settled_on=day(0))
    refused(PromiseFactory(), reason="Darum.")
    evidence = EvidenceFactory()
    refused(evidence.promise, shown_by=evidence)


def test_a_state_that_nobody_knows():
    refused(PromiseFactory(), state="guess", settled_on=day(0))


def test_a_promise_that_says_nothing_or_has_no_owner():
    refused(PromiseFactory(), text="  ")
    refused(PromiseFactory(), owner=None)


def test_due_or_settled_before_it_was_made():
    refused(PromiseFactory(), due=day(-101))
    refused(PromiseFactory(), state="broken", reason="Darum.", settled_on=day(-101))


def test_half_of_an_origin():
    refused(PromiseFactory(), source_kind="meeting")


def test_a_state_changed_without_a_promise_at_hand():
    PromiseFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.update(state="kept", settled_on=day(0))


@pytest.mark.parametrize("kind", ["due_moved", "broken", "withdrawn", "reopened"])
def test_events_that_take_something_back_without_a_reason(kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        PromiseEvent.objects.create(promise=PromiseFactory(), kind=kind, by="user:1")


@pytest.mark.parametrize("kind", ["evidence", "kept", "kept_late"])
def test_events_that_show_something_without_evidence(kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        PromiseEvent.objects.create(promise=PromiseFactory(), kind=kind, by="user:1")


def test_evidence_that_shows_nothing():
    for values in ({"text": " "}, {"text": "", "file": "x.pdf"}, {"text": "x", "sha256": "1"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EvidenceFactory(**values)


@pytest.mark.parametrize("model", [Evidence, PromiseEvent])
def test_history_is_neither_changed_nor_deleted(model):
    keep_promise(
        promise=PromiseFactory(), on=day(0), evidence=EvidenceDraft(text="Foto"), by="user:1"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(by="user:2")
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_a_promise_with_history_is_not_deleted():
    with pytest.raises(IntegrityError), transaction.atomic():
        PromiseFactory().delete()
