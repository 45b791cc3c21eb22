"""Print batches in parts: sorted, whole, resumed after a kill, and single sheets again."""

import io
import json
import zipfile
from hashlib import sha256
from unittest.mock import patch

import pypdfium2
import pytest
from django.core.files.base import ContentFile

from dialogwerk.apps.people.models import VaultLook
from dialogwerk.apps.statements.errors import NotAllowedNow
from dialogwerk.apps.statements.models import PrintBatch, Reply
from dialogwerk.apps.statements.services import print_files, printing
from tests.factories import IdentityFactory, PersonFactory

from .answered_letters import BY, make_answered, make_point, write

pytestmark = pytest.mark.django_db
CODES = ["99004", "99001", "99003", "99005", "99002"]


class Killed(BaseException):
    """What a process feels when it is killed."""


@pytest.fixture
def waiting(procedure):
    """Five written letters for the post, in no order of postal codes."""
    argument = make_answered(procedure)
    for code in CODES:
        person = PersonFactory()
        IdentityFactory(person=person, email="", postal_code=code)
        make_point(procedure, person, argument)
    write(procedure)
    return procedure


def filled(procedure, letters_a_part=2):
    batch = printing.open_batch(procedure, by=BY, letters_a_part=letters_a_part)
    list(printing.fill(batch, by=BY))
    return PrintBatch.objects.get(pk=batch.pk)


def files_of(part):
    with part.file.open("rb") as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest_of(part):
    return json.loads(next(v for k, v in files_of(part).items() if k.endswith(".json")))


def test_a_batch_is_split_into_parts_sorted_by_postal_code(waiting):
    batch = filled(waiting)
    parts = list(batch.parts.all())
    assert [(part.first, part.last) for part in parts] == [(1, 2), (3, 4), (5, 5)]
    printed = batch.printed.order_by("position").select_related("reply__person__identity")
    assert [one.reply.person.identity.postal_code for one in printed] == sorted(CODES)


def test_every_part_says_what_is_in_it_and_can_be_checked(waiting):
    batch = filled(waiting)
    letters = []
    for part in batch.parts.all():
        files = files_of(part)
        assert len(files) == 4
        manifest = manifest_of(part)
        pdf = files[f"{batch.code}-{part.number:03}.pdf"]
        assert manifest["pdf_sha256"] == sha256(pdf).hexdigest()
        assert manifest["check"] == print_files.check_of(one["sha256"] for one in manifest["list"])
        assert len(pypdfium2.PdfDocument(pdf)) == 2 * manifest["sheets"]
        letters += manifest["list"]
    assert [one["position"] for one in letters] == [1, 2, 3, 4, 5]
    known = dict(Reply.objects.values_list("code", "sha256"))
    assert {one["letter"]: one["sha256"] for one in letters} == known


def test_the_list_of_all_adds_up(waiting):
    batch = filled(waiting)
    with batch.file.open("rb") as file, zipfile.ZipFile(file) as archive:
        whole = json.loads(archive.read(f"{batch.code}.json"))
    assert whole["letters"] == sum(part["letters"] for part in whole["parts"]) == 5
    assert whole["pages"] == sum(one.pages for one in batch.printed.all())
    for told, part in zip(whole["parts"], batch.parts.all(), strict=True):
        with part.file.open("rb") as file:
            assert told["sha256"] == sha256(file.read()).hexdigest()


def test_a_kill_between_two_parts_loses_and_doubles_nothing(waiting):
    batch = printing.open_batch(waiting, by=BY, letters_a_part=2)
    made = print_files._make_part

    def killed_at_the_second(batch_, number, letters):
        if number == 2:
            raise Killed
        return made(batch_, number, letters)

    with (
        patch.object(print_files, "_make_part", killed_at_the_second),
        pytest.raises(Killed),
    ):
        list(printing.fill(batch, by=BY))
    assert batch.parts.count() == 1
    first = batch.parts.get().sha256
    list(printing.fill(PrintBatch.objects.get(pk=batch.pk), by=BY))
    assert batch.parts.first().sha256 == first
    codes = [one["letter"] for part in batch.parts.all() for one in manifest_of(part)["list"]]
    assert sorted(codes) == sorted(Reply.objects.values_list("code", flat=True))


def test_a_damaged_letter_is_not_printed_and_is_written_anew(waiting):
    reply = waiting.replies.first()
    storage, name = reply.pdf.storage, reply.pdf.name
    storage.delete(name)
    storage.save(name, ContentFile(b"%PDF torn"))
    batch = printing.open_batch(waiting, by=BY)
    with pytest.raises(NotAllowedNow, match=reply.code):
        list(printing.fill(batch, by=BY))
    printing.discard(batch, by=BY)
    write(waiting)
    assert filled(waiting).printed.count() == 5


def test_single_letters_are_printed_again(waiting):
    batch = filled(waiting)
    pdf = printing.reprint(batch, "2, 4-5", by=BY, user_id=None)
    wanted = batch.printed.filter(position__in=[2, 4, 5])
    pages = sum(one.pages + one.pages % 2 for one in wanted)
    assert len(pypdfium2.PdfDocument(pdf)) == pages
    assert VaultLook.objects.filter(purpose="reprint", count=3).exists()


@pytest.mark.parametrize("wanted", ["", "0", "7", "eins", "1-9999999", "5-1"])
def test_numbers_that_are_not_in_the_list_are_refused(waiting, wanted):
    batch = filled(waiting)
    with pytest.raises(NotAllowedNow):
        printing.reprint(batch, wanted, by=BY, user_id=None)


@pytest.mark.parametrize("letters", [0, 5001])
def test_a_file_holds_a_sensible_number_of_letters(waiting, letters):
    with pytest.raises(NotAllowedNow):
        printing.open_batch(waiting, by=BY, letters_a_part=letters)


def test_a_part_ends_before_it_has_too_many_pages(waiting):
    letters = list(filled(waiting).printed.select_related("reply").order_by("position"))
    _pdf, lines, taken = print_files.merged(letters, most_pages=2 * letters[0].pages)
    assert len(lines) == len(taken) < len(letters)
