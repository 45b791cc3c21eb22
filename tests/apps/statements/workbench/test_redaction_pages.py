"""A clerk looks at marks, decides, adds, releases; and many certain letters leave together."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.people.disclosure import Audience
from dialogwerk.apps.statements.errors import NotAllowedNow
from dialogwerk.apps.statements.models import (
    Attachment,
    RedactedFile,
    Redaction,
    RedactionCheck,
    Release,
)
from dialogwerk.apps.statements.services import (
    redaction,
    redaction_files,
    redaction_marks,
    releases,
)
from dialogwerk.cores.statements.redaction import Kind
from tests.factories import IdentityFactory, PersonFactory, StatementFactory, UserFactory

pytestmark = pytest.mark.django_db
DEVELOPER = Audience.DEVELOPER


def make_letter(procedure, text, name="Frieda Musterfrau"):
    person = PersonFactory()
    IdentityFactory(person=person, name=name, street="Beispielgasse 7")
    return StatementFactory(procedure=procedure, person=person, text=text)


@pytest.fixture
def letter(procedure):
    return make_letter(procedure, "Ich, Frieda Musterfrau, und mein Mann Karl hören den Lärm.")


def page_of(clerk, letter, name="redaction", *more):
    return clerk.get(reverse(name, args=[letter.procedure.slug, letter.code, *more]))


def post(clerk, letter, name, data):
    address = reverse(name, args=[letter.procedure.slug, letter.code])
    return clerk.post(address, data, follow=True)


def test_doubtful_marks_wait_for_a_decision_before_the_release(clerk, letter):
    page = page_of(clerk, letter)
    assert [line["words"] for line in page.context["rows"]] == ["Frieda Musterfrau", "Karl"]
    doubtful = Redaction.objects.get(statement=letter, reason="after-relative")
    post(clerk, letter, "redaction-release", {"audience": "developer"})
    assert not Release.objects.exists()
    post(clerk, letter, "redaction-decide", {f"mark-{doubtful.pk}": "refused"})
    post(clerk, letter, "redaction-release", {"audience": "developer"})
    assert Release.objects.standing().get().audience == "developer"
    assert redaction.text_for(letter, DEVELOPER) == (
        "Ich, [Name], und mein Mann Karl hören den Lärm."
    )
    entry = JournalEntry.objects.get(action="redaction.released")
    assert (entry.subject, entry.payload["audience"]) == (letter.code, "developer")


def test_words_that_a_person_marks_take_the_release_back(clerk, letter):
    redaction_marks.prepare(letter)
    redaction_marks.decide(
        statement=letter, accept=letter.redactions.values_list("pk", flat=True), refuse=[], by="x"
    )
    releases.release(statement=letter, audience=DEVELOPER, by="user:1")
    post(clerk, letter, "redaction-add", {"words": "hören den", "kind": "other"})
    assert not Release.objects.standing().exists()
    assert JournalEntry.objects.filter(action="redaction.withdrawn").count() == 1
    assert "[geschwärzt]" in redaction.text_for(letter, DEVELOPER)
    start = letter.text.index("Lärm")
    data = {"start": start, "end": start + 4, "kind": "other", "audience": "public"}
    post(clerk, letter, "redaction-add", data)
    assert "Lärm" in redaction.text_for(letter, DEVELOPER)
    assert "Lärm" not in redaction.text_for(letter, Audience.PUBLIC)


@pytest.mark.parametrize(
    "data",
    [
        {"words": "steht nicht da", "kind": "name"},
        {"words": "", "kind": "name"},
        {"start": 5, "end": 5, "kind": "name"},
        {"start": 5, "end": 99999, "kind": "name"},
        {"words": "Ich", "kind": "nonsense"},
    ],
)
def test_what_cannot_be_marked_is_said(clerk, letter, data):
    page = post(clerk, letter, "redaction-add", data)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert not Redaction.objects.filter(reason="person").exists()


def test_who_may_not_see_names_may_not_redact(client, letter):
    for role in (Role.EXPERT, Role.DEVELOPER):
        client.force_login(UserFactory(roles=[role], on_team=letter.procedure))
        assert page_of(client, letter).status_code == 403
    client.force_login(UserFactory(roles=[Role.OFFICE], on_team=letter.procedure))
    assert page_of(client, letter).status_code == 200
    address = reverse("redaction-release", args=[letter.procedure.slug, letter.code])
    assert client.post(address, {"audience": "public"}).status_code == 403


def test_certain_letters_leave_together_after_a_sample(clerk, procedure, letter):
    for number in range(6):
        make_letter(procedure, f"Ich, Otto Skizze, höre den Lärm zum {number}. Mal.", "Otto Skizze")
    assert list(redaction_marks.prepare_all(procedure)) == [7]
    assert list(redaction_marks.prepare_all(procedure)) == []
    board = clerk.get(reverse("redactions", args=[procedure.slug]))
    assert board.context["counts"] == {"look": 1, "certain": 6, "released": 0, "unprepared": 0}
    bulk = releases.draw(procedure=procedure, audience=DEVELOPER, size=3, by="user:1")
    with pytest.raises(NotAllowedNow):
        releases.draw(procedure=procedure, audience=DEVELOPER, size=3, by="user:1")
    with pytest.raises(NotAllowedNow):
        releases.release_bulk(bulk=bulk, by="user:1")
    for check in releases.sample_of(bulk):
        redaction_marks.confirm(statement=check.statement, by="user:1")
    assert releases.release_bulk(bulk=bulk, by="user:1") == 6
    assert (
        list(
            redaction.letters_for(DEVELOPER, procedure)
            .exclude(pk=letter.pk)
            .values_list("releases__bulk", flat=True)
        )
        == [bulk.pk] * 6
    )
    assert not redaction.is_released(letter, DEVELOPER)
    page = clerk.get(reverse("redactions", args=[procedure.slug]), {"state": "released"})
    assert len(page.context["rows"]) == 6


def test_one_mistake_in_the_sample_stops_the_bulk(clerk, procedure):
    for number in range(3):
        make_letter(procedure, f"Ich, Otto Skizze, bin Nummer {number} und Imker.", "Otto Skizze")
    list(redaction_marks.prepare_all(procedure))
    bulk = releases.draw(procedure=procedure, audience=DEVELOPER, size=3, by="user:1")
    first, *others = (check.statement for check in releases.sample_of(bulk))
    redaction_marks.add_everywhere(statement=first, words="Imker", kind=Kind.OTHER, by="user:1")
    for one in others:
        redaction_marks.confirm(statement=one, by="user:1")
    with pytest.raises(NotAllowedNow):
        releases.release_bulk(bulk=bulk, by="user:1")
    address = reverse("redactions-bulk", args=[procedure.slug, bulk.code])
    clerk.post(address, {"action": "drop"})
    assert releases.open_bulk(procedure, DEVELOPER) is None
    assert not Release.objects.exists()


def test_equal_texts_of_one_person_are_read_once(procedure, monkeypatch):
    person = PersonFactory(named=True)
    text = "Ich bin dagegen. Herr Huber auch."
    for _number in range(3):
        StatementFactory(procedure=procedure, person=person, text=text)
    read = []
    real = redaction_marks.proposed
    monkeypatch.setattr(
        redaction_marks, "proposed", lambda *a, **k: read.append(1) or real(*a, **k)
    )
    list(redaction_marks.prepare_all(procedure))
    assert (len(read), RedactionCheck.objects.count()) == (1, 3)


def picture():
    target = io.BytesIO()
    Image.new("RGB", (200, 280), "white").save(target, "PNG")
    return target.getvalue()


def test_a_file_is_looked_at_boxed_and_made_anew(clerk, procedure):
    letter = make_letter(procedure, "Siehe Anlage.")
    attachment = Attachment(
        statement=letter, name="Musterfrau.png", media_type="image/png", size=1, sha256="0" * 64
    )
    attachment.file.save("x", ContentFile(picture()), save=False)
    attachment.save()
    redaction_marks.prepare(letter)
    with pytest.raises(NotAllowedNow):
        releases.release(statement=letter, audience=DEVELOPER, by="user:1")
    page = page_of(clerk, letter, "redaction-file", attachment.pk)
    assert page.status_code == 200
    image = page_of(clerk, letter, "redaction-page", attachment.pk, 1)
    assert image.content.startswith(b"\x89PNG")
    address = reverse("redaction-file", args=[procedure.slug, letter.code, attachment.pk])
    box = {"x": 10, "y": "20", "width": 50, "height": 10, "kind": "signature", "page": 1}
    clerk.post(address, box)
    assert redaction_files.boxes_for(attachment, DEVELOPER) == {1: [(0.1, 0.2, 0.5, 0.1)]}
    clerk.post(address, {**box, "x": 100, "width": 0})
    assert Redaction.objects.on_pages().count() == 1
    made = releases.release(statement=letter, audience=DEVELOPER, by="user:1")
    (file,) = redaction_files.make_files(made)
    assert redaction_files.make_files(made) == []
    assert "Musterfrau" not in file.name
    assert RedactedFile.objects.get().file.read().startswith(b"%PDF")
    version = page_of(clerk, letter, "redaction-version", file.pk)
    assert version["Content-Disposition"].startswith("attachment")


def test_the_wish_not_to_be_named_comes_with_the_letter(clerk, procedure):
    import uuid

    data = {
        "channel": "post",
        "received_at": "2026-01-05T10:00",
        "kind": "natural",
        "name": "Otto Skizze",
        "text": "Der Lärm.",
        "submission_key": uuid.uuid4(),
        "withholds_identity": "on",
    }
    clerk.post(reverse("capture", args=[procedure.slug]), data)
    letter = procedure.statements.get()
    assert letter.withholds_identity
    assert page_of(clerk, letter).context["letter"].withholds_identity
