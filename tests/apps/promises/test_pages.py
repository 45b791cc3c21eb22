"""The register and a promise as everyone sees them, and the pages on which staff keep them."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.dates import parse
from dialogwerk.apps.promises import sources
from dialogwerk.apps.promises.models import Promise
from dialogwerk.apps.promises.services import (
    EvidenceDraft,
    add_evidence,
    amend_promise,
    break_promise,
    keep_promise,
    move_due_date,
)
from tests.factories import (
    EvidenceFactory,
    OrganisationFactory,
    PromiseFactory,
    SchemeFactory,
    UserFactory,
)
from tests.factories.promises import day

from .conftest import signed_in

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
BY = "user:1"


def read(client, name, *args, **query):
    response = client.get(reverse(name, args=args), query)
    return response, response.content.decode()


def shown(client, **query):
    """The promises that the register shows for this query."""
    response, _page = read(client, "promises", **query)
    return {row["promise"] for row in response.context["rows"]}


# The register


def test_everyone_sees_public_promises_of_public_schemes_only(client, scheme):
    public, unbound = PromiseFactory(scheme=scheme), PromiseFactory(unbound=True)
    PromiseFactory(is_public=False)
    PromiseFactory(scheme=SchemeFactory(is_public=False))
    assert shown(client) == {public, unbound}


def test_a_team_sees_what_is_not_public_of_its_scheme_and_the_office_sees_all(
    scheme, clerk, office
):
    ours = PromiseFactory(scheme=scheme, is_public=False)
    theirs = PromiseFactory(is_public=False)
    assert shown(signed_in(clerk)) == {ours}
    assert shown(signed_in(office)) == {ours, theirs}


def test_the_developer_of_a_scheme_sees_what_everyone_sees(scheme):
    PromiseFactory(scheme=scheme, is_public=False)
    assert shown(signed_in(UserFactory(roles=[Role.DEVELOPER], on_team=scheme))) == set()


def test_the_register_is_narrowed_by_state_scheme_owner_and_words(client, scheme):
    owner = OrganisationFactory(name="Stadt Musterhausen")
    late = PromiseFactory(scheme=scheme, owner=owner, overdue=True, text="Ein Zebrastreifen.")
    open_ = PromiseFactory(unbound=True, owner=None, owner_name="Forum e. V.")
    assert shown(client, state="overdue") == {late}
    assert shown(client, state="open") == {late, open_}
    assert shown(client, scheme=scheme.slug) == {late}
    assert shown(client, scheme="-") == {open_}
    assert shown(client, owner=owner.code) == {late}
    assert shown(client, owner="Forum e. V.") == {open_}
    assert shown(client, q="zebra musterhausen") == {late}
    assert shown(client, q=open_.code.lower()) == {open_}


def test_strange_filters_narrow_nothing(client):
    one = PromiseFactory()
    assert shown(client, state="guess", scheme="x", owner="y", page="z") == {one}


def test_figures_count_what_the_other_filters_leave(client, scheme):
    PromiseFactory(scheme=scheme, overdue=True)
    PromiseFactory(scheme=scheme)
    keep_promise(promise=PromiseFactory(), on=day(0), evidence=EvidenceDraft(text="x"), by=BY)

    def figures(**query):
        response, _page = read(client, "promises", **query)
        return {str(one["label"]): one["number"] for one in response.context["counts"]}

    assert figures()["gehalten"] == 1
    of_scheme = figures(scheme=scheme.slug, state="kept")
    assert (of_scheme["offen"], of_scheme["überfällig"], of_scheme["gehalten"]) == (2, 1, 0)


def test_owners_of_promises_that_are_not_public_are_not_named_in_the_filter(client):
    PromiseFactory(is_public=False, owner=OrganisationFactory(name="Geheime Stelle"))
    _response, page = read(client, "promises")
    assert "Geheime Stelle" not in page


def test_a_longer_register_asks_no_more_questions(client, django_assert_max_num_queries):
    for _number in range(20):
        PromiseFactory()
    with django_assert_max_num_queries(6):
        client.get(reverse("promises"))


def test_htmx_gets_the_results_only(client):
    PromiseFactory()
    response = client.get(reverse("promises"), headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_the_register_comes_as_csv_xlsx_and_json(client):
    promise = PromiseFactory(
        text="=1+1 wird gebaut", made_on=parse("Anfang 2010"), due=parse("Ende 2010")
    )
    PromiseFactory(is_public=False)
    response = client.get(reverse("promises-export", args=["csv"]))
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert len(lines) == 2
    assert lines[1][0] == promise.code
    assert not lines[1][1].startswith("=")
    response = client.get(reverse("promises-export", args=["xlsx"]))
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1][:2] == [promise.code, "=1+1 wird gebaut"]
    data = json.loads(client.get(reverse("promises-export", args=["json"])).content)
    (one,) = data["promises"]
    assert one["due"] == {
        "edtf": "2010-39",
        "said": "Ende 2010",
        "earliest": "2010-09-01",
        "latest": "2010-12-31",
    }
    assert (one["state"], one["overdue"]) == ("open", True)


def test_an_export_keeps_the_filter_and_knows_three_kinds_of_files(client, scheme):
    PromiseFactory()
    address = reverse("promises-export", args=["json"])
    assert json.loads(client.get(address, {"scheme": "-"}).content)["promises"] == []
    assert client.get(reverse("promises-export", args=["exe"])).status_code == 404


# One promise


def test_a_promise_shows_everything_that_happened(client):
    promise = PromiseFactory(due=day(10))
    move_due_date(promise=promise, due=parse("Ende 2027"), reason="Lieferverzug.", by=BY)
    break_promise(promise=promise, on=day(0), reason="Der Grund ist verkauft.", by=BY)
    response, page = read(client, "promise", promise.code)
    for words in (
        promise.text,
        "Lieferverzug.",
        "Ende 2027",
        "Der Grund ist verkauft.",
        "gebrochen",
    ):
        assert words in page
    assert response.status_code == 200
    assert "termin/" not in page


def test_what_is_not_public_is_not_found(client):
    hidden = PromiseFactory(is_public=False)
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(reverse("promise", args=["Z-NIX"])).status_code == 404


def test_corrections_are_shown_to_those_who_keep_the_promise_only(client, office):
    promise = PromiseFactory(text="Frau Probe pflanzt die Hecke.")
    amend_promise(promise=promise, text="Der Verein pflanzt die Hecke.", by=BY)
    _response, page = read(client, "promise", promise.code)
    assert "Frau Probe" not in page
    _response, page = read(signed_in(office), "promise", promise.code)
    assert "Frau Probe" in page


def test_where_it_came_from_is_linked(client):
    sources.register("trial", "Trial", lambda ref: sources.Source("Bürgerforum 3", "/forum/3/"))
    from dialogwerk.apps.promises.services import Origin

    promise = PromiseFactory(origin=Origin("trial", "3"))
    _response, page = read(client, "promise", promise.code)
    assert '<a href="/forum/3/">Bürgerforum 3</a>' in page


def test_a_file_is_for_everyone_only_where_somebody_has_said_so(client, office):
    promise = PromiseFactory()
    files = [
        add_evidence(
            promise=promise,
            evidence=EvidenceDraft(file=io.BytesIO(PNG), text=str(public), file_is_public=public),
            by=BY,
        )
        for public in (False, True)
    ]
    hidden, open_ = (reverse("promise-evidence", args=[promise.code, one.pk]) for one in files)
    assert client.get(hidden).status_code == 404
    response = client.get(open_)
    assert b"".join(response.streaming_content) == PNG
    assert response["Content-Type"] == "image/png"
    assert "attachment" in response["Content-Disposition"]
    assert signed_in(office).get(hidden).status_code == 200
    _response, page = read(client, "promise", promise.code)
    assert open_ in page
    assert hidden not in page


# Keeping them


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data)


TOLD = {
    "text": "Wir bauen eine Querungshilfe.",
    "owner": "Landesbetrieb Probe",
    "made_on": "Anfang 2026",
    "due": "Ende 2027",
    "is_public": "on",
}


def test_a_clerk_records_a_promise_for_the_own_scheme(scheme, clerk):
    response = post(signed_in(clerk), "promise-new", **TOLD, scheme=scheme.pk)
    promise = Promise.objects.get()
    assert response.url == promise.get_absolute_url()
    assert (promise.scheme, promise.owner_name) == (scheme, "Landesbetrieb Probe")
    assert promise.due.as_said == "Ende 2027"
    assert promise.recorded_by == clerk.actor


def test_an_organisation_on_file_is_found_by_its_name(scheme, clerk):
    owner = OrganisationFactory(name="Landesbetrieb Probe")
    post(signed_in(clerk), "promise-new", **TOLD, scheme=scheme.pk, office="Amt 3")
    assert Promise.objects.get().owner == owner
    assert Promise.objects.get().owner_in_words == "Landesbetrieb Probe, Amt 3"


def test_a_clerk_records_nothing_for_other_schemes_or_for_none(scheme, clerk):
    client = signed_in(clerk)
    for other in (SchemeFactory().pk, ""):
        assert post(client, "promise-new", **TOLD, scheme=other).status_code == 422
    assert not Promise.objects.exists()


def test_the_office_records_promises_without_a_scheme(office):
    assert post(signed_in(office), "promise-new", **TOLD).status_code == 302
    assert Promise.objects.get().scheme is None


def test_what_cannot_be_read_is_said_at_its_field(office):
    response = post(signed_in(office), "promise-new", **{**TOLD, "made_on": "neulich"})
    assert response.status_code == 422
    assert "made_on" in response.context["form"].errors
    response = post(signed_in(office), "promise-new", **{**TOLD, "due": "2009"})
    assert "due" in response.context["form"].errors


def test_whoever_keeps_no_promises_gets_no_form(scheme):
    expert = UserFactory(roles=[Role.EXPERT], on_team=scheme)
    promise = PromiseFactory(scheme=scheme)
    for name, args in (
        ("promise-new", []),
        ("promise-edit", [promise.code]),
        ("promise-step", [promise.code, "gehalten"]),
    ):
        assert signed_in(expert).get(reverse(name, args=args)).status_code == 403
    assert signed_in(expert).get(reverse("promises-kept")).status_code == 200


def test_the_address_proposes_project_text_and_origin(scheme, clerk):
    sources.register(
        "trial", "Trial", lambda ref: sources.Source("Forum 3") if ref == "3" else None
    )
    address = reverse("promise-new") + f"?vorhaben={scheme.slug}&text=Hecke&von=trial:3"
    page = signed_in(clerk).get(address)
    assert page.context["form"].initial["scheme"] == scheme
    assert "Forum 3" in page.content.decode()
    signed_in(clerk).post(address, {**TOLD, "scheme": scheme.pk})
    assert list(Promise.objects.from_source("trial", "3")) == [Promise.objects.get()]


def test_an_origin_that_is_not_there_is_left_out(scheme, clerk):
    address = reverse("promise-new") + "?von=nobody:3"
    signed_in(clerk).post(address, {**TOLD, "scheme": scheme.pk})
    assert Promise.objects.get().source_kind == ""


def test_a_promise_is_kept_on_its_page_with_a_file(office):
    promise = PromiseFactory(due=day(-1))
    response = post(
        signed_in(office),
        "promise-step",
        promise.code,
        "gehalten",
        on=str(day(0).edtf),
        file=SimpleUploadedFile("foto.png", PNG),
    )
    assert response.status_code == 302
    promise.refresh_from_db()
    assert promise.state == "kept_late"
    assert promise.shown_by.file


def test_without_evidence_the_page_says_so(office):
    response = post(signed_in(office), "promise-step", PromiseFactory().code, "gehalten", on="2026")
    assert response.status_code == 422
    assert "evidence_text" in response.context["form"].errors


def test_evidence_on_record_can_be_chosen(office):
    evidence = EvidenceFactory()
    post(
        signed_in(office),
        "promise-step",
        evidence.promise.code,
        "gehalten",
        on=day(0).edtf,
        shown_by=evidence.pk,
    )
    evidence.promise.refresh_from_db()
    assert evidence.promise.shown_by == evidence


@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        ("gebrochen", {"on": "2026", "reason": "Kein Geld."}, "broken"),
        ("zurueckgenommen", {"on": "2026", "reason": "Anders beschlossen."}, "withdrawn"),
    ],
)
def test_a_promise_ends_with_a_reason(office, name, data, state):
    promise = PromiseFactory()
    assert post(signed_in(office), "promise-step", promise.code, name, **data).status_code == 302
    promise.refresh_from_db()
    assert promise.state == state
    data["reason"] = ""
    other = PromiseFactory()
    assert post(signed_in(office), "promise-step", other.code, name, **data).status_code == 422


def test_due_date_evidence_correction_and_opening_again(office):
    client, promise = signed_in(office), PromiseFactory()
    post(client, "promise-step", promise.code, "termin", due="2028", reason="Später.")
    post(client, "promise-step", promise.code, "beleg", evidence_text="Foto")
    post(client, "promise-edit", promise.code, **{**TOLD, "made_on": "2026-01"})
    post(client, "promise-step", promise.code, "gebrochen", on="2026", reason="Doch nicht.")
    post(client, "promise-step", promise.code, "oeffnen", reason="Verwechselt.")
    kinds = list(promise.events.values_list("kind", flat=True))
    assert kinds == ["made", "due_moved", "evidence", "amended", "broken", "reopened"]


def test_a_page_that_does_not_fit_the_state_leads_back(office):
    client, promise = signed_in(office), PromiseFactory()
    response = client.get(reverse("promise-step", args=[promise.code, "oeffnen"]))
    assert response.url == promise.get_absolute_url()
    assert client.get(reverse("promise-step", args=[promise.code, "raten"])).status_code == 404


def test_staff_see_first_what_is_due_first_and_can_ask_for_their_own(scheme, clerk):
    PromiseFactory(scheme=scheme, due=None)
    late = PromiseFactory(scheme=scheme, overdue=True)
    PromiseFactory(overdue=True, due=day(-2))
    client = signed_in(clerk)
    response, _page = read(client, "promises-kept", show="mine")
    rows = [row["promise"] for row in response.context["rows"]]
    assert rows[0] == late
    assert len(rows) == 2
