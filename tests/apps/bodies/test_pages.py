"""The list, a body and its data as everyone sees them; the pages of those who keep the record."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.dates import parse
from dialogwerk.apps.bodies import services
from dialogwerk.apps.bodies.models import Body, Tenure
from dialogwerk.apps.people.models import VaultLook
from dialogwerk.apps.people.services import erase
from tests.factories import (
    BenchFactory,
    BodyFactory,
    FoundingFactory,
    OrganisationFactory,
    RelationFactory,
    SignFactory,
    TenureFactory,
    UserFactory,
)

from .conftest import signed_in

pytestmark = pytest.mark.django_db
BY = "user:1"
SHOWN = {"name_is_public": True, "name_basis": "office", "name_basis_text": "Wahl vom 2. Mai"}


def read(client, name, *args, **query):
    response = client.get(reverse(name, args=args), query)
    return response, response.content.decode()


def listed(client, name="bodies", **query):
    response, _page = read(client, name, **query)
    return [row["body"].name for row in response.context["rows"]]


def end(body, reason="Vertrag lief aus"):
    return services.end_body(body=body, ended=parse("2012"), by=BY, reason=reason)


# The list


def test_the_list_begins_with_alliances_and_their_bodies_in_german_order(client):
    for name in ("Zentrum", "Übergang", "Umland"):
        BodyFactory(name=name)
    BodyFactory(name="Musterwerke", kind="company")
    BodyFactory(name="geheim", is_public=False)
    assert listed(client) == ["Übergang", "Umland", "Zentrum"]
    assert listed(client, kind="company") == ["Musterwerke"]
    assert len(listed(client, kind="all")) == 4


def test_the_list_is_narrowed_by_district_state_words_and_place(client):
    BodyFactory(name="Dormagen", ags="05162004", founded="2010")
    ended = BodyFactory(name="Beendete", founded="2010")
    end(ended)
    BodyFactory(name="Wache", ags="05162004", founded=timezone.localdate().isoformat())
    assert listed(client, district="05162") == ["Dormagen", "Wache"]
    assert listed(client, state="dormant") == ["Dormagen"]
    assert listed(client, state="active") == ["Wache"]
    assert listed(client, state="ended") == ["Beendete"]
    assert listed(client, q="rhein-kreis wache") == ["Wache"]
    assert listed(client, place="05711000") == ["Beendete"]
    response, _page = read(client, "bodies", state="strange", district="99999", place="x'")
    assert len(response.context["rows"]) == 3
    assert [figure["number"] for figure in response.context["counts"]] == [1, 1, 1]


def test_an_empty_list_says_so_and_htmx_gets_only_the_results(client):
    assert "Noch ist keine Allianz eingetragen." in read(client, "bodies")[1]
    assert "Nichts passt." in read(client, "bodies", q="nirgends")[1]
    part = client.get(reverse("bodies"), headers={"HX-Request": "true"})
    assert "<h1" not in part.content.decode()
    assert "HX-Request" in part.headers["Vary"]


def test_the_list_needs_few_queries_however_long_it_is(client):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            read(client, "bodies", kind="all")
        return len(asked)

    BodyFactory()
    few = queries()
    services.record_municipalities(by=BY)
    assert queries() == few <= 6


def test_the_map_marks_each_municipality_with_its_bodies_and_the_list_has_them_all(client):
    for number in range(7):
        BodyFactory(name=f"Allianz {number}")
    BodyFactory(name="Anderswo", ags="05162004")
    BodyFactory(name="Ohne Ort", ags="")
    BodyFactory(name="Geheim", is_public=False)
    data = json.loads(read(client, "bodies-map")[1])
    bielefeld = next(
        one["properties"] for one in data["features"] if one["properties"]["count"] == 7
    )
    assert (len(data["features"]), data["unplaced"]) == (2, 1)
    assert (len(bielefeld["bodies"]), bielefeld["more"]) == (5, 2)
    assert "Geheim" not in str(data)
    response = client.get(bielefeld["url"])
    assert response.context["page"].paginator.count == 7
    assert "in Bielefeld" in response.content.decode()


# To take along


def test_public_bodies_can_be_taken_along_with_names_relations_and_uncertain_dates(client):
    body = BodyFactory(name="Allianz", founded="Anfang 2010")
    services.save_alias(body=body, name="=Offensive", by=BY)
    RelationFactory(body=body, other=BodyFactory(kind="office", name="Büro"), begun="2011")
    RelationFactory(body=body, other=BodyFactory(kind="office", name="Geheim", is_public=False))
    end(body)
    data = json.loads(read(client, "bodies-export", "json")[1])
    [shown] = [one for one in data["bodies"] if one["name"] == "Allianz"]
    assert shown["founded"]["edtf"] == "2010-37"
    assert shown["ended"]["reason"] == "Vertrag lief aus"
    assert [one["name"] for one in shown["relations"]] == ["Büro"]
    assert (data["schema"], data["licence"]) == ("dialogwerk.bodies", "dl-de-by-2.0")
    table = read(client, "bodies-export", "csv")[1]
    rows = list(csv.reader(io.StringIO(table.lstrip("\ufeff")), delimiter=";"))
    assert len(rows) == 3
    assert "Geheim" not in table
    book = client.get(reverse("bodies-export", args=["xlsx"]))
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(book.content))
    assert sheets.get_sheet_by_index(0).to_python()[1][0].startswith("G-")
    assert client.get(reverse("bodies-export", args=["pdf"])).status_code == 404


def test_one_body_for_programs_says_who_held_which_role_on_a_day(client):
    body = BodyFactory()
    TenureFactory(body=body, role="chair", person_name="Erika Beispiel", **SHOWN)
    TenureFactory(body=body, person_name="Otto Geheim", begun=None)
    TenureFactory(body=body, role="guest", ended="2010", begun="2009")
    data = json.loads(read(client, "body-data", body.code, tag="2011-05-01")[1])
    assert [(one["role"], one["certainty"]) for one in data["roles"]] == [
        ("chair", "yes"),
        ("member", "perhaps"),
    ]
    assert [one["holder"]["name"] for one in data["roles"]] == ["Erika Beispiel", None]
    assert read(client, "body-data", body.code, tag="gestern")[0].status_code == 400
    hidden = BodyFactory(is_public=False)
    assert read(client, "body-data", hidden.code)[0].status_code == 404


# A body


def test_the_page_shows_names_relations_benches_roles_what_happened_and_what_is_open(client):
    body = BodyFactory(name="Allianz", official_name="Allianz e. V.", founded="10.06.2009")
    services.save_alias(body=body, name="In|du|strie", source="Lt-Drs. 16/480", by=BY)
    ministry = BodyFactory(kind="ministry", name="Musterministerium")
    RelationFactory(body=body, kind="founded_by", other=ministry, begun="2009")
    bench = BenchFactory(body=body, group="unions", seats=2)
    TenureFactory(body=body, bench=bench, on_behalf_of=ministry, unnamed="")
    SignFactory(body=body, what="Sitzung im Werk", begun="Mai 2010")
    _response, page = read(client, "body", body.code)
    for words in (
        *("Allianz e. V.", "In|du|strie", "Lt-Drs. 16/480", "gegründet von:", "Musterministerium"),
        *("Gewerkschaften", "ein Sitz leer", "eine Vertreterin oder ein Vertreter, für:"),
        *("Sitzung im Werk", "Was offen ist", "ohne Lebenszeichen", "10.06.2009"),
    ):
        assert words in page, words
    _response, other = read(client, "body", ministry.code)
    assert "hat gegründet:" in other


def test_one_can_look_at_the_roles_of_any_day(client):
    body = BodyFactory()
    TenureFactory(body=body, unnamed="die Alte", begun="2008", ended="2010")
    TenureFactory(body=body, unnamed="die Neue", begun="2011")
    response, page = read(client, "body", body.code, tag="2009-05-01")
    assert [who for _one, who in response.context["roles"]] == ["die Alte"]
    assert "Bänke und Rollen am 01.05.2009" in page
    response, _page = read(client, "body", body.code)
    assert [who for _one, who in response.context["roles"]] == ["die Neue"]
    assert [who for _one, who in response.context["former"]] == ["die Alte"]
    response, page = read(client, "body", body.code, tag="irgendwann")
    assert response.status_code == 200
    assert "Bitte geben Sie den Tag so an" in page


def test_a_body_that_is_not_public_is_shown_to_nobody_but_its_keepers(client, office):
    body = BodyFactory(is_public=False)
    RelationFactory(body=body, other=(seen := BodyFactory()))
    assert read(client, "body", body.code)[0].status_code == 404
    assert read(office, "body", body.code)[0].status_code == 200
    assert body.name not in read(client, "body", seen.code)[1]
    assert read(client, "body", "G-NIEMAND")[0].status_code == 404


def test_the_page_of_a_body_needs_few_queries_however_much_is_on_record(client):
    body = BodyFactory()
    bench = BenchFactory(body=body)
    TenureFactory(body=body, person_name="Erika Beispiel", **SHOWN)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert read(client, "body", body.code)[0].status_code == 200
        return len(asked)

    few = queries()
    for number in range(5):
        company = BodyFactory(kind="company", name=f"Werk {number}")
        TenureFactory(body=body, bench=bench, holder=company, on_behalf_of=BodyFactory())
        TenureFactory(body=body, person_name=f"Otto {number}", **SHOWN)
        RelationFactory(body=body, other=BodyFactory())
        RelationFactory(body=BodyFactory(), other=body)
        TenureFactory(body=BodyFactory(), holder=body)
    assert queries() == few <= 15


# Names of people


def test_names_without_a_ground_are_read_by_nobody_on_public_pages(client, office):
    body = BodyFactory()
    hidden = TenureFactory(body=body, person_name="Otto Geheim")
    TenureFactory(body=body, role="guest", person=hidden.person, person_name="")
    TenureFactory(body=body, role="chair", person_name="Erika Beispiel", **SHOWN)
    for reader in (client, office):
        _response, page = read(reader, "body", body.code)
        assert "Otto" not in page
        assert "Erika Beispiel" in page
        assert "eine Person (Name nicht veröffentlicht)" in page
    assert not VaultLook.objects.exists()
    for address in (["bodies-export", "json"], ["bodies-export", "csv"], ["body-data", body.code]):
        assert "Otto" not in read(client, *address)[1]


def test_those_who_keep_the_record_read_names_and_each_look_is_logged(office):
    body = BodyFactory()
    tenure = TenureFactory(body=body, person_name="Otto Geheim")
    assert "Otto Geheim" in read(office, "body-desk", body.code)[1]
    look = VaultLook.objects.get()
    assert (look.purpose, look.codes) == ("roles in bodies", [tenure.person.code])
    assert "Otto Geheim" in read(office, "body-entry", body.code, "rollen", tenure.pk)[1]
    assert VaultLook.objects.count() == 2


def test_an_erased_name_is_gone_everywhere_and_the_role_stays(client, office):
    body = BodyFactory()
    tenure = TenureFactory(body=body, person_name="Erika Beispiel", **SHOWN)
    erase(tenure.person, by=BY, reason="Art. 17 DSGVO")
    assert "eine Person, deren Name gelöscht wurde" in read(client, "body", body.code)[1]
    address = reverse("body-entry", args=[body.code, "rollen", tenure.pk])
    saved = office.post(address, {"role": "chair", "held_by": "person", "begun": "2011"})
    assert saved.status_code == 302
    tenure.refresh_from_db()
    assert (tenure.role, tenure.person.erased_at is not None) == ("chair", True)


# Keeping the record


def test_a_body_is_recorded_corrected_ended_and_taken_up_again_in_the_browser(office):
    organisation = OrganisationFactory(name="Kammer")
    data = {
        "kind": "chamber",
        "name": "Kammer Musterland",
        "municipality": "dormagen",
        "founded": "seit 1999",
        "organisation": organisation.pk,
        "is_public": "on",
    }
    office.post(reverse("body-new"), data)
    body = Body.objects.get()
    assert (body.ags, body.founded.said, body.is_public) == ("05162004", "seit 1999", True)
    _response, page = read(office, "body-edit", body.code)
    assert 'value="Dormagen"' in page
    assert 'value="seit 1999"' in page
    refused = office.post(reverse("body-edit", args=[body.code]), {**data, "municipality": "Xheim"})
    assert refused.status_code == 422
    assert "„Xheim“ ist keine Gemeinde" in refused.content.decode()
    office.post(reverse("body-edit", args=[body.code]), {**data, "name": "Kammer Mittelland"})
    refused = office.post(reverse("body-end", args=[body.code]), {"ended": "2012"})
    assert "Bitte sagen Sie, warum sie endete" in refused.content.decode()
    office.post(reverse("body-end", args=[body.code]), {"ended": "2012", "reason_unknown": "on"})
    body.refresh_from_db()
    assert (body.name, body.end_reason_unknown) == ("Kammer Mittelland", True)
    assert "Warum sie endete, ist nicht bekannt." in read(office, "body", body.code)[1]
    office.post(reverse("body-resume", args=[body.code]), {"reason": "besteht doch"})
    body.refresh_from_db()
    assert body.ended is None


def test_entries_of_every_kind_are_added_corrected_and_taken_out_in_the_browser(office, alliance):
    other = BodyFactory(kind="office", name="Dialogbüro")
    sent = {
        "namen": {"name": "Offensive"},
        "beziehungen": {"kind": "under_roof_of", "other": "dialogbüro", "begun": "2012"},
        "baenke": {"group": "unions", "seats": "3"},
        "rollen": {"role": "patron", "held_by": "body", "holder": f"x ({other.code})"},
        "lebenszeichen": {"what": "Sitzung", "begun": "Mai 2012"},
    }
    for what, data in sent.items():
        made = office.post(reverse("body-entry-new", args=[alliance.code, what]), data)
        assert made.status_code == 302, what
    rows = {
        "namen": alliance.aliases.get(),
        "beziehungen": alliance.relations.get(),
        "baenke": alliance.benches.get(),
        "rollen": alliance.tenures.get(),
        "lebenszeichen": alliance.signs.get(),
    }
    for what, row in rows.items():
        address = reverse("body-entry", args=[alliance.code, what, row.pk])
        assert office.get(address).status_code == 200
        changed = office.post(address, {**sent[what], "source": "Protokoll"})
        assert changed.status_code == 302, what
        row.refresh_from_db()
        assert row.source == "Protokoll"
    desk = read(office, "body-desk", alliance.code)[1]
    assert all(words in desk for words in ("Offensive", "Dialogbüro", "Gewerkschaften", "Sitzung"))
    for what, row in rows.items():
        address = reverse("body-entry-remove", args=[alliance.code, what, row.pk])
        assert office.get(address).status_code == 200
        assert office.post(address, {"reason": "nie gewesen"}).status_code == 302
        assert not type(row).objects.exists()
    assert read(office, "body-entry-new", alliance.code, "tanz")[0].status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"held_by": "person"}, "Bitte füllen Sie dieses Feld aus."),
        ({"held_by": "body", "holder": "Niemand"}, "„Niemand“ ist nicht eingetragen."),
        ({"held_by": "unnamed"}, "Bitte sagen Sie, wer sie innehat"),
        (
            {"held_by": "person", "person_name": "Otto", "name_is_public": "on"},
            "Bitte sagen Sie, aus welchem Grund",
        ),
    ],
)
def test_a_role_that_is_not_whole_is_refused_in_words(office, alliance, data, said):
    address = reverse("body-entry-new", args=[alliance.code, "rollen"])
    answer = office.post(address, {"role": "member", **data})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Tenure.objects.exists()


def test_what_was_typed_for_another_kind_of_holder_is_left_out(office, alliance):
    address = reverse("body-entry-new", args=[alliance.code, "rollen"])
    data = {"role": "member", "person_name": "Otto Geheim", "unnamed": "jemand"}
    office.post(address, {**data, "held_by": "unnamed"})
    tenure = alliance.tenures.get()
    assert (tenure.person, tenure.unnamed) == (None, "jemand")


def test_somebody_on_record_gets_a_second_role_without_a_second_name(office, alliance):
    first = TenureFactory(body=alliance, person_name="Erika Beispiel")
    address = reverse("body-entry-new", args=[alliance.code, "rollen"])
    assert "Erika Beispiel" in office.get(address).content.decode()
    office.post(address, {"role": "chair", "held_by": "person", "known": first.person_id})
    assert alliance.tenures.get(role="chair").person == first.person


def test_records_are_put_together_in_the_browser(office, alliance):
    kept = BodyFactory(name="Allianz Nord")
    address = reverse("body-merge", args=[alliance.code])
    data = {"kept": kept.code, "reason": "gleiche Satzung"}
    assert office.post(address, data).status_code == 422
    answer = office.post(address, {**data, "sure": "on"})
    assert answer.url == reverse("body-desk", args=[kept.code])
    assert Body.objects.current().get() == kept


def test_the_office_lets_an_account_keep_one_record(office, alliance):
    user = UserFactory()
    address = reverse("body-coordinators", args=[alliance.code])
    assert office.post(address, {"email": "niemand@example.org"}).status_code == 422
    office.post(address, {"email": user.email.upper()})
    coordinator = alliance.coordinators.get()
    assert coordinator.user == user
    assert str(user) in office.get(address).content.decode()
    office.post(reverse("body-coordinator-remove", args=[alliance.code, coordinator.pk]))
    assert not alliance.coordinators.exists()


def test_a_coordinator_keeps_one_record_and_cannot_hide_it_or_make_others(coordinator, alliance):
    other = BodyFactory(name="Andere Allianz")
    assert listed(coordinator, "bodies-kept") == [alliance.name]
    assert "Andere Allianz" not in read(coordinator, "bodies-kept")[1]
    response, page = read(coordinator, "body-edit", alliance.code)
    assert response.status_code == 200
    assert "is_public" not in page
    assert "organisation" not in response.context["form"].fields
    data = {"name": "Neuer Name", "municipality": "Dormagen"}
    coordinator.post(reverse("body-edit", args=[alliance.code]), data)
    alliance.refresh_from_db()
    assert (alliance.name, alliance.is_public) == ("Neuer Name", True)
    for name in ("body-desk", "body-edit", "body-end"):
        assert read(coordinator, name, other.code)[0].status_code == 403
    for name in ("body-merge", "body-coordinators"):
        assert read(coordinator, name, alliance.code)[0].status_code == 403
    for name in ("body-new", "founding-begin"):
        assert read(coordinator, name)[0].status_code == 403


@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.EXPERT, Role.DEVELOPER, None])
def test_other_accounts_read_what_everyone_reads(role):
    reader = signed_in(UserFactory(roles=[role] if role else []))
    body, founding = BodyFactory(), FoundingFactory()
    assert read(reader, "body", body.code)[0].status_code == 200
    assert read(reader, "bodies-kept")[0].status_code == 403
    assert read(reader, "body-desk", body.code)[0].status_code == 403
    assert read(reader, "founding", founding.body.code)[0].status_code == 404


def test_dormant_bodies_come_up_for_those_who_keep_the_record(office):
    BodyFactory(name="Schläfer", founded="2010")
    BodyFactory(name="Wache", founded=timezone.localdate().isoformat())
    assert "Eine Stelle hat lange kein Lebenszeichen gegeben." in read(office, "bodies-kept")[1]
    assert listed(office, "bodies-kept", state="dormant") == ["Schläfer"]
