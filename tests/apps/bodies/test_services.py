"""Bodies and their entries: recorded, corrected, ended, taken out; what follows from them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from dialogwerk.apps.base import places
from dialogwerk.apps.base.dates import UNKNOWN, parse
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.bodies import services
from dialogwerk.apps.bodies.models import INVERSE, Body, Relation, Tenure
from dialogwerk.apps.people.models import Identity, Person
from tests.factories import (
    BenchFactory,
    BodyFactory,
    OrganisationFactory,
    RelationFactory,
    SignFactory,
    TenureFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
BY = "user:1"
DAY = date(2012, 7, 4)


def fresh(body):
    return Body.objects.get(pk=body.pk)


def actions():
    return list(JournalEntry.objects.order_by("pk").values_list("action", flat=True))


def refused(field):
    """The service refuses, and says at which field."""

    class _Refused:
        def __enter__(self):
            self.raises = pytest.raises(ValidationError)
            self.error = self.raises.__enter__()
            return self.error

        def __exit__(self, *args):
            done = self.raises.__exit__(*args)
            error = self.error.value
            named = list(error.error_dict) if hasattr(error, "error_dict") else [error.code]
            assert field in named
            return done

    return _Refused()


# Bodies


def test_a_body_is_recorded_with_its_journal_entry_which_holds_no_name():
    body = BodyFactory(name="  Allianz   Musterhausen ", founded="seit 2010")
    assert (body.name, body.founded.edtf) == ("Allianz Musterhausen", "2010")
    entry = JournalEntry.objects.get(action="body.created")
    assert (entry.subject, entry.actor) == (body.code, BY)
    assert "Musterhausen" not in str(entry.payload)


def test_a_body_without_a_name_in_an_unknown_place_or_of_tomorrow_is_refused():
    with refused("name"):
        BodyFactory(name="   ")
    with refused("municipality"):
        BodyFactory(ags="09162000")
    with refused("founded"):
        BodyFactory(founded="2999")
    with refused("homepage"):
        BodyFactory(homepage="kein-link")
    with refused("kind"):
        BodyFactory(kind="fest")


def test_a_correction_stands_in_the_journal_by_field_and_changes_search_and_order():
    body = BodyFactory(name="Zwischenname")
    amended = services.amend_body(body=body, by=BY, name="Allianz Ahlen", ags="", region="Hellweg")
    assert (amended.sort_key, amended.place_in_words) == ("allianz ahlen", "Hellweg")
    assert "Hellweg" in amended.search_text
    assert JournalEntry.objects.get(action="body.amended").payload["changed"] == [
        "ags",
        "name",
        "region",
    ]
    services.amend_body(body=body, by=BY, name="Allianz Ahlen")
    assert actions().count("body.amended") == 1
    with pytest.raises(TypeError):
        services.amend_body(body=body, by=BY, ended=UNKNOWN)


def test_a_contact_record_belongs_to_one_body_and_bears_its_name():
    organisation = OrganisationFactory(name="Alter Name")
    body = BodyFactory(name="Kammer Musterland", kind="chamber", organisation=organisation)
    organisation.refresh_from_db()
    assert organisation.name == "Kammer Musterland"
    services.amend_body(body=body, by=BY, name="Kammer Mittelland")
    organisation.refresh_from_db()
    assert organisation.name == "Kammer Mittelland"
    with refused("organisation"):
        BodyFactory(organisation=organisation)


def test_every_municipality_is_recorded_once_however_often_it_is_done():
    assert services.record_municipalities(by=BY) == 396
    assert services.record_municipalities(by=BY) == 0
    dormagen = Body.objects.get(kind="municipality", ags="05162004")
    assert (dormagen.name, dormagen.official_name) == ("Dormagen", "Stadt Dormagen")
    assert Body.objects.mentioning("rhein-kreis dormagen").get() == dormagen
    with refused("municipality"):
        BodyFactory(kind="municipality", name="Dormagen", ags="05162004")
    with refused("municipality"):
        BodyFactory(kind="municipality", name="Anderswo", ags="")


# The end


def test_a_body_ends_with_a_reason_or_with_an_explicit_unknown_and_never_without():
    body = BodyFactory()
    with refused("reason"):
        services.end_body(body=body, ended=parse("2011"), by=BY)
    with refused("reason"):
        services.end_body(body=body, ended=parse("2011"), by=BY, reason="x", reason_unknown=True)
    with refused("ended"):
        services.end_body(body=body, ended=parse("2009"), by=BY, reason="zu früh")
    ended = services.end_body(body=body, ended=UNKNOWN, by=BY, reason_unknown=True)
    assert ended.standing(DAY) == "ended"
    ended = services.end_body(body=body, ended=parse("bis 2011"), by=BY, reason="Vertrag lief aus")
    assert (ended.ended.edtf, ended.end_reason_unknown) == ("2011", False)


def test_what_ended_by_mistake_goes_on_with_a_reason():
    body = BodyFactory()
    with refused(None):
        services.resume_body(body=body, by=BY, reason="war nie beendet")
    services.end_body(body=body, ended=parse("2011"), by=BY, reason="Vertrag lief aus")
    with refused("reason"):
        services.resume_body(body=body, by=BY, reason=" ")
    assert services.resume_body(body=body, by=BY, reason="besteht weiter").ended is None
    assert actions()[-1] == "body.resumed"


# Signs of life


def test_the_last_sign_of_life_is_the_newest_of_all_entries():
    body = BodyFactory(founded="2010")
    assert fresh(body).last_sign.edtf == "2010"
    SignFactory(body=body, begun="Mai 2012")
    TenureFactory(body=body, begun="2011")
    assert fresh(body).last_sign.edtf == "2012-05"
    RelationFactory(body=body, begun="05.07.2012")
    assert fresh(body).last_sign.edtf == "2012-07-05"
    services.remove_entry(entry=body.relations.get(), by=BY, reason="falscher Tag")
    assert fresh(body).last_sign.edtf == "2012-05"


def test_what_is_said_of_others_is_no_sign_of_life_of_a_body():
    office = BodyFactory(kind="office", name="Geschäftsstelle", founded=None)
    RelationFactory(other=office, begun="2012")
    assert fresh(office).last_sign is None


def test_a_body_is_dormant_only_if_it_certainly_gave_no_sign_of_life(settings):
    settings.BODY_DORMANT_MONTHS = 12
    body = BodyFactory(founded="2010")
    assert body.standing(date(2011, 12, 31)) == "active"
    assert body.standing(date(2012, 1, 1)) == "dormant"
    for day, is_dormant in ((date(2011, 12, 31), False), (date(2012, 1, 1), True)):
        assert Body.objects.dormant(day).exists() is is_dormant
        assert Body.objects.active(day).exists() is not is_dormant
    settings.BODY_DORMANT_MONTHS = 36
    assert fresh(body).standing(date(2013, 1, 1)) == "active"


def test_ministries_and_ended_bodies_do_not_fall_asleep_and_what_nobody_ever_heard_of_does():
    BodyFactory(kind="ministry", founded=None)
    ended = BodyFactory()
    services.end_body(body=ended, ended=parse("2011"), by=BY, reason="Vertrag lief aus")
    silent = BodyFactory(kind="working_group", founded="unbekannt")
    assert list(Body.objects.dormant(DAY)) == [silent]
    assert silent.standing(DAY) == "dormant"


def test_a_sign_of_life_from_another_app_is_noted_once_and_corrected():
    body = BodyFactory()
    for on in (date(2012, 5, 2), date(2012, 5, 3)):
        services.note_sign_of_life(body=body, what="Sitzung", on=on, origin="meeting:T-1", by=BY)
    assert body.signs.get().begun.edtf == "2012-05-03"


# Entries


def test_all_names_are_found_side_by_side():
    body = BodyFactory(name="Akzeptanzoffensive", official_name="Offensive Westfalen e. V.")
    services.save_alias(body=body, name="In|du|strie.Gemeinsam.Leben", source="Lt-Drs.", by=BY)
    for words in ("gemeinsam", "offensive westfalen", "akzeptanz BIELEFELD"):
        assert list(Body.objects.mentioning(words)) == [body]
    assert not Body.objects.mentioning("gemeinsam köln").exists()


def test_a_relation_reads_from_both_sides_and_needs_two_bodies():
    relation = RelationFactory()
    assert set(INVERSE) == set(Relation.Kind)
    assert relation.get_kind_display() == "unter dem Dach von:"
    assert relation.inverse_label == "ist das Dach von:"
    with refused("other"):
        RelationFactory(body=relation.body, other=relation.body)
    with refused("kind"):
        RelationFactory(kind="likes")
    with refused("ended"):
        RelationFactory(begun="2012", ended="2010")


def test_an_entry_is_corrected_and_taken_out_with_a_reason():
    sign = SignFactory(what="Treffen")
    services.save_sign(
        body=sign.body, entry=sign, what="Treffen im Werk", begun=parse("2012"), by=BY
    )
    sign.refresh_from_db()
    assert (sign.what, sign.begun.edtf) == ("Treffen im Werk", "2012")
    with refused("reason"):
        services.remove_entry(entry=sign, by=BY, reason="")
    services.remove_entry(entry=sign, by=BY, reason="war eine andere Stelle")
    assert not sign.body.signs.exists()
    assert actions()[-3:] == ["body.entry_added", "body.entry_amended", "body.entry_removed"]


def test_a_sign_of_life_says_what_and_when():
    with refused("what"):
        SignFactory(what=" ")
    with refused("begun"):
        SignFactory(begun=None)


def test_a_bench_with_roles_on_it_is_not_taken_out():
    bench = BenchFactory()
    TenureFactory(body=bench.body, bench=bench)
    with refused(None):
        services.remove_entry(entry=bench, by=BY, reason="gibt es nicht")
    with refused("seats"):
        BenchFactory(seats=0)
    with refused("bench"):
        TenureFactory(bench=bench)


# Roles, and names in the vault


def test_the_name_of_a_person_goes_into_the_vault_and_nowhere_else():
    tenure = TenureFactory(person_name="  Erika   Beispiel ")
    assert Identity.objects.get(person=tenure.person).name == "Erika Beispiel"
    everywhere = [
        *Tenure.objects.values_list("unnamed", "title", "remark", "name_basis_text"),
        *Body.objects.values_list("search_text", "description"),
        *JournalEntry.objects.values_list("payload", "subject"),
    ]
    assert "Beispiel" not in str(everywhere)


def test_a_name_is_published_only_with_a_ground_and_where_it_stands():
    with refused("name_basis"):
        TenureFactory(person_name="Erika Beispiel", name_is_public=True)
    with refused("name_basis_text"):
        TenureFactory(person_name="Erika Beispiel", name_is_public=True, name_basis="consent")
    with refused("name_is_public"):
        TenureFactory(name_is_public=True, name_basis="consent", name_basis_text="Mail")
    assert not Person.objects.exists()
    shown = TenureFactory(
        person_name="Erika Beispiel",
        name_is_public=True,
        name_basis="consent",
        name_basis_text="Mail vom 2. Mai",
    )
    hidden = services.save_tenure(
        body=shown.body, entry=shown, role="chair", person=shown.person, by=BY
    )
    assert (hidden.name_basis, hidden.name_basis_text) == ("", "")


def test_a_role_has_one_holder_or_somebody_not_named():
    company = BodyFactory(kind="company", name="Musterwerke AG")
    with refused("held_by"):
        TenureFactory(holder=company, person_name="Erika Beispiel")
    with refused("held_by"):
        TenureFactory(unnamed="", holder=None)
    with refused("holder"):
        TenureFactory(body=company, holder=company)
    assert TenureFactory(on_behalf_of=company).unnamed == ""


def test_a_corrected_spelling_changes_the_vault_and_a_removed_role_empties_it():
    tenure = TenureFactory(person_name="Erika Beispil")
    second = TenureFactory(body=tenure.body, person=tenure.person, role="chair")
    services.save_tenure(
        body=tenure.body,
        entry=tenure,
        role="member",
        person=tenure.person,
        person_name="Erika Beispiel",
        by=BY,
    )
    assert Identity.objects.get().name == "Erika Beispiel"
    services.remove_entry(entry=tenure, by=BY, reason="doppelt")
    assert Identity.objects.count() == 1
    services.save_tenure(body=second.body, entry=second, role="chair", unnamed="jemand", by=BY)
    assert not Identity.objects.exists()
    assert Person.objects.get().erased_at


def test_an_account_coordinates_a_body_once():
    body, user = BodyFactory(), UserFactory()
    first = services.add_coordinator(body=body, user=user, by=BY)
    assert services.add_coordinator(body=body, user=user, by=BY) == first
    services.remove_coordinator(coordinator=first, by=BY)
    assert not body.coordinators.exists()
    assert actions()[-2:] == ["body.coordinator_added", "body.coordinator_removed"]


def test_bodies_of_a_district_are_those_with_their_seat_there():
    here = BodyFactory(ags=places.named("Dormagen").ags)
    BodyFactory()
    assert list(Body.objects.in_district("05162")) == [here]
