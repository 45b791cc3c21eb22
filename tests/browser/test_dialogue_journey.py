"""By phone, without an account: contribute on the map, be told that it is no objection, make it
one, and see both answered."""

import io
import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from dialogwerk.apps.base import protection
from dialogwerk.apps.dialogues import similar
from dialogwerk.apps.dialogues.models import Contribution, Support
from dialogwerk.apps.schemes.services import open_round
from dialogwerk.apps.statements.models import Statement
from tests.factories import (
    AnswerVersionFactory,
    OccurrenceFactory,
    ProcedureFactory,
    SchemeFactory,
)
from tests.factories.dialogues import (
    CategoryFactory,
    ContributionFactory,
    FormatFactory,
    OutcomeFactory,
    ProcessFactory,
)

from .conftest import assert_accessible, assert_no_sideways_scrolling, german

PHONE = {"width": 390, "height": 844}
TEXT = "Am Heideweg raubt uns der Lärm den Schlaf. Bitte baut einen Wall."
ERIKA = {
    "name": "Erika Beispiel",
    "street": "Musterweg 1",
    "postal_code": "00000",
    "city": "Musterhausen",
}
MIDDLE = {"type": "Point", "coordinates": [7.93, 51.47]}


@pytest.fixture(autouse=True)
def _quick(settings, monkeypatch, tmp_path):
    settings.PROOF_OF_WORK_MAX_NUMBER = 500
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(protection, "SOONEST", timedelta(seconds=-1))
    similar.forget()


@pytest.fixture
def procedure():
    procedure = ProcedureFactory(scheme=SchemeFactory(geometry=MIDDLE), eia=False)
    start = timezone.localdate() - timedelta(days=3)
    open_round(procedure=procedure, display_start=start, by="user:1")
    return procedure


@pytest.fixture
def place(procedure):
    """The format to which people contribute, with something in it."""
    process = ProcessFactory(scheme=procedure.scheme, area=MIDDLE)
    settings = {"geometries": ["Point", "LineString", "Polygon"], "takes_photos": True}
    one = FormatFactory(process=process, settings=settings)
    CategoryFactory(format=one, title="Lärm")
    ContributionFactory(
        format=one,
        title="Lärm am Heideweg",
        text="Der Lärm am Heideweg raubt den Schlaf.",
        geometry=MIDDLE,
        west=7.93,
        east=7.93,
        south=51.47,
        north=51.47,
    )
    return one


def press(page, source):
    page.get_by_role("button", name=german(source), exact=True).click()


def follow(page, source, **more):
    page.get_by_role("link", name=german(source), **more).first.click()


def checked(page):
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def photo():
    content = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(content, "JPEG")
    return {"name": "wall.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def answer_both(contribution, statement, procedure):
    OutcomeFactory(contribution=contribution, reason="Der Wall kommt in den Entwurf.")
    point = OccurrenceFactory(segment__statement=statement)
    AnswerVersionFactory(argument=point.segment.argument, text="Ein Wall ist vorgesehen.")
    Statement.objects.update(read_at=timezone.now())
    procedure.answers_released_at = timezone.now()
    procedure.save()


def test_a_contribution_by_phone_becomes_an_objection_and_both_are_answered(
    open_page, live_server, procedure, place
):
    page = open_page(**PHONE)
    page.goto(live_server.url + place.process.get_absolute_url())
    follow(page, "Contribute")
    page.locator("#contributions-map").scroll_into_view_if_needed()
    expect(page.locator("#contributions-map .leaflet-interactive").first).to_be_visible()
    checked(page)
    follow(page, "Contribute", exact=True)
    expect(
        page.get_by_text(german("A contribution here is not a formal objection"))
    ).to_be_visible()
    page.locator("#id_text").press_sequentially(TEXT)
    expect(page.get_by_text(german("Others have said something similar:"))).to_be_visible()
    page.locator("#id_category").select_option(label="Lärm")
    page.locator("#contribution-map").scroll_into_view_if_needed()
    expect(page.locator("#contribution-map .leaflet-control-attribution")).to_be_visible()
    press(page, "Mark the middle of the map")
    expect(page.locator("[data-drawing-status]")).to_contain_text("51.")
    page.locator("#id_photos").set_input_files(photo())
    page.locator("#id_photo_description").fill("Wo der Wall fehlt")
    checked(page)
    press(page, "Send the contribution")
    page.wait_for_url(re.compile("/beleg/"))
    checked(page)
    contribution = Contribution.objects.get(text=TEXT)
    assert contribution.geometry["coordinates"] == pytest.approx(MIDDLE["coordinates"], abs=0.1)
    expect(page.locator(".dw-receipt-code")).to_have_text(contribution.receipt)
    expect(page.get_by_role("heading", name=german("This is no formal objection"))).to_be_visible()
    receipt = page.url

    follow(page, "Make it an objection")
    expect(page.locator("main")).to_contain_text(TEXT)
    checked(page)
    for name, value in ERIKA.items():
        page.locator(f"#id_{name}").fill(value)
    press(page, "Send the objection")
    page.wait_for_url(re.compile(r"/beleg/.*\?neu=1"))
    statement = Statement.objects.get()
    assert (statement.text, statement.is_late) == (TEXT, False)
    assert statement.attachments.get().name == "wall.jpg"

    answer_both(contribution, statement, procedure)
    page.goto(receipt)
    main = page.locator("main")
    expect(main).to_contain_text("Der Wall kommt in den Entwurf.")
    expect(main).to_contain_text("beantwortet: 1")
    checked(page)
    page.get_by_role("link", name=re.compile("Einwendung im Verfahren")).click()
    expect(main).to_contain_text("Ein Wall ist vorgesehen.")
    assert_accessible(page)


def test_a_line_is_drawn_by_finger_and_taken_back_point_by_point(open_page, live_server, place):
    page = open_page(**PHONE)
    address = reverse("contribution-new", args=[place.process.slug, place.slug])
    page.goto(live_server.url + address)
    page.locator("#id_text").fill(TEXT)
    frame = page.locator("#contribution-map")
    frame.scroll_into_view_if_needed()
    expect(frame.locator(".leaflet-control-attribution")).to_be_visible()
    page.get_by_label(german("a line")).check()
    status = page.locator("[data-drawing-status]")
    for spot, said in (((80, 120), "1 "), ((200, 160), "2 "), ((260, 220), "3 ")):
        frame.click(position={"x": spot[0], "y": spot[1]})
        expect(status).to_contain_text(said)
    press(page, "Take back the last point")
    expect(status).to_contain_text("2 ")
    press(page, "Send the contribution")
    page.wait_for_url(re.compile("/beleg/"))
    drawn = Contribution.objects.get(text=TEXT).geometry
    assert (drawn["type"], len(drawn["coordinates"])) == ("LineString", 2)


def test_a_draft_keeps_what_was_marked_on_the_map(open_page, live_server, place):
    page = open_page(**PHONE)
    address = live_server.url + reverse("contribution-new", args=[place.process.slug, place.slug])
    page.goto(address)
    page.locator("#id_text").fill(TEXT)
    frame = page.locator("#contribution-map")
    frame.scroll_into_view_if_needed()
    expect(frame.locator(".leaflet-control-attribution")).to_be_visible()
    press(page, "Mark the middle of the map")
    marked = page.locator("#id_geometry").input_value()
    page.wait_for_timeout(600)
    page.goto(live_server.url + "/")
    page.goto(address)
    expect(page.locator("#id_text")).to_have_value(TEXT)
    frame.scroll_into_view_if_needed()
    expect(page.locator("[data-drawing-status]")).to_contain_text("51.")
    assert json.loads(page.locator("#id_geometry").input_value()) == json.loads(marked)


def test_without_script_a_place_is_given_in_words_and_support_counts(open_page, live_server, place):
    page = open_page(script=False, **PHONE)
    page.goto(live_server.url + reverse("contribution-new", args=[place.process.slug, place.slug]))
    page.locator("#id_text").fill(TEXT)
    press(page, "See whether others have said it already")
    expect(page.get_by_text(german("Others have said something similar:"))).to_be_visible()
    page.locator("#id_place_name").fill("Heideweg")
    press(page, "Send the contribution")
    contribution = Contribution.objects.get(text=TEXT)
    assert contribution.place_name == "Heideweg"
    page.goto(live_server.url + contribution.get_absolute_url())
    press(page, "I support this")
    expect(page.locator("#unterstuetzen")).to_contain_text("1")
    assert Support.objects.count() == 1


def test_support_and_comments_by_phone(open_page, live_server, place):
    page = open_page(**PHONE)
    contribution = Contribution.objects.get()
    page.goto(live_server.url + contribution.get_absolute_url())
    press(page, "I support this")
    expect(page.get_by_role("button", name=german("Support it no more"))).to_be_visible()
    checked(page)
    follow(page, "Write a comment")
    page.locator("#id_text").fill("Das sehe ich auch so.")
    checked(page)
    press(page, "Send the comment")
    page.wait_for_url(re.compile("/beleg/"))
    checked(page)
    page.goto(live_server.url + contribution.get_absolute_url())
    expect(page.locator(".contribution-comment")).to_contain_text("Das sehe ich auch so.")
    follow(page, "Get news by e-mail")
    checked(page)


def test_the_list_is_narrowed_beside_the_map(page, live_server, place):
    ContributionFactory(format=place, title="Radweg", text="Der Radweg endet plötzlich.")
    page.goto(live_server.url + reverse("contributions", args=[place.process.slug, place.slug]))
    expect(page.locator(".contribution-row")).to_have_count(2)
    page.locator("#id_suche").fill("Radweg")
    page.locator("#id_suche").press("Enter")
    expect(page.locator(".contribution-row")).to_have_count(1)
    expect(page.locator("[data-contributions-status]")).to_contain_text("0 ")
    checked(page)
