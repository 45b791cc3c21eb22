"""Two records of one body put together."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dialogwerk.apps.base.dates import parse
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.bodies import hooks, services
from dialogwerk.apps.bodies.models import Body
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


def merge(gone, kept, reason="gleiche Satzung"):
    return services.merge_bodies(gone=gone, kept=kept, by=BY, reason=reason)


def test_entries_and_names_move_and_the_old_code_leads_to_the_new_record(client):
    kept = BodyFactory(name="Allianz Nord", founded=None, ags="")
    gone = BodyFactory(name="Nordallianz", official_name="Nordallianz e. V.", founded="2009")
    bench = BenchFactory(body=gone)
    TenureFactory(body=gone, bench=bench)
    relation = RelationFactory(body=gone)
    pointing = RelationFactory(body=relation.other, kind="funded_by", other=gone)
    SignFactory(body=gone, begun="2012")
    member_of = TenureFactory(holder=gone)
    merge(gone, kept)
    stays = Body.objects.current().get(pk=kept.pk)
    assert stays.official_name == "Nordallianz e. V."
    assert [(one.name, one.remark) for one in stays.aliases.all()] == [("Nordallianz", gone.code)]
    assert (stays.founded.edtf, stays.ags, stays.last_sign.edtf) == ("2009", gone.ags, "2012")
    assert stays.benches.get() == bench
    assert stays.tenures.count() == stays.relations.count() == stays.signs.count() == 1
    pointing.refresh_from_db()
    member_of.refresh_from_db()
    assert (pointing.other, member_of.holder) == (stays, stays)
    assert gone not in Body.objects.public()
    answer = client.get(reverse("body", args=[gone.code]))
    assert answer.url == stays.get_absolute_url()
    assert JournalEntry.objects.filter(action="body.merged", subject=kept.code).exists()


def test_what_stood_between_both_is_gone():
    kept, gone = BodyFactory(), BodyFactory()
    RelationFactory(body=gone, other=kept)
    RelationFactory(body=kept, other=gone, kind="funded_by")
    TenureFactory(body=kept, holder=gone)
    merge(gone, kept)
    assert not kept.relations.exists()
    assert not kept.tenures.exists()


def test_what_the_record_that_stays_says_of_itself_stays():
    kept = BodyFactory(founded="2011", region="Ruhr")
    merge(BodyFactory(founded="2009", region="Hellweg"), kept)
    kept.refresh_from_db()
    assert (kept.founded.edtf, kept.region) == ("2011", "Ruhr")


def test_a_contact_record_and_an_end_are_taken_over():
    organisation = OrganisationFactory()
    gone, kept = BodyFactory(organisation=organisation), BodyFactory()
    services.end_body(body=gone, ended=parse("2012"), by=BY, reason="aufgelöst")
    merge(gone, kept)
    kept.refresh_from_db()
    assert (kept.organisation, kept.end_reason) == (organisation, "aufgelöst")


def test_chains_lead_to_the_last_record():
    first, second, third = BodyFactory(), BodyFactory(), BodyFactory()
    merge(first, second)
    merge(second, third)
    first.refresh_from_db()
    assert first.merged_into == third


def test_nothing_is_merged_into_itself_twice_or_without_saying_why():
    body, other = BodyFactory(), BodyFactory()
    with pytest.raises(ValidationError):
        merge(body, body)
    with pytest.raises(ValidationError):
        merge(body, other, reason=" ")
    merge(body, other)
    with pytest.raises(ValidationError):
        merge(body, BodyFactory())
    with pytest.raises(ValidationError):
        services.amend_body(body=body, by=BY, name="zu spät")


def test_coordinators_keep_the_record_that_stays():
    kept, gone, user = BodyFactory(), BodyFactory(), UserFactory()
    for body in (kept, gone):
        services.add_coordinator(body=body, user=user, by=BY)
    services.add_coordinator(body=gone, user=UserFactory(), by=BY)
    merge(gone, kept)
    assert kept.coordinators.count() == 2
    assert not gone.coordinators.exists()


def test_apps_above_move_what_is_theirs(monkeypatch):
    moved = []
    monkeypatch.setattr(hooks, "_movers", [lambda gone, kept: moved.append((gone, kept))])
    gone, kept = BodyFactory(), BodyFactory()
    merge(gone, kept)
    assert moved == [(gone, kept)]
