"""The same letter by two ways is proposed; a person decides, and both receipts stay."""

import pytest
from django.urls import reverse

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.intake.models import Duplicate
from dialogwerk.apps.intake.services import duplicates
from tests.cores.incoming import making
from tests.factories import AttachmentFactory, PersonFactory, StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(procedure):
    person = PersonFactory()
    return [
        StatementFactory(procedure=procedure, person=person, text=making.LETTER, channel="email"),
        StatementFactory(
            procedure=procedure,
            person=person,
            text=making.LETTER.upper().replace(".", " .\n"),
            channel="post",
        ),
    ]


def test_the_same_words_of_one_person_are_proposed_once(procedure, pair):
    assert duplicates.propose_new(procedure) == 1
    assert duplicates.propose_new(procedure) == 0
    duplicates.propose(pair)
    found = Duplicate.objects.get()
    assert (found.first, found.second, found.reason) == (pair[0], pair[1], "text")


def test_the_same_file_of_one_person_is_proposed(procedure):
    person = PersonFactory()
    letters = [StatementFactory(procedure=procedure, person=person, text=f"Kurz {n}") for n in "ab"]
    for letter in letters:
        AttachmentFactory(statement=letter, sha256="f" * 64)
    duplicates.propose_new(procedure)
    assert Duplicate.objects.get().reason == "file"


def test_form_letters_of_different_people_and_short_words_are_not_proposed(procedure):
    for _ in range(3):
        StatementFactory(procedure=procedure, text=making.LETTER)
    person = PersonFactory()
    for _ in range(2):
        StatementFactory(procedure=procedure, person=person, text="Ich bin dagegen.")
    assert duplicates.propose_new(procedure) == 0


def test_three_times_the_same_are_compared_with_the_first(procedure, pair):
    StatementFactory(procedure=procedure, person=pair[0].person, text=making.LETTER)
    duplicates.propose_new(procedure)
    assert set(Duplicate.objects.values_list("first", flat=True)) == {pair[0].pk}
    assert Duplicate.objects.count() == 2


@pytest.mark.parametrize(("answer", "state"), [("yes", "same"), ("no", "different")])
def test_a_person_decides_and_both_letters_stay(clerk, procedure, pair, answer, state):
    duplicates.propose_new(procedure)
    page = clerk.get(reverse("duplicates", args=[procedure.slug])).content.decode()
    assert pair[0].code in page
    found = Duplicate.objects.get()
    clerk.post(reverse("duplicate-decide", args=[procedure.slug, found.pk]), {"same": answer})
    found.refresh_from_db()
    assert found.state == state
    assert found.decided_by
    assert JournalEntry.objects.get(action="duplicate.decided").payload["same"] is (answer == "yes")
    assert procedure.statements.count() == 2
    assert (
        pair[1].code
        in clerk.get(
            reverse("duplicates", args=[procedure.slug]) + "?state=decided"
        ).content.decode()
    )
