"""Letters out as messages: valid, with or without names, the same message when sent again."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.base import ContentFile

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.exchange.errors import NotLinked, TooMany
from dialogwerk.apps.exchange.models import Outgoing
from dialogwerk.apps.exchange.services import sending
from dialogwerk.apps.exchange.services.sending import Sending
from dialogwerk.apps.people.models import VaultLook
from dialogwerk.apps.statements.services.replies import prepare
from dialogwerk.cores.xbeteiligung import read
from dialogwerk.cores.xbeteiligung.names import WORDING
from tests.apps.statements.answered_letters import make_answered, make_point, make_talkative
from tests.factories import (
    AttachmentFactory,
    PersonFactory,
    ProcedureFactory,
    StatementFactory,
)

from .conftest import BY

pytestmark = pytest.mark.django_db


def written(procedure, **options):
    how = Sending(procedure=procedure, by=BY, **options)
    return list(sending.messages(procedure.statements.all(), how))


def the_only(procedure, **options):
    (one,) = written(procedure, **options)
    return read(one.xml)


@pytest.mark.parametrize("kind", ["planfeststellung", "bauleitplan", "raumordnung", "bimschg"])
def test_every_kind_of_procedure_writes_valid_messages(procedure, link, checked, kind):
    procedure.kind = kind
    procedure.save()
    StatementFactory(procedure=procedure, text="„Nein“ – 😀\x0b", title="Brief …", named=True)
    for names in (False, True):
        message = the_only(procedure, with_names=names)
        assert message.statement.text == "„Nein“ – 😀\x0b"
        assert message.process_id == link.process_id


def test_without_names_nobody_is_named_and_the_words_are_masked(procedure, link):
    secrets = make_talkative(procedure)
    (one,) = written(procedure)
    message = read(one.xml)
    assert message.statement.author is None
    shown = one.xml.decode() + message.statement.text
    assert "Lärm" in shown
    assert [secret for secret in secrets if secret in shown] == []
    assert not VaultLook.objects.exists()


def test_with_names_the_look_is_logged(procedure, link):
    make_talkative(procedure)
    author = the_only(procedure, with_names=True).statement.author
    assert (author.name, author.street) == ("Frieda Musterfrau", "Beispielgasse 7")
    assert author.is_private
    assert VaultLook.objects.get().purpose == "xbeteiligung"


def test_files_travel_inside_with_their_checksum(procedure, link):
    letter = StatementFactory(procedure=procedure, named=True)
    content = b"%PDF-1.7 Beispiel"
    file = AttachmentFactory(
        statement=letter, size=len(content), sha256=hashlib.sha256(content).hexdigest()
    )
    file.file.save("foto.pdf", ContentFile(content))
    (sent,) = the_only(procedure, with_names=True).statement.attachments
    assert (sent.name, sent.content, sent.sha256) == ("foto.pdf", content, file.sha256)
    assert the_only(procedure).statement.attachments == ()


def test_files_that_are_too_large_lie_beside_the_message(procedure, link, monkeypatch):
    monkeypatch.setattr(sending, "MOST_INSIDE", 5)
    letter = StatementFactory(procedure=procedure, named=True)
    file = AttachmentFactory(statement=letter, size=17)
    file.file.save("foto.pdf", ContentFile(b"%PDF-1.7 Beispiel"))
    target = io.BytesIO()
    how = Sending(procedure=procedure, by=BY, with_names=True)
    assert sending.write_zip(target, procedure.statements.all(), how, 10) == 1
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
        message = read(archive.read(names[0]))
        (sent,) = message.statement.attachments
        assert sent.content is None
        assert archive.read(sent.name) == b"%PDF-1.7 Beispiel"


def test_the_same_letter_again_is_the_same_message_down_to_the_byte(procedure, link):
    StatementFactory(procedure=procedure)
    first, again = written(procedure)[0], written(procedure)[0]
    assert first.xml == again.xml
    assert Outgoing.objects.count() == 1


def test_a_letter_that_got_further_goes_out_as_an_update(procedure, link):
    point = make_point(procedure, PersonFactory())
    first = the_only(procedure)
    argument = point.segment.argument
    make_answered(procedure)
    argument.current_answer = procedure.arguments.exclude(pk=argument.pk).get().current_answer
    argument.save()
    second = the_only(procedure)
    assert (first.is_update, second.is_update) == (False, True)
    assert first.head.uuid != second.head.uuid
    assert (first.statement.status, second.statement.status) == ("2000", "3000")
    assert second.statement.keywords == (argument.title,)


def test_a_letter_nobody_has_read_is_new_and_one_with_a_reply_is_concluded(procedure, link):
    StatementFactory(procedure=procedure)
    assert the_only(procedure).statement.status == "1000"
    assert prepare(procedure) >= 0


def test_only_letters_never_written_are_waiting(procedure, link):
    StatementFactory(procedure=procedure)
    written(procedure)
    fresh = StatementFactory(procedure=procedure)
    assert list(sending.waiting(procedure)) == [fresh]


def test_the_journal_keeps_what_was_written(procedure, link):
    letter = StatementFactory(procedure=procedure)
    message = the_only(procedure, is_test=True)
    entry = JournalEntry.objects.get(action="xbeteiligung.written")
    assert (entry.subject, entry.payload["uuid"]) == (letter.code, message.head.uuid)
    assert entry.payload["test"] is True


def test_without_the_partners_identifiers_nothing_is_written(procedure):
    StatementFactory(procedure=procedure)
    with pytest.raises(NotLinked):
        written(procedure)


def test_too_many_letters_for_one_file_are_refused(procedure, link):
    StatementFactory.create_batch(3, procedure=procedure)
    how = Sending(procedure=procedure, by=BY)
    with pytest.raises(TooMany):
        sending.write_zip(io.BytesIO(), procedure.statements.all(), how, 2)


def test_many_letters_need_few_queries_each(procedure, link, django_assert_max_num_queries):
    for _number in range(10):
        make_point(procedure, PersonFactory())
    with django_assert_max_num_queries(20 + 2 * 10):
        assert len(written(procedure)) == 10


def test_the_wording_as_written_is_named_after_its_letter(procedure, link):
    letter = StatementFactory(procedure=procedure, text="„Nein“", title="")
    (one,) = written(procedure)
    assert (letter.code + WORDING).encode() in one.xml


def test_letters_of_other_procedures_stay_here(procedure, link):
    StatementFactory(procedure=ProcedureFactory())
    assert written(procedure) == []
