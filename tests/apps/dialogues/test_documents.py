"""Documents: published in versions, commented by paragraph and by place."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from dialogwerk.apps.base import protection
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.dialogues import hooks
from dialogwerk.apps.dialogues.demo import documents as demo_documents
from dialogwerk.apps.dialogues.documents import discussion
from dialogwerk.apps.dialogues.errors import NotCommentable, UnreadableFile
from dialogwerk.apps.dialogues.models import Contribution, State
from dialogwerk.apps.dialogues.services.document_files import Picture, outline_of, picture_of
from dialogwerk.apps.dialogues.services.documents import (
    anchor_of_paragraph,
    anchor_of_place,
    publish_sheet,
    publish_text,
)
from tests.cores.incoming import making
from tests.factories.dialogues import ContributionFactory, FormatFactory

pytestmark = pytest.mark.django_db
TEXT = "# Ziele\n\nMehr Radwege.\n\nWeniger Lärm."


@pytest.fixture
def draft(process):
    """The format whose document is discussed."""
    return FormatFactory(process=process, slug="entwurf", kind="document", title="Entwurf")


@pytest.fixture
def patient(monkeypatch):
    monkeypatch.setattr(protection, "SOONEST", timedelta(seconds=-1))


def published(draft, by, text=TEXT, **values):
    return publish_text(
        format=draft, title="Wegekonzept", text=text, now=timezone.now(), by=by, **values
    )


@pytest.fixture
def first(draft, lead):
    return published(draft, lead)


def png(width=300, height=200):
    target = BytesIO()
    Image.new("RGB", (width, height), "#c04020").save(target, "PNG")
    return target.getvalue()


@pytest.fixture
def sheet(draft, lead):
    return publish_sheet(
        format=draft,
        title="Lageplan",
        description="Die Straße liegt in der Mitte.",
        picture=Picture(png(), 300, 200),
        now=timezone.now(),
        by=lead,
    )


def on(version, number):
    paragraph = version.paragraphs.get(number=number)
    paragraph.version = version
    return anchor_of_paragraph(paragraph)


def address(name, draft, *more):
    return reverse(name, args=[draft.process.slug, draft.slug, *more])


# Text


def test_a_comment_stays_beside_a_paragraph_that_did_not_change(draft, first, lead):
    kept = ContributionFactory(format=draft, text="Gut so.", anchor=on(first, 2))
    changed = ContributionFactory(format=draft, text="Leiser!", anchor=on(first, 3))
    second = published(draft, lead, "Vorspann.\n\n# Ziele\n\nMehr Radwege.\n\nViel weniger Lärm.")
    talk = discussion(second)
    assert {row.paragraph.text: list(row.comments) for row in talk.rows if row.comments} == {
        "Mehr Radwege.": [kept]
    }
    assert talk.elsewhere == [changed]
    assert [list(row.comments) for row in discussion(first).rows] == [[], [kept], [changed]]


def test_versions_are_numbered_and_never_change(draft, first, lead):
    second = published(draft, lead, "Anders.")
    assert (first.number, second.number) == (1, 2)
    paragraph = first.paragraphs.get(number=2)
    paragraph.text = "Gefälscht."
    with pytest.raises(IntegrityError), transaction.atomic():
        paragraph.save()


def test_only_the_newest_version_is_commented(draft, first, lead):
    published(draft, lead, "Neu.")
    with pytest.raises(NotCommentable):
        on(first, 1)


def test_what_is_published_stands_in_the_journal(first, sheet, lead):
    actions = JournalEntry.objects.filter(action__endswith=".published")
    assert {(entry.action, entry.actor) for entry in actions} == {
        ("document.published", lead.actor),
        ("sheet.published", lead.actor),
    }


def test_everyone_reads_the_text_with_counts_and_links(client, draft, first):
    ContributionFactory(format=draft, text="Gut so.", anchor=on(first, 2))
    ContributionFactory(format=draft, text="Geheim", anchor=on(first, 2), state=State.HELD)
    page = client.get(address("dialogue-document", draft)).text
    assert "Mehr Radwege." in page
    assert "1 Kommentar" in page
    assert "2 Kommentare" not in page
    assert address("document-paragraph", draft, 1, 2) in page
    assert "Geheim" not in client.get(address("document-comments", draft)).text
    assert "Gut so." in client.get(address("document-comments", draft)).text


def test_a_long_text_asks_the_database_no_more_than_a_short_one(
    client, draft, lead, django_assert_max_num_queries
):
    version = published(draft, lead, "\n\n".join(f"Absatz {n}." for n in range(200)))
    for number in range(1, 31):
        ContributionFactory(format=draft, anchor=on(version, number))
    with django_assert_max_num_queries(16):
        client.get(address("dialogue-document", draft))


def comment(client, address_, text="Breiter bitte.", **values):
    guard = client.get(address_).context["guard"]
    data = {"submission_key": guard.key, "token": guard.token, "text": text}
    headers = values.pop("headers", {})
    return client.post(address_, {**data, **values}, headers=headers)


def test_anybody_comments_on_a_paragraph_with_and_without_script(client, draft, first, patient):
    page = address("document-paragraph", draft, 1, 2)
    assert comment(client, page).status_code == 302
    answered = comment(client, page, "Und heller.", headers={"HX-Request": "true"})
    assert answered.status_code == 200
    assert "<html" not in answered.text
    assert "Und heller." in answered.text
    anchors = [made.anchor for made in Contribution.objects.all()]
    assert anchors == [{"paragraph": 2, "version": 1, "thread": 2}] * 2


def test_a_refused_comment_keeps_its_words(client, draft, first, patient):
    page = address("document-paragraph", draft, 1, 2)
    response = comment(client, page, website="x")
    assert response.status_code == 422
    assert "Breiter bitte." in response.text
    assert not Contribution.objects.exists()


def test_an_old_version_is_read_and_leads_to_the_newest(client, draft, first, lead, patient):
    published(draft, lead, "Neu.")
    page = client.get(address("document-paragraph", draft, 1, 2))
    assert "<textarea" not in page.text
    assert client.get(address("document-version", draft, 1)).status_code == 200
    assert client.get(address("document-version", draft, 9)).status_code == 404
    assert client.get(address("document-paragraph", draft, 1, 99)).status_code == 404


def test_an_empty_format_says_so(client, draft):
    assert client.get(address("dialogue-document", draft)).status_code == 200
    assert client.get(address("document-comments", draft)).status_code == 200


def test_the_page_of_a_comment_names_its_paragraph(client, draft, first):
    made = ContributionFactory(format=draft, text="Gut so.", anchor=on(first, 2))
    page = client.get(made.get_absolute_url()).text
    assert f"{address('document-paragraph', draft, 1, 2)}#{made.code}" in page


# Sheets


@pytest.mark.parametrize(
    ("place", "square"),
    [({"x": 0, "y": 0}, "A1"), ({"x": 100, "y": 100}, "K7"), ({"square": " c4 "}, "C4")],
)
def test_a_place_has_the_name_of_its_square(sheet, place, square):
    anchor = anchor_of_place(sheet, **place)
    assert anchor["square"] == square
    assert sheet.square_at(anchor["x"], anchor["y"]) == square


@pytest.mark.parametrize("square", ["", "C", "Z1", "A0", "A99", "I1", "4C", "A²"])
def test_squares_that_do_not_exist_are_refused(sheet, square):
    with pytest.raises(NotCommentable):
        anchor_of_place(sheet, square=square)


def test_a_sheet_is_commented_by_pointing_or_by_its_square(client, draft, sheet, patient):
    page = address("document-sheet", draft, 1)
    assert comment(client, page, square="C4", x="1.5", y="1.5").status_code == 302
    assert comment(client, page, square="A1", x="1.5", y="1.5").status_code == 302
    places = sorted((one.anchor["square"], one.anchor["x"]) for one in Contribution.objects.all())
    assert places == [("A1", 1.5), ("C4", 25.0)]
    shown = client.get(page).text
    assert shown.count("<circle") == 2
    assert "Breiter bitte." in shown


def test_a_wrong_square_is_named_in_the_form(client, draft, sheet, patient):
    response = comment(client, address("document-sheet", draft, 1), square="Z9")
    assert response.status_code == 422
    assert "K7" in response.text


def test_the_picture_is_shown_to_whoever_may_see_the_dialogue(client, draft, sheet):
    page = address("document-sheet-picture", draft, 1)
    response = client.get(page)
    assert response.headers["Content-Type"] == "image/png"
    assert b"".join(response.streaming_content) == png()
    draft.process.is_public = False
    draft.process.save()
    assert client.get(page).status_code == 404


# Files


def test_a_word_file_is_read_with_its_headings():
    heading = '</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="berschrift2"/></w:pPr><w:r><w:t>Wege'
    content = making.docx(f"Vorspann{heading}", "Breit.")
    assert outline_of(BytesIO(content), "entwurf.docx") == "Vorspann\n\n## Wege\n\nBreit."


def test_a_pdf_is_read_and_its_page_becomes_a_picture_in_colour():
    content = making.pdf("Der Entwurf liegt aus.", "Zweite Seite mit Text.")
    assert "Der Entwurf liegt aus." in outline_of(BytesIO(content), "entwurf.pdf")
    made = picture_of(BytesIO(content), 2)
    assert max(made.width, made.height) <= 3600
    with Image.open(BytesIO(made.content)) as picture:
        assert (picture.format, picture.mode, picture.size) == (
            "PNG",
            "RGB",
            (made.width, made.height),
        )


@pytest.mark.parametrize(
    ("content", "page"), [(b"MZ\x90\x00", 1), (making.pdf("Eine Seite"), 2), (b"", 1)]
)
def test_what_is_no_sheet_is_refused_with_a_reason(content, page):
    with pytest.raises(UnreadableFile):
        picture_of(BytesIO(content), page)


def test_a_picture_keeps_its_colours():
    made = picture_of(BytesIO(png()), 1)
    with Image.open(BytesIO(made.content)) as picture:
        assert picture.getpixel((5, 5)) == (192, 64, 32)


# The workbench


def test_a_file_is_looked_through_before_it_is_published(client, draft, lead):
    client.force_login(lead)
    page = address("document-text", draft)
    file = SimpleUploadedFile("entwurf.docx", making.docx("Absatz eins.", "Absatz zwei."))
    read = client.post(page, {"file": file, "title": "Konzept"})
    assert read.status_code == 200
    assert "Absatz eins.\n\nAbsatz zwei." in read.context["form"]["text"].value()
    assert not draft.text_versions.exists()
    sent = {"title": "Konzept", "text": "Absatz eins.\n\nAbsatz zwei.", "source": "entwurf.docx"}
    assert client.post(page, sent).status_code == 302
    assert draft.text_versions.get().source == "entwurf.docx"
    assert client.get(page).context["form"]["text"].value() == sent["text"]


def test_a_damaged_file_and_an_empty_text_get_a_sentence(client, draft, lead):
    client.force_login(lead)
    page = address("document-text", draft)
    bad = SimpleUploadedFile("entwurf.docx", making.docx("x")[:100])
    assert client.post(page, {"file": bad, "title": "Konzept"}).status_code == 422
    assert client.post(page, {"title": "Konzept", "text": " "}).status_code == 422


def test_a_sheet_is_published_from_a_picture(client, draft, lead):
    client.force_login(lead)
    form = {"title": "Plan", "description": "Eine Straße.", "page": 1}
    file = SimpleUploadedFile("plan.png", png())
    assert (
        client.post(address("document-sheet-new", draft), {**form, "file": file}).status_code == 302
    )
    made = draft.sheets.get()
    assert (made.width, made.height, made.number) == (300, 200, 1)
    assert client.get(address("document-desk", draft)).status_code == 200


def test_only_who_runs_the_dialogue_publishes(client, draft, moderator):
    client.force_login(moderator)
    assert client.get(address("document-desk", draft)).status_code == 200
    for name in ("document-text", "document-sheet-new"):
        assert client.get(address(name, draft)).status_code == 403


# Others read it


def test_the_chapter_lists_comments_by_place_with_what_became_of_them(draft, first, sheet):
    ContributionFactory(format=draft, text="Gut so.", anchor=on(first, 2))
    ContributionFactory(format=draft, text="Linde!", anchor=anchor_of_place(sheet, square="B2"))
    (chapter,) = [one for one in hooks.chapters(draft.process) if one.key == "document-entwurf"]
    rows = [row for table in chapter.tables for row in table.rows]
    assert [row[1:] for row in rows] == [["Gut so.", "offen"], ["Linde!", "offen"]]


def test_the_demo_has_a_text_in_two_versions_and_a_sheet(draft, lead):
    demo_documents.rehearse(draft.process, {"office": lead})
    assert draft.text_versions.count() == 2
    assert draft.contributions.count() == 5
    assert len(discussion(draft.text_versions.get(number=2)).elsewhere) == 1
