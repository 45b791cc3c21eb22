"""A last day set by hand, with its reason; the computed one stays visible beside it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.schemes.models import StepOverride
from dialogwerk.apps.schemes.services import open_round, override_step, withdraw_override
from tests.factories import TeamMemberFactory, UserFactory

pytestmark = pytest.mark.django_db
COMPUTED, BY_HAND = date(2026, 4, 15), date(2026, 4, 30)


@pytest.fixture
def opened(procedure, staff):
    return open_round(procedure=procedure, display_start=date(2026, 3, 2), by=staff.actor)


@pytest.fixture
def objections(opened):
    return opened.steps.get(step="objections")


def by_hand(opened, staff, **changed):
    arguments = {
        "procedure": opened.procedure,
        "step": "objections",
        "round": opened,
        "day": BY_HAND,
        "reason": "Hochwasser, Amt geschlossen",
        "norm": "§ 31 Abs. 7 VwVfG",
        "by": staff,
    }
    return override_step(**{**arguments, **changed})


def address(objections):
    return reverse("step-override", args=[objections.procedure.slug, objections.pk])


def last_entry():
    return JournalEntry.objects.order_by("pk").last()


def test_the_day_set_by_hand_counts_and_the_computed_one_stays(opened, staff, objections):
    hearing = opened.procedure.steps.get(step="hearing").last_day
    override = by_hand(opened, staff)
    objections.refresh_from_db()
    opened.refresh_from_db()
    assert (objections.last_day, objections.computed_last_day) == (BY_HAND, COMPUTED)
    assert objections.overridden
    assert objections.sequence == 1
    assert opened.objections_until == BY_HAND
    assert (override.computed_day, override.role) == (COMPUTED, Role.CASE_WORKER)
    assert opened.procedure.steps.get(step="hearing").last_day > hearing
    assert last_entry().action == "step.overridden"
    assert last_entry().payload == {
        "step": "objections",
        "round": 1,
        "day": "2026-04-30",
        "computed": "2026-04-15",
        "role": "case_worker",
        "norm": "§ 31 Abs. 7 VwVfG",
    }


def test_going_back_restores_the_computed_day(opened, staff, objections):
    override = by_hand(opened, staff)
    withdraw_override(override=override, by=staff, because="Amt war doch offen")
    objections.refresh_from_db()
    override.refresh_from_db()
    assert (objections.last_day, objections.overridden) == (COMPUTED, False)
    assert override.withdrawn_because == "Amt war doch offen"
    assert last_entry().action == "override.withdrawn"
    with pytest.raises(ValidationError):
        withdraw_override(override=override, by=staff, because="noch einmal")


@pytest.mark.parametrize(
    "changed", [{"reason": "  "}, {"day": COMPUTED}, {"step": "nothing"}, {"round": None}]
)
def test_what_makes_no_sense_is_refused(opened, staff, changed):
    with pytest.raises(ValidationError):
        by_hand(opened, staff, **changed)
    assert not StepOverride.objects.exists()


def test_a_day_is_set_by_hand_once(opened, staff):
    by_hand(opened, staff)
    with pytest.raises(ValidationError, match=r"30\.04\.2026"):
        by_hand(opened, staff, day=date(2026, 5, 4))


def test_legal_counsel_acts_as_such(opened, procedure):
    lawyer = UserFactory(roles=[Role.LAWYER, Role.OFFICE])
    for role in (Role.OFFICE, Role.LAWYER):
        TeamMemberFactory(scheme=procedure.scheme, user=lawyer, role=role)
    assert by_hand(opened, lawyer).role == Role.LAWYER


def test_an_administrator_acts_as_administrator(opened):
    assert by_hand(opened, UserFactory(roles=[Role.ADMINISTRATOR])).role == Role.ADMINISTRATOR


def test_the_page_shows_what_follows_and_then_sets_the_day(client, opened, staff, objections):
    fields = {"day": "2026-04-30", "reason": "Hochwasser"}
    shown = client.post(address(objections), {**fields, "compute": "1"})
    moved = {one.step: one.after for one in shown.context["moved"]}
    assert moved["objections"] == BY_HAND
    assert not StepOverride.objects.exists()
    response = client.post(address(objections), fields)
    assert response.url == reverse("calendar", args=[opened.procedure.slug])
    assert StepOverride.objects.get().reason == "Hochwasser"


def test_a_day_before_the_lawful_minimum_has_to_be_confirmed(client, opened, staff, objections):
    fields = {"day": "2026-04-10", "reason": "Altes Recht"}
    asked = client.post(address(objections), fields)
    assert asked.status_code == 422
    assert "15.04.2026" in asked.context["form"].errors["confirmed"][0]
    assert not StepOverride.objects.exists()
    client.post(address(objections), {**fields, "confirmed": "on"})
    assert StepOverride.objects.get().day == date(2026, 4, 10)


def test_errors_of_the_service_stand_at_their_field(client, opened, staff, objections):
    response = client.post(address(objections), {"day": "2026-04-15", "reason": "Irrtum"})
    assert "day" in response.context["form"].errors
    response = client.post(address(objections), {"day": "2026-02-30", "reason": "Irrtum"})
    assert "day" in response.context["form"].errors


def test_the_page_goes_back_to_the_computed_day(client, opened, staff, objections):
    override = by_hand(opened, staff)
    back = reverse("override-withdraw", args=[opened.procedure.slug, override.pk])
    assert client.get(back).status_code == 200
    assert client.post(back, {"because": ""}).status_code == 422
    client.post(back, {"because": "Irrtum"})
    objections.refresh_from_db()
    assert objections.last_day == COMPUTED
    assert client.get(back).status_code == 404


def test_an_expert_reads_but_sets_nothing(client, opened, procedure, objections):
    expert = UserFactory(roles=[Role.EXPERT], on_team=procedure)
    client.force_login(expert)
    assert client.post(address(objections), {"day": "2026-04-30"}).status_code == 403
    assert not StepOverride.objects.exists()
