"""Reading a letter: passages, ties, names, files."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.html import escape

from dialogwerk.apps.people.models import VaultLook
from dialogwerk.apps.statements.models import Argument, Segment
from dialogwerk.apps.statements.services import reading, search
from tests.factories import (
    AttachmentFactory,
    SegmentFactory,
    StatementFactory,
)

from .pages import address, text_of

pytestmark = pytest.mark.django_db


def test_opening_a_letter_proposes_passages_once(as_clerk, letter):
    for _time in range(2):
        response = as_clerk.get(letter.get_absolute_url())
        assert response.status_code == 200
    assert letter.segments.count() == 2
    assert response.context["current"].segment == letter.segments.first()


def test_a_letter_already_read_gets_no_new_proposals(as_clerk, procedure):
    letter = StatementFactory(procedure=procedure, already_read=True)
    as_clerk.get(letter.get_absolute_url())
    assert not letter.segments.exists()


def test_text_from_outside_is_shown_and_never_run(as_clerk, procedure):
    evil = "<script>alert(1)</script> \u202e rückwärts 🦅"
    letter = StatementFactory(procedure=procedure, text=evil, title="<b>fett</b>")
    page = text_of(as_clerk.get(letter.get_absolute_url()))
    assert "<script>alert" not in page
    assert escape("<script>alert(1)</script>") in page
    assert "<b>fett" not in page


def test_a_selection_is_tied_to_an_argument(as_clerk, letter, argument):
    start = letter.text.index("den Lärm")
    data = {"start": start, "end": start + 8, "argument": argument.number}
    response = as_clerk.post(address("reader-passage", letter.procedure.slug, letter.code), data)
    assert response.status_code == 302
    segment = letter.segments.tied().get()
    assert (segment.text, segment.argument) == ("den Lärm", argument)
    assert as_clerk.get(response.url).status_code == 200


def test_ticked_sentences_become_a_passage_without_javascript(as_clerk, letter):
    page = as_clerk.get(letter.get_absolute_url())
    first, second = (one["value"] for one in page.context["sentences"][:2])
    chosen = as_clerk.get(letter.get_absolute_url(), {"s": [first, second]})
    current = chosen.context["current"]
    assert current.segment is None
    assert (current.start, current.end) == (int(first.split("-")[0]), int(second.split("-")[1]))
    assert f'name="end" value="{current.end}"' in text_of(chosen)


@pytest.mark.parametrize(
    "query", ["s=x", "s=9-4", "start=5&end=2", "start=0&end=99999", "passage=x"]
)
def test_a_selection_that_makes_no_sense_is_left_out(as_clerk, letter, query):
    response = as_clerk.get(f"{letter.get_absolute_url()}?{query}")
    assert response.status_code == 200
    assert response.context["current"].segment is not None


def test_a_new_argument_is_opened_and_tied_in_one_step(as_clerk, letter):
    segment = reading.propose_segments(letter)[0]
    data = {
        "segment": segment.pk,
        "action": "new",
        "new-title": "Schlaf der Kinder",
        "new-kind": "concern",
    }
    as_clerk.post(address("reader-passage", letter.procedure.slug, letter.code), data)
    argument = Argument.objects.get()
    assert (argument.title, argument.kind) == ("Schlaf der Kinder", "concern")
    assert argument.segments.get() == segment


def test_when_tying_fails_no_argument_is_left_behind(as_clerk, letter):
    data = {"start": 5, "end": 5, "action": "new", "new-title": "Neu", "new-kind": "argument"}
    response = as_clerk.post(
        address("reader-passage", letter.procedure.slug, letter.code), data, follow=True
    )
    assert not Argument.objects.exists()
    assert list(response.context["messages"])


def test_set_aside_reopen_and_finish(as_clerk, letter):
    slug, code = letter.procedure.slug, letter.code
    first, second = reading.propose_segments(letter)
    as_clerk.post(address("reader-passage", slug, code), {"segment": first.pk, "action": "aside"})
    asked = as_clerk.post(address("reader-finish", slug, code), follow=True)
    assert asked.context["must_confirm"] == [second]
    as_clerk.post(address("reader-passage", slug, code), {"segment": first.pk, "action": "reopen"})
    assert letter.segments.proposed().count() == 2
    as_clerk.post(address("reader-finish", slug, code), {"rest": "1"})
    letter.refresh_from_db()
    assert letter.read_at is not None


def test_a_passage_of_another_letter_is_not_touched(as_clerk, letter):
    foreign = SegmentFactory(statement=StatementFactory(procedure=letter.procedure))
    data = {"segment": foreign.pk, "action": "aside"}
    as_clerk.post(address("reader-passage", letter.procedure.slug, letter.code), data)
    foreign.refresh_from_db()
    assert foreign.state == Segment.State.PROPOSED


@pytest.mark.parametrize("number", ["", "x", "999", "²", "9" * 30])
def test_without_an_argument_nothing_is_tied(as_clerk, letter, number):
    segment = reading.propose_segments(letter)[0]
    data = {"segment": segment.pk, "argument": number}
    response = as_clerk.post(
        address("reader-passage", letter.procedure.slug, letter.code), data, follow=True
    )
    assert list(response.context["messages"])
    assert not letter.segments.tied().exists()


@pytest.mark.parametrize("looked_at", [0, 600])
def test_reading_goes_on_with_the_next_unread_letter_that_the_search_found(
    as_clerk, procedure, monkeypatch, looked_at
):
    """Words of very many letters, too, whether the next one is near or has to be collected."""
    monkeypatch.setattr(search, "MOST_COUNTED", 0)
    monkeypatch.setattr(search, "LOOKED_AT", looked_at)
    now = timezone.now()
    for day, word in enumerate(("Windrad", "Windrad", "Baum", "Windrad", "Baum")):
        StatementFactory(procedure=procedure, text=word, received_at=now - timedelta(days=day))
    found = list(procedure.statements.filter(text="Windrad").order_by("-received_at"))
    page = as_clerk.get(found[1].get_absolute_url() + "?q=Windrad")
    assert page.context["next_url"] == found[2].get_absolute_url() + "?q=Windrad"
    assert page.context["previous_url"] == found[0].get_absolute_url() + "?q=Windrad"


def test_reading_goes_on_with_the_next_unread_letter_of_the_same_list(
    as_clerk, procedure, campaign
):
    now = timezone.now()
    for day in range(3):
        StatementFactory(procedure=procedure, received_at=now - timedelta(days=10 + day))
    letters = list(procedure.statements.individual().order_by("-received_at"))
    page = as_clerk.get(letters[0].get_absolute_url() + "?campaign=none")
    assert page.context["next_url"] == letters[1].get_absolute_url() + "?campaign=none"
    assert page.context["previous_url"] == ""
    done = as_clerk.post(
        address("reader-finish", procedure.slug, letters[1].code) + "?campaign=none", {"rest": "1"}
    )
    assert done.url == letters[2].get_absolute_url() + "?campaign=none"


def test_after_the_last_letter_reading_ends_in_the_inbox(as_clerk, letter):
    finish = address("reader-finish", letter.procedure.slug, letter.code)
    response = as_clerk.post(finish, {"rest": "1"})
    assert response.url == address("inbox", letter.procedure.slug)


def test_a_name_is_shown_on_request_and_the_look_is_logged(as_clerk, letter):
    name = letter.person.identity.name
    assert name not in text_of(as_clerk.get(letter.get_absolute_url()))
    assert not VaultLook.objects.exists()
    assert name in text_of(as_clerk.get(letter.get_absolute_url() + "?names=show"))
    assert VaultLook.objects.get().codes == [letter.person.code]


def test_an_expert_sees_neither_name_nor_sender_nor_files(as_expert, procedure):
    text = (
        "Erika Beispiel\nMusterweg 1\n00000 Musterhausen\n\nSehr geehrte Damen und Herren,\n\n"
        "ich wohne hier. Fragen an erika@beispiel.example.\n\nMit freundlichen Grüßen\n"
        "Erika Beispiel"
    )
    letter = StatementFactory(procedure=procedure, text=text, named=True)
    file = AttachmentFactory(statement=letter)
    page = text_of(as_expert.get(letter.get_absolute_url() + "?names=show"))
    for hidden in (letter.person.identity.name, "Erika", "erika@", "Musterweg", file.name):
        assert hidden not in page
    assert "ich wohne hier" in page
    assert not VaultLook.objects.exists()
    download = address("attachment", procedure.slug, letter.code, file.pk)
    assert as_expert.get(download).status_code == 403


def test_a_file_is_saved_and_never_opened_in_the_site(as_clerk, letter):
    file = AttachmentFactory(statement=letter, name="plan.html")
    file.file.save("x", ContentFile(b"<script>"))
    response = as_clerk.get(address("attachment", letter.procedure.slug, letter.code, file.pk))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert b"".join(response.streaming_content) == b"<script>"


def test_a_file_that_is_missing_in_the_store_is_not_found(as_clerk, letter):
    file = AttachmentFactory(statement=letter)
    page = address("attachment", letter.procedure.slug, letter.code, file.pk)
    assert as_clerk.get(page).status_code == 404


def test_a_clerk_corrects_the_campaign_of_a_letter(as_clerk, procedure, campaign):
    letter = campaign.statements.first()
    page = as_clerk.get(letter.get_absolute_url() + "?move=1")
    assert page.context["campaigns"] == [campaign]
    as_clerk.post(address("reader-move", procedure.slug, letter.code), {"campaign": "none"})
    letter.refresh_from_db()
    assert (letter.campaign, letter.campaign_fixed) == (None, True)
    as_clerk.post(address("reader-move", procedure.slug, letter.code), {"campaign": "1"})
    letter.refresh_from_db()
    assert letter.campaign == campaign
    wrong = as_clerk.post(address("reader-move", procedure.slug, letter.code), {"campaign": "9"})
    assert "move=1" in wrong.url
