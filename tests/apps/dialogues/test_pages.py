"""Pages of processes: for everyone, and in the workbench."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.dialogues import hooks
from dialogwerk.apps.dialogues.models import Phase, Process, ProcessMember, State
from tests.factories import (
    ContributionFactory,
    FormatFactory,
    OutcomeFactory,
    PhaseFactory,
    ProcessFactory,
    ProcessMemberFactory,
    SchemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

SAID = {
    "title": "Verkehrskonzept Musterhausen",
    "summary": "Wie kommen wir künftig voran?",
    "goal": "Eine Liste von Maßnahmen",
    "open_matters": "Wege und Haltestellen",
    "decided_by": "Rat der Stadt",
}


@pytest.fixture
def office(client):
    user = UserFactory(roles=[Role.OFFICE])
    client.force_login(user)
    return user


@pytest.fixture
def running():
    """A process whose phase runs today."""
    today = timezone.localdate()
    phase = PhaseFactory(first_day=today - timedelta(days=3), last_day=today + timedelta(days=3))
    return phase.process


@pytest.fixture
def led(client, running):
    member = ProcessMemberFactory(process=running)
    client.force_login(member.user)
    return running


def test_everyone_reads_what_is_open_and_who_decides(client, running):
    page = client.get(running.get_absolute_url())
    for text in (running.goal, running.open_matters, running.settled_matters, running.decided_by):
        assert text in page.content.decode()
    assert "läuft" in page.content.decode()


def test_a_hidden_process_is_not_found_by_strangers(client):
    process = ProcessFactory(is_public=False)
    assert client.get(process.get_absolute_url()).status_code == 404
    assert process.title not in client.get(reverse("processes")).content.decode()


def test_the_list_finds_words_and_shows_the_phase_that_runs(client, running):
    ProcessFactory(title="Ganz etwas anderes")
    page = client.get(reverse("processes"), {"suche": running.title}).content.decode()
    assert running.title in page
    assert running.phases.get().title in page
    assert "Ganz etwas anderes" not in page


def test_the_list_costs_the_same_for_many(client, django_assert_max_num_queries):
    for _number in range(12):
        PhaseFactory(process=ProcessFactory(scheme=SchemeFactory()))
    with django_assert_max_num_queries(12):
        client.get(reverse("processes"))


def test_the_office_begins_a_process_with_a_course(client, office):
    today = timezone.localdate()
    answer = client.post(
        reverse("process-new"), {**SAID, "course_key": "konzept", "first_day": today.isoformat()}
    )
    process = Process.objects.get()
    assert answer.url == reverse("process-desk", args=[process.slug])
    assert process.phases.count() == 4
    assert client.get(answer.url).status_code == 200


def test_a_missing_goal_is_asked_for(client, office):
    today = timezone.localdate().isoformat()
    page = client.post(reverse("process-new"), {**SAID, "goal": "", "first_day": today})
    assert page.status_code == 422
    assert not Process.objects.exists()


@pytest.mark.parametrize(
    "name", ["process-desk", "process-phases", "process-formats", "process-edit", "process-team"]
)
def test_every_tab_opens_for_who_runs_it_and_for_nobody_else(client, led, name):
    address = reverse(name, args=[led.slug])
    assert client.get(address).status_code == 200
    client.force_login(UserFactory())
    assert client.get(address).status_code == 403
    client.logout()
    assert client.get(address).status_code == 302


def test_a_moderator_cannot_change_the_process(client, running):
    member = ProcessMemberFactory(process=running, role=ProcessMember.Role.MODERATOR)
    client.force_login(member.user)
    assert client.get(reverse("process-desk", args=[running.slug])).status_code == 200
    assert client.get(reverse("process-edit", args=[running.slug])).status_code == 403


def test_what_is_said_can_be_changed(client, led):
    said = {**SAID, "title": led.title, "summary": "Neue Worte"}
    client.post(reverse("process-edit", args=[led.slug]), said)
    led.refresh_from_db()
    assert led.summary == "Neue Worte"


def test_a_process_is_shown_taken_from_view_and_ended(client, led):
    for shown in ("no", "yes"):
        client.post(reverse("process-show", args=[led.slug]), {"shown": shown})
        led.refresh_from_db()
        assert led.is_public is (shown == "yes")
    client.post(reverse("process-end", args=[led.slug]))
    led.refresh_from_db()
    assert led.ended_at


def test_phases_are_added_changed_and_taken_out(client, led):
    given = {
        "title": "Gewichten",
        "purpose": "Was trägt?",
        "first_day": "2026-07-01",
        "last_day": "2026-07-20",
        "gate": "none",
        "position": 2,
    }
    client.post(reverse("phase-new", args=[led.slug]), given)
    phase = led.phases.get(title="Gewichten")
    wrong = client.post(
        reverse("phase-edit", args=[led.slug, phase.pk]), {**given, "last_day": "2026-06-01"}
    )
    assert wrong.status_code == 422
    client.post(reverse("phase-remove", args=[led.slug, phase.pk]))
    assert not led.phases.filter(title="Gewichten").exists()


def test_results_are_published_and_a_gate_is_waived(client, led):
    phase = led.phases.get()
    Phase.objects.filter(pk=phase.pk).update(gate=Phase.Gate.RESULTS_PUBLISHED)
    client.post(reverse("phase-waive", args=[led.slug, phase.pk]), {"reason": "Die Frist drängt"})
    client.post(reverse("phase-results", args=[led.slug, phase.pk]), {"results": "Zwölf Bäume"})
    page = client.get(led.get_absolute_url()).content.decode()
    assert "Zwölf Bäume" in page
    assert "Die Frist drängt" in page


def test_a_format_gets_categories_and_days(client, led):
    client.post(
        reverse("format-new", args=[led.slug, "contributions"]),
        {
            "title": "Ihre Hinweise",
            "position": 1,
            "geometries": ["Point", "Polygon"],
            "categories": "Lärm\nWege\n\nLärm",
        },
    )
    one = led.formats.get()
    assert one.settings["geometries"] == ["Point", "Polygon"]
    assert [category.title for category in one.categories.all()] == ["Lärm", "Wege"]


def test_every_kind_of_format_can_be_added_and_opens(client, led):
    for kind in hooks.format_kinds():
        given = {"title": f"Format {kind.kind}", "position": 1}
        answer = client.post(reverse("format-new", args=[led.slug, kind.kind]), given, follow=True)
        assert answer.status_code == 200, kind.kind
        one = led.formats.get(kind=kind.kind)
        assert client.get(reverse(kind.public, args=[led.slug, one.slug])).status_code == 200
    assert client.get(led.get_absolute_url()).status_code == 200


def test_a_format_of_an_unknown_kind_is_not_found(client, led):
    assert client.get(reverse("format-new", args=[led.slug, "unsinn"])).status_code == 404


def test_a_format_taken_out_is_gone_from_the_page(client, led):
    one = FormatFactory(process=led, title="Weg damit")
    client.post(reverse("format-withdraw", args=[led.slug, one.slug]))
    assert "Weg damit" not in client.get(led.get_absolute_url()).content.decode()


def test_the_team_is_put_together(client, led):
    colleague = UserFactory(roles=[Role.EXPERT])
    client.post(
        reverse("process-team", args=[led.slug]), {"user": colleague.pk, "role": "moderator"}
    )
    member = led.members.get(user=colleague)
    client.post(reverse("process-team-leave", args=[led.slug, member.pk]))
    assert not led.members.filter(user=colleague).exists()


def test_what_the_procedures_beside_it_say_stands_on_the_overview(client, led):
    assert (
        "Neben den Verfahren"
        not in client.get(reverse("process-desk", args=[led.slug])).content.decode()
    )


def test_running_dialogues_stand_on_the_start_page(client, running):
    assert running.title in client.get(reverse("start")).content.decode()


def test_what_waits_in_my_dialogues_stands_on_my_start_page(client, running):
    moderator = UserFactory(roles=[Role.OFFICE])
    ProcessMemberFactory(process=running, user=moderator)
    way = FormatFactory(process=running)
    ContributionFactory(format=way, state=State.HELD)
    OutcomeFactory(contribution=ContributionFactory(format=way))
    ContributionFactory(format=way)
    client.force_login(moderator)
    page = client.get(reverse("workbench")).content.decode()
    assert "einer wartet auf Moderation" in page
    assert "2 Beiträge ohne Rückmeldung" in page


def test_the_dialogues_of_a_scheme_stand_on_its_page(client):
    process = ProcessFactory(scheme=SchemeFactory())
    hidden = ProcessFactory(scheme=process.scheme, is_public=False)
    page = client.get(process.scheme.get_absolute_url()).content.decode()
    assert process.title in page
    assert f">{hidden.title}<" not in page
