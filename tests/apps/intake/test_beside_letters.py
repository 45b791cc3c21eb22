"""Beside a letter stands whether it was read from a scan, and whether it may be there twice."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.intake.models import Duplicate, ScanPage
from tests.factories import (
    AttachmentFactory,
    DuplicateFactory,
    ScanReadingFactory,
    StatementFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

DOUBTFUL = [10, 10, 40, 12, 41, "1aut", 0, 0]
CERTAIN = [60, 10, 40, 12, 96, "nachts", 0, 0]


def read(client, letter):
    answer = client.get(reverse("reader", args=[letter.procedure.slug, letter.code]))
    return answer.content.decode()


@pytest.fixture
def reading(procedure):
    letter = StatementFactory(procedure=procedure, text="Zu 1aut nachts.")
    AttachmentFactory(statement=letter)
    reading = ScanReadingFactory(statement=letter, doubtful=1)
    page = ScanPage(reading=reading, number=1, width=200, height=300, words=[DOUBTFUL, CERTAIN])
    page.picture.save("1.png", ContentFile(b"\x89PNG"))
    return reading


@pytest.fixture
def expert(client, procedure):
    client.force_login(UserFactory(roles=[Role.EXPERT], on_team=procedure))
    return client


def test_a_letter_read_from_a_scan_says_so_with_its_pages_and_doubtful_words(
    clerk, procedure, reading
):
    page = read(clerk, reading.statement)
    assert 'href="#scan-reading"' in page
    assert "noch niemand hat den Text mit der Seite verglichen" in page
    assert "1 Wort ist zweifelhaft" in page
    assert "<mark>1aut</mark>" in page
    assert "<mark>nachts</mark>" not in page
    assert reverse("scan-picture", args=[procedure.slug, reading.statement.code, 1]) in page
    assert reverse("scan", args=[procedure.slug, reading.statement.code]) in page


def test_a_confirmed_reading_names_who_compared_it_and_warns_no_more(clerk, worker, reading):
    reading.confirmed_at, reading.confirmed_by = timezone.now(), worker.actor
    reading.save()
    page = read(clerk, reading.statement)
    assert f"bestätigt von {worker.name}" in page
    assert "<mark>1aut</mark>" not in page
    assert 'href="#scan-reading"' not in page


def test_who_may_not_see_names_learns_of_the_reading_but_sees_no_page(expert, procedure, reading):
    page = read(expert, reading.statement)
    assert "1 Wort ist zweifelhaft" in page
    assert "<mark>1aut</mark>" not in page
    assert "fragen Sie die Sachbearbeitung" in page
    assert "/lesen/" not in page


def test_a_letter_that_came_as_text_shows_nothing_of_it(clerk, procedure):
    page = read(clerk, StatementFactory(procedure=procedure))
    assert "scan-reading" not in page
    assert 'id="copies"' not in page


@pytest.mark.parametrize("side", ["first", "second"])
def test_both_letters_of_a_pair_lead_to_each_other(clerk, procedure, side):
    pair = DuplicateFactory(procedure=procedure)
    letter = getattr(pair, side)
    other = pair.second if side == "first" else pair.first
    page = read(clerk, letter)
    assert 'href="#copies"' in page
    assert reverse("reader", args=[procedure.slug, other.code]) in page
    assert reverse("duplicate-decide", args=[procedure.slug, pair.pk]) in page


def test_a_pair_is_decided_beside_the_letter_and_leads_back_to_it(clerk, procedure):
    pair = DuplicateFactory(procedure=procedure)
    address = reverse("duplicate-decide", args=[procedure.slug, pair.pk])
    answer = clerk.post(address, {"same": "yes", "letter": pair.second.code})
    assert answer.url == reverse("reader", args=[procedure.slug, pair.second.code])
    pair.refresh_from_db()
    assert pair.state == Duplicate.State.SAME
    page = read(clerk, pair.second)
    assert "Dasselbe Schreiben wie" in page
    assert 'href="#copies"' not in page
    assert address not in page


def test_the_answer_to_a_pair_leads_to_no_letter_outside_it(clerk, procedure):
    pair, stranger = DuplicateFactory(procedure=procedure), StatementFactory()
    address = reverse("duplicate-decide", args=[procedure.slug, pair.pk])
    answer = clerk.post(address, {"same": "yes", "letter": stranger.code})
    assert answer.url == reverse("duplicates", args=[procedure.slug])


def test_two_different_letters_are_no_longer_named_beside_each_other(clerk, procedure):
    pair = DuplicateFactory(procedure=procedure, state=Duplicate.State.DIFFERENT)
    assert 'id="copies"' not in read(clerk, pair.first)


def test_who_may_not_take_in_or_comes_too_late_sees_the_pair_but_decides_nothing(
    client, clerk, procedure
):
    pair = DuplicateFactory(procedure=procedure)
    address = reverse("duplicate-decide", args=[procedure.slug, pair.pk])
    procedure.weighing_closed_at = timezone.now()
    procedure.save()
    assert address not in read(clerk, pair.first)
    procedure.weighing_closed_at = None
    procedure.save()
    client.force_login(UserFactory(roles=[Role.EXPERT], on_team=procedure))
    page = read(client, pair.first)
    assert pair.second.code in page
    assert address not in page


def test_what_stands_beside_a_letter_costs_the_same_for_many_pages_and_pairs(
    clerk, procedure, reading, django_assert_max_num_queries
):
    for number in (2, 3):
        ScanPage.objects.create(reading=reading, number=number, width=1, height=1)
        DuplicateFactory(procedure=procedure, first=reading.statement)
    with django_assert_max_num_queries(18):
        read(clerk, reading.statement)
