import hashlib
import io
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.people.services import IdentityDraft
from dialogwerk.apps.schemes.models import Round
from dialogwerk.apps.statements.errors import EmptyStatement, KeyReused
from dialogwerk.apps.statements.models import Attachment, Original, Statement
from dialogwerk.apps.statements.services.intake import (
    FileDraft,
    Letter,
    as_kept,
    take_in,
    take_in_many,
)
from tests.factories import ProcedureFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def letter(**fields):
    return Letter(**{"text": "Zu laut.", "received_at": NOW, **fields})


def file(content=b"%PDF-1.4 x", name="brief.pdf"):
    return FileDraft(name, "application/pdf", io.BytesIO(content), len(content))


def received(procedure=None, **fields):
    procedure = procedure or ProcedureFactory(open_round=True)
    return take_in(procedure=procedure, letter=letter(**fields), by="public")


def test_a_letter_is_kept_with_original_receipt_and_journal_entry():
    statement = received(text="Zu  laut.\r\n")
    assert bytes(statement.original.body) == b"Zu  laut.\r\n"
    assert statement.original.sha256 == hashlib.sha256(b"Zu  laut.\r\n").hexdigest()
    assert statement.text == "Zu  laut.\n"
    entry = JournalEntry.objects.get(subject=statement.code)
    assert entry.payload["sha256"] == statement.original.sha256
    assert statement.receipt not in str(entry.payload)


def test_an_empty_letter_is_refused_and_one_with_a_file_is_not():
    with pytest.raises(EmptyStatement):
        received(text=" \n")
    assert received(text="", files=[file()]).attachments.count() == 1


def test_the_same_key_gives_back_the_same_letter():
    procedure, key = ProcedureFactory(open_round=True), str(uuid.uuid4())
    first = received(procedure, submission_key=key)
    assert received(procedure, submission_key=key) == first
    assert JournalEntry.objects.filter(action="statement.received").count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "Anders."},
        {"title": "Anders"},
        {"files": [FileDraft("b.pdf", "application/pdf", io.BytesIO(b"%PDF"), 4)]},
        {"sender": IdentityDraft(name="Erika Beispiel", street="Weg 1", city="Musterhausen")},
    ],
)
def test_the_same_key_with_other_content_is_refused(changed):
    procedure, key = ProcedureFactory(open_round=True), str(uuid.uuid4())
    first = received(procedure, submission_key=key)
    with pytest.raises(KeyReused, match=first.receipt):
        received(procedure, submission_key=key, **changed)


def test_lost_in_a_race_the_letter_of_the_winner_is_given_back(monkeypatch):
    procedure, key = ProcedureFactory(open_round=True), str(uuid.uuid4())
    winner = received(procedure, submission_key=key)
    from dialogwerk.apps.statements.services import intake

    answers = iter([None, winner])
    monkeypatch.setattr(intake, "_known", lambda *_arguments: next(answers))
    assert received(procedure, submission_key=key) == winner
    assert Statement.objects.count() == 1
    assert Original.objects.count() == 1


def test_a_file_is_kept_once_under_its_checksum():
    first, second = received(files=[file()]), received(files=[file()])
    paths = {one.file.name for one in Attachment.objects.all()}
    assert len(paths) == 1
    assert first.attachments.get().file.read() == second.attachments.get().file.read()


def test_a_half_written_file_left_by_a_crash_is_not_taken_for_the_whole():
    content = b"%PDF-1.4 " + uuid.uuid4().bytes
    digest = hashlib.sha256(content).hexdigest()
    default_storage.save(f"originals/{digest[:2]}/{digest}", io.BytesIO(content[:5]))
    attachment = received(files=[file(content)]).attachments.get()
    assert attachment.file.read() == content


def rounds(procedure):
    for number, start in enumerate([date(2026, 1, 10), date(2026, 6, 10)], start=1):
        Round.objects.create(
            procedure=procedure,
            number=number,
            display_start=start,
            display_end=start + timedelta(days=30),
            objections_until=start + timedelta(days=44),
        )
    return procedure


@pytest.mark.parametrize(
    ("moment", "number", "late"),
    [
        ("2026-01-01T12:00", 1, False),
        ("2026-02-23T23:59", 1, False),
        ("2026-02-24T00:00", 1, True),
        ("2026-06-09T23:59", 1, True),
        ("2026-06-10T00:00", 2, False),
        ("2026-07-25T00:30", 2, True),
    ],
)
def test_a_letter_belongs_to_the_round_of_its_day_in_german_time(moment, number, late):
    at = timezone.make_aware(datetime.fromisoformat(moment)).astimezone(UTC)
    statement = received(rounds(ProcedureFactory()), received_at=at)
    assert (statement.round.number, statement.is_late) == (number, late)


def test_many_letters_are_taken_in_all_or_none():
    procedure = ProcedureFactory(open_round=True)
    twice = [letter(submission_key="x"), letter(submission_key="x")]
    with pytest.raises(Exception, match=r"(?i)unique"):
        take_in_many(procedure=procedure, letters=twice, by="public")
    assert not Original.objects.exists()
    assert not JournalEntry.objects.exists()


def test_many_letters_take_few_questions(django_assert_max_num_queries):
    procedure = ProcedureFactory(open_round=True)
    letters = [letter(text=f"Text {n}") for n in range(500)]
    with django_assert_max_num_queries(40):
        assert len(take_in_many(procedure=procedure, letters=letters, by="public")) == 500


@given(st.text())
@settings(max_examples=200)
def test_every_text_can_be_kept_and_read_again(text):
    kept = as_kept(text)
    assert "\r" not in kept
    assert "\x00" not in kept
    assert as_kept(kept) == kept
    assert kept.encode().decode() == kept
