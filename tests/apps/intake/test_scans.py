"""Scans are read by a machine and confirmed by a person; receipt and day do not wait."""

import io
import shutil

import pytest
from django.urls import reverse

from dialogwerk.apps.intake.errors import NotPossibleNow
from dialogwerk.apps.intake.models import Item, ScanPage, ScanReading
from dialogwerk.apps.intake.services import scans
from dialogwerk.apps.statements.errors import NotAllowedNow
from dialogwerk.apps.statements.models import Segment, Statement
from dialogwerk.cores.incoming.ocr import text_of, words_of
from tests.cores.incoming import making
from tests.factories import CampaignFactory, SegmentFactory

pytestmark = pytest.mark.django_db

HEAD = "level page_num block_num par_num line_num word_num left top width height conf text"
TSV = "\n".join(
    "\t".join(line.split(" "))
    for line in (
        HEAD,
        "5 1 1 1 1 1 10 10 40 12 96 Zu",
        "5 1 1 1 1 2 60 10 40 12 41.5 1aut",
        "5 1 1 1 2 1 10 30 40 12 95 nachts.",
        "5 1 2 1 1 1 10 60 40 12 95 Danke",
        "5 1 2 1 1 2 x 60 40 12 95 kaputt",
        "4 1 2 1 1 0 10 60 40 12 -1 ",
    )
)


def test_words_are_read_with_place_and_confidence_and_joined_as_on_the_page():
    words = words_of(TSV)
    assert [(word.text, word.is_doubtful) for word in words] == [
        ("Zu", False),
        ("1aut", True),
        ("nachts.", False),
        ("Danke", False),
    ]
    assert text_of([words, []]) == "Zu 1aut\nnachts.\n\nDanke"


@pytest.fixture
def machine(monkeypatch):
    """A reading machine that reads the same on every page."""
    monkeypatch.setattr(scans, "is_installed", lambda: True)
    monkeypatch.setattr(scans, "recognised", lambda _picture: TSV)


@pytest.fixture
def scanned(hand_over, procedure, machine):
    item = hand_over(("scan.tif", making.picture("TIFF", pages=2))).items.get()
    assert scans.read_all(procedure) == 1
    item.refresh_from_db()
    return item


def test_a_scan_is_read_page_by_page_and_becomes_the_letters_text(scanned):
    reading = ScanReading.objects.get()
    assert (reading.pages.count(), reading.doubtful) == (2, 2)
    assert scanned.statement.text.startswith("Zu 1aut")
    assert not scanned.needs_reading
    assert reading.pages.first().picture.open().read().startswith(b"\x89PNG")


def test_reading_that_broke_off_goes_on_with_the_next_page(
    hand_over, procedure, machine, monkeypatch
):
    hand_over(("scan.tif", making.picture("TIFF", pages=3)))
    calls = []

    def breaks(_picture):
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("the power went out")
        return TSV

    monkeypatch.setattr(scans, "recognised", breaks)
    with pytest.raises(RuntimeError):
        scans.read_all(procedure)
    assert ScanPage.objects.count() == 1
    monkeypatch.setattr(scans, "recognised", lambda _picture: calls.append(1) or TSV)
    scans.read_all(procedure)
    assert (len(calls), ScanPage.objects.count()) == (4, 3)


def test_a_second_reader_sees_doubtful_words_and_confirms_the_corrected_text(
    clerk, procedure, scanned
):
    code = scanned.statement.code
    address = reverse("scan", args=[procedure.slug, code])
    assert code in clerk.get(reverse("scans", args=[procedure.slug])).content.decode()
    page = clerk.get(address).content.decode()
    assert page.count("<mark tabindex") == 2
    picture = clerk.get(reverse("scan-picture", args=[procedure.slug, code, 1]))
    assert picture["Content-Type"] == "image/png"
    answer = clerk.post(address, {"text": "Zu laut\r\nnachts."})
    assert answer.url == reverse("scans", args=[procedure.slug])
    scanned.statement.refresh_from_db()
    assert scanned.statement.text == "Zu laut\nnachts."
    reading = ScanReading.objects.get()
    assert reading.confirmed_by
    assert reading.machine_text.startswith("Zu 1aut")


def test_a_corrected_reading_finds_its_campaign(scanned, procedure):
    campaign = CampaignFactory(procedure=procedure, template=making.LETTER)
    scans.confirm(ScanReading.objects.get(), text=making.LETTER, by="user:1")
    scanned.statement.refresh_from_db()
    assert scanned.statement.campaign == campaign


def test_a_reading_with_decided_passages_is_not_shifted_under_them(scanned, procedure):
    letter = scanned.statement
    SegmentFactory(
        procedure=procedure, statement=letter, campaign=None, start=0, end=2, text="Zu",
        state=Segment.State.SET_ASIDE,
    )  # fmt: skip
    with pytest.raises(NotAllowedNow, match=r"erneut|Öffnen|Reopen|entschieden"):
        scans.confirm(ScanReading.objects.get(), text="Etwas anderes", by="user:1")
    letter.refresh_from_db()
    assert letter.text.startswith("Zu 1aut")


def test_without_the_program_scans_wait(hand_over, procedure, monkeypatch):
    monkeypatch.setattr(scans, "is_installed", lambda: False)
    hand_over(("scan.png", making.picture()))
    with pytest.raises(NotPossibleNow):
        scans.start(procedure, by="user:1")
    assert Item.objects.get().needs_reading


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_the_real_machine_reads_a_real_page(hand_over, procedure):
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (1240, 500), 255)
    font = ImageFont.load_default(size=44)
    ImageDraw.Draw(page).text(
        (80, 80), "Der Wald bleibt stehen.\nKein Turm am Dorf.", font=font, fill=0
    )
    target = io.BytesIO()
    page.save(target, "PNG", dpi=(300, 300))
    hand_over(("scan.png", target.getvalue()))
    scans.read_all(procedure)
    text = Statement.objects.get().text
    assert "Der Wald bleibt" in text
    assert "Turm" in text
