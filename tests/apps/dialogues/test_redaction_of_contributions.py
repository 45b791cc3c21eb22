"""Personal data in a contribution: blacked out for others, kept as received."""

import pytest

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.dialogues.services import redaction
from tests.factories.dialogues import ContributionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(place):
    return ContributionFactory(
        format=place,
        title="Lärm von Herrn Probe",
        text="Herr Max Probe feiert. Rufen Sie 0228 123456 an!",
    )


def test_what_tells_of_people_is_proposed(told):
    words = [redaction.words_of(told, one) for one in redaction.proposals_for(told)]
    assert "0228 123456" in words
    assert any("Probe" in one for one in words)


def test_blacked_out_for_others_and_kept_as_received(told, moderator):
    before = (told.title, told.text, told.sha256)
    redaction.black_out(
        contribution=told, stretches=redaction.places_of(told, "Probe"), by=moderator
    )
    told.refresh_from_db()
    assert (told.title, told.text, told.sha256) == before
    assert told.shown_title == "Lärm von Herrn [geschwärzt]"
    assert "Probe" not in told.shown_text
    assert str(told) == told.shown_title


def test_taking_it_back_shows_everything_again(told, moderator):
    redaction.black_out(
        contribution=told, stretches=redaction.places_of(told, "Probe"), by=moderator
    )
    redaction.black_out(contribution=told, stretches=[], by=moderator)
    told.refresh_from_db()
    assert told.shown_text == told.text
    assert told.redacted_text == ""


def test_what_is_blacked_out_is_not_proposed_again(told, moderator):
    redaction.black_out(contribution=told, stretches=redaction.proposals_for(told), by=moderator)
    assert redaction.proposals_for(told) == []


def test_the_journal_holds_kinds_and_no_words(told, moderator):
    redaction.black_out(contribution=told, stretches=redaction.proposals_for(told), by=moderator)
    entry = JournalEntry.objects.get(action="contribution.blacked_out")
    assert "phone" in entry.payload["kinds"]
    assert "Probe" not in str(entry.payload)
