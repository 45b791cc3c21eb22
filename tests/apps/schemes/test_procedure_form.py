"""Creating a procedure by type, law, Land and circumstances; what a change of them moves."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.schemes.forms import ProcedureForm
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.schemes.services import open_round
from dialogwerk.cores.deadlines import procedure_types

pytestmark = pytest.mark.django_db


def actions():
    return list(JournalEntry.objects.order_by("pk").values_list("action", flat=True))


def fields(**changed):
    plain = {
        "art": "planfeststellung",
        "title": "Planänderung",
        "variant": "vwvfg",
        "land": "NW",
        "eia": "true",
        "authority": "Bezirksamt Musterhausen",
        "street": "Amtsweg 1",
        "city": "Musterhausen",
    }
    return {**plain, **changed}


def new_page(procedure):
    return reverse("procedure-new", args=[procedure.scheme.slug])


def test_first_the_type_is_chosen_and_none_is_forced(client, procedure, staff):
    page = client.get(new_page(procedure))
    assert [kind for kind, _name in page.context["types"]] == [one.id for one in procedure_types()]
    assert "form" not in page.context
    assert client.post(new_page(procedure), {"title": "Planänderung"}).status_code == 422
    assert client.get(new_page(procedure), {"art": "baumschutz"}).context["types"]
    assert Procedure.objects.count() == 1


@pytest.mark.parametrize("kind", [one.id for one in procedure_types()])
def test_each_type_asks_what_matters_for_it(client, procedure, staff, kind):
    declared = next(one for one in procedure_types() if one.id == kind)
    form = client.get(new_page(procedure), {"art": kind}).context["form"]
    assert ("eia" in form.fields) == declared.has_eia
    facts = [one for one in declared.circumstances if one.id != "plan_change"]
    assert ("circumstances" in form.fields) == bool(facts)
    if "variant" in form.fields:
        offered = [value for value, _label in form.fields["variant"].choices]
        assert offered == [one.id for one in declared.variants]


def test_a_procedure_gets_its_authority_with_a_letterhead(client, procedure, staff):
    response = client.post(new_page(procedure), fields())
    made = Procedure.objects.get(slug="planaenderung")
    assert response.url == reverse("calendar", args=[made.slug])
    assert (made.kind, made.land, made.eia) == ("planfeststellung", "NW", True)
    assert made.authority == procedure.authority
    assert made.authority.street == "Amtsweg 1"
    assert actions() == ["procedure.created"]


@pytest.mark.parametrize("kind", [one.id for one in procedure_types()])
def test_a_new_procedure_shows_its_calendar_before_anything_happened(
    client, procedure, staff, kind
):
    declared = next(one for one in procedure_types() if one.id == kind)
    made = client.post(new_page(procedure), fields(art=kind, variant=declared.variants[0].id))
    page = client.get(made.url)
    assert page.status_code == 200
    assert reverse("event-new", args=["planaenderung"]) in page.text


def test_a_law_of_another_type_is_refused(client, procedure, staff):
    response = client.post(new_page(procedure), fields(art="bimschg", variant="fstrg"))
    assert response.status_code == 422
    assert "variant" in response.context["form"].errors
    assert Procedure.objects.count() == 1


def test_the_land_has_to_be_chosen(client, procedure, staff):
    response = client.post(new_page(procedure), fields(land=""))
    assert "land" in response.context["form"].errors


def test_a_municipality_lies_in_its_land(client, procedure, staff):
    wrong = client.post(new_page(procedure), fields(municipality="BY:Augsburg"))
    assert "municipality" in wrong.context["form"].errors
    client.post(new_page(procedure), fields(land="BY", municipality="BY:Augsburg"))
    made = Procedure.objects.get(slug="planaenderung")
    assert (made.land, made.municipality) == ("BY", "Augsburg")
    edit = client.get(reverse("procedure-edit", args=[made.slug])).context["form"]
    assert edit["municipality"].value() == "BY:Augsburg"


def test_a_change_moves_the_calendar_and_says_so(client, procedure, staff):
    open_round(procedure=procedure, display_start=date(2026, 3, 2), by=staff.actor)
    page = reverse("procedure-edit", args=[procedure.slug])
    response = client.post(page, fields(title=procedure.title, eia="true"))
    said = " ".join(str(one) for one in get_messages(response.wsgi_request))
    assert "15.04.2026 → " in said
    assert procedure.rounds.get().objections_until > date(2026, 4, 15)
    assert actions() == ["round.opened", "calendar.changed", "procedure.changed"]


def test_a_change_that_would_make_an_announced_period_too_short_changes_nothing(
    client, procedure, staff
):
    end = date(2026, 4, 15)
    open_round(
        procedure=procedure, display_start=date(2026, 3, 2), objections_until=end, by=staff.actor
    )
    page = reverse("procedure-edit", args=[procedure.slug])
    response = client.post(page, fields(title="Anderer Titel", eia="true"))
    assert "15.04.2026" in response.context["form"].non_field_errors()[0]
    procedure.refresh_from_db()
    assert procedure.title != "Anderer Titel"
    assert procedure.eia is False
    assert procedure.rounds.get().objections_until == end


def test_a_round_may_be_a_change_of_the_plan_only_after_the_first(client, procedure, staff):
    page = reverse("round-new", args=[procedure.slug])
    assert "kind" not in client.get(page).context["form"].fields
    client.post(page, {"display_start": "2026-03-02", "kind": "change", "open": "1"})
    assert procedure.rounds.get().kind == "first"
    assert "kind" in client.get(page).context["form"].fields
    client.post(page, {"display_start": "2026-09-01", "kind": "change", "open": "1"})
    assert procedure.rounds.get(number=2).kind == "change"


def test_a_display_does_not_end_before_it_begins(client, procedure, staff):
    page = reverse("round-new", args=[procedure.slug])
    days = {"display_start": "2026-03-02", "display_end": "2026-03-01"}
    assert "display_end" in client.post(page, days).context["form"].errors


def test_that_a_plan_is_changed_is_said_of_a_round_and_not_asked_of_the_procedure(client, staff):
    for kind in ("planfeststellung", "raumordnung"):
        form = ProcedureForm(kind=kind, procedure=None)
        asked = form.fields.get("circumstances")
        assert "plan_change" not in dict(asked.choices if asked else [])
