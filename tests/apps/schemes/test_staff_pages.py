"""Keeping projects: who may, what is checked, and what the journal says of it."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.people.models import Organisation
from dialogwerk.apps.schemes.forms import parse_geometry
from dialogwerk.apps.schemes.models import Round, Scheme, TeamMember
from dialogwerk.apps.schemes.services import leave_team, open_round
from tests.factories import ProcedureFactory, SchemeFactory, TeamMemberFactory, UserFactory

from .test_public_pages import pdf

pytestmark = pytest.mark.django_db

SQUARE = [[7.9, 51.4], [8.0, 51.4], [8.0, 51.5], [7.9, 51.4]]


@pytest.fixture
def procedure():
    return ProcedureFactory(eia=False)


@pytest.fixture
def staff(client, procedure):
    user = UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)
    client.force_login(user)
    return user


def actions():
    return list(JournalEntry.objects.order_by("pk").values_list("action", flat=True))


def scheme_fields(**changed):
    fields = {
        "title": "Windpark Hohe Höhe",
        "developer": "Heidewind GmbH",
        "place_name": "Musterhausen",
        "geometry": json.dumps({"type": "Point", "coordinates": [7.9, 51.5]}),
        "is_public": "on",
    }
    return {**fields, **changed}


def pages_of(procedure):
    scheme = procedure.scheme.slug
    return [
        reverse("scheme-edit", args=[scheme]),
        reverse("document-add", args=[scheme]),
        reverse("procedure-new", args=[scheme]),
        reverse("team", args=[scheme]),
        reverse("procedure-edit", args=[procedure.slug]),
        reverse("round-new", args=[procedure.slug]),
    ]


def test_the_team_opens_every_page_within_few_queries(
    client, procedure, staff, django_assert_max_num_queries
):
    for address in pages_of(procedure):
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200, address


def test_visitors_are_sent_to_the_log_in(client, procedure):
    for address in [*pages_of(procedure), reverse("scheme-new")]:
        assert client.get(address).url.startswith("/konto/"), address


@pytest.mark.parametrize("role", [Role.EXPERT, Role.DEVELOPER])
def test_other_members_of_the_team_may_not_edit(client, procedure, role):
    client.force_login(UserFactory(roles=[role], on_team=procedure))
    for address in [*pages_of(procedure), reverse("scheme-new")]:
        assert client.get(address).status_code == 403, address


def test_another_team_s_case_worker_may_not_edit(client, procedure):
    client.force_login(UserFactory(roles=[Role.CASE_WORKER], on_team=SchemeFactory()))
    assert {client.get(address).status_code for address in pages_of(procedure)} == {403}


def test_the_office_creates_a_scheme_and_joins_its_team(client):
    user = UserFactory(roles=[Role.OFFICE])
    client.force_login(user)
    response = client.post(reverse("scheme-new"), scheme_fields())
    scheme = Scheme.objects.get()
    assert response.url == reverse("scheme-edit", args=["windpark-hohe-hoehe"])
    assert (scheme.west, scheme.north, scheme.place_kind) == (7.9, 51.5, "point")
    assert list(scheme.team.values_list("user", "role")) == [(user.pk, Role.OFFICE)]
    assert actions() == ["scheme.created"]
    assert client.get(response.url).status_code == 200


def test_a_scheme_is_changed_without_a_second_developer_of_that_name(client, procedure, staff):
    scheme = procedure.scheme
    area = json.dumps({"type": "Polygon", "coordinates": [SQUARE]})
    fields = scheme_fields(developer=scheme.developer.name.upper(), geometry=area)
    client.post(reverse("scheme-edit", args=[scheme.slug]), fields)
    scheme.refresh_from_db()
    assert (scheme.title, scheme.place_kind, scheme.east) == ("Windpark Hohe Höhe", "area", 8.0)
    assert Organisation.objects.filter(kind=Organisation.Kind.DEVELOPER).count() == 1
    assert actions() == ["scheme.changed"]


@pytest.mark.parametrize(
    "text",
    [
        "hier",
        "[7.9, 51.5]",
        '{"type": "LineString", "coordinates": [[7, 51], [8, 52]]}',
        '{"type": "Point", "coordinates": [51.5, 107.9]}',
        '{"type": "Point", "coordinates": [7.9]}',
        '{"type": "Point", "coordinates": [NaN, 51]}',
        '{"type": "Point", "coordinates": ["7.9", "51.5"]}',
        '{"type": "Polygon", "coordinates": [[[7, 51], [8, 51], [7, 51]]]}',
        '{"type": "Polygon", "coordinates": [[[7, 51], [8, 51], [8, 52], [7, 52]]]}',
        '{"type": "Polygon", "coordinates": []}',
        '{"type": "Polygon"}',
        "[" * 100_000,
    ],
)
def test_a_place_that_cannot_be_drawn_is_refused(text):
    with pytest.raises(ValidationError):
        parse_geometry(text)


def test_a_feature_is_reduced_to_its_place():
    point = {"type": "Point", "coordinates": [7.9, 51.5]}
    feature = {"type": "Feature", "properties": {"owner": "Erika"}, "geometry": point}
    assert parse_geometry(json.dumps(feature)) == point


def test_an_outline_of_countless_points_is_refused():
    ring = [[7.9, 51.4]] * 6000
    with pytest.raises(ValidationError, match="6000"):
        parse_geometry(json.dumps({"type": "Polygon", "coordinates": [ring]}))


def test_a_document_is_put_on_display_once_per_number(client, procedure, staff):
    address = reverse("document-add", args=[procedure.scheme.slug])

    def post():
        file = SimpleUploadedFile("plan.pdf", pdf(4).getvalue())
        return client.post(address, {"number": "2", "title": "Lageplan", "file": file})

    assert post().status_code == 302
    assert procedure.scheme.documents.get().pages == 4
    again = post()
    assert again.status_code == 422
    assert "number" in again.context["form"].errors


def test_what_is_no_pdf_is_not_displayed(client, procedure, staff):
    address = reverse("document-add", args=[procedure.scheme.slug])
    file = SimpleUploadedFile("plan.pdf", b"<html>")
    response = client.post(address, {"number": "2", "title": "Lageplan", "file": file})
    assert "file" in response.context["form"].errors


def test_a_round_is_explained_before_it_is_opened(client, procedure, staff):
    address = reverse("round-new", args=[procedure.slug])
    fields = {"display_start": "2026-03-02"}
    computed = client.post(address, {**fields, "compute": "1"})
    assert not Round.objects.exists()
    last_days = {step.step: step.last_day for step in computed.context["steps"]}
    assert last_days["public_display"] == date(2026, 4, 1)
    assert last_days["objections"] == date(2026, 4, 15)
    assert all(step.explanation for step in computed.context["steps"])
    client.post(address, {**fields, "open": "1"})
    assert procedure.rounds.get().objections_until == date(2026, 4, 15)
    assert actions() == ["round.opened"]


def test_a_longer_period_may_be_given_a_shorter_one_not(client, procedure, staff):
    address = reverse("round-new", args=[procedure.slug])
    fields = {"display_start": "2026-03-02", "open": "1"}
    short = client.post(address, {**fields, "objections_until": "2026-04-14"})
    assert "14.04.2026" in short.context["form"].non_field_errors()[0]
    assert not Round.objects.exists()
    client.post(address, {**fields, "objections_until": "2026-05-29"})
    assert Round.objects.get().objections_until == date(2026, 5, 29)


def test_days_beyond_the_calendar_are_explained(client, procedure, staff):
    address = reverse("round-new", args=[procedure.slug])
    response = client.post(address, {"display_start": "1815-06-18"})
    assert response.context["form"].non_field_errors()


def test_an_announced_sunday_cuts_nobody_off(procedure):
    opened = open_round(
        procedure=procedure,
        display_start=date(2026, 3, 2),
        objections_until=date(2026, 5, 31),
        by="user:1",
    )
    assert opened.objections_until == date(2026, 5, 31)
    assert opened.accept_until == date(2026, 6, 1)
    assert opened.is_open_on(date(2026, 6, 1))
    assert not opened.is_open_on(date(2026, 6, 2))


def test_rounds_are_numbered_on(procedure):
    starts = (date(2026, 3, 2), date(2026, 9, 1))
    numbers = [
        open_round(procedure=procedure, display_start=one, by="user:1").number for one in starts
    ]
    assert numbers == [1, 2]


def test_somebody_joins_and_leaves_the_team(client, procedure, staff):
    scheme, newcomer = procedure.scheme, UserFactory(roles=[Role.EXPERT])
    address = reverse("team", args=[scheme.slug])
    for _twice in range(2):
        client.post(address, {"user": newcomer.pk, "role": Role.EXPERT})
    member = TeamMember.objects.get(user=newcomer)
    leave = reverse("team-leave", args=[scheme.slug, member.pk])
    assert client.get(leave).status_code == 200
    assert TeamMember.objects.filter(user=newcomer).exists()
    client.post(leave)
    assert not TeamMember.objects.filter(user=newcomer).exists()
    assert actions() == ["team.joined", "team.left"]


def test_a_member_of_another_team_cannot_be_removed_here(client, procedure, staff):
    other = TeamMemberFactory()
    address = reverse("team-leave", args=[procedure.scheme.slug, other.pk])
    assert client.post(address).status_code == 404


def test_the_last_one_in_charge_cannot_leave(procedure, staff):
    member = procedure.scheme.team.get()
    with pytest.raises(ValidationError):
        leave_team(member=member, by=staff.actor)
    TeamMemberFactory(scheme=procedure.scheme, role=Role.OFFICE)
    leave_team(member=member, by=staff.actor)
    assert procedure.scheme.team.count() == 1


def test_only_roles_of_a_team_can_be_given(client, procedure, staff):
    address = reverse("team", args=[procedure.scheme.slug])
    response = client.post(address, {"user": staff.pk, "role": Role.ADMINISTRATOR})
    assert "role" in response.context["form"].errors


def test_the_team_page_does_not_tell_who_signed_up_for_own_letters(client, procedure, staff):
    nobody, follower = UserFactory(), UserFactory(roles=[Role.PARTICIPANT])
    colleague = UserFactory(roles=[Role.EXPERT])
    address = reverse("team", args=[procedure.scheme.slug])
    offered = set(client.get(address).context["form"].fields["user"].queryset)
    assert colleague in offered
    assert not {nobody, follower} & offered
    client.post(address, {"user": follower.pk, "role": Role.EXPERT})
    assert not TeamMember.objects.filter(user=follower).exists()
