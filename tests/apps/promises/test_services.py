"""Promises are recorded, shown, moved and settled; each deed is history and journal."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from dialogwerk.apps.base.dates import UNKNOWN, from_day, parse
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.promises.models import Evidence, Promise, PromiseEvent
from dialogwerk.apps.promises.services import (
    EvidenceDraft,
    Origin,
    add_evidence,
    amend_promise,
    break_promise,
    keep_promise,
    make_promise,
    move_due_date,
    reopen_promise,
    withdraw_promise,
)
from tests.factories import EvidenceFactory, OrganisationFactory, PromiseFactory
from tests.factories.promises import day

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
SHOWN = EvidenceDraft(text="Foto vom Weg, Akte Blatt 7")
BY = "user:3"


def refused(code, service, **arguments):
    """The sentence with which the service refuses at this field."""
    with pytest.raises(ValidationError) as error:
        service(by=BY, **arguments)
    assert getattr(error.value, "code", None) == code
    return error.value.messages[0]


def kinds(promise):
    return list(promise.events.values_list("kind", flat=True))


def test_a_promise_is_recorded_with_its_first_event_and_a_journal_entry():
    owner = OrganisationFactory()
    promise = make_promise(
        text=" Wir pflanzen die Hecke nach. ",
        made_on=parse("Anfang 2010"),
        owner=owner,
        due=parse("Ende 2011"),
        by=BY,
    )
    assert promise.code.startswith("Z-")
    assert promise.text == "Wir pflanzen die Hecke nach."
    assert (promise.made_on_earliest, promise.due_latest) == (date(2010, 1, 1), date(2011, 12, 31))
    event = promise.events.get()
    assert (event.kind, event.on, event.due_after) == ("made", promise.made_on, promise.due)
    entry = JournalEntry.objects.about(promise.code).get()
    assert (entry.action, entry.actor) == ("promise.made", BY)
    assert entry.payload["owner"] == owner.code
    assert "Hecke" not in str(entry.payload)


def test_a_third_party_that_is_no_organisation_on_file_can_promise():
    promise = make_promise(
        text="Das Forum tagt zweimal im Jahr.", made_on=day(-3), owner_name="Forum e. V.", by=BY
    )
    assert promise.owner_in_words == "Forum e. V."


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("text", {"text": "  "}),
        ("owner", {"owner": None, "owner_name": " "}),
        ("made_on", {"made_on": None}),
        ("made_on", {"made_on": day(1)}),
        ("due", {"made_on": day(-10), "due": day(-11)}),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_refused_at_its_field(code, changed):
    told = {"text": "Etwas.", "made_on": day(-1), "owner_name": "Amt 61", **changed}
    refused(code, make_promise, **told)
    assert not Promise.objects.exists()


def test_an_origin_that_no_app_has_named_is_refused():
    with pytest.raises(ValueError, match=r"sources\.register"):
        make_promise(
            text="Etwas.", made_on=day(-1), owner_name="A", origin=Origin("guess", "1"), by=BY
        )


def test_a_promise_is_kept_with_new_evidence():
    promise = keep_promise(promise=PromiseFactory(), on=day(0), evidence=SHOWN, by=BY)
    assert promise.state == Promise.State.KEPT
    assert promise.shown_by.text == SHOWN.text
    assert kinds(promise) == ["made", "evidence", "kept"]


def test_a_promise_is_kept_with_evidence_it_has_already():
    evidence = EvidenceFactory()
    promise = keep_promise(promise=evidence.promise, on=day(0), shown_by=evidence, by=BY)
    assert promise.shown_by == evidence
    assert Evidence.objects.count() == 1


def test_without_evidence_nothing_counts_as_kept():
    promise = PromiseFactory()
    refused("evidence_text", keep_promise, promise=promise, on=day(0))
    refused("evidence_text", keep_promise, promise=promise, on=day(0), evidence=EvidenceDraft())
    promise.refresh_from_db()
    assert promise.is_open
    assert kinds(promise) == ["made"]


def test_evidence_of_another_promise_does_not_count():
    refused(
        "shown_by", keep_promise, promise=PromiseFactory(), on=day(0), shown_by=EvidenceFactory()
    )


@pytest.mark.parametrize(
    ("due", "on", "state"),
    [
        (day(-1), day(-1), "kept"),
        (day(-1), day(0), "kept_late"),
        (None, day(0), "kept"),
        (UNKNOWN, day(0), "kept"),
        (day(-1), UNKNOWN, "kept"),
        (parse("Ende 2010"), parse("2010"), "kept"),
        (parse("Mitte 2010"), parse("2010"), "kept"),
        (parse("Mitte 2010"), parse("Ende 2010"), "kept_late"),
    ],
)
def test_kept_after_the_due_date_is_kept_late_where_that_is_certain(due, on, state):
    promise = PromiseFactory(made_on=parse("2009"), due=due)
    assert keep_promise(promise=promise, on=on, evidence=SHOWN, by=BY).state == state


@pytest.mark.parametrize("end", [break_promise, withdraw_promise])
def test_broken_and_withdrawn_need_a_reason(end):
    promise = PromiseFactory()
    refused("reason", end, promise=promise, on=day(0), reason="  ")
    ended = end(promise=promise, on=day(0), reason="Das Geld fehlt.", by=BY)
    assert ended.state in ("broken", "withdrawn")
    event = ended.events.last()
    assert (event.kind, event.reason, event.on) == (ended.state, "Das Geld fehlt.", day(0))
    entry = JournalEntry.objects.about(ended.code).last()
    assert entry.payload["on"] == timezone.localdate().isoformat()
    assert "Geld" not in str(entry.payload)


def test_nothing_is_settled_on_a_day_to_come_or_before_it_was_made():
    promise = PromiseFactory()
    refused("on", keep_promise, promise=promise, on=day(1), evidence=SHOWN)
    refused("on", break_promise, promise=promise, on=day(-101), reason="Darum.")


def test_what_is_settled_is_settled_once_and_keeps_its_due_date():
    promise = keep_promise(promise=PromiseFactory(), on=day(0), evidence=SHOWN, by=BY)
    refused(None, break_promise, promise=promise, on=day(0), reason="Doch nicht.")
    refused(None, move_due_date, promise=promise, due=day(200), reason="Später.")


def test_the_due_date_moves_with_a_reason_and_the_history_keeps_both():
    promise = PromiseFactory(due=day(10))
    refused("reason", move_due_date, promise=promise, due=day(20), reason="")
    refused("due", move_due_date, promise=promise, due=day(10), reason="Wie bisher.")
    refused("due", move_due_date, promise=promise, due=day(-200), reason="Früher.")
    moved = move_due_date(promise=promise, due=day(20), reason="Lieferverzug.", by=BY)
    assert moved.due_latest == timezone.localdate() + timedelta(days=20)
    event = moved.events.last()
    assert (event.due_before, event.due_after) == (day(10), day(20))
    assert event.reason == "Lieferverzug."


def test_a_mistake_is_opened_again_with_a_reason_and_nothing_is_forgotten():
    promise = keep_promise(promise=PromiseFactory(), on=day(0), evidence=SHOWN, by=BY)
    refused("reason", reopen_promise, promise=promise, reason="")
    again = reopen_promise(promise=promise, reason="Es war der andere Weg.", by=BY)
    assert (again.state, again.settled_on, again.shown_by) == ("open", None, None)
    assert kinds(again) == ["made", "evidence", "kept", "reopened"]
    assert Evidence.objects.filter(promise=again).exists()
    with pytest.raises(ValidationError):
        reopen_promise(promise=again, reason="Noch einmal.", by=BY)


def test_the_file_of_a_piece_of_evidence_is_kept_with_its_checksum():
    promise = PromiseFactory()
    kept = add_evidence(promise=promise, evidence=EvidenceDraft(file=io.BytesIO(PNG)), by=BY)
    assert kept.file.open().read() == PNG
    assert len(kept.sha256) == 64
    assert kept.ending == "png"
    assert not kept.file_is_public
    assert JournalEntry.objects.about(promise.code).last().payload["evidence"] == kept.sha256


def test_a_file_of_another_kind_is_refused_and_leaves_nothing_behind():
    draft = EvidenceDraft(file=io.BytesIO(b"MZ program"))
    assert "PDF" in refused("file", add_evidence, promise=PromiseFactory(), evidence=draft)
    assert not Evidence.objects.exists()


def test_a_file_is_taken_away_again_when_the_promise_cannot_be_settled(monkeypatch):
    promise, kept = PromiseFactory(), []
    from dialogwerk.apps.promises.services import settling

    def settle(promise, by):
        file = promise.shown_by.file
        kept.append((file.storage, file.name))
        raise RuntimeError

    monkeypatch.setattr(settling, "_settle", settle)
    with pytest.raises(RuntimeError):
        keep_promise(
            promise=promise, on=day(0), evidence=EvidenceDraft(file=io.BytesIO(PNG)), by=BY
        )
    ((storage, name),) = kept
    assert not storage.exists(name)


def test_corrections_stand_in_the_history_with_what_was_there_before():
    promise = PromiseFactory(text="Die Heke wird gepflanzt.")
    amended = amend_promise(promise=promise, text="Die Hecke wird gepflanzt.", by=BY)
    event = amended.events.last()
    assert event.changed == {"text": ["Die Heke wird gepflanzt.", "Die Hecke wird gepflanzt."]}
    assert JournalEntry.objects.about(promise.code).last().payload == {"changed": ["text"]}


def test_a_correction_that_changes_nothing_leaves_no_trace():
    promise = PromiseFactory()
    amend_promise(promise=promise, text=promise.text, owner=promise.owner, by=BY)
    assert kinds(promise) == ["made"]


def test_state_and_due_date_are_no_matter_of_correction():
    with pytest.raises(TypeError, match="state"):
        amend_promise(promise=PromiseFactory(), state="kept", by=BY)


def test_overdue_is_what_is_open_after_the_last_day_that_was_said():
    late, today = PromiseFactory(overdue=True), timezone.localdate()
    PromiseFactory(due=from_day(today))
    PromiseFactory(due=None)
    break_promise(promise=PromiseFactory(overdue=True), on=day(0), reason="Darum.", by=BY)
    assert list(Promise.objects.overdue(today)) == [late]
    assert late.standing(today) == "overdue"


def test_apps_above_find_the_promises_of_their_things():
    from dialogwerk.apps.promises import sources

    sources.register("trial", "Trial", lambda ref: sources.Source(f"Trial {ref}", f"/trial/{ref}/"))
    promise = PromiseFactory(origin=Origin("trial", "7"))
    PromiseFactory(origin=Origin("trial", "8"))
    assert list(Promise.objects.from_source("trial", "7")) == [promise]
    assert sources.source_of("trial", "7").address == "/trial/7/"
    assert sources.source_of("nobody", "7") is None


def test_events_are_of_the_promise_they_tell_of():
    first, second = PromiseFactory(), PromiseFactory()
    move_due_date(promise=second, due=day(5), reason="Früher.", by=BY)
    assert PromiseEvent.objects.filter(promise=first).count() == 1
