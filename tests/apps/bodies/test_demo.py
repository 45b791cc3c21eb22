"""What the demo shows of alliances."""

from datetime import date

import pytest

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.bodies.demo import rehearse
from dialogwerk.apps.bodies.models import Body, Founding
from dialogwerk.apps.bodies.services import founding, held_on
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _rehearsed():
    rehearse({Role.OFFICE: UserFactory(roles=[Role.OFFICE])}, today=TODAY)


def test_the_demo_has_alliances_of_every_level_a_dormant_and_an_ended_one():
    kinds = set(Body.objects.public().values_list("kind", flat=True))
    assert {"alliance_state", "alliance_regional", "alliance_local", "steering_circle"} <= kinds
    assert [one.name for one in Body.objects.dormant(TODAY)] == ["Musterallianz Stillewasser"]
    assert Body.objects.ended().get().end_reason
    assert Body.objects.filter(kind="municipality").count() == 396
    invented = Body.objects.exclude(kind="municipality")
    assert all("muster" in one.name.casefold() for one in invented)
    assert JournalEntry.objects.filter(action="body.created").count() == Body.objects.count()


def test_the_steering_circle_of_the_demo_has_empty_seats_and_knows_its_chair_of_any_day():
    circle = Body.objects.get(kind="steering_circle")
    [chair] = held_on(circle, date(2021, 5, 1), role="chair")
    assert (chair.name, chair.certainty) == ("Erika Musterfrau", "yes")
    [chair] = held_on(circle, TODAY, role="chair")
    assert chair.name == ""
    assert any(not bench.tenures.exists() for bench in circle.benches.all())


def test_one_alliance_of_the_demo_is_being_founded():
    begun = Founding.objects.get()
    states = {one.step.key: one.state for one in founding.progress_of(begun)}
    assert (states["erklaerung"], states["unterzeichner"]) == ("done", "done")
    assert states["programm"] == "open"
