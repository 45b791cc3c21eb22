"""Contributing without an account: what the form takes, what it refuses, what the receipt shows."""

import io
import json
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import ExifTags, Image

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.dialogues import hooks, similar
from dialogwerk.apps.dialogues.models import Contribution, State
from dialogwerk.apps.people.models import Identity
from tests.factories.dialogues import (
    CategoryFactory,
    ContributionFactory,
    FormatFactory,
    OutcomeFactory,
)

from .guarded_posts import contribution_address, guarded, patient, post_contribution

pytestmark = pytest.mark.django_db
__all__ = ["patient"]


@pytest.fixture(autouse=True)
def _ready(patient, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    similar.forget()


def picture(kind="JPEG", *, size=(40, 30), name="foto.jpg"):
    """A photo with a place, an author and an orientation in its metadata."""
    image = Image.new("RGB", size, "green")
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = "Erika Beispiel"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (50.0, 43.0, 58.0)
    content = io.BytesIO()
    image.save(content, kind, exif=exif)
    return SimpleUploadedFile(name, content.getvalue())


def errors_of(response):
    assert response.status_code == 422
    return response.context["form"].errors


def receipt_of(client, contribution):
    return client.get(reverse("contribution-receipt", args=[contribution.receipt]))


def test_a_contribution_without_a_name_gets_a_receipt_and_leaves_no_trace_in_the_vault(
    client, place
):
    response = post_contribution(client, place, title="Bäume")
    contribution = Contribution.objects.get()
    assert response.url == reverse("contribution-receipt", args=[contribution.receipt]) + "?neu=1"
    assert (contribution.title, contribution.state) == ("Bäume", State.PUBLIC)
    assert contribution.person is None
    assert not Identity.objects.exists()
    assert JournalEntry.objects.about(contribution.code).count() == 1
    assert contribution.receipt in client.get(response.url).content.decode()


def test_everything_that_can_be_said_is_kept(client, place):
    category = CategoryFactory(format=place)
    spot = {"type": "Point", "coordinates": [7.1, 50.7]}
    post_contribution(
        client,
        place,
        category=category.pk,
        geometry=json.dumps(spot),
        place_name="Marktplatz",
        public_name="Lina",
        on_behalf_of="Gartenverein",
    )
    said = Contribution.objects.get()
    assert (said.category, said.geometry, said.west) == (category, spot, 7.1)
    assert (said.place_name, said.public_name) == ("Marktplatz", "Lina")
    assert said.on_behalf_of == "Gartenverein"


def test_photos_lose_what_the_camera_wrote_and_are_turned_upright(client, place):
    post_contribution(client, place, photos=[picture()], photo_description="Der leere Platz")
    kept = Contribution.objects.get().photos.get()
    assert kept.description == "Der leere Platz"
    raw = kept.file.read()
    assert b"Erika" not in raw
    assert b"Exif" not in raw
    with Image.open(io.BytesIO(raw)) as shown:
        assert shown.size == (30, 40)
        assert not shown.getexif()


def test_a_large_photo_is_made_smaller(client, place):
    post_contribution(client, place, photos=[picture("PNG", size=(3000, 600), name="a.png")])
    with Image.open(Contribution.objects.get().photos.get().file) as shown:
        assert shown.size == (400, 2000)


@pytest.mark.parametrize(
    "photo",
    [
        SimpleUploadedFile("foto.jpg", b"%PDF-1.7 erfunden"),
        SimpleUploadedFile("foto.jpg", b"\xff\xd8\xff\xe0 beschaedigt"),
        SimpleUploadedFile("foto.jpg", b""),
        SimpleUploadedFile("foto.svg", b"<svg onload='alert(1)'></svg>"),
    ],
    ids=["a PDF", "damaged", "empty", "an SVG"],
)
def test_what_is_no_photo_is_refused_by_name(client, place, photo):
    (message, *_again) = errors_of(post_contribution(client, place, photos=[photo]))["photos"]
    assert photo.name in message
    assert not Contribution.objects.exists()


def test_too_many_pixels_are_refused_before_they_fill_the_memory(client, place, monkeypatch):
    monkeypatch.setattr("dialogwerk.apps.dialogues.photos.MOST_PIXELS", 1000)
    assert "photos" in errors_of(post_contribution(client, place, photos=[picture()]))


def test_more_photos_than_allowed_are_refused(client, place):
    photos = [picture(name=f"{number}.jpg") for number in range(5)]
    assert "photos" in errors_of(post_contribution(client, place, photos=photos))


def test_a_format_without_photos_takes_none(client, place):
    place.settings = {"geometries": [], "takes_photos": False}
    place.save()
    post_contribution(client, place, photos=[picture()])
    assert not Contribution.objects.get().photos.exists()


@pytest.mark.parametrize(
    "geometry",
    [
        "Marktplatz",
        '{"type": "Point", "coordinates": [200, 50]}',
        '{"type": "LineString", "coordinates": [[7, 50], [8, 51]]}',
    ],
)
def test_a_place_that_cannot_be_marked_here_is_refused(client, place, geometry):
    assert "geometry" in errors_of(post_contribution(client, place, geometry=geometry))


def test_a_refused_form_keeps_its_text_and_its_key_and_asks_for_the_photos_again(client, place):
    key = uuid.uuid4()
    response = post_contribution(client, place, key=key, email="keine", photos=[picture()])
    assert "foto.jpg" in " ".join(errors_of(response)["photos"])
    assert response.context["guard"].key == key
    assert "Auf dem Marktplatz fehlen Bäume." in response.content.decode()


def test_the_same_form_sent_twice_gives_the_same_receipt(client, place):
    key = uuid.uuid4()
    first, second = (post_contribution(client, place, key=key) for _ in range(2))
    assert first.url == second.url
    assert Contribution.objects.count() == 1


def test_a_spent_form_with_other_words_gets_a_new_key(client, place):
    key = uuid.uuid4()
    post_contribution(client, place, key=key)
    response = post_contribution(client, place, key=key, text="Ganz andere Worte.")
    assert errors_of(response)
    assert response.context["guard"].key != key


def test_machines_are_kept_out(client, place):
    assert errors_of(post_contribution(client, place, website="https://beispiel.example"))
    fields = guarded("anderswo/hier", text="Guten Tag")
    assert errors_of(client.post(contribution_address(place), fields))
    assert not Contribution.objects.exists()


def test_a_closed_format_shows_no_form_and_takes_nothing(client, place):
    place.last_day = timezone.localdate() - timedelta(days=1)
    place.save()
    shown = client.get(contribution_address(place))
    assert shown.url == reverse("contributions", args=[place.process.slug, place.slug])
    assert errors_of(post_contribution(client, place))
    assert not Contribution.objects.exists()


def test_a_moderated_format_shows_it_to_its_author_only(client, place):
    place.moderated_first = True
    place.save()
    post_contribution(client, place, photos=[picture()])
    held = Contribution.objects.get()
    assert held.state == State.HELD
    assert client.get(held.get_absolute_url()).status_code == 404
    photo = held.photos.get().pk
    public = reverse("contribution-photo", args=[held.process.slug, held.code, photo])
    own = reverse("contribution-receipt-photo", args=[held.receipt, photo])
    assert client.get(public).status_code == 404
    assert client.get(own).status_code == 200
    assert held.text in receipt_of(client, held).content.decode()


def test_an_account_is_remembered_with_what_it_says(client, place, moderator):
    client.force_login(moderator)
    post_contribution(client, place)
    contribution = Contribution.objects.get()
    assert contribution.user == moderator
    assert JournalEntry.objects.about(contribution.code).get().actor == moderator.actor


def test_an_address_for_news_is_asked_to_confirm_and_stands_in_the_vault_only(
    client, place, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = post_contribution(client, place, email="Erika@Beispiel.example")
    contribution = Contribution.objects.get()
    following = contribution.followings.get()
    assert following.confirmed_at is None
    assert following.person == contribution.person
    assert contribution.person.identity.email == "erika@beispiel.example"
    (question,) = mail.outbox
    assert reverse("following", args=[following.key]) in question.body
    assert "beispiel.example" not in client.get(response.url).content.decode().casefold()


def test_similar_contributions_are_shown_while_writing_and_only_public_ones(client, place):
    known = ContributionFactory(format=place, title="Schatten", text="Am Brunnen fehlen Bäume.")
    ContributionFactory(format=place, text="Am Brunnen fehlen Bäume.", state=State.HELD)
    ContributionFactory(text="Am Brunnen fehlen Bäume.")
    address = reverse("contribution-similar", args=[place.process.slug, place.slug])
    found = client.post(address, {"text": "Es fehlen Bäume neben dem Brunnen"})
    assert found.context["similar"] == [known]
    assert client.post(address, {"text": "Parkplätze"}).context["similar"] == []
    known.state = State.WITHDRAWN
    known.save()
    assert client.post(address, {"text": "Es fehlen Bäume"}).context["similar"] == []


def test_what_came_in_since_is_found_without_building_anew(client, place):
    ContributionFactory(format=place, text="Der Radweg endet plötzlich.")
    text = "Es fehlen Bäume neben dem Brunnen"
    assert similar.similar_to(place.process, text) == []
    fresh = ContributionFactory(format=place, text="Am Brunnen fehlen Bäume.")
    assert similar.similar_to(place.process, text) == [fresh]
    assert similar.similar_to(place.process, text, but=fresh.pk) == []


def test_without_script_similar_ones_are_shown_before_sending(client, place):
    known = ContributionFactory(format=place, text="Auf dem Marktplatz fehlen viele Bäume.")
    response = post_contribution(client, place, check="yes")
    assert response.status_code == 200
    assert response.context["similar"] == [known]
    assert Contribution.objects.count() == 1


def test_name_and_address_are_asked_for_only_while_an_objection_is_possible(
    client, place, monkeypatch
):
    assert "name" not in client.get(contribution_address(place)).context["form"].fields
    way = hooks.ObjectionWay("Planfeststellung", "pf", timezone.localdate(), "contribution-receipt")
    monkeypatch.setattr(hooks, "objection_ways", lambda process, day: [way])
    response = client.get(contribution_address(place))
    assert "name" in response.context["form"].fields
    assert response.context["objection_ways"] == [way]


def test_the_receipt_tells_what_became_of_it(client, place, monkeypatch):
    contribution = ContributionFactory(format=place)
    OutcomeFactory(contribution=contribution, reason="Zwölf Bäume sind bestellt.")
    told = hooks.FollowUp("Ihre Einwendung", "Sie wird gelesen.", url="/beleg/X/")
    monkeypatch.setattr(hooks, "follow_ups", lambda one: [told])
    page = receipt_of(client, contribution)
    assert "Zwölf Bäume sind bestellt." in page.content.decode()
    assert "Sie wird gelesen." in page.content.decode()
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert "no-store" in page.headers["Cache-Control"]


def test_a_receipt_is_found_however_it_is_written_and_nothing_else_is(client, place):
    contribution = ContributionFactory(format=place)
    typed = contribution.receipt.lower().replace("-", "")
    response = client.get(reverse("contribution-receipt", args=[typed]))
    assert response.url == reverse("contribution-receipt", args=[contribution.receipt])
    assert client.get(reverse("contribution-receipt", args=["unsinn"])).status_code == 404
    unknown = ContributionFactory.build().receipt
    assert client.get(reverse("contribution-receipt", args=[unknown])).status_code == 404


def test_the_receipt_of_a_question_leads_back_to_the_questions(client, process):
    asked = ContributionFactory(format=FormatFactory(process=process, kind="questions"))
    address = reverse("questions", args=[process.slug, asked.format.slug])
    assert address in receipt_of(client, asked).content.decode()


def test_whoever_guesses_receipts_is_stopped(client, place, monkeypatch):
    monkeypatch.setattr("dialogwerk.apps.dialogues.views.receipt.WRONG_CODES_PER_HOUR", 2)
    contribution = ContributionFactory(format=place)
    for _ in range(3):
        unknown = ContributionFactory.build().receipt
        client.get(reverse("contribution-receipt", args=[unknown]))
    assert receipt_of(client, contribution).status_code == 404


def test_its_author_can_withdraw_it(client, place):
    contribution = ContributionFactory(format=place)
    client.post(reverse("contribution-withdraw", args=[contribution.receipt]))
    contribution.refresh_from_db()
    assert contribution.state == State.WITHDRAWN
    assert client.get(contribution.get_absolute_url()).status_code == 404
    assert contribution.text in receipt_of(client, contribution).content.decode()
    client.post(reverse("contribution-withdraw", args=[contribution.receipt]))
    actions = JournalEntry.objects.about(contribution.code).values_list("action", flat=True)
    assert list(actions) == ["contribution.withdrawn"]


def test_what_was_put_together_cannot_be_withdrawn(client, place):
    contribution = ContributionFactory(format=place, state=State.MERGED)
    client.post(reverse("contribution-withdraw", args=[contribution.receipt]))
    contribution.refresh_from_db()
    assert contribution.state == State.MERGED
